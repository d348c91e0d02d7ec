"""The decision by rule engines that evaluate expressions, one applicant after the other.

Each is a function that is made ready once (packages imported, rules compiled) and then takes the figures of applicants,
one mapping for each, and gives their standings. All get the tests of decision.RUNGS in their own notation, the best
rung first, and stop at the first that holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from decision import CONDITIONAL, FIGURES, MET, REFER, REVIEW, RUNGS, AtLeast, Figures, Test, as_text, standing, written

Decide = Callable[[Sequence[Figures]], Sequence[int]]
IN_ONE: Final = 10_000
"""Applicants handed over in one batch."""


def plain_python() -> Decide:
    """Functions of plain Python, written by hand."""
    return lambda pool: list(map(standing, pool))


def _zen_expression() -> str:
    tests = "".join(f"{as_text(test)} ? {rung} : " for rung, test in RUNGS.items())
    return f"{tests}{REFER}"


def _zen_graph() -> dict[str, Any]:
    """A decision of one expression node, which is faster than a decision table of the same tests."""
    place = {"x": 0, "y": 0}
    expressions = [{"id": "standing", "key": "standing", "value": _zen_expression()}]
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {
            "id": "rules", "type": "expressionNode", "name": "rules", "position": place,
            "content": {"expressions": expressions},
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]  # fmt: skip
    edges = [
        {"id": "first", "sourceId": "in", "targetId": "rules"},
        {"id": "last", "sourceId": "rules", "targetId": "out"},
    ]
    return {"nodes": nodes, "edges": edges}


def zen_single() -> Decide:
    """zen-engine: a loaded decision graph evaluated for each applicant."""
    import zen  # noqa: PLC0415  # a peer that may not be installed

    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"decision": _zen_graph()}}})
    return lambda pool: [int(engine.evaluate("decision", figures)["result"]["standing"]) for figures in pool]


def zen_traced() -> Decide:
    """zen-engine: the same graph evaluated for each applicant with a trace, which tells what each of its nodes made."""
    import zen  # noqa: PLC0415  # a peer that may not be installed

    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"decision": _zen_graph()}}})

    def decide(pool: Sequence[Figures]) -> Sequence[int]:
        told = [engine.evaluate("decision", figures, {"trace": True}) for figures in pool]
        assert all(each["trace"] for each in told)
        return [int(each["result"]["standing"]) for each in told]

    return decide


def cedar() -> Decide:
    """cedarpy: a policy for each rung in a set that is parsed once; it names the policies that decided."""
    import cedarpy  # noqa: PLC0415  # a peer that may not be installed

    def policy(rung: int, test: Test) -> str:
        when = written(
            test,
            lambda each: f"context.{each.figure} >= {each.least}",
            lambda parts: f"({' && '.join(parts)})",
            lambda parts: f"({' || '.join(parts)})",
        )
        return f'permit(principal, action == Action::"{rung}", resource) when {{ {when} }};'

    policies = cedarpy.PolicySet.from_str("\n".join(policy(rung, test) for rung, test in RUNGS.items()))
    entities = cedarpy.Entities.from_json_str("[]")

    def reaches(figures: Figures, rung: int) -> bool:
        who = {"principal": 'Applicant::"a"', "action": f'Action::"{rung}"', "resource": 'Level::"l"'}
        found = cedarpy.is_authorized({**who, "context": dict(figures)}, policies, entities)
        assert not found.allowed or found.diagnostics.reasons
        return bool(found.allowed)

    return lambda pool: [next((rung for rung in RUNGS if reaches(each, rung)), REFER) for each in pool]


def zen_batch() -> Decide:
    """zen-engine: the same graph by evaluate_batch, 10,000 applicants at a time."""
    import zen  # noqa: PLC0415  # a peer that may not be installed

    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"decision": _zen_graph()}}})

    def decide(pool: Sequence[Figures]) -> Sequence[int]:
        standings: list[int] = []
        for start in range(0, len(pool), IN_ONE):
            asked = [{"key": "decision", "context": figures} for figures in pool[start : start + IN_ONE]]
            standings += [int(each["data"]["result"]["standing"]) for each in engine.evaluate_batch(asked)]
        return standings

    return decide


def zen_expression() -> Decide:
    """zen-engine: a compiled expression without a graph, evaluated for each applicant."""
    import zen  # noqa: PLC0415  # a peer that may not be installed

    expression = zen.compile_expression(_zen_expression())
    return lambda pool: [int(expression.evaluate(figures)) for figures in pool]


def rule_engine() -> Decide:
    """rule-engine: a compiled rule for each rung, matched against each applicant."""
    import rule_engine as engine  # noqa: PLC0415  # a peer that may not be installed

    rules = [(rung, engine.Rule(as_text(test))) for rung, test in RUNGS.items()]
    return lambda pool: [next((rung for rung, rule in rules if rule.matches(each)), REFER) for each in pool]


def json_logic() -> Decide:
    """json-logic-qubit: one rule of nested ifs, applied to each applicant."""
    from json_logic import jsonLogic  # noqa: PLC0415  # a peer that may not be installed

    steps: list[Any] = []
    for rung, test in RUNGS.items():
        steps += [written(test, _logic, lambda parts: {"and": parts}, lambda parts: {"or": parts}), rung]
    rule = {"if": [*steps, REFER]}
    return lambda pool: [jsonLogic(rule, figures) for figures in pool]


def _logic(test: AtLeast) -> Any:  # noqa: ANN401  # JSON
    return {">=": [{"var": test.figure}, test.least]}


def business_rules() -> Decide:
    """business-rules: a rule for each rung with an action that notes it, run for each applicant until one triggers."""
    from business_rules import run_all, variables  # noqa: PLC0415  # a peer that may not be installed
    from business_rules.actions import BaseActions, rule_action  # noqa: PLC0415  # the same

    def figure(name: str) -> Any:  # noqa: ANN401  # the library is untyped
        def value(self: Any) -> int:  # noqa: ANN401  # the same
            number: int = self.figures[name]
            return number

        value.__name__ = name
        return variables.numeric_rule_variable(value)

    class Applicant(variables.BaseVariables):  # type: ignore[misc]  # the library is untyped
        """The figures of one applicant as the library's variables."""

        def __init__(self) -> None:
            self.figures: Figures = {}

    for name in FIGURES:
        setattr(Applicant, name, figure(name))

    class Noted(BaseActions):  # type: ignore[misc]  # the library is untyped
        """What the rules come to."""

        standing = REFER

        @rule_action()  # type: ignore[untyped-decorator]  # the library is untyped
        def met(self) -> None:
            """Met."""
            self.standing = MET

        @rule_action()  # type: ignore[untyped-decorator]  # the same
        def conditional(self) -> None:
            """Conditional."""
            self.standing = CONDITIONAL

        @rule_action()  # type: ignore[untyped-decorator]  # the same
        def review(self) -> None:
            """Review."""
            self.standing = REVIEW

    called = {MET: "met", CONDITIONAL: "conditional", REVIEW: "review"}
    rules = [
        {
            "conditions": written(test, _condition, lambda parts: {"all": parts}, lambda parts: {"any": parts}),
            "actions": [{"name": called[rung]}],
        }
        for rung, test in RUNGS.items()
    ]
    applicant, noted = Applicant(), Noted()

    def decide(pool: Sequence[Figures]) -> Sequence[int]:
        standings = []
        for figures in pool:
            applicant.figures, noted.standing = figures, REFER
            run_all(rules, applicant, noted, stop_on_first_trigger=True)
            standings.append(noted.standing)
        return standings

    return decide


def _condition(test: AtLeast) -> Any:  # noqa: ANN401  # JSON
    return {"name": test.figure, "operator": "greater_than_or_equal_to", "value": test.least}
