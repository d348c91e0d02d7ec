"""minqual check: one applicant, with the reasons clause by clause."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import (
    AsOfOption,
    Exit,
    Format,
    LevelOption,
    QuietOption,
    RulesOption,
    as_of_date,
    guarded,
    mind_the_date,
    output_option,
    say,
    show_page,
    show_text,
    width,
)
from minqual.commands.inputs import inputs_of
from minqual.commands.packs import RunOptions, complain_of_stale, vacancy_in
from minqual.commands.page_files import check_page, write_file
from minqual.commands.reading import MapOption, ReadingOptions, read, source_faults
from minqual.commands.specification_texts import (
    SpecificationOption,
    check_quoting,
    quotes_by_pack,
    specification_inputs,
)
from minqual.commands.spoken_record import (
    ANSWER_FORM,
    CREDENTIAL_FORM,
    DEGREE_FORM,
    JOB_FORM,
    UNITS_FORM,
    Spoken,
    question_and_answer,
)
from minqual.judging import Screener, Screening, settlement_faults
from minqual.packs import find_pack, load_pack, runs_of
from minqual.records import Reject, Tables, one_applicant, parse_json, record_tables, with_faulty_cells
from minqual.sources import is_one_record, read_contents, read_text
from minqual.values import Fault, Gathered, RecordError, SourceError, Standing, nearest, no_plain_file
from minqual.verdicts import Verdict, explain

if TYPE_CHECKING:
    from minqual.sources import Reading, ReadSource
    from minqual.what_if import LevelWays

Texts = list[str] | None


@guarded
def check(
    rules: RulesOption,
    source: Annotated[
        str | None,
        typer.Argument(
            help="JSON record (a file, or - for stdin), or a source of several applicants with --applicant."
        ),
    ] = None,
    applicant: Annotated[
        str | None, typer.Option(help="Applicant of a source that holds several.", metavar="ID")
    ] = None,
    degree: Annotated[Texts, typer.Option(help=DEGREE_FORM, metavar="TEXT")] = None,
    job: Annotated[Texts, typer.Option(help=JOB_FORM, metavar="TEXT")] = None,
    units: Annotated[Texts, typer.Option(help=UNITS_FORM, metavar="TEXT")] = None,
    credential: Annotated[Texts, typer.Option(help=CREDENTIAL_FORM, metavar="TEXT")] = None,
    answer: Annotated[Texts, typer.Option(help=ANSWER_FORM, metavar="TEXT")] = None,
    as_of: AsOfOption = None,
    level: LevelOption = None,
    *,
    said: RunOptions,
    column_map: MapOption = None,
    format_: Annotated[Format, typer.Option("--format", help="A tree for people, or the JSON contract.")] = Format.TEXT,
    output: Annotated[Path | None, output_option("A page for browsers too: .html.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    specification: SpecificationOption = None,
    ways: Annotated[bool, typer.Option("--ways", help="Tell what is still to come that would be enough.")] = False,
    quiet: QuietOption = False,
) -> None:
    """Judge one applicant and say why, clause by clause.

    Exit codes: 0 met, 1 unmet or refer, 3 review or conditional, 2 usage or input error.
    """
    if output is not None:
        inputs = [*inputs_of(source, [rules], column_map, said.settled), *specification_inputs(specification)]
        check_page("--output", output, inputs, force=force)
    check_quoting(specification, "-o FILE.html", wanted=output is not None)
    spoken = Spoken(degree or [], job or [], units or [], credential or [], answer or [])
    day = as_of_date(as_of)
    pack = load_pack(rules)
    (run,) = runs_of([pack], said.run([rules], day), vacancy_in(said.vacancy), "--vacancy")
    screener = Screener(pack.for_run(run))
    found_faults = Gathered()
    with found_faults.step():
        if level is not None:
            screener.pack.level(level)
    with found_faults.step():
        if faults := list(settlement_faults(run.settlements, [(screener.pack, screener.tree)], None, day)):
            raise SourceError(faults)
    with found_faults.step():
        tables, strict = _tables(source, applicant, spoken, screener, column_map, day)
        mind_the_date(screener.pack, day)
        screening = _judged(screener, tables, day, (spoken.place if spoken else _own_place) if strict else None)
    found_faults.told()
    complain_of_stale(screening.stale)
    verdict = explain(screening, 0, level)
    found = None
    if ways or output is not None:
        from minqual.what_if import ways_of

        found = ways_of(screener, tables, screening, only=level)
    if output is not None:
        from minqual.pages import JudgedApplicant, applicant_page
        from minqual.verdicts import results_of

        quotes = quotes_by_pack({pack.name: (pack, find_pack(rules))}, specification)
        judged = JudgedApplicant(results_of(screening, level), verdict, _open_facts(screening, level), found or ())
        write_file(output, applicant_page([judged], quotes))
    _print(verdict, screening, format_, level, found if ways else None)
    if output is not None:
        say(f"the page is in {output}")
    raise typer.Exit(_EXITS[verdict.standing])


_EXITS = {
    Standing.MET: Exit.OK,
    Standing.CONDITIONAL: Exit.OPEN,
    Standing.REVIEW: Exit.OPEN,
    Standing.REFER: Exit.NOT_MET,
    Standing.UNMET: Exit.NOT_MET,
}


def _tables(
    source: str | None,
    applicant: str | None,
    spoken: Spoken,
    screener: Screener,
    column_map: str | None,
    day: date,
) -> tuple[Tables, bool]:
    """The tables of the one applicant meant, and whether they are one record, to be corrected before it is judged."""
    if spoken:
        if source is not None or applicant is not None:
            raise RecordError([Fault("check", "a source beside a record in options", "one or the other")])
        _check_questions(spoken.answers, screener)
        return record_tables([spoken.record(screener.pack.vocabularies)], "options"), True
    if source is None and sys.stdin.isatty():
        raise RecordError(
            [Fault("check", "no applicant", "a JSON record, a source with --applicant, or --degree, --job and so on")]
        )
    if source is not None and not source.strip():
        raise SourceError(source_faults(source))
    if source not in {None, "-"} and Path(str(source)).is_dir():
        return _one(read(str(source), _reading(screener, column_map)), applicant, str(source)), False
    where = "stdin" if source is None or source == "-" else source
    if where == source and (found := no_plain_file(Path(source))):
        expected = "a JSON record, - for stdin, or any source that minqual screen reads"
        raise RecordError([Fault(source, found, expected, code="file")])
    contents = read_contents(None if where == "stdin" else Path(where))
    if applicant is None and column_map is None and is_one_record(contents):
        text = read_text(contents)
        if not text.encoding.startswith("UTF-8"):
            say(f"{where}: read as {text.encoding}")
        try:
            return record_tables([parse_json(text.content, where)], where), True
        except RecordError as error:
            raise with_faulty_cells(error, day, screener.pack.study_words.words) from None
    from minqual.sources import source_of

    return _one(source_of(contents, _reading(screener, column_map)), applicant, where), False


def _reading(screener: Screener, column_map: str | None) -> Reading:
    return ReadingOptions(column_map).reading(screener.tables)


def _one(source: ReadSource, applicant: str | None, where: str) -> Tables:
    """The tables of the applicant meant: of the only one, where none is named."""
    say(*source.notes)
    say(*(f"{file}: columns not used: {', '.join(names)}" for file, names in source.tables.unknown_columns.items()))
    ids = source.tables.applicant_ids
    if applicant is None and len(ids) != 1:
        raise SourceError(
            [Fault(where, f"{len(ids) or 'no'} applicants, without an applicant named", "--applicant ID")]
        )
    return source.tables if applicant is None else one_applicant(source.tables, applicant)


def _check_questions(answers: Sequence[str], screener: Screener) -> None:
    """An answer to a question that the pack does not ask is a slip of the pen."""
    asked = screener.asks
    for number, text in enumerate(answers, start=1):
        question, answer = question_and_answer(text)
        if answer is not None and question not in asked:
            expected = "one of " + ", ".join(asked) if asked else "no answers: the pack asks nothing"
            raise RecordError(
                [
                    Fault(
                        f"--answer (number {number})",
                        f"unknown question {question!r}",
                        expected,
                        nearest(question, asked),
                    )
                ]
            )


def _own_place(_: Reject) -> None:
    """A reject of a JSON record stands where it says itself."""


def _judged(screener: Screener, tables: Tables, day: date, place: Callable[[Reject], str | None] | None) -> Screening:
    """The one applicant judged; a record with a cell that cannot be read is not, and `place` says where it is."""
    screening = screener.screen(tables, day)
    rejects = screening.applicants.to_mend
    if rejects and (place is not None or not screening.applicants.ids):
        raise RecordError([each.fault(place(each) if place else None) for each in rejects])
    return screening


def _print(
    verdict: Verdict, screening: Screening, form: Format, level: str | None, ways: Sequence[LevelWays] | None
) -> None:
    if form is Format.JSON:
        show_text(verdict.to_json() if ways is None else _with_ways(verdict, ways))
        return
    from minqual.reports import page_of_verdict

    show_page(page_of_verdict(verdict, _open_facts(screening, level), level), width())
    if ways is not None:
        from minqual.reports import page_of_ways

        typer.echo()
        show_page(page_of_ways(ways, verdict.as_of), width())


def _open_facts(screening: Screening, level: str | None) -> list[str]:
    from minqual.verdicts import asked, to_settle

    return to_settle(asked(screening, level))


def _with_ways(verdict: Verdict, ways: Sequence[LevelWays]) -> str:
    """The contract as JSON text, with the ways to qualify beside it."""
    return json.dumps({**verdict.to_dict(), "ways": [each.to_dict() for each in ways]}, indent=2, ensure_ascii=False)
