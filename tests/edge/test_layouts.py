"""Exports of well-known shapes: the map that is proposed for each, unedited, gives no firm verdict that is wrong."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from support.command_line import minqual
from support.examples import examples, some_of
from support.export_layouts import (
    AS_OF,
    LAYOUTS,
    PACK,
    Layout,
    Record,
    as_stated,
    pool,
    renamed,
    shuffled,
    written,
)
from support.screened import relaxed

FIRM: Final = frozenset({"met", "unmet"})
PEOPLE: Final = 30

Levels = Mapping[str, Mapping[str, str]]
"""The standing of each level, by applicant."""


def judged(source: Path, pack: Path, *options: str | Path) -> Levels:
    """The standings of the applicants of a source."""
    words = ("screen", source, "--rules", pack, "--as-of", AS_OF, "--format", "jsonl", "-o", "-", *options)
    done = minqual(*words)
    assert done.code in {0, 4}, done.err
    results = [json.loads(line) for line in done.out.splitlines()]
    return {each["applicant_id"]: each["levels"] for each in results}


def packed(folder: Path) -> Path:
    path = folder / "writer.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


def truth(people: Sequence[Record], folder: Path) -> Levels:
    path = folder / "truth.jsonl"
    path.write_text("\n".join(map(json.dumps, people)), encoding="utf-8")
    return judged(path, packed(folder))


def proposed(layout: Layout, people: Sequence[Record], folder: Path) -> Levels | None:
    """The standings by the proposed map; None where no map is proposed."""
    source, own, pack = written(layout, people, folder), folder / "own.yaml", packed(folder)
    done = minqual("applicants", "map", source, "--rules", pack, "-o", own, "--force")
    assert done.code in {0, 2}, done.err
    return judged(source, pack, "--map", own) if done.code == 0 else None


def wrong(found: Levels, true: Levels) -> list[tuple[str, str, str, str]]:
    """The firm standings that the truth contradicts."""
    return [
        (name, level, standing, true[name][level])
        for name, levels in found.items()
        if name in true
        for level, standing in levels.items()
        if standing in FIRM and standing != true[name][level]
    ]


SETTLED: Final[Mapping[str, tuple[int, ...]]] = {
    "wide report of a city": (25, 30, 28, 29, 30, 30, 30, 30),
    "groups of a staff system": (25, 25, 28, 29, 30, 30, 0, 0),
    "plain file of a start-up": (25, 22, 15, 12, 0, 0, 10, 30),
    "profile of a recruiting suite": (25, 25, 28, 29, 28, 29, 0, 0),
    "two sheets of a talent system": (0, 0, 0, 0, 30, 30, 30, 0),
    "questionnaire of a federal office": (0, 0, 0, 0, 30, 30, 0, 30),
    "long file, a line for each job": (0, 0, 0, 0, 25, 25, 0, 0),
    "joined file, each job with each school": (25, 25, 28, 29, 25, 25, 0, 0),
    "report with a preamble and a footer": (25, 30, 28, 29, 30, 30, 0, 0),
    "supplemental questions of a county": (0, 3, 13, 13, 25, 25, 30, 30),
}
"""Of 30 applicants, how many have a firm verdict on each level of the pack, in its order, from the export alone.

A diploma is open beside college study without a degree; what a layout has no column for is open for everybody.
"""


@pytest.mark.parametrize("layout", some_of(LAYOUTS, 3, lambda each: each.name))
def test_a_proposed_map_used_unedited_is_never_wrong_and_settles_what_the_file_says(
    layout: Layout, tmp_path: Path
) -> None:
    people = pool(1, PEOPLE)
    found, true = proposed(layout, people, tmp_path), truth(as_stated(layout, people), tmp_path)
    assert found is not None
    assert {name: found[name] for name in true}.keys() == true.keys()
    assert wrong(found, true) == []
    levels = list(next(iter(true.values())))
    assert tuple(sum(found[name][level] in FIRM for name in true) for level in levels) == SETTLED[layout.name]


def spelt(text: str, place: int) -> str:
    """A heading with a slip of the pen."""
    place %= max(len(text) - 1, 1)
    if "{" in text and place >= text.index("{") - 1:
        return text
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :] if len(text) > 1 else text


CHANGES: Final[Mapping[str, Callable[[str, int], str]]] = {
    "numbers of questions": lambda text, place: f"Q{place}: {text}",
    "a mark before it": lambda text, _: f"[Supplemental] {text}",
    "capitals": lambda text, _: text.upper().replace("{N}", "{n}"),
    "underscores": lambda text, _: text.replace(" ", "_"),
    "a star": lambda text, _: f"{text} *",
    "a slip of the pen": spelt,
    "a wish": lambda text, _: f"Preferred {text}",
    "a requirement": lambda text, _: f"{text} required",
    "a state": lambda text, _: f"{text} status",
    "a number": lambda text, _: f"{text} number",
    "another unit": lambda text, _: text.replace("Week", "Month").replace("Wk", "Pay Period").replace("Semester ", ""),
    "a category": lambda text, _: text.replace("Type of Work", "Employment Type").replace(
        "Kind of Work", "Job Category"
    ),
    "an estimate": lambda text, _: text.replace("Date", "Estimated Date"),
    "words left out": lambda text, _: (
        text.rpartition(" ")[0] if " " in text and "{n}" not in text[-4:] and "required" not in text else text
    ),
    "another language": lambda text, place: f"Spalte {place} {{n}}" if "{n}" in text else f"Spalte {place}",
}
"""Ways of renaming a heading, some of which leave its meaning and some of which do not."""


@settings(relaxed, max_examples=examples(24))
@given(
    layout=st.sampled_from(LAYOUTS),
    seed=st.integers(0, 1000),
    changes=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3),
    share=st.sampled_from([0.1, 0.3, 1.0]),
    in_order=st.booleans(),
)
def test_under_other_headings_and_in_another_order_a_proposed_map_is_never_wrong(
    tmp_path_factory: pytest.TempPathFactory,
    layout: Layout,
    seed: int,
    changes: list[str],
    share: float,
    in_order: bool,  # noqa: FBT001  # drawn
) -> None:
    tape, folder = random.Random(seed), tmp_path_factory.mktemp("mutated")

    def rename(heading: str) -> str:
        # Until when a license is valid is assumed where nothing says it: that heading stays one of licenses.
        if tape.random() > share or "ID" in heading.upper().split() or "Expir" in heading:
            return heading
        return CHANGES[tape.choice(changes)](heading, tape.randrange(40))

    other = renamed(layout, rename)
    other = other if in_order else shuffled(other, tape)
    people = pool(seed, 12)
    found = proposed(other, people, folder)
    note((folder / "own.yaml").read_text(encoding="utf-8") if found else "no map")
    assert found is None or wrong(found, truth(as_stated(layout, people), folder)) == []
