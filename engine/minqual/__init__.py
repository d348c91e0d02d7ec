"""minqual decides which level of a job classification an applicant's record qualifies for, and says why."""

from __future__ import annotations

from minqual import _interrupts as _interrupts  # before all that takes time

# isort: split
from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    # Whoever has a screener has imported all that a check needs: threads that check need import nothing.
    from minqual._version import __version__ as __version__
    from minqual.api import Pool as Pool
    from minqual.api import Screener as Screener
    from minqual.api import asks as asks
    from minqual.api import changes as changes
    from minqual.api import check as check
    from minqual.api import check_many as check_many
    from minqual.api import effects as effects
    from minqual.api import load_pack as load_pack
    from minqual.api import next_questions as next_questions
    from minqual.api import read as read
    from minqual.api import read_record as read_record
    from minqual.api import run_cases as run_cases
    from minqual.api import screen as screen
    from minqual.api import screen_all as screen_all
    from minqual.api import ways as ways
    from minqual.authoring import CaseRun as CaseRun
    from minqual.comparisons import ClauseChange as ClauseChange
    from minqual.comparisons import Comparison as Comparison
    from minqual.comparisons import Decided as Decided
    from minqual.comparisons import DecidedFile as DecidedFile
    from minqual.comparisons import Move as Move
    from minqual.comparisons import OpenEffect as OpenEffect
    from minqual.comparisons import RuleChange as RuleChange
    from minqual.comparisons import RuleStep as RuleStep
    from minqual.comparisons import Shift as Shift
    from minqual.comparisons import StandingClause as StandingClause
    from minqual.impact import CategoryImpact as CategoryImpact
    from minqual.impact import ClauseImpact as ClauseImpact
    from minqual.impact import Convention as Convention
    from minqual.impact import Groups as Groups
    from minqual.impact import GroupShift as GroupShift
    from minqual.impact import Impact as Impact
    from minqual.impact import ImpactChange as ImpactChange
    from minqual.impact import ImpactStep as ImpactStep
    from minqual.impact import Outcomes as Outcomes
    from minqual.impact import Selected as Selected
    from minqual.impact import SelectionRate as SelectionRate
    from minqual.impact import Tested as Tested
    from minqual.impact import impact_change as impact_change
    from minqual.impact import impact_of as impact_of
    from minqual.judging import Judging as Judging
    from minqual.outputs import Form as Form
    from minqual.packs import Level as Level
    from minqual.packs import Pack as Pack
    from minqual.pages import write_results as write_results
    from minqual.preparing import Asks as Asks
    from minqual.preparing import Choice as Choice
    from minqual.preparing import ColumnAsked as ColumnAsked
    from minqual.preparing import FactAsked as FactAsked
    from minqual.preparing import LevelAsked as LevelAsked
    from minqual.preparing import ParameterAsked as ParameterAsked
    from minqual.preparing import QuestionAsked as QuestionAsked
    from minqual.preparing import TableAsked as TableAsked
    from minqual.records import AnswerRow as AnswerRow
    from minqual.records import CredentialRow as CredentialRow
    from minqual.records import EducationRow as EducationRow
    from minqual.records import ExperienceRow as ExperienceRow
    from minqual.records import Record as Record
    from minqual.records import Reject as Reject
    from minqual.records import RowCount as RowCount
    from minqual.settlements import Confirmation as Confirmation
    from minqual.settlements import Decision as Decision
    from minqual.settlements import Recusal as Recusal
    from minqual.settlements import SettledFact as SettledFact
    from minqual.settlements import SettledSheets as SettledSheets
    from minqual.settlements import SettledWord as SettledWord
    from minqual.settlements import Settlements as Settlements
    from minqual.settlements import read_settled as read_settled
    from minqual.settlements import settle as settle
    from minqual.settlements import settled as settled
    from minqual.sources import SourceStamp as SourceStamp
    from minqual.values import EngineMissing as EngineMissing
    from minqual.values import Fault as Fault
    from minqual.values import FaultyInput as FaultyInput
    from minqual.values import InternalFault as InternalFault
    from minqual.values import MapError as MapError
    from minqual.values import PackError as PackError
    from minqual.values import RecordError as RecordError
    from minqual.values import SourceError as SourceError
    from minqual.values import Standing as Standing
    from minqual.verdicts import ClauseVerdict as ClauseVerdict
    from minqual.verdicts import Counted as Counted
    from minqual.verdicts import EngineStamp as EngineStamp
    from minqual.verdicts import EvidenceItem as EvidenceItem
    from minqual.verdicts import Funnel as Funnel
    from minqual.verdicts import HeldBack as HeldBack
    from minqual.verdicts import LevelReasons as LevelReasons
    from minqual.verdicts import LevelVerdict as LevelVerdict
    from minqual.verdicts import NextQuestion as NextQuestion
    from minqual.verdicts import NextQuestions as NextQuestions
    from minqual.verdicts import OpenItem as OpenItem
    from minqual.verdicts import PackStamp as PackStamp
    from minqual.verdicts import Part as Part
    from minqual.verdicts import PartStandings as PartStandings
    from minqual.verdicts import PostsVerdict as PostsVerdict
    from minqual.verdicts import Reasons as Reasons
    from minqual.verdicts import RejectedRow as RejectedRow
    from minqual.verdicts import Results as Results
    from minqual.verdicts import ResultTable as ResultTable
    from minqual.verdicts import Sentence as Sentence
    from minqual.verdicts import SourcePlace as SourcePlace
    from minqual.verdicts import Stop as Stop
    from minqual.verdicts import Summary as Summary
    from minqual.verdicts import UnknownWords as UnknownWords
    from minqual.verdicts import Verdict as Verdict
    from minqual.what_if import LevelWays as LevelWays
    from minqual.what_if import ThingTold as ThingTold
    from minqual.what_if import WayTold as WayTold

__all__, __getattr__, __dir__ = door(__name__)
