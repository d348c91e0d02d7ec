"""Ways of writing a degree: those that are read, each beside one that is nearly so and must not be."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

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
    ("A.A.-T", DegreeLevel.ASSOCIATE, ""),
    ("AAS", DegreeLevel.ASSOCIATE, ""),
    ("ASN", DegreeLevel.ASSOCIATE, "nursing"),
    ("Associate of Arts (AA)", DegreeLevel.ASSOCIATE, ""),
    ("B.S.N.", DegreeLevel.BACHELOR, "nursing"),
    ("Bachelor of Science - BS", DegreeLevel.BACHELOR, ""),
    ("BS - Bachelor of Science", DegreeLevel.BACHELOR, ""),
    ("Bachelor's Degree (\u00b116 years)", DegreeLevel.BACHELOR, ""),
    ("Bachelor\u2019s Degree - Journalism", DegreeLevel.BACHELOR, "journalism"),
    ("Bachelor of Science in Nursing (BSN)", DegreeLevel.BACHELOR, "nursing"),
    ("Bachelor of Science Nursing", DegreeLevel.BACHELOR, "nursing"),
    ("Bachelor of Social Work", DegreeLevel.BACHELOR, "social work"),
    ("Bachelor of Arts and Sciences", DegreeLevel.BACHELOR, ""),
    ("B.S. in Accounting", DegreeLevel.BACHELOR, "accounting"),
    ("BS in Applied Mathematics", DegreeLevel.BACHELOR, "applied mathematics"),
    ("BS in Public Works", DegreeLevel.BACHELOR, "public works"),
    ("Bachelor in Process Engineering", DegreeLevel.BACHELOR, "process engineering"),
    ("MA in College Student Personnel", DegreeLevel.MASTER, "college student personnel"),
    ("MS in Education, Higher Education", DegreeLevel.MASTER, "education, higher education"),
    ("BA in Music, ma", DegreeLevel.BACHELOR, "music, ma"),
    ("MA in K-12 Education", DegreeLevel.MASTER, "k-12 education"),
    ("BA, magna cum laude", DegreeLevel.BACHELOR, ""),
    ("Bachelor's degree (completed)", DegreeLevel.BACHELOR, ""),
    ("BA or BS", DegreeLevel.BACHELOR, ""),
    ("Master of Science in Nursing", DegreeLevel.MASTER, "nursing"),
    ("MLIS", DegreeLevel.MASTER, "library and information science"),
    ("MArch", DegreeLevel.MASTER, "architecture"),
    ("Ed.S.", DegreeLevel.MASTER, "education"),
    ("PharmD", DegreeLevel.DOCTORATE, "pharmacy"),
    ("J.D.", DegreeLevel.DOCTORATE, "law"),
    ("Some College - No Degree", DegreeLevel.SOME_COLLEGE, ""),
    ("Some college (no degree)", DegreeLevel.SOME_COLLEGE, ""),
    ("High School or equivalent", DegreeLevel.HIGH_SCHOOL, ""),
    ("HS Diploma/GED", DegreeLevel.HIGH_SCHOOL, ""),
    ("\uff22\uff0e\uff21\uff0e", DegreeLevel.BACHELOR, ""),
]

NOT_READ = [
    "as needed", "AS NEEDED", "ma bell", "Ma Bell", "MA BELL", "ms office", "md anderson", "ab initio", "ba economics",
    "Ba Economics", "Baseball", "BASIC Economics", "B", "Elmwood", "bachlor", "maestria", "",
]  # fmt: skip

OPEN = [
    ("Doctor of Medicine (B.A.)", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("BSc (Hon)", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BSc (unfinished)", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BA, not completed", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BA, in progress", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BS candidate", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("bachelor in progress", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("bachelor (in progress)", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("Bachelor of Science in Accounting, expected 2027", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("pursuing MBA", DegreeLevel.NONE, DegreeLevel.MASTER),
    ("MBA (expected)", DegreeLevel.NONE, DegreeLevel.MASTER),
    ("ABD", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("PhD - ABD", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("BA student", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BA 2012", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BS in 2015", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("BA from Elmwood", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("Bachelor of Arts, Elmwood University", DegreeLevel.NONE, DegreeLevel.BACHELOR),
    ("High School, Economics", DegreeLevel.NONE, DegreeLevel.HIGH_SCHOOL),
    ("MS Office", DegreeLevel.NONE, DegreeLevel.MASTER),
    ("BA, MA", DegreeLevel.BACHELOR, DegreeLevel.MASTER),
    ("BA in History, MA", DegreeLevel.BACHELOR, DegreeLevel.MASTER),
    ("BA in History and MA in Education", DegreeLevel.BACHELOR, DegreeLevel.MASTER),
    ("BS in Accounting / MBA", DegreeLevel.BACHELOR, DegreeLevel.MASTER),
    ("AA in Arts, BA in History", DegreeLevel.ASSOCIATE, DegreeLevel.BACHELOR),
    ("Certificate in Art, BA", DegreeLevel.CERTIFICATE, DegreeLevel.BACHELOR),
    ("Bachelor's and Master's degree", DegreeLevel.BACHELOR, DegreeLevel.MASTER),
    ("Bachelor's or higher", DegreeLevel.BACHELOR, DegreeLevel.DOCTORATE),
    ("more than a bachelor's", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("Bachelor / Maestria", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("none, Economics", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("No degree", DegreeLevel.NONE, DegreeLevel.CERTIFICATE),
    ("Vocational", DegreeLevel.NONE, DegreeLevel.ASSOCIATE),
    ("Trade School", DegreeLevel.NONE, DegreeLevel.ASSOCIATE),
    ("Licence", DegreeLevel.NONE, DegreeLevel.MASTER),
    ("Graduate Certificate", DegreeLevel.CERTIFICATE, DegreeLevel.MASTER),
    ("Post-baccalaureate", DegreeLevel.NONE, DegreeLevel.MASTER),
    ("Postdoc", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("Other", DegreeLevel.NONE, DegreeLevel.DOCTORATE),
    ("undergraduate degree", DegreeLevel.ASSOCIATE, DegreeLevel.BACHELOR),
    ("graduate degree", DegreeLevel.MASTER, DegreeLevel.DOCTORATE),
]


@pytest.mark.parametrize(("text", "level", "field"), READ)
def test_a_usual_way_of_writing_a_degree_is_read_with_its_field(text: str, level: DegreeLevel, field: str) -> None:
    found = read_degree(text)
    assert (found.low, found.high, found.field) == (level, level, field)


@pytest.mark.parametrize(("text", "low", "high"), OPEN)
def test_words_that_leave_a_level_open_are_read_as_its_bounds(text: str, low: DegreeLevel, high: DegreeLevel) -> None:
    found = read_degree(text)
    assert (found.low, found.high, found.field, found.foreign) == (low, high, "", False)


@pytest.mark.parametrize("text", NOT_READ)
def test_what_only_looks_like_a_degree_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a degree level"):
        read_degree(text)


@pytest.mark.parametrize("text", ["BA Economics", "Bachelor of Arts, Economics"])
def test_a_field_behind_a_degree_is_read_as_one_behind_in(text: str) -> None:
    assert read_degree(text) == read_degree("BA in Economics")


def test_no_degree_is_never_proposed_for_a_word_that_is_not_known() -> None:
    assert not {"none", "no degree", "no diploma", "n/a", "na", "no"}.intersection(DEGREE_HINTS)


NAMED = st.sampled_from([word for word in DEGREE_HINTS if " " in word or len(word) > 6])
STATE = st.sampled_from(
    ["in progress", "(in progress)", "candidate", "expected 2027", "- incomplete", "not completed", "ABD", "pending"]
)
AROUND = st.sampled_from(["", "xyz", "Elmwood", "from abroad", "2012", "(2 years)", "see transcript", "?!"])


DENIED = {
    "high school incomplete", "high school not completed", "high school diploma not completed",
    "hs diploma not completed",
}  # fmt: skip
"""Answers that forms offer to who has no diploma: college study alone is left open."""


@given(NAMED, STATE)
@example("high school", "- incomplete")
@example("high school", "not completed")
@example("high school diploma", "- incomplete")
@example("specialist in education", "ABD")
def test_a_degree_in_some_state_is_never_certain_nor_denied(word: str, state: str) -> None:
    """Whatever stands beside it, the state is no field; only the words that forms have for no diploma deny one."""
    level = read_degree(word).high
    for text in (f"{word} {state}", f"{word}, {state}", f"{state} {word}".removeprefix("- ")):
        found = read_degree(text)
        assert (found.low, found.field) == (DegreeLevel.NONE, "")
        if " ".join(re.findall(r"\w+", text)) in DENIED:
            assert (found.high, found.study) == (DegreeLevel.NONE, True)
        else:
            assert found.high >= level


@given(NAMED, AROUND, AROUND)
def test_words_around_a_degree_never_deny_its_level(word: str, before: str, behind: str) -> None:
    """The level may be the one that is named, whatever else the cell says."""
    level = read_degree(word).high
    found = read_degree(f"{before} {word} {behind}".strip())
    assert found.low <= level <= found.high


@given(st.text("abBAMS. ,()/-'in", max_size=14))
def test_any_text_is_bounds_of_a_level_or_not_read(text: str) -> None:
    try:
        found = read_degree(text)
    except ValueError:
        return
    assert found.low <= found.high


@given(NAMED, NAMED.filter(lambda word: " in " not in word), st.sampled_from([", ", " and ", "; ", " / ", " & "]))
@example("associate", "bachelor", ", ")
def test_a_degree_behind_another_and_its_field_is_never_denied(word: str, other: str, sign: str) -> None:
    levels = read_degree(word), read_degree(other)
    for text in (f"{word} in dance{sign}{other}", f"{word} in dance{sign}{other} in dance"):
        found = read_degree(text)
        assert found.low <= max(level.high for level in levels) <= found.high


def test_every_word_of_the_list_is_read_with_any_signs_between_its_words() -> None:
    for word in DEGREE_HINTS:
        found = read_degree(word)
        assert found.low == found.high > DegreeLevel.NONE
        assert read_degree(f" {word.replace(' ', ' - ').title()}; ") == found
