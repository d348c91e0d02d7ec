"""The answer: the contract, grounds, open facts, questions, reasons, summaries, results.

The modules in their order:

    alternatives      Alternatives taken apart: where any one is enough, what they ask of education, of experience
    stored_verdict    Verdicts read back from the JSON that they were written as
    text_columns      Columns of text that is put together from pieces when it is looked at
    wording           Phrases: words with slots for figures, and how they come together as sentences
    words_told        What people said that words mean, as the evidence of a clause tells it of a row
    contract          One applicant's verdict as plain values: the contract that programs rely on
    funnel            The funnel of a level: what all must meet, clause by clause
    printed_figures   Figures in print: each applicant's bounds as the words of a sentence, rounded down
    row_names         How results name a row of the record: by its entry, else by what stands in it
    short_reasons     Short reasons: what decides one level
    statements        Statements that hold of some applicants: those of each
    not_counted       What is on record and does not count: of those who lack something, the rows that come near it
    open_facts        What is open: which clauses hold a level back, and the facts that would settle them
    asked_applicants  Questions in words: what each applicant is asked, with the row that it is about, each cell once
    asked_to_decide   What people are asked to decide: clauses of judgement
    grounds           The account of a standing: what holds a level up or back
    summary           What a screening did with every row and every applicant
    reasons           Reasons in sentences: one template for each pattern, filled with each applicant's figures
    work_items        What the work list asks: open facts, those together that one answer settles
    word_list         The word list: the words and titles of a pool that hold verdicts back, each once
    work_list         The work list: what to settle for a whole pool, one row each
    confirmations     Confirmations: adverse verdicts that a person has looked at and stands by
    next_questions    Next questions: what one applicant can say that would settle most
    results           The results of a screening as tables, and a summary that adds up
    explanation       From a screening to one applicant's verdict, with evidence and open facts
    several_classes   The results of several packs for the same applicants: a row for each applicant and class
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.verdicts.alternatives import Part, StandingPart
    from minqual.verdicts.asked_applicants import (
        SEPARATOR,
        AskedColumns,
        AskedQuestion,
        asked,
        asked_columns,
        asked_of_each,
        levels_named,
        to_settle,
    )
    from minqual.verdicts.confirmations import confirmed, is_adverse
    from minqual.verdicts.contract import (
        ClauseVerdict,
        Counted,
        EngineStamp,
        EvidenceItem,
        LevelReasons,
        LevelVerdict,
        OpenItem,
        PackStamp,
        PostsVerdict,
        Reasons,
        RejectedRow,
        Sentence,
        SourcePlace,
        Verdict,
    )
    from minqual.verdicts.explanation import Verdicts, explain
    from minqual.verdicts.funnel import (
        Funnel,
        PartStandings,
        Stop,
        funnel_data,
        funnels_of,
        part_standings,
        standing_parts,
    )
    from minqual.verdicts.next_questions import NextQuestion, NextQuestions, next_questions_of
    from minqual.verdicts.open_facts import UNSETTLED, OpenFact, holding_back, short, told_by
    from minqual.verdicts.printed_figures import FORGIVEN, credible
    from minqual.verdicts.results import FREE_TEXT, Results, ResultTable, held_back, results_of
    from minqual.verdicts.row_names import entry_of
    from minqual.verdicts.several_classes import Judged, classed, judged_by
    from minqual.verdicts.summary import (
        MANY_PEOPLE,
        MOST_WORDS,
        UNKNOWN,
        Counts,
        HeldBack,
        Summary,
        UnknownWords,
        counts_of_parts,
        summary_of,
    )
    from minqual.verdicts.text_columns import AT_A_TIME, Lettered, Mosaic, Patterns, Places, Texts, Worded, arrow_words
    from minqual.verdicts.word_list import WORD_LIST_TEXT, words_holding_back
    from minqual.verdicts.work_list import WORK_LIST_TEXT

__all__, __getattr__, __dir__ = door(__name__)
