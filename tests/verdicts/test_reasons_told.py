"""How reasons are put: one sentence for each way, nothing said twice, and what an amount is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings

import minqual
from minqual.clauses.total import Total
from minqual.reports import as_text, page_of_verdict
from minqual.values import Standing
from support.examples import examples
from support.screened import relaxed
from support.strategies.packs_with_records import Drawn, drawn

AS_OF = date(2026, 11, 21)


def pack(*levels: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "example/keeper",
        "title": "Keeper",
        "agency": "Town of Elm",
        "specification": "made up",
        "version": "1",
        "in force": "2026-01",
        "kinds": {"keeping of birds": [], "feeding of animals in a park": []},
        "fields": {"zoology": [], "biology": []},
        "credentials": {"licence to keep birds": [], "permit": []},
        "levels": [{"title": each["id"].title(), **each} for each in levels],
    }


def reason(path: Path, rules: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    (source := path / "pool.json").write_text(json.dumps([{"applicant_id": "a", **record}]))
    told: str = minqual.screen(source, rules, AS_OF).frame["reasons_in_full"][0]
    return told


BIRDS: Mapping[str, Any] = {"experience": "2 years", "in": "keeping of birds"}
PAPERS: Mapping[str, Any] = {
    "any of": [
        {"credential": "licence to keep birds", "due": "at filing"},
        {"credential": "permit", "due": "at filing"},
    ]
}
WAYS: Mapping[str, Any] = {
    "any of": [{"all of": [BIRDS, PAPERS]}, {"degree": "bachelor", "in": ["zoology", "biology"]}]
}


def test_each_way_has_a_sentence_and_so_has_each_way_inside_it(tmp_path: Path) -> None:
    told = reason(tmp_path, pack({"id": "keeper", "requires": [WAYS]}), {"credentials": []})
    assert told == (
        "Not eligible for Keeper. Of the two ways to qualify none is met. For the first, the record shows no years of "
        "experience in keeping of birds, where 2 years are needed; and of two alternatives none is met. For the first "
        "of these, the record shows no valid licence to keep birds. For the second of these, the record shows no valid "
        "permit. For the second, the record shows no bachelor's degree in zoology or biology."
    )


def test_a_level_that_builds_on_another_says_only_what_is_its_own(tmp_path: Path) -> None:
    more = {"experience": "1 year", "in": "feeding of animals in a park"}
    rules = pack({"id": "keeper", "requires": [WAYS]}, {"id": "head", "builds on": "keeper", "requires": [more]})
    told = reason(tmp_path, rules, {"credentials": []})
    assert told.endswith(
        " Not eligible for Head. What is said of Keeper holds here as well. The record shows no years of experience in "
        "feeding of animals in a park, where 1 year is needed."
    )


def test_what_must_come_before_is_told_in_full_once(tmp_path: Path) -> None:
    before = {"any of": [{"all of": [BIRDS, {"degree": "associate", "in": ["zoology", "biology"]}]}, WAYS]}
    each = [
        {"experience": "1 year", "in": kind, "after": before}
        for kind in ("keeping of birds", "feeding of animals in a park")
    ]
    told = reason(tmp_path, pack({"id": "keeper", "requires": each}), {})
    assert told.count("associate degree") == 1
    assert "feeding of animals in a park, after the same, where" in told


def test_uses_of_time_are_parts_of_what_is_needed_and_not_of_what_is_shown(tmp_path: Path) -> None:
    uses = [
        {"needs": "4 years", "of": [{"count": "clause", "holds": {"degree": "bachelor"}, "gives": "4 years"},
                                    {"count": "experience", "in": "keeping of birds"}]},
        {"needs": "2 years", "of": [{"count": "experience", "in": "keeping of birds"}]},
    ]  # fmt: skip
    job = {"kinds": "keeping of birds", "years": 3, "hours_per_week": 40}
    told = reason(tmp_path, pack({"id": "keeper", "requires": [{"disjoint": uses}]}), {"experience": [job]})
    assert told == (
        "Not eligible for Keeper. The record shows 3.00 years altogether, no time counted twice, where 6 years are "
        "needed (4 years from a bachelor's degree (4 years), and from experience in keeping of birds, and 2 years from "
        "experience in keeping of birds)."
    )


TOTAL: Mapping[str, Any] = {
    "total": "18 months",
    "of": [
        {"count": "experience", "in": "keeping of birds"},
        {"count": "clause", "holds": {"degree": "bachelor"}, "gives": "6 months"},
    ],
}
SHORT: Mapping[str, Any] = {
    "kinds": "keeping of birds",
    "start": "2020-01-01",
    "end": "2021-06-29",
    "hours_per_week": 40,
}


def test_what_counts_in_a_total_is_told_of_what_is_needed_and_not_of_what_is_shown(tmp_path: Path) -> None:
    told = reason(tmp_path, pack({"id": "keeper", "requires": [TOTAL]}), {"experience": [SHORT]})
    assert told == (
        "Not eligible for Keeper. The record shows 17.96 months altogether, where 18 months are needed (what counts "
        "together: experience in keeping of birds; a bachelor's degree (6 months))."
    )


@settings(relaxed, max_examples=examples(60))
@given(drawn(2))
def test_no_term_of_a_total_is_told_as_shown(case: Drawn) -> None:
    """Whatever is on record: what a total counts stands behind what is needed, never behind "the record shows"."""
    screener = case.screener()
    for total, standing in product(screener.tree.leaves, Standing):
        if isinstance(total, Total):
            said = total.reason(standing)
            assert not any(term.called() in text for term in total.of for text in (said.text, said.short))
            assert all(term.called() in said.made_of for term in total.of)


def test_where_somebody_did_not_accept_another_way_the_printed_one_is_told_with_its_figure(tmp_path: Path) -> None:
    years = {"all of": [{"degree": "bachelor"}, {"experience": "5 years", "in": "keeping of birds"}]}
    ways = {"any of": [years, {"discretion": "the City", "may accept": "an equivalent"}]}
    rules, source = pack({"id": "keeper", "requires": [ways]}), tmp_path / "pool.json"
    source.write_text(json.dumps([{"applicant_id": "a", "experience": [SHORT]}]))
    (key,) = minqual.screen(source, rules, AS_OF).work_list["key"]
    refused = minqual.settled(minqual.settle(key, "refused", by="JD", on=AS_OF))
    (told,) = minqual.screen(source, rules, AS_OF, settlements=refused).frame["reasons"]
    assert told == (
        "Not eligible for Keeper: none of two ways to qualify is met; for one of them, the record shows no bachelor's "
        "degree, and 1.49 years of experience in keeping of birds, where 5 years are needed."
    )


def test_a_level_that_nobody_knows_is_told_as_unknown_and_listed(tmp_path: Path) -> None:
    rules, source = pack({"id": "keeper", "requires": [{"degree": "bachelor"}]}), tmp_path / "pool.json"
    study = {"level": "Wizard", "field": "zoology"}
    source.write_text(json.dumps([{"applicant_id": str(each), "education": [study]} for each in range(6)]))
    results = minqual.screen(source, rules, AS_OF)
    assert dict(results.summary.unknown_words["levels"].shown) == {"wizard": 6}
    assert results.frame["to_resolve"].str.startswith("study of an unknown level, zoology: At which level").all()
    verdict = minqual.check(minqual.read(source), rules, AS_OF, applicant="3")
    assert verdict.unknown_words["levels"] == ("wizard",)
    entries = [each.entry for level in verdict.levels for clause in level.clauses for each in clause.evidence]
    assert entries == ["study of an unknown level, zoology"]


def test_a_number_above_the_most_is_told_as_too_many() -> None:
    asked = {"number": "at most 2", "of": "warnings", "questions": {"warned": "How many warnings?"}}
    record = {"applicant_id": "a", "answers": [{"question": "warned", "answer": "3"}]}
    verdict = minqual.check(record, pack({"id": "keeper", "requires": [asked]}), AS_OF)
    page = "\n".join(as_text(page_of_verdict(verdict, ()), 200))
    assert "[3.00, at most 2.00 warnings]" in page
    assert "at most 2 warnings: 1.00 warnings too many" in page


def test_a_verdict_prints_the_values_of_its_counting_policy_that_are_not_the_usual_ones() -> None:
    usual = pack({"id": "keeper", "requires": [BIRDS]})
    own = {**usual, "counting policy": {"like": "los-angeles", "quarter unit": "0.75"}}
    pages = [
        "\n".join(as_text(page_of_verdict(minqual.check({"applicant_id": "a"}, rules, AS_OF), ()), 200))
        for rules in (usual, own)
    ]
    said = [
        "as-of day: does not count",
        "quarter unit: 3/4 semester unit",
        "rounding: time short by 14 days or less passes",
    ]
    assert [[words in page for words in said] for page in pages] == [[False] * 3, [True] * 3]
