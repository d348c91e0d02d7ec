"""What specifications say of awards and of the levels of other countries, with the records that differ."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

import minqual
from minqual.notation import parse_yaml
from support.places import SHARED

RESTATED: Final = Path(__file__).parent / "restated"
RECORDS: Final = SHARED / "findings" / "language"
GLASS: Final = minqual.Screener(RESTATED / "awards.yaml")
AS_OF: Final = date(2026, 11, 21)

FIVE: Final = {"level": "Level 5 award", "credits": 90, "country": "Ireland", "awarded": "2015-06-01"}
GUILD: Final = {"level": "Guild Diploma", "field": "glass", "awarded": "2015-06-01"}


def judged(education: list[dict[str, Any]], credentials: tuple[dict[str, Any], ...] = ()) -> minqual.Verdict:
    """The verdict of a record of these rows."""
    record = {"applicant_id": "a1", "education": education, "credentials": list(credentials)}
    return minqual.check(record, GLASS, AS_OF)


def standing(level: str, *rows: dict[str, Any]) -> str:
    """How a level stands for a record of these rows: one with a name is a credential."""
    study, held = [row for row in rows if "level" in row], tuple(row for row in rows if "name" in row)
    return next(each.standing for each in judged(study, held).levels if each.level == level)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([FIVE], "met"),
        ([FIVE | {"level": "l5", "country": "Eire"}], "met"),
        ([FIVE | {"level": "Level 6 award"}], "met"),
        ([FIVE | {"level": "bachelor"}], "met"),
        ([FIVE | {"level": "BA"}], "met"),
        ([FIVE | {"level": "Level 4 award"}], "unmet"),
        ([FIVE | {"level": "Level 3 award"}], "unmet"),
        ([FIVE | {"level": "Guild Diploma"}], "unmet"),
        ([FIVE | {"level": "master"}], "unmet"),
        ([FIVE | {"level": "matura"}], "unmet"),
        ([FIVE | {"level": "none", "awarded": ""}], "unmet"),
        ([FIVE | {"level": "craft award"}], "review"),
        ([FIVE | {"level": "Trade Testimonial"}], "review"),
        ([FIVE | {"level": "Other"}], "review"),
        ([FIVE | {"level": ""}], "review"),
        # One row holds all of it: two of which each has a part do not.
        ([FIVE | {"credits": 40}, FIVE | {"level": "Level 4 award"}], "unmet"),
        ([FIVE | {"credits": 89}], "unmet"),
        ([FIVE | {"credits": ""}], "review"),
        ([FIVE | {"credits": "", "semester_units": 90}], "met"),
        ([FIVE | {"credits": "", "quarter_units": 90}], "review"),
        ([FIVE | {"country": "Chile"}], "unmet"),
        ([FIVE | {"country": ""}], "review"),
        ([FIVE | {"awarded": "", "expected": "2027-06"}], "conditional"),
        ([{"name": "Level 5 award"}], "review"),
        ([{"name": "Level 4 award"}], "unmet"),
        ([{"name": "forklift licence"}], "unmet"),
    ],
)
def test_an_award_of_a_level_or_higher_with_its_units_in_its_country(rows: list[dict[str, Any]], expected: str) -> None:
    assert standing("glazier", *rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([GUILD], "met"),
        ([GUILD | {"field": "metal"}], "met"),
        ([GUILD | {"field": "tailoring"}], "review"),
        ([GUILD | {"level": "master"}], "unmet"),
        ([GUILD | {"awarded": "", "expected": "2027-05-01"}], "conditional"),
        ([GUILD | {"awarded": "", "expected": "2027-06-01"}], "unmet"),
        ([{"name": "Diploma of the Guild"}], "review"),
    ],
)
def test_an_award_in_a_field(rows: list[dict[str, Any]], expected: str) -> None:
    assert standing("restorer", *rows) == expected


@pytest.mark.parametrize(
    ("level", "helper", "keeper"),
    [
        ("matura", "met", "unmet"),
        ("School Certificate", "met", "unmet"),
        ("laureate", "met", "unmet"),
        ("Guild Diploma", "met", "met"),
        ("Level 5 award", "review", "unmet"),
        ("Level 3 award", "review", "unmet"),
        ("Trade Testimonial", "review", "review"),
    ],
)
def test_words_of_a_pack_for_levels_and_awards_that_count_as_one(level: str, helper: str, keeper: str) -> None:
    rows = {"level": level, "awarded": "2015-06-01"}
    assert (standing("helper", rows), standing("keeper", rows)) == (helper, keeper)


def test_a_diploma_of_the_pack_that_is_said_not_to_be_one_is_open() -> None:
    assert standing("helper", {"level": "matura", "conferred": "no"}) == "review"


def asks(verdict: minqual.Verdict, level: str) -> list[tuple[str, str]]:
    """What is asked about a level, and of whom."""
    found = next(each for each in verdict.levels if each.level == level)
    return [(each.ask, each.of) for clause in found.clauses for each in clause.open]


def test_a_diploma_is_asked_for_by_the_packs_words() -> None:
    asked = asks(judged([{"level": "some college", "conferred": "no"}]), "helper")
    assert asked == [("Does the applicant hold a matura, a school certificate or the like?", "applicant")]


def test_a_word_that_nobody_knows_is_asked_of_the_screener_once_for_the_pool() -> None:
    verdict = judged([{"level": "Trade Testimonial", "awarded": "2015-06-01"}])
    assert ("At which level of study is this?", "screener") in asks(verdict, "keeper")
    assert ("Is this a Level 5 award?", "screener") in asks(verdict, "glazier")
    assert [each.lost for each in verdict.rejected_rows] == ["cell"]
    assert not judged([GUILD]).rejected_rows
    assert not judged([{"level": "matura", "awarded": "2015-06-01"}]).rejected_rows


def test_each_of_several_packs_sees_its_own_words(tmp_path: Path) -> None:
    """What one pack knows is open under another, and is then no cell that cannot be read."""
    pack = (RESTATED / "awards.yaml").read_text(encoding="utf-8")
    other, tables = tmp_path / "other.yaml", tmp_path / "tables"
    other.write_text(pack.replace("  high school: [matura, school certificate]\n", ""), encoding="utf-8")
    tables.mkdir()
    for name, text in (
        ("applicants", "\na1"),
        ("education", ",level,awarded\na1,matura,2015-06-01"),
        ("credentials", ",name"),
    ):
        (tables / f"{name}.csv").write_text(f"applicant_id{text}\n", encoding="utf-8")
    own = RESTATED / "awards.yaml"
    for packs, expected in (([own, other], ["met", "review"]), ([other, own], ["review", "met"])):
        results = list(minqual.screen_all(tables, [str(each) for each in packs], AS_OF))
        assert [each.frame["level_helper"].tolist()[0] for each in results] == expected
        assert [len(each.rejects["row"]) for each in results] == [0, 0]
    assert len(minqual.screen(tables, str(other), AS_OF).rejects["row"]) == 1


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"levels of study": {"highschool": ["matura"]}}, "unknown level 'highschool'"),
        ({"levels of study": {"associate": ["bachelor"]}}, "'bachelor', which everywhere means 'bachelor'"),
        ({"levels of study": {"associate": ["cert"], "master": ["cert"]}}, "'cert' means both"),
        ({"levels of study": {"associate": ["l4"]}}, "'l4' is the award 'Level 4 award' as well"),
        ({"levels of study": {"associate": ["n/a"]}}, "'n/a', which says nothing"),
        ({"award ranks": ["Level 4 award", "Level 7 award"]}, "unknown award 'Level 7 award'"),
        ({"award ranks": [["Level 4 award", "Level 5 award"], ["Level 5 award", "Level 4 award"]]}, "above itself"),
        ({"awards": {"Guild Diploma": {"counts as": "wizard"}}}, "awards"),
        ({"awards": {"Guild Diploma": {"words": ["phd"], "counts as": "master"}}}, "'phd', which everywhere means"),
    ],
)
def test_faults_of_words_for_levels_and_awards(written: dict[str, Any], said: str) -> None:
    text = parse_yaml((RESTATED / "awards.yaml").read_bytes(), "awards.yaml")
    assert isinstance(text.value, dict)
    with pytest.raises(minqual.PackError) as caught:
        minqual.load_pack(text=text.value | written)
    assert said in str(caught.value)


def test_an_agencys_file_knows_them_too() -> None:
    pack = parse_yaml((RESTATED / "awards.yaml").read_bytes(), "awards.yaml").value
    assert isinstance(pack, dict)
    keys = ("levels of study", "awards", "award ranks", "known others", "may mean", "fields", "countries")
    own = {key: value for key, value in pack.items() if key not in keys}
    agency = {"agency": "Town of Example", **{key: pack[key] for key in keys}}
    drawn, whole = minqual.load_pack(text=own, agency=agency), minqual.load_pack(text=pack)
    assert drawn.awards == whole.awards
    assert drawn.award_ranks == whole.award_ranks
    assert drawn.levels_of_study == whole.levels_of_study
    assert drawn.may_mean == whole.may_mean
    assert drawn.known_others == whole.known_others


@pytest.mark.parametrize("name", ["a25", "a30"])
def test_the_records_stand_as_they_should(name: str) -> None:
    if not RECORDS.exists():
        pytest.skip(f"{RECORDS} is not here")
    right = (RECORDS / "right.csv").read_text(encoding="utf-8").splitlines()
    lines = [line for line in csv.DictReader(right) if line["pack"] == name]
    pack = RESTATED / f"{name}.yaml"
    screener = minqual.Screener(pack if pack.exists() else RECORDS / f"{name}.yaml")
    text = (RECORDS / f"{name}.jsonl").read_text(encoding="utf-8")
    records = {each["applicant_id"]: each for each in map(json.loads, text.splitlines())}
    for line in lines:
        verdict = minqual.check(records[line["applicant_id"]], screener, date.fromisoformat(line["as_of"]))
        assert verdict.verdict in line["right"].split("|"), line["applicant_id"]
