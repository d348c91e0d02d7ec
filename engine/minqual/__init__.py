"""minqual decides which level of a job classification an applicant's record qualifies for, and says why."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from minqual._version import __version__

if TYPE_CHECKING:
    from minqual.api import check, load_pack, read_record, screen, screen_all
    from minqual.judging.screening import Screener
    from minqual.outputs.results import write_results
    from minqual.packs.pack import Pack
    from minqual.records.record import AnswerRow, CredentialRow, EducationRow, ExperienceRow, Record
    from minqual.values.faults import (
        EngineMissing,
        Fault,
        FaultyInput,
        InternalFault,
        PackError,
        RecordError,
        SourceError,
    )
    from minqual.values.standings import Standing
    from minqual.verdicts.contract import Verdict
    from minqual.verdicts.results import Results
    from minqual.verdicts.summary import HeldBack, Summary


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
    "__version__",
    "check",
    "load_pack",
    "read_record",
    "screen",
    "screen_all",
    "write_results",
]

_HOME = {
    "AnswerRow": "minqual.records.record",
    "CredentialRow": "minqual.records.record",
    "EducationRow": "minqual.records.record",
    "EngineMissing": "minqual.values.faults",
    "ExperienceRow": "minqual.records.record",
    "Fault": "minqual.values.faults",
    "FaultyInput": "minqual.values.faults",
    "HeldBack": "minqual.verdicts.summary",
    "InternalFault": "minqual.values.faults",
    "Pack": "minqual.packs.pack",
    "PackError": "minqual.values.faults",
    "Record": "minqual.records.record",
    "RecordError": "minqual.values.faults",
    "Results": "minqual.verdicts.results",
    "Screener": "minqual.judging.screening",
    "SourceError": "minqual.values.faults",
    "Standing": "minqual.values.standings",
    "Summary": "minqual.verdicts.summary",
    "Verdict": "minqual.verdicts.contract",
    "check": "minqual.api",
    "load_pack": "minqual.api",
    "read_record": "minqual.api",
    "screen": "minqual.api",
    "screen_all": "minqual.api",
    "write_results": "minqual.outputs.results",
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for: the command line starts without what it does not use."""
    if name not in _HOME:
        raise AttributeError(f"module 'minqual' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
