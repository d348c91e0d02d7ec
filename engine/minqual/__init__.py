"""minqual decides which level of a job classification an applicant's record qualifies for, and says why."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minqual.api import check, load_pack, read_record, screen, screen_all
    from minqual.faults import EngineMissing, Fault, FaultyInput, InternalFault, PackError, RecordError, SourceError
    from minqual.outputs import write_results
    from minqual.packs import Pack
    from minqual.records import AnswerRow, CredentialRow, EducationRow, ExperienceRow, Record
    from minqual.results import Results
    from minqual.screening import Screener
    from minqual.standings import Standing
    from minqual.summaries import HeldBack, Summary
    from minqual.verdicts import Verdict

__version__ = "0.1.0"

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
    "screen_all",
    "write_results",
]

_HOME = {
    "AnswerRow": "minqual.records",
    "CredentialRow": "minqual.records",
    "EducationRow": "minqual.records",
    "EngineMissing": "minqual.faults",
    "ExperienceRow": "minqual.records",
    "Fault": "minqual.faults",
    "FaultyInput": "minqual.faults",
    "HeldBack": "minqual.summaries",
    "InternalFault": "minqual.faults",
    "Pack": "minqual.packs",
    "PackError": "minqual.faults",
    "Record": "minqual.records",
    "RecordError": "minqual.faults",
    "Results": "minqual.results",
    "Screener": "minqual.screening",
    "SourceError": "minqual.faults",
    "Standing": "minqual.standings",
    "Summary": "minqual.summaries",
    "Verdict": "minqual.verdicts",
    "check": "minqual.api",
    "load_pack": "minqual.api",
    "read_record": "minqual.api",
    "screen": "minqual.api",
    "screen_all": "minqual.api",
    "write_results": "minqual.outputs",
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for: the command line starts without what it does not use."""
    if name not in _HOME:
        raise AttributeError(f"module 'minqual' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
