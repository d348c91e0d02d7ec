"""Conditions on conditions, as specifications set them: the two records that differ, for each."""

from __future__ import annotations

import csv
import json
import pickle
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import minqual
from minqual.outputs.provenance import stamp_of
from minqual.packs import Run
from minqual.values import PackError
from support.command_line import minqual as run
from support.places import SHARED, TESTS

FILED = date(2026, 11, 21)
MINE = ("a18",)

HEAD = {
    "name": "example/fitter",
    "title": "Fitter",
    "agency": "Town of Example",
    "specification": "An invented specification",
    "version": "1",
    "in force": "2024-01-01",
    "kinds": {"pipe laying": ["pipes"], "welding": []},
    "classes": {"Helper": ["H-1"], "Fitter": []},
    "employers": {"the Town": ["town of example"]},
    "job facts": {"abroad": {"yes": ["abroad"], "no": ["at home"]}},
}


def screener(*clauses: Mapping[str, Any], **more: object) -> minqual.Screener:
    """A pack that requires some clauses of one level."""
    levels = [{"id": "fitter", "title": "Fitter", "source": {"anchor": "a fitter"}, "requires": list(clauses)}]
    return minqual.Screener({**HEAD, **more, "levels": levels})


def verdict(screener_: minqual.Screener, record: Mapping[str, Any]) -> minqual.Verdict:
    """What comes of one record."""
    return minqual.check({"applicant_id": "A1", **record}, screener_, FILED)


def asked(found: minqual.Verdict) -> set[str]:
    """What is asked, by table and column."""
    return {f"{each.table} {each.column}" for level in found.levels for clause in level.clauses for each in clause.open}


def job(years: int, begun: int = 2016, **cells: Any) -> Mapping[str, str]:  # noqa: ANN401  # cells of any kind
    """Full-time pipe laying for so many years."""
    days = {"start": f"{begun}-01-01", "end": f"{begun + years - 1}-12-31"}
    return {"kinds": "pipe laying", "hours_per_week": "40", **days, **cells}


def right() -> Iterator[Mapping[str, str]]:
    """The lines that say which standing of an example record is right."""
    lines = SHARED / "findings" / "language" / "right.csv"
    if lines.exists():
        with lines.open(encoding="utf-8", newline="") as file:
            yield from (line for line in csv.DictReader(file) if line["pack"] in MINE)


@pytest.mark.parametrize("pack", MINE)
def test_the_example_records_stand_as_is_right(pack: str) -> None:
    expected = {line["applicant_id"]: line for line in right() if line["pack"] == pack}
    if not expected:
        pytest.skip("the example records are not here")
    rules: Path = TESTS / "language" / "restated" / f"{pack}.yaml"
    day = date.fromisoformat(next(iter(expected.values()))["as_of"])
    found = minqual.screen(SHARED / "findings" / "language" / f"{pack}.jsonl", rules, day).columns
    verdicts = dict(zip(found["applicant_id"], found["verdict"], strict=True))
    assert {name: verdicts[name] for name in expected} == {name: line["right"] for name, line in expected.items()}


FORM = {"answer": "form", "ask": "Is the form enclosed?"}
TWO_YEARS = {"experience": "2 years", "in": "pipe laying"}


def answers(**said: str) -> Mapping[str, Any]:
    """Answers by question."""
    return {"answers": [{"question": question, "answer": answer} for question, answer in said.items()]}


HELPED: Mapping[str, Any] = {"class_code": "Helper", "employer": "the Town"}


@pytest.mark.parametrize(
    ("jobs", "form", "expected"),
    [
        ([job(2, **HELPED)], "yes", "met"),
        ([job(2, **HELPED)], "no", "unmet"),
        ([job(2, **HELPED), job(2, 2020, class_code="Fitter", employer="Acme")], "no", "met"),
        ([job(1, **HELPED), job(1, 2020, class_code="Fitter", employer="Acme")], "no", "unmet"),
        ([job(1, **HELPED), job(1, 2020, class_code="Fitter", employer="Acme")], "yes", "met"),
        ([job(2, class_code="Helper", employer="Acme")], "no", "met"),
        ([job(2, class_code="Fitter", employer="the Town")], "no", "met"),
        ([job(2, class_code="Helper")], "no", "review"),
        ([job(2, employer="the Town")], "no", "review"),
        ([job(2, employer="Acme")], "no", "met"),
        ([job(2, **HELPED)], "", "review"),
        ([job(1, **HELPED)], "yes", "unmet"),
    ],
)
def test_whoever_counts_certain_time_needs_something_besides(
    jobs: list[Mapping[str, str]], form: str, expected: str
) -> None:
    asks = screener({"where counted": {"class": "Helper", "employer": "the Town"}, "needs": FORM, "of": TWO_YEARS})
    assert verdict(asks, {"experience": jobs, **answers(form=form)}).verdict == expected


@pytest.mark.parametrize(
    ("condition", "cells", "expected"),
    [
        ({"paid": "no"}, {"paid": "no"}, "unmet"),
        ({"paid": "no"}, {"paid": "yes"}, "met"),
        ({"paid": "no"}, {}, "met"),
        ({"paid": "no"}, {"paid": "perhaps"}, "review"),
        ({"in": "welding"}, {"kinds": "pipe laying; welding"}, "unmet"),
        ({"in": "welding"}, {"kinds": "pipe laying"}, "met"),
        ({"where": {"abroad": "yes"}}, {"facts": "abroad"}, "unmet"),
        ({"where": {"abroad": "yes"}}, {"facts": "at home"}, "met"),
        ({"where": {"abroad": "yes"}}, {}, "review"),
        ({"not employer": "the Town"}, {"employer": "Acme"}, "unmet"),
        ({"not employer": "the Town"}, {"employer": "town of example"}, "met"),
    ],
)
def test_the_time_is_told_by_any_condition_on_a_job(
    condition: Mapping[str, Any], cells: Mapping[str, Any], expected: str
) -> None:
    asks = screener({"where counted": condition, "needs": FORM, "of": TWO_YEARS})
    record = {"experience": [job(2, **cells)], **answers(form="no")}
    source = minqual.read([{"applicant_id": "A1", **record}])
    assert minqual.check(source, asks, FILED).verdict == expected


@pytest.mark.parametrize(
    "of",
    [
        {"unbroken": "2 years", "in": "pipe laying"},
        {"total": "2 years", "of": [{"count": "experience", "in": "pipe laying"}]},
        {"disjoint": [{"needs": "1 year", "of": [{"count": "experience", "in": "pipe laying"}]}] * 2},
        {"any of": [TWO_YEARS, {"degree": "master"}]},
        {"takes in": "pipe laying", "in": "pipe laying"},
        {"employed": "on 2016-05-15", "in": "pipe laying"},
        {
            "table": "study and work",
            "rows count": "pipe laying",
            "rows": [{"education": {"degree": "high school"}, "experience": "2 years"}],
        },
    ],
    ids=lambda of: next(iter(of)),
)
def test_the_time_is_left_out_wherever_work_is_counted(of: Mapping[str, Any]) -> None:
    asks = screener({"where counted": {"class": "Helper"}, "needs": FORM, "of": of})
    school = {"education": [{"level": "high school", "conferred": "yes"}]}
    for worked_as, form, expected in (("Helper", "no", "unmet"), ("Helper", "yes", "met"), ("Fitter", "no", "met")):
        record = {"experience": [job(2, class_code=worked_as)], **school, **answers(form=form)}
        assert verdict(asks, record).verdict == expected


def test_a_job_that_may_be_left_out_is_asked_about() -> None:
    asks = screener({**TWO_YEARS, "leaving out": {"class": "Helper", "employer": "the Town"}})
    assert asked(verdict(asks, {"experience": [job(2, employer="the Town")]})) == {"experience class_code"}
    assert asked(verdict(asks, {"experience": [job(2, class_code="Helper")]})) == {"experience employer"}
    assert verdict(asks, {"experience": [job(2, class_code="Fitter")]}).verdict == "met"
    assert verdict(asks, {"experience": [job(2, class_code="h-1", employer="the town")]}).verdict == "unmet"


@pytest.mark.parametrize(
    ("share", "expected"),
    [("0", "unmet"), ("0.001", "met"), ("", "review"), ("0 to 50%", "review"), ("-1e9", "review")],
)
def test_a_job_of_what_counts_and_what_does_not_is_one_if_some_share_of_it_counts(share: str, expected: str) -> None:
    """The share is that of the duties asked for; one that is none is no such job, one that may be none may be none."""
    asks = screener({"employed": "now", "in": "pipe laying", "not in": "welding"})
    record = {"experience": [job(2, kinds="pipe laying; welding", end="present", share=share)]}
    pool = {"experience": pd.DataFrame([{"applicant_id": "A1", **each} for each in record["experience"]])}
    results = minqual.screen({"applicants": pd.DataFrame([{"applicant_id": "A1"}]), **pool}, asks, FILED)
    assert results.frame["verdict"].tolist() == [expected]


@pytest.mark.parametrize(("end", "expected"), [("present", "met"), ("2026-11-22", "review"), ("2026-11-20", "unmet")])
def test_a_job_without_a_beginning_that_is_to_end_may_still_be_to_begin(end: str, expected: str) -> None:
    found = verdict(screener({"employed": "now", "in": "pipe laying"}), {"experience": [job(2, start="", end=end)]})
    assert found.verdict == expected
    assert asked(found) == ({"experience start"} if expected == "review" else set())


def test_several_sets_of_jobs_are_left_out() -> None:
    out = [{"class": "Helper", "employer": "the Town"}, {"paid": "no"}]
    asks = screener({**TWO_YEARS, "leaving out": out})
    assert verdict(asks, {"experience": [job(2, class_code="Helper", employer="Acme", paid="no")]}).verdict == "unmet"
    assert verdict(asks, {"experience": [job(2, class_code="Helper", employer="Acme", paid="yes")]}).verdict == "met"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ({"where counted": {}, "needs": FORM, "of": TWO_YEARS}, "no condition"),
        ({"where counted": {"class": "Helper"}, "needs": FORM, "of": {"degree": "master"}}, "counts no time"),
        ({"where counted": {"class": "Helpr"}, "needs": FORM, "of": TWO_YEARS}, "Helpr"),
        ({"where counted": {"where": {"abrod": "yes"}}, "needs": FORM, "of": TWO_YEARS}, "abrod"),
        ({"where counted": {"grade": "1"}, "needs": FORM, "of": TWO_YEARS}, "grade"),
        ({"where counted": {"class": "Helper"}, "of": TWO_YEARS}, "needs"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(clause: Mapping[str, Any], said: str) -> None:
    with pytest.raises(PackError, match=said):
        screener(clause)


# A requirement of those alone of whom something holds, and less for some.

WANTS_BOATS = {"if": {"answer": "boats", "ask": "Do you apply for the boats?"}, "then": TWO_YEARS}


@pytest.mark.parametrize(
    ("wanted", "answer", "years", "expected"),
    [
        ("yes", "yes", 2, "met"),
        ("yes", "yes", 1, "unmet"),
        ("yes", "no", 1, "met"),
        ("yes", "", 1, "review"),
        ("yes", "", 2, "met"),
        ("yes", "perhaps", 1, "review"),
        ("no", "yes", 1, "met"),
        ("no", "no", 1, "unmet"),
        ("no", "no", 2, "met"),
    ],
)
def test_a_requirement_may_hang_on_an_answer(wanted: str, answer: str, years: int, expected: str) -> None:
    clause = {**WANTS_BOATS, "if": {**WANTS_BOATS["if"], "is": wanted}}
    found = verdict(screener(clause), {"experience": [job(years)], **answers(boats=answer)})
    assert found.verdict == expected
    assert expected != "review" or asked(found) == {"answers answer"}


def test_two_answers_that_contradict_each_other_leave_a_condition_open() -> None:
    both = [{"question": "boats", "answer": said} for said in ("yes", "no")]
    assert verdict(screener(WANTS_BOATS), {"experience": [job(1)], "answers": both}).verdict == "review"
    assert verdict(screener(WANTS_BOATS), {"experience": [job(2)], "answers": both}).verdict == "met"


def test_what_is_lacking_is_told_without_the_condition() -> None:
    record = {"applicant_id": "A1", "experience": [job(1)], **answers(boats="yes")}
    (reasons,) = minqual.screen(minqual.read([record]), screener(WANTS_BOATS), FILED).columns["reasons_in_full"]
    assert "1.00 years of experience in pipe laying, where 2 years are needed" in reasons
    assert "boats" not in reasons


POINTS = {"number": "60", "of": "points", "questions": {"points": "How many points?"}}
EASED = {"eased": POINTS, "to": "52", "where": {"answer": "apprentice", "ask": "Are you an apprentice?"}}


@pytest.mark.parametrize(
    ("points", "apprentice", "expected"),
    [
        ("60", "no", "met"),
        ("52", "no", "unmet"),
        ("52", "yes", "met"),
        ("51", "yes", "unmet"),
        ("55", "", "review"),
        ("60", "", "met"),
        ("51", "", "unmet"),
    ],
)
def test_a_bound_may_be_eased(points: str, apprentice: str, expected: str) -> None:
    assert verdict(screener(EASED), answers(points=points, apprentice=apprentice)).verdict == expected


@pytest.mark.parametrize(
    ("clause", "to"),
    [
        (TWO_YEARS, "18 months"),
        ({"units": "60 semester units"}, "30 semester units"),
        ({"degree": "master"}, "bachelor"),
        ({"number": "at most 2", "of": "warnings", "questions": {"w": "How many?"}}, "at most 3"),
        ({"at least": "2", "of": [TWO_YEARS, {"degree": "master"}]}, "1"),
        ({"total": "2 years", "of": [{"count": "experience", "in": "welding"}]}, "1 year"),
    ],
    ids=lambda each: each if isinstance(each, str) else next(iter(each)),
)
def test_any_main_amount_may_be_eased(clause: Mapping[str, Any], to: str) -> None:
    eased = {"eased": clause, "to": to, "where": FORM}
    assert to.split(maxsplit=1)[0] in screener(eased).pack.levels[0].requires[0].says()


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ({**EASED, "to": "64"}, "asks less"),
        ({**EASED, "to": "many"}, "many"),
        ({**EASED, "eased": TWO_YEARS, "to": "2080 hours"}, "asks less"),
        ({**EASED, "eased": FORM}, "without an amount"),
        ({"if": {"degree": "master"}, "then": FORM}, "any of"),
        ({"if": {"answer": "boats"}, "then": FORM}, "question in full"),
        ({"if": {"answer": "boats", "ask": "Boats?", "is": "perhaps"}, "then": FORM}, "yes or no"),
        ({"if": {"vacancy": "permanent"}, "then": FORM}, "unknown parameter of the vacancy 'permanent'"),
        ({"if": {}, "then": FORM}, "neither"),
    ],
)
def test_a_faulty_condition_is_told(clause: Mapping[str, Any], said: str) -> None:
    with pytest.raises(PackError, match=said):
        screener(clause)


def test_the_day_that_is_open_is_asked_of_a_job_that_takes_something_in() -> None:
    job = {"start": "2011-05-16", "hours_per_week": "40", "kinds": "welding; pipe laying"}
    asks = screener({"takes in": "pipe laying", "in": "welding", "within": "5 years"})
    found = minqual.check({"applicant_id": "A1", "experience": [job]}, asks, FILED)
    (open_fact,) = found.to_resolve
    assert "When did the job end, or does it go on?" in open_fact
    ended = minqual.check({"applicant_id": "A1", "experience": [{**job, "end": "present"}]}, asks, FILED)
    assert (found.verdict, ended.verdict) == ("review", "met")


# What is said of the vacancy.

TEACHES: Mapping[str, Any] = {
    "fields": {"history": ["modern history"], "chemistry": []},
    "vacancy": {
        "subject": {"ask": "Which subject does the post teach?", "one of": ["history", "chemistry"]},
        "permanent": {"ask": "Is the post permanent?", "one of": "yes or no"},
    },
}
DEGREE = {"degree": "bachelor", "in": "the vacancy's subject"}
PERMANENT = {"if": {"vacancy": "permanent"}, "then": TWO_YEARS}
HISTORIAN = {"applicant_id": "A1", "education": [{"level": "bachelor", "field": "History", "conferred": "yes"}]}


def test_a_vacancy_may_leave_nothing_that_counts_in_an_eased_clause() -> None:
    work = {"experience": "2 years", "employer": "the vacancy's department", "not employer": "parks"}
    told: Mapping[str, Any] = {
        "employers": {"parks": [], "roads": []},
        "vacancy": {"department": {"ask": "Which department?", "one of": ["parks", "roads"]}},
    }
    asks = screener({"eased": work, "to": "1 year", "where": {"degree": "bachelor"}}, **told)
    job = {"start": "2022-01-01", "end": "2023-06-30", "hours_per_week": "40", "kinds": "welding"}
    for department, expected in (("roads", "met"), ("parks", "unmet")):
        record = {**HISTORIAN, "experience": [{**job, "employer": department}]}
        assert minqual.check(record, asks, FILED, vacancy={"department": department}).verdict == expected


def test_a_name_may_be_left_to_the_vacancy() -> None:
    asks = screener(DEGREE, PERMANENT, **TEACHES)
    told = {"subject": "History", "permanent": "no"}
    found = minqual.check(HISTORIAN, asks, FILED, vacancy=told)
    assert (found.verdict, found.vacancy) == ("met", {"subject": "history", "permanent": "no"})
    assert "a bachelor's degree in history" in found.levels[0].clauses[0].says
    assert minqual.check(HISTORIAN, asks, FILED, vacancy={**told, "subject": "chemistry"}).verdict == "unmet"
    assert minqual.check(HISTORIAN, asks, FILED, vacancy={**told, "permanent": "yes"}).verdict == "unmet"
    results = minqual.screen(minqual.read([HISTORIAN]), asks, FILED, vacancy=told)
    assert list(results.columns["verdict"]) == ["met"]
    assert results.pack.digest == asks.pack.digest


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (None, "Which subject does the post teach"),
        ({"subject": "history"}, "Is the post permanent"),
        ({"subject": "histroy", "permanent": "no"}, "did you mean 'history'"),
        ({"subjct": "history", "subject": "history", "permanent": "no"}, "did you mean 'subject'"),
        ({"subject": "history", "permanent": "maybe"}, "one of yes, no"),
    ],
)
def test_a_vacancy_of_which_too_little_is_said_is_refused(told: Mapping[str, str] | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        minqual.check(HISTORIAN, screener(DEGREE, PERMANENT, **TEACHES), FILED, vacancy=told)


def test_a_screener_asks_what_its_pack_leaves_to_the_vacancy() -> None:
    with pytest.raises(ValueError, match="Which subject"):
        minqual.screen(minqual.read([HISTORIAN]), screener(DEGREE, PERMANENT, **TEACHES), FILED)
    with pytest.raises(ValueError, match="nothing is left to the vacancy"):
        minqual.check(HISTORIAN, screener(TWO_YEARS), FILED, vacancy={"subject": "history"})


@pytest.mark.parametrize(
    ("clause", "cells", "expected"),
    [
        ({**TWO_YEARS, "employer": "the vacancy's department"}, {"employer": "harbour dept"}, "met"),
        ({**TWO_YEARS, "employer": "the vacancy's department"}, {"employer": "the Town"}, "unmet"),
        ({**TWO_YEARS, "where": {"grade": "the vacancy's grade or above"}}, {"facts": "grade 3"}, "met"),
        ({**TWO_YEARS, "where": {"grade": "the vacancy's grade or above"}}, {"facts": "grade 1"}, "unmet"),
        ({**TWO_YEARS, "not employer": "the vacancy's department"}, {"employer": "Harbour"}, "unmet"),
    ],
)
def test_a_parameter_stands_wherever_a_name_does(
    clause: Mapping[str, Any], cells: Mapping[str, Any], expected: str
) -> None:
    sections = {
        "employers": {"Harbour": ["harbour dept"], "Parks": [], "the Town": []},
        "job facts": {"grade": {"from the lowest": {"grade 1": [], "grade 2": [], "grade 3": []}}},
        "vacancy": {
            "department": {"ask": "Which department has it?", "one of": ["Harbour", "Parks"]},
            "grade": {"ask": "Of which grade is it?", "one of": ["grade 2", "grade 3"]},
        },
    }
    asks, told = screener(clause, **sections), {"department": "Harbour", "grade": "grade 2"}
    record = {"applicant_id": "A1", "experience": [job(2, **cells)]}
    assert minqual.check(record, asks, FILED, vacancy=told).verdict == expected


@pytest.mark.parametrize(
    ("clause", "vacancy", "said"),
    [
        ({**DEGREE, "in": "the vacancy's subjct"}, {}, "did you mean 'subject'"),
        (DEGREE, {"subject": {"ask": "Which?", "one of": ["history", "music"]}}, "music"),
        (DEGREE, {"subject": {"ask": "Which?", "one of": ["history"]}}, "two values or more"),
        ({"if": {"vacancy": "permanent", "is": "always"}, "then": FORM}, {}, "always"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused(
    clause: Mapping[str, Any], vacancy: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(PackError, match=said):
        screener(clause, **{**TEACHES, "vacancy": {**TEACHES["vacancy"], **vacancy}})


def test_what_is_said_of_the_vacancy_goes_with_cases_stamps_and_processes() -> None:
    pack = TESTS / "language" / "restated" / "a20.yaml"
    done = run("rules", "test", "--strict", pack)
    assert done.out.startswith(f"{pack}: 5 of 5 cases hold, 1 of 1 bounds in pairs")
    asks = minqual.Screener(pack).for_run(Run(vacancy=(("subject", "chemistry"), ("permanent", "no"))))
    again = pickle.loads(pickle.dumps(asks))  # noqa: S301  # its own bytes
    assert again.pack.run == asks.pack.run
    assert again.tree.leaves[0].says() == "a bachelor's degree in chemistry"
    assert again.screen(minqual.read([HISTORIAN]).tables, FILED).pack.digest == asks.pack.digest


def test_a_run_stamps_what_it_was_told_of_the_vacancy(tmp_path: Path) -> None:
    record, out = tmp_path / "one.jsonl", tmp_path / "out.jsonl"
    record.write_text(json.dumps(HISTORIAN) + "\n", encoding="utf-8")
    pack, told = (
        TESTS / "language" / "restated" / "a20.yaml",
        ("--vacancy", "subject=history", "--vacancy", "permanent=no"),
    )
    done = run("screen", record, "--rules", pack, "--as-of", FILED.isoformat(), "-o", out, *told)
    assert done.code == 0, done.err
    assert run("screen", record, "--rules", pack, "--vacancy", "subject", "-o", out, "--force").code == 2
    results = minqual.screen(record, pack, FILED, vacancy={"subject": "history", "permanent": "no"})
    assert stamp_of(results)["vacancy"] == "subject=history; permanent=no"
