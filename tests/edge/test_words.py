"""Words that say nothing are blanks, and words that a pack does not know are no firm no where they may be its names."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import minqual
from minqual.notation import parse_yaml
from minqual.packs import OtherKinds
from minqual.packs.checks import read_pack
from minqual.values import FaultyInput, PackError, Standing, fold, says_none, silent
from support.command_line import minqual as run
from support.examples import examples, some_of
from support.oracle.words import blank
from support.oracle.words import fold as fold_slowly
from support.places import edge

AS_OF: Final = date(2026, 11, 21)
PACK: Final = """\
name: example/words
title: Words
agency: Town of Example
specification: Class specification 100, 2024
version: "1"
in force: 2024-01-01
kinds:
  clerical work: [clerk, office work]
  law: []
fields:
  journalism: [media]
  computer science: []
subjects:
  accounting: [auditing]
credentials:
  driver's license: [driver license]
issuers:
  California: [ca]
employers:
  City of Los Angeles: [la city]
classes:
  Office Assistant I: ["1358"]
known others:
  kinds: [gardening]
  fields: [journalism history]
  subjects: [cost accounting]
  credentials: [learner's driver's license]
  issuers: [baja california]
  employers: [los angeles county]
  classes: [office assistant trainee]
"""
LEVELS: Final = {
    "kinds": "experience: 1 year\n        in: clerical work",
    "employers": "experience: 1 year\n        employer: City of Los Angeles",
    "classes": "experience: 1 year\n        class: Office Assistant I",
    "other-classes": "experience: 1 year\n        class: Office Assistant I\n        other classes: review",
    "fields": "degree: bachelor\n        in: journalism",
    "other-fields": "degree: bachelor\n        in: journalism\n        other fields: review",
    "subjects": "units: 20 semester units\n        in: accounting",
    "credentials": "credential: driver's license\n        due: at filing",
    "issuers": "credential: driver's license\n        issued by: California\n        due: at filing",
    "degree": "degree: bachelor",
    "school": "degree: high school",
}

JOB: Final = {"start": "2015-01-01", "end": "2020-12-31", "hours_per_week": "40", "kinds": "law"}
DEGREE: Final = {"level": "bachelor", "conferred": "yes"}
STUDY: Final = {"level": "some college", "semester_units": "30"}
PLACES: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "kinds": ("experience", "kinds", JOB),
    "employers": ("experience", "employer", JOB),
    "classes": ("experience", "class_code", JOB),
    "other-classes": ("experience", "class_code", JOB),
    "fields": ("education", "field", DEGREE),
    "other-fields": ("education", "field", DEGREE),
    "subjects": ("education", "subject", STUDY),
    "credentials": ("credentials", "name", {}),
    "issuers": ("credentials", "issuer", {"name": "driver's license"}),
}
"""By level: the table and the column of the word that it turns on, with the rest of a row that meets it."""

KNOWN: Final = {
    "kinds": "clerk",
    "employers": "City of Los Angeles",
    "classes": "1358",
    "other-classes": "Office Assistant I",
    "fields": "Journalism",
    "other-fields": "media",
    "subjects": "auditing",
    "credentials": "driver's license",
    "issuers": "CA",
}
OTHERS: Final = {
    "kinds": "gardening",
    "employers": "Los Angeles County",
    "classes": "Office Assistant Trainee",
    "other-classes": "Office Assistant Trainee",
    "fields": "Journalism history",
    "other-fields": "Journalism history",
    "subjects": "cost accounting",
    "credentials": "Learner's driver's license",
    "issuers": "Baja California",
}
"""Words that the pack knows to be none of its names, although they share words with them."""


@cache
def screener(more: str = "") -> minqual.Screener:
    """The pack with a level to each column of words."""
    levels = "".join(
        f"  - id: {name}\n    title: {name}\n    source: {{section: Q, anchor: a}}\n    requires:\n      - {clause}\n"
        for name, clause in LEVELS.items()
    )
    return minqual.Screener(read_pack(parse_yaml(f"{PACK}{more}levels:\n{levels}".encode(), "pack.yaml")))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The pack as a file."""
    path = tmp_path / "words.yaml"
    path.write_text(written(), encoding="utf-8")
    return path


def written(more: str = "") -> str:
    levels = "".join(
        f"  - id: {name}\n    title: {name}\n    source: {{section: Q, anchor: a}}\n    requires:\n      - {clause}\n"
        for name, clause in LEVELS.items()
    )
    return f"{PACK}{more}levels:\n{levels}"


def record(level: str, word: object) -> dict[str, Any]:
    """A record in which a word decides a level."""
    table, column, rest = PLACES[level]
    return {"applicant_id": "a", table: [{**rest, column: word}]}


def standing(level: str, word: object, *, more: str = "", other_kinds: OtherKinds | None = None) -> str:
    """How a level stands by a word."""
    verdict = minqual.check(record(level, word), screener(more), AS_OF, level, other_kinds=other_kinds)
    return verdict.verdict


SIGNS: Final = (
    "",
    " ",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u200e",
    "\u2060",
    "\u00a0",
    "\u3000",
    "\x1b",
    "\u034f",
    "\u2800",
)
NOTHING: Final = (
    "N/A", "n/a", "NA", "n.a.", "N.A", "null", "NULL", "nil", "NaN", "nan", "-", "--", "---", "\u2013", "\u2014", "?",
    "??", ".", "...", "*", "/", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!",
    "#CALC!", "#GETTING_DATA", "#####", "Not provided", "not applicable", "NOT  APPLICABLE", "No answer",
    "not available", "Not specified", "not stated", "prefer not to say", "Declined to answer", "unknown", "UNKNOWN",
    "Not known", "TBD", "tbd.", "(blank)", "[null]", "<none>", "none", "None", "undefined", "no response",
    "\uff2e\uff0f\uff21", "N\u200b/A", "don\u2019t know", "No information provided", "No data available",
    "-- Please choose one --", "Choose\u2026", "Select an option", "No response given", "(No selection made)",
)  # fmt: skip


ELSEWHERE: Final = (
    "see resume",
    "See attached",
    "various",
    "varies!",
    "to follow",
    "Other",
    "Other (please specify)",
    "Misc.",
    "None of the above",
)


@pytest.mark.parametrize("level", PLACES)
@pytest.mark.parametrize("word", some_of([*NOTHING, *SIGNS, *ELSEWHERE], 40))
def test_a_word_that_says_nothing_is_a_blank_in_every_column_of_words(level: str, word: str) -> None:
    none = level == "credentials" and says_none(fold(word))
    assert standing(level, word) == ("unmet" if none else standing(level, "")), repr(word)


@pytest.mark.parametrize("level", PLACES)
def test_a_blank_word_leaves_a_level_open_and_a_known_one_settles_it(level: str) -> None:
    assert standing(level, None) == "review"
    assert standing(level, KNOWN[level]) == "met"
    assert standing(level, f"{KNOWN[level]}; zither") == ("review" if level == "subjects" else "met")


@pytest.mark.parametrize(
    "column", ["conferred", "awarded", "expected", "semester_units", "quarter_units", "accredited"]
)
@pytest.mark.parametrize("word", some_of(NOTHING, 25))
def test_a_word_that_says_nothing_is_a_blank_in_columns_of_dates_figures_and_answers(column: str, word: str) -> None:
    stated = {"level": "bachelor", "field": "media"}
    verdicts = [
        minqual.check({"applicant_id": "a", "education": [{**stated, column: each}]}, screener(), AS_OF)
        for each in (word, "")
    ]
    assert [level.standing for level in verdicts[0].levels] == [level.standing for level in verdicts[1].levels]


@pytest.mark.parametrize("word", ELSEWHERE)
def test_nothing_is_assumed_of_what_stands_elsewhere_as_of_a_blank(word: str, tmp_path: Path) -> None:
    """A licence without an expiry is valid; one whose expiry stands on an attachment is asked about."""
    licence = {"name": "driver's license", "issuer": "California"}
    pool = [
        {"applicant_id": name, "credentials": [{**licence, "expires": cell}]} for name, cell in (("a", ""), ("b", word))
    ]
    (tmp_path / "pool.json").write_text(json.dumps(pool), encoding="utf-8")
    results = minqual.screen(tmp_path / "pool.json", screener(), AS_OF)
    assert list(results.frame["level_credentials"]) == ["met", "review"]
    assert [each.lost for each in results.rejected] == ["cell"]


@pytest.mark.parametrize("word", ["N/A", "-", "#REF!", "not provided", "\u200b"])
def test_a_level_that_says_nothing_is_open_and_none_is_an_answer(word: str) -> None:
    def stands(level: str, text: str) -> str:
        return minqual.check({"applicant_id": "a", "education": [{"level": text}]}, screener(), AS_OF, level).verdict

    assert {stands("school", word), stands("degree", word)} == {"review"}
    assert {stands("school", "None"), stands("degree", "none")} == {"unmet"}


def test_none_as_the_name_of_a_credential_says_that_there_is_none() -> None:
    assert standing("credentials", "None") == "unmet"
    assert "unknown_words" not in vars(minqual.check(record("credentials", "none"), screener(), AS_OF).levels[0])
    assert not minqual.check(record("credentials", "none"), screener(), AS_OF).unknown_words


def test_nan_of_json_is_a_blank_by_every_way_in(pack: Path, tmp_path: Path) -> None:
    text = json.dumps(record("kinds", float("nan")))
    (tmp_path / "nan.json").write_text(text, encoding="utf-8")
    row = {"applicant_id": "a", **JOB, "kinds": float("nan")}
    frames = {
        name: pd.DataFrame(columns=columns)
        for name, columns in (
            ("education", ["applicant_id", "level"]),
            ("credentials", ["applicant_id", "name"]),
            ("answers", ["applicant_id", "question", "answer"]),
        )
    }
    frames |= {"applicants": pd.DataFrame({"applicant_id": ["a"]}), "experience": pd.DataFrame([row])}
    found = [
        minqual.check(text, screener(), AS_OF, "kinds").verdict,
        minqual.check(json.loads(text), screener(), AS_OF, "kinds").verdict,
        minqual.screen(tmp_path / "nan.json", pack, AS_OF, "kinds").columns["verdict"][0],
        minqual.screen(frames, pack, AS_OF, "kinds").columns["verdict"][0],
    ]
    assert found == ["review"] * 4


@given(st.sampled_from(NOTHING), st.text("\u200b\ufeff\u00ad \u00a0\u2060\u200f", max_size=3), st.booleans())
@settings(max_examples=examples(200))
def test_signs_that_nobody_sees_width_and_capitals_change_no_word(word: str, signs: str, capitals: bool) -> None:  # noqa: FBT001  # drawn
    changed = signs + (word.upper() if capitals else word) + signs
    assert silent(changed)
    assert blank(changed)


@given(st.text(max_size=20))
@settings(max_examples=examples(400))
@example("Stra\u00dfe")
@example("e\u200d\u0301")
@example("\uff23\uff2c\uff25\uff32\uff2b")
def test_a_word_is_folded_as_the_slow_reading_has_it_and_once_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert (fold(text) == fold_slowly(text)) or not text.isprintable()
    assert silent(text) == silent(fold(text))


RELATED: Final = {
    "kinds": ["clerk, office work", "clerk/typist", "clerk & cashier", "filing", "beekeeping", "clrek"],
    "employers": ["City of Los Angeles Sanitation", "Los Angeles", "LA City, Dept. of Parks", "angeles county fair"],
    "classes": ["Office Assistant II", "1358-0", "Assistant, Office Assistant I (temporary)", "ofice assistant i"],
    "other-classes": ["Office Assistant II", "Gardener"],
    "fields": [
        "Journalism and English",
        "Broadcast journalism",
        "media studies",
        "Jurnalism",
        "BA journalism",
        "Photojournalism",
        "Multimedia",
        "Journ.",
        "Jour",
    ],
    "other-fields": ["Journalism and English", "dance"],
    "subjects": ["accounting II", "Introduction to Accounting", "auditing and tax"],
    "credentials": [
        "driver's license (class C)",
        "California driver's license",
        "drivers licence",
        "driver",
        "CA driv. lic.",
    ],
    "issuers": ["State of California", "CA DMV", "California, USA", "Californa", "Calif", "State of Calif."],
}
"""Words that may be the name that is asked for."""

STRANGE: Final = {
    "employers": ["City of Fresno", "State of Nevada", "County", "Harbor Department", "San Diego Unified"],
    "classes": ["Gardener", "Deputy Sheriff II", "2222"],
    "fields": [
        "Biology",
        "Political science",
        "General studies",
        "Nursing",
        "Sci.",
        "Neuroscience",
        "Compost studies",
        "Mediation",
        "Journey management",
        "Poli Sci",
    ],
    "subjects": ["chemistry", "business law"],
    "credentials": ["fishing license", "food handler card", "certificate of completion", "registered nurse"],
    "issuers": ["Nevada", "State of Oregon", "New York", "Nev.", "Calgary", "State of Cal Poly"],
}
"""Words that have nothing to do with it."""


@pytest.mark.parametrize(("level", "word"), [(level, word) for level, words in RELATED.items() for word in words])
def test_a_word_that_may_be_a_name_is_open(level: str, word: str) -> None:
    assert standing(level, word) == "review"


@pytest.mark.parametrize(("level", "word"), [(level, word) for level, words in STRANGE.items() for word in words])
def test_a_word_that_has_nothing_to_do_with_a_name_counts_for_nothing(level: str, word: str) -> None:
    assert standing(level, word) == "unmet"


@pytest.mark.parametrize("level", PLACES)
def test_a_known_other_is_a_firm_no_in_every_form(level: str) -> None:
    for word in (OTHERS[level], OTHERS[level].upper(), f" {OTHERS[level]}\u200b"):
        assert standing(level, word) == "unmet"
    assert standing(level, f"{OTHERS[level]}; {KNOWN[level]}") == ("review" if level == "subjects" else "met")


def test_another_name_of_the_pack_is_a_firm_no() -> None:
    assert standing("kinds", "law") == "unmet"
    assert standing("fields", "computer science") == "unmet"


@pytest.mark.parametrize("word", ["filing", "beekeeping"])
def test_other_kinds_count_for_nothing_where_the_pack_or_the_run_says_so(word: str) -> None:
    says = "other kinds: count for nothing\n"
    assert standing("kinds", word) == "review"
    assert standing("kinds", word, more=says) == "unmet"
    assert standing("kinds", word, other_kinds="count for nothing") == "unmet"
    assert standing("kinds", word, more=says, other_kinds="review") == "review"
    assert standing("kinds", "clerk, office work", more=says) == "review", "several names in one cell are no firm no"
    assert standing("kinds", "", more=says) == "review"
    assert standing("kinds", "clerk", more=says) == "met"


def test_a_run_that_says_what_other_kinds_mean_is_stamped_so(pack: Path, tmp_path: Path) -> None:
    pool = tmp_path / "pool.jsonl"
    pool.write_text(json.dumps(record("kinds", "filing")), encoding="utf-8")
    stamped = {}
    for option in ((), ("--other-kinds", "count-for-nothing"), ("--other-kinds", "review")):
        out = tmp_path / "results.parquet"
        said = run("screen", pool, "--rules", pack, "--as-of", AS_OF, "-o", out, "--force", "--level", "kinds", *option)
        assert said.code == 0
        table = pq.read_table(out)
        metadata = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
        stamped[option[-1:]] = table["verdict"][0].as_py(), [v for k, v in metadata.items() if "other_kinds" in k]
    assert stamped == {
        (): ("review", []),
        ("count-for-nothing",): ("unmet", ["count for nothing"]),
        ("review",): ("review", ["review"]),
    }
    told = ("--as-of", AS_OF, "--level", "kinds", "--other-kinds", "count-for-nothing", "--format", "json")
    done = run("check", pool, "--rules", pack, *told)
    assert json.loads(done.out)["other_kinds"] == "count for nothing"
    found = minqual.screen(pool, pack, AS_OF, "kinds", other_kinds="count for nothing")
    assert found.pack.digest == minqual.load_pack(pack).digest
    with pytest.raises(FaultyInput):
        minqual.screen(pool, pack, AS_OF, other_kinds="perhaps")  # type: ignore[arg-type]


def pool_of(words: Mapping[str, int], folder: Path) -> Path:
    """A pool of so many applicants to each kind of work."""
    path = folder / "pool.jsonl"
    lines = [
        json.dumps({**record("kinds", word), "applicant_id": f"{word[:1]}{place}"})
        for word, count in words.items()
        for place in range(count)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_summary_shows_words_of_five_applicants_and_counts_the_rarer_ones(pack: Path, tmp_path: Path) -> None:
    pool = pool_of({"filing": 5, "dismissed for illness, Dr Doe": 4}, tmp_path)
    for more in ((), ("--workers", "1")):
        said = run("screen", pool, "--rules", pack, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force", *more)
        assert "kinds of work that the pack does not know: filing (5), 1 more, not shown" in said.err
        assert "illness" not in said.err


def test_one_applicant_who_writes_a_word_often_does_not_make_it_shown(pack: Path, tmp_path: Path) -> None:
    pool = tmp_path / "pool.json"
    pool.write_text(
        json.dumps({"applicant_id": "a", "experience": [{**JOB, "kinds": "filing; x"}] * 9}), encoding="utf-8"
    )
    said = run("screen", pool, "--rules", pack, "--as-of", AS_OF, "-o", tmp_path / "r.csv")
    assert "filing" not in said.err
    assert "kinds of work that the pack does not know: 2, not shown (fewer than 5 applicants write each;" in said.err


def test_words_of_every_section_are_listed(pack: Path, tmp_path: Path) -> None:
    names = {"kinds": "kinds of work", "employers": "employers", "classes": "classes", "fields": "fields"}
    names |= {"subjects": "subjects", "credentials": "credentials", "issuers": "issuers"}
    whole: dict[str, Any] = {"education": [], "experience": [], "credentials": []}
    for level in names:
        table, column, rest = PLACES[level]
        whole[table].append({**rest, column: f"zither {level}"})
    verdict = minqual.check({"applicant_id": "a", **whole}, screener(), AS_OF)
    assert verdict.unknown_words == {level: (f"zither {level}",) for level in names}
    pool = tmp_path / "pool.jsonl"
    pool.write_text("\n".join(json.dumps({"applicant_id": f"a{n}", **whole}) for n in range(5)), encoding="utf-8")
    said = run("screen", pool, "--rules", pack, "--as-of", AS_OF, "-o", tmp_path / "r.csv")
    for level, name in names.items():
        assert f"{name} that the pack does not know: zither {level} (5)" in said.err
    shown = run("check", pool, "--applicant", "a0", "--rules", pack, "--as-of", AS_OF)
    assert "Words that the pack does not know" in shown.out
    assert "zither" not in shown.err


def test_an_open_word_is_asked_of_the_screener_once_for_the_pool(pack: Path, tmp_path: Path) -> None:
    pool = pool_of({"filing": 3, "Filing ": 2, "indexing; filing": 1}, tmp_path)
    work = tmp_path / "work.csv"
    run(
        "screen",
        pool,
        "--rules",
        pack,
        "--as-of",
        AS_OF,
        "-o",
        tmp_path / "r.csv",
        "--to-resolve",
        work,
        "--level",
        "kinds",
    )
    rows = [row for row in csv.DictReader(io.StringIO(work.read_text("utf-8-sig"))) if row["about"]]
    assert [(row["about"], row["who"], row["verdicts"]) for row in rows] == [
        ("filing", "the screener", "6"),
        ("indexing", "the screener", "1"),
    ]
    assert {row["ask"] for row in rows} == {"Is this kind of work clerical work?"}


@given(
    level=st.sampled_from([*PLACES]),
    before=st.sampled_from(["", "senior ", "Dept. of ", "xylophone and ", "(former) "]),
    after=st.sampled_from(["", " II", " (class C)", ", other", " / typist", " & more", " - Main Office"]),
)
@settings(max_examples=examples(300))
def test_a_known_word_with_anything_around_it_is_never_a_firm_no(level: str, before: str, after: str) -> None:
    """The known word meets the level: what may be the same word must not be told to be another one."""
    assert standing(level, f"{before}{KNOWN[level]}{after}") in {"met", "review"}


@given(level=st.sampled_from([*PLACES]), word=st.text("abc lwork'/;-", max_size=14))
@settings(max_examples=examples(300))
def test_a_fuller_word_never_contradicts_a_blank(level: str, word: str) -> None:
    """Whatever is written, a blank in its place is open: only what is stated settles a level."""
    assert standing(level, "") == "review"
    assert Standing[standing(level, word).upper()] in {Standing.MET, Standing.REVIEW, Standing.UNMET}


FAULTY: Final[Sequence[tuple[str, str]]] = (
    ("kindz: [gardening]", "unknown section 'kindz'"),
    ("kinds: [clerk]", "'clerk' means 'clerical work' under kinds"),
    ("kinds: [gardening, Gardening]", "'gardening' twice"),
    ("kinds: [N/A]", "'n/a', which says nothing"),
)


def test_a_pack_may_say_what_the_words_for_none_of_a_form_mean() -> None:
    """A name comes first, and a known other is a firm no: "Other" is open only where nobody says what it is."""
    more = "other kinds: count for nothing\n"
    assert [standing("fields", "Other"), standing("kinds", "Other", more=more)] == ["review", "review"]
    named = written(more).replace("fields: [journalism history]", "fields: [journalism history, other]")
    named = named.replace("accounting: [auditing]", "accounting: [auditing, other]")
    told = minqual.Screener(read_pack(parse_yaml(named.encode(), "pack.yaml")))
    verdict = {level: minqual.check(record(level, "Other"), told, AS_OF, level).verdict for level in PLACES}
    assert (verdict["fields"], verdict["subjects"]) == ("unmet", "met")


@pytest.mark.parametrize(("others", "found"), FAULTY)
def test_a_word_cannot_be_a_name_and_a_known_other(others: str, found: str) -> None:
    text = (
        PACK.replace("  kinds: [gardening]\n", f"  {others}\n")
        + "levels:\n  - {id: a, title: A, requires: [degree: bachelor]}\n"
    )
    with pytest.raises(PackError) as error:
        read_pack(parse_yaml(text.encode(), "pack.yaml"))
    assert [(each.found, each.where) for each in error.value.faults if found in each.found]
    assert "line" in error.value.faults[0].where


def test_known_others_are_never_remarked_on(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(written(), encoding="utf-8")
    done = run("rules", "lint", path)
    assert not any(word.casefold() in done.out.casefold() for word in OTHERS.values())


def test_the_inputs_from_outside_come_to_what_is_right(tmp_path: Path) -> None:
    expected = {
        "says-nothing.jsonl": [("n1", "year", "review"), ("n2", "major", "review"), ("n2", "licence", "review")],
        "contained.jsonl": [("c1", "year", "review"), ("c1", "licence", "review"), ("c2", "major", "review")],
        "nan.json": [("n3", "year", "review")],
    }
    for name, rows in expected.items():
        found = minqual.screen(edge(name), edge("pack.yaml"), AS_OF).frame.set_index("applicant_id")
        for applicant, level, stands in rows:
            assert found.loc[applicant, f"level_{level}"] == stands, (applicant, level)
    said = run("screen", edge("words.jsonl"), "--rules", edge("pack.yaml"), "--as-of", AS_OF, "-o", tmp_path / "r.csv")
    assert "illness" not in said.err
    one = run("check", edge("nan.json"), "--rules", edge("pack.yaml"), "--as-of", AS_OF, "--level", "year")
    assert one.code == 3
