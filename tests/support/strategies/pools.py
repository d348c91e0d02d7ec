"""A pool of applicants as exports have them, the same for the same seed: any order, faults, rows of nobody."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

HEADERS: Mapping[str, Sequence[str]] = {
    "applicants": ("applicant_id",),
    "education": ("applicant_id", "level", "field", "conferred", "awarded"),
    "experience": ("applicant_id", "start", "end", "hours_per_week", "kinds"),
    "credentials": ("applicant_id", "name", "issuer", "expires"),
    "answers": ("applicant_id", "question", "answer"),
}


def pool_of_tables(folder: Path, applicants: int, seed: int = 7) -> Path:
    """A folder of tables: rows in any order, some of nobody, some faulty, an id that stands twice, lines in quotes."""
    dice = random.Random(seed)
    ids = [f"A{number}" for number in range(applicants)]
    ids[applicants // 2] = ids[3]
    rows: dict[str, list[Sequence[str]]] = {"applicants": [(each,) for each in ids], "answers": []}
    rows["education"] = [
        (
            dice.choice([each, each, each, f"nobody {each}" if dice.random() < 0.05 else each]),
            dice.choice(["bachelor", "high school", "master", "bachelor", "no such level"]),
            dice.choice(["journalism", "public relations", "history", ""]),
            dice.choice(["yes", ""]),
            dice.choice(["2012-05-20", "2014", "", "2030-13"]),
        )
        for each in ids
    ]
    rows["experience"] = [
        (
            each,
            dice.choice(["2010-01-05", "2015-03", "2018", "soon"]),
            dice.choice(["2021-06-30", "present", "2020", ""]),
            dice.choice(["40", "20", "", "many"]),
            dice.choice(["communications", "customer service", "data\nanalysis", "public relations", ""]),
        )
        for each in dice.choices(ids, k=3 * applicants)
    ]
    rows["credentials"] = [
        (each, "driver's license", dice.choice(["California", ""]), dice.choice(["2029-03", "2025", ""]))
        for each in ids[::2]
    ]
    folder.mkdir()
    for table, cells in rows.items():
        lines = [",".join(_cell(cell) for cell in row) for row in [HEADERS[table], *cells]]
        (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return folder


def _cell(text: str) -> str:
    return f'"{text}"' if "\n" in text else text
