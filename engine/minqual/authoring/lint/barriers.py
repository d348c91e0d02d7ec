"""Remarks on requirements that may keep people out without need, or that no decision may rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from minqual.authoring.lint.personal_facts import asked_words, certified_health, personal_words, texts_inside
from minqual.authoring.lint.written_pack import Found, Written, remarker, shortened
from minqual.clauses import Award, Clause, CollegeUnits, Credential, Degree
from minqual.judging import required
from minqual.packs import Level, least
from minqual.values import DegreeLevel, fold


@remarker("degree without another path", "warning")
def degree_alone(written: Written) -> Iterator[Found]:
    """A degree that everybody needs: neither experience nor anybody's discretion can take its place."""
    placed = {id(each.clause): each for each in written.clauses}
    seen: set[int] = set()
    for level in written.pack.levels:
        for clause in required(written.pack, level):
            for degree in (each for each in _study(written, clause) if isinstance(each, Degree | Award)):
                if id(degree) in placed and id(degree) not in seen:
                    seen.add(id(degree))
                    yield placed[id(degree)].found(
                        f"{shortened(degree.says())} is needed, and no experience can take its place",
                        "see whether the specification prints a substitution; several states no longer let a degree be "
                        "the only way into a post of theirs unless a law asks for it",
                    )


@remarker("driver's licence at filing", "warning")
def licence_at_filing(written: Written) -> Iterator[Found]:
    """A licence to drive that is due at filing, although nobody drives before the first day of work."""
    for placed in written.clauses:
        clause = placed.clause
        if isinstance(clause, Credential) and clause.due == "at filing" and _to_drive(written, clause.credential):
            yield placed.found(
                f"{clause.credential!r} is due at filing, so that whoever does not show it yet is unmet",
                "make it due by appointment if no date is printed; in California (SB 1100, 2025) a posting may ask for "
                "it only where driving is a reasonably expected part of the work",
            )


@remarker("physical or demographic word", "fault")
def personal_word(written: Written) -> Iterator[Found]:
    """A word for a bodily or demographic fact in what decides: such facts never enter a record and may decide nothing.

    They may be told under never screened and no effect.
    """
    yield from _in_names(written)
    for key in ("job facts", "awards", "vacancy"):  # of each, what is asked or looked for by a name
        for name, stated in (getattr(written.pack, key.replace(" ", "_"), None) or {}).items():
            said = (name, *texts_inside(stated))
            for word in dict.fromkeys(word for text in said for word in asked_words(text)):
                yield Found((key, name), (name,), f"{word!r} in {shortened(name)!r}, a name under {key}", _ELSEWHERE)
    for part in written.parts:
        for word in dict.fromkeys(word for text in part.texts(written.words) for word in asked_words(text)):
            yield Found(part.path, part.within.about, f"{word!r} in a clause that decides", _ELSEWHERE)


_ELSEWHERE: Final = "move it to never screened; if the word means something else here, accept it and say what"


def _in_names(written: Written) -> Iterator[Found]:
    """Such words in what levels and posts are called, and in names with the words for them."""
    for each in written.pack.judged:
        key, where = ("title", "a level's title") if isinstance(each, Level) else ("posts", "the name of posts")
        for word in personal_words(each.title):
            yield Found((*written.path_of(each), key), (each.id,), f"{word!r} in {where}", _ELSEWHERE)
    for section in ("kinds", "groups", "credentials"):
        for name, others in getattr(written.pack, section).items():
            said = (name, *others) if section != "groups" else (name,)
            found = [word for text in said for word in personal_words(text)]
            if section == "credentials":
                found += [word for text in said for word in certified_health(text)]
            for word in dict.fromkeys(found):
                says = f"{word!r} in {shortened(name)!r}, a name under {section}"
                yield Found((section, name), (name,), says, _ELSEWHERE)


def _to_drive(written: Written, name: str) -> bool:
    words = (name, *written.pack.credentials.get(name, ()))
    return any(re.search(r"\bdriv(?:er|ers|er's|ing)\b", fold(word)) for word in words)


def _study(written: Written, clause: Clause) -> Sequence[Clause]:
    """The study that nobody can do without, if the clause is to hold; nothing where another path is open.

    Units are study as well, but beside something else, such as experience, they are another path than a degree.
    """
    if isinstance(clause, CollegeUnits | Award) or (
        isinstance(clause, Degree) and clause.degree >= DegreeLevel.ASSOCIATE
    ):
        return [clause]
    members = written.implication.members(clause)
    if not members:
        return []
    needing = [found for each in members if (found := _study(written, each))]
    if len(members) - len(needing) >= least(clause, members):
        return []
    study = [each for found in needing for each in found]
    beside = len(needing) < len(members) and not any(isinstance(each, Degree | Award) for each in study)
    return [] if beside else study
