"""The page of a verdict: each level as an outline, what is open, what is missing, and what was assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import Final

from minqual.clauses import BY_KIND, ONE_ENOUGH, Leaf
from minqual.counting import CountingPolicy
from minqual.reports.page import COLOURS, Bar, Entry, List, Outline, Page, Span, Text, section
from minqual.values import DAYS_IN_YEAR, Standing, calendar_words, hundredths
from minqual.verdicts import (
    FORGIVEN,
    UNKNOWN,
    ClauseVerdict,
    EvidenceItem,
    LevelVerdict,
    PostsVerdict,
    Verdict,
    credible,
)

FIRST: Final = 2
"""Open facts that are told before anything else."""

TO_RESOLVE: Final = "To resolve"

OF_EVERYONE: Final = (
    "A person confirms before the result is used",
    "Desirable, never counted against anyone",
    "Counting policy",
)
"""Sections that say the same of everyone whom a pack judges."""


def page_of_verdict(verdict: Verdict, open_facts: Sequence[str], only: str | None = None) -> Page:
    """A verdict at a glance. open_facts: those that settle most first. only: the one level that it is of."""
    said = Span(verdict.standing.said, COLOURS[verdict.standing], bold=True)
    pack = f"   {verdict.pack.called}, as of {verdict.as_of}"
    pack += "".join(f", {name} {value}" for name, value in verdict.vacancy.items())
    levels = [level for level in reversed(verdict.levels) if only in (None, level.level)]
    first = "; ".join(open_facts[:FIRST])
    told = (
        (TO_RESOLVE, open_facts),
        ("Short of what is needed", _shortfalls(levels)),
        ("Words that the pack does not know", _unknown(verdict)),
        (
            "Rows and cells not used",
            [
                f"{row.table} row {row.row}{f', {row.column}' if row.column else ''}: {row.reason}"
                for row in verdict.rejected_rows
            ],
        ),
        ("Taken as given", verdict.assumptions),
        *zip(
            OF_EVERYONE,
            (
                [each.says for each in verdict.confirm],
                [each.says for each in verdict.desirables],
                _policy(verdict.policy),
            ),
            strict=True,
        ),
    )
    return Page(
        Text.of(Span(f"{verdict.applicant_id}:", bold=True), " ", said, pack),
        (
            *([Text.of(f"confirmed: {verdict.confirmed}")] if verdict.confirmed else ()),
            *([Text.of(f"first to settle: {first}")] if first else ()),
            *([Text.of(_reached(verdict))] if len(verdict.levels) > 1 and only is None else ()),
            *(Outline(_level(level)) for level in levels),
            *(Outline(_posts(posts)) for posts in verdict.posts),
            *(section(title, List(tuple((each, "") for each in sentences))) for title, sentences in told),
        ),
    )


def _policy(policy: Mapping[str, str]) -> list[str]:
    """The values of a counting policy that always matter, and those that the default has otherwise."""
    usual = CountingPolicy(name="", source="").printed()
    always = "name", "source", "calendar", "full time", "overlap"
    own = [f"{key}: {value}" for key, value in policy.items() if key not in always and value != usual.get(key)]
    return [f"{policy['name']}: {policy['calendar']}", policy["full time"], policy["overlap"], *own]


def _unknown(verdict: Verdict) -> list[str]:
    """The words of the record that the pack does not know, by what they are words for."""
    # A level that nobody can read is told by its place, among the cells not used.
    told = ((section, words) for section, words in verdict.unknown_words.items() if section != "levels")
    return [f"{UNKNOWN[section]}: {', '.join(words)}" for section, words in told]


def _reached(verdict: Verdict) -> str:
    said = [f"eligible for {verdict.eligible_level or 'no level'}"]
    if verdict.conditional_level != verdict.eligible_level:
        said.append(f"conditionally for {verdict.conditional_level}")
    if verdict.best_possible_level != verdict.conditional_level:
        said.append(f"at best for {verdict.best_possible_level}")
    return ", ".join(said)


def _level(level: LevelVerdict) -> Entry:
    code = f" ({level.class_code})" if level.class_code else ""
    said = Standing[level.standing.upper()].said
    return Entry(f"{level.title}{code}: {said}", below=_outline(level.clauses, None, set()), bold=True)


def _posts(posts: PostsVerdict) -> Entry:
    return Entry(f"P{posts.title[1:]}: {posts.standing}", below=_outline(posts.clauses, None, set()), bold=True)


def _outline(clauses: Sequence[ClauseVerdict], parent: str | None, told: set[EvidenceItem]) -> tuple[Entry, ...]:
    """The clauses below one, without those that do not account for it.

    A row that counts is told under every clause for which it does, one that does not count once, but no clause with
    rows is left without any.
    """
    inside = [each for each in clauses if each.parent == parent]
    if parent is not None:
        inside = _worth_showing(next(each for each in clauses if each.id == parent), inside)
    return tuple(_entry(clause, clauses, told) for clause in inside)


def _worth_showing(clause: ClauseVerdict, inside: Sequence[ClauseVerdict]) -> list[ClauseVerdict]:
    """The parts that account for a group: one that holds it up where it is met, what fails in a row that fails."""
    if clause.kind in ONE_ENOUGH and clause.standing == "met":
        return [each for each in inside if each.standing == "met"][:1]
    if clause.kind == "row" and clause.standing == "unmet":
        return [each for each in inside if each.standing == "unmet"]
    return list(inside)


_OPENED: Final = {"any of": "any one of these", "all of": "all of these"}


def _entry(clause: ClauseVerdict, clauses: Sequence[ClauseVerdict], told: set[EvidenceItem]) -> Entry:
    below = _outline(clauses, clause.id, told)
    says = _OPENED.get(clause.kind, clause.says) if below else _head(clause)
    figure = "" if clause.counted is None else f"  [{counted_words(clause)}]"
    place = clause.source.section if clause.source is not None and clause.parent is None else ""
    fresh = [item for item in clause.evidence if item not in told or item.high != "0.00"] or clause.evidence
    told.update(fresh)
    unit = "" if clause.counted is None else f" {clause.counted.unit}"
    rows = tuple(Entry(_evidence_words(item, unit)) for item in fresh)
    return Entry(says + figure, place, (*rows, *below), standing=Standing[clause.standing.upper()], bar=_bar(clause))


def _bar(clause: ClauseVerdict) -> Bar | None:
    """The figures of a clause that needs some, for a picture."""
    counted, needed = clause.counted, clause.needed
    if counted is None or needed is None or not float(needed):
        return None
    high = counted.high
    bounded = high is not None and credible(Fraction(high), counted.unit)
    return Bar(float(counted.low), float(high) if high is not None and bounded else None, float(needed))


def _head(clause: ClauseVerdict) -> str:
    """A clause in words; of one whose parts are told as rows below it, what stands before them."""
    marker = _BEFORE_PARTS.get(clause.kind)
    if marker is None or not any(not each.table for each in clause.evidence):
        return clause.says
    head, _, parts = clause.says.partition(marker)
    return head + (parts[parts.rfind(FORGIVEN) :] if FORGIVEN in parts else "")


_BEFORE_PARTS: Final = {
    name: kind.before_parts for name, kind in BY_KIND.items() if issubclass(kind, Leaf) and kind.before_parts
}


def _evidence_words(item: EvidenceItem, unit: str) -> str:
    """A row of the record as a clause saw it: "job 2018-03 to 2021-06 (communications): counts, 3.25 years"."""
    said = evidence_words(item, unit)
    return f"{item.entry}: {said}" if item.entry else said


def evidence_words(item: EvidenceItem, unit: str) -> str:
    """What a clause made of a row of the record: "counts, 3.25 years"."""
    said = item.says
    if item.low is None or item.high == "0.00":
        return said
    if item.high is None or not credible(Fraction(item.high), unit.strip()):
        return f"{said}, {item.low} or more{unit}"
    # Beside more jobs that may count, a job's part of full time may be the smaller one.
    least, most = sorted((item.low, item.high), key=Fraction)
    return f"{said}, {least if least == most else f'{least} to {most}'}{unit}"


def counted_words(clause: ClauseVerdict) -> str:
    """Counted against needed: "4.50 of 5.00 years", "3.00 to 6.00 of 5.00 years"."""
    counted, needed = clause.counted, clause.needed
    assert counted is not None
    bounds = [f"of {needed}"] if needed is not None else []
    bounds += [f"at most {clause.most}"] if clause.most is not None else []
    of = f"{' ' if needed is not None else ', '}{', '.join(bounds)} {counted.unit}"
    low = _exactly(counted.low, counted.exact[0], counted.unit, needed)
    if counted.high is None or counted.exact[1] is None or not credible(Fraction(counted.exact[1]), counted.unit):
        return f"{low} or more{of}"
    high = _exactly(counted.high, counted.exact[1], counted.unit, needed)
    return f"{low if low == high else f'{low} to {high}'}{of}"


def _exactly(shown: str, exact: str, unit: str, needed: str | None) -> str:
    """A figure; in years, months and days where rounding would show a shortfall as equal."""
    if needed is not None and shown == needed and Fraction(exact) < Fraction(needed) and unit in {"years", "months"}:
        return calendar_words(Fraction(exact) / (12 if unit == "months" else 1))
    return shown


def _shortfalls(levels: Sequence[LevelVerdict]) -> list[str]:
    """What is missing even at best of levels that are not met: in a table, from the rows whose education is there."""
    lines: dict[str, None] = {}
    for level in levels:
        standing = {clause.id: clause.standing for clause in level.clauses}
        for clause in level.clauses:
            if clause.standing != "unmet" or level.standing == "met" or clause.kind not in _RECORDED:
                continue
            above = [each for each in level.clauses if clause.id.startswith(f"{each.id}.")]
            in_a_row = [each for each in above if each.kind == "row"]
            without_education = any(standing[f"{row.id}.education"] == "unmet" for row in in_a_row)
            if all(each.standing in {"unmet", "refer"} for each in above) and not without_education:
                head = _head(clause)
                named = head if head == clause.says else f"{head} ({clause.id})"
                lines[f"{named}: {_missing(clause)}"] = None
    return list(lines)


_RECORDED: Final = frozenset(name for name, kind in BY_KIND.items() if issubclass(kind, Leaf) and kind.recorded)
"""Kinds of clause of which it is told what is missing on record."""


def _missing(clause: ClauseVerdict) -> str:
    """How much a clause falls short by, at best and at worst."""
    counted = clause.counted
    if counted is not None and clause.most is not None and Fraction(counted.exact[0]) > Fraction(clause.most):
        return f"{hundredths(Fraction(counted.exact[0]) - Fraction(clause.most))} {counted.unit} too many"
    if counted is None or counted.exact[1] is None or clause.needed is None:
        return "not on record"
    least, most = (Fraction(clause.needed) - Fraction(exact) for exact in (counted.exact[1], counted.exact[0]))
    if counted.unit in {"years", "months"}:
        years = [each / (12 if counted.unit == "months" else 1) for each in (least, most)]
        said = [calendar_words(Fraction(ceil(each * DAYS_IN_YEAR), DAYS_IN_YEAR)) for each in years]  # no day too few
    else:
        said = [f"{hundredths(each)} {counted.unit.removeprefix('semester ')}" for each in (least, most)]
    return f"{said[0]} short" if said[0] == said[1] else f"{said[0]} to {said[1]} short"
