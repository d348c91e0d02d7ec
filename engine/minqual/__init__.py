"""minqual decides which level of a job classification an applicant's record qualifies for, and says why."""

from __future__ import annotations

from minqual.api import check, load_pack, read_record, screen
from minqual.faults import EngineMissing, Fault, FaultyInput, InternalFault, PackError, RecordError, SourceError
from minqual.packs import Pack
from minqual.records import AnswerRow, CredentialRow, EducationRow, ExperienceRow, Record
from minqual.results import HeldBack, Results, Summary
from minqual.screening import Screener
from minqual.standings import Standing
from minqual.verdicts import Verdict

__all__ = [
    "AnswerRow",
    "CredentialRow",
    "EducationRow",
    "EngineMissing",
    "ExperienceRow",
    "Fault",
    "FaultyInput",
    "HeldBack",
    "InternalFault",
    "Pack",
    "PackError",
    "Record",
    "RecordError",
    "Results",
    "Screener",
    "SourceError",
    "Standing",
    "Summary",
    "Verdict",
    "check",
    "load_pack",
    "read_record",
    "screen",
]
