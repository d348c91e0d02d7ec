"""Two readers: a decision counts once two people have said the same; a third breaks ties."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual import Decision, Recusal, SourceError, settled
from minqual.judging import Screening
from minqual.settlements import Settlement, reading_of
from support.command_line import minqual as run
from support.examples import examples
from support.places import ROOT
from support.screened import relaxed, standings, tables_of
from support.strategies.packs_with_records import Drawn, drawn

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
CLAUSE: Final = "aide.any-of.discretion"
AS_OF: Final = "2026-11-21"

says = st.lists(
    st.builds(
        lambda by, day, accepted: Decision(
            pack="p/q", applicant="A", clause="one.judgement", accepted=accepted, by=by, on=date(2030, 1, day)
        ),
        st.sampled_from(["JD", "jd", "KL", "MN", "OP"]),
        st.integers(1, 9),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda each: (each.by.casefold(), each.on),
)


def expected(given: Sequence[Decision]) -> bool | None:
    """What comes of decisions, person by person and day by day."""
    last: dict[str, Decision] = {}
    for day in range(1, 10):
        last |= {each.by.casefold(): each for each in given if each.on.day == day}
    votes = Counter(each.accepted for each in last.values())
    if sum(votes.values()) < 2 or votes[True] == votes[False]:
        return None
    return votes[True] > votes[False]


@given(given=says, tape=st.randoms(use_true_random=False))
def test_two_who_say_the_same_decide_and_the_order_of_sheets_does_not_matter(
    given: list[Decision], tape: object
) -> None:
    reading = reading_of(given, 2)
    assert reading.accepted is expected(given)
    assert bool(reading.awaits) is (reading.accepted is None)
    assert "accept" not in reading.awaits
    assert not any(each.by in reading.awaits for each in given)
    shuffled = list(given)
    tape.shuffle(shuffled)  # type: ignore[attr-defined]
    assert reading_of(shuffled, 2) == reading
    assert settled(shuffled, 2) == settled(given, 2)
    together = settled(given, 2).of(Decision)
    assert reading_of(together, 2).accepted is reading.accepted


def test_one_reader_is_what_a_decision_is_by_itself() -> None:
    one = Decision(pack="p/q", applicant="A", clause="one.judgement", accepted=True, by="JD", on=date(2030, 1, 1))
    other = replace(one, by="KL", accepted=False, on=date(2030, 1, 2))
    assert settled([one, other]) == settled([other, one], 1)
    assert settled([one, other]).all == (other,)
    assert settled([one, other], 2).all == (one, other)
    assert len({settled([one]).digest, settled([one], 2).digest}) == 2
    with pytest.raises(SourceError, match="1 or 2"):
        settled([one], 3)


def test_a_person_contradicts_only_themselves_where_two_read() -> None:
    one = Decision(pack="p/q", applicant="A", clause="one.judgement", accepted=True, by="JD", on=date(2030, 1, 1))
    assert reading_of([one, replace(one, by="KL", accepted=False)], 2).accepted is None
    settled([one, replace(one, by="KL", accepted=False)], 2)
    with pytest.raises(SourceError, match="another answer"):
        settled([one, replace(one, by="jd", accepted=False)], 2)


def test_who_is_recused_of_an_applicant_decides_nothing_for_them() -> None:
    one = Decision(pack="p/q", applicant="A", clause="one.judgement", accepted=True, by="JD", on=date(2030, 1, 1))
    recusal = Recusal(pack="p/q", applicant="A", clause="two.judgement", by="jd", on=date(2029, 1, 1))
    elsewhere = replace(one, applicant="B")
    for readers in (1, 2):
        found = settled([one, recusal, elsewhere], readers)
        assert set(found.all) == {recusal, elsewhere}


def judged(case: Drawn, given: Sequence[Settlement], readers: int) -> Screening:
    ready = case.screener()
    both = replace(ready.pack.run, settlements=settled(given, readers))
    return ready.for_run(both).screen(tables_of(case.pool), case.as_of)


@given(case=drawn(), accepted=st.booleans())
@settings(relaxed, max_examples=examples(10))
def test_two_who_agree_are_as_one_and_one_of_two_as_none(case: Drawn, accepted: bool) -> None:  # noqa: FBT001  # drawn
    ready = case.screener()
    nodes = (each for each in ready.tree.nodes if each.leaf is not None and each.clause is not None)
    clause = next((each.id for each in nodes if ready.tree.leaves[each.leaf or 0].decidable), None)
    if clause is None or not case.pool:
        return
    who = case.pool[0]["applicant_id"]
    one = Decision(pack=ready.pack.name, applicant=who, clause=clause, accepted=accepted, by="JD", on=date(2030, 1, 1))
    other, against = replace(one, by="KL"), replace(one, by="MN", accepted=not accepted)
    alone, none = judged(case, [one], 1), judged(case, [], 1)
    for decided in ([one, other], [other, one], [one, against, other]):
        assert standings(judged(case, decided, 2), 0) == standings(alone, 0)
    for open_ in ([one], [against, one]):
        found = judged(case, open_, 2)
        assert standings(found, 0) == standings(none, 0)
        assert len(found.waiting) == 1


def sheet(path: Path, rows: Sequence[dict[str, str]], **cells: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **cells} for row in rows)
    return path


def asked(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if CLAUSE in row["key"] and "|a023|" in row["key"]]


def test_an_examination_of_two_readers_waits_for_the_second_and_does_not_tell_what_the_first_said(
    tmp_path: Path,
) -> None:
    exam, work = tmp_path / "e.exam", tmp_path / "work.csv"
    assert run("exam", "open", exam, "--rules", PACK, "--as-of", AS_OF, "--readers", "2").code == 0

    def screened() -> list[dict[str, str]]:
        assert run("exam", "screen", exam, SOURCE, "--to-resolve", work, "--force").code in {0, 4}
        return asked(work)

    (row,) = screened()
    assert row["choices"] == "accepted; refused; recused"
    assert row["on record"] == ""
    for by, answer in (("JD", "accepted"), ("KL", "recused"), ("MN", "refused")):
        given = sheet(tmp_path / f"{by}.csv", [row], answer=answer, by=by, on="2026-11-24")
        assert run("exam", "settle", exam, given).code == 0
        (left,) = screened()
        waits = "readers differ" if by == "MN" else "one reader has decided; a second reader is needed"
        assert waits in left["on record"]
        assert "clauses that another reader must read too: 1" in run("exam", "status", exam).out
        assert not any(each in str(left.values()) for each in ("JD", "'accepted'"))
    last = sheet(tmp_path / "OP.csv", [row], answer="accepted", by="OP", on="2026-11-25")
    assert run("exam", "settle", exam, last).code == 0
    assert screened() == []
    shown = run("exam", "show", exam, "a023").out
    assert "recusal" in shown
    assert "KL" in shown
    assert run("exam", "replay", exam).code == 0
    assert run("exam", "verify", exam).code == 0


def test_screen_and_check_take_two_readers_from_their_sheets(tmp_path: Path) -> None:
    words = ("screen", SOURCE, "--rules", PACK, "--as-of", AS_OF, "-o", tmp_path / "r.csv", "--force")
    assert run(*words, "--to-resolve", tmp_path / "work.csv").code in {0, 4}
    (row,) = asked(tmp_path / "work.csv")
    one = sheet(tmp_path / "one.csv", [row], answer="accepted", by="JD", on="2026-11-24")
    two = sheet(tmp_path / "two.csv", [row], answer="accepted", by="KL", on="2026-11-24")
    check = ("check", SOURCE, "--rules", PACK, "--as-of", AS_OF, "--applicant", "a023", "--settled")
    alone = run(*check, one, "--readers", "2")
    assert alone.code == 1
    assert "one reader has decided; a second reader is needed" in alone.out
    assert "JD" not in alone.out
    assert run(*check, one).code == 0
    both = run(*check, one, "--settled", two, "--readers", "2")
    assert both.code == 0
    assert "KL" in both.out
    assert "waiting for another reader" in run(*words, "--settled", one, "--readers", "2").err
