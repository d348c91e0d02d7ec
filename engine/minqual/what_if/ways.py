"""Ways to qualify: the least that is still to come by which a level would be met, and the earliest day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from minqual.clauses import Discretion, Leaf
from minqual.judging import Screener, Screening
from minqual.records import Tables, empty_table
from minqual.values import LATEST_YEAR, MET, REVIEW, UNMET, Standing, award_date, number_after, parse_date, quickly_made
from minqual.what_if.correction_sets import NO_TIME, WAIT, Correction, Options, least, told_apart
from minqual.what_if.earliest_days import OpenWay, soonest
from minqual.what_if.hypothetical_tables import Row, Supposed
from minqual.what_if.known_remedies import KnownRemedies, known_remedies, rows, windows_of
from minqual.what_if.looks import Look, Seen
from minqual.what_if.supposing import Looking, Outcome, Supposing, together
from minqual.what_if.way_search import BETWEEN, CLOSER, Search, Way, in_progress_first

if TYPE_CHECKING:
    from numpy.typing import NDArray

Added: TypeAlias = tuple[tuple[Row, ...], date | None]
"""Rows that are still to come, and the day on which present jobs are left, where they are."""

YEARS_AHEAD: Final = 20
"""How far ahead a day is looked for."""

MOST_OWN, MOST_TRIED = 8, 6
"""Remedies that a clause asks for, and that others ask for, of which sets are tried for it."""

MOST_ROWS: Final = 1 << 14
"""Sets of rows that are still to come of which it is kept how they are written."""

Try: TypeAlias = tuple[int, frozenset[int], int]
"""Remedies that are tried for a leaf, so many days ahead."""

MOST_CELLS: Final = 1 << 12
"""Cells of which it is kept which days they name."""

MOST_TRIES: Final = 1 << 8
"""Applicants alike in what is tried for them of whom it is kept what is looked at."""

MOST_TOGETHER: Final = 3
"""Remedies in a set that is tried for one clause."""


@quickly_made(frozen=True, slots=True)
class WaysToLevel:
    """The ways to one level for one applicant.

    standing: the one that they lead to: met, or review where a person must decide besides. discretion: who may accept
    an equivalent, where there is no other way. open: leaves of which something is open by which it may be met in time.
    barred: nodes without which it is not met, and which nothing is known to bring about.
    """

    level: int
    standing: Standing
    ways: tuple[Way, ...]
    discretion: str = ""
    open: tuple[int, ...] = ()
    barred: tuple[int, ...] = ()


class _OfPack:
    """What the ways by a pack have in common, whosoever they are, as of one day.

    far: the days ahead up to which is looked. axis: the number of each of them. tried: per leaf, sets of remedies that
    may bring it to be met. mayhap: leaves with what may hold of a record already, and whether an answer says so.
    options: what was found for all of whom the same holds; likely: of the last of whom nearly the same did.
    """

    def __init__(self, screener: Screener, as_of: date) -> None:
        nobody = Tables([], empty_table("applicants"), {}, np.zeros(0, dtype=np.bool_))
        supposing = Supposing(screener, nobody, screener.screen(nobody, as_of))
        self.far = (date(min(as_of.year + YEARS_AHEAD, LATEST_YEAR), 1, 1) - as_of).days
        self.axis = [number_after(as_of + timedelta(days=days)) for days in range(self.far + 1)]
        self.known = known_remedies(supposing, screener.pack, self.far)
        leaves, known = screener.tree.leaves, self.known
        of_leaves = [windows_of(leaf) for leaf in leaves]
        self.windows = tuple(dict.fromkeys(window for windows in of_leaves for window in windows))
        self._windows = [[self.windows.index(window) for window in windows] for windows in of_leaves]
        self._windows_of: dict[frozenset[int], tuple[int, ...]] = {}
        self.by_itself = [frozenset({leaf}) for leaf in range(len(leaves))]
        self._between = [_between(leaf, as_of) for leaf in leaves]
        self._between_of: dict[frozenset[int], tuple[int, ...]] = {}
        self.tried = [self._sets(*each) for each in zip(leaves, known.own, known.alone, strict=True)]
        self.mayhap = [
            (leaf, each, known.all[each].table == "answers")
            for leaf, own in enumerate(known.own)
            for each in own
            if known.all[each].table == "answers" or not known.all[each].column
        ]
        self.options: dict[object, Options] = {}
        self.likely: dict[object, Options] = {}
        self._later: dict[tuple[int, tuple[int, ...]], tuple[Sequence[Try], Sequence[Try]]] = {}
        self._looks: dict[tuple[Try, ...], tuple[Sequence[Look], Sequence[tuple[int, int]]]] = {}
        self._added: dict[tuple[int, tuple[tuple[int, int], ...]], Added] = {}
        self._as_of = as_of

    def _sets(self, leaf: Leaf, own: Sequence[int], alone: frozenset[int]) -> list[frozenset[int]]:
        """Sets of remedies that may bring a leaf to be met for some.

        What another clause asks for may do instead of what this one does, or beside it.
        """
        known = self.known.all
        own = [each for each in own if each not in alone][:MOST_OWN]
        drawn = leaf.draws_on()
        other = [number for number, each in enumerate(known) if each.table in drawn and number not in {*own, *alone}]
        work = [number for number in other if known[number].of_time][:MOST_TRIED]
        rest = [number for number in other if not known[number].of_time][:MOST_TRIED] if own else []
        still = [each for each in own if not known[each].of_time]
        beside = [*_subsets(own, 0, 1), *(frozenset({each}) for each in work)]
        every = _subsets(own, 1, MOST_TOGETHER)
        every += [some | {each} for some in _subsets(still, 0, MOST_TOGETHER - 1) for each in work]
        every += [some | {each} for some in beside for each in rest]
        every += [frozenset({one, other}) for one in own if known[one].of_time for other in work]
        every += [frozenset({each, other}) for each in still for other in sorted(alone) if known[other].of_time]
        once = [
            each
            for each in dict.fromkeys(every)
            if told_apart(Correction(each), self.known.alike) == [Correction(each)]
        ]
        return [each if self.known.time_of(each) else each | {WAIT} for each in once]

    def added(self, amounts: tuple[tuple[int, int], ...], days: int) -> Added:
        """The rows of so much of some remedies, by number, as looked at so many days ahead.

        With work, the day on which present jobs end: that before others begin.
        """
        key = days, amounts
        found = self._added.get(key)
        if found is None:
            if len(self._added) >= MOST_ROWS:
                self._added.clear()
            things = [(self.known.all[each], much) for each, much in amounts]
            left = self._as_of if any(each.of_time for each, _ in things) else None
            found = self._added[key] = tuple(rows(things, self._as_of, days)), left
        return found

    def later(self, leaf: int, edges: Sequence[int]) -> tuple[Sequence[Try], Sequence[Try]]:
        """By which days it is looked at what time brings of a leaf, and what else may bring it to be met.

        edges: days ahead at which what it counts may turn.
        """
        days = (*edges, self.far)
        key = leaf, days
        if key not in self._later:
            if len(self._later) >= MOST_ROWS:
                self._later.clear()
            tried: list[Try] = []
            for some in self.tried[leaf]:
                tried += [(leaf, some - {WAIT}, 0)] if WAIT in some else []
                tried += [(leaf, some, day) for day in days]
            self._later[key] = [(leaf, frozenset({WAIT}), day) for day in days], tried
        return self._later[key]

    def looks(self, tried: tuple[Try, ...]) -> tuple[Sequence[Look], Sequence[tuple[int, int]]]:
        """What is looked at for some tries, each once, with the places of each try and of its part that takes time."""
        if tried not in self._looks:
            if len(self._looks) >= MOST_TRIES:
                self._looks.clear()
            place: dict[tuple[int, frozenset[int]], int] = {}
            places = []
            for _, some, days in tried:
                one, timed = ((days, part - {WAIT}) for part in (some, self.known.time_of(some)))
                places.append((place.setdefault(one, len(place)), place.setdefault(timed, len(place))))
            self._looks[tried] = [(self.at_most(some, days), days) for days, some in place], places
        return self._looks[tried]

    def at_most(self, some: frozenset[int], days: int) -> Mapping[int, int]:
        """As much of some remedies as may be by a day; as much in each of several posts."""
        return self.known.most_of_all(some, days)

    def windows_of(self, leaves: frozenset[int]) -> tuple[int, ...]:
        """How far back some leaves look, by number of the windows."""
        if leaves not in self._windows_of:
            self._windows_of[leaves] = tuple(sorted({window for leaf in leaves for window in self._windows[leaf]}))
        return self._windows_of[leaves]

    def between(self, leaves: frozenset[int]) -> tuple[int, ...]:
        """Days ahead between which one part of what some leaves count may fall while another one grows."""
        if leaves not in self._between_of:
            days = {day for leaf in leaves for day in self._between[leaf] if day < self.far}
            self._between_of[leaves] = tuple(sorted(days))
        return self._between_of[leaves]


@lru_cache(maxsize=32)
def _of_pack(screener: Screener, as_of: date) -> _OfPack:
    return _OfPack(screener, as_of)


class WaysToQualify:
    """The ways to the levels of a pack for the applicants of a source, each of which was tried by the engine."""

    def __init__(self, screener: Screener, tables: Tables, screening: Screening) -> None:
        self._screening, self._supposing = screening, Supposing(screener, tables, screening)
        self._tree, self._as_of = screening.tree, screening.applicants.as_of
        self._pack = _of_pack(screener, self._as_of)
        self._far, self._known = self._pack.far, self._pack.known
        self._fixed = self._supposing.by_people | self._supposing.never
        self._seen: dict[int, Seen] = {}
        self._known_edges: dict[tuple[int, tuple[int, ...], tuple[int, ...]], Sequence[int]] = {}
        self._turns: dict[tuple[int, int], Collection[int]] = {}
        self._leaves_of: dict[tuple[int, ...], Sequence[tuple[int, int]]] = {}

    @property
    def known(self) -> KnownRemedies:
        """The things that may bring the clauses of the pack to be met."""
        return self._known

    def of(self, applicants: Sequence[int], levels: Sequence[int]) -> list[list[WaysToLevel]]:
        """The ways of some applicants to some levels that they do not meet, all by number."""
        everybody = np.arange(self._screening.tally.count)
        standings = np.array([each.standings for each in self._screening.assessments], dtype=np.int8)
        standings = standings.reshape(-1, len(everybody))
        sure = self._supposing.certain(standings.copy(), everybody)
        best = sure.copy()
        best[:-1][~self._supposing.by_people & ~self._supposing.never] = MET
        now, at_best = self._tree.evaluate(sure), self._tree.evaluate(best)
        searches = [
            self._looked(each, levels, now[:, each], at_best[:, each], standings[:, each]) for each in applicants
        ]
        return self._at_earliest(applicants, self._proven(applicants, self._supposing.run(searches)))

    def _looked(
        self,
        applicant: int,
        levels: Sequence[int],
        now: NDArray[np.int8],
        best: NDArray[np.int8],
        stands: NDArray[np.int8],
    ) -> Looking[list[WaysToLevel]]:
        roots = {level: self._tree.requirements[level] for level in levels}
        open_ = {level: root for level, root in roots.items() if now[root] < best[root] and best[root] > Standing.REFER}
        told = []
        seen = self._seen[applicant] = Seen(self, applicant)
        key = (tuple(open_.values()), (now < MET).tobytes())

        asked = self._asked(stands)

        def searches(options: Options) -> list[Search]:
            common = self._far, options, asked
            return [
                Search(self, self._tree, self._known, seen, root, int(best[root]), *common) for root in open_.values()
            ]

        likely = self._pack.likely.get(key, Options())  # what another of whom the same holds was found to need
        likely_searches = searches(likely)
        looks = [look for each in likely_searches for look in each.looks(now)]
        options = (yield from self._options(seen, key[0], now, self._past(stands), looks)) if open_ else Options()
        self._pack.likely[key] = options
        sought = likely_searches if options is likely else searches(options)
        found = dict(zip(open_, (yield from together([each.ways(now) for each in sought])), strict=True))
        for level, root in roots.items():
            if level in found:
                who = "" if found[level] else self._who(root)
                barred = () if found[level] else self._barred(root, now, options)
                told.append(WaysToLevel(level, Standing(int(best[root])), found[level], who, barred=barred))
            elif now[root] == Standing.REFER:
                told.append(WaysToLevel(level, Standing.REFER, (), self._who(root)))
        return told

    def _who(self, root: int) -> str:
        """Who may accept an equivalent of a node."""
        nodes = (self._tree.nodes[number].clause for number in range(self._tree.first()[root], root))
        return next((each.says() for each in nodes if isinstance(each, Discretion)), "")

    def _barred(self, root: int, now: NDArray[np.int8], options: Options) -> tuple[int, ...]:
        """The nodes that keep a level from being met whatever is still to come; none where it is not known which do."""
        hopes = np.full(len(self._tree.leaves) + 1, MET, dtype=np.int8)
        for leaf, node in self._leaves((root,)):
            hopes[leaf] = MET if options.of.get(leaf) else now[node]
        stands = self._tree.evaluate(hopes)
        return tuple(each for each in self._tree.asked_of_all(root) if stands[each] < MET)

    def _asked(self, stands: NDArray[np.int8]) -> frozenset[int]:
        """Remedies that are no things to do, but what is open of the record: answers, and what may hold.

        What would bring a leaf to be met that certainly is not is certainly not held.
        """
        standings = stands.tolist()
        return frozenset(
            each
            for leaf, each, answered in self._pack.mayhap
            if (answered and UNMET < standings[leaf] < MET)
            or (standings[leaf] == REVIEW and all(standings[done] != UNMET for done in self._known.does[each]))
        )

    def _past(self, stands: NDArray[np.int8]) -> frozenset[int]:
        """Answers by which what is so would become otherwise; nothing of what is known to be too much is answered."""
        known = self._known
        asked = [(leaf, each) for leaf, own in enumerate(known.own) for each in own if known.all[each].asked]
        settled = {known.all[each].question for leaf, each in asked if stands[leaf] == UNMET}
        none = {each for leaf, each in asked if stands[leaf] == MET}
        return frozenset(none | {number for number, each in enumerate(known.all) if each.question in settled})

    def _options(
        self, seen: Seen, roots: tuple[int, ...], now: NDArray[np.int8], past: frozenset[int], besides: Sequence[Look]
    ) -> Looking[Options]:
        """What brings each leaf of some levels to be met that is not; the same for all of whom the same holds.

        past: remedies that would be none. besides: what else is looked at, at once.
        """
        every = self._leaves(roots)
        short = tuple(leaf for leaf, node in every if now[node] < MET)
        later = [self._pack.later(leaf, self.edges(seen.applicant, self._pack.by_itself[leaf])) for leaf in short]
        passing = [each for of_leaf, _ in later for each in of_leaf]
        tried = [each for _, of_leaf in later for each in of_leaf]
        every_way = yield from self._looked_at(seen, [*passing, *tried], besides)
        waits = frozenset(leaf for (leaf, *_), each in zip(passing, every_way, strict=False) if each[0].met(leaf))
        by = every_way[len(passing) :]
        enough = tuple(one.met(leaf) for (leaf, *_), (one, _) in zip(tried, by, strict=True))
        helping = self._helping(tried, by)
        capped = dict.fromkeys(
            (leaf, some)
            for (leaf, some, _), (_, timed) in zip(tried, by, strict=True)
            if timed.met(leaf) and (leaf, self._still(some)) not in helping
        )
        between = [(*each, day) for each in capped for day in BETWEEN if self._still(each[1]) and day < self._far]
        if between:  # with as much time as may be, what else there is may be to spare
            helping |= self._helping(between, (yield from self._looked_at(seen, between, ())))
        key = roots, short, waits, enough, tuple(helping), past
        if key not in self._pack.options:
            sets = {leaf: self._anyway(leaf, waits=leaf in waits) for leaf, _ in every}
            for (leaf, some, _), each in zip(tried, enough, strict=True):
                if each:
                    lessening = frozenset(one for one in some if (leaf, frozenset({one})) in helping)
                    sets[leaf].append(self._correction(leaf, some, lessening))
            for leaf, some in helping:
                by_itself = [each for each in sets[leaf] if len(each.remedies) == 1 and each.measured]
                sets[leaf] += [self._correction(leaf, each.remedies | some, some) for each in by_itself]
            self._pack.options[key] = Options(
                {leaf: least([each for each in some if not each.remedies & past]) for leaf, some in sets.items()}
            )
        return self._pack.options[key]

    def _looked_at(
        self, seen: Seen, tried: Sequence[Try], besides: Sequence[Look]
    ) -> Looking[list[tuple[Outcome, Outcome]]]:
        """What comes of sets of remedies for leaves by a day, and of their part of which more takes longer."""
        looks, places = self._pack.looks(tuple(tried))
        outcomes = yield from seen.look([*looks, *besides])
        return [(outcomes[some], outcomes[timed]) for some, timed in places]

    def _helping(
        self, tried: Sequence[Try], outcomes: Sequence[tuple[Outcome, Outcome]]
    ) -> dict[tuple[int, frozenset[int]], None]:
        """Leaves, with what takes no longer of what was tried for them, where they lack less or are met by it."""
        return {
            (leaf, self._still(some)): None
            for (leaf, some, _), (one, timed) in zip(tried, outcomes, strict=True)
            if (one.lacking(leaf) or 0) < (timed.lacking(leaf) or 0) or one.met(leaf) > timed.met(leaf)
        }

    def _still(self, some: frozenset[int]) -> frozenset[int]:
        """The part of some remedies of which more takes no longer."""
        return some - self._known.time_of(some)

    def _leaves(self, roots: tuple[int, ...]) -> Sequence[tuple[int, int]]:
        """The leaves of some levels that no person decides, each with a node at which it stands."""
        if roots in self._leaves_of:
            return self._leaves_of[roots]
        found: dict[int, int] = {}
        for root in roots:
            for number in range(self._tree.first()[root], root):
                leaf = self._tree.nodes[number].leaf
                if leaf is not None and leaf != self._tree.unread and not self._fixed[leaf]:
                    found.setdefault(leaf, number)
        self._leaves_of[roots] = sorted(found.items())
        return self._leaves_of[roots]

    def _anyway(self, leaf: int, *, waits: bool) -> list[Correction]:
        """What brings a leaf to be met by itself; also one that is met now, and may be met no more on a later day."""
        alone = [*sorted(self._known.alone[leaf]), *((WAIT,) if waits else ())]
        some = [*(frozenset({each}) for each in alone), *self._known.joint[leaf]]
        return [self._correction(leaf, each) for each in some]

    def _correction(self, leaf: int, remedies: frozenset[int], lessening: frozenset[int] = frozenset()) -> Correction:
        """Remedies as what corrects a leaf. lessening: those that leave less to be measured of the others."""
        timed = self._known.time_of(remedies)
        # What present jobs bring does not stand for what other work would, in whose place they are left.
        by = NO_TIME if not timed else lessening | (timed & {WAIT})
        measured = timed or any(self._known.all[each].column for each in remedies)
        return Correction(remedies, frozenset({(leaf, by)} if measured else ()))

    def supposed(self, applicant: int, amounts: tuple[tuple[int, int], ...], days: int) -> Supposed:
        """An applicant with so much of some remedies. Their jobs end where others begin."""
        return Supposed(applicant, *self._pack.added(amounts, days))

    def _proven(self, applicants: Sequence[int], found: list[list[WaysToLevel]]) -> list[list[WaysToLevel]]:
        """The ways by which the rule engine itself derives the standing that they lead to."""
        every = [
            (person, level, way)
            for person, of_levels in zip(applicants, found, strict=True)
            for level in of_levels
            for way in level.ways
        ]
        good = self._enough([(level, way.reached) for _, level, way in every if way.reached is not None])
        told = iter(self._resting([(*each, one) for each, one in zip(every, good, strict=True)]))
        return [
            [
                replace(each, ways=in_progress_first([way for _ in each.ways if (way := next(told)) is not None]))
                for each in of_levels
            ]
            for of_levels in found
        ]

    def _resting(self, ways: Sequence[tuple[int, WaysToLevel, Way, bool]]) -> list[Way | None]:
        """Good ways, each with the degrees in progress that it rests on, and present jobs only where it does."""
        told = [way if good else None for *_, way, good in ways]
        due = {person: self._supposing.degrees_due(person) for person in {person for person, *_ in ways}}
        some = [place for place, (person, _, way, good) in enumerate(ways) if good and way.days and due[person]]
        if not some:
            return told
        records = [(level, way.days, self.record(person, way)) for person, level, way, _ in (ways[one] for one in some)]
        asked = [(days, replace(record, conferred=False)) for _, days, record in records]
        asked += [(days, replace(record, left=self._as_of)) for _, days, record in records]
        outcomes = self._supposing.outcomes(asked)
        enough = self._enough(list(zip([level for level, _, _ in records] * 2, outcomes, strict=True)))
        for place, without, idle in zip(some, enough[: len(some)], enough[len(some) :], strict=True):
            person, _, way, _ = ways[place]
            if not without:
                last = day_of(self._as_of, way)
                expected = tuple(each for each in due[person] if award_date(each).latest <= last)
                told[place] = replace(way, waits=way.waits and not idle, conferred=expected)
        return told

    def _at_earliest(self, applicants: Sequence[int], found: list[list[WaysToLevel]]) -> list[list[WaysToLevel]]:
        """The ways with the earliest day of each as what is open may turn out; and what else may do that is open."""
        searches: list[Looking[Way]] = []
        for person, of_levels in zip(applicants, found, strict=True):
            for each in of_levels:
                searches += self._open_ways(person, each)
        told = iter(self._supposing.run(searches))
        return [
            [
                replace(each, ways=tuple(next(told) for _ in each.ways), open=next(told).open)
                if self._doubtful(person, each)
                else each
                for each in of_levels
            ]
            for person, of_levels in zip(applicants, found, strict=True)
        ]

    def _open_ways(self, applicant: int, each: WaysToLevel) -> Iterator[Looking[Way]]:
        """The searches for the earliest days of the ways to a level, waiting last; none where nothing is open."""
        if not self._doubtful(applicant, each):
            return
        first = min((way.days for way in each.ways if way.dated), default=self._far)
        root = self._tree.requirements[each.level]
        leaves = self._below(each)
        edges = self.edges(applicant, frozenset(leaves))
        for way in (*each.ways, Way((), (), first, waits=True)):
            of = OpenWay(root, each.standing, way, *self._apart(way), leaves, edges, self.axis())
            yield soonest(of, self._seen[applicant])

    def _below(self, each: WaysToLevel) -> list[int]:
        """The leaves below a level that may turn out met, be it that a person decides so."""
        root, only = self._tree.requirements[each.level], self._supposing.only_accepted
        below = self._tree.nodes[self._tree.first()[root] : root]
        leaves = {node.leaf for node in below if node.leaf not in {None, self._tree.unread}}
        return sorted(leaf for leaf in leaves if leaf is not None and not only[leaf])

    def _doubtful(self, applicant: int, each: WaysToLevel) -> bool:
        """Whether something is open below a level."""
        unread = bool(self._screening.applicants.unread[applicant])
        return unread or bool(self._doubts[self._below(each), applicant].any())

    @cached_property
    def _doubts(self) -> NDArray[np.bool_]:
        """Per leaf and applicant, whether something of the record is open."""
        tally = self._screening.tally
        everybody = np.ones(tally.count, dtype=np.bool_)
        found = np.zeros((len(self._tree.leaves), tally.count), dtype=np.bool_)
        for leaf, each in enumerate(self._screening.assessments):
            found[leaf] = each.standings == REVIEW
            found[leaf] |= False if each.counted is None else each.counted.low != each.counted.high
            for question in self._tree.leaves[leaf].questions(tally, everybody):
                found[leaf, question.owner] |= each.standings[question.owner] == UNMET
        return found

    def _enough(self, reached: Sequence[tuple[WaysToLevel, Outcome]]) -> list[bool]:
        """Whether what records come to is what their ways to a level lead to."""
        proven = self._supposing.proven([outcome for _, outcome in reached])
        return [
            standings[self._tree.levels[level.level]] >= level.standing or bool(self._screening.decided)
            for (level, _), standings in zip(reached, proven, strict=True)
        ]

    def record(self, applicant: int, way: Way) -> Supposed:
        """An applicant who has gone a way."""
        still, work = self._apart(way)
        return self.supposed(applicant, tuple(sorted({**still, **work}.items())), way.days)

    def _apart(self, way: Way) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """How much there is of each thing of a way, by number: of what is no work, and of work."""
        every = sorted(
            ((self._known.number[each.remedy], each) for each in (*way.things, *way.answers)), key=itemgetter(0)
        )
        still = {number: each.amount for number, each in every if not each.remedy.of_time}
        return still, {number: each.amount for number, each in every if each.remedy.of_time}

    def axis(self) -> Sequence[int]:
        """The number of each day ahead on the axis on which time is counted, that of the as-of date first."""
        return self._pack.axis

    def even(self, leaves: Collection[int]) -> bool:
        """Whether what some leaves count can but grow evenly with time."""
        counted = all(self._tree.leaves[leaf].kind == "experience" for leaf in leaves)
        return counted and not self._pack.windows_of(frozenset(leaves))

    def edges(self, applicant: int, leaves: frozenset[int]) -> Sequence[int]:
        """The days ahead at which what some leaves count may begin to grow or to fall."""
        windows, between = self._pack.windows_of(leaves), self._pack.between(leaves)
        key = applicant, windows, between
        found = self._known_edges.get(key)
        if found is None:
            found = sorted({*between, *(day for window in windows for day in self._turning(applicant, window))})
            self._known_edges[key] = found
        return found

    def _turning(self, applicant: int, number: int) -> Collection[int]:
        """The days ahead at which days that an applicant's record names enter or leave a window."""
        key = applicant, number
        if key not in self._turns:
            tables, window = self._pack.windows[number]
            days = {day for cell in self._supposing.cells(applicant, tables, _DAYS) for day in _days(cell)}
            more = (-1, 0, 1) if window.value else (0, 1)
            ahead = {(window.after(day) - self._as_of).days + each for day in days for each in more}
            self._turns[key] = [each for each in ahead if 0 < each < self._far]
        return self._turns[key]


_DAYS: Final = frozenset({"start", "end", "awarded", "expected", "valid_from", "expires", "answer"})
"""Columns that name days."""


def _subsets(some: Sequence[int], least_of: int, most_of_them: int) -> list[frozenset[int]]:
    """The sets of so many of some numbers, the smallest first."""
    sizes = range(least_of, min(len(some), most_of_them) + 1)
    return [frozenset(each) for size in sizes for each in combinations(some, size)]


def _between(leaf: Leaf, as_of: date) -> Sequence[int]:
    """Days ahead between which one part of what a leaf counts may fall out of a window while another one grows."""
    last = max([0, *((window.after(as_of) - as_of).days for _, window in windows_of(leaf) if window.value)])
    return [day for day in CLOSER if day < last] if leaf.kind != "experience" else []


@lru_cache(maxsize=MOST_CELLS)
def _days(cell: str) -> frozenset[date]:
    return frozenset(_days_in(cell))


def _days_in(cell: str) -> Iterator[date]:
    for part in cell.split(";"):
        try:
            found = parse_date(part.strip())
        except ValueError:
            continue
        if found is not None and 1900 < found.earliest.year < LATEST_YEAR - 60:
            yield from {found.earliest, found.latest}


def day_of(as_of: date, way: Way) -> date:
    """The earliest day of a way."""
    return as_of + timedelta(days=way.days)
