"""For writers of packs: cases, boundary pairs, sensitivity, proposals, lint, the account of a specification, drafts.

The modules in their order:

    cases                     A pack's cases: applicants with the standings they must get, kept beside the pack
    drafts                    Drafts of rule packs: a short pack that loads, and cases of it that hold
    lint.personal_facts       Words for facts about a person that may decide nothing: age, body, health, origin
    lint.written_pack         What every remark is made of: a pack as it is written, its clauses with their places
    manual                    The manual of clauses and policies for pack authors, made from the classes themselves
    settled_vocabulary        Words that people settled
    specification             The account of a specification: its sentences, how a pack treats each of them
    specification.page_lines  The lines of a specification's text without its page furniture: headers
    variations                Clauses with one value inside them nudged: an amount smaller or larger
    case_runs                 Cases judged: all of one as-of date at once, and how each differs from what it expects
    lint.agency               Remarks on an agency's file: what it states and no pack of its folder draws on
    lint.barriers             Remarks on requirements that may keep people out without need
    lint.form                 Remarks on how clauses are written down: sources, ids, and clauses that say nothing
    lint.levels               Remarks on the levels of a class series
    lint.names                Remarks on a pack's vocabulary
    lint.redundant            Remarks on clauses that do nothing, because another clause holds whenever they do
    lint.tables               Remarks on printed tables
    lint.wording              Remarks on the words of a specification that clauses are found by
    specification.sentences   The sentences of a specification's text
    boundary_pairs            Pairs at bounds: for every figure that a clause asks
    judged_trials             Judged trials: records tried as cases that expect what comes of them now
    lint                      What a careful colleague asks about a rule pack; a remark is one function in one of the
    specification.account     How a pack accounts for its specification
    coverage                  Coverage: which clauses decide the level that some case expects
    sensitivity               Feeling: whether some case fails as soon as one amount, choice
    specification.page        An account of a specification as people and programs read it
    specification.recorded    The record of a specification's sentences beside a pack: their digests and treatments
    starting_records          Seeds: records from which a value inside a clause may come to matter
    sensitive_records         Pools: records near the edges of one clause, among which a value inside it is felt
    specification.cited       The sentences of a specification by the places that its pack cites
    test_run                  A run of a pack's cases: what holds, what the cases decide
    case_proposals            Proposals: the cases that a pack lacks
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.authoring.case_proposals import Proposals, proposals
    from minqual.authoring.drafts import draft_cases, draft_pack, drafted
    from minqual.authoring.lint import REMARKS, UNDRAWN, Remark, remarks_on, remarks_on_agency
    from minqual.authoring.manual import manual_page
    from minqual.authoring.settled_vocabulary import WithSettled, with_settled
    from minqual.authoring.specification.account import Treated, account
    from minqual.authoring.specification.cited import cited_sentences, texts_by_pack
    from minqual.authoring.specification.page import page_of_account, plain_account
    from minqual.authoring.specification.recorded import read_recorded, record_text, recorded_beside
    from minqual.authoring.specification.sentences import passages, specification_text
    from minqual.authoring.test_run import (
        CaseRun,
        PackRun,
        cases_run,
        run_lines,
        run_pack,
        run_values,
        sum_line,
        totals,
    )

__all__, __getattr__, __dir__ = door(__name__)
