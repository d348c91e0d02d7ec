"""What to ask next of one applicant, and the reasons why there is nothing to ask."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, Final

import jsonschema
import pytest
from typer.testing import CliRunner

import minqual
from minqual.commands import app
from minqual.packs import pack_names
from minqual.settlements import Settlement
from support.screened import screener
from support.strategies.packs import SECTIONS
from support.strategies.packs_with_records import fixed
from support.strategies.records import SAN_JOSE, STOCKTON

AS_OF: Final = date(2026, 11, 21)
JOB: Final = {"kinds": ["customer service"], "start": "2024-05-01", "end": "present"}
BACHELOR: Final = {"level": "bachelor", "field": "economics", "conferred": "yes"}
LONG: Final = {"kinds": "communications", "start": "2010-01-01", "end": "2020-12-31", "hours_per_week": 40}
LICENCE: Final = {"name": "driver's license", "issuer": "California"}


def asked(pack: str = SAN_JOSE, level: str | None = None, **lists: object) -> minqual.NextQuestions:
    return minqual.next_questions({"applicant_id": "a", **lists}, screener(pack), AS_OF, level)


def test_a_question_says_where_its_answer_goes_and_which_levels_hang_on_it() -> None:
    found = asked(education=[{"level": "ged", "conferred": "yes"}], experience=[JOB], credentials=[], level="aide")
    schema = json.loads(CliRunner().invoke(app, ["schema", "questions"]).stdout)
    jsonschema.validate(found.to_dict(), schema)
    assert [(each.path, each.form, each.levels) for each in found.questions] == [
        (("experience", 0, "hours_per_week"), "number", ("aide",)),
        (("credentials",), "a row", ("aide",)),
    ]
    assert found.none is None


def test_the_reasons_for_nothing_to_ask_are_told_apart() -> None:
    whole: dict[str, Any] = {
        "education": [{"level": "high school", "conferred": "yes"}],
        "experience": [JOB | {"hours_per_week": 40}],
    }
    assert asked(**whole, credentials=[LICENCE], level="aide").none == "decided"
    assert asked(**whole, credentials=[{"name": "none"}], level="aide").none == "due later"
    unknown = {**whole, "experience": [JOB | {"hours_per_week": 40, "kinds": "costumer servise"}]}
    people = asked(**unknown, credentials=[LICENCE], level="aide")
    assert people.none == "for people"
    assert [each.of for each in people.others] == ["screener"]
    faulty = asked(**whole, credentials=[{"name": 1, "expires": "soon", "issued": 1}])
    assert (faulty.none, faulty.applicant_id) == ("faults", "a")
    assert [(each.loc, each.code) for each in faulty.faults] == [
        (("credentials", 0, "issued"), "unknown-key"),
        (("credentials", 0, "expires"), "cell"),
    ]


@pytest.mark.parametrize(("stated", "told"), [("x1", "x1"), (7, ""), (None, ""), ("", ""), ("a" * 10_000, "")])
def test_what_cannot_be_judged_is_told_under_the_id_that_it_states(stated: object, told: str) -> None:
    plain = {"applicant_id": stated, "experience": [{"hours": 40}]}
    for record in (plain, json.dumps(plain), json.dumps(plain).encode()):
        found = minqual.next_questions(record, screener(SAN_JOSE), AS_OF)
        assert (found.applicant_id, found.none) == (told, "faults")
        assert [each.nearest for each in found.faults if each.code == "unknown-key"] == ["hours_per_week"]
    assert minqual.next_questions("[", screener(SAN_JOSE), AS_OF).applicant_id == ""


def test_a_question_of_the_pack_is_answered_by_a_row_under_its_name() -> None:
    (question,) = [
        each for each in asked(STOCKTON, education=[BACHELOR], experience=[LONG]).questions if each.table == "answers"
    ]
    assert (question.path, question.cells, question.form, question.choices) == (
        ("answers",),
        {"question": "evening-meetings"},
        "yes or no",
        ("yes", "no"),
    )


STUDIED: Final = {"level": "some college", "semester_units": "70", "conferred": "no"}
UNACCREDITED: Final = {"level": "master", "field": "economics", "accredited": "no", "conferred": "yes"}


@pytest.mark.parametrize(("pack", "study"), [(SAN_JOSE, STUDIED), (STOCKTON, UNACCREDITED)])
def test_a_diploma_beside_study_is_told_in_a_row_of_its_own(pack: str, study: dict[str, str]) -> None:
    level = screener(pack).pack.levels[0].id
    answers = [{"question": "evening-meetings", "answer": "yes"}]
    lists: dict[str, Any] = {"experience": [LONG], "credentials": [LICENCE], "answers": answers}
    (question,) = asked(pack, level, education=[study], **lists).questions
    assert (question.path, question.columns, question.form) == (("education",), ("level",), "a row")

    def stands(*rows: dict[str, str], **said: Any) -> str:  # noqa: ANN401  # settlements
        record = {"applicant_id": "a", "education": [study, *rows], **lists}
        return minqual.check(record, screener(pack), AS_OF, level, **said).verdict

    for word, verdict in (("high school", "met"), ("ged", "met"), ("no diploma", "refer")):
        row = {"level": word, **question.cells}
        for each in asked(pack, level, education=[study, row], **lists).questions:
            assert each.path == ("education", 1, "conferred")
            row["conferred"] = "yes"
        assert (word, stands(row)) == (word, verdict)
    assert question.choices == ("high school", "ged", "no diploma")
    for answer, verdict in (("yes", "met"), ("level: GED; conferred: yes", "met"), ("no", "refer")):
        settled = minqual.settled(minqual.settle(question.key, answer, by="JD", on=AS_OF))
        assert (answer, stands(settlements=settled)) == (answer, verdict)


@pytest.mark.parametrize(("awarded", "verdict"), [("2010-06-15", "met"), ("2025-06-15", "unmet")])
def test_a_diploma_that_a_person_has_told_is_not_asked_for_again(awarded: str, verdict: str) -> None:
    """When it was conferred is asked instead; the study beside it says nothing of another one."""
    work = {"id": "work", "experience": "1 year", "in": "budgeting", "after": {"degree": "high school"}}
    job = {"kinds": "budgeting", "start": "2020-01-01", "end": "2024-01-01", "hours_per_week": "40"}
    studies = [{"level": "ged", "awarded": "2024-06-15"}, {"level": "some college", "conferred": "no"}]
    case = fixed(AS_OF, [work], {"education": studies, "experience": [job]}, kinds={"budgeting": ()})
    ready, put = case.screener(), []
    told: list[Settlement] = []
    for number, answer in enumerate(("high school", "yes", awarded)):
        said = minqual.settled(told)
        (question,) = minqual.next_questions(case.pool[0], ready, AS_OF, settlements=said).questions
        put.append(question.columns[0])
        told += minqual.settle(question.key, answer, by="JD", on=AS_OF + timedelta(days=number))
    assert put == ["level", "conferred", "awarded"]
    assert minqual.next_questions(case.pool[0], ready, AS_OF, settlements=minqual.settled(told)).none == "decided"
    (level,) = minqual.check(case.pool[0], ready, AS_OF, settlements=minqual.settled(told)).levels
    assert level.standing == verdict


def test_units_stay_beside_a_diploma_that_is_denied() -> None:
    record = {"applicant_id": "a", "education": [STUDIED, {"level": "no diploma", "semester_units": "0"}]}
    (level,) = minqual.check(record, screener(STOCKTON), AS_OF).levels
    assert {each.counted.low for each in level.clauses if each.kind == "units" and each.counted} == {"70.00"}


def test_a_day_is_asked_of_nobody_whose_level_has_none() -> None:
    """Beside "none" no day of an award fits: what the applicant could answer would contradict it."""
    record = {"applicant_id": "a", "education": [{"level": "none", "semester_units": "60"}], "experience": [LONG]}
    for pack in (SAN_JOSE, STOCKTON):
        assert "awarded" not in {each.columns[0] for each in minqual.next_questions(record, pack, AS_OF).questions}


@pytest.mark.parametrize(
    ("text", "whose"), [('{"applicant_id": "b", "education": 1}', "b"), ('{"applicant_id": true}', ""), ("{", "")]
)
def test_faults_are_told_of_whom_they_are_as_far_as_can_be_read(text: str, whose: str) -> None:
    found = minqual.next_questions(text, screener(SAN_JOSE), AS_OF)
    assert (found.none, found.applicant_id) == ("faults", whose)


def test_a_job_in_none_of_the_kinds_is_asked_about_once() -> None:
    job = JOB | {"kinds": "other", "hours_per_week": 40}
    lists: dict[str, Any] = {"education": [{"level": "ged", "conferred": "yes"}], "credentials": [LICENCE]}
    (question,) = asked(**lists, experience=[job], level="aide").questions
    assert question.path == ("experience", 0, "kinds")
    assert question.choices[-1] == "none of these"
    assert "none of these" not in question.denied
    said = job | {"kinds": "other; none of these"}
    assert asked(**lists, experience=[said], level="aide").none == "decided"


def test_a_licence_of_another_issuer_is_not_asked_about_again() -> None:
    lists: dict[str, Any] = {
        "education": [{"level": "ged", "conferred": "yes"}],
        "experience": [JOB | {"hours_per_week": 40}],
    }
    found = asked(**lists, credentials=[LICENCE | {"issuer": "Nevada"}], level="aide")
    assert (found.questions, found.none) == ((), "due later")
    assert [each.table for each in found.others] == ["credentials"]


@pytest.mark.parametrize(("name", "issuer"), [("driver's license", "the West"), ("permit", "California")])
def test_a_licence_may_settle_what_else_asks_for_it_or_for_what_it_is_a_part_of(name: str, issuer: str) -> None:
    """One row says both, so that its question is not put last, nor said to settle nothing."""
    own = {"id": "own", "credential": "driver's license", "issued by": "California", "due": "by appointment"}
    case = fixed(
        AS_OF,
        [own, {"id": "other", "credential": name, "issued by": issuer, "due": "before training"}],
        {},
        credentials={"permit": (), "driver's license": {"words": (), "within": "permit"}},
        issuers={"the West": (), "California": {"words": (), "within": "the West"}},
    )
    found = minqual.next_questions(case.pool[0], case.screener(), AS_OF)
    settling = {each.choices[0]: each.settles for each in found.questions if "California" in each.ask}
    assert settling["driver's license"] == ("l0",)
    assert minqual.check(case.pool[0] | {"credentials": [LICENCE]}, case.screener(), AS_OF).eligible_level == "l0"


def test_an_answer_may_settle_what_is_a_no_because_its_day_is_over() -> None:
    """Both readings ask the same, the one of them until a day that is past: a yes is one in both."""
    asks = {"answer": "travel", "ask": "Are you willing?"}
    either = {"any of": [asks, {"judgement": "something clear", "by": "the screener"}]}
    readings = [{"id": "open", **either}, {"id": "over", **asks, "due": "by 2026-01-31"}]
    case = fixed(AS_OF, [{"id": "either", "ambiguous": "which", "readings": readings}], {})
    (question,) = minqual.next_questions(case.pool[0], case.screener(), AS_OF).questions
    assert question.settles == ("l0",)
    answers = [{**question.cells, "answer": "yes"}]
    assert minqual.check(case.pool[0] | {"answers": answers}, case.screener(), AS_OF).eligible_level == "l0"


def test_units_that_are_still_to_be_earned_are_due_later() -> None:
    lacking = {"id": "units", "units": "30 semester units", "may lack": "15 semester units"}
    case = fixed(
        AS_OF, [lacking], {"education": [{"level": "some college", "semester_units": "20", "conferred": "no"}]}
    )
    found = minqual.next_questions(case.pool[0], case.screener(), AS_OF)
    assert (found.questions, found.none) == ((), "due later")


def test_what_a_job_takes_in_is_not_asked_because_something_else_of_it_is_open() -> None:
    """The class of the job is for a person to judge, and that it was in journalism is certain."""
    clause = {"id": "takes", "takes in": ["journalism", "budgeting"], "class": ["Program Analyst"]}
    job = {"kinds": "journalism", "class_code": "Staff Clerk", "start": "2015-01-01", "end": "2020-01-01"}
    case = fixed(
        AS_OF,
        [clause | {"other classes": "review"}],
        {"experience": [job | {"hours_per_week": "40"}, job | {"kinds": "budgeting", "hours_per_week": "20"}]},
        **{section: dict.fromkeys(SECTIONS[section], ()) for section in ("kinds", "classes")},
    )
    found = minqual.next_questions(case.pool[0], case.screener(), AS_OF)
    assert (found.questions, found.none) == ((), "for people")


@pytest.mark.parametrize("clause", [{"not in": ["speechwriting"]}, {"share at least": "50%"}])
def test_the_share_of_a_job_that_takes_something_in_is_asked_where_it_decides(clause: dict[str, object]) -> None:
    """Whether any of it was beside the work that is left out, or as much of it as is asked."""
    words = ("budgeting", "speechwriting", "writing")
    work = {"kinds": "; ".join(words), "start": "2015-01-01", "end": "2020-01-01", "hours_per_week": "40"}
    case = fixed(
        AS_OF,
        [{"id": "takes", "takes in": "budgeting", "in": "writing"} | clause],
        {"experience": [work]},
        kinds=dict.fromkeys(words, ()),
        **{"counting policy": {"unstated share": "is open"}},
    )
    (question,) = minqual.next_questions(case.pool[0], case.screener(), AS_OF).questions
    assert question.columns == ("share",)
    told = case.pool[0] | {"experience": [work | {"share": "60%"}]}
    assert minqual.check(told, case.screener(), AS_OF).eligible_level == "l0"


@pytest.mark.parametrize("level", ["none", "No degree"])
def test_a_course_beside_no_degree_is_for_a_person_to_judge(level: str) -> None:
    """No day of an award fits beside it, so that the applicant has no answer."""
    study = {"level": level, "subject": "statistics"}
    case = fixed(AS_OF, [{"id": "course", "course": "statistics"}], {"education": [study]}, subjects={"statistics": ()})
    found = minqual.next_questions(case.pool[0], case.screener(), AS_OF)
    assert "awarded" not in {each.columns[0] for each in found.questions}


@pytest.mark.parametrize("level", ["some college", "matura"])
def test_a_day_by_which_units_were_earned_is_not_asked_of_the_applicant_beside_a_no(level: str) -> None:
    """The only day that the row can state is that of an award, which the no would contradict; so it is with a diploma.

    A word for a diploma that only the pack knows is open beside a no, and still says it.
    """
    work = {"id": "work", "experience": "1 year", "in": "budgeting", "after": {"units": "24 semester units"}}
    job = {"kinds": "budgeting", "start": "2024-01-01", "end": "2026-01-01", "hours_per_week": "40"}
    study = {"level": level, "conferred": "no", "semester_units": "60"}
    case = fixed(
        AS_OF,
        [work],
        {"education": [study], "experience": [job]},
        kinds={"budgeting": ()},
        **{"levels of study": {"high school": ["matura"]}},
    )
    found = minqual.next_questions(case.pool[0], case.screener(), AS_OF)
    (when,) = [each for each in (*found.questions, *found.others) if each.columns[:1] == ("awarded",)]
    assert when.of == "screener"


def test_that_a_course_was_not_completed_can_be_said_beside_a_day_that_is_past() -> None:
    """The day on which the degree was expected is a part of the answer: it would contradict it."""
    study = {"level": "master", "subject": "statistics", "expected": "2025-01-01"}
    case = fixed(AS_OF, [{"id": "course", "course": "statistics"}], {"education": [study]}, subjects={"statistics": ()})
    (question,) = minqual.next_questions(case.pool[0], case.screener(), AS_OF).questions
    assert question.columns == ("awarded", "conferred", "semester_units", "expected")
    answers: tuple[dict[str, str], ...] = (
        {"conferred": "no", "semester_units": "0", "expected": ""},
        {"conferred": "yes", "awarded": "2025-01-01"},
    )
    for said in answers:
        record = case.pool[0] | {"education": [study | said]}
        assert minqual.next_questions(record, case.screener(), AS_OF).none == "decided"


def test_an_answer_about_a_row_may_settle_what_else_the_row_leaves_open() -> None:
    asks = minqual.Screener(
        {
            "name": "town/clerk", "title": "Clerk", "agency": "Town", "specification": "none", "version": "1",
            "in force": "2020-01-01", "kinds": {"filing": []},
            "levels": [{"id": "one", "title": "Clerk", "source": {"anchor": "a"}, "requires": [
                {"id": "c", "at least": "2", "of": [
                    {"id": "d", "degree": "bachelor"}, {"id": "u", "units": "60 semester units"},
                    {"id": "e", "experience": "1 year", "in": "filing"}]}]}],
        }
    )  # fmt: skip
    job = {"start": "2020-01-01", "end": "2022-01-01", "kinds": "filing"}
    study = {"semester_units": "up to 90", "conferred": "yes"}
    record = {"applicant_id": "A", "education": [study], "experience": [job], "credentials": [], "answers": []}
    found = {each.ask: each.settles for each in minqual.next_questions(record, asks, date(2026, 1, 1)).questions}
    assert found["Which degree or diploma is this?"] == ("one",)


@pytest.mark.parametrize("pack", pack_names())
def test_a_list_is_asked_for_with_the_columns_that_the_pack_asks_for(pack: str) -> None:
    """A form that was built from what the pack asks has a field for each, but for the title, which any job may have."""
    asks = {each.table: {column.column for column in each.columns} for each in minqual.asks(pack).tables}
    lists = [
        each for each in minqual.next_questions({"applicant_id": "a"}, pack, AS_OF).questions if each.form == "rows"
    ]
    assert lists
    for question in lists:
        assert {*question.columns} <= asks[question.table] | {"title"}
