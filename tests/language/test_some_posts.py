"""Sentences about some posts of a class: what they ask stands beside the level."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import minqual

RESTATED = Path(__file__).parent / "restated"
AS_OF = date(2026, 11, 21)


def keeper(lighthouse: str, sea: str) -> minqual.Verdict:
    """Two jobs that end with the year 2021 and began on some days; none where a day is left out."""
    jobs = [
        {"start": start, "end": "2021-12-31", "hours_per_week": "40", "kinds": kind}
        for start, kind in ((lighthouse, "lighthouse work"), (sea, "work at sea"))
        if start
    ]
    return minqual.check({"applicant_id": "A", "experience": jobs}, RESTATED / "a21.yaml", AS_OF)


@pytest.mark.parametrize(
    ("lighthouse", "sea", "level", "posts"),
    [
        ("2020-01-01", "2021-01-01", "met", "met"),
        ("2020-01-01", "2021-01-02", "met", "unmet"),
        ("2020-01-02", "2021-01-01", "unmet", "met"),
        ("2020-01-01", "2021", "met", "review"),
    ],
)
def test_more_is_asked_for_some_posts(lighthouse: str, sea: str, level: str, posts: str) -> None:
    verdict = keeper(lighthouse, sea)
    assert (verdict.verdict, [each.standing for each in verdict.levels]) == (level, [level])
    assert [(each.posts, each.title, each.standing) for each in verdict.posts] == [
        ("islands", "posts on the islands", posts)
    ]


def test_what_is_open_of_posts_comes_after_what_decides_a_verdict() -> None:
    def job(start: str, kind: str) -> dict[str, str]:
        return {"start": start, "end": "2021-12-31", "hours_per_week": "40", "kinds": kind}

    pool = [
        {"applicant_id": "A", "experience": [job("2020-01-01", "lighthouse work"), job("2021", "work at sea")]},
        {"applicant_id": "B", "experience": [job("2020", "lighthouse work")]},
        {"applicant_id": "C", "experience": [job("2021", "work at sea")]},
    ]
    results = minqual.screen(minqual.read(pool), RESTATED / "a21.yaml", AS_OF)
    assert list(results.columns["posts_islands"]) == ["review", "unmet", "review"]
    told = results.work_list
    assert list(zip(told["applicants"], told["verdicts"], told["alone"], told["levels"], strict=True)) == [
        ("B", "1", "1", "Lighthouse Keeper"),
        ("A", "0", "0", "posts on the islands"),
    ]
    assert results.columns["to_resolve"][2] == ""
    assert "More is asked for posts on the islands, and it cannot be said yet" in results.columns["reasons_in_full"][0]
    assert "posts" not in results.columns["reasons_in_full"][2]
    assert results.summary.posts == {"islands": {"met": 0, "conditional": 0, "review": 2, "refer": 0, "unmet": 1}}
    assert [held.applicants for held in results.summary.held_back] == [1]
