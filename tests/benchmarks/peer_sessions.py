"""The decision by engines that hold facts: CLIPS with a fact for each applicant, durable-rules with a session for each.

As in peer_engines, each is made ready once and then takes the figures of applicants and gives their standings.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

from decision import FIGURES, REFER, RUNGS, AllOf, AtLeast, Figures, Test, written
from peer_engines import Decide

IN_ONE: Final = 1_000
"""Applicants whose facts are in CLIPS at once: more of them make each slower."""
BEGIN: Final = "begin"
_serial = count(1)


def clips_rules() -> list[str]:
    """A template of the figures, and a rule for each rung, the best first; each takes the fact that it decides."""
    slots = " ".join(f"(slot {name})" for name in ("place", *FIGURES))
    rules = [f"(deftemplate applicant {slots})", "(deftemplate decided (slot place) (slot standing))"]
    bound = " ".join(f"({name} ?{name})" for name in FIGURES)
    for rung in (*RUNGS, REFER):
        test = f"(test {_prefixed(RUNGS[rung])})" if rung in RUNGS else ""
        rules.append(
            f"(defrule at-{rung} (declare (salience {rung})) ?fact <- (applicant (place ?place) {bound}) {test} => "
            f"(retract ?fact) (assert (decided (place ?place) (standing {rung}))))"
        )
    return rules


def _prefixed(test: Test) -> str:
    return written(
        test,
        lambda each: f"(>= ?{each.figure} {each.least})",
        lambda parts: f"(and {' '.join(parts)})",
        lambda parts: f"(or {' '.join(parts)})",
    )


def clips() -> Decide:
    """clipspy: a fact for each applicant, 1,000 at a time, and one run over them."""
    from clips import Environment  # noqa: PLC0415  # a peer that may not be installed

    environment = Environment()
    for each in clips_rules():
        environment.build(each)
    asserted = environment.find_template("applicant")
    decided = environment.find_template("decided")

    def some(pool: Sequence[Figures]) -> list[int]:
        for place, figures in enumerate(pool):
            asserted.assert_fact(place=place, **figures)
        environment.run()
        found = {int(fact["place"]): int(fact["standing"]) for fact in decided.facts()}
        environment.reset()
        return [found[place] for place in range(len(pool))]

    def decide(pool: Sequence[Figures]) -> Sequence[int]:
        return [each for start in range(0, len(pool), IN_ONE) for each in some(pool[start : start + IN_ONE])]

    return decide


def comparisons() -> list[AtLeast]:
    """Every comparison of the decision, once: what is a fact for durable-rules, which numbers are not safe in."""
    found: dict[AtLeast, None] = {}

    def note(test: Test) -> None:
        if isinstance(test, AtLeast):
            found.setdefault(test)
        else:
            for part in test.parts:
                note(part)

    for test in RUNGS.values():
        note(test)
    return list(found)


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from some keys. last: whether it is a rung, on which no other rule builds."""

    when: tuple[str, ...]
    then: str
    last: bool


def session_rules() -> list[Rule]:
    """The decision as positive rules that chain: every group of it asserts a key of its own."""
    rules: list[Rule] = []

    def key(test: Test, name: str) -> str:
        if isinstance(test, AtLeast):
            return fact(test)
        parts = tuple(key(part, f"{name}.{place}") for place, part in enumerate(test.parts))
        groups = [parts] if isinstance(test, AllOf) else [(part,) for part in parts]
        rules.extend(Rule(group, name, "." not in name) for group in groups)
        return name

    for rung, test in RUNGS.items():
        key(test, str(rung))
    return rules


def fact(test: AtLeast) -> str:
    """The key that says that a figure reaches a number."""
    return f"{test.figure}:{test.least}"


def durable_session() -> Decide:
    """durable-rules: a session for each applicant, with the comparisons that hold as its facts, then deleted.

    Plain Python compares, because numbers are not safe in the library; the rules chain by constants alone. Its
    background threads are off.
    """
    from durable.engine import Host, MessageObservedException  # noqa: PLC0415  # slow to import

    rungs: list[int] = []

    def acting(rule: Rule) -> Any:  # noqa: ANN401  # the library is untyped
        def act(closure: Any) -> None:  # noqa: ANN401  # the same
            if rule.last:
                rungs.append(int(rule.then))
                return
            with suppress(MessageObservedException):
                closure.assert_fact({"k": rule.then})

        return act

    rules = {f"r{number}": rule for number, rule in enumerate(session_rules())}
    actions = {name: acting(rule) for name, rule in rules.items()} | {BEGIN: lambda _: None}
    definitions: dict[str, Any] = {BEGIN: {"all": [{"m": {"k": BEGIN}}], "run": BEGIN}}
    for name, rule in rules.items():
        places = ["m"] if len(rule.when) == 1 else [f"m_{place}" for place in range(len(rule.when))]
        conditions = [{place: {"k": each}} for place, each in zip(places, rule.when, strict=True)]
        definitions[name] = {"all": conditions, "run": name}

    class Quiet(Host):  # type: ignore[misc]  # the library is untyped
        """A host that runs actions only when facts are asserted."""

        def _run(self) -> None:
            """Start no timers."""

        def get_action(self, action_name: str) -> Any:  # noqa: ANN401  # the library is untyped
            return actions[action_name]

    host, ruleset, sessions = Quiet(), f"decision{next(_serial)}", count(1)
    host.set_rulesets({ruleset: definitions})
    keys = [(test.figure, test.least, fact(test)) for test in comparisons()]

    def one(figures: Figures) -> int:
        session = str(next(sessions))
        rungs.clear()
        host.assert_fact(ruleset, {"sid": session, "k": BEGIN})
        facts = [{"sid": session, "k": name} for figure, least, name in keys if figures[figure] >= least]
        if facts:
            host.assert_facts(ruleset, facts)
        host.delete_state(ruleset, session)
        return max(rungs, default=REFER)

    return lambda pool: list(map(one, pool))
