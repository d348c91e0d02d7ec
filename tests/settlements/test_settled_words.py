"""Laws of words that people settle: they mean what a source means that writes the name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.counting import COLUMN_OF
from minqual.settlements import SettledWord
from minqual.values import Standing, fold, items
from support.examples import examples
from support.screened import relaxed, standings
from support.settled import BY, judged
from support.strategies.packs_with_records import Drawn, drawn
from support.strategies.records import Record, Tape, tapes

KIND: Final = "a word that nobody knows"


def settled_word(column: str, means: Sequence[str], *words: str) -> SettledWord:
    return SettledWord(pack="random/pack", column=column, words=words, means=tuple(means), **BY)


def with_cells(pool: Sequence[Record], table: str, say: Callable[[Record], Mapping[str, str]]) -> list[Record]:
    """A pool of which the rows of a table say something else."""
    return [{**record, table: [{**row, **say(row)} for row in record[table]]} for record in pool]


@given(case=drawn(), data=st.data())
@settings(relaxed, max_examples=examples(30))
def test_a_settled_word_is_the_name_it_means_and_leaves_less_open(case: Drawn, data: st.DataObject) -> None:
    tape: Tape = data.draw(tapes)
    pack = case.screener().pack
    section = tape.pick([name for name in COLUMN_OF if getattr(pack, name)] or ["kinds"])
    (table, column), names = COLUMN_OF[section], list(getattr(pack, section))
    cells = {word for record in case.pool for row in record[table] for word in items(row.get(column, ""))}
    strange = sorted(word for word in cells if not pack.vocabularies[section].knows(word))
    if not strange or not names:
        return
    word, name = tape.pick(strange), tape.pick(names)

    def renamed(row: Record) -> Mapping[str, str]:
        told = [name if fold(each) == word else each for each in row.get(column, "").split(";")]
        return {column: ";".join(told)} if column in row else {}

    said = judged(case, case.pool, [settled_word(f"{table}.{column}", [name], word)])
    written = judged(case, with_cells(case.pool, table, renamed), [])
    if pack.job_facts and section == "kinds":
        return
    for place, applicant in enumerate(case.pool):
        after, before = standings(said, place), standings(written, place)
        for node in after:
            assert after[node] == before[node] or before[node] is Standing.REVIEW, case.told(applicant)


@given(case=drawn(), data=st.data())
@settings(relaxed, max_examples=examples(25))
def test_a_settled_title_is_a_word_that_was_settled_for_the_jobs_that_tell_no_kind(
    case: Drawn, data: st.DataObject
) -> None:
    tape: Tape = data.draw(tapes)
    pack = case.screener().pack
    employers = sorted({fold(row.get("employer", "")) for record in case.pool for row in record["experience"]})
    if not employers or not pack.kinds:
        return
    employer, means = tape.pick(employers), [tape.pick(list(pack.kinds))] if tape.chance(2) else []
    kinds = pack.vocabularies["kinds"]

    def titled(row: Record) -> Mapping[str, str]:
        words = items(row.get("kinds", ""))
        told = not words or any(map(kinds.tells_by_itself, words))
        return {"title": "Shift  Lead" if told else ""}

    def worded(row: Record) -> Mapping[str, str]:
        mine = row["title"] and fold(row.get("employer", "")) == employer and not items(row.get("kinds", ""))
        return {"kinds": KIND} if mine else {}

    pool = with_cells(case.pool, "experience", titled)
    by_title = judged(case, pool, [settled_word("experience.title", means, "shift lead", employer)])
    by_word = judged(case, with_cells(pool, "experience", worded), [settled_word("experience.kinds", means, KIND)])
    for place, applicant in enumerate(case.pool):
        assert standings(by_title, place) == standings(by_word, place), case.told(applicant)
