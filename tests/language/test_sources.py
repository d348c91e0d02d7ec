"""Where a pack says that the specification says it: in several sentences, on parts of clauses, in several stretches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

import minqual
from minqual.authoring import account, passages
from minqual.authoring.specification.account import Account
from minqual.judging import grow
from minqual.notation import parse_yaml, written_values
from minqual.packs import compare, load_pack
from minqual.packs.checks import read_pack
from minqual.values import PackError
from support.examples import examples
from support.strategies.packs_with_records import packs

TEXT = """\
Notice of examination

REQUIREMENTS

1. Three years of hands-on work in one or more of these:
a. building walls;
b. laying hedges; or
c. digging ditches.
2. A diploma stands for one of the three years.

HOW TO FILE

Applications are made by letter.
None is taken by email.

NOTES

Whoever is short by four months or less may file.
The fee is paid by the candidate.
"""

PACK = """\
name: town/warden
title: Warden
agency: Town of Example
specification: invented
version: "1"
in force: 2024-01-01
qualification part: [{from: Requirements, until: How to file}, {from: Notes}]
kinds: {hands-on work: [walls, hedges, ditches]}
fields: {land care: []}
levels:
  - id: warden
    title: Warden
    requires:
      - id: years
        source:
          - {section: Requirements, anchors: [Three years of hands-on, building walls, laying hedges]}
          - {anchor: digging ditches}
        total: 3 years
        may lack: {up to: 4 months, source: {section: Notes, anchor: short by four months}}
        of:
          - {count: experience, in: hands-on work}
          - count: clause
            holds: {degree: certificate, in: land care}
            gives: 1 year
            source: {anchor: stands for one}
no effect:
  - {says: how to file, source: {anchors: [by letter, by email]}}
  - {says: the fee, source: {section: Notes, anchor: The fee}}
"""


def accounted(pack: str = PACK, text: str = TEXT) -> Account:
    return account(read_pack(parse_yaml(pack.encode(), "warden.yaml")), passages(text))


def without(*words: str) -> str:
    pack = PACK
    for each in words:
        assert each in pack
        pack = pack.replace(each, "")
    return pack


def test_a_clause_rests_on_several_sentences_and_its_parts_on_others() -> None:
    found = accounted()
    assert found.settled
    assert [each.treatment.value for each in found.sentences] == ["decided"] * 6 + ["no effect"]
    assert {claim.by for each in found.sentences[:6] for claim in each.claims} == {"warden.years"}


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        (", laying hedges]", "b. laying hedges; or"),
        ("          - {anchor: digging ditches}\n", "c. digging ditches."),
        (
            "            source: {anchor: stands for one}\n",
            "2. A diploma stands for one of the three years.",
        ),
        (
            ", source: {section: Notes, anchor: short by four months}",
            "Whoever is short by four months or less may file.",
        ),
        ("  - {says: the fee, source: {section: Notes, anchor: The fee}}\n", "The fee is paid by the candidate."),
    ],
)
def test_a_sentence_of_any_stretch_that_nothing_cites_is_unaccounted(gone: str, sentence: str) -> None:
    found = accounted(PACK.replace(gone, "]" if gone.endswith("]") else ""))
    assert [each.passage.text for each in found.sentences if not each.claims] == [sentence]


def test_what_is_cited_outside_the_qualification_part_is_listed() -> None:
    outside = accounted().outside
    assert [each.passage.text for each in outside] == ["Applications are made by letter.", "None is taken by email."]
    recorded = {each.digest: each.treatment for each in outside[:1]}
    pack = read_pack(parse_yaml(PACK.replace(", by email", "").encode(), "warden.yaml"))
    again = account(pack, passages(TEXT.replace("by letter.", "by letter only.")), recorded)
    assert ([each.known for each in again.outside], len(again.gone)) == ([False], 1)


@pytest.mark.parametrize(
    ("section", "misplaced"),
    [
        ("Requirements", 0),
        ("REQUIREMENTS:", 0),
        ("Notice", 0),
        ("Notes", 3),  # stands below these words
        ("Pay and Holidays", 3),
    ],
)
def test_a_section_stands_in_the_text_above_the_words(section: str, misplaced: int) -> None:
    found = accounted(PACK.replace("{section: Requirements, anchors", f'{{section: "{section}", anchors'))
    assert (len(found.elsewhere), found.settled) == (misplaced, not misplaced)


def test_a_verdict_names_the_first_place_and_the_others() -> None:
    verdict = minqual.check({"applicant_id": "A"}, load_pack(text=PACK), date(2026, 11, 21)).to_dict()
    clause = verdict["levels"][0]["clauses"][0]
    assert clause["source"] == {"section": "Requirements", "anchor": "Three years of hands-on"}
    assert [each["anchor"] for each in clause["further_sources"]] == [
        "building walls", "laying hedges", "digging ditches",
    ]  # fmt: skip


def test_another_source_changes_nothing_that_decides() -> None:
    old = load_pack(text=PACK)
    for was, now in (
        ("short by four months}", "four months or less}"),
        ("{anchor: stands for one}", "{anchor: 2. A diploma}"),
        (", laying hedges]", "]"),
        (", until: How to file}", "}"),
        ("may lack: {up to: 4 months, source: {section: Notes, anchor: short by four months}}", "may lack: 4 months"),
    ):
        new = load_pack(text=PACK.replace(was, now))
        changes = compare(old, new)
        assert changes
        assert not any(change.decides for change in changes), changes
        assert [leaf.substance for leaf in grow(new).leaves] == [leaf.substance for leaf in grow(old).leaves]


def test_a_pack_as_it_is_written_out_is_the_same_pack() -> None:
    pack = load_pack(text=PACK)
    alone = PACK.replace("source: {anchor: stands for one}", "source: [{anchors: stands for one}]")
    assert load_pack(text=alone).digest == pack.digest
    assert load_pack(text=alone.replace("anchors: stands for one", "anchor: [stands for one]")).digest == pack.digest


FAULTS = {
    "{anchor: stands for one}": {
        "stands for one": "'stands for one'; expected a mapping of keys",
        "[]": "an empty list; expected at least one entry",
        "[{anchor: a}, {section: b}]": "no 'anchor' here; expected the key 'anchor', or 'anchors' with a list",
        "{anchors: {a: b}}": "a mapping; expected text, or a list of texts",
        "{anchor: stands, locks}": "all of that in double quotes",
        "{ancor: stands}": "did you mean 'anchor'?",
    },
    "{up to: 4 months, source: {section: Notes, anchor: short by four months}}": {
        "{up to: 4 moons}": "'4 moons'; expected a duration such as 5 years",
        "{upto: 4 months}": "did you mean 'up to'?",
        "{up to: 9 years}": "3 years that may lack 9 years",
    },
    "{from: Notes}": {"{from: Notes, til: x}": "unknown key 'til'", "Notes": "a mapping of keys"},
}


@pytest.mark.parametrize(("was", "now"), [(was, now) for was, each in FAULTS.items() for now in each])
def test_what_is_no_source_is_told_with_its_line(was: str, now: str) -> None:
    with pytest.raises(PackError) as raised:
        read_pack(parse_yaml(PACK.replace(was, now).encode(), "warden.yaml"))
    assert any(FAULTS[was][now] in str(fault) and " line " in str(fault) for fault in raised.value.faults)


def cited(value: Any) -> Any:  # noqa: ANN401  # whatever YAML has
    """The values of a pack with a source on every clause, term and row, and beside what may be lacking."""
    if isinstance(value, list):
        return [cited(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    said = {key: each if key == "where" and "id" not in each else cited(each) for key, each in value.items()}
    if "may lack" in said:
        said["may lack"] = {"up to": said["may lack"], "source": {"anchor": "less"}}
    takes = {
        "count",
        "needs",
        "education",
        "experience",
        "degree",
        "units",
        "total",
        "any of",
        "all of",
        "years in all",
    }
    return (
        {**said, "source": [{"anchor": "a"}, {"section": "S", "anchors": ["b", "c"]}]} if takes & said.keys() else said
    )


@given(packs)
@settings(max_examples=examples(40), deadline=None)
def test_sources_everywhere_decide_nothing(written: Mapping[str, Any]) -> None:
    plain = {**written, "levels": [{**level, "requires": cited(level["requires"])} for level in written["levels"]]}
    old, new = (read_pack(written_values(each, "pack")) for each in (written, plain))
    assert [leaf.substance for leaf in grow(new).leaves] == [leaf.substance for leaf in grow(old).leaves]
    assert not any(change.decides for change in compare(old, new))
