"""Results written in any form, all files of a run together or none."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import numpy as np

from minqual.outputs.clause_details import write_details
from minqual.outputs.forms import PROGRAM, Form, Target, about_beside, beside, no_name, place_faults, target_of
from minqual.outputs.funnel_sheet import funnel_listing
from minqual.outputs.interleaved import in_classes
from minqual.outputs.json_text import ENCODE, Json, json_texts
from minqual.outputs.level_tables import LevelListing, level_listings
from minqual.outputs.provenance import (
    CONTRACT,
    Imprint,
    imprint_of,
    imprint_of_classes,
    line_stamp,
    of_source,
    plain_stamp,
)
from minqual.outputs.sheet_links import linked
from minqual.outputs.tables import ROWS_AT_A_TIME, Listing, Told, unheard, write_csv, write_jsonl, write_parquet
from minqual.outputs.whole_files import write_whole
from minqual.outputs.workbook import Sheet, valid_names, write_workbook
from minqual.packs import Level, Posts
from minqual.values import Fault, FaultyInput, SourceError, Standing, misused, nearest
from minqual.verdicts import (
    FREE_TEXT,
    WORD_LIST_TEXT,
    WORK_LIST_TEXT,
    AskedColumns,
    Judged,
    Lettered,
    OpenFact,
    Results,
    ResultTable,
    Worded,
    asked_columns,
    levels_named,
    short,
    words_holding_back,
)

if TYPE_CHECKING:
    from minqual.outputs.tables import Column


def write_with_rejects(
    results: ResultTable,
    path: Path | str,
    *,
    rejects: Path | str | None = None,
    form: Form | str | None = None,
    force: bool = False,
    source: str = "",
    told: Told = unheard,
    page: Callable[[], bytes] | None = None,
) -> None:
    """Write results to a file in the form that its name, or `form`, says, and rejected rows to another beside it.

    They appear whole, and beside a text a file that says what it is, or none does. rejects: another name for the
    second. force: replace files that are there. source: what the results say they are from. told: is told of so many
    more rows written, of so many in all. page: makes what stands in the file, which then is a page.
    SourceError carries every fault of the names; OSError: a file cannot be written.
    """
    _check_use(results, path, rejects, form)
    chosen, output = None if form is None else Form(form), Path(path)
    other = Path(rejects) if rejects is not None else beside(output)
    targets, faults = list[Target](), list[Fault]()
    for where, each, wanted in (("path", output, chosen), ("rejects", other, None)):
        faults += place_faults(where, each, PROGRAM, force=force)
        if where == "path" and page is not None:
            continue
        try:
            targets.append(target_of(where, each, wanted, PROGRAM))
        except SourceError as error:
            # What is no file has no form either.
            faults += error.faults if not each.is_dir() else ()
    about = about_beside(targets[0]) if targets and targets[0].path == output else None
    if about is not None and not faults:
        faults += place_faults("path", about, PROGRAM, force=force)
    named = not (no_name(output) or no_name(other))
    if named and os.path.realpath(other) in {os.path.realpath(each) for each in (output, about) if each}:
        faults.append(Fault("rejects", "the same file as path", "another file"))
    if faults:
        raise SourceError(faults)
    written, more = (targets, {}) if page is None else ([None, *targets], {output: page()})
    write_judged(Judged((results,), classed=False), *written, source=source, told=told, more=more)


def _check_use(results: object, path: object, rejects: object, form: object) -> None:
    """FaultyInput: what a program gives is not of the kinds that are wanted."""
    if not isinstance(results, ResultTable):
        raise misused("results", results, "the Results that screen returns")
    for where, each in (("path", path), ("rejects", "" if rejects is None else rejects)):
        if not isinstance(each, str | Path):
            raise misused(where, each, "the path of a file")
    if form is not None and form not in list(Form):
        expected = "one of " + ", ".join(Form)
        raise (
            misused("form", form, expected)
            if not isinstance(form, str)
            else FaultyInput([Fault("form", f"unknown form {form!r}", expected, nearest(form, Form))])
        )


def write_listing(listing: Listing, form: Form, file: IO[bytes], imprint: Imprint, told: Told = unheard) -> None:
    """Write any listing in one form. imprint: what it says of itself."""
    if form is Form.CSV:
        write_csv(listing, file, told)
    elif form is Form.JSONL:
        write_jsonl(listing, file, told)
    elif form is Form.PARQUET:
        write_parquet(listing, file, imprint.stamp, told)
    else:
        write_workbook([Sheet(listing)], imprint.rows, file, imprint.day, told)


def detailed(results: ResultTable) -> Results:
    """Results with what more is told from than their columns; ValueError where it was let go."""
    if not isinstance(results, Results):
        msg = "results whose details were let go"
        raise ValueError(msg)  # noqa: TRY004  # of the right type, and without what the form needs
    return results


def rows_of(results: ResultTable, form: Form) -> Listing:
    """One row for each applicant as a form has it."""
    return records_of(detailed(results)) if form is Form.JSONL else listing_of(results)


def listing_of(results: ResultTable) -> Listing:
    """One row for each applicant."""
    return Listing("results", results.columns, FREE_TEXT)


def rejects_of(results: ResultTable) -> Listing:
    """One row for each reason why a row could not be used; the number of the row is a number."""
    columns = _with_numbers(results.rejects, "row")
    return Listing("rejects", columns, set(columns) - {"row"})


def work_list_of(results: Results) -> Listing:
    """One row for each fact that somebody can settle; how many verdicts it decides is a number."""
    return Listing("to settle", _with_numbers(results.work_list, "verdicts", "alone"), WORK_LIST_TEXT)


def _with_numbers(columns: Mapping[str, Column], *names: str) -> dict[str, Column]:
    """Columns, some of which are numbers in text, as numbers."""
    return {**columns, **{name: np.array([int(each) for each in columns[name]], dtype=np.int64) for name in names}}


def work_list_of_all(judged: Judged) -> Listing:
    """What is to be settled for all packs, one pack after the other; what several of them ask stands there once."""
    lists = [work_list_of(detailed(each)) for each in judged.by_pack]
    if len(lists) == 1:
        return lists[0]
    columns = {name: np.concatenate([np.asarray(each.columns[name]) for each in lists]) for name in lists[0].columns}
    keys = columns["key"].tolist()
    first = {key: place for place, key in reversed([*enumerate(keys)])}
    # A row without a key is settled in no cell: each pack has its own.
    kept = [place for place, key in enumerate(keys) if not key or first[key] == place]
    return replace(lists[0], columns={name: column[kept] for name, column in columns.items()})


def words_of(results: ResultTable, *, titles: bool) -> Listing:
    """One row for each word that holds verdicts back, as a form. titles: titles with their employers too."""
    return Listing("words", words_holding_back(detailed(results).screening, titles=titles), WORD_LIST_TEXT)


def write_words(results: ResultTable, listing: Listing, output: Target, source: str = "") -> None:
    """Write the words that hold verdicts back to a file that may be written to."""
    with write_whole(output.path) as (file,), packing(file, packed=output.packed) as inner:
        write_listing(listing, output.form, inner, imprint_of(results, source))


def to_ask(results: Results) -> Listing:
    """One row for each applicant and open fact that decides."""
    ids, open_ = results.screening.applicants.ids, asked_columns(results.screening, results.only)
    told = _levels_of(results, open_)
    place = {bits: number for number, bits in enumerate(told)}
    levels = np.array([place[bits] for bits in open_.levels.tolist()], dtype=np.int64)
    columns: dict[str, Column] = {
        "applicant_id": [ids[applicant] for applicant in open_.applicant.tolist()],
        "about": open_.entry,
        "what to ask": Worded(open_.fact, [fact.question.ask for fact in open_.facts]),
        "who can say": Worded(open_.fact, [fact.who for fact in open_.facts]),
        "levels": Worded(levels, [", ".join(each) for each in told.values()]),
    }
    return Listing("to ask", columns, ("applicant_id", "about", "what to ask"))


def _levels_of(results: ResultTable, open_: AskedColumns) -> dict[int, tuple[str, ...]]:
    """The ids of the levels that bits stand for."""
    names = [each.id for each in results.pack.judged]
    return {bits: levels_named(names, bits) for bits in set(open_.levels.tolist())}


def with_words(results: ResultTable) -> Listing:
    """One row for each applicant, with the verdict in the words and titles that are used to people."""
    titles = {level.id: level.title for level in results.pack.levels} | {"": ""}
    reached = (results.columns[name] for name in ("eligible_level", "conditional_level", "best_possible_level"))
    said = [
        _said(verdict, [titles[level] for level in levels]) if results.only is None else _one(results, verdict)
        for verdict, *levels in zip(results.columns["verdict"], *reached, strict=True)
    ]
    first = ("applicant_id", "class", "verdict", "reasons", "to_resolve")
    columns: dict[str, Column] = {name: results.columns[name] for name in first if name in results.columns}
    return Listing("results", {**columns, "said": said, **results.columns}, FREE_TEXT)


def _said(verdict: str, titles: Sequence[str]) -> str:
    """A verdict said to people: the highest level that stands at each of met, conditional and review, by its title."""
    standings = (Standing.MET, Standing.CONDITIONAL, Standing.REVIEW)
    told = [
        f"{standing.said}{':' if standing is Standing.REVIEW else ' for'} {title}"
        for standing, title, below in zip(standings, titles, ("", *titles), strict=False)
        if title not in {"", below}
    ]
    return "; ".join(told) or Standing[verdict.upper()].said


def _one(results: ResultTable, verdict: str) -> str:
    """The verdict of the one level that was asked for, said to people."""
    assert results.only is not None
    return f"{Standing[verdict.upper()].said}: {results.pack.level(results.only).title}"


def sheets_of(results: Results) -> list[Sheet]:
    """The sheets of a workbook of one pack."""
    levels = list(level_listings(results.screening))
    named = zip(levels, valid_names(each.listing.name for each in levels), strict=True)
    main, *others = linked(
        _results_sheet(with_words(results)),
        [_sheet(each, name) for each, name in named],
        [Sheet(to_ask(results)), _form_sheet(work_list_of(results)), Sheet(rejects_of(results))],
    )
    funnel = Sheet(funnel_listing(results.screening, results.only))
    return [main, *others[: len(levels)], funnel, *others[len(levels) :]]


def sheets_of_classes(judged: Judged) -> list[Sheet]:
    """The sheets of a workbook of several packs: their results on one, beside the rejected rows."""
    main = _results_sheet(in_classes([with_words(each) for each in judged.by_pack]))
    others = [_form_sheet(work_list_of_all(judged)), Sheet(rejects_of(judged.first))]
    return linked(main, (), others, len(judged.by_pack))


def _sheet(level: LevelListing, name: str) -> Sheet:
    listing = Listing(name, level.listing.columns, level.listing.free_text)
    return Sheet(listing, level.standings, level.headings)


def _results_sheet(main: Listing) -> Sheet:
    """The results, one line each: who, how they stand and why are printed."""
    standings = ["verdict", *(name for name in main.columns if name.startswith(("level_", "posts_")))]
    widths = {"reasons": 180, "to_resolve": 50, "said": 50, "reasons_in_full": 50}
    return Sheet(main, standings, widths=widths, one_line=True, printed="reasons")


def _form_sheet(work_list: Listing) -> Sheet:
    """The work list as the form of settlements."""
    return Sheet(work_list, widths=FORM_WIDTHS, printed="why")


FORM_WIDTHS: Final = {
    "about": 30,
    "applicants": 24,
    "levels": 24,
    "on record": 40,
    "choices": 30,
    "answer": 24,
    "why": 24,
    "key": 12,
}


def records_of(results: Results) -> Listing:
    """One row for each applicant as JSON lines have it: what is open as a list, standings as objects.

    There is one of levels and one of posts. The other columns are those of CSV.
    """
    columns: dict[str, Column] = {
        name: column
        for name, column in results.columns.items()
        if name not in {"to_resolve", "levels"} and not name.startswith(("level_", "posts_"))
    }
    pack, tree = results.pack, results.screening.tree
    told = {
        "to_resolve": _open_lists(results),
        "levels": _standings_of(results, pack.levels, tree.levels),
        "posts": _standings_of(results, pack.for_some_posts, tree.posts),
        "stamp": Json(
            Worded(np.zeros(len(results.columns["applicant_id"]), dtype=np.int8), [ENCODE(line_stamp(results))])
        ),
    }
    return Listing("results", {**columns, **told})


def _standings_of(results: Results, judged: Sequence[Level | Posts], nodes: Sequence[int]) -> Json:
    """How levels or posts stand for each applicant, as an object in JSON."""
    told = [
        ENCODE({one.id: each.standings[node].word for one, node in zip(judged, nodes, strict=True)})
        for each in results.screening.derived
    ]
    return Json(Worded(results.screening.pattern, told))


def _open_lists(results: Results) -> Json:
    """What is open for each applicant, as a list in JSON."""
    import pyarrow as pa
    import pyarrow.compute as pc

    open_ = asked_columns(results.screening, results.only)
    levels = _levels_of(results, open_)
    rest: dict[tuple[int, int], int] = {}
    pairs = zip(open_.fact.tolist(), open_.levels.tolist(), strict=True)
    place = np.array([rest.setdefault(pair, len(rest)) for pair in pairs], dtype=np.int64)
    texts = pa.array([_behind_entry(open_.facts[fact], levels[bits]) for fact, bits in rest], pa.string())
    made = []
    for start in range(0, results.screening.applicants.count, ROWS_AT_A_TIME):
        stop = min(start + ROWS_AT_A_TIME, results.screening.applicants.count)
        bounds = np.searchsorted(open_.applicant, np.arange(start, stop + 1))
        first, last = int(bounds[0]), int(bounds[-1])
        entries = json_texts(open_.entry.arrow(first, last))
        each = pc.binary_join_element_wise('{"entry":', entries, texts.take(pa.array(place[first:last])), "")
        lists = pa.ListArray.from_arrays(pa.array((bounds - first).astype(np.int32)), each)
        made.append(pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", ""))
    return Json(Lettered(made))


def _behind_entry(fact: OpenFact, levels: Sequence[str]) -> str:
    """What stands behind the entry of a question in JSON."""
    return "," + ENCODE({"ask": fact.question.ask, "of": short(fact.who), "levels": levels}).removeprefix("{")


def line_schema() -> dict[str, Any]:
    """The JSON Schema of one line of results as JSON lines (draft 2020-12)."""
    text, standing = {"type": "string"}, {"enum": [each.word for each in reversed(Standing)]}
    level = {"type": ["string", "null"], "description": "the id of a level; null where there is none"}
    question = {
        "entry": {"type": ["string", "null"], "description": "the row that it is about; null where it is about none"},
        "ask": {"type": "string", "description": "what to ask, or to judge"},
        "of": {"type": "string", "description": "who can say"},
        "levels": {"type": "array", "items": text, "description": "the levels, or posts, that it decides"},
    }
    keys = {
        "applicant_id": text,
        "class": {"type": "string", "description": "the name of the rule pack, where several were asked for"},
        "verdict": standing,
        "eligible_level": level,
        "conditional_level": level,
        "best_possible_level": level,
        "reasons": {
            "type": ["string", "null"],
            "description": "what decides, in at most 40 words",
        },
        "reasons_in_full": {"type": ["string", "null"], "description": "all that there is to say of why"},
        "to_resolve": {"type": "array", "items": _object(question), "description": "the open facts that decide"},
        "levels": {
            "type": "object",
            "additionalProperties": standing,
            "description": "the standing of each level, by id",
        },
        "posts": {
            "type": "object",
            "additionalProperties": standing,
            "description": "the standing of each entry under for some posts, by id",
        },
        "stamp": _stamp_schema(),
    }
    said = _object(keys)
    said["required"].remove("class")
    return {"title": "minqual results, one line", **said}


def _stamp_schema() -> dict[str, Any]:
    """What a line says of itself: the run that it is of."""
    text = {"type": "string"}
    always = {
        "contract": {"const": CONTRACT, "description": "changes where a key comes to mean something else"},
        "pack": {"type": "string", "description": "the name of the rule pack"},
        "version": text,
        "digest": {"type": "string", "description": "SHA-256 of the pack"},
        "as_of": {"type": "string", "format": "date"},
        "policy": {"type": "string", "description": "the name of the counting policy"},
        "engine": text,
    }
    sometimes = {
        "invented": {"const": "yes", "description": "the specification of the pack is made up"},
        "level": {"type": "string", "description": "the one level that verdicts are of"},
        "other_kinds": text,
        "papers_until": {"type": "string", "format": "date"},
        "vacancy": {"type": "string", "description": "what was said of the vacancy"},
        "settlements": {"type": "string", "description": "how many there were, and their digest"},
        "source": {"type": "string", "description": "what the source was called"},
        "map": {"type": "string", "description": "the name of the column map"},
        "map_digest": {"type": "string", "description": "SHA-256 of the column map"},
        "encoding": text,
        "delimiter": text,
        "skip_lines": text,
        "sources_digest": {"type": "string", "description": "SHA-256 over the names and digests of the source's files"},
    }
    said = _object(always)
    return {**said, "properties": {**always, **sometimes}, "description": "the run that the line is of"}


def _object(keys: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


@contextmanager
def packing(file: IO[bytes], *, packed: bool) -> Iterator[IO[bytes]]:
    """The file, or one that packs into it, without a time or a name so that the bytes are the same each time."""
    with ExitStack() as stack:
        yield (cast("IO[bytes]", stack.enter_context(gzip.GzipFile("", "wb", 6, file, 0))) if packed else file)


def judged_rows(judged: Judged, form: Form) -> Listing:
    """The rows of results as a form has them: one for each applicant, or for each applicant and class."""
    listings = [rows_of(each, form) for each in judged.by_pack]
    return in_classes(listings) if judged.classed else listings[0]


def imprint(judged: Judged, source: str = "") -> Imprint:
    """What an output says of itself."""
    return imprint_of_classes(judged.by_pack, source) if judged.classed else imprint_of(judged.first, source)


def about_bytes(stamp: Mapping[str, str]) -> bytes:
    """The file beside a text that says what it is: the stamp as JSON."""
    return (json.dumps(plain_stamp(stamp), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def write_judged(
    judged: Judged,
    output: Target | None,
    rejects: Target | None,
    to_resolve: Target | None = None,
    details: Target | None = None,
    *,
    source: str = "",
    told: Told = unheard,
    more: Mapping[Path, bytes] | None = None,
) -> None:
    """Write results, rejected rows, details and the work list to files that may be written to.

    All appear, or none does; beside texts of results or details stands what says what they are. more: what further
    files hold.
    """
    said = imprint(judged, source)
    writing: list[tuple[Target | None, Callable[[Form, IO[bytes]], None]]] = [
        (output, lambda form, file: write_judged_form(judged, form, file, source=source, told=told)),
        (rejects, lambda form, file: write_listing(rejects_of(judged.first), form, file, said)),
        (to_resolve, lambda form, file: write_listing(work_list_of_all(judged), form, file, said)),
        (details, lambda form, file: write_details([*map(detailed, judged.by_pack)], form, file, said)),
    ]
    wanted = [(target, write) for target, write in writing if target]
    abouts = [about for each in (output, details) if each and (about := about_beside(each))]
    further = more or {}
    with write_whole(*(target.path for target, _ in wanted), *abouts, *further) as files:
        for (target, write), file in zip(wanted, files, strict=False):
            with packing(file, packed=target.packed) as inner:
                write(target.form, inner)
        contents = (*(about_bytes(said.stamp) for _ in abouts), *further.values())
        for file, content in zip(files[len(wanted) :], contents, strict=True):
            file.write(content)


def write_judged_form(judged: Judged, form: Form, file: IO[bytes], *, source: str = "", told: Told = unheard) -> None:
    """Write results in one form: as a workbook with all its sheets, as JSON lines with what is open as lists."""
    judged = replace(judged, by_pack=tuple(of_source(each, source) for each in judged.by_pack))
    said = imprint(judged)
    if form is Form.XLSX:
        sheets = sheets_of_classes(judged) if judged.classed else sheets_of(detailed(judged.first))
        write_workbook(sheets, said.rows, file, said.day, told)
    else:
        write_listing(judged_rows(judged, form), form, file, said, told)
