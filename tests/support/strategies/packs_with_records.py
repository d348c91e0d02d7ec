"""Generated packs with a pool of generated records each, read and screened."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

import minqual
from minqual.judging import Screening
from minqual.notation import parse_yaml
from minqual.packs import Run
from minqual.packs.checks import read_pack
from support.oracle.pack import vacancy_of
from support.screened import tables_of
from support.strategies.any_records import record
from support.strategies.packs import SECTIONS, Author, Pack, with_named_clauses
from support.strategies.records import Record, Tape, as_of_date, tapes

POOL = 8
"""Records for each pack."""

packs = st.binary(min_size=700, max_size=700).map(lambda choices: Author(Tape(choices)).pack())


@dataclass(frozen=True)
class Drawn:
    """A pack as plain data, an as-of date, and some applicants."""

    pack: Pack
    as_of: date
    pool: Sequence[Record]
    papers_until: date | None = None

    def screener(self) -> minqual.Screener:
        """The pack made ready."""
        written = with_named_clauses(self.pack)
        pack = read_pack(parse_yaml(json.dumps(written).encode(), "pack.yaml"))
        return minqual.Screener(
            pack.for_run(Run(papers_until=self.papers_until, vacancy=tuple(vacancy_of(self.pack).items())))
        )

    def screened(self, screener: minqual.Screener, pool: Sequence[Record]) -> Screening:
        """Some applicants screened at once, none of whose rows is rejected."""
        screening = screener.screen(tables_of(pool), self.as_of)
        assert all(each.found == "not a degree level" for each in screening.applicants.rejects)
        return screening

    def told(self, applicant: Record, after: Record | None = None) -> str:
        """What was drawn, in words that can be run again."""
        changed = f"\nmade {after}" if after is not None else ""
        told = ("counting policy", "accreditation", "other kinds", "class ranks", "job facts", "may mean", "levels")
        rest = {key: self.pack[key] for key in told if key in self.pack}
        rest |= {section: self.pack[section] for section in SECTIONS if "within" in repr(self.pack.get(section))}
        rest["vacancy"] = vacancy_of(self.pack)
        every = self.pack.get("every level requires", [])
        days = f"\nas of {self.as_of}, papers until {self.papers_until}"
        return f"{days}: {applicant}{changed}\nunder {rest}, every level: {every}"


def fixed(as_of: date, requires: Sequence[Mapping[str, Any]], record: Record, **sections: object) -> Drawn:
    """One applicant under a pack of one level, l0, that requires some clauses."""
    pack: Pack = {
        **dict.fromkeys(("title", "agency", "specification"), "as written"),
        "name": "random/pack",
        "version": "1",
        "in force": "2020-01-01",
        "counting policy": "default",
        "accreditation": "not asked",
        "levels": [{"id": "l0", "title": "Level 0", "requires": requires}],
        **sections,
    }
    empty: Record = {"applicant_id": "A0", "education": [], "experience": [], "credentials": [], "answers": []}
    return Drawn(pack, as_of, [empty | record])


@st.composite
def drawn(draw: Callable[[st.SearchStrategy[Any]], Any], size: int = POOL) -> Drawn:
    """A pack and its applicants, by number."""
    chosen: list[Tape] = draw(st.lists(tapes, min_size=size, max_size=size))
    as_of = as_of_date(chosen[0])
    until = as_of + timedelta(days=chosen[-1].pick((0, 10, 11, 0, 45)))
    return Drawn(draw(packs), as_of, [record(tape, as_of, f"A{number}") for number, tape in enumerate(chosen)], until)


Change = Callable[[Tape, Record, Drawn], Record]


@st.composite
def changed(draw: Callable[[st.SearchStrategy[Any]], Any], change: Change) -> tuple[Drawn, list[Record]]:
    """A pack with its applicants, and each of their records changed."""
    before = draw(drawn())
    return before, [change(draw(tapes), each, before) for each in before.pool]
