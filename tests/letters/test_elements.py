"""Every element of a letter, over letters of every kind about applicants who are made up from rows of the samples."""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from letters.test_letters import measured, own_words
from minqual._version import __version__
from minqual.examinations import Examination
from minqual.letters import (
    EXAMPLE,
    Basis,
    Letter,
    decided_in,
    every_message,
    letters_of,
    read_people,
    read_profile,
    read_templates,
)
from minqual.letters.catalogue import Catalogue
from minqual.letters.letter import levels_told
from minqual.letters.letter_fields import KINDS
from minqual.letters.told_clauses import Part
from minqual.letters.translated_phrases import Speech
from minqual.packs import Pack
from minqual.verdicts import ClauseVerdict, LevelVerdict
from support.command_line import minqual as run
from support.examples import examples
from support.places import ROOT

SAMPLES: Final = ("stockton-mayoral-pio", "san-jose-council-community-relations")
PACKS: Final = ("stockton/mayoral-pio", "example/county-archivist", "san-jose/council-community-relations")
AS_OF: Final = date(2026, 11, 21)
DAY: Final = date(2026, 11, 23)
OF_EACH: Final = 1000
"""Letters of each kind that a long run looks at."""


@dataclass(frozen=True, slots=True)
class Told:
    """A letter, and what it is about."""

    letter: Letter
    decided: Basis

    @property
    def pack(self) -> Pack:
        return self.decided.pack

    @property
    def say(self) -> Catalogue:
        return Catalogue(self.letter.language)

    @property
    def speech(self) -> Speech:
        return Speech(self.say, self.pack.es)

    @property
    def levels(self) -> Sequence[LevelVerdict]:
        return levels_told(self.decided.verdict, None)

    def lines(self) -> list[str]:
        """The lines of all its parts."""
        return [line for part in self.letter.fields["parts"] for line in part.lines]

    def text(self, name: str) -> str:
        """What stands in a field, as one text."""
        value = self.letter.fields[name]
        return value if isinstance(value, str) else "\n".join(map(str, value))

    def begin(self, key: str) -> str:
        """How a sentence of the catalogue begins in this letter."""
        return every_message()[key][self.letter.language].partition("{")[0]


def made_up(folder: Path, count: int) -> None:
    """So many applicants, whose rows are drawn from those of the samples; people with either language."""
    draw = random.Random(17)
    tables: dict[str, list[dict[str, str]]] = defaultdict(list)
    for sample in SAMPLES:
        for path in sorted((ROOT / "applicants" / sample).glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                tables[path.stem] += list(csv.DictReader(file))
    ids = [f"m{number:05}" for number in range(count)]
    most = {"applicants": (1, 1), "answers": (0, 2), "credentials": (0, 2), "education": (0, 2), "experience": (0, 3)}
    pool = folder / "pool"
    pool.mkdir()
    for name, rows in tables.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (pool / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, columns, restval="")
            sheet.writeheader()
            for applicant in ids:
                for row in draw.choices(rows, k=draw.randint(*most[name])):
                    sheet.writerow({**row, "applicant_id": applicant})
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        people = csv.writer(file)
        people.writerow(["applicant_id", "name", "address", "language"])
        people.writerows([each, "Ann Lee", "1 Main Street", ("en", "es")[place % 2]] for place, each in enumerate(ids))


def confirmed(folder: Path, pack: str) -> Path:
    """An examination of the pool by a pack, each of whose adverse verdicts somebody stands by."""
    exam, asks = folder / f"{pack.replace('/', '-')}.exam", folder / "asks.csv"
    assert run("exam", "open", exam, "--rules", pack, "--as-of", AS_OF).code == 0
    done = run("exam", "screen", exam, folder / "pool", "--to-resolve", asks, "--confirm", "--force")
    assert done.code in {0, 4}, done.err
    with asks.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["key"].startswith("confirmation")]
    if rows:
        with asks.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, rows[0].keys())
            sheet.writeheader()
            sheet.writerows({**row, "answer": row["choices"], "by": "JD", "on": "2026-11-22"} for row in rows)
        assert run("exam", "settle", exam, asks).code == 0
    return exam


def letters_about(folder: Path, count: int, of_each: int) -> Iterator[Told]:
    """Letters about made-up applicants, at most so many of a kind in a language, with what each is about."""
    made_up(folder, count)
    people, profile = read_people(folder / "people.csv"), read_profile(EXAMPLE)
    told: dict[tuple[str, str], int] = defaultdict(int)
    for pack in PACKS:
        with Examination.of(confirmed(folder, pack)) as examination:
            wanted = {kind for kind in KINDS if min(told[kind, "en"], told[kind, "es"]) < of_each}
            for decided, letter in letters_of(
                decided_in(examination), people, profile, sorted(wanted), DAY, {}
            ).letters:
                key = letter.kind, letter.language
                if told[key] < of_each:
                    told[key] += 1
                    yield Told(letter, decided)


def deciding(level: LevelVerdict) -> list[ClauseVerdict]:
    """The single clauses that hold a level where it stands, by walking up from each."""
    by_id = {each.id: each for each in level.clauses}
    found = []
    for each in level.clauses:
        above, same = each, each.standing == level.standing
        while same and above.parent:
            above = by_id[above.parent]
            same = above.standing == level.standing
        inside = any(other.parent == each.id and other.standing == level.standing for other in level.clauses)
        if same and not inside:
            found.append(each)
    return found


def last_day(days: int, *, working: bool) -> str:
    """The last day of a deadline of the example's, day by day from the calendar on the wall."""
    profile = read_profile(EXAMPLE)
    off, day = set(profile.calendar.holidays), DAY + timedelta(days=3)
    left = days
    while left:
        day += timedelta(days=1)
        left -= not working or (day.weekday() < 5 and day not in off)
    while day.weekday() > 4 or day in off:
        day += timedelta(days=1)
    return day.isoformat()


def said_day(told: Told, day: str) -> str:
    return told.say.day(date.fromisoformat(day))


TEN_DAYS: Final = last_day(10, working=True)
THIRTY_DAYS: Final = last_day(30, working=False)


def class_(told: Told) -> bool:
    return told.speech.told(told.pack.title) in told.text("about")


def level(told: Told) -> bool:
    return all(told.speech.told(each.title) in told.text("about") for each in told.levels) and bool(told.levels)


def examination(told: Told) -> bool:
    return told.say.say("about examination", name=told.speech.entry(told.pack.title)) in told.text("about")


def as_of_date(told: Told) -> bool:
    return said_day(told, AS_OF.isoformat()) in told.text("about")


def decision_in_the_first_sentence(told: Told) -> bool:
    (template,) = read_templates([Path(f"{told.letter.kind}.txt")], [])
    body = template.filled(told.letter.fields).decode().partition(told.text("greeting"))[2].strip()
    return body.startswith(told.text("decision")) and told.text("decision").count(".") == 1


def each_clause_with_its_place(told: Told) -> bool:
    """As many clauses as decide, each with the heading or the words where the specification has it."""
    parts: list[Part] = [each for each in told.letter.fields["parts"] if each.lines]
    clauses = [each for one in told.levels for each in deciding(one)]
    told_all = len(parts) == len(clauses) if told.letter.kind != "eligible" else 0 < len(parts) <= len(clauses)
    cited = {told.begin(key) for key in ("place", "place no anchor", "place no section")}
    return told_all and all(any(line.startswith(tuple(cited)) for line in part.lines) for part in parts)


def each_row_that_bears_on_it(told: Told) -> bool:
    """Each row that counts or does not, with why not."""
    if told.letter.kind == "eligible":
        return bool(told.lines())
    lines = told.lines()
    for clause in (each for one in told.levels for each in deciding(one)):
        for item in clause.evidence:
            entry = told.speech.entry(item.entry)
            mine = [line for line in lines if line.startswith(entry)]
            if item.entry and item.table != "answers" and not mine:
                return False
            why = told.begin("row not").partition("}")[2]
            if item.says.startswith("does not count") and not any(": " in line and why in line for line in mine):
                return False
    return True


def what_is_missing(told: Told) -> bool:
    """In figures, for each clause that has some."""
    if told.letter.kind != "not-eligible":
        return True
    parts = [each for each in told.letter.fields["parts"] if each.lines]
    keys = [key for key in every_message() if key.startswith("lacking") or key == "too much"]
    begins = tuple(told.begin(key) for key in keys)
    return all(any(line.startswith(begins) for line in part.lines) for part in parts)


def what_would_cure_it_and_by_when(told: Told) -> bool:
    kind, fields = told.letter.kind, told.letter.fields
    if kind == "not-eligible":
        ways = [told.begin(key) for key in ("one way", "other way")]
        ends = tuple(told.begin(key) for key in ("way by", "way open", "way not before", "way now", "way sooner"))
        begun, ended = (sum(line.startswith(tuple(each)) for line in fields["cure"]) for each in (ways, ends))
        none = told.say.say("no way") in fields["cure"]
        return (begun == ended > 0) != none and said_day(told, TEN_DAYS) in fields["cure"][-1]
    if kind == "conditionally-eligible":
        return said_day(told, TEN_DAYS) in told.text("due")
    return True


def what_is_asked_and_by_when(told: Told) -> bool:
    """Each question about the levels that are told or stand lower than the verdict, by a day; or that there is none."""
    if told.letter.kind == "not-eligible":
        return True
    asks, verdict = told.letter.fields["asks"], told.decided.verdict
    about = told.levels if told.letter.kind == "what-we-still-need" else [
        each for each in verdict.levels if each in told.levels or each.standing != verdict.verdict
    ]  # fmt: skip
    about_ids = {each.level for each in about}
    mine = [each for each in told.decided.asked()
            if each.who == "the applicant" and (about_ids & set(each.levels) or not each.levels)]  # fmt: skip
    if not mine:
        return asks[-1] in {told.say.say(key) for key in ("ask nothing", "ask nothing else")}
    whole = all(any(told.speech.told(each.ask) in line for line in asks) for each in mine)
    return whole and said_day(told, TEN_DAYS) in asks[-1]


def how_the_other_levels_stand(told: Told) -> bool:
    """Who reaches one level reads of each that stands lower."""
    if told.letter.kind not in {"eligible", "conditionally-eligible"}:
        return True
    verdict = told.decided.verdict
    lower = [each for each in verdict.levels if each.standing != verdict.verdict]
    return all(told.speech.told(each.title) in told.text("asks") for each in lower)


def no_day_to_come_before_its_own(told: Told) -> bool:
    """No way is told to be gone by a day that lies before the letter."""
    gone = [said_day(told, (AS_OF + timedelta(days=each)).isoformat()) for each in range((DAY - AS_OF).days + 1)]
    return told.letter.kind != "not-eligible" or not any(day in told.text("cure") for day in gone)


def no_rows_missed_where_none_count(told: Told) -> bool:
    """What no row meets by itself, as school and work that add up, is not said to lack rows."""
    sums = {
        told.speech.told(clause.says)
        for level in told.decided.verdict.levels
        for clause in level.clauses
        if clause.kind in {"year for year", "discretion", "judgement", "answer"}
    }
    parts = [part for part in told.letter.fields["parts"] if any(words in part.needs for words in sums)]
    return all(told.say.say(key) not in part.lines for part in parts for key in ("no rows", "lacking record"))


def how_to_correct_facts(told: Told) -> bool:
    return said_day(told, TEN_DAYS) in told.text("correct") and "exams@elmwood.example" in told.text("correct")


def review_by_a_person(told: Told) -> bool:
    return said_day(told, TEN_DAYS) in told.text("review") and "person" in told.text("review")


def appeal_with_its_deadline(told: Told) -> bool:
    return said_day(told, THIRTY_DAYS) in told.text("appeal") and "Civil Service Board" in told.text("appeal")


def accommodation(told: Told) -> bool:
    return "access@elmwood.example" in told.text("accommodation")


def that_a_tool_was_used(told: Told) -> bool:
    text = told.text("tool")
    person = "JD" in text if told.letter.kind == "not-eligible" else "JD" not in text
    return all(each in text for each in ("minqual", __version__, told.pack.name, told.pack.version)) and person


def decision_id(told: Told) -> bool:
    return told.decided.number in told.text("decision_id")


THIRD: Final = re.compile(
    r"\b(the applicant|applicants|screener|as-of|unmet|refer|pack|clause|el solicitante|la solicitante)\b",
    re.IGNORECASE,
)


def second_person(told: Told) -> bool:
    """Nothing in the third person, and no word of the house's own; those of packs stand as they are."""
    own = " ".join(told.pack.sayings)
    return all(found[0].casefold() in own.casefold() for name in told.letter.fields
               if name not in {"headings", "language"} for found in THIRD.finditer(told.text(name)))  # fmt: skip


ELEMENTS: Final[Mapping[str, Callable[[Told], bool]]] = {
    each.__name__.strip("_"): each
    for each in (
        class_, level, examination, as_of_date, decision_in_the_first_sentence, each_clause_with_its_place,
        each_row_that_bears_on_it, what_is_missing, what_would_cure_it_and_by_when, how_to_correct_facts,
        what_is_asked_and_by_when, how_the_other_levels_stand, no_day_to_come_before_its_own,
        no_rows_missed_where_none_count,
        review_by_a_person, appeal_with_its_deadline, accommodation, that_a_tool_was_used, decision_id, second_person,
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return list(letters_about(tmp_path_factory.mktemp("some"), 12, 12))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """With `--long --examples 4000`, a thousand letters and more of every kind."""
    return list(letters_about(tmp_path_factory.mktemp("many"), examples(300), OF_EACH))


def look_at(element: str, letters: Sequence[Told]) -> None:
    """Every kind of letter in each language, and nothing lacking in any."""
    found = {(each.letter.kind, each.letter.language) for each in letters}
    assert found == {(kind, language) for kind in KINDS for language in ("en", "es")}
    lacking = [each for each in letters if not ELEMENTS[element](each)]
    assert not lacking, lacking[0].letter


@pytest.mark.parametrize("element", ELEMENTS)
def test_a_letter_has(element: str, some: list[Told]) -> None:
    look_at(element, some)


@pytest.mark.long
@pytest.mark.parametrize("element", ELEMENTS)
def test_each_of_many_letters_has(element: str, many: list[Told]) -> None:
    look_at(element, many)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_our_own_words_in_many_letters_are_plain(kind: str, language: str, many: list[Told]) -> None:
    """Grade 8 at most, which is a measure of English, and 20 words a sentence on average, in either language."""
    mine = [each.letter for each in many if (each.letter.kind, each.letter.language) == (kind, language)]
    grade, long = measured([text for each in mine for text in own_words(each.fields) if text])
    assert long <= 20
    assert language != "en" or grade <= 8
