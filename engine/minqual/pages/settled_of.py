"""What people settled of one applicant, each with who, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from minqual.settlements import Recusal

if TYPE_CHECKING:
    from minqual.settlements import Decision, Settlement
    from minqual.verdicts import Results, Verdict

NO_LONGER: Final = "; no longer counts: what it was made on has changed"


def settled_of(results: Results, verdict: Verdict) -> list[str]:
    """Facts, decisions, recusals and confirmations of an applicant, one sentence each. verdict: theirs."""
    given, name, pack = results.pack.run.settlements, verdict.applicant_id, results.pack.name
    stale = {id(each) for each in results.stale}

    def told(each: Settlement, says: str) -> str:
        why = f" ({each.why})" if each.why and each.why not in says else ""
        return f"{says}{why}{NO_LONGER if id(each) in stale else ''}"

    def sentences() -> Iterator[str]:
        for fact in given.facts.get(name, ()):
            yield told(fact, f"{fact.table.removesuffix('s')}: {fact.told}")
        for decision in given.decisions.get(name, ()):
            if decision.pack == pack:
                yield told(decision, _decided(decision, verdict))
        for recusal in given.of(Recusal):
            if (recusal.applicant, recusal.pack) == (name, pack):
                yield told(recusal, f"{recusal.by} takes no part in it: {recusal.signature}")
        for stands in given.confirmations.get(name, ()):
            if stands.pack == pack and (results.only or "") == stands.level:
                yield told(stands, f"the verdict is confirmed: {stands.signature}")

    return list(sentences())


def _decided(decision: Decision, verdict: Verdict) -> str:
    judged = [each.clauses for each in verdict.levels] + [each.clauses for each in verdict.posts]
    clauses = (clause for clauses in judged for clause in clauses)
    says = next((each.says for each in clauses if each.id == decision.clause), decision.clause)
    outcome = "accepted" if decision.accepted else "not accepted"
    return f"{says}: {outcome}{decision.because}: {decision.signature}"
