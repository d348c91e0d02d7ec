"""Bringing records in: inspection of sources, blank tables, proposals of column maps.

The modules in their order:

    cell_forms         Forms of cells: in which of the ways that minqual reads each cell is written
    heading_words      What exports usually call the columns that minqual knows, and those that it must never use
    signs_between      Signs between several kinds of work in one cell
    asked_contract     What a pack asks
    column_words       Words of columns that have a vocabulary: what each means, how often it stands there
    heading_families   The headings of a file as families: those that differ by a number alone belong together
    cell_agreement     Whether the cells of a column are what its heading says
    templates          Blank tables that hold just what a pack asks for: their headings
    applicant_sheet    Which sheet of a file holds the applicants
    column_claims      What each column of a file is taken for
    plausibility       What looks wrong in a source that can be read: said in counts and headings
    template_workbook  Blank tables as a workbook: a sheet for each
    column_groups      Columns that belong together, as entries of a column map: what makes a row of a table
    inspection         What was understood of a source, column by column, with counts and shapes and no personal data
    hidden_rows        Rows that an export holds and that no placed column shows
    joined_rows        Exports that join two lists of an applicant: a row for each job with each school
    stated_parts       Tables of which an export states a part: what it does not ask for is open, and not none
    map_proposal       A column map proposed from a file: what its headings and its cells tell together
    map_yaml           A proposed column map as YAML with comments
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.preparing.asked_contract import (
        Asks,
        Choice,
        ColumnAsked,
        FactAsked,
        LevelAsked,
        ParameterAsked,
        QuestionAsked,
        TableAsked,
        asked_in_sheets,
        asked_of,
    )
    from minqual.preparing.column_claims import NOTHING_ASKED, Asked, asked_by
    from minqual.preparing.column_words import WordSeen
    from minqual.preparing.heading_words import known_heading
    from minqual.preparing.inspection import ColumnSeen, Inspection, Reader, TableSeen, inspected
    from minqual.preparing.map_proposal import joined_proposal
    from minqual.preparing.map_yaml import map_name, written_map
    from minqual.preparing.template_workbook import write_blank_workbook
    from minqual.preparing.templates import blank_csv, note_of, wide_csv

__all__, __getattr__, __dir__ = door(__name__)
