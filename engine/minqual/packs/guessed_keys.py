"""Keys that people write for want of the right one, each with what says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final


def _each(*meant: tuple[str, str]) -> Mapping[str, str]:
    """Guesses, parted by commas, each with what says it."""
    return {guess.strip(): says for guesses, says in meant for guess in guesses.split(",")}


KEYS: Final = _each(
    ("since, from", "'after' with a clause, 'within' with a time, or the clause 'employed' with 'begun from' a day"),
    ("before, until", "the clause 'employed' with 'begun by' a day, or 'employed' with 'on' a day"),
    ("in the last, recent, recency, last", "'within' with a time before the as-of date"),
    ("with, by, at, agency", "'employer'"),
    ("as, title, position", "'class', or 'where' with a fact of the job"),
    ("supervision, supervisory, grade, appointment, status", "'where' with a fact of the job, named under 'job facts'"),
    (
        "excluding, except, other than, without, not with, not as",
        "'not in', 'not class', 'not employer' or 'leaving out'",
    ),
    ("including, of which, among them", "'also in' in a second clause, 'in all of', or the clause 'takes in'"),
    ("also in all, also in all of, all in, in all", "'in all of'"),
    ("at that level, lower classes, higher classes", "'other classes', with 'class ranks' of the pack"),
    ("within", "'due', such as 10 days after filing, for an answer; 'expected within' for a degree"),
    ("or", "an 'any of' with both clauses"),
    ("at most", "'number' with 'at most' so much, or 'at most' in a term of a 'total'"),
    ("paid, unpaid, volunteer", "'unpaid work'"),
    ("full time, part time, hours a week", "'full time hours' or 'least hours' under 'counting policy' of the pack"),
    ("maximum, most, up to, no more than", "'at most' in a term of a 'total', or 'number' with 'at most' so much"),
    ("minimum, least", "the least figure behind the key that introduces the clause"),
    ("short by, lacks, grace", "'may lack'"),
    ("other kinds", "'other kinds' as a key of the pack"),
    ("accreditation, accredited", "'accreditation' as a key of the pack; where it must be stated, a blank is open"),
    ("major, field, fields, subject, subjects", "'in'"),
    ("related fields, related field, or related", "'other fields'"),
    ("such as, examples, for example", "the names under 'in', with 'other fields' and 'known others' of the pack"),
    ("equivalent, or equivalent", "an 'any of' with a clause of 'discretion'"),
    ("foreign degrees, evaluated", "'foreign'"),
    ("rounding, rounded", "'decimals' of a number, or 'forgiven days' under 'counting policy' of the pack"),
    ("comment, comments, remark", "a comment behind #, or a statement under 'confirm' of the pack"),
)
"""Keys that a clause does not have."""

KINDS: Final = _each(
    ("license, licence, certificate, certification, registration, permit", "the clause 'credential'"),
    ("either, or, one of, any", "the clause 'any of'"),
    ("all, and, both", "the clause 'all of'"),
    ("education, diploma, ged, graduation", "the clause 'degree', or 'award'"),
    ("credits, credit, coursework, course work, semester units, quarter units", "the clause 'units', or 'course'"),
    ("years, months, hours, weeks, time, duration, work, job, employment", "the clause 'experience'"),
    ("class, title, employer, position, holds", "the clause 'experience', or 'employed'"),
    ("question, attest, willing, paper, document, form, questionnaire", "the clause 'answer'"),
    ("when, unless, whoever", "the clause 'if' with 'then'"),
    ("warnings, suspensions, examinations", "the clause 'events', or 'number' with 'at most' so many"),
    ("average, gpa, score, points, speed", "the clause 'number'"),
    ("substitution, substitute, in lieu, combination", "the clause 'total', 'table' or 'disjoint'"),
    ("equivalent, or equivalent", "an 'any of' with a clause of 'discretion'"),
    ("skill, skills, knowledge, ability", "the clause 'judgement', or a statement under 'confirm' of the pack"),
    ("desirable, preferred", "a statement under 'desirable' of the pack"),
    ("age, citizenship, residence, health, physical, lifting", "a statement under 'never screened' of the pack"),
    (
        "not, none of, neither, no, except",
        "what is asked, with 'not in', 'not class' or 'not employer': no clause is denied",
    ),
    ("posts, for some positions, certain positions", "the key 'for some posts' of the pack"),
)
"""Keys that introduce no clause."""


def of_kinds(keys: Iterable[str]) -> str:
    """What says what some keys of a clause of no known kind were meant for; empty if none of them is guessed at."""
    return next((KINDS[key] for key in keys if key in KINDS), "")
