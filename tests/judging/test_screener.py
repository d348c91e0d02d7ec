"""A screener is made once and used by many: no verdict depends on who asks beside, nor on what was asked before."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import sys
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import _lru_cache_wrapper
from itertools import count
from pathlib import Path

import pytest

import minqual
from minqual.counting import matched_words
from minqual.judging import Screener, derivation, screening
from minqual.records import cells
from minqual.values import blank_words
from minqual.values import vocabulary as words

AS_OF = date(2026, 11, 21)
PACK = "stockton/mayoral-pio"
OTHERS = ("san-jose/council-community-relations", "opm/time-and-leave-clerk", "los-angeles/airport-guide")


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


def never_seen(number: int) -> dict[str, object]:
    """A record with words, dates and figures that no record before it has."""
    day = date.fromordinal(date(1990, 1, 1).toordinal() + number).isoformat()
    return {
        "applicant_id": f"b{number}",
        "education": [{"level": "bachelor", "field": f"studies {number}", "awarded": day, "quarter_units": number}],
        "experience": [
            {
                "kinds": f"comunications; work {number}",
                "employer": f"employer {number}",
                "start": day,
                "end": "present",
                "hours_per_week": f"{20 + number % 20}.{number % 1000:03d}",
            }
        ],
        "credentials": [{"name": f"licence {number}", "issuer": f"state {number}", "expires": day}],
        "answers": [{"question": f"question {number}", "answer": "yes"}],
    }


def test_threads_that_share_a_screener_get_the_verdicts_that_one_alone_gets() -> None:
    records = [record(number) for number in range(120)]
    alone = [minqual.check(each, Screener(PACK), AS_OF) for each in records[:1]]
    shared, single = (Screener(PACK) for _ in range(2))
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda each: minqual.check(each, shared, AS_OF).to_json(), records))
    assert together == [minqual.check(each, single, AS_OF).to_json() for each in records]
    assert alone[0].to_json() == together[0]


@pytest.mark.long
def test_threads_that_use_several_screeners_at_once_get_what_each_alone_gets() -> None:
    """New patterns and known ones, of several packs, with threads that give way to each other all the time."""
    asked = [(name, record(number)) for number in range(20) for name in (PACK, *OTHERS)]
    apart = {name: Screener(name) for name in (PACK, *OTHERS)}
    expected = [minqual.check(each, apart[name], AS_OF) for name, each in asked]
    shared = {name: Screener(name) for name in (PACK, *OTHERS)}
    start = threading.Barrier(4)

    def ask_all(offset: int) -> bool:
        start.wait()
        places = [(place + offset) % len(asked) for place in range(len(asked))]
        return all(
            minqual.check(asked[place][1], shared[asked[place][0]], AS_OF) == expected[place] for place in places
        )

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(ask_all, range(0, 80, 20)))
    finally:
        sys.setswitchinterval(interval)


def test_threads_that_each_make_a_screener_of_their_own_do_not_disturb_each_other() -> None:
    expected = minqual.check(record(3), Screener(PACK), AS_OF)
    with ThreadPoolExecutor(4) as pool:
        assert all(each == expected for each in pool.map(lambda _: minqual.check(record(3), PACK, AS_OF), range(12)))


def test_a_pack_that_is_let_go_is_let_go_by_durable_rules_too(monkeypatch: pytest.MonkeyPatch) -> None:
    library = importlib.import_module("durable.engine").durable_rules_engine
    freed: list[int] = []
    free = library.delete_ruleset

    def delete(handle: int) -> None:
        freed.append(handle)
        free(handle)

    monkeypatch.setattr(library, "delete_ruleset", delete)
    screener = Screener(PACK)
    minqual.check(record(1), screener, AS_OF)
    gc.collect()
    assert not freed
    del screener
    gc.collect()
    assert len(freed) == 1
    assert minqual.check(record(1), PACK, AS_OF).verdict


def test_what_is_kept_has_an_upper_limit_and_letting_go_of_it_changes_no_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = [minqual.check(record(number), Screener(PACK), AS_OF) for number in range(0, 60, 10)]
    monkeypatch.setattr(screening, "MOST_PATTERNS", 3)
    monkeypatch.setattr(derivation, "MOST_GROUPS", 5)
    monkeypatch.setattr(words, "MOST_KEPT", 4)
    monkeypatch.setattr(matched_words, "MOST_COLUMNS", 2)
    screener = Screener(PACK)
    for number in range(60):
        minqual.check(never_seen(number), screener, AS_OF)
        verdict = minqual.check(record(number), screener, AS_OF)
        assert number % 10 or verdict == expected[number // 10]
        assert len(screener._known) <= 3  # noqa: SLF001
        assert len(screener._derivation._groups) <= 5  # noqa: SLF001
        for each in screener.pack.vocabularies.values():
            assert len(each._found) <= 4  # noqa: SLF001
            assert len(each._unknown) <= 4  # noqa: SLF001
            assert len(each.columns) <= 2


def test_caches_of_modules_have_an_upper_limit_unless_their_keys_are_few() -> None:
    """Named policies and tables are as many as there are; nothing that applicants write is kept without a limit."""
    few = {"policies", "intake", "library", "field_directions", "spoken_record"}
    for found in pkgutil.walk_packages(minqual.__path__, "minqual."):
        if found.name == "minqual.__main__":
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, _lru_cache_wrapper) and value.__module__ == found.name:
                limit: object = value.cache_parameters()["maxsize"]
                assert limit is not None or Path(found.name.replace(".", "/")).name in few, f"{found.name}.{name}"


def test_checks_of_ever_new_words_leave_no_memory_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((screening, "MOST_PATTERNS"), (derivation, "MOST_GROUPS"), (words, "MOST_KEPT")):
        monkeypatch.setattr(module, name, 20)
    monkeypatch.setattr(matched_words, "MOST_COLUMNS", 20)
    screener, numbers = Screener(PACK), count()

    def some_checks() -> None:
        for _ in range(50):
            minqual.check(never_seen(next(numbers)), screener, AS_OF)
        for module in (cells, blank_words):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()
        gc.collect()

    some_checks()
    tracemalloc.start()
    try:
        some_checks()
        before, _ = tracemalloc.get_traced_memory()
        some_checks()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 20_000
