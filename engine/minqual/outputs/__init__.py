"""Results as files: CSV, JSON lines, Parquet, workbooks, with their provenance, whole or not at all.

The modules in their order:

    forms           The forms of output files, told by their names: CSV, a workbook, JSON lines or Parquet
    json_text       Columns of text as JSON, many cells at a time
    provenance      What a screening was: pack, policy, date and counts, as the rows of a page
    whole_files     Writing files whole or not at all, with cells that are safe to open in a spreadsheet
    arrow_cells     Arrow arrays of strings as cells of a file: safe to open in a spreadsheet
    tables          Listings: named tables of results, and how one is written as CSV, JSONL or Parquet
    funnel_sheet    The funnel of a pool as a table: level by level all who are judged
    interleaved     Columns of one height as one: the first cell of each, then the second of each, and so on
    level_tables    One listing for each level: every applicant's standing in each of its clauses
    clause_details  Details: each applicant's standing in each clause, with its figures and what is open, one row each
    workbook        Listings as the sheets of a workbook for people (XLSX): headings, filters, fitted widths
    sheet_links     Links between the sheets of a workbook: from an applicant to each sheet that says more of them
    results         Results written in any form, all files of a run together or none
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.outputs.forms import (
        DETAILED,
        DRAWERS,
        PAGE,
        Form,
        Target,
        about_beside,
        beside,
        place_faults,
        target_of,
    )
    from minqual.outputs.interleaved import in_classes
    from minqual.outputs.provenance import Imprint
    from minqual.outputs.results import (
        about_bytes,
        imprint,
        judged_rows,
        line_schema,
        packing,
        rejects_of,
        rows_of,
        words_of,
        write_judged,
        write_judged_form,
        write_listing,
        write_with_rejects,
        write_words,
    )
    from minqual.outputs.tables import (
        Listing,
        arrow_batch,
        csv_head,
        csv_rows,
        jsonl_rows,
        listing_of_rows,
        parquet_parts,
        unheard,
    )
    from minqual.outputs.whole_files import folder_faults, room_beside, safe_cell, whole_folder, write_whole
    from minqual.outputs.workbook import Link, Sheet, write_workbook

__all__, __getattr__, __dir__ = door(__name__)
