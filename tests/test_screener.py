"""A screener is made once and used by many: its verdicts do not depend on who asks beside."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import minqual

AS_OF = date(2026, 11, 21)


def record(number: int) -> dict[str, object]:
    """One of many different records."""
    levels = ("ged", "associate", "bachelor", "foreign bachelor", "some college")
    end = f"{2016 + number % 8}-{1 + number % 12:02d}-15"
    return {
        "applicant_id": f"a{number}",
        "education": [{"level": levels[number % 5], "conferred": ("yes", "")[number % 2], "field": "economics"}],
        "experience": [
            {"kinds": "communications", "start": "2015-01-01", "end": end, "hours_per_week": 20 + number % 21}
        ],
    }


def test_threads_that_share_a_screener_get_the_verdicts_that_one_alone_gets() -> None:
    records = [record(number) for number in range(120)]
    alone = [
        minqual.check(each, minqual.Screener(minqual.load_pack("stockton/mayoral-pio")), AS_OF) for each in records[:1]
    ]
    shared, single = (minqual.Screener(minqual.load_pack("stockton/mayoral-pio")) for _ in range(2))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: minqual.check(each, shared, AS_OF).to_json(), records))
    assert together == [minqual.check(each, single, AS_OF).to_json() for each in records]
    assert alone[0].to_json() == together[0]
