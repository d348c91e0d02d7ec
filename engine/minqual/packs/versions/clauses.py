"""Two versions of a pack, part by part: what came, what went, what moved, and what now reads otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from minqual.clauses import (
    BestOf,
    Clause,
    Direction,
    Effect,
    Group,
    Parts,
    Term,
    Undeciding,
    direction_of,
    measure,
    numbered,
    opposite,
)
from minqual.notation import Amount, PackModel
from minqual.packs.versions.changes import (
    Change,
    What,
    in_words,
    item,
    names_sentence,
    quoted,
    sentence,
    told,
    tree_ids,
)
from minqual.packs.versions.matching import alone, fields, in_order, matched, substance


@dataclass(frozen=True, slots=True)
class Spot:
    """Where two parts that are compared stand.

    section: the heading. ids: the tree ids of all clauses, old and new. before, after: the tree ids of the parts.
    words: what an analyst finds them by, before their own words. carried: whether an easier part makes the whole
    easier. decides: whether anything here can change a standing.
    """

    section: str
    ids: tuple[Mapping[int, str], Mapping[int, str]]
    before: str
    after: str
    words: str = ""
    carried: bool = True
    decides: bool = True

    def under(self, direction: Direction) -> Spot:
        """The same spot, for what stands in a field of such a direction."""
        return replace(self, decides=self.decides and not isinstance(direction, Undeciding))

    def at(self, key: str, direction: Direction, number: tuple[int, int] | None = None) -> Spot:
        """A part of it that is no clause: the value of a key, or an entry of its list."""
        slugs = ["", ""]
        words = key
        if number is not None:
            slugs = [f".{item(key, each + 1).replace(' ', '-')}" for each in number]
            words = item(key, number[1] + 1)
        name = f".{key.replace(' ', '-')}"
        carried = self.carried and isinstance(direction, Parts)
        before, after = f"{self.before}{name}{slugs[0]}", f"{self.after}{name}{slugs[1]}"
        return replace(self.about(words).under(direction), before=before, after=after, carried=carried)

    def about(self, words: str) -> Spot:
        """The same spot, found by more words."""
        return replace(self, words=f"{self.words}, {words}" if self.words else words)

    def of(self, old: Clause, new: Clause) -> Spot:
        """The spot of two clauses; those of the tree have ids there, and carry what is easier to the whole."""
        before, after = self.ids[0].get(id(old)), self.ids[1].get(id(new))
        if before is None or after is None:
            return self
        return replace(self, before=before, after=after, carried=True)

    def change(self, what: What, key: str, values: tuple[str, str], says: str, effect: Effect | None = None) -> Change:
        """A change here."""
        decides = self.decides and what != "reordered"
        shown = effect if self.carried and decides else None
        before, after = "" if what == "added" else self.before, "" if what == "removed" else self.after
        return Change(self.section, what, key, before, after, *values, shown, decides, says)


def clause_lists(
    spot: Spot, key: str, old: Sequence[Clause], new: Sequence[Clause], gate: object, more: Effect | None = None
) -> Iterator[Change]:
    """The changes of a list of clauses: one that stands there as before is not told, wherever it stands.

    more: what one more of them does where no gate says it.
    """
    slugs = [{id(member.clause): member.slug for member in numbered(clauses)} for clauses in (old, new)]
    slug = slugs[0] | slugs[1]
    pairs = matched(
        old,
        new,
        [
            lambda clause: (clause.id, clause.kind) if clause.id else None,
            substance,
            lambda clause: slug[id(clause)] if slug[id(clause)] == clause.kind.replace(" ", "-") else None,
            lambda clause: clause.kind,
            lambda clause: clause.id,
        ],
    )
    pairs += _wrapped(old, new, pairs)
    more = "harder" if gate == "all" else "easier" if gate is not None else more
    for here, there in sorted(pairs):
        yield from clauses(spot.of(old[here], new[there]), key, old[here], new[there])
    for here in alone(pairs, len(old), 0):
        yield _came_or_went(spot, "removed", key, old[here], opposite(more), gate)
    for there in alone(pairs, len(new), 1):
        yield _came_or_went(spot, "added", key, new[there], more, gate)
    if not in_order(pairs):
        before, after = (listing([told(clause) for clause in clauses]) for clauses in (old, new))
        yield spot.change("reordered", key, (before, after), f"{_subject(spot, '')}the order is now: {after}")


def listing(parts: Sequence[str]) -> str:
    """Parts in their order."""
    return "; ".join(parts)


def _wrapped(old: Sequence[Clause], new: Sequence[Clause], pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of a clause without a partner and a combination that now holds it, or the other way round."""
    found: list[tuple[int, int]] = []
    free = set(alone(pairs, len(new), 1))
    for here in alone(pairs, len(old), 0):
        for there in sorted(free):
            if _holds(new[there], old[here]) or _holds(old[here], new[there]):
                found.append((here, there))
                free.discard(there)
                break
    return found


def _holds(outer: Clause, inner: Clause) -> bool:
    members = outer.members() if isinstance(outer, Group) else ()
    return any(substance(member.clause) == substance(inner) for member in members)


def _came_or_went(spot: Spot, what: What, key: str, clause: Clause, effect: Effect | None, gate: object) -> Change:
    side = 0 if what == "removed" else 1
    name = spot.ids[side].get(id(clause), (spot.before, spot.after)[side])
    here = replace(spot, before=name, after=name)
    noun = "alternative " if gate == "any" else "clause "
    says = f"{_subject(spot, '')}{noun}{what}: {told(clause)}"
    values = (told(clause), "") if what == "removed" else ("", told(clause))
    return here.change(what, key, values, says, effect)


def _subject(spot: Spot, words: str) -> str:
    said = ": ".join(part for part in (spot.words, words) if part)
    return f"{said}: " if said else ""


def clauses(spot: Spot, key: str, old: Clause, new: Clause) -> Iterator[Change]:
    """The changes of one clause that two versions have in the same place."""
    if old.kind != new.kind:
        gates = [
            each.gate() if isinstance(each, Group) and _holds(each, other) else None
            for each, other in ((new, old), (old, new))
        ]
        sort: dict[object, Effect] = {"any": "easier", "all": "harder"}
        effect = sort.get(gates[0]) if gates[0] is not None else opposite(sort.get(gates[1]))
        says = f"{_subject(spot, '')}{told(old)} becomes {told(new)}"
        yield spot.change("changed", key, (told(old), told(new)), says, effect)
        return
    mine, yours = fields(old), fields(new)
    different = [each for each in mine if mine[each] != yours[each]]
    place = spot.words
    inside = spot if isinstance(old, Group) else spot.about(_named(spot, old))
    if isinstance(old, Group) and not old.points and old.kind not in {"any of", "all of"}:
        inside = spot.about(
            f"{old.kind} {in_words(mine[old.kind])}" if isinstance(mine.get(old.kind), str) else old.says()
        )
    for each in different:
        if different == [each] and _speaks(each, old, new):
            yield _own_value(replace(spot, words=place), each, old, new)
        else:
            about = spot.about(old.says()) if each in {"id", "source"} else inside
            yield from values(about, each, mine[each], yours[each], (old, new))


def _named(spot: Spot, clause: Clause) -> str:
    """What a clause is found by: its words; of one with parts those before them, and its id."""
    head, parts, _ = clause.says().partition(getattr(clause, "before_parts", "") or "\0")
    return f"{head} ({spot.before})" if parts else head


def _speaks(key: str, old: Clause, new: Clause) -> bool:
    """Whether a clause as a whole tells the change of one value: the one that introduces it, or a long one it says."""
    value = fields(old)[key]
    if old.says() == new.says() or isinstance(value, tuple):
        return False
    return key == old.kind or (isinstance(value, str) and quoted(value) != value and value in old.says())


def _own_value(spot: Spot, key: str, old: Clause, new: Clause) -> Change:
    """The change of nothing but the value that introduces a clause: told by the clause as a whole."""
    before, after = fields(old)[key], fields(new)[key]
    said = in_words(after) if isinstance(after, Amount) else new.says()
    says = f"{_subject(spot, '')}{old.says()} becomes {said}"
    direction = direction_of(type(old), key)
    effect = direction.effect(before, after)
    change = spot.under(direction).change("changed", key, (in_words(before), in_words(after)), says, effect)
    return replace(change, decides=change.decides and not _same_amount(before, after))


def values(spot: Spot, key: str, old: object, new: object, owners: tuple[PackModel, PackModel]) -> Iterator[Change]:
    """The changes of the value of one key, whatever kind of value it is."""
    if old == new:
        return
    direction = direction_of(type(owners[0]), key)
    spot = spot.under(direction)
    if key == "source":
        yield from _scalar(spot, key, old, new, direction)
    elif isinstance(old, Clause) and isinstance(new, Clause):
        yield from clauses(
            spot.at(key, direction).of(old, new) if key != "education" else spot.of(old, new), key, old, new
        )
    elif _all(Clause, old, new):
        gates = [_gate(owner, value) for owner, value in zip(owners, (old, new), strict=True)]
        inner = spot if gates[0] is not None else replace(spot.at(key, direction), words=spot.words)
        more = direction.effect(None, ())
        yield from clause_lists(inner, key, old, new, gates[0], more)  # type: ignore[arg-type]  # all of them were seen to be clauses
    elif _all(PackModel, old, new):
        yield from entries(spot, key, old, new, direction)  # type: ignore[arg-type]  # all were seen to be models
    elif isinstance(old, PackModel) and isinstance(new, PackModel):
        yield from models(spot.at(key, direction), old, new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys((*old, *new)):
            one = replace(spot.about(key), before=f"{spot.before}.{key}", after=f"{spot.after}.{key}")
            yield from _scalar(one, name, old.get(name), new.get(name), direction)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _names(spot, key, old, new, direction)
    else:
        yield from _scalar(spot, key, old, new, direction)


def _all(kind: type, old: object, new: object) -> bool:
    """Whether two values are lists of nothing but such parts, and one has some."""
    if not (isinstance(old, tuple) and isinstance(new, tuple) and (old or new)):
        return False
    return all(isinstance(part, kind) for part in (*old, *new))


def _gate(owner: PackModel, value: object) -> object:
    """How an owner combines a list of clauses, where the list is what it combines."""
    if not isinstance(owner, Group) or not isinstance(value, tuple):
        return None
    combined = {id(member.clause) for member in owner.members()}
    return owner.gate() if combined == {id(clause) for clause in value} else None


def _scalar(spot: Spot, key: str, old: object, new: object, direction: Direction) -> Iterator[Change]:
    """One value in place of another."""
    if old == new:
        return
    before, after = in_words(old), in_words(new)
    what: What = "added" if old is None else "removed" if new is None else "changed"
    says, effect = sentence(spot.words, key, before, after), direction.effect(old, new)
    change = spot.change(what, key, (before, after), says, effect)
    yield replace(change, decides=change.decides and not _same_amount(old, new))


def _same_amount(old: object, new: object) -> bool:
    """Whether two values are one amount in two ways of writing it: 12 months, 1 year."""
    return isinstance(old, Amount) and isinstance(new, Amount) and measure(old) == measure(new)


def _names(
    spot: Spot, key: str, old: tuple[object, ...], new: tuple[object, ...], direction: Direction
) -> Iterator[Change]:
    before, after = [in_words(each) for each in old], [in_words(each) for each in new]
    if sorted(before) == sorted(after):
        words = listing(before), listing(after)
        says = f"{_subject(spot, '')}{key}: the order is now {words[1]}"
        yield spot.change("reordered", key, words, says)
        return
    more, fewer = ([each for each in a if each not in b] for a, b in ((after, before), (before, after)))
    says = names_sentence(spot.words, key, more, fewer)
    if not (more or fewer):
        says = sentence(spot.words, key, listing(before), listing(after))
    yield spot.change("changed", key, (listing(before), listing(after)), says, direction.effect(old, new))


def models(spot: Spot, old: PackModel, new: PackModel) -> Iterator[Change]:
    """The changes of a mapping that is no clause, key by key."""
    mine, yours = fields(old), fields(new)
    for key in dict.fromkeys((*mine, *yours)):
        yield from values(spot, key, mine.get(key), yours.get(key), (old, new))


def entries(
    spot: Spot, key: str, old: Sequence[PackModel], new: Sequence[PackModel], direction: Direction
) -> Iterator[Change]:
    """The changes of a list of mappings, such as the rows of a table."""
    pairs = matched(old, new, [substance, type])
    for here, there in pairs:
        one, part = spot.at(key, direction, (here, there)), old[here]
        said = f" ({part.says()})" if isinstance(part, Term) and not isinstance(part, BestOf) else ""
        yield from models(replace(one, words=one.words + said), part, new[there])
    more = direction.effect(None, ())
    for here in alone(pairs, len(old), 0):
        one, said = spot.at(key, direction, (here, here)), in_words(old[here])
        yield one.change("removed", key, (said, ""), f"{one.words} removed: {said}", opposite(more))
    for there in alone(pairs, len(new), 1):
        one, said = spot.at(key, direction, (there, there)), in_words(new[there])
        yield one.change("added", key, ("", said), f"{one.words} added: {said}", more)
    if not in_order(pairs):
        before, after = (listing([quoted(in_words(part)) for part in parts]) for parts in (old, new))
        yield spot.change("reordered", key, (before, after), f"{_subject(spot, '')}{key}: the order is now {after}")


def identities(clauses_: Sequence[Clause], name: str) -> dict[int, str]:
    """The tree ids of clauses and of those inside them."""
    found: dict[int, str] = {}
    for member in numbered(clauses_):
        for number, place in tree_ids(member.clause, f"{name}.{member.slug}"):
            found.setdefault(number, place)
    return found
