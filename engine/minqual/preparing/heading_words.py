"""What exports usually call the columns that minqual knows, and those that it must never use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from minqual.values import nearest


def _listed(text: str) -> tuple[str, ...]:
    """Phrases between commas, over several lines."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


IDS: Final = _listed(
    """
    applicant id, person id, candidate id, applicant number, person number, candidate number, applicant no,
    applicant, candidate, id, applicantid, personid, candidateid, application id, application number, profile id,
    employee id
    """
)
"""Headings of applicant ids, the likeliest first."""

_CONTEXT: Final[Mapping[str, str]] = {
    "education": "school college university education degree edu institution schools educational diploma academic",
    "experience": "job employer employment work experience position emp history jobs worked",
    "credentials": "license licence licenses certificate certification certifications credential cert lic registration",
}
"""Words in a heading that tell which table it is about."""

_SAYS: Final = """
education level:
  alone: degree, highest degree, degree type, degree level, level of education, education level, highest level
    of education, highest education, highest education level, degree earned, degree received, diploma, highest
    level of education completed, highest completed level of education, highestdegree, education
  there: type, level, earned, received, highest, attained, obtained, title
education field:
  alone: major, field of study, area of study, concentration, major field of study, degree major, course of
    study, discipline, majors, specialization, program of study, degree field
  there: field, subject area, major, program, area
education institution:
  alone: school, college, university, institution, school name, college name, university name, name of school,
    name of institution
  there: name, attended
education accredited:
  alone: accredited, accredited school, school accredited
  there: accredited, accreditation
education conferred:
  alone: graduated, did you graduate, degree conferred, degree completed, degree awarded, did graduate,
    completed degree, degree status, received degree, degree received yn, graduation status
  there: conferred, completed, awarded, complete, status, graduate, graduated, did you graduate
education awarded:
  alone: graduation date, date graduated, date conferred, degree date, date degree conferred, date of
    graduation, conferral date, date awarded, date degree awarded, graduated on, date of degree, degree
    conferral date
  there: date, graduation date, date conferred, date awarded, award date, date completed, completion date
education expected:
  alone: expected graduation date, expected graduation, anticipated graduation, anticipated graduation date,
    expected degree date
  there: expected date, expected, anticipated date
education semester_units:
  alone: semester units, semester hours, semester credits, semester credit hours, sem units, units semester, sem
    hrs
  there: semester units, semester hours, semester
education quarter_units:
  alone: quarter units, quarter hours, quarter credits, quarter credit hours, qtr units, units quarter, qtr hrs
  there: quarter units, quarter hours, quarter
experience employer:
  alone: employer, company, employer name, company name, organization, organisation, agency name, name of
    employer, place of employment, organization name
  there: name, company, organization, agency
experience title:
  alone: job title, position title, position, title, title of position, your title, occupation, title held,
    position held
  there: title, role, title held
experience class_code:
  alone: class code, classification code, job class code, classification
  there: class code, class
experience start:
  alone: employed from, employment start date, job start date, work start date, date hired, hire date, worked
    from, employment from
  there: from, start, start date, begin date, date from, from date, begin, started, started on, beginning date,
    date started, from mm yyyy, startdate, fromdate
experience end:
  alone: employed to, employed until, employment end date, job end date, work end date, date left, separation
    date, worked to, employment to
  there: to, end, end date, until, date to, to date, ended, ended on, ending date, finish date, date ended,
    thru, through, to mm yyyy, enddate, todate
experience hours_per_week:
  alone: hours per week, hours week, hrs wk, hrs per week, weekly hours, hours worked per week, hrs week, hours
    a week, average hours per week, avg hours per week, hpw, hoursperweek, avg hrs wk, hours worked weekly
  there: hours, hrs, hours per week, hrs wk, hours week
experience kinds:
  alone: type of work, kind of work, kinds of work, type of experience, kind of experience, area of experience,
    experience type, experience area, kindofwork, work type, nature of work
  there: type, kind, kinds, area, category, field, types
experience share:
  alone: percent of duties, share of duties, percentage of duties, percent of time, share of qualifying duties
  there: share, percent, percentage
experience paid:
  alone: paid, paid position, paid or volunteer, paid job
  there: paid, paid volunteer
credentials name:
  alone: license, licence, certificate, certification, credential, license type, license name, certificate type,
    certificate name, certification name, type of license, license or certificate, licence type
  there: name, type, title, class
credentials issuer:
  alone: license state, licence state, issuing state, issuing authority, issuing agency, issued by, certificate
    state, state of license, licensing board
  there: state, issuer, issued by, authority, agency, issuing agency, board
credentials valid_from:
  alone: issue date, date issued, license issue date, valid from
  there: issue date, issued, date issued, valid from, from, start date, effective date
credentials expires:
  alone: expiration date, license expiration date, expiration, expires, expiry date, license expiration, valid
    until, date of expiration, exp date
  there: expiration, expiration date, expires, expiry, expiry date, valid until, end date, exp date, expires on
"""
"""What headings say of each column: alone, and there, where another word of the heading tells the table."""

_ASIDE: Final = frozenset(_listed("driver, drivers, current, recent, most, last, your, the, please, highest, enter"))
"""Words of headings that say nothing of what a column is."""

_PARTS: Final = {"year": "year|yr|yyyy", "month": "month|mo|mm", "day": "day|dd"}
"""Words for the parts of a date that stands in several columns."""

_NEVER: Final = _listed(
    """
    address, age, birth, birthdate, children, citizen, citizenship, disability, disabled, dob, email, ethnic,
    ethnicity, family, fax, gender, health, hispanic, latino, mail, marital, medical, mobile, national, nationality,
    orientation, origin, pay, phone, photo, postal, pregnancy, pronouns, race, religion, salary, sex, social,
    spouse, ssn, street, telephone, veteran, veterans, wage, zip, zipcode
    """
)
"""Words of headings that no decision may rest on, or that tell who a person is."""

_NAMES: Final = _listed(
    """
    applicant name, candidate name, city, contact, county, date received, family name, first, first name, firstname,
    former name, full name, given name, initials, last, last name, lastname, maiden name, mi, middle initial, middle
    name, name, preferred name, prefix, received, reference, reference name, suffix, supervisor, supervisor name,
    surname
    """
)
"""Headings of names of people and of places, by which they are known."""

CLOSED: Final[Mapping[str, str]] = {
    "completed": "yes", "complete": "yes", "graduated": "yes", "conferred": "yes", "awarded": "yes", "earned": "yes",
    "degree awarded": "yes", "degree conferred": "yes", "degree earned": "yes", "did not graduate": "no",
    "not completed": "no", "incomplete": "no", "in progress": "no", "still attending": "no", "not awarded": "no",
    "currently attending": "no", "attending": "no", "not conferred": "no", "paid": "yes", "volunteer": "no",
    "unpaid": "no", "accredited": "yes", "not accredited": "no", "checked": "yes", "unchecked": "no", "x": "yes",
}  # fmt: skip
"""Words for yes and no that usually stand in such columns."""

NOTHING: Final = _listed(
    """
    (blank), -, --, ---, ., blank, n.a., n/a, na, no answer, no response, not answered, not applicable, not entered,
    not given, not provided, not specified, not stated, null
    """
)
"""Words that usually mean that a cell says nothing. "None" is not among them: it may be an answer."""


def _phrases() -> tuple[Mapping[str, tuple[str, str]], Mapping[tuple[str, str], tuple[str, str]]]:
    """The vocabulary by phrase: what it means alone, and what it means in a heading about some table."""
    alone: dict[str, tuple[str, str]] = {}
    there: dict[tuple[str, str], tuple[str, str]] = {}
    for table, column, own, other in re.findall(
        r"^(\w+) (\w+):\n +alone: (.*?)\n +there: (.*?)\n(?=\w|$)", _SAYS.lstrip(), re.MULTILINE | re.DOTALL
    ):
        for phrase in _listed(own):
            alone.setdefault(phrase, (table, column))
        for phrase in _listed(other):
            there.setdefault((table, phrase), (table, column))
    return alone, there


_ALONE, _THERE = _phrases()


def words_of(heading: str) -> tuple[str, ...]:
    """The words of a heading: camel case, signs and digits set apart, in small letters."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", heading)
    return tuple(re.sub(r"[^\w]|_", " ", apart.replace("'", "").replace("\u2019", "").casefold()).split())


def is_private(words: tuple[str, ...]) -> bool:
    """Whether a heading names what no decision may rest on."""
    return not set(words).isdisjoint(_NEVER) or " ".join(words) in _NAMES


def table_of(words: tuple[str, ...]) -> str | None:
    """The table that a word of a heading tells, if any does."""
    return next((table for table, context in _CONTEXT.items() if set(context.split()) & set(words)), None)


def meanings(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What a heading may mean: table and column, the likeliest first; empty table where another column tells it."""
    table = table_of(words)
    for some in _shortened(words):
        meant = _ALONE.get(" ".join(some))
        if meant is not None and table in {None, meant[0]}:
            yield meant
    for of, context in _CONTEXT.items():
        rest = " ".join(word for word in words if word not in {*context.split(), *_ASIDE})
        if rest != " ".join(words) and (of, rest) in _THERE and table == of:
            yield _THERE[of, rest]
    whole = " ".join(words)
    if (found := _THERE.get(("experience", whole))) and found[1] in {"start", "end"}:
        yield "", found[1]
    if len(whole) > 4 and (near := nearest(whole, _ALONE)) is not None and _close(whole, near):
        yield _ALONE[near]


def _shortened(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A heading in full, without words that say nothing of what it is, and without the one that tells its table."""
    yield words
    telling = tuple(word for word in words if word not in _ASIDE)
    yield telling
    if len(telling) > 1 and table_of(telling[:1]) is not None:
        yield telling[1:]


def part_of(words: tuple[str, ...]) -> tuple[str, str, str] | None:
    """Of a date in several columns: table, column and which part a heading names."""
    for part, said in _PARTS.items():
        rest = tuple(word for word in words if word not in said.split("|"))
        if len(rest) == len(words) or not rest:
            continue
        if set(rest) <= {"graduation", "graduated", "grad", "degree", "conferred", "awarded", "of", "date"}:
            return "education", "awarded", part
        left = tuple(word for word in rest if word != "date")
        for column, words_for in (("start", {"start", "from", "begin", "started"}), ("end", {"end", "to", "ended"})):
            if words_for & set(left) and table_of(rest) in {None, "experience"} and len(left) <= 2:
                return "experience", column, part
    return None


def _close(word: str, known: str) -> bool:
    """Whether two words differ by little more than a slip of the pen."""
    return abs(len(word) - len(known)) <= 2 and len(set(word.split()) ^ set(known.split())) <= 2
