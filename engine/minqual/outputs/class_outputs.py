"""Results of several packs written in any form, with the rows that are rejected for all of them alike."""

from __future__ import annotations

from typing import IO

from minqual.outputs.forms import Form, Target
from minqual.outputs.provenance import Imprint, imprint_of, imprint_of_classes
from minqual.outputs.results import packing, rejects_of, rows_of, with_words, write_form, write_listing, write_targets
from minqual.outputs.tables import Listing, Told, unheard
from minqual.outputs.whole_files import whole_files
from minqual.outputs.workbook import Sheet, check_size, write_workbook
from minqual.verdicts.several_classes import Judged, in_classes


def judged_rows(judged: Judged, form: Form) -> Listing:
    """The rows of results as a form has them: one for each applicant, or for each applicant and class."""
    listings = [rows_of(each, form) for each in judged.by_pack]
    return in_classes(listings) if judged.classed else listings[0]


def imprint(judged: Judged, source: str = "") -> Imprint:
    """What an output says of itself."""
    return imprint_of_classes(judged.by_pack, source) if judged.classed else imprint_of(judged.first, source)


def write_judged(
    judged: Judged,
    output: Target | None,
    rejects: Target | None,
    to_resolve: Target | None = None,
    *,
    source: str = "",
    told: Told = unheard,
) -> None:
    """Write results, rejected rows and, of one pack, the work list to files that may be written to, or none of them."""
    if not judged.classed:
        write_targets(judged.first, output, rejects, to_resolve, source=source, told=told)
        return
    said = imprint(judged, source)
    targets = [target for target in (output, rejects) if target]
    with whole_files(*(target.path for target in targets)) as files:
        to = dict(zip(targets, files, strict=True))
        if output:
            with packing(to[output], packed=output.packed) as inner:
                write_judged_form(judged, output.form, inner, source=source, told=told)
        if rejects:
            with packing(to[rejects], packed=rejects.packed) as inner:
                write_listing(rejects_of(judged.first), rejects.form, inner, said)


def write_judged_form(judged: Judged, form: Form, file: IO[bytes], *, source: str = "", told: Told = unheard) -> None:
    """Write results in one form; of several packs, a workbook has them on one sheet, beside the rejected rows."""
    if not judged.classed:
        write_form(judged.first, form, file, source=source, told=told)
        return
    said = imprint(judged, source)
    if form is not Form.XLSX:
        write_listing(judged_rows(judged, form), form, file, said, told)
        return
    main = in_classes([with_words(each) for each in judged.by_pack])
    sheets = [Sheet(main, ("verdict",)), Sheet(rejects_of(judged.first))]
    check_size(sheets)
    write_workbook(sheets, said.rows, file, said.day, told)
