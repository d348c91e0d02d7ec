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
        changes,
        check,
        check_many,
        load_pack,
        next_questions,
        read,
        read_record,
        run_cases,
        screen,
        screen_all,
        ways,
    )
    from minqual.authoring import CaseRun
    from minqual.comparisons import ClauseChange, Comparison, Move
    from minqual.judging import Judging
    from minqual.outputs import Form, write_results
    from minqual.packs import Level, Pack
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
        settle,
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
        NextQuestion,
        NextQuestions,
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
    from minqual.what_if import LevelWays, ThingTold, WayTold


__all__ = [
    "AnswerRow",
    "Asks",
    "CaseRun",
    "Choice",
    "ClauseChange",
    "ClauseVerdict",
    "ColumnAsked",
    "Comparison",
    "Confirmation",
    "Counted",
    "CredentialRow",
    "Decision",
    "EducationRow",
    "EngineMissing",
    "EngineStamp",
    "EvidenceItem",
    "ExperienceRow",
    "FactAsked",
    "Fault",
    "FaultyInput",
    "Form",
    "HeldBack",
    "InternalFault",
    "Judging",
    "Level",
    "LevelAsked",
    "LevelReasons",
    "LevelVerdict",
    "LevelWays",
    "MapError",
    "Move",
    "NextQuestion",
    "NextQuestions",
    "OpenItem",
    "Pack",
    "PackError",
    "PackStamp",
    "ParameterAsked",
    "Pool",
    "PostsVerdict",
    "QuestionAsked",
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
    "TableAsked",
    "ThingTold",
    "UnknownWords",
    "Verdict",
    "WayTold",
    "__version__",
    "asks",
    "changes",
    "check",
    "check_many",
    "load_pack",
    "next_questions",
    "read",
    "read_record",
    "read_settled",
    "run_cases",
    "screen",
    "screen_all",
    "settle",
    "settled",
    "ways",
    "write_results",
]

_, __getattr__, __dir__ = door(__name__)
