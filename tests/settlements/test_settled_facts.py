"""Facts, words and decisions of people: what each changes, and what it must leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minqual
from minqual import Decision, SettledFact, SettledWord, settled
from minqual.judging import settlement_faults
from minqual.packs import Run
from minqual.settlements import names_digest, row_digest
from minqual.values import Standing
from support.examples import examples
from support.screened import relaxed, standings, tables_of
from support.settled import BY, ON, Settlement, judged
from support.strategies.packs_with_records import Drawn, drawn, fixed
from support.strategies.records import Record, Tape, tapes

TABLES: Final = ("education", "experience", "credentials", "answers")
FIXED: Final = {"applicant_id", "entry", "apart"}


def digest(pool: Sequence[Record], applicant: int, table: str, row: int) -> str:
    tables = tables_of(pool)
    number = tables.applicant_ids.index(pool[applicant]["applicant_id"])
    place = (tables.tables[table].owner == number).nonzero()[0].tolist()[row]
    return row_digest(tables.tables[table], place)


def changed_cell(draw: Callable[[Any], Any], case: Drawn) -> tuple[Sequence[Record], SettledFact] | None:
    """One cell of a pool, and what stands in the same column elsewhere: as another pool, and as a fact."""
    tape: Tape = draw(tapes)
    places = [
        (who, table, number)
        for who, record in enumerate(case.pool)
        for table in TABLES
        for number, _ in enumerate(record[table])
    ]
    if not places:
        return None
    who, table, number = tape.pick(places)
    row = case.pool[who][table][number]
    column = tape.pick(sorted(set(row) - FIXED))
    elsewhere = [each[column] for record in case.pool for each in record[table] if column in each]
    says = tape.pick(elsewhere)
    mine = digest(case.pool, who, table, number)
    alike = {place for place, _ in enumerate(case.pool[who][table]) if digest(case.pool, who, table, place) == mine}
    rows = [{**each, column: says} if place in alike else each for place, each in enumerate(case.pool[who][table])]
    after = [{**record, table: rows} if place == who else record for place, record in enumerate(case.pool)]
    name = case.pool[who]["applicant_id"]
    return after, SettledFact(applicant=name, table=table, row=mine, column=column, says=says, **BY)


@given(case=drawn(), data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_a_settled_fact_is_the_same_as_the_source_having_said_it(case: Drawn, data: st.DataObject) -> None:
    drawn_ = changed_cell(data.draw, case)
    if drawn_ is None:
        return
    after, fact = drawn_
    said = judged(case, case.pool, [fact])
    source = judged(case, after, [])
    if not said.applicants.rejects and not source.applicants.rejects:
        assert said.stale == ()
        for place in range(len(case.pool)):
            assert standings(said, place) == standings(source, place), case.told(case.pool[place], after[place])


@given(case=drawn(), data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_a_decision_moves_its_clause_and_no_figure(case: Drawn, data: st.DataObject) -> None:
    """Accepted it lifts no level below where it stood, refused none above; nobody else is moved."""
    plain = judged(case, case.pool, [])
    decidable = [
        node.id for node in plain.tree.nodes if node.leaf is not None and node.clause and node.clause.decidable
    ]
    if not decidable:
        return
    tape: Tape = data.draw(tapes)
    who, clause, accepted = tape.pick(range(len(case.pool))), tape.pick(decidable), tape.chance(2)
    name = case.pool[who]["applicant_id"]
    said = judged(
        case, case.pool, [Decision(pack="random/pack", applicant=name, clause=clause, accepted=accepted, **BY)]
    )
    leaf = next(node.leaf for node in plain.tree.nodes if node.id == clause)
    for place in range(len(case.pool)):
        before, after = standings(plain, place), standings(said, place)
        if place != who:
            assert before == after
            continue
        assert after[clause] is (Standing.MET if accepted else Standing.UNMET)
        for node, standing in after.items():
            assert standing >= before[node] if accepted else standing <= before[node], node
    for number, (first, second) in enumerate(zip(plain.assessments, said.assessments, strict=True)):
        if number != leaf:
            assert first.counted == second.counted or first.counted is second.counted or repr(first) == repr(second)


@given(case=drawn(), data=st.data())
@settings(relaxed, max_examples=examples(15))
def test_the_order_of_settlements_does_not_matter(case: Drawn, data: st.DataObject) -> None:
    facts = [found[1] for _ in range(3) if (found := changed_cell(data.draw, case))]
    keys = {fact.key: fact for fact in facts}
    one, other = (judged(case, case.pool, each) for each in ([*keys.values()], [*reversed(keys.values())]))
    for place in range(len(case.pool)):
        assert standings(one, place) == standings(other, place)


PACK: Final = """
name: town/baker
title: Baker
agency: Town
specification: none
version: "1"
in force: 2020
kinds: {baking: [baker]}
fields: {food: [nutrition], law: [laws]}
classes: {Head Baker: []}
levels:
  - id: one
    title: Baker
    source: {section: a, anchor: b}
    requires:
      - any of:
          - experience: 2 years
            in: baking
          - discretion: the board
            may accept: an equal thing
      - judgement: the bread tastes good
        by: the panel
  - id: two
    title: Head Baker
    source: {section: a, anchor: b}
    builds on: one
    requires:
      - degree: bachelor
        in: food
        other fields: review
      - judgement: the bread tastes good
        by: the panel
      - experience: 1 year
        class: Head Baker
        other classes: review
"""


@pytest.fixture
def baker(tmp_path: Path) -> minqual.Screener:
    path = tmp_path / "town" / "baker.yaml"
    path.parent.mkdir()
    path.write_text(PACK)
    return minqual.Screener(path)


JOB: Final = {
    "kinds": "baker", "start": "2019-01-01", "end": "2022-01-01", "class_code": "Chef", "employer": "Town",
    "hours_per_week": "40",
}  # fmt: skip
STUDY: Final = {"level": "bachelor", "field": "English", "conferred": "yes"}
RECORD: Final = {"applicant_id": "A", "experience": [JOB], "education": [STUDY]}
FOODS: Final = names_digest(["food", "law"])


def word(column: str, means: Sequence[str], *words: str, made_on: str = "") -> SettledWord:
    return SettledWord(pack="town/baker", column=column, words=words, means=tuple(means), made_on=made_on, **BY)


def said_of(screener: minqual.Screener, *given: Settlement, record: Mapping[str, Any] = RECORD) -> dict[str, str]:
    verdict = minqual.check(record, screener, date(2024, 1, 1), settlements=settled(given))
    return {clause.id: clause.standing for level in verdict.levels for clause in level.clauses}


def test_what_a_person_decides_is_of_one_level(baker: minqual.Screener) -> None:
    """The same words in a level above are decided apart; those of the level that it builds on are the same clause."""
    one = Decision(pack="town/baker", applicant="A", clause="one.judgement", accepted=True, **BY)
    found = said_of(baker, one)
    assert (found["one.judgement"], found["two.one.judgement"], found["two.judgement"]) == ("met", "met", "review")


@pytest.mark.parametrize(("means", "standing"), [(["food"], "met"), ([], "unmet"), (["law"], "unmet")])
def test_a_word_means_what_a_person_said_and_nothing_besides(
    baker: minqual.Screener, means: list[str], standing: str
) -> None:
    assert said_of(baker)["two.degree"] == "review"
    assert said_of(baker, word("education.field", means, "english", made_on=FOODS))["two.degree"] == standing


@pytest.mark.parametrize(("means", "standing"), [(["Head Baker"], "met"), ([], "unmet")])
def test_a_class_is_placed_with_its_employer_alone(baker: minqual.Screener, means: list[str], standing: str) -> None:
    placed = word("experience.class_code", means, "chef", "town")
    assert said_of(baker, placed)["two.experience"] == standing
    elsewhere = {**RECORD, "experience": [{**JOB, "employer": "City"}]}
    assert said_of(baker, placed, record=elsewhere)["two.experience"] == "review"


def test_a_word_of_the_agency_counts_for_its_packs_and_the_pack_s_own_word_before_it(baker: minqual.Screener) -> None:
    of_agency = replace(word("education.field", ["food"], "english"), pack="town")
    assert said_of(baker, of_agency)["two.degree"] == "met"
    assert said_of(baker, of_agency, word("education.field", [], "english"))["two.degree"] == "unmet"
    assert said_of(baker, replace(of_agency, pack="city"))["two.degree"] == "review"


def test_a_word_settled_among_other_names_is_stale(baker: minqual.Screener) -> None:
    stale = word("education.field", ["food"], "english", made_on=names_digest(["food"]))
    screening = baker.for_run(Run(settlements=settled([stale]))).screen(tables_of([RECORD]), date(2024, 1, 1))
    assert screening.stale == (stale,)
    assert said_of(baker, stale)["two.degree"] == "review"


SHIFT: Final = {**JOB, "title": "Shift Lead", "kinds": ""}


@pytest.mark.parametrize(
    ("kinds", "means", "standing"),
    [
        ("", ["baking"], "met"),
        ("", [], "unmet"),
        ("early shifts; unknown", ["baking"], "met"),
        ("early shifts", [], "unmet"),
        ("baker", [], "met"),
        ("early shifts", None, "review"),
    ],
)
def test_a_title_with_its_employer_tells_the_kind_of_work_that_nothing_else_tells(
    baker: minqual.Screener, kinds: str, means: list[str] | None, standing: str
) -> None:
    record = {**RECORD, "experience": [{**SHIFT, "kinds": kinds}]}
    given = [] if means is None else [word("experience.title", means, "shift lead", "town")]
    assert said_of(baker, *given, record=record)["one.any-of.experience"] == standing
    elsewhere = {**RECORD, "experience": [{**SHIFT, "kinds": kinds, "employer": "City"}]}
    assert said_of(baker, *given, record=elsewhere) == said_of(baker, record=elsewhere)


def test_a_title_and_a_word_of_one_job_count_together(baker: minqual.Screener) -> None:
    record = {**RECORD, "experience": [{**SHIFT, "kinds": "early shifts"}]}
    for title, kind in (([], ["baking"]), (["baking"], [])):
        given = word("experience.title", title, "shift lead", "town"), word("experience.kinds", kind, "early shifts")
        assert said_of(baker, *given, record=record)["one.any-of.experience"] == "met"


def test_evidence_says_what_words_were_said_to_mean_and_by_whom(baker: minqual.Screener) -> None:
    record = {"applicant_id": "A", "experience": [SHIFT], "education": [STUDY]}
    given = [
        word("experience.title", ["baking"], "shift lead", "town"),
        word("experience.class_code", [], "chef", "town"),
        word("education.field", ["food"], "english"),
    ]
    verdict = minqual.check(record, baker, date(2024, 1, 1), settlements=settled(given))
    told = {clause.id: [each.says for each in clause.evidence] for level in verdict.levels for clause in level.clauses}
    assert told["one.any-of.experience"] == ["counts; shift lead with town means baking: by phone, 2030-01-02, JD"]
    (degree,) = told["two.degree"]
    assert degree.endswith("; english means food: by phone, 2030-01-02, JD")
    (job,) = told["two.experience"]
    assert job.endswith("; chef with town is none of the names: by phone, 2030-01-02, JD")


@pytest.mark.parametrize(
    ("column", "words", "expected"),
    [
        ("experience.titles", ("a", "b"), "experience.title"),
        ("experience.title", ("a",), "a title and its employer"),
        ("experience.class_code", ("a", "b", "c"), "a class and its employer"),
        ("education.field", ("a", "b"), "one word"),
    ],
)
def test_words_of_no_column_or_of_too_many_are_refused(
    baker: minqual.Screener, column: str, words: tuple[str, ...], expected: str
) -> None:
    given = settled([word(column, [], *words)])
    (fault,) = settlement_faults(given, [(baker.pack, baker.tree)], ["A"])
    assert expected in fault.expected
    with pytest.raises(minqual.SourceError, match=re.escape(expected)):
        said_of(baker, *given.of(SettledWord))


def test_evidence_says_what_was_told_by_whom(baker: minqual.Screener) -> None:
    blank = {**RECORD, "experience": [{**JOB, "hours_per_week": ""}]}
    mine = row_digest(tables_of([blank]).tables["experience"], 0)
    fact = SettledFact(applicant="A", table="experience", row=mine, column="hours_per_week", says="40", **BY)
    decision = Decision(pack="town/baker", applicant="A", clause="one.judgement", accepted=False, code="not relevant",
                        why="too sweet", **BY)  # fmt: skip
    verdict = minqual.check(blank, baker, date(2024, 1, 1), settlements=settled([fact, decision]))
    clauses = {clause.id: clause for clause in verdict.levels[0].clauses}
    (job,) = clauses["one.any-of.experience"].evidence
    assert job.says == "counts; hours per week 40: by phone, 2030-01-02, JD"
    (by_panel,) = clauses["one.judgement"].evidence
    assert (by_panel.table, by_panel.says) == (
        "decisions",
        "refused by the panel, not relevant: what is on record does not bear on what is asked; too sweet",
    )
    assert by_panel.entry == "by phone, 2030-01-02, JD"


def test_a_fact_of_a_row_that_has_changed_is_stale_and_changes_nothing(baker: minqual.Screener) -> None:
    mine = row_digest(tables_of([RECORD]).tables["experience"], 0)
    fact = SettledFact(applicant="A", table="experience", row=mine, column="hours_per_week", says="1", **BY)
    changed = {**RECORD, "experience": [{**JOB, "end": "2022-01-02"}]}
    screening = baker.for_run(Run(settlements=settled([fact]))).screen(tables_of([changed]), date(2024, 1, 1))
    assert screening.stale == (fact,)
    assert said_of(baker, fact, record=changed) == said_of(baker, record=changed)


def test_a_later_settlement_of_the_same_key_supersedes_and_two_of_one_day_contradict_each_other(
    baker: minqual.Screener,
) -> None:
    yes = Decision(pack="town/baker", applicant="A", clause="one.judgement", accepted=True, **BY)
    no = replace(yes, accepted=False, on=date(2030, 1, 3), place="sheet row 3")
    assert said_of(baker, no, yes)["one.judgement"] == "unmet"
    with pytest.raises(minqual.SourceError, match="another answer"):
        settled([yes, replace(no, on=ON)])


def test_equal_rows_are_one_or_two_as_a_person_says(baker: minqual.Screener) -> None:
    job = {**JOB, "start": "2021-01-01", "end": "2022-01-01", "hours_per_week": "20"}
    twice = {**RECORD, "experience": [job, job]}
    mine = row_digest(tables_of([twice]).tables["experience"], 0)

    def counted(*given: Settlement) -> tuple[str, str | None]:
        verdict = minqual.check(twice, baker, date(2024, 1, 1), settlements=settled(given))
        figure = next(c.counted for c in verdict.levels[0].clauses if c.kind == "experience")
        assert figure is not None
        return figure.low, figure.high

    same = SettledFact(applicant="A", table="experience", row=mine, column="", says="the same", **BY)
    assert counted() == ("0.50", "1.00")
    assert counted(same) == ("0.50", "0.50")
    assert counted(replace(same, says="separate")) == ("1.00", "1.00")


def test_two_answers_about_a_part_of_a_job_that_contradict_each_other_leave_it_open_until_one_is_given_later() -> None:
    asks = minqual.Screener(
        {
            "name": "town/reporter", "title": "Reporter", "agency": "Town", "specification": "none", "version": "1",
            "in force": "2020-01-01", "kinds": {"news": [], "radio": [], "print": []},
            "levels": [{"id": "one", "title": "Reporter", "source": {"anchor": "b"}, "requires": [
                {"id": "c", "experience": "2 years", "in": "news", "in all of": ["radio", "print"]}]}],
        }
    )  # fmt: skip
    record = {"applicant_id": "A", "education": [], "experience": [{**JOB, "kinds": "news"}]}
    mine = row_digest(tables_of([record]).tables["experience"], 0)
    radio = SettledFact(applicant="A", table="experience", row=mine, column="kinds: facts: radio", says="no", **BY)
    either = replace(radio, column="kinds: facts: radio; print", says="radio; print")

    def found(*given: Settlement) -> tuple[str, str | None, bool]:
        verdict = minqual.check(record, asks, date(2024, 1, 1), settlements=settled(given))
        (clause,) = verdict.levels[0].clauses
        assert clause.counted is not None
        return clause.counted.low, clause.counted.high, bool(verdict.to_resolve)

    assert found(either) == ("3.00", "3.00", False)
    assert found(radio, either) == ("0.00", "3.00", True)
    assert found(replace(radio, on=date(2030, 1, 3)), either) == ("0.00", "0.00", False)
    assert found(radio, replace(either, on=date(2030, 1, 3))) == ("3.00", "3.00", False)


@pytest.mark.parametrize(("answer", "years"), [
    ("no", ("0.00", "0.00")),
    ("Harbour", ("3.00", "3.00")),
    ("right as it stands", ("0.00", "0.00")),
    ("Port of the City", ("0.00", "3.00")),
])  # fmt: skip
def test_whether_the_employer_on_record_means_a_part_of_it_is_asked_as_such_and_a_no_ends_it(
    answer: str, years: tuple[str, str]
) -> None:
    asks = minqual.Screener(
        {
            "name": "town/reporter", "title": "Reporter", "agency": "Town", "specification": "none", "version": "1",
            "in force": "2020-01-01", "employers": {"City": [], "Harbour": {"words": [], "within": "City"}},
            "levels": [{"id": "one", "title": "Reporter", "source": {"anchor": "b"}, "requires": [
                {"id": "c", "experience": "2 years", "employer": "Harbour"}]}],
        }
    )  # fmt: skip
    record = {"applicant_id": "A", "education": [], "experience": [{**JOB, "employer": "City"}]}

    (question,) = minqual.next_questions(record, asks, date(2024, 1, 1)).questions
    assert question.key.endswith("|employer: Harbour")
    assert question.choices == ("City; none of these", "Harbour")
    said = minqual.settled(minqual.settle(question.key, answer, by="JD", on=date(2024, 1, 1)))
    counted = minqual.check(record, asks, date(2024, 1, 1), settlements=said).levels[0].clauses[0].counted
    assert counted is not None
    assert (counted.low, counted.high) == years


OF_LAW: Final = {"commerce": [], "law": [], "maritime law": {"words": [], "within": "law"}}
OF_TOWNS: Final = {"Town": [], "Harbour": {"words": [], "within": "Town"}}
CERTIFICATE: Final = {"name": "law", "issuer": "Town"}


@pytest.mark.parametrize(("clause", "sections", "table", "row", "key"), [
    ({"experience": "2 years", "in": "maritime law"}, {"kinds": OF_LAW}, "experience", {**JOB, "kinds": "law"},
     "kinds: maritime law"),
    ({"employed": "begun by 2020-01-01", "class": "Harbour"}, {"classes": OF_TOWNS}, "experience",
     {**JOB, "class_code": "Town"}, "class_code: Harbour"),
    ({"course": "maritime law"}, {"subjects": OF_LAW}, "education", {"level": "some college", "subject": "law"},
     "subject: maritime law"),
    ({"degree": "bachelor", "in": "maritime law"}, {"fields": OF_LAW}, "education",
     {"level": "bachelor", "conferred": "yes", "field": "law"}, "field: maritime law"),
    ({"degree": "bachelor", "in": "law"}, {"fields": OF_LAW, "may mean": {"fields": {"trade": ["law", "commerce"]}}},
     "education", {"level": "bachelor", "conferred": "yes", "field": "trade"}, "field: law"),
    ({"award": "Guild Letter", "in": "maritime law"}, {"fields": OF_LAW, "awards": {"Guild Letter": []}}, "education",
     {"level": "Guild Letter", "conferred": "yes", "field": "law"}, "field: maritime law"),
    ({"degree": "bachelor", "country": "Harbour"}, {"countries": OF_TOWNS}, "education",
     {"level": "bachelor", "conferred": "yes", "country": "Town"}, "country: Harbour"),
    ({"credential": "maritime law", "due": "at filing"}, {"credentials": OF_LAW}, "credentials", CERTIFICATE,
     "name: maritime law"),
    ({"credential": "law", "issued by": "Harbour", "due": "at filing"}, {"credentials": OF_LAW, "issuers": OF_TOWNS},
     "credentials", CERTIFICATE, "issuer: Harbour"),
])  # fmt: skip
def test_a_part_of_what_is_on_record_is_asked_for_by_its_name_and_a_yes_or_a_no_is_the_end_of_it(
    clause: Mapping[str, Any], sections: Mapping[str, Any], table: str, row: Mapping[str, str], key: str
) -> None:
    case = fixed(date(2024, 1, 1), [{"id": "c", **clause}], {table: [row]}, **sections)
    ready, (record,) = case.screener(), case.pool
    (question,) = minqual.next_questions(record, ready, case.as_of).questions
    assert question.key.endswith(f"|{key}")
    verdicts = [
        minqual.check(record, ready, case.as_of, settlements=minqual.settled(said)).verdict
        for answer in ("yes", "no")
        for said in [minqual.settle(question.key, answer, by="JD", on=date(2024, 1, 1))]
    ]
    assert verdicts == ["met", "unmet"]


YEAR_FOR_YEAR: Final = {
    "years in all": "6 years",
    "experience at least": "1 year",
    "year of education": "30 semester units",
    "education at most": "2 years",
    "full education": {"degree": "master"},
    "or without units": {"credential": "law", "due": "by appointment"},
}


@pytest.mark.parametrize(("credentials", "verdict"), [([], "conditional"), ([CERTIFICATE], "met")])
def test_a_table_that_is_read_year_for_year_with_what_is_due_later_is_conditional(
    credentials: Sequence[Mapping[str, str]], verdict: str
) -> None:
    row = {"education": {"degree": "bachelor"}, "experience": "4 years"}
    table = {"table": "education and experience", "rows count": "law", "rows": [row], "year for year": YEAR_FOR_YEAR}
    job = {"kinds": "law", "start": "2010-01-01", "end": "2020-01-01", "hours_per_week": "40"}
    case = fixed(
        date(2024, 1, 1),
        [{"id": "c", **table}],
        {"experience": [job], "credentials": credentials},
        kinds=OF_LAW,
        credentials=OF_LAW,
    )
    ready, (record,) = case.screener(), case.pool
    asked = minqual.next_questions(record, ready, case.as_of)
    (key,) = {each.key for each in (*asked.questions, *asked.others) if each.key.startswith("word|")}
    said = minqual.settled(minqual.settle(key, "yes", by="JD", on=date(2024, 1, 1)))
    found = minqual.check(record, ready, case.as_of, settlements=said)
    assert found.verdict == verdict
    assert "still to be decided" not in " ".join(found.reasons(full=True))
