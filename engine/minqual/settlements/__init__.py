"""What people settle: words, facts and decisions, each with who, when and why, and what they were made on.

The modules in their order:

    digests            Digests of what a settlement was made on: of a row, of an applicant's rows
    keys               Keys as the work list prints them: what a row settles, and on what
    reason_codes       Reason codes: why a decision was made
    settlement         Settlements: what people say after the source was written, each with who, when and why
    readings           Readings: what several people say of one clause for one applicant, and what comes of it
    settlements        Settlements together: of those of one key the latest counts
    agreement          Agreement of readers: how often two people decided a clause the same, how far beyond chance
    corrected_tables   Facts that people settled, laid over the tables of a source as if it had said them itself
    answer_cells       Answers as people write them into a sheet: what a cell says, what a word means
    filled_work_lists  Sheets of settlements: the work list as it is handed back, its answers filled in
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.settlements.agreement import ClauseAgreement, Matter, clause_agreements, cohens_kappa, says_of
    from minqual.settlements.answer_cells import ACCEPTED, CONFIRMED, NO_STANDS, RECUSED
    from minqual.settlements.corrected_tables import ADDED_ROW, corrected
    from minqual.settlements.digests import (
        ApplicantRows,
        canonical,
        canonical_text,
        digest_of,
        names_digest,
        row_digest,
        sha256,
    )
    from minqual.settlements.filled_work_lists import FORM, SettledSheets, read_settled, settle
    from minqual.settlements.keys import read_key, written_key
    from minqual.settlements.readings import MOST_READERS, ClauseReading, reading_of
    from minqual.settlements.reason_codes import REASON_CODES
    from minqual.settlements.settlement import (
        NOBODY,
        OWNER,
        READING,
        ROW,
        Confirmation,
        Decision,
        Recusal,
        SettledFact,
        SettledWord,
        Settlement,
    )
    from minqual.settlements.settlements import NOTHING_SETTLED, Settlements, settled

__all__, __getattr__, __dir__ = door(__name__)
