"""Pages for browsers: one file that asks for nothing, says what results say, and takes whatever it shows as text."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual as minqual_library
from minqual import pages
from minqual.reports import List, Page, Section, Span, Text, page_visible
from minqual.reports.page import Bar, Entry, Facts, Names, Outline, Table
from minqual.sources import Reading, stamp_of_source
from minqual.values import Standing
from support.command_line import minqual
from support.examples import examples
from support.page_files import ALL_KINDS, HOSTILE, Elements, Shape, drawers, hostile_page, hostile_pages, page, shape
from support.places import APPLICANTS, ROOT

POOL: Final = (
    "screen", APPLICANTS / "san-jose-council-community-relations", "--rules", "san-jose/council-community-relations",
    "--as-of", "2026-11-21", "-q",
)  # fmt: skip
ONE: Final = ("check", POOL[1], *POOL[2:6], "--applicant", "a001", "-q")
OURS: Final = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "nav",
        "main",
        "section",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "a",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "cite",
        "svg",
        "rect",
        "form",
        "label",
        "input",
        "select",
        "option",
        "button",
        "details",
        "summary",
        "dialog",
        "script",
    ]
)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "results.html"
    assert minqual(*POOL, "-o", path).code == 0
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_page(tmp_path_factory.mktemp("hostile"))


def only_ours(found: Elements) -> None:
    """No element, attribute or link but those of our templates."""
    assert {name for name, _ in found.elements} <= OURS
    for name, attributes in found.elements:
        assert not {each for each in attributes if each.startswith("on")} | (
            {"src", "style", "srcset"} & set(attributes)
        )
        assert str(attributes.get("href", "#")).startswith("#"), (name, attributes)
        assert attributes.get("type") in {None, "search", "reset", "button", "text/plain"}
    assert all("refresh" not in str(attributes.get("http-equiv", "")) for _, attributes in found.elements)


def test_a_browser_runs_the_style_and_the_script_of_the_page_and_nothing_else(pool: Path) -> None:
    found = page(pool)
    (policy,) = (str(each["content"]) for _, each in found.elements if each.get("http-equiv"))
    for kind in ("style", "script"):
        (text,) = (text for each, text in found.raw if each["element"] == kind and "id" not in each)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    only_ours(found)


def test_the_page_is_the_same_bytes_for_the_same_input(pool: Path, tmp_path: Path) -> None:
    assert minqual(*POOL, "-o", tmp_path / "again.html").code == 0
    assert (tmp_path / "again.html").read_bytes() == pool.read_bytes()


def test_the_list_says_of_everyone_what_results_say(pool: Path, tmp_path: Path) -> None:
    assert minqual(*POOL, "-o", tmp_path / "r.csv").code == 0
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = page(pool)
    told, at = found.data("data"), 0
    words = ["unmet", "refer", "review", "conditional", "met"]
    assert told["ids"] == [row["applicant_id"] for row in rows]
    for place, row in enumerate(rows):
        standings = told["standings"][told["pattern"][place]]
        assert words[int(standings[0])] == row["verdict"]
        levels = [words[int(each)] for each in standings[1 : told["judged"]]]
        assert levels == [row[name] for name in row if name.startswith("level_")]
        assert told["reasons"][told["reason"][place]] == row["reasons"]
        asked = {told["facts"][each][0] for each in told["fact"][at : at + told["open"][place]]}
        at += told["open"][place]
        assert all(any(each in said for each in asked) for said in row["to_resolve"].split(" | ") if said)
        assert bool(asked) == bool(row["to_resolve"])
        # Without a script, the first of them can be read.
        assert row["applicant_id"] in found.words
        assert " ".join(row["reasons"].split()) in found.words


def test_each_drawer_holds_what_check_says(pool: Path) -> None:
    found = page(pool)
    made = drawers(found)
    assert len(made) == len(found.data("data")["ids"])
    for name, html in zip(found.data("data")["ids"][:3], made, strict=False):
        said = minqual("check", POOL[1], *POOL[2:6], "--applicant", name, "-q").out
        words = Elements(html).words
        for line in re.findall(r"\[(\d[^\]]*)\]", said):
            assert " ".join(line.split()) in words


def test_whatever_people_and_packs_say_is_text(hostile: Path) -> None:
    found = page(hostile)
    only_ours(found)
    packed = [each for each, _ in found.raw if "id" in each]
    assert sum(name == "script" for name, _ in found.elements) == 1 + len(packed)
    made = drawers(found)
    assert len(made) == 3
    for html in made:
        only_ours(Elements(html))
        assert "script" not in {name for name, _ in Elements(html).elements}
    shown = " ".join(HOSTILE.split())
    assert shown in found.words
    assert shown in Elements("".join(made)).words


def test_one_applicant_has_a_page_without_a_script(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert minqual(*ONE, "-o", tmp_path / f"{name}.html").code == 0
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    found = page(tmp_path / "one.html")
    only_ours(found)
    assert "script" not in {name for name, _ in found.elements}
    assert "Work history as it was counted" in found.words


def test_names_and_demographic_facts_have_no_place(tmp_path: Path) -> None:
    shutil.copytree(POOL[1], tmp_path / "pool")
    path = tmp_path / "pool" / "applicants.csv"
    first, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([f"name,sex,{first}", *(f"Ada Zyxw,female,{each}" for each in rest)]), encoding="utf-8")
    assert minqual("screen", tmp_path / "pool", *POOL[2:], "-o", tmp_path / "r.html").code in {0, 4}
    found = page(tmp_path / "r.html")
    for text in (found.words, str(found.data("data")), *drawers(found)):
        assert "Zyxw" not in text
        assert "female" not in text


def test_a_pool_with_more_applicants_than_drawers_says_how_to_get_one(tmp_path: Path) -> None:
    assert minqual(*POOL, "-o", tmp_path / "r.html", "--drawers", "2").code == 0
    found = page(tmp_path / "r.html")
    assert not drawers(found)
    told = found.data("data")["command"]
    assert told.startswith("minqual check ")
    assert "--applicant \0 -o one.html" in told


def test_more_applicants_than_a_page_holds_are_refused_with_the_way_on() -> None:
    with pytest.raises(Exception, match=r"1,000,000 applicants, more than a page holds") as found:
        pages.check_size(1_000_000)
    assert ".parquet" in str(found.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "csv", "-o", "r.html"), "csv for a page"),
        (("--memory", "2GB", "-o", "r.html"), "a page, which is not made in shares"),
        (("--rules", "stockton/mayoral-pio", "-o", "r.html"), "a page of several classes"),
        (("-o", "missing/r.html"), "no folder"),
    ],
)
def test_what_a_page_cannot_be_is_said(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    placed = [str(tmp_path / each) if each.endswith(".html") else each for each in words]
    done = minqual(*POOL, *placed)
    assert done.code == 2
    assert said in done.err
    assert not list(tmp_path.iterdir())


def test_a_comparison_is_a_page_too(tmp_path: Path) -> None:
    for day in ("2020-01-01", "2026-11-21"):
        assert minqual(*POOL[:4], "--as-of", day, "-q", "-o", tmp_path / f"{day}.csv").code in {0, 4}
    files = (tmp_path / "2020-01-01.csv", tmp_path / "2026-11-21.csv")
    assert minqual("compare", *files, "-o", tmp_path / "moved.html").code == 1
    found = page(tmp_path / "moved.html")
    only_ours(found)
    assert "Who moved" in found.words


def test_what_a_change_would_do_is_a_page_too(tmp_path: Path) -> None:
    change = ("--change", "director.experience: 5 years", "-o", tmp_path / "change.html")
    done = minqual("what-if", POOL[1], *POOL[2:6], *change)
    assert done.code == 0, done.err
    found = page(tmp_path / "change.html")
    only_ours(found)
    assert "experience" in found.words


def test_the_library_writes_the_page_that_the_command_writes(pool: Path, tmp_path: Path) -> None:
    given, rules, day = Path(str(POOL[1])), str(POOL[3]), date.fromisoformat(str(POOL[5]))
    results = minqual_library.screen(given, rules, day)
    stamp = stamp_of_source(str(given), given, Reading((), map=None))
    minqual_library.write_results(replace(results, read_from=stamp), tmp_path / "r.html")
    assert (tmp_path / "r.html").read_bytes() == pool.read_bytes()
    assert (tmp_path / "r.html.rejects.csv").is_file()


def test_the_sentences_that_a_pack_cites_stand_on_its_page_where_they_are_those_recorded(tmp_path: Path) -> None:
    for end in ("yaml", "txt"):
        (tmp_path / f"p.{end}").write_bytes((ROOT / "rules" / "example" / f"county-archivist.{end}").read_bytes())
    words = ("--rules", tmp_path / "p.yaml", "--as-of", "2026-11-21", "-q", "--specification", tmp_path / "p.txt")
    screened = ("screen", POOL[1], *words, "-o", tmp_path / "r.html")
    assert "--write" in minqual(*screened).err
    assert minqual("rules", "source", tmp_path / "p.yaml", tmp_path / "p.txt", "--write").code == 0
    assert minqual(*screened).code in {0, 4}
    assert minqual("check", POOL[1], "--applicant", "a001", *words, "-o", tmp_path / "one.html").code in {0, 1, 3}
    exam = tmp_path / "e.exam"
    assert minqual("exam", "open", exam, *words[:4], "-q").code == 0
    assert minqual("exam", "screen", exam, POOL[1], "-q").code in {0, 4}
    options = ("--applicant", "a001", "--html", "--ways", *words[5:])
    done = minqual("exam", "export", exam, "-o", tmp_path / "out", *options)
    assert done.code == 0, done.err
    for made in (tmp_path / "r.html", tmp_path / "one.html", tmp_path / "out" / "applicants" / "00001.html"):
        assert "“(b) two years and six months of satisfactory archive work" in page(made).words
        only_ours(page(made))
    assert "What was done" in page(made).words
    assert "Ways to qualify" in page(made).words
    (tmp_path / "p.txt").write_text("Another text.", encoding="utf-8")
    assert minqual(*screened, "--force").code == 2
    assert "no page to quote it on" in minqual(*screened[:-1], tmp_path / "r.csv").err


def test_a_drawer_says_what_was_settled_by_whom_and_what_would_be_enough(tmp_path: Path) -> None:
    work, settled, output = tmp_path / "work.csv", tmp_path / "settled.csv", tmp_path / "r.html"
    assert minqual(*POOL, "-o", tmp_path / "r.csv", "--to-resolve", work).code in {0, 4}
    with work.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["key"].startswith(("fact", '["fact')) or row["choices"]]
    signed = {"by": "QX", "on": "2026-11-24", "how": "asked by phone", "why": "said so"}
    hours = next(row for row in rows if row["column"] == "hours_per_week")
    with settled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(hours))
        writer.writeheader()
        writer.writerow(hours | signed | {"answer": "40"})
    assert minqual(*POOL, "-o", output, "--settled", settled, "--ways").code in {0, 4}
    told = dict(zip(page(output).data("data")["ids"], drawers(page(output)), strict=True))
    assert "hours per week 40: asked by phone, 2026-11-24, QX (said so)" in Elements(told[hours["applicants"]]).words
    assert sum("Settled" in Elements(each).words for each in told.values()) == 1
    ways = [Elements(each).words.partition("Ways to qualify")[2] for each in told.values()]
    assert sum(map(bool, ways)) > len(told) // 2
    assert sum("what an answer may settle" in each for each in ways) > 3
    assert "come past it, or may; open for" in page(output).words


@pytest.mark.long
def test_a_drawer_holds_the_ways_that_check_tells(tmp_path: Path) -> None:
    pool, words = APPLICANTS / "stockton-mayoral-pio", ("--rules", "stockton/mayoral-pio", "--as-of", "2026-11-21")
    assert minqual("screen", pool, *words, "--ways", "-o", tmp_path / "r.html", "-q").code in {0, 4}
    found = page(tmp_path / "r.html")
    for name, html in zip(found.data("data")["ids"], drawers(found), strict=True):
        assert minqual("check", pool, *words, "--applicant", name, "-o", tmp_path / f"{name}.html", "-q").code != 2
        told = [_ways(Elements(html)), _ways(page(tmp_path / f"{name}.html"))]
        assert told[0] == told[1], name
    assert sum("any one of these" in _ways(Elements(html)) for html in drawers(found)) > 5


def _ways(found: Elements) -> str:
    """The ways to qualify of an applicant's page or drawer."""
    return found.words.partition("Ways to qualify")[2].partition("Taken as given")[0]


def test_a_page_of_an_examination_is_that_of_its_last_screening(tmp_path: Path) -> None:
    exam, screened, exported = (tmp_path / each for each in ("e.exam", "s.html", "x.html"))
    assert minqual("exam", "open", exam, *POOL[2:]).code == 0
    assert minqual("exam", "screen", exam, POOL[1], "-q", "-o", screened).code in {0, 4}
    done = minqual("exam", "export", exam, "-o", exported)
    assert done.code == 0, done.err
    one, two = page(screened), page(exported)
    only_ours(two)
    assert drawers(one) == drawers(two)
    data = [found.data("data") | {"command": ""} for found in (one, two)]
    assert data[0] == data[1]
    assert one.words.partition("Rejected rows and")[0] == two.words.partition("Rejected rows and")[0]
    assert "Every row and cell was used" in one.words
    assert "Rejected rows that are nobody's are not kept" in two.words
    assert "Every row and cell was used" not in two.words
    assert minqual("exam", "export", exam, "-o", exported).code == 2
    assert "a page of everyone" in minqual("exam", "export", exam, "-o", "new.html", "--applicant", "a001").err


def test_a_pool_without_drawers_says_where_ways_are_told(tmp_path: Path) -> None:
    words = [each for each in POOL if each != "-q"]
    done = minqual(*words, "-o", tmp_path / "r.html", "--drawers", "2", "--ways")
    assert "--drawers 30, or check -o" in done.err
    assert not drawers(page(tmp_path / "r.html"))


FRAGMENTS: Final = (
    "<script>", "</script>", "</script >", "</style>", "</title>", "<!--", "-->", "<![CDATA[", "]]>",
    "<img src=x onerror=y>", '"', "'", "`", "&lt;", "&#60;", "<a href=javascript:x>",
    "{{7*7}}", "{% raw %}", "=1+1", "\u2028", "\u202e",
    "<", ">", "é", " ",
)  # fmt: skip
WORDS: Final = st.lists(st.sampled_from(FRAGMENTS) | st.text("<>/a&;='\"!-", max_size=3), min_size=1, max_size=6).map(
    lambda parts: f"w{''.join(parts)}w"
)


def blocks_of(words: str) -> Page:
    """A page with every kind of block, all of whose texts are the same."""
    entry = Entry(words, words, (Entry(words, standing=Standing.MET, bar=Bar(1, None, 2)),), bold=True)
    return Page(
        Text.of(words),
        (
            Text.of(Span(words, bold=True)), Text.of(f"    {words}"), Facts(((words, words),)),
            Names((words, words), ((words, words),)), Table((words, words), ((words, words),)),
            List(((words, words),)), Outline(entry),
            Section(Text.of(words), (Text.of(words),), ((words, words),), words),
        ),
    )  # fmt: skip


@given(WORDS)
@example(HOSTILE)
@settings(max_examples=examples(40))
def test_no_text_becomes_markup_whatever_it_is(words: str) -> None:
    made = [Elements(pages.plain_page(blocks_of(each)).decode()) for each in ("w", words)]
    plain, found = ([(name, [*attributes]) for name, attributes in each.elements] for each in made)
    assert plain == found
    assert made[0].raw == made[1].raw
    assert " ".join(page_visible(Page(Text.of(words), ())).title.plain.split()) in made[1].words


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Shape]:
    made = hostile_pages(tmp_path_factory.mktemp("harmless"), "plain words")
    return dict(zip(ALL_KINDS, map(shape, made), strict=True))


@pytest.mark.long
@given(words=WORDS)
@example(words=HOSTILE)
@settings(max_examples=examples(5), deadline=None)
def test_no_field_of_anything_becomes_markup_on_any_page(harmless: Mapping[str, Shape], words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in zip(ALL_KINDS, hostile_pages(Path(folder), words), strict=True):
            found = page(path)
            only_ours(found)
            assert shape(path) <= harmless[kind] | harmless["pool"], kind
            packed = [each for each, _ in found.raw if "id" in each]
            scripts = sum(name == "script" for name, _ in found.elements)
            assert scripts == len(packed) + (kind in {"pool", "mapped", "exam-pool"}), kind
            assert all(re.fullmatch("[A-Za-z0-9+/=]*", text) for each, text in found.raw if "id" in each)
