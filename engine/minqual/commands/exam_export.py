"""minqual exam export: what a records officer or a commission gets of an examination, as a folder or as a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minqual.commands.console import guarded, output_option, say
from minqual.commands.exam import FileArgument, examination_of, page_kept, ways_kept
from minqual.commands.page_files import check_page, is_page, write_file
from minqual.commands.specification_texts import SpecificationOption, check_quoting, quotes_of_examination
from minqual.outputs import DRAWERS
from minqual.values import Fault, SourceError

if TYPE_CHECKING:
    from minqual.examinations import Examination, Replayed
    from minqual.notation import Quotes
    from minqual.what_if import LevelWays


@guarded
def export(
    file: FileArgument,
    output: Annotated[Path, output_option("A new folder; or a page of everyone, .html.", "PATH")],
    applicant: Annotated[
        list[str] | None, typer.Option(help="The id of an applicant; all if not given. Several times.", metavar="ID")
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="Each page for browsers as well.")] = False,  # noqa: FBT002  # typer's flag
    ways: Annotated[bool, typer.Option("--ways", help="Tell as well what would be enough.")] = False,  # noqa: FBT002  # typer's flag
    specification: SpecificationOption = None,
) -> None:
    """Export the file that a records officer or a commission gets: readable pages, and JSON with a manifest of digests.

    Exit codes: 0 it is written, 2 usage or input error.
    """
    if is_page(output) and not output.is_dir():
        _export_page(file, output, applicant, specification, ways=ways)
        return
    from minqual.outputs import folder_faults, whole_folder

    if faults := folder_faults("--output", output):
        raise SourceError(faults)
    check_quoting(specification, "--html beside it", wanted=html)
    if html:
        from minqual.pages import needs

        needs()
    with examination_of(file) as examination:
        quotes = quotes_of_examination(examination, specification)
        whom = applicant or examination.judged()
        files = _exported(examination, whom, quotes if html else None, ways=ways)
    with whole_folder(output) as free:
        for name, text in files.items():
            path = free / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    say(f"{len(files)} files are in {output}")


def _export_page(
    file: Path, output: Path, applicants: Sequence[str] | None, specification: Sequence[str] | None, *, ways: bool
) -> None:
    """Write the page of all whom the last screening holds."""
    if applicants:
        raise SourceError([Fault("--applicant", "applicants, and a page of everyone", "a folder, or no --applicant")])
    if output.exists():
        raise SourceError([Fault("--output", f"{str(output)!r} already exists", "another name")])
    check_page("--output", output, [(file, "the examination")], force=False)
    with examination_of(file) as examination:
        content = _pool_page(examination, specification, ways=ways)
    write_file(output, content)
    say(f"the page is in {output}")


def _pool_page(examination: Examination, specification: Sequence[str] | None, *, ways: bool) -> bytes:
    """The page of the last screening, judged again by what was kept."""
    from minqual.examinations import Rescreening
    from minqual.pages import check_size, pool_page
    from minqual.verdicts import Judged, results_of
    from minqual.what_if import ways_of_pool

    again, level = Rescreening.shown(examination), examination.level
    if len(again.screeners) > 1:
        raise SourceError([Fault("--output", "a page of several classes", "a new folder, with --html")])
    (screener,), tables = again.screeners, again.pool()
    count, name = len(tables.applicant_ids), examination.file.path.name
    check_size(count)
    results = results_of(screener.screen(tables, examination.as_of), level)
    judged = Judged((results,), classed=False).of_source(again.stamp)
    quotes = quotes_of_examination(examination, specification).get(screener.pack.name, {})
    sought = ways and count <= DRAWERS
    told = ways_of_pool(screener, tables, results.screening, level) if sought else ()
    return pool_page(judged, name, DRAWERS, quotes, told, name)


def _exported(
    examination: Examination, applicants: Sequence[str], quotes: Mapping[str, Quotes] | None, *, ways: bool
) -> dict[str, str]:
    """The files of an export, by name. quotes: for pages for browsers beside those in Markdown; None: without them."""
    from minqual.examinations import history_of, replayed
    from minqual.reports import as_markdown, page_of_ways

    files: dict[str, str] = {}
    verdicts: dict[str, list[Replayed]] = {}
    for each in replayed(examination, applicants):
        verdicts.setdefault(each.verdict.applicant_id, []).append(each)
    for number, (name, found) in enumerate(verdicts.items(), start=1):
        history = history_of(examination, name)
        stem = f"applicants/{number:05}"
        told = [ways_kept(each, examination.level) if ways else () for each in found]
        page = [line for each in found for line in (*as_markdown(page_kept(each)), "")]
        of_ways = [page_of_ways(some, each.verdict.as_of) for each, some in zip(found, told, strict=True) if ways]
        beside = [line for each in of_ways for line in ("", *as_markdown(each))]
        events = [f"- {each['at']}, entry {each['entry']}: {each['says']}" for each in history]
        files[f"{stem}.md"] = "\n".join([*page, "## What was done", "", *events, *beside, ""])
        if quotes is not None:
            files[f"{stem}.html"] = _page_for_browsers(found, history, examination.level, quotes, told)
        verdicts_told = [each.verdict.to_dict() for each in found]
        for verdict, some in zip(verdicts_told if ways else (), told, strict=False):
            verdict["ways"] = [each.to_dict() for each in some]
        said = {"applicant_id": name, "history": history, "verdicts": verdicts_told}
        files[f"{stem}.json"] = json.dumps(said, indent=2, ensure_ascii=False) + "\n"
    entries = [
        {"number": each.number, "kind": each.kind, "at": each.at, "content": each.says, "previous": each.previous,
         "digest": each.digest}
        for each in examination.file.entries()
    ]  # fmt: skip
    files["chain.json"] = json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
    for place, written in enumerate(examination.packs, start=1):
        files[f"packs/{place:02}-{written.file.name}"] = written.content.decode()
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())}
    pages = {name: f"applicants/{number:05}" for number, name in enumerate(verdicts, start=1)}
    manifest = {"head": entries[-1]["digest"], "applicants": pages, "files": digests}
    files["manifest.json"] = json.dumps(manifest, indent=2) + "\n"
    return files


def _page_for_browsers(
    found: Sequence[Replayed],
    history: Sequence[Mapping[str, Any]],
    level: str | None,
    quotes: Mapping[str, Quotes],
    ways: Sequence[Sequence[LevelWays]],
) -> str:
    """One applicant's verdicts and what was done, as a page."""
    from minqual.pages import JudgedApplicant, applicant_page
    from minqual.verdicts import results_of

    judged = [
        JudgedApplicant(results_of(each.screening, level), each.verdict, each.asks, some)
        for each, some in zip(found, ways, strict=True)
    ]
    done = [f"{each['at']}, entry {each['entry']}: {each['says']}" for each in history]
    return applicant_page(judged, quotes, done).decode()
