"""minqual as a library: load a pack, check a record, screen a source, read what a program holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minqual.arguments import (
    Packlike,
    check_level,
    check_settlements,
    check_source,
    day_of,
    for_run,
    is_there,
    run_of,
    screener_of,
    with_needed,
)
from minqual.judging import Screener, tables_for, with_carried
from minqual.judging import screen_all as judge_all
from minqual.packs import OtherKinds, Pack, Run, load_pack, pack_from, pack_names, references_of
from minqual.records import (
    Applicants,
    Record,
    Tables,
    batches,
    one_applicant,
    record_tables,
    take_in,
)
from minqual.settlements import NOTHING_SETTLED, Settlements
from minqual.sources import (
    Pool,
    Reading,
    frame_tables,
    is_iterable,
    load_map,
    read_given,
    read_record,
    read_source,
    record_or_every_fault,
    stated_id,
)
from minqual.values import (
    Fault,
    FaultyInput,
    Gathered,
    RecordError,
    SourceError,
    misused,
)
from minqual.verdicts import Results, Verdict, Verdicts, explain, results_of

if TYPE_CHECKING:
    import pandas as pd

    from minqual.authoring import CaseRun
    from minqual.comparisons import Comparison, RuleChange
    from minqual.judging import Screening
    from minqual.preparing import Asks
    from minqual.verdicts import NextQuestions
    from minqual.what_if import LevelWays


def read(given: object, *, name: str = "", column_map: Path | str | None = None) -> Pool:
    """What a program holds, read as screen and check take it; SourceError carries every fault.

    given: records or documents of other systems as mappings, one or several of them; the bytes or the text of a file;
    an open file; a path; DataFrames by table name. Its form is told by its content, as that of a file is, and by name.
    column_map: what the columns of a table mean, the name of a bundled map or a path.
    """
    if column_map is not None and not isinstance(column_map, str | Path):
        raise misused("column_map", column_map, "the name of a bundled column map, or a path")
    if not isinstance(name, str):
        raise misused("name", name, "what to call it, a text")
    written = None if column_map is None else load_map(str(column_map), pack_names())
    return read_given(given, name, Reading((), map=written))


def asks(pack: Packlike) -> Asks:
    """All that a pack asks of applicants and of the vacancy: enough to build a form. PackError: it cannot be used."""
    from minqual.preparing import asked_of

    return asked_of(pack.pack if isinstance(pack, Screener) else pack_from(pack))


def changes(  # all that may be said of a run
    given: object,
    old: Packlike,
    new: Packlike,
    as_of: date,
    column_map: Path | str | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> Comparison:
    """Whose verdict another pack, or another version of one, changes: from where to where, and by which clauses.

    given: what read takes, one record or many, or what it returns; what of it cannot be read is open. Packs of two
    classes are compared as well, which `classes` of the comparison says. The other arguments, and the errors, are those
    of screen.
    """
    from minqual.comparisons import screenings_compared

    day = day_of(as_of)
    run = run_of(None, papers_until, day, settlements)
    screeners = for_run([screener_of(old), screener_of(new)], run, vacancy)
    tables = _tables_of(given, screeners, column_map)
    check_settlements(settlements, screeners, tables.applicant_ids, day)
    first, other = judge_all(_with_carried(screeners), tables, day)
    return screenings_compared(first, other)


def effects(  # noqa: PLR0913  # all that may be said of a run
    given: object,
    pack: Packlike | None = None,
    as_of: date | None = None,
    changes: Sequence[str] = (),
    against: Sequence[Packlike] = (),
    column_map: Path | str | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> RuleChange:
    """What other packs, and other amounts in clauses, would do to a pool: who stands otherwise, and by which clause.

    given: what read takes, one record or many, or what it returns. changes: amounts of clauses by their ids, as in
    "director.experience: 4 years"; "director.experience: 3 years..6 years step 1 year" tries each. against: other
    packs, or other versions of this one, that are tried before these. The source is counted once. FaultyInput carries
    every fault of the changes; the other arguments, and the errors, are those of screen.
    Of the path of an examination file it is the last screening, with what was settled before it: the file says all
    else itself, but for the name of the pack, where it has several.
    """
    from minqual.comparisons import effects_of

    if isinstance(changes, str) or not all(isinstance(each, str) for each in changes):
        raise misused("changes", changes, 'a list of texts such as "director.experience: 4 years"')
    if isinstance(against, str | Path | Pack | Screener | Mapping):
        raise misused("against", against, "a list of packs: their names, paths, Packs or Screeners")
    others = list(map(screener_of, against))
    if (path := _examination(given)) is not None:
        said = {"as_of": as_of, "column_map": column_map, "papers_until": papers_until, "vacancy": vacancy}
        return _effects_of_examination(path, pack, others, changes, said | {"settlements": settlements or None})
    day = day_of(as_of)
    first = screener_of(pack)  # type: ignore[arg-type]  # whatever else it is, it is refused
    says, made = _changed(first, others, changes)
    run = run_of(None, papers_until, day, settlements)
    screeners = for_run([first, *others, *made], run, vacancy)
    tables = _tables_of(given, screeners, column_map)
    check_settlements(settlements, screeners, tables.applicant_ids, day)
    return effects_of(judge_all(_with_carried(screeners), tables, day), says)


def _with_carried(screeners: Sequence[Screener]) -> list[Screener]:
    """Packs held against the first, with what was settled under it where they ask the same."""
    return [screeners[0], *(with_carried(screeners[0], each) for each in screeners[1:])]


def _changed(first: Screener, others: Sequence[Screener], changes: Sequence[str]) -> tuple[list[str], list[Screener]]:
    """What each other pack is called and what each changed one changes; with screeners of these."""
    from minqual.what_if import changed_packs

    made = changed_packs(first.pack.written, changes, "changes") if changes else []
    return [*(each.pack.called_beside(first.pack) for each in others), *(each.says for each in made)], [
        Screener(each.pack) for each in made
    ]


def _examination(given: object) -> Path | None:
    """The path of an examination file, where it is one that is given."""
    from minqual.examinations import is_examination

    return Path(given) if isinstance(given, str | Path) and is_examination(Path(given)) else None


def _effects_of_examination(
    path: Path, pack: object, others: Sequence[Screener], changes: Sequence[str], said: Mapping[str, object]
) -> RuleChange:
    from minqual.comparisons import effects_of
    from minqual.examinations import Examination, Rescreening

    for name, value in said.items():
        if value is not None:
            raise misused(name, value, "nothing beside an examination file, which says it itself")
    if pack is not None and not isinstance(pack, str):
        raise misused("pack", pack, "the name of one of the packs of the examination, or None")
    with Examination.of(path) as examination:
        again = Rescreening.last(examination)
        first = again.chosen(pack, "pack")
        run = first.pack.run
        says, made = _changed(first, others, changes)
        more = for_run([*others, *made], replace(run, vacancy=()), dict(run.vacancy)) if others or made else []
        screeners = _with_carried([first, *more])
        return effects_of(judge_all(screeners, again.pool(tables_for(screeners)), examination.as_of), says)


def _tables_of(given: object, screeners: Sequence[Screener], column_map: Path | str | None) -> Tables:
    """The tables of records however a program has them."""
    plain = given.model_dump() if isinstance(given, Record) else given
    pool = plain if isinstance(plain, Pool) else read(plain, column_map=column_map)
    return with_needed(pool, tables_for(screeners))


def run_cases(*packs: str | Path) -> list[CaseRun]:
    """Every case beside some packs, run: for the tests of whoever keeps packs. packs: names, paths, folders.

    PackError carries what cannot be read.
    """
    from minqual.authoring import cases_run

    return cases_run([reference for each in packs for reference in references_of(str(each))])


def check(  # noqa: PLR0913  # all that may be said of a run
    record: Record | Pool | str | bytes | Mapping[str, Any],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    applicant: str | None = None,
    other_kinds: OtherKinds | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> Verdict:
    """The verdict on one record as of a date (the final filing date).

    A mapping may hold dates, figures of numpy and pandas, and None or NaN for a blank cell; a list left out is an empty
    one, a list that is None is refused, and so is a key that nobody knows. A record with a cell that cannot be read, or
    with cells that contradict each other, is not judged: RecordError carries every fault. What read returns is taken as
    well: applicant is the id of the one meant, where it holds several. level: makes the verdict that of one level.
    other_kinds: what kinds of work mean that the pack does not know ("review" or "count for nothing"), in place of what
    it says itself. papers_until: the day up to which papers and answers are in, for what is due so long after filing;
    the as-of date if not given. vacancy: what is said of what the pack leaves to the vacancy, {"subject": "history"}.
    settlements: what people have said since the record was written; those of others than this applicant are left alone,
    and so are stale ones, which Screener.screen names; SourceError carries what is wrong with them.
    PackError: the pack cannot be used, or has no such level; FaultyInput: that, and the record has faults as well.
    """
    day = day_of(as_of)
    run = run_of(other_kinds, papers_until, day, settlements)
    _, _, screening = _judged(record, pack, day, level, applicant, run, vacancy)
    return explain(screening, 0, level)


def check_many(  # all that may be said of a run
    records: Iterable[Record | str | bytes | Mapping[str, Any]],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    other_kinds: OtherKinds | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> list[Verdict]:
    """The verdicts on some records as of a date, in their order: those of check, which takes twice as long for each.

    Records and arguments are those of check. Two records may have one applicant id: each is judged by itself. Where a
    record has faults none is judged: RecordError carries those of all, each with the place of its record in the list,
    in words ("record 3 education 1 level", from 1) and in its path ("$[2].education[0].level", from 0).
    """
    if isinstance(records, str | bytes | Mapping | Pool | Record) or not is_iterable(records):
        raise misused("records", records, "a list of records")
    day = day_of(as_of)
    (screener,) = for_run([screener_of(pack)], run_of(other_kinds, papers_until, day, settlements), vacancy)
    check_level(screener, level)
    check_settlements(settlements, [screener], None, day)
    faults: dict[int, list[Fault]] = {}
    verdicts: dict[int, Verdict] = {}
    for places, batch in batches(_all_read(records, faults, screener, day)):
        screening = screener.screen(record_tables(batch), day)
        for each in screening.applicants.to_mend:
            faults.setdefault(places[each.applicant], []).append(each.fault())
        if not faults:
            verdicts |= dict(zip(places, map(Verdicts(screening, level).of, range(len(places))), strict=True))
    if faults:
        raise RecordError([each.within(place) for place in sorted(faults) for each in faults[place]])
    return [verdicts[place] for place in range(len(verdicts))]


def _all_read(
    records: Iterable[object], faults: dict[int, list[Fault]], screener: Screener, day: date
) -> Iterator[tuple[int, Record]]:
    """The records that can be read, each with its place; the faults of the others are put with theirs."""
    for place, each in enumerate(records):
        try:
            yield place, record_or_every_fault(each, day, screener.pack.study_words.words)  # type: ignore[arg-type]  # whatever else it is, it is refused
        except FaultyInput as error:
            faults[place] = list(error.faults)


def next_questions(  # noqa: PLR0913  # all that may be said of a run
    record: Record | Pool | str | bytes | Mapping[str, Any],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    applicant: str | None = None,
    other_kinds: OtherKinds | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> NextQuestions:
    """What to ask next about one record, what settles most first; or why there is nothing to ask.

    The arguments are those of check, and so are the errors; but a record that cannot be judged is told in `faults`. A
    list that the record leaves out is not asked for yet, so that an interview can begin with an applicant id alone.
    """
    from minqual.verdicts import NextQuestions, next_questions_of

    day = day_of(as_of)
    run = run_of(other_kinds, papers_until, day, settlements)
    try:
        _, _, screening = _judged(record, pack, day, level, applicant, run, vacancy)
    except RecordError as error:
        named = stated_id(record.record if isinstance(record, Pool) else record)
        return NextQuestions(applicant_id=named, as_of=day.isoformat(), none="faults", faults=error.faults)
    plain = record.record if isinstance(record, Pool) and applicant is None else record
    unasked = () if isinstance(plain, Pool | None) else read_record(plain).left_out
    return next_questions_of(screening, 0, level, unasked)


def ways(  # noqa: PLR0913  # all that may be said of a run
    record: Record | Pool | str | bytes | Mapping[str, Any],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    applicant: str | None = None,
    other_kinds: OtherKinds | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> tuple[LevelWays, ...]:
    """What is still to come by which one record would meet each level that it does not: at most five ways to each.

    The arguments and the errors are those of check. Each way was applied to the record and judged; a verdict, which is
    plain values, holds neither record nor pack, so that they are asked for anew.
    """
    from minqual.what_if import ways_of

    day = day_of(as_of)
    run = run_of(other_kinds, papers_until, day, settlements)
    screener, tables, screening = _judged(record, pack, day, level, applicant, run, vacancy)
    return ways_of(screener, tables, screening, only=level)


def _judged(  # all that may be said of a run
    record: Record | Pool | str | bytes | Mapping[str, Any],
    pack: Packlike,
    day: date,
    level: str | None,
    applicant: str | None,
    run: Run,
    vacancy: Mapping[str, str] | None,
) -> tuple[Screener, Tables, Screening]:
    """The one record meant, judged, with the screener and the tables."""
    screener = screener_of(pack)
    found = Gathered()
    with found.step():
        (screener,) = for_run([screener], run, vacancy)
    with found.step():
        check_level(screener, level)
    with found.step():
        check_settlements(run.settlements, [screener], None, day)
    if isinstance(record, Pool) and (applicant is not None or record.record is None):
        found.told()
        return screener, *_one_of(record, applicant, screener, day)
    if applicant is not None:
        raise misused("applicant", applicant, "no applicant beside a record, which is one")
    with found.step():
        given = record.record or b"" if isinstance(record, Pool) else record
        judged = record_or_every_fault(given, day, screener.pack.study_words.words)
        tables = record_tables([judged])
        if found:
            _nothing_to_mend(take_in(tables, day, screener.pack.study_words.words))
        else:
            screening = screener.screen(tables, day)
            _nothing_to_mend(screening.applicants)
    found.told()
    return screener, tables, screening


def _nothing_to_mend(applicants: Applicants) -> None:
    """RecordError with every cell of a record that cannot be read."""
    if rejects := applicants.to_mend:
        raise RecordError([each.fault() for each in rejects])


def _one_of(pool: Pool, applicant: str | None, screener: Screener, day: date) -> tuple[Tables, Screening]:
    """The one applicant meant, judged as in a pool: what of theirs cannot be read is open."""
    tables = with_needed(pool, screener.tables)
    if applicant is None:
        if len(tables.applicant_ids) != 1:
            several = len(tables.applicant_ids)
            found = f"{several} applicants, without an applicant named" if several else "no applicants"
            expected = "the id of one of them" if several else "a source with an applicant"
            raise SourceError([Fault("applicant", found, expected, code="missing")])
    elif isinstance(applicant, str):
        tables = one_applicant(tables, applicant)
    else:
        raise misused("applicant", applicant, "the id of an applicant, a text")
    screening = screener.screen(tables, day)
    if not screening.applicants.ids:
        raise RecordError([each.fault() for each in screening.applicants.rejects])
    return tables, screening


def screen(  # noqa: PLR0913  # all that may be said of a run
    source: Path | str | Pool | Mapping[str, pd.DataFrame],
    pack: Packlike,
    as_of: date,
    level: str | None = None,
    column_map: Path | str | None = None,
    other_kinds: OtherKinds | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> Results:
    """The results for every applicant of a source, or of DataFrames by table name.

    source: the path of what minqual screen reads: a folder of tables, JSON, JSONL, what other systems export; or what
    read returns. DataFrames must hold every table that the pack draws on (Screener.tables), without rows where there
    are none. column_map: what the columns of a table or workbook mean, the name of a bundled map or a path; not for
    DataFrames. other_kinds: what kinds of work mean that the pack does not know ("review" or "count for nothing"), in
    place of what it says itself; papers_until: the day up to which papers and answers are in, for what is due so long
    after filing, the as-of date if not given; vacancy: what is said of what the pack leaves to the vacancy; the results
    say all three. settlements: what people have said since the source was written. Cells and rows that cannot be read
    are in the results' rejects; such a cell is open. SourceError: the tables cannot be used at all.
    """
    every = screen_all(
        source, [pack], as_of, level, column_map, other_kinds, papers_until, vacancy=vacancy, settlements=settlements
    )
    return next(every)


def screen_all(  # noqa: PLR0913  # all that may be said of a run
    source: Path | str | Pool | Mapping[str, pd.DataFrame],
    packs: Iterable[Packlike],
    as_of: date,
    level: str | None = None,
    column_map: Path | str | None = None,
    other_kinds: OtherKinds | None = None,
    papers_until: date | None = None,
    *,
    vacancy: Mapping[str, str] | None = None,
    settlements: Settlements = NOTHING_SETTLED,
) -> Iterator[Results]:
    """The results of each of several packs for every applicant of a source, in the order of the packs.

    They are what screen returns for each pack alone, but the source is read and counted once. A pack judges when its
    results are asked for, so that those of many packs need not be held at once; each has its pack as `results.pack`.
    The arguments and the errors are those of screen; they are looked at before the first results are asked for. A
    source must hold every table that any of the packs draws on.
    """
    if isinstance(packs, str | Path | Pack | Screener | Mapping) or not is_iterable(packs):
        raise misused("packs", packs, "a list of packs: their names, paths, Packs or Screeners")
    day = day_of(as_of)
    run = run_of(other_kinds, papers_until, day, settlements)
    screeners = for_run([screener_of(each) for each in packs], run, vacancy)
    for each in screeners:
        check_level(each, level)
    tables = _tables(source, tables_for(screeners), column_map)
    check_settlements(run.settlements, screeners, tables.applicant_ids, day)
    return (results_of(each, level) for each in judge_all(screeners, tables, day))


def _tables(
    source: Path | str | Pool | Mapping[str, pd.DataFrame], needed: tuple[str, ...], column_map: Path | str | None
) -> Tables:
    """The tables of a source, or of DataFrames. needed: those that packs draw on."""
    check_source(source, column_map)
    if isinstance(source, Pool):
        return with_needed(source, needed)
    if isinstance(source, Mapping):
        return frame_tables(source, needed)
    path = Path(source)
    if not is_there(path):
        expected = "a folder of tables, or a file of applicants"
        raise SourceError([Fault(str(source), "no such file or folder", expected, code="file")])
    written = None if column_map is None else load_map(str(column_map), pack_names())
    return read_source(path, Reading(needed, map=written)).tables


__all__ = [
    "Pool",
    "Screener",
    "asks",
    "changes",
    "check",
    "load_pack",
    "next_questions",
    "read",
    "read_record",
    "run_cases",
    "screen",
    "screen_all",
    "screener_of",
    "ways",
]
