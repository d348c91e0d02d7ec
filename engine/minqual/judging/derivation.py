"""Standings derived by durable-rules: the only module that knows the library, within what is safe with it.

Each clause becomes rungs: for every standing r above unmet, "every part stands at r or above" (all) or
"some part does" (any) has it that "this clause stands at r or above". Only these short constant keys enter.
"""

from __future__ import annotations

import os
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from minqual._forking import no_fork
from minqual.judging.distinct_standings import patterns
from minqual.judging.requirement_tree import Node, Tree
from minqual.values import EngineMissing, Fault, InternalFault, PackError, Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CONDITIONS: Final = 16
MOST_KEYS: Final = 500
MOST_RULES: Final = 4000
MOST_RULES_ON_ONE_KEY: Final = 250
BEGIN: Final = "#begin"
END: Final = "#end"
COUNTER: Final = "+"
"""Marks a key that counts within one group: what follows from it is derived in the same session."""

DISAGREE: Final = "the derivation and the plain evaluation of the clauses disagree"

STANDINGS: Final = tuple(Standing)
RUNGS: Final = tuple(standing for standing in Standing if standing is not Standing.UNMET)

_serial = count(1)

MOST_GROUPS: Final = 1 << 14
"""Distinct parts of groups whose derivation is kept; beyond them all are let go."""

_library = no_fork
"""Held for every session of durable-rules: of all the screeners in a process, one derives at a time."""


class Closure(Protocol):
    """What the library hands to an action."""

    def assert_fact(self, fact: dict[str, str]) -> None:
        """Assert a fact in the same session."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A positive rule: where every key in `when` is asserted, `then` is."""

    when: tuple[str, ...]
    then: str


Act = Callable[["Rule | None", Closure], None]
"""What is done when a rule fires; None stands for the end of the facts."""


@dataclass(frozen=True, slots=True)
class Derived:
    """What followed from one pattern.

    standings: of every node. supports: for every group, the parts named in the rules that fired for its standing:
    what holds it up. A leaf has none, nor has a group that no rule raised above unmet.
    """

    standings: tuple[Standing, ...]
    supports: tuple[tuple[int, ...], ...]


@dataclass(slots=True)
class _Session:
    """What a session has told so far: the rules that fired, whether the end was among them, and what went wrong."""

    fired: list[Rule] = field(default_factory=list)
    ended: bool = False
    failure: BaseException | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """What one group was derived to, the parts that hold it there, and the rules that fired."""

    standing: Standing
    supports: tuple[int, ...]
    fired: tuple[Rule, ...]


def key(tree: Tree, number: int, rung: int) -> str:
    """The key that says: the node of this number stands at this rung or above. One leaf has one key."""
    leaf = tree.nodes[number].leaf
    return f"n{number}.{rung}" if leaf is None else f"l{leaf}.{rung}"


def rules_of(tree: Tree, number: int) -> tuple[Rule, ...]:
    """The rules by which one node reaches its rungs from those of its parts."""
    node = tree.nodes[number]
    rules: dict[Rule, None] = {}
    for rung in RUNGS:
        parts = dict.fromkeys(key(tree, part, rung) for part in node.parts)
        rules |= dict.fromkeys(_rungs(node, key(tree, number, rung), list(parts)))
    return tuple(rules)


def _rungs(node: Node, then: str, parts: list[str]) -> Iterator[Rule]:
    """The rules by which one node reaches one rung."""
    if node.gate == "any":
        yield from (Rule((part,), then) for part in parts)
    elif node.gate == "all" and parts:
        if len(parts) <= MOST_CONDITIONS:
            yield Rule(tuple(parts), then)
        else:
            yield from _ladder(parts, len(parts), then)
    elif isinstance(node.gate, int):
        yield from _ladder(parts, node.gate, then)


def _ladder(parts: list[str], needed: int, then: str) -> Iterator[Rule]:
    """Counters: "k of the first i parts hold" follows from k of the first i − 1, or from k − 1 and the i-th."""

    def counter(held: int, seen: int) -> str:
        return then if held == needed and seen == len(parts) else f"{then}{COUNTER}{held}of{seen}"

    for seen, part in enumerate(parts, start=1):
        for held in range(max(1, needed - len(parts) + seen), min(seen, needed) + 1):
            if held == 1:
                yield Rule((part,), counter(1, seen))
            else:
                yield Rule((part, counter(held - 1, seen - 1)), counter(held, seen))
            if held < seen:
                yield Rule((counter(held, seen - 1),), counter(held, seen))


class Derivation:
    """A compiled tree: one durable-rules ruleset, and one session at a time (a lock holds back other threads).

    A pattern is derived from the leaves up, group by group: what a group's parts were derived to are the facts
    from which the group is. The same parts come up again and again, in many patterns; each group derives a
    distinct tuple of them once.
    """

    def __init__(self, tree: Tree, name: str) -> None:
        self._tree = tree
        self._rules = [rules_of(tree, number) for number in range(len(tree.nodes))]
        every = tuple(dict.fromkeys(rule for rules in self._rules for rule in rules))
        _check_size(every, name)
        self._used = {each for rule in every for each in rule.when}
        self._counters = {rule.then for rule in every if COUNTER in rule.then}
        self._groups: dict[tuple[int, tuple[Standing, ...]], _Group] = {}
        self._now = _Session()
        self._sessions = count(1)
        self._ruleset = f"pack{next(_serial)}"
        self._host = _host(self._ruleset, every, self._act)
        _freed_with(self, self._host.get_ruleset(self._ruleset))
        self._try_every_key(name)

    def derive(self, leaves: NDArray[np.int8]) -> tuple[Derived, ...]:
        """What follows from each pattern, a column of leaves' standings; InternalFault if min and max disagree."""
        nodes, count_ = len(self._tree.nodes), leaves.shape[1]
        standings = np.empty((nodes, count_), dtype=np.int8)
        supports = np.empty((nodes, count_), dtype=object)
        nothing = np.empty(1, dtype=object)
        nothing[0] = ()
        for number, node in enumerate(self._tree.nodes):
            if node.leaf is not None:
                standings[number], supports[number] = leaves[node.leaf], nothing
                continue
            parts = standings[list(node.parts)]
            pattern, first = patterns(list(parts))
            groups = [
                self._known_group(number, tuple(map(STANDINGS.__getitem__, each)))
                for each in parts[:, first].T.tolist()
            ]
            standings[number] = np.array([each.standing for each in groups], dtype=np.int8)[pattern]
            held = np.empty(len(groups), dtype=object)
            for place, each in enumerate(groups):
                held[place] = each.supports
            supports[number] = held[pattern]
        if not np.array_equal(standings, self._tree.evaluate(leaves)):
            raise InternalFault(DISAGREE)
        named = np.array(STANDINGS, dtype=object)[standings.T].tolist()
        return tuple([Derived(tuple(each), tuple(held)) for each, held in zip(named, supports.T.tolist(), strict=True)])

    def _known_group(self, number: int, parts: tuple[Standing, ...]) -> _Group:
        """One group derived from the standings of its parts, kept for the next time."""
        group = self._groups.get((number, parts))
        if group is None:
            if len(self._groups) >= MOST_GROUPS:
                self._groups.clear()
            group = self._groups[number, parts] = self._group(number, parts)
        return group

    def _group(self, number: int, parts: Sequence[Standing]) -> _Group:
        """One group derived from the standings of its parts."""
        nodes = self._tree.nodes[number].parts
        facts = {
            fact: None
            for part, standing in zip(nodes, parts, strict=True)
            for rung in RUNGS
            if standing >= rung and (fact := key(self._tree, part, rung)) in self._used
        }
        own = set(self._rules[number])
        fired = tuple(rule for rule in self._session(list(facts)) if rule in own)
        reached = {rule.then for rule in fired}
        rungs = (rung for rung in RUNGS if key(self._tree, number, rung) in reached)
        standing = max(rungs, default=Standing.UNMET)
        top = key(self._tree, number, standing)
        named = {each for rule in fired if rule.then.partition(COUNTER)[0] == top for each in rule.when}
        supports = tuple(part for part in nodes if key(self._tree, part, standing) in named)
        return _Group(standing, supports, fired)

    def _session(self, facts: Sequence[str]) -> tuple[Rule, ...]:
        """Assert facts in a session of their own and return the rules that fired."""
        with _library:
            name = str(next(self._sessions))
            self._host.assert_fact(self._ruleset, {"sid": name, "k": BEGIN})
            # A signal's handler may ask in the midst of a session of its own thread.
            interrupted, self._now = self._now, (session := _Session())
            try:
                batch = [{"sid": name, "k": fact} for fact in (*facts, END)]
                self._host.assert_facts(self._ruleset, batch)
            finally:
                self._host.delete_state(self._ruleset, name)
                self._now = interrupted
        if session.failure is not None:
            raise InternalFault("an action of durable-rules failed") from session.failure
        if not session.ended:
            msg = "durable-rules did not come to the end of a session"
            raise InternalFault(msg)
        return tuple(session.fired)

    def _act(self, rule: Rule | None, closure: Closure) -> None:
        """Note that a rule fired and assert what follows; None is the end of the facts.

        The library swallows exceptions, so they are kept and raised when it has returned.
        """
        try:
            if rule is None:
                self._now.ended = True
                return
            self._now.fired.append(rule)
            if rule.then in self._counters:
                _assert(closure, rule.then)
        except BaseException as error:  # noqa: BLE001  # whatever it is, the library would swallow it
            self._now.failure = error

    def _try_every_key(self, name: str) -> None:
        """Derive every group from parts that are all met, and see that each of its rules fires.

        Two keys whose 32-bit fact ids collide would be taken for one by the library, and a rule stay silent.
        """
        for number, node in enumerate(self._tree.nodes):
            if node.leaf is None:
                met = (Standing.MET,) * len(node.parts)
                group = self._groups[number, met] = self._group(number, met)
                if set(group.fired) != set(self._rules[number]):
                    raise PackError(
                        [Fault(name, "two clauses with one key in durable-rules", "another order of clauses")]
                    )


def _check_size(rules: Sequence[Rule], name: str) -> None:
    """Refuse a pack that is too large for durable-rules to handle safely."""
    used: dict[str, int] = {}
    for rule in rules:
        for each in rule.when:
            used[each] = used.get(each, 0) + 1
    for what, found, most in (
        ("keys", len(used), MOST_KEYS),
        ("rules", len(rules), MOST_RULES),
        ("rules on one key", max(used.values(), default=0), MOST_RULES_ON_ONE_KEY),
    ):
        if found >= most:
            raise PackError(
                [Fault(name, f"a pack that compiles to {found} {what}", f"fewer than {most}; split the pack")]
            )


@lru_cache(maxsize=1)
def _engine() -> Any:  # noqa: ANN401  # the library is untyped
    """The engine of durable-rules, imported where it can be, with a clock that no Python warns of.

    It takes only differences of times.
    """
    try:
        with _library:
            with bound_when_called():
                import durable_rules_engine  # noqa: F401  # the extension of what follows
            import durable.engine
    except ImportError as error:
        msg = (
            "durable-rules cannot be imported: it is built from source, so install a C compiler and reinstall it, not "
            f"from a cache (where a symbol is undefined, with the CPPFLAGS that the README gives). The reason: {error}"
        )
        raise EngineMissing(msg) from error
    durable.engine._unix_now = time.monotonic  # noqa: SLF001  # the library has no other way to it
    return durable.engine


@contextmanager
def bound_when_called() -> Iterator[None]:
    """Let functions that an extension wants be looked for when it calls them, not all when it is imported.

    That of durable-rules names one that Python 3.13 no longer has, in callbacks that nothing here sets.
    """
    if not hasattr(sys, "setdlopenflags"):
        yield
        return
    flags = sys.getdlopenflags()
    sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
    try:
        yield
    finally:
        sys.setdlopenflags(flags)


def _assert(closure: Closure, fact: str) -> None:
    try:
        closure.assert_fact({"k": fact})
    except _engine().MessageObservedException:
        return  # another rule derived it first


def _host(ruleset: str, rules: Sequence[Rule], act: Act) -> Any:  # noqa: ANN401  # the library is untyped
    """A durable-rules host without its background threads, with one ruleset."""
    actions: dict[str, Callable[[Closure], None]] = {"end": lambda c: act(None, c), "begin": lambda _: None}
    definitions: dict[str, Any] = {
        "begin": {"all": [{"m": {"k": BEGIN}}], "run": "begin"},
        "end": {"all": [{"m": {"k": END}}], "run": "end"},
    }
    for number, rule in enumerate(rules):
        name = f"r{number}"
        conditions = [{f"m_{place}": {"k": each}} for place, each in enumerate(rule.when)]
        definitions[name] = {"all": conditions if len(conditions) > 1 else [{"m": {"k": rule.when[0]}}], "run": name}
        actions[name] = _action(rule, act)

    class QuietHost(_engine().Host):  # type: ignore[misc]  # the library is untyped
        """A host that runs actions only when facts are asserted."""

        def _run(self) -> None:
            """Start no timers."""

        def get_action(self, action_name: str) -> Callable[[Closure], None]:
            return actions[action_name]

    host = QuietHost()
    host.set_rulesets({ruleset: definitions})
    return host


def _freed_with(owner: object, ruleset: Any) -> None:  # noqa: ANN401  # the library is untyped
    """Let the library free a ruleset when its owner is gone: it would keep it for ever."""
    handle = ruleset._handle  # noqa: SLF001  # the library has no other way to it
    weakref.finalize(owner, _engine().durable_rules_engine.delete_ruleset, handle).atexit = False


def _action(rule: Rule, act: Act) -> Callable[[Closure], None]:
    return lambda c: act(rule, c)
