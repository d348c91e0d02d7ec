"""minqual decides which level of a job classification an applicant's record qualifies for, and says why."""

from __future__ import annotations

from minqual import _interrupts as _interrupts  # before all that takes time

# isort: split
from typing import TYPE_CHECKING

from minqual._lazy import door
from minqual._version import __version__

if TYPE_CHECKING:
    # Whoever has a screener has imported all that a check needs: threads that check need import nothing.
    from minqual.api import (
        Pool,
        Screener,
        asks,
        check,
        check_many,
        load_pack,
        next_questions,
        read,
        read_record,
        screen,
        screen_all,
        ways,
    )
    from minqual.outputs import write_results
    from minqual.packs import Pack
    from minqual.preparing import (
        Asks,
        Choice,
        ColumnAsked,
        FactAsked,
        LevelAsked,
        ParameterAsked,
        QuestionAsked,
        TableAsked,
    )
    from minqual.records import AnswerRow, CredentialRow, EducationRow, ExperienceRow, Record
    from minqual.settlements import (
        Confirmation,
        Decision,
        Recusal,
        SettledFact,
        SettledWord,
        Settlements,
        read_settled,
        settled,
    )
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
    from minqual.verdicts import HeldBack, NextQuestion, NextQuestions, Results, Summary, Verdict
    from minqual.what_if import LevelWays


__all__ = [
    "AnswerRow",
    "Asks",
    "Choice",
    "ColumnAsked",
    "Confirmation",
    "CredentialRow",
    "Decision",
    "EducationRow",
    "EngineMissing",
    "ExperienceRow",
    "FactAsked",
    "Fault",
    "FaultyInput",
    "HeldBack",
    "InternalFault",
    "LevelAsked",
    "LevelWays",
    "MapError",
    "NextQuestion",
    "NextQuestions",
    "Pack",
    "PackError",
    "ParameterAsked",
    "Pool",
    "QuestionAsked",
    "Record",
    "RecordError",
    "Recusal",
    "Results",
    "Screener",
    "SettledFact",
    "SettledWord",
    "Settlements",
    "SourceError",
    "Standing",
    "Summary",
    "TableAsked",
    "Verdict",
    "__version__",
    "asks",
    "check",
    "check_many",
    "load_pack",
    "next_questions",
    "read",
    "read_record",
    "read_settled",
    "screen",
    "screen_all",
    "settled",
    "ways",
    "write_results",
]

_, __getattr__, __dir__ = door(__name__)
