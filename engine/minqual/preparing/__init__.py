"""Bringing records in: inspection of sources, blank tables, proposals of column maps.

The modules in their order:

    asked_columns      What a rule pack asks of applicants: the tables and columns that its clauses draw on
    cell_forms         Forms of cells: in which of the ways that minqual reads each cell is written
    heading_words      What exports usually call the columns that minqual knows, and those that it must never use
    column_words       Words of columns that have a vocabulary: what each means, how often it stands there
    heading_families   The headings of a file as families: those that differ by a number alone belong together
    templates          Blank tables that hold just what a pack asks for: their headings
    inspection         What was understood of a source, column by column, with counts and shapes and no personal data
    map_proposal       A column map proposed from a file: what its headings and the shapes of its cells tell
    template_workbook  Blank tables as a workbook: a sheet for each
    map_yaml           A proposed column map as YAML with comments
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.preparing.asked_columns import asked_questions, asked_tables
    from minqual.preparing.column_words import WordSeen
    from minqual.preparing.inspection import ColumnSeen, Inspection, Reader, TableSeen, inspected
    from minqual.preparing.map_proposal import NOTHING_ASKED, Asked, asked_by, joined_proposal
    from minqual.preparing.map_yaml import map_name, written_map
    from minqual.preparing.template_workbook import write_blank_workbook
    from minqual.preparing.templates import BlankTables, blank_csv, blank_tables, wide_csv

__all__, __getattr__, __dir__ = door(__name__)
