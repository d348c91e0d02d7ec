"""A specification's text and its pack: every sentence is found, claimed and counted, however the text is laid out."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from minqual.authoring import account, passages
from minqual.authoring.specification.account import Treatment, digest
from minqual.commands import app
from minqual.notation import Source, bundled_rules, parse_yaml
from minqual.packs import Pack, Statement, load_pack
from minqual.packs.checks import read_pack
from minqual.values import FaultyInput
from support.places import SHARED

SPECIFICATIONS: Final = SHARED / "domain" / "class-specs"
SPECIFICATION: Final = {
    "san-jose/council-community-relations": "seed-000.txt",
    "stockton/mayoral-pio": "seed-002.txt",
}
OTHERS: Final = sorted(SPECIFICATIONS.glob("[0-9]*.txt"))

PACK: Final = """
name: example/clerk
title: Clerk
agency: Town of Example
specification: Class specification 100, 2024
version: "1"
in force: 2024-01-01
qualification part: {from: Qualifications, until: History}
kinds: {clerical work: [clerk, office work]}
levels:
  - id: clerk
    title: Clerk
    source: {section: Education and Experience, anchor: One year of office work}
    requires:
      - any of:
          - experience: 1 year
            in: clerical work
          - discretion: the Town
            may accept: other experience
            source: {section: Education and Experience, anchor: may accept other}
desirable:
  - says: a second language
    source: {section: Education and Experience, anchor: second language}
no effect:
  - says: skills are tested by examination
    source: {section: Qualifications, anchor: "Skill in:"}
"""

TEXT: Final = """Town of Example Clerk

DUTIES

- Files letters and answers calls from 8 a.m. to 5 p.m. each day.

QUALIFICATIONS

Education and Experience

One year of office work. The Town may accept other experience, e.g. in a shop. A second
language is desirable.

Skill in:

- Typing letters
- Counting of up to 3.5 hours,
  and of $1,000,000

HISTORY

Adopted in 2024.
"""

WORDS: Final = st.sampled_from([
    *("work", "of", "any", "clerks", "typing,", "(of", "letters)", "data-entry", "e.g.", "“large”", "town's;"),
    *("the U.S.A.", "least 3.5", "over $1,000,000", "to No. 2", "and St. Example"),
])  # fmt: skip
"""Words of sentences; after those that go before a capital or a figure, no sentence ends."""

SENTENCES: Final = st.builds(
    lambda first, words, last: " ".join((first, *words, last)) + ".",
    st.sampled_from(["Experience", "Two", "The", "Knowledge"]),
    st.lists(WORDS, min_size=3, max_size=25),
    st.sampled_from(["duties", "units", "letters"]),
)
PARAGRAPHS: Final = st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=5)
HEADER: Final = "Town of Example (FT) (7672) Clerk and Typist"


def sentences(text: str) -> list[str]:
    """What of a text must be accounted for, as it is compared."""
    return [digest(passage.text) for passage in passages(text) if passage.counts]


def joined(paragraphs: Sequence[Sequence[str]]) -> str:
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs)


def apart(text: str, furniture: str) -> bool:
    """Whether no two pages say the same, as no reader could tell such a page from a header."""
    blocks = [block.strip() for block in text.split("\n\n") if furniture not in block]
    return len(set(blocks)) == len(blocks)


def pack(text: str = PACK) -> Pack:
    return read_pack(parse_yaml(text.encode(), "pack.yaml"))


def stating(*statements: Statement) -> Pack:
    """A pack that says of sentences that they have no effect, and reads the whole text."""
    return pack().model_copy(update={"qualification_part": (), "desirable": (), "no_effect": statements})


@given(PARAGRAPHS)
def test_every_sentence_is_found_once_and_in_order(paragraphs: list[list[str]]) -> None:
    assert sentences(joined(paragraphs)) == [digest(each) for paragraph in paragraphs for each in paragraph]


@given(PARAGRAPHS, st.integers(60, 120))
def test_wrapping_lines_changes_no_sentence(paragraphs: list[list[str]], width: int) -> None:
    text = joined(paragraphs)
    wrapped = "\n\n".join(textwrap.fill(each, width, break_long_words=False) for each in text.split("\n\n"))
    assert sentences(wrapped) == sentences(text)


@given(PARAGRAPHS, st.data())
def test_a_page_header_between_any_words_changes_no_sentence(paragraphs: list[list[str]], data: st.DataObject) -> None:
    text = joined(paragraphs)
    words = text.split(" ")
    places = data.draw(st.sets(st.integers(1, len(words) - 1), min_size=1, max_size=3))
    pieces = [f"\n\n{HEADER}\n\n{word}" if place in places else word for place, word in enumerate(words)]
    assume(apart(" ".join(pieces), HEADER))
    assert sentences(f"{HEADER}\n\n{' '.join(pieces)}") == sentences(text)


@given(PARAGRAPHS, st.data())
def test_numbered_page_footers_change_no_sentence(paragraphs: list[list[str]], data: st.DataObject) -> None:
    text = joined(paragraphs)
    words = text.split(" ")
    places = sorted(data.draw(st.sets(st.integers(1, len(words) - 1), min_size=1, max_size=3)))
    # A page that says no more than the page before it cannot be told from a header that comes again.
    pages = [" ".join(words[first:last]).casefold() for first, last in pairwise([0, *places, len(words)])]
    assume(len(set(pages)) == len(pages))
    for number, place in reversed(list(enumerate(places, start=1))):
        words[place] = f"\n\nTown of Example   Page {number} of 9\n\f\n{words[place]}"
    footed = " ".join((*words, "\n\nTown of Example   Page 9 of 9"))
    assume(apart(footed, "Town of Example"))
    assert sentences(footed) == sentences(text)


@given(PARAGRAPHS, st.data())
def test_an_anchor_taken_from_a_sentence_claims_it(paragraphs: list[list[str]], data: st.DataObject) -> None:
    text = joined(paragraphs)
    chosen = data.draw(st.sampled_from([each for paragraph in paragraphs for each in paragraph]))
    words = chosen.split(" ")
    start = data.draw(st.integers(0, len(words) - 2))
    anchor = " ".join(words[start : data.draw(st.integers(start + 2, len(words)))]).upper()
    claiming = stating(Statement(says="nothing", source=Source(section="Anywhere", anchor=anchor)))
    claimed = {each.digest for each in account(claiming, passages(text)).sentences if each.claims}
    assert digest(chosen) in claimed


@given(PARAGRAPHS, st.lists(st.sampled_from(["work", "any clerks", "typing", "never said"]), max_size=4))
def test_the_counts_add_up(paragraphs: list[list[str]], anchors: list[str]) -> None:
    statements = [Statement(says="nothing", source=Source(section="Anywhere", anchor=each)) for each in anchors]
    found = account(stating(*statements), passages(joined(paragraphs)))
    assert sum(found.counts.values()) == len(found.sentences) == sum(map(len, paragraphs))
    assert found.counts[Treatment.UNACCOUNTED] == sum(not each.claims for each in found.sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Section 2 of the U.S. Code applies. He works at 8 a.m. The rest is free.", 3),
        ("Needs St. Louis residence, see Rm. 12, No. 3 or Requirement #1. Dr. Doe decides.", 2),
        ("1. A degree from a college; or 2. Six years as described in (1) and (2) above.", 2),
        ("EITHER: (A) a degree; OR (B) two years as defined by the limits of (A) and (B).", 3),
        ("1. A degree and one year; or\n2. Two years.\nOnly full-time work counts.", 3),
        ("- Knows federal rules\n- Writes\n letters\n• Types", 3),
        ("Education\tExperience\nBachelor's degree\t5 years\n60 units\t7 years", 2),
        ("| Education | Experience |\n|---|---|\n| 60 units | 7 years |", 1),
        ("Bachelor's degree in accounting\nFive years of audit\nValid license", 3),
        ("Education:\nFive years ... of study [...]\n[...]\nNOTES:\n1. 1,040 hours is six months.", 2),
        ("Minimum Qualifications\n\nTwo years.\n\nOR\n\nA degree.", 2),
        ("One degree; or,\nTwo years of commu-\nnity work (etc.) Paid.", 1),
        ("TITLE: Clerk\nTAGS: A1\n-----\nTwo years.\n-----\nREADER'S NOTES (ours): None.", 1),
        ("Helper | good health |\nPilot I | one year |\nPilot II | two years of work on a ferry or on some boat |", 3),
        ("Class | Experience\nPilot I | one year\nPilot II | two years", 2),
        ("Helper\x07good health\r\nPilot\x07one year", 2),
        ("One year of clerical work;\nTwo years of sales", 2),
        (f"Pilot I: {'one year of work on a boat ' * 3}\nPilot II: {'two years of work on a ship ' * 3}", 2),
        (f"Pilot with {'one year of work on a boat ' * 3}\nHelper with {'two years of work on a ship ' * 3}", 2),
        (f"{'Grooms of great horses ' * 4}\n{'Helpers of many grooms ' * 4}\n{'Servants of all horses ' * 4}", 3),
        (f"{'Work on a great many boats of this town ' * 6}\n{'Paid work for the towns of this county ' * 6}", 2),
    ],
)
def test_sentences_are_told_apart_as_people_tell_them(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected, [passage.text for passage in passages(text)]


def test_a_heading_that_comes_again_is_no_page_header() -> None:
    text = "Clerk I\n\nEducation:\n\nOne year of college.\n\nClerk II\n\nEducation:\n\nTwo years of college."
    assert [passage.headings[-1] for passage in passages(text) if passage.counts] == ["Education", "Education"]


def test_a_sentence_that_comes_again_is_no_page_header() -> None:
    assert len(sentences("Two years.\n\nA valid license.\n\nThree years.\n\nA valid license.\n\nFour years.")) == 5


def test_a_sentence_has_the_line_and_the_headings_where_it_begins() -> None:
    found = {passage.text.removeprefix("- ").split()[0]: passage for passage in passages(TEXT)}
    assert found["A"].line == 11
    assert found["Counting"].line == 17
    assert found["A"].headings == ("QUALIFICATIONS", "Education and Experience")


def test_a_line_that_may_begin_something_new_is_shown_as_joined() -> None:
    text = "Three years of full-time paid experience in the planning work of the City of Los\nAngeles, or the\nsame."
    (passage,) = passages(text)
    assert (passage.text.count("\n"), passage.line, passage.last, passage.joined) == (0, 1, 3, (2,))


def test_sentences_are_shown_as_they_are_printed() -> None:
    text = "| Pilot | one year |\n- Pay:\x961200\n\uf0b7 Two years\x0bof work\nHelper\tno years at all"
    assert [passage.text for passage in passages(text)] == [
        "| Pilot | one year |", "- Pay: 1200", "\u2022 Two years of work", "Helper | no years at all",
    ]  # fmt: skip


def test_an_account_says_who_treats_each_sentence() -> None:
    found = account(pack(), passages(TEXT))
    assert [(each.treatment.value, [claim.by for claim in each.claims]) for each in found.sentences] == [
        ("decided", ["clerk.any-of.experience"]),
        ("judged", ["clerk.any-of.discretion"]),
        ("desirable", ["desirable"]),
        ("no effect", ["no effect"]),
        ("no effect", ["no effect"]),
    ]
    assert found.settled


def test_a_clause_does_not_speak_of_a_list_by_its_heading() -> None:
    claiming = PACK.replace("anchor: may accept other", 'anchor: "Skill in:"').replace("no effect:", "confirm:")
    bare = claiming[: claiming.index("confirm:")]
    assert account(pack(bare), passages(TEXT)).counts[Treatment.UNACCOUNTED] == 3


def test_an_anchor_in_several_places_is_that_of_its_section() -> None:
    text = "MINIMUM\n\nSpanish is asked.\n\nDESIRABLE\n\nSpanish is asked."
    statement = Statement(says="Spanish", source=Source(section="Desirable", anchor="Spanish is"))
    assert [bool(each.claims) for each in account(stating(statement), passages(text)).sentences] == [False, True]


def test_a_word_inside_a_word_is_no_anchor() -> None:
    statement = Statement(says="art", source=Source(section="Any", anchor="art"))
    found = account(stating(statement), passages("Applicants start at once."))
    assert statement.source[0] in {citation.source for citation in found.unfound}


def test_changing_a_number_is_seen_and_changing_the_layout_is_not() -> None:
    recorded = {each.digest: each.treatment for each in account(pack(), passages(TEXT)).sentences}
    again = account(
        pack(), passages(TEXT.replace("A second\n", "A\nsecond ").replace("- Typing", "•  typing")), recorded
    )
    assert again.settled
    other = account(pack(), passages(TEXT.replace("3.5", "35")), recorded)
    assert (other.new, [treatment.value for _, treatment in other.gone]) == (1, ["no effect"])


def test_a_text_without_the_packs_headings_is_refused() -> None:
    with pytest.raises(FaultyInput, match="no heading 'History'"):
        account(pack(), passages("QUALIFICATIONS\n\nTwo years."))


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, Path]:
    (tmp_path / "clerk.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "clerk.txt").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "clerk.yaml"), tmp_path / "clerk.txt"


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["rules", "source", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_a_text_that_is_accounted_for_passes_even_when_strict(files: tuple[str, Path]) -> None:
    code, out, _ = run(*files, "--strict")
    assert code == 0
    assert "5 sentences = 1 decided + 1 judged + 0 never screened + 1 desirable + 2 no effect + 0 unaccounted" in out
    assert "decided by clerk.any-of.experience (experience)" in out


def test_only_strict_fails_what_is_unaccounted(files: tuple[str, Path]) -> None:
    files[1].write_text(TEXT.replace("Skill in:", "A valid license.\n\nSkill in:"), encoding="utf-8")
    assert [run(*files)[0], run(*files, "--strict")[0]] == [0, 1]
    assert "unaccounted      14 A valid license." in run(*files)[1]


def test_words_that_the_text_lacks_are_told_and_fail_when_strict(files: tuple[str, Path]) -> None:
    Path(files[0]).write_text(PACK.replace("second language", "third language"), encoding="utf-8")
    code, out, _ = run(*files, "--strict")
    assert code == 1
    assert "The pack cites words that the text does not have: changed?" in out
    assert "desirable: 'third language'" in out


def test_a_record_has_no_words_and_shows_what_changed(files: tuple[str, Path]) -> None:
    assert run(*files, "--write", "--strict")[0] == 0
    record = files[1].with_name("clerk.source.yaml").read_text(encoding="utf-8")
    assert "office" not in record
    assert run(*files, "--strict")[0] == 0
    files[1].write_text(TEXT.replace("One year of office work", "One year of office work at most"), encoding="utf-8")
    code, out, _ = run(*files, "--strict")
    assert (code, run(*files)[0]) == (1, 0)
    assert "1 changed or new, 1 gone" in out


def test_a_broken_record_is_a_fault_with_its_place(files: tuple[str, Path]) -> None:
    files[1].with_name("clerk.source.yaml").write_text("pack: example/clerk\nsentences:\n  - {digest: x}\n")
    code, _, error = run(*files)
    assert code == 2
    assert "clerk.source.yaml line 3" in error


def test_json_has_an_object_for_each_sentence_and_each_thing_without_place(files: tuple[str, Path]) -> None:
    Path(files[0]).write_text(PACK.replace("second language", "third language"), encoding="utf-8")
    listed = json.loads(run(*files, "--format", "json")[1])
    assert [each["status"] for each in listed].count("unaccounted") == 1
    assert listed[0]["by"][0]["by"] == "clerk.any-of.experience"
    assert listed[-1] == {
        "status": "not found",
        "by": "desirable",
        "kind": "statement",
        "section": "Education and Experience",
        "anchor": "third language",
    }


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"\xff\xfe", b"QUALIFICATIONS\0", b"", b"no headings", b"x" * 1_000_001],
    ids=["pdf", "not-utf-8", "zeros", "empty", "other-text", "too-large"],
)
def test_what_is_no_specification_is_refused_without_a_traceback(files: tuple[str, Path], content: bytes) -> None:
    files[1].write_bytes(content)
    code, out, error = run(*files)
    assert (code, out) == (2, "")
    assert error.startswith("minqual: ")
    assert "Traceback" not in error


def test_no_sign_of_the_text_steers_the_terminal(files: tuple[str, Path]) -> None:
    files[1].write_text(TEXT.replace("One year", "One\x1b[31m year"), encoding="utf-8")
    assert "\x1b[31m" not in run(*files)[1]


@pytest.mark.parametrize("name", sorted(SPECIFICATION))
def test_a_bundled_pack_accounts_for_every_sentence_of_its_specification(name: str, tmp_path: Path) -> None:
    text = SPECIFICATIONS / SPECIFICATION[name]
    if not text.is_file():
        pytest.skip(f"{text.name} is not here: the specifications are kept outside the repository")
    code, out, _ = run(name, text, "--strict")
    assert code == 0, out
    copy = shutil.copy(bundled_rules() / f"{name}.yaml", tmp_path)
    assert [run(copy, text, "--write")[0], run(copy, text, "--strict")[0]] == [0, 0]


def test_a_sentence_that_a_page_header_breaks_is_whole() -> None:
    text = SPECIFICATIONS / "seed-000.txt"
    if not text.is_file():
        pytest.skip("seed-000.txt is not here: the specifications are kept outside the repository")
    found = account(load_pack("san-jose/council-community-relations"), passages(text.read_text(encoding="utf-8")))
    broken = next(each for each in found.sentences if each.passage.text.startswith("Experience working for an elected"))
    assert broken.passage.text.endswith("is highly desirable.")
    assert broken.treatment is Treatment.DESIRABLE


@pytest.mark.skipif(not OTHERS, reason="the specifications are kept outside the repository")
def test_excerpts_are_split_without_their_keys_and_notes() -> None:
    for path in OTHERS:
        found = passages(path.read_text(encoding="utf-8"))
        assert any(passage.counts for passage in found), path.name
        assert not any(passage.text.startswith(("TITLE:", "TAGS:", "READER'S NOTES")) for passage in found), path.name


@pytest.mark.parametrize("heading", ["WHAT YOU NEED", "Who may apply", "How You Apply"])
def test_a_heading_that_asks_has_a_verb_and_is_no_sentence(heading: str) -> None:
    found = passages(f"NURSE\n\n{heading}\n\n1. A license.\n2. A year of nursing.")
    assert [passage.headings[-1] for passage in found if passage.counts] == [heading, heading]


def test_a_line_that_begins_with_the_sign_of_a_footnote_is_a_sentence_of_its_own() -> None:
    found = passages("A degree from an accredited* college is needed.\n*Accredited means so by the State.")
    assert [passage.text for passage in found if passage.counts][1] == "*Accredited means so by the State."


def test_a_section_is_none_whose_name_goes_on_with_another_letter() -> None:
    sentence = "One year of work is needed."
    found = passages(f"CLERK I\n\n{sentence}\n\nCLERK III\n\n{sentence}")
    statement = Statement(says="so", source=Source(section="CLERK I", anchor="One year of work"))
    assert [bool(each.claims) for each in account(stating(statement), found).sentences] == [True, False]
