"""Examinations: one recruitment in one file, its screenings and settlements in a chain that can be replayed.

The modules in their order:

    chain             The chain of an examination: entries in canonical JSON
    deciding          The clauses that decide a verdict: those of its level that stand as it does and hold it there
    kept_records      Applicants' rows as an examination keeps them: as they were read, each applicant's by themselves
    kept_settlements  Settlements as an examination keeps them: plain values in JSON, and back
    examination_file  An examination file: one recruitment in one SQLite file, to which entries are only ever added
    examination       An examination: one recruitment, its packs and its day, every screening of it
    kept_letters      Letters that were written, as an examination records them: their digests alone
    retention         Retention: how long an examination is kept at least and at most, what holds it
    verification      Verification: whether an examination file is as it was written, entry by entry and row by row
    replay            Replay: what was decided about an applicant, derived again from what is kept
    status            Where an examination stands: how many are open for what
    agreement         Agreement in an examination: what readers made of each clause
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.examinations.agreement import agreement_of
    from minqual.examinations.deciding import deciding_clauses
    from minqual.examinations.examination import Examination, SourceFiles
    from minqual.examinations.examination_file import is_examination
    from minqual.examinations.kept_letters import KeptLetter, decision_number, keep_letters
    from minqual.examinations.replay import Replayed, Rescreening, entry_on, history_of, replayed, run_on
    from minqual.examinations.retention import erase, hold, keep_for, release, retention_of
    from minqual.examinations.status import Status, status_of
    from minqual.examinations.verification import faults_of

__all__, __getattr__, __dir__ = door(__name__)
