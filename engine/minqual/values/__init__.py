"""Exact values: decimals, dates and amounts as bounds, degrees, words and their meaning, standings, faults.

The modules in their order:

    arrays           Columns of numbers and of flags, as numpy holds them
    counted_nouns    Counts with their nouns: one row, several rows
    dates            Partial dates as bounds, and the 30/360 axis on which time is counted
    faults           What can be wrong with an input, as values: where it is, what was found, what was expected
    listed_words     Lists of words that lie as YAML beside the module which they are for
    memo             What is computed once from a value that never changes, and kept with it
    parted_words     Several words in one cell with signs between them, parted at these
    plain_files      Paths told as what they are: only plain files are read, and none is waited for
    program_log      The log: what a program that has loggers is told of the work, without a word of any applicant
    quick_making     Values that are made or found quickly: dataclasses by the dozen in each check
    visible_text     Text made visible: signs that steer a terminal, turn the order of letters or are seen by nobody
    as_of            The day as of which applicants are judged: one for all of them, or of each their own
    date_stretches   Stretches of days that have names: months, seasons, quarters, halves, decades, academic years
    decimals         Exact figures: reading them from cells, and printing them without showing a shortfall as equal
    degrees          Levels of education, and the words that mean them, which stand in degrees.yaml
    edtf             Dates in the notation of ISO 8601-2 (EDTF): digits that are not known, intervals with open ends
    related_words    Words related to known ones: what contains a name or is contained in one
    spelling         How like two spellings are, by rapidfuzz's ratio, and which known one is nearest to a word
    standings        The five standings of a clause, a level or a verdict, in their one order
    typography       Signs as a keyboard has them: full-width forms, other dashes and blanks, signs that nobody sees
    written_ids      Ids as people and programs write them
    bounded_amounts  Amounts for all applicants at once, exactly, as (low, high)
    folding          A word as it is compared: without case, width, normal form
    written_amounts  Figures as people write them, as bounds: "40", "5+", "30-40 hours", "about 3 years"
    written_dates    Dates as people write them, as bounds: a day, a month, Q3 2020, mid-2019, 2018-19, 201X
    blank_words      Words that say nothing, which are blanks wherever they stand; they are listed in blank_words.yaml
    written_degrees  Degrees as people write them: a level in words or letters, its field, its state
    vocabulary       Words that applicants write, matched whole against the words that a pack knows
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.values.arrays import Flags, Numbers, anywhere, everywhere, wherever
    from minqual.values.as_of import AsOf
    from minqual.values.blank_words import blank, says_none, silent, unanswered
    from minqual.values.bounded_amounts import (
        ENDLESS,
        PRINTABLE,
        Quantity,
        alike,
        at_most,
        best_of,
        beyond,
        coarse,
        compact,
        in_hundredths,
        in_steps,
        large,
        largest,
        none_of,
        replaced,
        summed,
        times,
    )
    from minqual.values.counted_nouns import so_many
    from minqual.values.date_stretches import MONTHS
    from minqual.values.dates import (
        AXIS_SPAN,
        AXIS_START,
        EARLIEST_YEAR,
        LATEST_YEAR,
        NO_DAY,
        NO_MONTH,
        NULL_DAYS,
        OutsideCalendar,
        PartialDate,
        axis_day,
        day_number,
        months_later,
        number_after,
    )
    from minqual.values.decimals import (
        DAYS_IN_MONTH,
        DAYS_IN_YEAR,
        UNBOUNDED,
        as_decimal,
        bounded,
        calendar_words,
        hundredths,
        plain,
        thousandths,
    )
    from minqual.values.degrees import (
        ANY_LEVEL,
        DEGREE_HINTS,
        DEGREE_SPELLINGS,
        DEGREE_WORDS,
        GRADUATE_UNITS,
        IMPLIED_UNITS,
        LEVELS_EXPECTED,
        SAID,
        STRANGE_LEVEL,
        DegreeLevel,
        DegreeWord,
    )
    from minqual.values.faults import (
        CODES,
        MOST_SHOWN,
        ROOT,
        EngineMissing,
        Fault,
        FaultyInput,
        Gathered,
        InternalFault,
        MapError,
        Named,
        PackError,
        Place,
        RecordError,
        SourceError,
        misused,
        path_to,
    )
    from minqual.values.folding import fold, folded
    from minqual.values.listed_words import word_lists
    from minqual.values.memo import Kept, once, once_each, once_for
    from minqual.values.parted_words import SIGNS, parts_of
    from minqual.values.plain_files import NO_FILE, no_plain_file
    from minqual.values.program_log import log, watched
    from minqual.values.quick_making import plainly_made, quickly_found, quickly_made
    from minqual.values.spelling import LONGEST_MISSPELLING, likest, nearest, unknown
    from minqual.values.standings import CONDITIONAL, MET, REVIEW, UNMET, Standing, Standings, Word, threshold
    from minqual.values.typography import typed
    from minqual.values.visible_text import UNSEEN, visible, visible_lines
    from minqual.values.vocabulary import ASIDE, NEAR, NONE_OF_THESE, Match, Vocabulary, items, joint_match
    from minqual.values.written_amounts import (
        CREDITS,
        HOURS_PER_WEEK,
        QUARTER_UNITS,
        SEMESTER_UNITS,
        UNIT_MEASURES,
        YEARS,
        Measure,
        bounds_form,
        names_system,
        read_figure,
    )
    from minqual.values.written_dates import (
        ADVICE,
        DATE_FORMS,
        FROM_TO,
        NO_DATE,
        TWO_DIGITS,
        Order,
        award_date,
        date_if_any,
        goes_on,
        in_order,
        never_expires,
        parse_date,
        plain_date,
        told_order,
    )
    from minqual.values.written_degrees import denies_diploma, read_degree
    from minqual.values.written_ids import plain_id, rewritten_ids, rounded_id, roundings, written_plainly

__all__, __getattr__, __dir__ = door(__name__)
