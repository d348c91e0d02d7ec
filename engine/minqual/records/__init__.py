"""What an applicant states: tables, one record, cells, and applicants as columns.

The modules in their order:

    tables            Tables of text cells: each column as distinct words and, per row, the number of its word
    typed_cells       Values of other types than text as the cells that they would be in a spreadsheet
    arrow_text        Arrow columns of strings as columns of text
    column_meanings   What each column of the tables says
    cell_faults       What can be wrong with a cell, for programs: kinds that stay as they are
    doubts            What does not fit in a row, or is hardly what its column asks: one question about it
    applicants        Applicants as columns: every row read, every figure exact
    date_orders       What columns of dates tell themselves of the order of day and month
    record            One applicant's record as JSON or Python values, and the tables that it stands for
    word_numbers      Words as numbers that do not hang on which other words there are, the same in every process
    cells             Reading columns of cells: each distinct word once, faults kept with their rows
    contradictions    Cells of one row that do not fit together, or are hardly what their columns ask: they are open
    equal_rows        Rows of one applicant that are equal in all that they state: by a join, or a second application
    refused_ids       Ids that are refused: applicants who stand twice or without an id, and the rows of nobody
    unit_cells        College units as rows state them: a cell that names the other system of units counts in that one
    equal_applicants  Applicants all of whose rows are equal, as they are written: one person under two ids, it may be
    intake            From tables of text to applicants as columns: every row used, or rejected; every cell read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.records.applicants import (
        BLANK,
        BY_FORM,
        EITHER,
        HEADINGS,
        LINE,
        NOBODYS,
        Answers,
        Applicants,
        Credentials,
        Days,
        Education,
        Experience,
        Figures,
        Reject,
        RowCount,
    )
    from minqual.records.arrow_text import (
        ArrowWords,
        GrowingColumn,
        bounds_and_letters,
        chained,
        first_of_each_run,
        longest,
        strip_cells,
        text_column,
    )
    from minqual.records.cell_faults import CELL_FAULTS, limits_in
    from minqual.records.cells import WHOLE, YES_NO, share
    from minqual.records.column_meanings import (
        BESIDE_TABLES,
        DATES,
        FIGURES,
        HOW_WRITTEN,
        MEANINGS,
        READ_ME,
        ROWS,
        WORDS,
        YES_OR_NO,
        CellForm,
        cell_form,
    )
    from minqual.records.date_orders import DAY_FIRST, in_either_order
    from minqual.records.doubts import Doubt, Misfit
    from minqual.records.equal_applicants import equal_places, equal_prints, prints
    from minqual.records.intake import take_in, used_columns, with_faulty_cells
    from minqual.records.record import (
        LISTS,
        MOST_ID,
        MOST_ROWS,
        AnswerRow,
        CredentialRow,
        EducationRow,
        ExperienceRow,
        Record,
        batches,
        cell_of_facts,
        parse_json,
        parse_record,
        record_tables,
    )
    from minqual.records.tables import (
        AMONG_FACTS,
        APART,
        AS_IT_STANDS,
        COLUMNS,
        ENTRY,
        NEVER_DECIDE,
        PART,
        REQUIRED,
        SEPARATE,
        SYSTEM,
        THE_SAME,
        UNIT_COLUMNS,
        UNITS_BESIDE,
        Codes,
        Lines,
        Origin,
        Rows,
        Table,
        Tables,
        TextColumn,
        check_header,
        empty_table,
        names_meant,
        one_applicant,
        renumbered,
        told_beside,
        units_of_subjects,
    )
    from minqual.records.typed_cells import MOST_SIGNS, TOO_LONG, cell_fault, cell_of, endless
    from minqual.records.word_numbers import Prints

__all__, __getattr__, __dir__ = door(__name__)
