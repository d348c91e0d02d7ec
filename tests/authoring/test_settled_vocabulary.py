"""Settled words written into an agency's file or a pack: what is added, and that nothing else changes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual
from minqual.notation import parse_yaml, with_words
from support.command_line import Said
from support.command_line import minqual as run
from support.examples import examples
from support.screened import relaxed

AGENCY: Final = """\
# What the packs of the Town have in common.
agency: Town   # in full

kinds:
  baking:      # of bread
    - baker    # who bakes
    # pastry comes later

  selling: [shop assistant,
            clerk]   # in shops
  driving:
  milling: miller
  sailing: {words: [mate], within: driving}
known others: {kinds: [warehouse], fields: [dance]}
may mean:
  kinds: {hand: [baking, selling]}
"""

PACK: Final = """\
name: town/baker
title: Baker
agency: Town
specification: invented
version: "1"
in force: 2020
kinds: {baking: [oven work], selling: }
levels:
  - id: one
    title: Baker
    source: {anchor: a year}
    requires:
      - {experience: 1 year, in: [baking, selling]}
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "baker.yaml").write_text(PACK)
    (folder / "agency.yaml").write_text(AGENCY)
    return folder


def settled(folder: Path, words: Sequence[tuple[str, str]], *more: str, pack: str = "town/baker") -> Path:
    """A sheet that says of some words of a column (kinds, if none is named) what they mean."""
    path = folder.parent / "sheet.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "answer", "by", "on"])
        for word, means in words:
            column, _, said = word.rpartition("|")
            writer.writerow([f"word|{pack}|{column or 'experience.kinds'}|{said}|", means, "JD", "2026-11-24"])
        writer.writerows([key, "none of these", "JD", "2026-11-24"] for key in more)
    return path


def settle(sheet: Path, rules: Path, *options: str) -> Said:
    return run("rules", "settle", sheet, "--rules", rules, *options)


def test_words_stand_where_they_belong_and_all_else_stays(town: Path) -> None:
    of_jobs = {"bun maker": "baking", "till": "selling", "lorry": "driving", "grist": "milling", "bosun": "sailing"}
    of_jobs |= {"forge": "smithing", "void, and so": "none of these", "baker": "baking"}
    of_study = {"field|art": "none of these", "field|bread lore": "food", "subject|song": "none of these"}
    words = [*of_jobs.items(), *((f"education.{word}", means) for word, means in of_study.items())]
    sheet, file = settled(town, words), town / "agency.yaml"
    shown = settle(sheet, file)
    assert (shown.code, file.read_text()) == (0, AGENCY)
    assert "'till' means 'selling' (kinds)" in shown.out
    done = settle(sheet, file, "--write")
    assert (done.code, done.out) == (0, shown.out)
    assert "10 words to add, 1 there already, 0 left out" in done.err
    assert (
        file.read_text()
        == """\
# What the packs of the Town have in common.
agency: Town   # in full

kinds:
  baking:      # of bread
    - baker    # who bakes
    - bun maker
    # pastry comes later

  selling: [shop assistant,
            clerk, till]   # in shops
  driving: [lorry]
  milling: [miller, grist]
  sailing: {words: [mate, bosun], within: driving}
  smithing: [forge]
known others: {kinds: [warehouse, "void, and so"], fields: [dance, art], subjects: [song]}
may mean:
  kinds: {hand: [baking, selling]}

fields:
  food: [bread lore]
"""
    )
    again = settle(sheet, file, "--write")
    assert "0 words to add, 11 there already, 0 left out" in again.err


def test_a_word_that_was_written_down_means_what_was_settled(town: Path) -> None:
    job = {"kinds": "bun maker", "start": "2020-01-01", "end": "2022-01-01", "hours_per_week": "40"}
    record = {"applicant_id": "A", "experience": [job]}

    def verdict() -> str:
        return minqual.check(record, town / "baker.yaml", date(2024, 1, 1)).verdict

    assert verdict() == "review"
    settle(settled(town, [("bun maker", "baking")]), town / "agency.yaml", "--write")
    assert verdict() == "met"


def test_an_agencys_file_that_is_not_there_yet_is_begun(town: Path) -> None:
    (town / "agency.yaml").unlink()
    assert settle(settled(town, [("bun maker", "baking")]), town / "agency.yaml", "--write").code == 0
    assert "agency: Town\n\nkinds:\n  baking: [bun maker]\n" in (town / "agency.yaml").read_text()


def test_a_pack_takes_words_too(town: Path) -> None:
    sheet, file = (
        settled(town, [("bun maker", "baking"), ("till", "selling"), ("x", "none of these")]),
        town / "baker.yaml",
    )
    assert settle(sheet, file, "--write").code == 0
    assert "kinds: {baking: [oven work, bun maker], selling: [till] }\n" in file.read_text()
    assert file.read_text().endswith("\nknown others:\n  kinds: [x]\n")


def test_what_a_vocabulary_cannot_say_is_left_out_and_told(town: Path) -> None:
    other = PACK.replace("baker", "miller").replace("kinds: {", "kinds: {grinding: , ").replace("[oven work]", "")
    (town / "miller.yaml").write_text(other.replace("in: [baking", "in: [grinding"))
    title = "word|town/baker|experience.title|shift lead|town|"
    words = [("dough", "baking; selling"), ("sieve", "none of these"), ("bun", "baking")]
    done = settle(settled(town, words, title), town / "agency.yaml", "--write")
    assert "1 word to add, 0 there already, 3 left out" in done.err
    assert "it means several names" in done.err
    assert "town/miller has others under kinds" in done.err
    assert "a title or a class with its employer" in done.err
    everywhere = settle(settled(town, [("sieve", "none of these")], pack="town"), town / "agency.yaml")
    assert "1 word to add" in everywhere.err


@pytest.mark.parametrize(
    ("word", "means", "said"),
    [
        ("warehouse", "baking", "knows it as none of the names"),
        ("baker", "selling", "knows it as 'baking'"),
        ("mate", "none of these", "knows it as 'sailing'"),
        ("hand", "baking", "knows it as one of several names"),
        ("oven work", "selling", "means both 'baking' and 'selling'"),
    ],
)
def test_what_is_known_otherwise_is_refused_and_nothing_is_written(
    town: Path, word: str, means: str, said: str
) -> None:
    done = settle(settled(town, [("bun maker", "baking"), (word, means)]), town / "agency.yaml", "--write")
    assert done.code == 2
    assert said in done.err
    assert (town / "agency.yaml").read_text() == AGENCY


def test_files_that_take_no_words_are_refused(town: Path) -> None:
    sheet = settled(town, [("bun maker", "baking")])
    (town / "broken.yaml").write_text("kinds: [")
    for rules, said in (
        (town / "nothing.yaml", "no such file"),
        (town, "a folder"),
        (town / "nowhere" / "agency.yaml", "no such file"),
        (town / "broken.yaml", "broken.yaml: a text"),
    ):
        done = settle(sheet, rules, "--write")
        assert done.code == 2
        assert said in done.err, done.err
    (town / "broken.yaml").unlink()
    done = settle(settled(town, [("bun", "baking")], pack="city/baker"), town / "agency.yaml", "--write")
    assert (done.code, "a word settled for 'city/baker'" in done.err) == (2, True)
    assert {each.name for each in town.iterdir()} == {"baker.yaml", "agency.yaml"}


signs = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff")
names = st.text(signs, min_size=1, max_size=6).filter(str.strip)
layouts = st.sampled_from(
    [
        "a: {x: [p], y: }\nb: [q]\n",
        "a:\n  x:\n  - p\n  - q # r\n\n  # s\n  y: t",
        "a:\n    x: p\n    y:\n\n# end\nb:\n",
        "{a: {x: [], y: {words: [p]}}, b: {}}",
        "a:\r\n  x: [p,\r\n    q]\r\n  y: {words: p, within: x}\r\n",
        "b: c\n",
    ]
)


@example(text="a: {x: [p], y: }\nb: [q]\n", added=[("a", "z", "r")])
@given(text=layouts, added=st.lists(st.tuples(st.sampled_from(["a", "d"]), st.sampled_from("xyz"), names), max_size=5))
@settings(relaxed, max_examples=examples(60))
def test_words_are_added_to_any_layout(text: str, added: list[tuple[str, str, str]]) -> None:
    value = parse_yaml(text.encode(), "file").value
    lists: dict[tuple[str, ...], list[str]] = {}
    for section, name, word in added:
        lists.setdefault((section, name), []).append(word)
    written = parse_yaml(with_words(text, list(lists.items())).encode(), "file").value
    assert isinstance(value, dict)
    assert isinstance(written, dict)
    for (section, name), words in lists.items():
        names_of: Any = written[section]
        stands = names_of[name]["words"] if isinstance(names_of[name], dict) else names_of[name]
        assert stands[-len(words) :] == words
    assert {key for key in written if key not in value} == {section for section, _ in lists if section not in value}
