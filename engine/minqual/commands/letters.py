"""minqual letters: letters about what was decided, to be looked through and sent by people."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import QuietOption, day_in, guarded, output_option, say, say_page, width
from minqual.commands.packs import OtherKinds, Packs, SettledOption, packs_of, run_of, settlements_of, vacancy_in
from minqual.commands.reading import ReadingOptions, given_source
from minqual.commands.specification_texts import SpecificationOption, quotes_by_pack
from minqual.values import Fault, FaultyInput, SourceError, so_many

if TYPE_CHECKING:
    from minqual.examinations import Examination
    from minqual.letters import Basis, Letter
    from minqual.packs import Pack
    from minqual.records import Tables


@guarded
def letters(
    results: Annotated[
        Path, typer.Argument(help="An examination file, or results of screen with --source.", metavar="RESULTS")
    ],
    people: Annotated[
        Path, typer.Option(help="Names and addresses: applicant_id, name, address, language.", metavar="FILE")
    ],
    agency: Annotated[
        str, typer.Option(help="The profile of the agency, or 'example', which is invented.", metavar="PROFILE")
    ],
    output: Annotated[Path, output_option("A new folder.", "FOLDER")],
    template: Annotated[
        list[Path] | None,
        typer.Option(
            help="A template (.docx, .html, .txt), or the name of a bundled one: not-eligible, conditionally-eligible, "
            "what-we-still-need, eligible, or all of them, with its ending. Several times. [default: all.docx]",
            metavar="FILE",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help="Of results, the source that was screened, judged again.", metavar="SOURCE"),
    ] = None,
    rules: Annotated[
        str | None, typer.Option(help="Of results, the pack, where it is no bundled one.", metavar="PACK")
    ] = None,
    settled: SettledOption = None,
    dated: Annotated[
        str | None,
        typer.Option(help="The day of the letters, from which deadlines run; today if not given.", metavar="DATE"),
    ] = None,
    exam_name: Annotated[
        str | None,
        typer.Option(help="The exam, as people know it; the title of the pack if not given.", metavar="NAME"),
    ] = None,
    specification: SpecificationOption = None,
    quiet: QuietOption = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Write letters about what was decided, one for each applicant, with a CSV for mail merge.

    Nothing is sent. No rejection is written of a verdict that is met or open, or that no person has confirmed. Letters
    about an examination are recorded in it; those about results are recorded nowhere.
    Exit codes: 0 they are written, 2 usage or input error.
    """
    from minqual.examinations import is_examination
    from minqual.outputs import folder_faults

    if find_spec("docxtpl") is None:
        found = "no docxtpl, which fills letters in"
        raise FaultyInput([Fault("minqual letters", found, "pip install 'minqual[letters]'")])
    kept = not results.is_file() or is_examination(results)
    again = {"--source": source, "--rules": rules, "--settled": settled}
    if faults := [*folder_faults("--output", output), *_faults_of_results(results, again, kept=kept)]:
        raise SourceError(faults)
    day = datetime.now(UTC).date() if dated is None else day_in(dated, "--dated")
    wanted = _Wanted(
        people, agency, tuple(template or [Path("all.docx")]), output, day, tuple(specification or ()), exam_name
    )
    if kept:
        from minqual.examinations import Examination

        with Examination.of(results) as examination:
            _about_examination(examination, wanted)
    else:
        assert source is not None
        _about_results(results, source, rules, settled, wanted)


def _faults_of_results(path: Path, again: Mapping[str, object], *, kept: bool) -> list[Fault]:
    """Results say nothing of what was counted job by job: they are judged again from their source."""
    if kept:
        expected = "an examination file alone, which keeps what it was made from"
        return [Fault(name, "beside an examination", expected) for name, said in again.items() if said]
    if again["--source"] is not None:
        return []
    found = "results alone, which do not say what was counted job by job"
    expected = "--source with what was screened beside them; or an examination: minqual exam open"
    return [Fault(str(path), found, expected, code="missing")]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What letters are asked for, and where."""

    people: Path
    agency: str
    template: tuple[Path, ...]
    output: Path
    day: date
    specification: tuple[str, ...]
    exam_name: str | None


def _about_examination(examination: Examination, wanted: _Wanted) -> None:
    """Write the letters, and record in the examination that they were written."""
    from minqual.commands.exam import now
    from minqual.examinations import KeptLetter, keep_letters
    from minqual.letters import decided_in

    packs = [each.pack for each in examination.screeners(examination.settlements())]
    places = [each.shown for each in examination.packs]
    written = _written(decided_in(examination), list(zip(packs, places, strict=True)), wanted)
    if not written.letters:
        return
    kept = [
        KeptLetter(each.entry or 0, each.pack.name, letter.applicant, digest)
        for each, letter, digest in written.letters
    ]
    head = keep_letters(examination, kept, {"dated": wanted.day.isoformat(), "templates": written.templates}, now())
    say(f"entry {head.number}, {head.kind}; head {head.digest}")


def _about_results(
    results: Path, source: str, rules: str | None, settled: Sequence[Path] | None, wanted: _Wanted
) -> None:
    """Write the letters about results, once their source has been judged again."""
    from minqual.comparisons import read_decided
    from minqual.letters import decided_again

    read = read_decided(results)
    said = read.stamp
    if read.by_hand or not {"pack", "digest", "as_of", "sources_digest"} <= set(said):
        found = "no results of one pack that say what they are of"
        expected = (
            "what screen writes by one pack as .csv with the file .about.json beside it, as .jsonl or as .parquet, and "
            "no workbook; of several packs, an examination"
        )
        raise SourceError([Fault(str(results), found, expected, code="missing")])
    name = rules or said["pack"]
    day = day_in(said["as_of"], "as_of")
    until, kinds = said.get("papers_until"), said.get("other_kinds")
    meant = None if kinds is None else OtherKinds(kinds.replace(" ", "-"))
    settlements = settlements_of(settled, [name])
    run = run_of(meant, until, day, settlements)
    vacancy = vacancy_in(said["vacancy"].split("; ") if "vacancy" in said else None)
    packs = packs_of([name], said.get("level"), day, run, vacancy)
    (screener,) = packs.screeners
    tables = _judged_tables(source, packs, said, results)
    digest = hashlib.sha256(results.read_bytes()).hexdigest()
    decided = decided_again(read, digest, screener, tables, packs.level, settlements)
    written = _written(decided, [(screener.pack, packs.written[0].shown)], wanted)
    if written.letters:
        _tell("recorded nowhere, and no decision can be replayed: an examination keeps both (minqual exam open)")


def _judged_tables(source: str, packs: Packs, said: Mapping[str, str], results: Path) -> Tables:
    """The tables of the source of results; SourceError where it, or the pack, is another than theirs."""
    from minqual.sources import read_source

    given = given_source(source)
    skipped = int(said.get("skip_lines", "0"))
    how = ReadingOptions(said.get("map"), said.get("encoding"), said.get("delimiter"), skipped).reading(packs.tables)
    (screener,), stamp = packs.screeners, given.stamp(how)
    found = {"--rules": (screener.pack.digest, said["digest"]), "--source": (stamp.digest, said["sources_digest"])}
    if faults := [
        Fault(option, f"another than that of {results.name}", "the same, as it was then; or screen again")
        for option, (now_, then) in found.items()
        if now_ != then
    ]:
        raise SourceError(faults)
    return read_source(given.given, how).tables


@dataclass(frozen=True, slots=True)
class _Written:
    """Letters that were written, each with what it rests on and its digest. templates: their digests by name."""

    letters: Sequence[tuple[Basis, Letter, str]]
    templates: Mapping[str, str]


def _written(decided: Iterable[Basis], packs: Sequence[tuple[Pack, str]], wanted: _Wanted) -> _Written:
    """Write letters and the CSV of them. packs: each with where it was read."""
    from minqual.letters import EXAMPLE, file_name, letters_of, merge_rows, read_people, read_profile, read_templates
    from minqual.outputs import whole_folder

    agency = Path(wanted.agency)
    profile = read_profile(EXAMPLE if wanted.agency == "example" and not agency.exists() else agency)
    templates = {each.kind: each for each in read_templates(wanted.template, profile.fields)}
    quotes = quotes_by_pack({pack.name: (pack, Path(place)) for pack, place in packs}, wanted.specification)
    if wanted.exam_name is not None:
        decided = (replace(each, examination=wanted.exam_name) for each in decided)
    run = letters_of(decided, read_people(wanted.people), profile, list(templates), wanted.day, quotes)
    letters, rows = [], []
    with whole_folder(wanted.output) as free:
        for place, (about, letter) in enumerate(run.letters, start=1):
            name, content = file_name(place, templates[letter.kind]), templates[letter.kind].filled(letter.fields)
            (free / name).write_bytes(content)
            letters.append((about, letter, hashlib.sha256(content).hexdigest()))
            rows.append((name, letter))
        (free / "letters.csv").write_bytes(merge_rows(rows))
    invented = ", of an agency that is invented" if profile.invented else ""
    _tell(f"{so_many(len(letters), 'letter')} in {wanted.output}{invented}; nothing was sent")
    _tell(*(f"no letter for {so_many(count, 'applicant')}: {why}" for why, count in sorted(run.left.items())))
    return _Written(letters, {each.name: hashlib.sha256(each.content).hexdigest() for each in templates.values()})


def _tell(*lines: str) -> None:
    """Sentences for the person on stderr, broken at the width of the terminal."""
    from minqual.reports import Page, Span, Text

    if lines:
        first, *others = (Text((Span(each),), broken=True) for each in lines)
        say_page(Page(first, tuple(others)), width(sys.stderr))
