"""Ways of writing a degree: those that are read, each beside one that is nearly so and must not be."""

from __future__ import annotations

import pytest

from minqual.values import DEGREE_HINTS, DegreeLevel, read_degree

READ = [
    ("Juris Doctor", DegreeLevel.DOCTORATE, "law"),
    ("Juris Doctor (J.D.)", DegreeLevel.DOCTORATE, "law"),
    ("Doctor of Jurisprudence", DegreeLevel.DOCTORATE, "law"),
    ("Doctor of Medicine (M.D.)", DegreeLevel.DOCTORATE, "medicine"),
    ("BSc (Hons)", DegreeLevel.BACHELOR, ""),
    ("BA (Hons) in History", DegreeLevel.BACHELOR, "history"),
    ("BA Hons", DegreeLevel.BACHELOR, ""),
    ("LLB", DegreeLevel.BACHELOR, "law"),
    ("B.Tech.", DegreeLevel.BACHELOR, "technology"),
    ("BEng", DegreeLevel.BACHELOR, "engineering"),
    ("LL.M.", DegreeLevel.MASTER, "law"),
    ("Bachelor of Arts (B.A.), Economics", DegreeLevel.BACHELOR, "economics"),
    ("Bachelor of Arts, Economics", DegreeLevel.BACHELOR, "economics"),
    ("Master's degree, Public Administration", DegreeLevel.MASTER, "public administration"),
    ("BA Economics", DegreeLevel.BACHELOR, "economics"),
    ("B.S. Computer Science", DegreeLevel.BACHELOR, "computer science"),
    ("MSc Data Science", DegreeLevel.MASTER, "data science"),
    ("PhD History", DegreeLevel.DOCTORATE, "history"),
    ("MBA FINANCE", DegreeLevel.MASTER, "finance"),
]

NOT_READ = [
    "Doctor of Medicine (B.A.)", "BSc (Hon)", "BSc (unfinished)", "as needed", "AS NEEDED", "ma bell", "Ma Bell",
    "MA BELL", "ms office", "MS Office", "md anderson", "ab initio", "ba economics", "Ba Economics", "AA Economics",
    "Baseball", "BASIC Economics", "BA or BS", "BA, MA", "BA, not completed", "BA, in progress", "BS candidate",
    "Bachelor of Arts, Elmwood University", "High School, Economics", "none, Economics", "BA 2012", "BA from Elmwood",
    "Bachelor of Arts, Master of Arts", "BA x", "BA,", "B", "",
]  # fmt: skip


@pytest.mark.parametrize(("text", "level", "field"), READ)
def test_a_usual_way_of_writing_a_degree_is_read_with_its_field(text: str, level: DegreeLevel, field: str) -> None:
    found = read_degree(text)
    assert (found.low, found.high, found.field) == (level, level, field)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_only_looks_like_a_degree_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a degree level"):
        read_degree(text)


@pytest.mark.parametrize("text", ["BA Economics", "Bachelor of Arts, Economics"])
def test_a_field_behind_a_degree_is_read_as_one_behind_in(text: str) -> None:
    assert read_degree(text) == read_degree("BA in Economics")


def test_no_degree_is_never_proposed_for_a_word_that_is_not_known() -> None:
    assert not {"none", "no degree", "no diploma", "n/a", "na", "no"}.intersection(DEGREE_HINTS)
