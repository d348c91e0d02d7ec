"""Remarks on the words of a specification that clauses are found by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from minqual.authoring.lint.written_pack import Found, Written, remarker, shortened
from minqual.clauses import Judgement
from minqual.notation import Path, Sources, listed
from minqual.packs import Level, Posts
from minqual.values import fold, nearest, plain

DESIRABLE: Final = re.compile(
    r"\b(desirable|desired|highly desired|preferred|preferably|preference|should|ideally|ideal|a plus|an asset|"
    r"advantageous|recommended)\b"
)
NAMED: Final = ("kinds", "fields", "subjects", "credentials", "issuers", "employers", "classes", "countries", "awards")
"""Sections of names that letters may say."""

QUALIFIED: Final = {
    "professional": r"professional(?:ly)?",
    "responsible": r"responsible|responsibly|responsibility",
    "progressive": r"progressive(?:ly)?",
    "specialized": r"speciali[sz]ed",
    "comparable": r"comparable",
}
"""Adjectives that say of what sort experience must be, each with the words that it goes by."""


@remarker("desirable inside a requirement", "warning")
def desirable(written: Written) -> Iterator[Found]:
    """A requirement in words that mean a wish: what is desirable or preferred decides nothing."""
    for part in written.parts:
        for text in part.texts(written.words):
            if found := DESIRABLE.search(fold(text)):
                yield Found(
                    part.path,
                    part.within.about,
                    f"{found[0]!r} in {shortened(text)!r}",
                    "move it to desirable; if it is required all the same, accept it with the reason",
                )
                break


_ALL: Final = re.compile(r",[^,;]+,? and |\bboth\b|\balike\b|\beach of\b|\ball of\b")
"""Words that name several things of which all are meant."""


@remarker("one of several where all are named", "warning")
def one_of_several(written: Written) -> Iterator[Found]:
    """A list under also in, of which one is enough, beside an anchor that names several things with "and"."""
    for part in written.parts:
        several, source = getattr(part.model, "also_in", ()), part.within.source
        said = fold(source.said) if source is not None else ""
        named = [name for name in several if any(word in said for word in fold(name).split() if len(word) > 3)]
        if source is None or len(several) < 2:
            continue
        if _ALL.search(said) or (len(named) > 1 and " and " in said):
            yield Found(
                part.path,
                part.within.about,
                f"a job that states {listed(several)} is enough, and {shortened(source.said)!r} reads as if all were",
                "if a job must state all of them, write each as a clause or under 'in all of'; else accept it",
            )


@remarker("quality that no one confirms", "warning")
def unconfirmed(written: Written) -> Iterator[Found]:
    """A source that speaks of professional, responsible, progressive, specialized or comparable work.

    No record shows of what sort work was. A statement under confirm, or a judgement, that names the quality says who
    makes sure of it.
    """
    settled = " ".join(fold(f"{each.says} {each.source.said}") for each in written.pack.confirm)
    settled += " ".join(fold(each.clause.judgement) for each in written.clauses if isinstance(each.clause, Judgement))
    told: set[str] = set()
    for path, about, source in (*_of_clauses(written), *_of_judged(written, written.pack.judged)):
        for quality, words in QUALIFIED.items():
            named = rf"\b({words})\b"
            if quality not in told and re.search(named, fold(source.said)) and not re.search(named, settled):
                told.add(quality)
                found = f"the specification says {quality!r} ({shortened(source.said)!r})"
                says = f"{found}, and nobody is asked to confirm it"
                yield Found(path, about, says, "say under confirm who makes sure of it, or make it a judgement")


_ACCREDITED: Final = re.compile(r"\b(?:un)?accredited\b|\baccreditation\b")
_A_WEEK: Final = r"(\d{2}(?:\.\d+)?)[ -]?(?:hours?|hrs?\.?)(?: (?:a|per|each) week|/week| weekly)?"
_FULL_TIME: Final = re.compile(
    rf"full[ -]time\W{{0,3}}(?:\w+ ){{0,3}}?{_A_WEEK}|{_A_WEEK}\W{{0,3}}(?:\w+ ){{0,3}}?full[ -]time"
)
"""Full time beside its hours a week: "full time (37.5 hours)", "35 hours a week is full time"."""


@remarker("accreditation not asked", "warning")
def accreditation(written: Written) -> Iterator[Found]:
    """A source that speaks of accredited study, in a pack that does not ask whether study was accredited.

    A stated no counts as well as a yes there. A statement under confirm that names it says who makes sure of it.
    """
    if written.pack.accreditation != "not asked":
        return
    if any(_ACCREDITED.search(fold(f"{each.says} {each.source.said}")) for each in written.pack.confirm):
        return
    for path, about, anchor in _cited(written):
        if found := _ACCREDITED.search(anchor):
            yield Found(
                path,
                tuple(about),
                f"the specification says {found[0]!r} ({shortened(anchor)!r}), and a stated no decides nothing",
                "state accreditation: a stated no removes the row, or must be stated; or who confirms it",
            )
            return


@remarker("other hours of full time", "warning")
def full_time(written: Written) -> Iterator[Found]:
    """A source that says how many hours are full time, in a pack that counts others as full time."""
    for path, about, anchor in _cited(written):
        found = _FULL_TIME.search(anchor)
        hours = Fraction(found[1] or found[2]) if found else None
        if hours is not None and hours != written.pack.policy.full_time_hours:
            yield Found(
                path,
                tuple(about),
                f"the specification says {plain(hours)} hours ({shortened(anchor)!r}), and the counting policy "
                f"{plain(written.pack.policy.full_time_hours)}",
                f"state full time hours: {plain(hours)} under counting policy",
            )


Cited: TypeAlias = Iterator[tuple[Path, tuple[str, ...], Sources]]
"""Where sources stand, what each is about, and it."""


def _of_judged(written: Written, judged: Sequence[Level | Posts]) -> Cited:
    """The sources of levels and of posts."""
    for each in judged:
        if each.source is not None:
            yield (*written.path_of(each), "source"), (each.id,), each.source


def _of_clauses(written: Written) -> Cited:
    """The sources that clauses have of their own."""
    for placed in written.clauses:
        if placed.clause.source is not None:
            yield placed.path, placed.about, placed.clause.source


def _cited(written: Written) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    """Every anchor of a level or a clause: where it stands, what it is about, and its words."""
    for path, about, source in (*_of_judged(written, written.pack.levels), *_of_clauses(written)):
        yield path, about, fold(source.said)


@remarker("Spanish for a part alone", "warning")
def partly_spanish(written: Written) -> Iterator[Found]:
    """Titles, names and questions that have no Spanish, in a pack that has it for others."""
    pack = written.pack
    named = (name for section in NAMED for name in getattr(pack, section))
    said = dict.fromkeys([pack.title, *(each.title for each in pack.judged), *named, *sorted(pack.questions)])
    lacking = [each for each in said if each not in pack.es]
    if pack.es and lacking:
        shown = listed([shortened(each) for each in lacking[:3]], "and")
        more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
        advice = "say them under es; until then Spanish letters have them in English, marked"
        yield Found(("es",), ("es",), f"no Spanish for {shown}{more}", advice)


@remarker("Spanish of nothing", "fault")
def spanish_of_nothing(written: Written) -> Iterator[Found]:
    """Spanish for words that the pack does not say: no title, name or question, nor what a clause asks for."""
    sayings = written.pack.sayings if written.pack.es else frozenset()
    for words in written.pack.es:
        if words not in sayings:
            near = nearest(words, sayings)
            advice = f"did you mean {near!r}?" if near else "the words as minqual rules show prints them"
            yield Found(("es", words), ("es",), f"{shortened(words)!r} is not said", advice)
