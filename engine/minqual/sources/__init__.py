"""Files into tables: delimited text, workbooks, Parquet, documents of other systems, column maps, data frames.

The modules in their order:

    column_maps                 Column maps: what the columns of one kind of export mean, as data
    column_maps.spans           Spans: two dates in one cell, such as "Mar 2016 - Jun 2018" or "2016 to present"
    documents                   Documents: JSON of our own and of others, and archives that others export
    files                       What a file or standard input holds: bytes unpacked within limits
    grids                       Grids: sheets as they were read, a header row and columns of text below it
    ids_by_form                 Ids of applicants by what they are but for their form
    ids_in_several_rows         Ids of applicants that stand in several rows of a sheet: how an export is built
    xlsx.number_formats         Number formats of spreadsheets: the text that a cell with a number shows
    xlsx.xml_stream             XML parts of a workbook, read as a stream: a document type
    applicant_index             The index of a source: its applicants' ids in their order
    archives                    Zip archives, read member by member within limits; nothing is ever unpacked to a disk
    column_maps.notation        How a column map writes things down: where a cell comes from, what its words mean
    delimited                   Delimited text as grids: quickly where the file is regular, row by row where it is not
    documents.json_entries      The entries of a JSON text: one object, a list of them, or one a line
    one_record                  One record as a program holds it: read, or refused with every fault of it
    stray_lines                 Lines in the column of ids that are no applicant: totals and remarks of a report
    xlsx.sheet                  One sheet of a workbook as a grid
    assembly                    Our own tables: grids under our headings, rows found elsewhere
    column_maps.model           Column maps: what the columns of an agency's export mean, as data
    xlsx.workbook               Workbooks (.xlsx) as grids, one of each sheet: what cells show becomes their text
    column_maps.cells           Cells of an export as our own tables write them: words translated, dates in one order
    column_maps.headings        The columns of a file that a column map means: headings found
    column_maps.schema          The JSON Schema of column maps, for editors: what read_map takes
    dataframes                  DataFrames as tables
    documents.gathered_rows     Rows of tables as they are found in documents, gathered into columns
    xlsx                        Workbooks
    column_maps.choice          Which column map fits a file, told from its headings
    column_maps.first_and_last  The first and the last day of jobs where an export writes both in one cell
    column_maps.kept_rows       The rows of an export that a column map keeps
    documents.common            What the documents of others have in common: rows under paths, and how dates
    documents.own_records       Our own records in a pool: each row taken or set aside by itself
    parquet                     Parquet files as grids
    column_maps.mapping         An agency's export as our tables: what a column map says of its columns, row by row
    documents.greenhouse        Greenhouse candidates, as its Harvest API and its webhooks write them
    documents.hr_open           HR Open 4.x candidates, as JazzHR and others send them
    documents.json_resume       JSON Resume (schema 1.x): a résumé as people write it for themselves
    documents.linkedin          LinkedIn's export of one's own profile: an archive of tables
    sheet_files                 Files that hold sheets, each form with one face: delimited text, Parquet and workbooks
    table_files                 Which files of a folder or an archive hold which table: one file
    left_over                   What lies beside the tables of a folder or an archive and is not read: named
    documents.reader            Documents read into tables: each entry told apart by its content, and taken
    documents.single_record     A single record of ours, told from lists, lines and the forms of others
    reading                     Sources of applicants: what a path holds is told from its content
    given                       What a program hands over in memory: records, the forms of others
    source_stamp                Source stamps: what results say of their source, its files with their digests, its map
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.sources.applicant_index import ApplicantIndex, index_of, near_rows
    from minqual.sources.assembly import APPLICANT, by_place, own_columns
    from minqual.sources.column_maps.headings import Header
    from minqual.sources.column_maps.model import load_map, map_path
    from minqual.sources.column_maps.notation import ENDED, MOST_SLOTS, NOT_TICKED, TICKED, filled, holds_slot
    from minqual.sources.column_maps.schema import map_schema_text
    from minqual.sources.column_maps.spans import span_of
    from minqual.sources.dataframes import absent_table, frame_tables, is_frame
    from minqual.sources.delimited import Irregular, regular_blocks
    from minqual.sources.documents.json_entries import entries
    from minqual.sources.documents.single_record import is_one_record
    from minqual.sources.files import Contents, read_contents, read_text, told_name
    from minqual.sources.given import Pool, is_iterable, read_given
    from minqual.sources.grids import Grid, Watch, filled_rows, named, unwatched
    from minqual.sources.ids_in_several_rows import RepeatedIds, repeated_ids
    from minqual.sources.one_record import read_record, record_or_every_fault, stated_id
    from minqual.sources.parquet import ENDING, open_parquet, parquet_metadata
    from minqual.sources.reading import ReadSource, all_grids, files_of_source, read_source, source_of
    from minqual.sources.sheet_files import DelimitedFile, Reading, sheet_file, table_file
    from minqual.sources.source_stamp import UNSAID, SourceStamp, stamp_of_source
    from minqual.sources.stray_lines import may_hold_stray_lines
    from minqual.sources.table_files import files_in, stated_in, table_of

__all__, __getattr__, __dir__ = door(__name__)
