"""minqual decides which level of a job classification an applicant's record qualifies for, and says why."""

from __future__ import annotations

from minqual import _interrupts as _interrupts  # before all that takes time

# isort: split
from typing import TYPE_CHECKING

from minqual._lazy import door
from minqual._version import __version__

if TYPE_CHECKING:
    # Whoever has a screener has imported all that a check needs: threads that check need import nothing.
    from minqual.api import Pool, Screener, check, load_pack, read, read_record, screen, screen_all
    from minqual.outputs import Form, write_results
    from minqual.packs import Level, Pack
    from minqual.records import AnswerRow, CredentialRow, EducationRow, ExperienceRow, Record, Reject, RowCount
    from minqual.settlements import (
        Confirmation,
        Decision,
        Recusal,
        SettledFact,
        SettledSheets,
        SettledWord,
        Settlements,
        read_settled,
        settled,
    )
    from minqual.sources import SourceStamp
    from minqual.values import (
        EngineMissing,
        Fault,
        FaultyInput,
        InternalFault,
        MapError,
        PackError,
        RecordError,
        SourceError,
        Standing,
    )
    from minqual.verdicts import (
        ClauseVerdict,
        Counted,
        EngineStamp,
        EvidenceItem,
        HeldBack,
        LevelReasons,
        LevelVerdict,
        OpenItem,
        PackStamp,
        PostsVerdict,
        Reasons,
        RejectedRow,
        Results,
        ResultTable,
        Sentence,
        SourcePlace,
        Summary,
        UnknownWords,
        Verdict,
    )


__all__ = [
    "AnswerRow",
    "ClauseVerdict",
    "Confirmation",
    "Counted",
    "CredentialRow",
    "Decision",
    "EducationRow",
    "EngineMissing",
    "EngineStamp",
    "EvidenceItem",
    "ExperienceRow",
    "Fault",
    "FaultyInput",
    "Form",
    "HeldBack",
    "InternalFault",
    "Level",
    "LevelReasons",
    "LevelVerdict",
    "MapError",
    "OpenItem",
    "Pack",
    "PackError",
    "PackStamp",
    "Pool",
    "PostsVerdict",
    "Reasons",
    "Record",
    "RecordError",
    "Recusal",
    "Reject",
    "RejectedRow",
    "ResultTable",
    "Results",
    "RowCount",
    "Screener",
    "Sentence",
    "SettledFact",
    "SettledSheets",
    "SettledWord",
    "Settlements",
    "SourceError",
    "SourcePlace",
    "SourceStamp",
    "Standing",
    "Summary",
    "UnknownWords",
    "Verdict",
    "__version__",
    "check",
    "load_pack",
    "read",
    "read_record",
    "read_settled",
    "screen",
    "screen_all",
    "settled",
    "write_results",
]

_, __getattr__, __dir__ = door(__name__)
