"""Agreement in an examination: what readers made of each clause, beside what minqual itself leaves open or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minqual.examinations.examination import Examination
from minqual.examinations.replay import Rescreening, run_on
from minqual.settlements import ClauseAgreement, Decision, Matter, Settlements, clause_agreements
from minqual.values import Standing


def agreement_of(examination: Examination) -> Sequence[ClauseAgreement]:
    """How far readers agree on each clause; SourceError where there was no screening."""
    return clause_agreements(list(examination.kept_settlements()), examination.readers, own_standings(examination))


def own_standings(examination: Examination) -> Mapping[Matter, Standing]:
    """Where each clause that people decided stands without any decision, by the last screening."""
    said = examination.settlements()
    without = Settlements(tuple(each for each in said.all if not isinstance(each, Decision)), said.readers)
    again = Rescreening(examination, run_on(examination, None), without)
    found: dict[Matter, Standing] = {}
    for applicant, decisions in said.decisions.items():
        for pack, screening in again.of(applicant).items():
            places = {node.id: number for number, node in enumerate(screening.tree.nodes)}
            for each in decisions:
                if each.pack == pack and each.clause in places:
                    standing = screening.standing(places[each.clause])[0]
                    found[pack, each.clause, applicant] = Standing(int(standing))
    return found
