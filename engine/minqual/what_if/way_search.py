"""The search for the ways of one applicant to one level: the earliest day of each, and the least of each thing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import compress
from math import ceil
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from minqual.clauses import Remedy
from minqual.judging import Tree
from minqual.values import DAYS_IN_YEAR, Standing
from minqual.what_if.correction_sets import WAIT, Correction, Options, corrections, least, told_apart
from minqual.what_if.hypothetical_tables import Supposed
from minqual.what_if.known_remedies import KnownRemedies
from minqual.what_if.supposing import Looking, Outcome, together

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BETWEEN: Final = (182, 365, 730, 1461, 2922)
"""Days ahead that are looked at besides where what is looked for may be there neither soon nor in the end."""

OF_POSTS: Final = (91, 182, 273, 365, 456, 547, 730, 913, 1096, 1461, 1826, 2192, 2922, 3653)
"""The same for work in several posts, of which the first may no longer count once the last has lasted long enough."""

MOST_WAYS: Final = 5
"""Ways that are told of one level."""

MOST_MORE: Final = 8
"""Sets that are tried of what is needed besides, where time or an answer takes something else away."""

AT_ONCE: Final = 8
"""Sets of things of which it is looked at once for how much of each is needed."""

SLACK: Final = 4
"""Days that a post may be longer if it begins on another day."""

NEARLY: Final = 40
"""Days by which it may be wrong when a level should be met, if what counts grows evenly."""

POINTS: Final = 8
"""Days and amounts that are tried at once besides those at which a level should be met."""

ROUNDING: Final = 1e-6
"""By how much a figure that tells where to look may be off."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a way. amount: how much of it there must be: days of work, or what it is measured in."""

    remedy: Remedy
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a level. things: what is still to come. answers: what is asked of the applicant besides.

    days: after the as-of date, the earliest day by what is known. waits: whether time passes, in which present jobs go
    on. conferred: on which days degrees in progress are expected, where it rests on these. reached: what the record
    comes to by it. open: leaves of which something is open that may make it sooner or smaller; soonest: then the
    earliest day.
    """

    things: tuple[Thing, ...]
    answers: tuple[Thing, ...]
    days: int
    waits: bool
    conferred: tuple[str, ...] = ()
    reached: Outcome | None = field(default=None, compare=False, repr=False)
    open: tuple[int, ...] = ()
    soonest: int | None = None

    @property
    def dated(self) -> bool:
        """Whether it is known how long all of it takes."""
        return all(each.remedy.dated for each in self.things)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What comes first: the earliest, then the fewest things."""
        return not self.dated, self.days, len(self.things) + len(self.answers) + self.waits


def first_ways(ways: Sequence[Way], known: KnownRemedies) -> tuple[Way, ...]:
    """The ways that are told: those of which no other asks less, the earliest first."""
    order = sorted(dict.fromkeys(each for each in ways if each.things or each.waits), key=lambda each: each.rank)
    kept = [
        each
        for place, each in enumerate(order)
        if not any(
            _asks_less(other, each, known) and (before < place or not _asks_less(each, other, known))
            for before, other in enumerate(order)
            if before != place
        )
    ]
    return tuple(kept[:MOST_WAYS])


def in_progress_first(ways: Sequence[Way]) -> tuple[Way, ...]:
    """Ways without those that ask for another degree beside one in progress that would do."""
    resting = [each for each in ways if each.conferred]
    return tuple(each for each in ways if not any(_conferred_does(other, each) for other in resting))


def _conferred_does(one: Way, other: Way) -> bool:
    """Whether a degree in progress does what another way asks to be studied, and all else is asked for as well."""
    has = {each.remedy: each.amount for each in (*other.things, *other.answers)}
    asks = (*one.things, *one.answers)
    study = [
        each
        for each in other.things
        if each.remedy.table == "education" and each.remedy not in {thing.remedy for thing in asks}
    ]
    return not other.conferred and bool(study) and all(each.amount <= has.get(each.remedy, -1) for each in asks)


def _asks_less(one: Way, other: Way, known: KnownRemedies) -> bool:
    """Whether a way asks for no more than another, of time, of things and of how much of them."""
    every = (*other.things, *other.answers)
    has = {each.remedy: each.amount for each in every}
    works = any(each.of_time for each in has)
    return (
        one.days <= other.days
        and (other.waits or works or not one.waits)
        and all(
            each.amount <= has.get(each.remedy, -1)
            or any(known.asks_less(each.remedy, more.remedy, each.amount, more.amount) for more in every)
            or any(each.remedy.held_by(more.remedy, each.amount) for more in other.things)
            for each in (*one.things, *one.answers)
        )
    )


class Supposes(Protocol):
    """What a search asks of whoever knows the applicants."""

    def supposed(self, applicant: int, amounts: tuple[tuple[int, int], ...], days: int) -> Supposed:
        """An applicant with so much of some remedies."""

    def edges(self, applicant: int, leaves: Sequence[int]) -> Sequence[int]:
        """The days ahead at which what some leaves count may begin to grow or to fall."""

    def even(self, leaves: Collection[int]) -> bool:
        """Whether what some leaves count can but grow evenly with time."""

    def axis(self) -> NDArray[np.int64]:
        """The number of each day ahead on the axis on which time is counted, that of the as-of date first."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A set of things that is known to be enough, and by about when.

    low, high, below, above: the days between which its day lies, and what comes of it on these. about: its likely day.
    """

    of: Correction
    low: int
    high: int
    below: Outcome
    above: Outcome
    about: int


Look: TypeAlias = tuple[Mapping[int, int], int]
"""So much of some remedies, and how many days ahead it is looked at."""


class Seen:
    """What one applicant was seen to come to: what has been looked at is not looked at again."""

    def __init__(self, of: Supposes, applicant: int) -> None:
        self._of, self.applicant = of, applicant
        self._known: dict[tuple[int, tuple[tuple[int, int], ...]], Outcome] = {}

    def look(self, at: Sequence[Look]) -> Looking[list[Outcome]]:
        """What comes of each."""
        keys = [(days, tuple(amounts.items())) for amounts, days in at]
        fresh = [key for key in dict.fromkeys(keys) if key not in self._known]
        if fresh:
            outcomes = yield [(days, self._of.supposed(self.applicant, some, days)) for days, some in fresh]
            self._known.update(zip(fresh, outcomes, strict=True))
        return [self._known[key] for key in keys]


class Search:
    """The search for the ways of one applicant to one level. aim: the standing to be reached. far: days ahead.

    asked: the remedies that stand for what is open of the record.
    """

    def __init__(  # noqa: PLR0913, PLR0917  # what is known of the pack, of the applicant and of the level
        self,
        of: Supposes,
        tree: Tree,
        known: KnownRemedies,
        seen: Seen,
        root: int,
        aim: int,
        far: int,
        options: Options,
        asked: Collection[int],
    ) -> None:
        self._of, self._tree, self._known, self._seen = of, tree, known, seen
        self._root, self._aim, self._far, self._options = root, aim, far, options
        self._asked = asked
        self._held: Collection[int] = ()
        self._mosts: dict[tuple[frozenset[int], int], Mapping[int, int]] = {}

    def ways(self, now: NDArray[np.int8]) -> Looking[tuple[Way, ...]]:
        """The ways that are told, each as small as it may be. now: where each node certainly stands."""
        self._held = {leaf for number, leaf in self._leaves() if now[number] >= Standing.MET}
        prospects = yield from self._prospects(self._sets(now))
        found: list[Way] = []
        while prospects:
            some, prospects = prospects[:AT_ONCE], prospects[AT_ONCE:]
            for ways in (yield from together([self._sized(each, again=True) for each in some])):
                found += map(self._asking, ways)
            kept = first_ways(found, self._known)
            if len(kept) == MOST_WAYS:
                prospects = yield from self._before(kept[-1], prospects)
        return first_ways(found, self._known)

    def _asking(self, way: Way) -> Way:
        """A way of which what is open is asked for, and is no thing to do."""
        asked = [self._known.number[each.remedy] in self._asked for each in way.things]
        things = tuple(each for each, open_one in zip(way.things, asked, strict=True) if not open_one)
        return replace(way, things=things, answers=tuple(compress(way.things, asked)))

    def _before(self, last: Way, prospects: Sequence[Prospect]) -> Looking[list[Prospect]]:
        """The prospects by which there may be a way that comes before one that is found."""
        count = len(last.things) + len(last.answers) + last.waits
        alike = [each for each in prospects if self._dated(each) == last.dated]
        days = [last.days - (len(each.of.remedies) >= count) for each in alike]
        tried = [(each, day) for each, day in zip(alike, days, strict=True) if each.low < day]
        outcomes = yield from self._seen.look([(self._most(each.of, day), day) for each, day in tried])
        sooner = {each.of for (each, _), one in zip(tried, outcomes, strict=True) if self._enough(each.of, one)}
        return [
            each for each in prospects if each.of in sooner or self._dated(each) > last.dated or self._posts(each.of)
        ]

    def _sets(self, nodes: NDArray[np.int8]) -> list[Correction]:
        """The minimal sets by which the level would be met. Work takes the place of present jobs."""
        met = nodes >= self._aim
        key, known = (self._root, met.tobytes()), self._options.sets
        if key not in known:
            every = corrections(self._tree, self._root, met.tolist(), self._options.of)
            sets = [one for each in every for one in told_apart(each, self._known.alike)]
            worked = [Correction(each.remedies - {WAIT}, each.measured) if self._work(each) else each for each in sets]
            kept = least(worked, self._known.no_more)
            known[key] = list({(each.remedies, each.leaves): each for each in kept}.values())
        return known[key]

    def _work(self, each: Correction) -> list[int]:
        return sorted(one for one in each.remedies if one != WAIT and self._known.all[one].of_time)

    def _prospects(self, sets: Sequence[Correction]) -> Looking[list[Prospect]]:
        """Sets that are enough, the likely earliest first; of those of the same things, the likely earliest."""
        tried = yield from together([self._tried(each) for each in sets])
        found = [each for each in tried if each is not None]
        alike: dict[frozenset[int], list[Prospect]] = {}
        for each in found:
            alike.setdefault(each.of.remedies, []).append(each)
        near = yield from together([self._near(each) for each in alike.values()])
        return sorted((each for some in near for each in some), key=self._rank)

    def _near(self, alike: Sequence[Prospect]) -> Looking[list[Prospect]]:
        """Of prospects of the same things those of about the earliest day; all of them where none comes so soon."""
        day = min(each.about for each in alike) + NEARLY
        near = [each for each in alike if each.about <= day]
        if len(near) == len(alike) or self._of.even({leaf for each in alike for leaf in each.of.leaves}):
            return near
        (by_then,) = yield from self._seen.look([(self._most(alike[0].of, day), day)])
        sooner = [each for each in alike if each.low < day and self._enough(each.of, by_then)]
        return [each for each in alike if each in near or each in sooner] if sooner else list(alike)

    def _rank(self, each: Prospect) -> tuple[bool, int, int, tuple[int, ...]]:
        remedies = each.of.remedies
        return not self._dated(each), each.about, len(remedies), tuple(sorted(remedies))

    def _dated(self, each: Prospect) -> bool:
        """Whether it is known how long all of a set takes."""
        return all(one in self._asked or one == WAIT or self._known.all[one].dated for one in each.of.remedies)

    def _most(self, each: Correction, days: int) -> Mapping[int, int]:
        """As much of everything as may be by a day; as much in each of several posts."""
        key = each.remedies, days
        if key not in self._mosts:
            some = each.remedies if days else each.remedies.difference(self._work(each))
            self._mosts[key] = self._known.most_of_all(some, days)
        return self._mosts[key]

    def looks(self, now: NDArray[np.int8]) -> list[Look]:
        """What is looked at first."""
        return [(self._most(each, days), days) for each in self._sets(now) for days in self._points(each)]

    def _points(self, each: Correction) -> Sequence[int]:
        """The days at which what a set needs may begin or cease to count."""
        takes = WAIT in each.remedies or self._work(each)
        edges = self._of.edges(self._seen.applicant, sorted(each.leaves))
        between = (day for day in OF_POSTS if day < self._far) if self._posts(each) else ()
        return [0, *sorted({*edges, *between}), self._far] if takes else [0]

    def _tried(self, each: Correction) -> Looking[Prospect | None]:
        """A set with as much of everything as may be, on the days at which what counts may turn."""
        points = self._points(each)
        outcomes = yield from self._seen.look([(self._most(each, days), days) for days in points])
        first = next((place for place, one in enumerate(outcomes) if self._enough(each, one)), None)
        if first is None:
            return None
        before = max(first - 1, 0)
        low, high, below, above = points[before], points[first], outcomes[before], outcomes[first]
        about = self._guess(low, high, below, above, each.leaves) if high > low else high
        return Prospect(each, low, high, below, above, about)

    def _enough(self, each: Correction, outcome: Outcome) -> bool:
        """Whether all leaves are met that say how much is needed."""
        return all(outcome.met(leaf) for leaf in each.leaves)

    def _sized(self, prospect: Prospect, *, again: bool) -> Looking[list[Way]]:
        """A set with the least of each thing that it takes; where time takes something else away, with more things."""
        each = prospect.of
        days, before, outcome = yield from self._first_day(prospect)
        if days and self._aimed(before) and not self._posts(each):
            return []  # what these things do besides was enough before: another set says so
        whole, outcome = yield from self._with_slack(each, days, outcome)
        at, ended = yield from self._one_after_the_other(each, whole, outcome, partial(self._enough, each))
        if self._aimed(outcome) and not self._aimed(ended):
            at, ended = yield from self._one_after_the_other(each, whole, outcome, self._aimed)
        if self._aimed(ended):  # where posts end sooner than equal parts, what time takes away may still be there
            return (yield from self._trimmed(each, at, ended, again=again))
        ways = (yield from self._with_more(each, outcome)) if again else []
        later = (yield from self._first_aimed(each, days)) if prospect.high else None
        return ways + ((yield from self._trimmed(each, *later, again=again, later=True)) if later else [])

    def _with_slack(self, each: Correction, days: int, outcome: Outcome) -> Looking[tuple[Look, Outcome]]:
        """The most of a set by a day; of several posts by a later one, as a post begun sooner may need a few days more.

        Months are of different lengths.
        """
        later = days + SLACK * len(self._posts(each))
        if days < later <= self._far:
            (more,) = yield from self._seen.look([(self._most(each, later), later)])
            if self._enough(each, more) and self._aimed(more) >= self._aimed(outcome):
                return (self._most(each, later), later), more
        return (self._most(each, days), days), outcome

    def _with_more(self, each: Correction, outcome: Outcome) -> Looking[list[Way]]:
        """The ways of a set with what is needed besides, where time takes something else away."""
        rest = self._sets(outcome.tried.nodes[:, outcome.place])
        more = [one for other in rest for one in told_apart(each | other, self._known.alike) if one != each]
        return (yield from self._sized_all(more[:MOST_MORE], again=False))

    def _leaves(self) -> list[tuple[int, int]]:
        """The nodes of the level that are leaves, each with its leaf."""
        inside = range(self._tree.first()[self._root], self._root)
        found = ((number, self._tree.nodes[number].leaf) for number in inside)
        return [(number, leaf) for number, leaf in found if leaf is not None and leaf != self._tree.unread]

    def _turns(self) -> Sequence[int]:
        """The days ahead at which anything of the level may begin or cease to count."""
        return self._of.edges(self._seen.applicant, sorted({leaf for _, leaf in self._leaves()}))

    def _first_aimed(self, each: Correction, after: int) -> Looking[tuple[Look, Outcome] | None]:
        """The most of a set on the first later day on which the level is met, and what comes of it."""
        low, points = after, [day for day in self._turns() if day > after]
        high, found = self._far + 1, None
        while points:
            outcomes = yield from self._seen.look([(self._most(each, day), day) for day in points])
            for day, outcome in zip(points, outcomes, strict=True):
                if self._aimed(outcome):
                    high, found = day, ((self._most(each, day), day), outcome)
                    break
                low = day
            points = [day for day in spread(low, high) if low < day < high] if found else []
        return found

    def _trimmed(
        self, each: Correction, at: Look, outcome: Outcome, *, again: bool, later: bool = False
    ) -> Looking[list[Way]]:
        """A set that is enough with the least of each thing that it takes on its day.

        later: whether that is later than what the set is for takes.
        """
        amounts, days, whole_outcome = dict(at[0]), at[1], outcome
        things = list(amounts)
        whole = [] if later else self._work(each)
        some = [number for number in things if self._known.all[number].column and whole != [number]]
        without = yield from self._without(amounts, things, days)
        enough = partial(self._enough, each)
        for number in self._beside(
            each, some, amounts
        ):  # no more than this set is for: with more of it another thing may be to spare
            bounds = without[number], outcome
            amounts[number], outcome = yield from self._least(each, amounts, number, days, bounds, enough)
        # A day less is asked in the same go as what is to spare.
        without = yield from self._without(amounts, things, days, self._on(each, amounts, days - 1))
        if fewer := self._fewer(each, without):
            return (yield from self._sized_all(fewer, again=again))
        if not self._aimed(outcome):
            wider = self._with_lost(each, whole_outcome, outcome)
            return (yield from self._trimmed(wider, at, whole_outcome, again=again, later=later)) if wider else []
        (held, days), outcome = yield from self._one_after_the_other(each, (amounts, days), outcome, self._aimed)
        amounts = dict(held)
        for number in some:
            bounds = without[number], outcome
            amounts[number], outcome = yield from self._least(each, amounts, number, days, bounds, self._aimed)
        if sooner := (yield from self._sooner(each, amounts, days)):
            return (yield from self._trimmed(each, *sooner, again=again, later=later))
        # Less of one thing, or an earlier day, may be without what made another necessary.
        if fewer := self._fewer(each, (yield from self._without(amounts, things, days))):
            return (yield from self._sized_all(fewer, again=again))
        told = tuple(Thing(self._known.all[number], amounts[number]) for number in things)
        return [Way(told, (), days, days > 0 and WAIT in each.remedies, reached=outcome)]

    def _with_lost(self, each: Correction, most: Outcome, least_of: Outcome) -> Correction | None:
        """A set measured by what is met now besides, and with the most of it, but not with the least; None for none."""
        lost = [leaf for leaf in self._held if most.met(leaf) and not least_of.met(leaf)]
        return replace(each, measured=each.measured | {(leaf, frozenset()) for leaf in lost}) if lost else None

    def _fewer(self, each: Correction, without: Mapping[int, Outcome]) -> list[Correction]:
        """A set without a thing that is to spare; none where none is. without: what comes of all but each thing."""
        spare = next((number for number, outcome in without.items() if self._aimed(outcome)), None)
        return [] if spare is None else [Correction(each.remedies - {spare}, each.measured)]

    def _posts(self, each: Correction) -> Sequence[Sequence[int]]:
        """The work of a set that no one job can be; none where one can be all of it."""
        work = self._work(each)
        posts = self._known.posts(work) if len(work) > 1 else ()
        return posts if len(posts) > 1 else ()

    def _beside(self, each: Correction, some: Sequence[int], amounts: Mapping[int, int]) -> Iterator[int]:
        """Some things but for work that says how long one of several posts is held, as much as there then is of it."""
        posts = self._posts(each)
        for number in some:
            post = next((post for post in posts if number in post), ())
            if not post or any(one != number and amounts[one] >= amounts[number] for one in post):
                yield number

    def _one_after_the_other(
        self, each: Correction, at: Look, outcome: Outcome, enough: Callable[[Outcome], bool]
    ) -> Looking[tuple[Look, Outcome]]:
        """A set that is enough with the least of each of several posts, as of the day on which the last ends."""
        posts = self._posts(each) if at[1] else ()
        for post in (*posts, *posts):
            (amounts, days), low = at, 0
            longest = high = max(amounts[one] for one in post)
            while high - low > 1:
                tried = [point for point in spread(low, high) if low < point < high]
                looks = [(_at_most(amounts, post, point), days - longest + point) for point in tried]
                outcomes = yield from self._seen.look(looks)
                place = next((place for place, one in enumerate(outcomes) if enough(one)), len(tried))
                low, high = [low, *tried][place], [*tried, high][place]
            at = _at_most(amounts, post, high), days - longest + high
        if posts:  # as much work may be enough without the day that is left of equal parts
            day_less = at[0], at[1] - 1
            outcome, before = yield from self._seen.look([at, day_less])
            at, outcome = (day_less, before) if enough(before) else (at, outcome)
        return at, outcome

    def _sooner(self, each: Correction, amounts: Mapping[int, int], days: int) -> Looking[tuple[Look, Outcome] | None]:
        """The same on the first day that is enough, where a day less is.

        Less of one thing may be enough once there is as much of another as must be: the day was found before.
        """
        ends = sum(max(amounts[one] for one in post) for post in self._posts(each))
        low, high, found = ends - 1, days, None
        # Where time takes something away, what is too early a day before may have been enough long before.
        points = sorted({day for day in self._turns() if low < day < high} | {days - 1})
        while points:
            looks = [self._on(each, amounts, day) for day in points if low < day < high]
            outcomes = yield from self._seen.look(looks)
            place = next((place for place, one in enumerate(outcomes) if self._aimed(one)), len(looks))
            if place < len(looks):
                found = looks[place], outcomes[place]
            low, high = [low, *(day for _, day in looks)][place], [*(day for _, day in looks), high][place]
            points = [day for day in sorted({*spread(low, high), high - 1}) if low < day < high]
        return found

    def _on(self, each: Correction, amounts: Mapping[int, int], day: int) -> Look:
        """As much of some things on a day, but no more work than there can be by then."""
        return _at_most(amounts, self._work(each), day), day

    def _without(
        self, amounts: Mapping[int, int], things: Sequence[int], days: int, *beside: Look
    ) -> Looking[dict[int, Outcome]]:
        """What comes of everything but one thing, for each. beside: what is looked at in the same go."""
        others = [each for each in beside if each[1] >= 0]
        outcomes = yield from self._seen.look([*((_but(amounts, number), days) for number in things), *others])
        return dict(zip(things, outcomes, strict=False))

    def _aimed(self, outcome: Outcome) -> bool:
        """Whether the level is met."""
        return outcome.stands(self._root) >= self._aim

    def _sized_all(self, sets: Sequence[Correction], *, again: bool) -> Looking[list[Way]]:
        """The ways of some sets."""
        prospects = yield from self._prospects(sets)
        ways = yield from together([self._sized(one, again=again) for one in prospects])
        return [way for some in ways for way in some]

    def _first_day(self, prospect: Prospect) -> Looking[tuple[int, Outcome, Outcome]]:
        """The first day on which every leaf is met that time serves; what comes of the day before, and of it."""
        each, tries = prospect.of, 0
        low, high, below, above = prospect.low, prospect.high, prospect.below, prospect.above
        while high - low > 1:
            guess = self._guess(low, high, below, above, each.leaves)
            days = {guess - 1, guess, *(spread(low, high) if tries else ())}
            looks = [(self._most(each, day), day) for day in sorted(days) if low < day < high]
            amounts = self._most(each, guess)
            besides = [] if tries else [(_but(amounts, number), guess) for number in amounts]
            outcomes = yield from self._seen.look([*looks, *besides])
            for (_, day), outcome in zip(looks, outcomes, strict=False):
                if not self._enough(each, outcome):
                    low, below = (day, outcome) if low < day < high else (low, below)
                elif day < high:
                    high, above = day, outcome
            tries += 1
        return high, below, above

    def _guess(self, low: int, high: int, below: Outcome, above: Outcome, leaves: frozenset[int]) -> int:
        """The day on which some leaves should be met, or the amount by which, if what they lack goes down evenly."""
        axis, guess = self._of.axis(), low + 1
        for leaf in leaves:
            if below.met(leaf):
                continue
            lacks, rest = below.lacking(leaf), above.lacking(leaf)
            if lacks is None or rest is None or rest >= lacks:
                return (low + high) // 2
            part = max(lacks, 0.0) / (lacks - rest)
            if below.in_years(leaf) and high < len(axis):
                reached = axis[low] + ceil(part * float(axis[high] - axis[low]) - ROUNDING)
                guess = max(guess, int(axis.searchsorted(reached)))
            else:
                guess = max(guess, low + ceil(part * (high - low) - ROUNDING))
        return min(guess, high - 1)

    def _least(  # a set with the most of it, the thing, and what is enough
        self,
        each: Correction,
        amounts: Mapping[int, int],
        number: int,
        days: int,
        bounds: tuple[Outcome, Outcome],
        enough: Callable[[Outcome], bool],
    ) -> Looking[tuple[int, Outcome]]:
        """The least of one thing that is enough, all else as it is. bounds: what comes of none of it, and of most."""
        low, high, (none, above) = 0, amounts[number], bounds
        below = none
        if enough(none):
            return high, above  # it serves something else
        guesses = [*self._amounts(each, number, none), high - 1]
        while high - low > 1:
            points = {point for guess in guesses for point in (guess - 1, guess)} | set(spread(low, high))
            tried = [point for point in sorted(points) if low < point < high]
            outcomes = yield from self._seen.look([({**amounts, number: point}, days) for point in tried])
            for point, outcome in zip(tried, outcomes, strict=True):
                if enough(outcome):
                    high, above = point, outcome
                    break
                low, below = point, outcome
            guesses = [self._guess(low, high, below, above, each.leaves)]
        return high, above

    def _amounts(self, each: Correction, number: int, none: Outcome) -> list[int]:
        """How much of a thing there should have to be by what some leaves lack without it."""
        figures = [each for leaf in each.leaves if (found := none.lack_and_need(leaf)) is not None for each in found]
        if self._known.all[number].of_time:
            axis = self._of.axis()
            return [int(axis.searchsorted(axis[0] + ceil(some * DAYS_IN_YEAR - ROUNDING))) for some in figures]
        return [ceil(some * by - ROUNDING) for some in figures for by in (1, 1.5)]


def _at_most(amounts: Mapping[int, int], some: Sequence[int], most: int) -> dict[int, int]:
    return {number: min(amount, most) if number in some else amount for number, amount in amounts.items()}


def _but(amounts: Mapping[int, int], number: int) -> dict[int, int]:
    return {key: amount for key, amount in amounts.items() if key != number}


def spread(low: int, high: int) -> Iterator[int]:
    """Some points between two, all of them where they are few."""
    return (low + -(-(high - low) * step // POINTS) for step in range(1, POINTS))
