"""Two versions of a whole pack: what it is, its levels, its names, its statements; parts that moved are found here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from minqual.clauses import direction_of
from minqual.packs.pack import Acceptance, Level, Pack, Posts, Statement
from minqual.packs.versions.changes import Change, What, becomes, names_sentence, quoted, sentence, told, understood
from minqual.packs.versions.clauses import Spot, clause_lists, identities, listing, values
from minqual.packs.versions.matching import alone, fields, in_order, likeness, matched

THE_PACK: Final = "The pack"
EVERY_LEVEL: Final = "Every level"
COUNTING: Final = "Counting policy"
LEVELS: Final = "Levels"

SECTIONS: Final[Mapping[str, str]] = {
    "for some posts": "For some posts",
    "kinds": "Kinds of experience",
    "groups": "Groups of kinds",
    "job facts": "Facts of a job",
    "may mean": "Words of several meanings",
    "class ranks": "Classes by rank, from the lowest",
    "award ranks": "Awards by rank, from the lowest",
    "levels of study": "Words for levels of study",
    "awards": "Awards",
    "fields": "Fields of study",
    "assumptions": "Taken as given",
    "confirm": "A person confirms before the result is used",
    "desirable": "Desirable, never counted against anyone",
    "no effect": "Without effect on screening",
    "never screened": "Never screened",
    "accepted": "Remarks that are accepted",
    "es": "In Spanish, for letters",
}
"""Headings of the sections of a pack; another one has its key for a heading."""


def heading(key: str) -> str:
    """The heading of a section of a pack."""
    return SECTIONS.get(key, key.capitalize())


def compare(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every difference between two versions of a pack, in the order in which a pack is read."""
    spot = Spot(THE_PACK, ({}, {}), "", "")
    mine, yours = fields(old), fields(new)
    changes: list[Change] = []
    later: list[Change] = []
    for key in mine:
        before, after = mine[key], yours[key]
        if key in {"counting policy", "levels", "every level requires", "for some posts"} or before == after:
            continue
        section = replace(spot, section=heading(key), before=key, after=key).under(direction_of(Pack, key))
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            later += vocabulary(section, key, before, after)
        elif isinstance(before, tuple) and isinstance(after, tuple) and key != "qualification part":
            later += sentences(section, key, before, after)
        else:
            changes += values(replace(section, section=THE_PACK), key, before, after, (old, new))
    changes += policies(replace(spot, section=COUNTING), old.policy.printed(), new.policy.printed())
    changes += levels(old, new)
    changes += posts(old, new)
    every = identities(old.every_level_requires, "every-level"), identities(new.every_level_requires, "every-level")
    place = Spot(EVERY_LEVEL, every, "every-level", "every-level")
    changes += clause_lists(place, "every level requires", old.every_level_requires, new.every_level_requires, "all")
    return (*moved(changes), *later)


def policies(spot: Spot, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """Values in force that differ; the name and the source of a policy decide nothing."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            place, decides = f"counting policy.{key}", key not in {"name", "source"}
            here = replace(spot, before=place, after=place, decides=decides)
            says = sentence("", key, before, after)
            yield here.change("changed", key, (before, after), says)


def levels(old: Pack, new: Pack) -> Iterator[Change]:
    """Levels that came, went or changed places, and the changes in each of those that stayed."""
    pairs = matched(old.levels, new.levels, [lambda level: level.id, lambda level: level.title, _likely(old, new)])
    spot = Spot(LEVELS, ({}, {}), "levels", "levels")
    for here in alone(pairs, len(old.levels), 0):
        yield _whole_level(spot, "removed", old.levels[here])
    for there in alone(pairs, len(new.levels), 1):
        yield _whole_level(spot, "added", new.levels[there])
    if not in_order(pairs):
        before, after = (listing([level.title for level in pack.levels]) for pack in (old, new))
        says = f"levels change places; from the lowest to the highest they are now: {after}"
        yield replace(spot.change("reordered", "levels", (before, after), says), decides=True)
    for _, there, here in sorted((there, there, here) for here, there in pairs):
        yield from level(old.levels[here], new.levels[there])


def posts(old: Pack, new: Pack) -> Iterator[Change]:
    """Posts for which more is asked that came or went, and the changes in what is asked for those that stayed."""
    mine, yours = old.for_some_posts, new.for_some_posts
    pairs = matched(mine, yours, [lambda each: each.id, lambda each: each.posts])
    spot = Spot(heading("for some posts"), ({}, {}), "for some posts", "for some posts")
    for here in alone(pairs, len(mine), 0):
        yield _whole_posts(spot, "removed", mine[here])
    for there in alone(pairs, len(yours), 1):
        yield _whole_posts(spot, "added", yours[there])
    for here, there in sorted(pairs, key=lambda pair: pair[1]):
        yield from level(mine[here], yours[there])


def _likely(old: Pack, new: Pack) -> Callable[[Level], object]:
    """A key that makes levels partners where at least one could be: those that ask alike things."""
    known = {level.id for level in old.levels} & {level.id for level in new.levels}
    titles = {level.title for level in old.levels} & {level.title for level in new.levels}

    def key(level: Level) -> object:
        others = [each for pack in (old, new) for each in pack.levels if each is not level]
        alike = any(likeness(level.requires, each.requires) >= ALIKE for each in others)
        return "alike" if alike and level.id not in known and level.title not in titles else None

    return key


ALIKE: Final = 0.5
"""The likeness of requirements from which a level with another id and title is the same level, renamed."""


def _whole_level(spot: Spot, what: What, level: Level) -> Change:
    requires = listing([told(clause) for clause in level.requires])
    here = replace(spot, before=level.id, after=level.id)
    shown = (requires, "") if what == "removed" else ("", requires)
    asks = "required" if what == "removed" else "requires"
    says = f"{what}: {level.title} (level {level.id}), which {asks}: {requires}"
    return here.change(what, "levels", shown, says)


def _whole_posts(spot: Spot, what: What, each: Posts) -> Change:
    asked = listing([told(clause) for clause in each.requires])
    shown = (asked, "") if what == "removed" else ("", asked)
    says = f"{what}: {each.title} ({each.id}), for which is asked besides: {asked}"
    return replace(spot, before=each.id, after=each.id).change(what, "for some posts", shown, says)


def level(old: Level | Posts, new: Level | Posts) -> Iterator[Change]:
    """The changes of one level, or of posts."""
    ids = identities(old.requires, old.id), identities(new.requires, new.id)
    spot = Spot(new.title, ids, old.id, new.id)
    mine, yours = fields(old), fields(new)
    for key in mine:
        if key == "requires":
            yield from clause_lists(spot, key, old.requires, new.requires, "all")
        elif key == "id" and old.id != new.id:
            of = "the level" if isinstance(new, Level) else "the posts"
            says = sentence("", f"the name of {of} (id)", old.id, new.id)
            yield replace(spot.change("changed", key, (old.id, new.id), says), decides=True)
        else:
            yield from values(spot, key, mine[key], yours[key], (old, new))


def vocabulary(spot: Spot, key: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    """Names that came and went, and the words understood for those that stayed."""
    old, new = ({name: understood(entry) for name, entry in each.items()} for each in (before, after))
    for name in dict.fromkeys((*old, *new)):
        here = replace(spot, before=f"{key}.{name}", after=f"{key}.{name}")
        words = listing(old.get(name, ())), listing(new.get(name, ()))
        if name not in new or name not in old:
            what: What = "removed" if name not in new else "added"
            known = words[0] or words[1]
            says = f"{what}: {name}{f' ({known})' if known else ''}"
            yield here.change(
                what, key, (f"{name}: {words[0]}", "") if what == "removed" else ("", f"{name}: {words[1]}"), says
            )
            continue
        more = [word for word in new[name] if word not in old[name]]
        fewer = [word for word in old[name] if word not in new[name]]
        if more or fewer:
            yield here.change("changed", key, words, names_sentence("", name, more, fewer))


def sentences(spot: Spot, key: str, old: Sequence[object], new: Sequence[object]) -> Iterator[Change]:
    """Statements, assumptions and acceptances that came and went, and those that were worded or cited anew."""
    pairs = matched(old, new, [lambda each: each, _words, _source, _reason])
    for here, there in pairs:
        before, after = old[here], new[there]
        if before != after:
            yield _restated(spot, key, before, after)
    for here in alone(pairs, len(old), 0):
        yield spot.change("removed", key, (_words(old[here]), ""), f"removed: {_words(old[here])}")
    for there in alone(pairs, len(new), 1):
        yield spot.change("added", key, ("", _words(new[there])), f"added: {_words(new[there])}")


def _restated(spot: Spot, key: str, old: object, new: object) -> Change:
    words = _words(old), _words(new)
    if words[0] != words[1]:
        return spot.change("changed", key, words, becomes(*words))
    sources = [each.source.cited for each in (old, new) if isinstance(each, Statement)]
    says = f"{words[0]}: the source is now {quoted(sources[1])}"
    return spot.change("changed", "source", (sources[0], sources[1]), says)


def _words(each: object) -> str:
    if isinstance(each, Acceptance):
        about = f" ({', '.join(each.clause)})" if each.clause else ""
        return f"{each.remark}{about}, because {each.because}"
    if isinstance(each, tuple):
        return ", then ".join(each)
    return each.says if isinstance(each, Statement) else str(each)


def _reason(each: object) -> object:
    return each.because if isinstance(each, Acceptance) else None


def _source(each: object) -> object:
    if isinstance(each, Acceptance):
        return each.remark, each.clause
    return each.source if isinstance(each, Statement) else None


def moved(changes: Sequence[Change]) -> list[Change]:
    """The changes, those that take a clause from one place and put the same one in another told as one."""
    kept = list(changes)
    for gone in [each for each in changes if each.what == "removed" and each.key in MOVABLE]:
        for come in [each for each in kept if each.what == "added" and each.key in MOVABLE]:
            if come.new == gone.old and gone in kept:
                place = kept.index(gone)
                kept[place] = _move(gone, come)
                kept.remove(come)
                break
    return kept


MOVABLE: Final = frozenset({"any of", "all of", "of", "requires", "every level requires", "readings"})


def _move(gone: Change, come: Change) -> Change:
    """One clause at its new place, which says nothing about how hard the whole has become."""
    where = [f"{each.section} ({place})" for each, place in ((gone, gone.before), (come, come.after))]
    says = f"moved from {where[0]} to {where[1]}: {come.new}"
    return replace(come, what="moved", before=gone.before, old=gone.old, effect=None, says=says)


def decides(changes: Sequence[Change]) -> bool:
    """Whether any change can change a standing."""
    return any(change.decides for change in changes)
