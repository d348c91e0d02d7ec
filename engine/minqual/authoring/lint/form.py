"""Remarks on how clauses are written down: sources, ids, and clauses that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from minqual.authoring.lint.written_pack import Found, Written, remarker, shortened
from minqual.clauses import AnyOf, Clause, Group, Judgement, Member, StatedNumber, numbered
from minqual.judging import required
from minqual.notation import Path, key_of
from minqual.values import Standing


@remarker("clause without a source", "fault")
def no_source(written: Written) -> Iterator[Found]:
    """A clause with no source, neither its own nor one around it: nobody can look up where it is said."""
    for placed in written.clauses:
        if placed.source is None and not placed.above and not _below(placed.clause):
            yield placed.found(
                f"nothing says where the specification asks {shortened(placed.clause.says())!r}",
                "add a source to it or to its level: the section, and a few words to find the sentence by",
            )


@remarker("discretion alone", "fault")
def discretion_alone(written: Written) -> Iterator[Found]:
    """An any of that holds nothing but discretion: no record could ever meet it."""
    for placed in written.clauses:
        clause = placed.clause
        if isinstance(clause, AnyOf) and all(each.reaches is Standing.REFER for each in clause.any_of):
            yield placed.found(
                "every alternative is somebody's discretion, so that no record can meet it",
                "add the pattern that is printed, or make it a judgement if there is none",
            )


@remarker("judgement by no one", "fault")
def judged_by_no_one(written: Written) -> Iterator[Found]:
    """A judgement that does not say what is judged or who decides it."""
    for placed in written.clauses:
        clause = placed.clause
        if isinstance(clause, Judgement) and not (clause.by.strip() and clause.judgement.strip()):
            blank = "by" if clause.judgement.strip() else "judgement"
            yield placed.found(f"the key {blank!r} is blank", "say what is judged, and who decides: by: the screener")


@remarker("question that asks nothing", "warning")
def no_question(written: Written) -> Iterator[Found]:
    """An answer whose question does not end with a question mark: applicants read it as it stands."""
    for part in written.parts:
        said = {key_of(name): value for name, value in part.model}
        questions = said.get("questions")
        for ask in (said.get("ask"), *(questions.values() if isinstance(questions, Mapping) else ())):
            if isinstance(ask, str) and not ask.rstrip().endswith("?") and said.get("vacancy") is None:
                says = f"the question {shortened(ask)!r} does not end with a question mark"
                yield Found(part.path, part.within.about, says, "ask it in full, as an applicant should read it")


@remarker("average without a scale", "warning")
def no_scale(written: Written) -> Iterator[Found]:
    """A grade average without the top of its scale: 85 out of 100 would be more than 3.0 out of 4.0."""
    for placed in written.clauses:
        clause = placed.clause
        if isinstance(clause, StatedNumber) and clause.out_of is None:
            said = " ".join((clause.of, *clause.questions_, *clause.questions_.values()))
            if _AVERAGE.search(said):
                yield placed.found(
                    "nothing says what a grade average is out of", "state the top of the scale: out of: 4.0"
                )


_AVERAGE: Final = re.compile(r"\b(?:gpa|average|grade points?)\b", re.IGNORECASE)


@remarker("id twice in one group", "fault")
def repeated_id(written: Written) -> Iterator[Found]:
    """Two clauses side by side that would be called the same, so that cases and results could mean either."""
    for judged in written.pack.judged:
        yield from _repeated(numbered(required(written.pack, judged)), [*written.own(judged), *written.shared])
    for placed in written.clauses:
        if isinstance(placed.clause, Group):
            inner = [((*placed.path, *step), clause) for step, clause in placed.clause.inner()]
            yield from _repeated(placed.clause.members(), inner)


def _repeated(members: Sequence[Member], inner: Sequence[tuple[Path, Clause]]) -> Iterator[Found]:
    paths = {id(clause): path for path, clause in inner}
    slugs = [member.slug for member in members]
    for place, member in enumerate(members):
        if member.slug in slugs[:place] and id(member.clause) in paths:
            yield Found(
                paths[id(member.clause)],
                (member.slug,),
                f"two clauses side by side are called {member.slug!r}",
                "give one of them another id",
            )


def _below(clause: Clause) -> bool:
    """Whether every clause inside a group has a source of its own, so that the group needs none."""
    if not isinstance(clause, Group):
        return False
    inner = [each for _, each in clause.inner()]
    return bool(inner) and all(each.source is not None or _below(each) for each in inner)


DRAFTED = ("number and date of the class specification", "a few words as printed", "another word for it")
"""Words that a draft puts where the author's own belong."""


@remarker("left from the draft", "warning")
def left_from_the_draft(written: Written) -> Iterator[Found]:
    """Words of a fresh draft that nobody has replaced: the pack is not yet that of a specification."""
    pack = written.pack
    if pack.specification == DRAFTED[0]:
        yield Found(
            ("specification",), ("specification",), f"the specification is still {DRAFTED[0]!r}", "say which one it is"
        )
    for level in pack.levels:
        if level.source is not None and DRAFTED[1] in (each.anchor for each in level.source):
            path = ("levels", pack.levels.index(level), "source", "anchor")
            yield Found(path, (level.id,), f"an anchor is still {DRAFTED[1]!r}", "cite words of the specification")
    for kind, words in pack.kinds.items():
        if DRAFTED[2] in words:
            says = f"{kind!r} is still called {DRAFTED[2]!r} as well"
            yield Found(("kinds", kind), (kind,), says, "list the words that applicants use")
