"""Letters: what each holds, of whom none is written, that nothing in them becomes markup, and how plain they are."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minqual.examinations import Examination, faults_of, replayed
from minqual.judging import Screener, tables_for
from minqual.letters import (
    EXAMPLE,
    Said,
    decided_in,
    every_message,
    letters_of,
    read_people,
    read_profile,
    read_templates,
)
from minqual.letters.catalogue import Catalogue, fields_of
from minqual.letters.letter import kind_of
from minqual.letters.letter_fields import KINDS, OF_KIND
from minqual.letters.letter_run import LetterRun
from minqual.letters.told_clauses import Part
from minqual.letters.translated_phrases import Speech, every_phrase
from minqual.letters.working_days import Deadline, WorkingDays
from minqual.notation import parse_yaml
from minqual.packs import Pack, load_pack, pack_names
from minqual.sources import Reading, read_source
from minqual.values import PackError, SourceError, Standing
from minqual.verdicts import Verdict, explain
from support.command_line import minqual as run
from support.examples import examples, some_of
from support.places import ROOT

POOL: Final = ROOT / "applicants" / "stockton-mayoral-pio"
OTHER_POOL: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACKS: Final = ("stockton/mayoral-pio", "example/county-archivist")
DAY: Final = date(2026, 11, 23)
FORMS: Final = ("txt", "html", "docx")
NAME: Final = "Zweig <b>{{ x }}</b>"
ADDRESS: Final = "=1+1 {_{ Street & Co\nElmwood"


def ids() -> list[str]:
    with (POOL / "applicants.csv").open(encoding="utf-8") as file:
        return [row["applicant_id"] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an examination, half of whose adverse verdicts somebody stands by, and a file of people."""
    folder = tmp_path_factory.mktemp("letters")
    exam, asks = folder / "baker.exam", folder / "asks.csv"
    rules = [word for pack in PACKS for word in ("--rules", pack)]
    assert run("exam", "open", exam, *rules, "--as-of", "2026-11-21").code == 0
    assert run("exam", "screen", exam, POOL).code in {0, 4}
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["applicant_id", "name", "address", "language"])
        rows.writerows([each, NAME, ADDRESS, ("en", "es")[number % 2]] for number, each in enumerate(ids()))
    for pack in PACKS:
        single = folder / "single.exam"
        single.unlink(missing_ok=True)
        assert run("exam", "open", single, "--rules", pack, "--as-of", "2026-11-21").code == 0
        done = run("exam", "screen", single, POOL, "--to-resolve", asks, "--confirm", "--force")
        assert done.code in {0, 4}, done.err
        with asks.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.DictReader(file))
        asked = [row for row in table if row["key"].startswith("confirmation")]
        for row in asked[::2]:
            row.update(answer=row["choices"], by="JD", on="2026-11-22")
        with asks.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, table[0].keys())
            sheet.writeheader()
            sheet.writerows(asked[::2])
        assert run("exam", "settle", exam, asks).code == 0
    return folder


def sheet_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def written(room: Path, form: str, output: Path, *more: object) -> tuple[str, list[dict[str, str]]]:
    """What is said of letters of every kind in one form, and the rows of their CSV."""
    templates = [word for kind in KINDS for word in ("--template", f"{kind}.{form}")]
    people = ("--people", room / "people.csv", "--agency", "example", "--dated", DAY, "-o", output)
    done = run("letters", room / "baker.exam", *people, *templates, *more)
    assert done.code == 0, done.err
    return done.err, sheet_of(output / "letters.csv")


def seen(content: bytes, form: str) -> str:
    """What a reader sees of a letter, blanks between lines aside."""
    text = content.decode() if form != "docx" else ""
    if form == "html":
        text = html.unescape(re.sub(r"<[^>]*>", "", text.partition("<body>")[2]))
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as document:
            tree = ET.fromstring(document.read("word/document.xml"))  # noqa: S314  # written by the test itself
        space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        breaks = {f"{space}br", f"{space}p"}
        text = "".join("\n" if each.tag in breaks else each.text or "" for each in tree.iter())
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def made_of(room: Path) -> LetterRun:
    """Letters of every kind."""
    with Examination.of(room / "baker.exam") as examination:
        return letters_of(
            decided_in(examination), read_people(room / "people.csv"), read_profile(EXAMPLE), list(KINDS), DAY, {}
        )


@pytest.fixture(scope="module")
def made(room: Path) -> LetterRun:
    return made_of(room)


@pytest.mark.long
@pytest.mark.parametrize("form", some_of(reversed(FORMS), 1))
def test_each_letter_shows_all_that_it_has_to_say_as_it_stands(room: Path, form: str, tmp_path: Path) -> None:
    said, rows = written(room, form, tmp_path / "out")
    assert {row["kind"] for row in rows} == set(KINDS)
    assert {row["language"] for row in rows} == {"en", "es"}
    assert NAME not in said
    for row in rows:
        text = seen((tmp_path / "out" / row["file"]).read_bytes(), form)
        fields = {
            name: cell for name, cell in row.items() if name not in {"file", "applicant_id", "kind", "language", "pack"}
        }
        needed = set(fields) - {name for names in OF_KIND.values() for name in names} | set(OF_KIND[row["kind"]])
        for name in needed:
            assert fields[name], name
            lines = [line.strip() for line in fields[name].splitlines() if line.strip()]
            assert all(line in text for line in lines), (name, lines, text)
        assert NAME in text
        assert all(line in text for line in ADDRESS.splitlines())
        assert text.index(row["decision"]) < text.index(row["about"].splitlines()[0])
    names = {*rows[0], "x"}
    assert all(len(name) <= 40 and " " not in name for name in names)


def test_each_letter_holds_every_element(made: LetterRun) -> None:
    for decided, letter in made.letters:
        say, fields = Catalogue(letter.language), letter.fields
        lines = {kind: [line for part in fields["parts"] for line in part.lines] for kind in (letter.kind,)}[
            letter.kind
        ]
        about = " ".join(fields["about"])
        assert Speech(say, decided.pack.es).entry(decided.pack.title) in about
        assert "baker" not in about
        assert say.day(date(2026, 11, 21)) in about
        assert str(fields["decision_id"]).rpartition("-")[2].rstrip(".").isalnum()
        assert say.day(date(2026, 12, 28)) in fields["appeal"]
        assert all(say.day(date(2026, 12, 11)) in fields[name] for name in ("correct", "review"))
        assert "minqual" in fields["tool"][0]
        assert ("JD" in fields["tool"][1]) is (letter.kind == "not-eligible")
        assert "access@elmwood.example" in fields["accommodation"]
        places = say.say("place no section", anchor="X").partition("X")[0][:20]
        assert any(line.startswith(places) for line in lines)
        if letter.kind == "not-eligible":
            short = (say.say("lacking record"), say.say("lacking", amount="X").partition("X")[0])
            assert any(line.startswith(short) for line in lines)
            assert say.day(date(2026, 12, 11)) in fields["cure"][-1]
            assert len(fields["cure"]) > 1


def test_the_same_rows_are_told_once_and_referred_to(made: LetterRun) -> None:
    referred = 0
    for _, letter in made.letters:
        before = Catalogue(letter.language).say("rows as before", number="\0").split("\0")
        parts = {each.number.rstrip("."): each for each in letter.fields["parts"]}
        for number, part in parts.items():
            for line in part.lines:
                if line.startswith(before[0]):
                    named = line.removeprefix(before[0]).removesuffix(before[1])
                    assert list(parts).index(named) < list(parts).index(number)
                    assert not parts[named].lines[-1].startswith(before[0])
                    referred += 1
    assert referred


def test_a_letter_is_written_only_of_what_stands_so_and_a_rejection_only_of_what_a_person_confirmed(
    room: Path, made: LetterRun
) -> None:
    with Examination.of(room / "baker.exam") as examination:
        verdicts = {(pack, row["applicant_id"]): row["verdict"] for pack, row in examination.verdicts(2)}
        stood_by = {
            (each.pack, applicant)
            for applicant, found in examination.settlements().confirmations.items()
            for each in found
        }
    assert stood_by
    for _, letter in made.letters:
        assert verdicts[letter.pack, letter.applicant] == KINDS[letter.kind].word
        assert letter.kind != "not-eligible" or (letter.pack, letter.applicant) in stood_by
    unmet = {each for each, verdict in verdicts.items() if verdict == "unmet"}
    rejected = {(each.pack, each.applicant) for _, each in made.letters if each.kind == "not-eligible"}
    assert rejected == unmet & stood_by
    assert len(made.letters) + sum(made.left.values()) == len(verdicts)


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("confirmed", [None, "2026-11-22, JD"])
def test_no_standing_that_is_met_open_or_unconfirmed_is_ever_a_rejection(
    room: Path, standing: Standing, confirmed: str | None
) -> None:
    with Examination.of(room / "baker.exam") as examination:
        verdict = replayed(examination, ids()[:1])[0].verdict
    kind = kind_of(replace(verdict, verdict=standing.word, confirmed=confirmed))
    assert (kind == "not-eligible") is (standing is Standing.UNMET and confirmed is not None)
    assert kind is None or KINDS[kind] is standing


@pytest.mark.long
def test_letters_are_recorded_by_digests_alone_and_made_the_same_again(room: Path, tmp_path: Path) -> None:
    _, first = written(room, "docx", tmp_path / "first")
    _, again = written(room, "docx", tmp_path / "again")
    assert first == again
    for row in first:
        assert (tmp_path / "first" / row["file"]).read_bytes() == (tmp_path / "again" / row["file"]).read_bytes()
    with Examination.of(room / "baker.exam") as examination:
        assert not faults_of(examination)
        entry = list(examination.file.entries("letters"))[-1]
        salts = dict(examination.file.connection.execute("SELECT digest, salt FROM records"))
        asked = "SELECT digest, record FROM verdicts WHERE pack = ? AND applicant = ?"
        kept = {tuple(each) for each in entry.says["letters"]}
        for row in again:
            found = examination.file.connection.execute(asked, (row["pack"], row["applicant_id"])).fetchall()
            content = hashlib.sha256((tmp_path / "again" / row["file"]).read_bytes()).hexdigest()
            assert kept & {(digest, hashlib.sha256((salts[of] + content).encode()).hexdigest()) for digest, of in found}
    assert b"Zweig" not in (room / "baker.exam").read_bytes()


def test_nothing_that_judges_can_reach_the_people() -> None:
    package = ROOT / "engine" / "minqual"
    for path in package.rglob("*.py"):
        if path.parent.name != "letters" and path != package / "commands" / "letters.py":
            text = path.read_text(encoding="utf-8")
            assert "read_people" not in text, path
            assert path.parent.name == "commands" or "minqual.letters" not in text, path


def flat(value: list[Any]) -> str:
    """A list of lines or parts as one text, as the CSV has it."""
    return "\n".join("\n".join((f"{each.number} {each.needs}", *each.lines)) if isinstance(each, Part) else each
                     for each in value)  # fmt: skip


def own_words(value: object) -> Iterator[str]:
    """Our own words in the fields of a letter."""
    if isinstance(value, Said):
        yield value.own
    elif isinstance(value, Part):
        yield from own_words([value.needs, *value.lines])
    elif isinstance(value, list):
        for each in value:
            yield from own_words(each)
    elif isinstance(value, Mapping):
        yield from own_words(list(value.values()))


def measured(texts: list[str]) -> tuple[float, float]:
    """The grade of texts by Coleman and Liau, and the words of a sentence on average."""
    text = " ".join(texts)
    sentences = len(re.findall(r"[.!?](?=\s|$)", text))
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)
    letters = sum(sign.isalpha() for sign in text)
    return 5.88 * letters / len(words) - 29.6 * sentences / len(words) - 15.8, len(words) / sentences


def test_our_own_words_are_plain(made: LetterRun) -> None:
    for kind in KINDS:
        texts = [
            text
            for _, each in made.letters
            if each.kind == kind and each.language == "en"
            for text in own_words(each.fields)
        ]
        grade, long = measured([text for text in texts if text])
        assert grade <= 8, (kind, grade)
        assert long <= 20, (kind, long)


def test_the_measure_knows_easy_from_hard() -> None:
    easy = ["We saw the dog run. It ran to us."]
    hard = ["Notwithstanding determinations aforementioned, insufficient experience demonstrates ineligibility."]
    assert measured(easy)[0] < 2
    assert measured(hard)[0] > 20


def test_every_phrase_is_said_in_each_language_with_the_same_slots() -> None:
    """Loading checks it; a phrase that is lacking, or drops a slot, is a fault of ours."""
    phrases = every_phrase()
    assert all(set(each.said) == {"en", "es"} and each.said["en"] != each.said["es"] for each in phrases)
    assert all("applicant" not in each.said["en"] and "screener" not in each.said["en"] for each in phrases)


def test_a_phrase_says_what_comes_in_the_language_of_the_letter() -> None:
    glossary = {"filing": "archivo", "Do you type?": "¿Escribe a máquina?"}
    english, spanish = (Speech(Catalogue(language), glossary) for language in ("en", "es"))
    asked = "answers yes to type: Do you type?"
    assert english.told(asked) == "a yes to the question “Do you type?”"
    assert spanish.told(asked) == "un sí a la pregunta «¿Escribe a máquina?»"
    for comes, es in (
        ("2 years of experience in filing, paid", "2 años de experiencia en archivo, con sueldo"),
        ("1 year of experience in sorting", "1 año de experiencia en sorting (en inglés)"),
        ("a master's degree in law", "una maestría (master's degree) en law (en inglés)"),
        ("nobody says this", "nobody says this (en inglés)"),
    ):
        assert (english.told(comes), spanish.told(comes)) == (comes, es)
    job = "job 2020-02 to present (x)"
    assert english.entry(job) == "Job, February 2020 to now (x)"
    assert spanish.entry(job) == "Empleo, febrero de 2020 a ahora (x)"
    assert spanish.entry("job 2020-02 to ?") == "Empleo, febrero de 2020 a un día que no sabemos"
    assert spanish.told("1 year of experience in sorting").foreign == ("sorting",)
    assert spanish.why("another field and expired") == "es de otro campo y está vencida"


@pytest.mark.long
def test_all_that_is_said_of_rows_is_known_in_spanish() -> None:
    speech = Speech(Catalogue("es"), {})
    for name in pack_names():
        for verdict in screened(load_pack(name), POOL):
            for clause in (each for level in verdict.levels for each in level.clauses):
                for item in clause.evidence:
                    says = re.sub(r" \((?:(?:, | and )?(?:part|use) [0-9]+)+\)$", "", item.says)
                    head, _, reason = says.partition(": ")
                    if item.entry and says not in {"counts", "counts as far as is known"}:
                        told = speech.why(reason if head in {"does not count", "open"} and reason else says)
                        assert (reason or says) not in told.foreign, item.says


@pytest.mark.long
def test_all_that_bundled_packs_ask_for_is_said_in_spanish() -> None:
    """Where a pack gives its own words, nothing of a clause or a question stays in English.

    Where it gives names and questions alone, and no clause as a whole, phrases say five clauses of six.
    """
    clauses, whole = 0, 0
    for pack in map(load_pack, pack_names()):
        asked = {each.says() for each in pack.clauses if each.kind not in {"judgement", "discretion"}}
        told, parts = (
            Speech(Catalogue("es"), {word: word for word in words}) for words in (pack.sayings, pack.sayings - asked)
        )
        found = {each.says for source in (POOL, OTHER_POOL) for verdict in screened(pack, source)
                 for level in verdict.levels for each in level.clauses}  # fmt: skip
        questions = {item.ask for source in (POOL, OTHER_POOL) for verdict in screened(pack, source)
                     for level in verdict.levels for each in level.clauses for item in each.open
                     if item.of == "applicant"}  # fmt: skip
        for words in found | questions:
            assert told.told(words).foreign == (), (pack.name, words)
        clauses, whole = clauses + len(found), whole + sum(not parts.told(words).foreign for words in found)
    assert whole >= clauses * 5 / 6, (whole, clauses)


def test_of_several_ways_to_take_a_sentence_apart_the_one_that_is_all_in_spanish_is_said() -> None:
    names = ("nursing", "finance or accounting", "the Town", "social sciences")
    spanish = Speech(Catalogue("es"), {name: name.upper() for name in names})
    for comes, es in {
        "Was this work in nursing, finance or accounting or social sciences?": (
            "¿Fue este un trabajo en NURSING, FINANCE OR ACCOUNTING o SOCIAL SCIENCES?"
        ),
        "1 year of experience in nursing, and a job held now with the Town": (
            "1 año de experiencia en NURSING, y un empleo actual con THE TOWN"
        ),
        "2 years altogether, from: experience in nursing; 1 year for a doctorate, conferred": (
            "2 años en total, de esto: experiencia en NURSING; 1 año por un doctorado ya otorgado"
        ),
        "1 year of experience in nursing, leaving out finance or accounting or social sciences, paid": (
            "1 año de experiencia en NURSING, sin contar FINANCE OR ACCOUNTING o SOCIAL SCIENCES, con sueldo"
        ),
    }.items():
        assert spanish.told(comes) == es
        assert spanish.told(comes).foreign == ()


NAMES: Final = ("a", "b or c", "d, e", "f and g")


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5), st.sampled_from(["or", "and"]))
def test_names_in_a_row_are_found_again_whatever_stands_in_them(names: list[str], last: str) -> None:
    spanish = Speech(Catalogue("es"), {name: name for name in NAMES})
    row = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"
    assert spanish.told(f"1 year of experience in {row}").foreign == ()


def screened(pack: Pack, source: Path) -> Iterator[Verdict]:
    """The verdicts by a pack on a source."""
    screener = Screener(pack)
    tables = read_source(source, Reading(tables_for([screener]))).tables
    screening = screener.screen(tables, date(2026, 11, 21))
    yield from (explain(screening, row, None) for row in range(len(tables.applicant_ids)))


def test_every_message_is_said_in_each_language_with_the_same_fields() -> None:
    for key, said in every_message().items():
        english, spanish = (fields_of(said[language]) for language in ("en", "es"))
        assert sorted(english) == sorted(spanish), key
        assert not key.startswith(("decision", "needs")) or said["en"] != said["es"]


@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(1, 60),
    st.booleans(),
    st.integers(0, 10),
    st.booleans(),
)
@settings(max_examples=examples(300), deadline=None)
def test_a_deadline_is_that_of_a_calendar_crossed_off_day_by_day(
    week: set[int],
    off: set[date],
    day: date,
    within: int,
    working: bool,  # noqa: FBT001  # drawn
    mail: int,
    moved: bool,  # noqa: FBT001  # drawn, as all of them
) -> None:
    calendar = WorkingDays(frozenset(week), frozenset(off), date(2030, 1, 1))
    found = calendar.deadline(day, Deadline(within, working), mail, moved=moved)
    begun = day + timedelta(days=mail)
    passed = [begun + timedelta(days=each) for each in range(1, (found - begun).days + 1)]
    worked = [each for each in passed if each.weekday() in week and each not in off]
    if working:
        assert len(worked) == within
        assert worked[-1] == found
    else:
        assert len(passed) >= within
        assert len(passed) == within or (moved and found in worked and not set(worked) & set(passed[within - 1 : -1]))
        assert not moved or found in worked


TEXTS: Final = st.text(st.characters(exclude_categories=("Cs", "Cc"))) | st.sampled_from(
    [
        "{{ day }}",
        "{% if %}",
        "{_{ x }_}",
        "<w:t>",
        "&amp;",
        "=1+1",
        "]]>",
        "<script>",
        "a\nb",
        "{#",
        "'",
        '"',
        "&#123;",
    ]
)


@given(value=TEXTS, form=st.sampled_from(FORMS))
@example(value="{_{ x }_}", form="docx")
@example(value="a\nb", form="docx")
@settings(max_examples=examples(16), deadline=None)
def test_a_value_stands_in_a_letter_as_it_is(value: str, form: str, made: LetterRun) -> None:
    letter = next(each for _, each in made.letters if each.kind == "eligible")
    (template,) = read_templates([Path(f"eligible.{form}")], [])
    text = seen(template.filled({**letter.fields, "recipient": f"<{value}>"}), form)
    for line in f"<{value}>".splitlines():
        clean = re.sub("[\ufffe\uffff]", "\ufffd", line)
        assert clean.strip() in text


def faults(error: type[SourceError | PackError], doing: Callable[[], object]) -> list[str]:
    with pytest.raises(error) as found:
        doing()
    return list(map(str, found.value.faults))


def test_a_template_with_fields_unset_or_unused_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "eligible-ours.txt"
    path.write_text("{{ decison }} {{ parts.foo }} {{ day }} {{ cure }}", encoding="utf-8")
    said = "\n".join(faults(SourceError, lambda: read_templates([path], ["motto"])))
    for name in ("'decison'", "'foo'", "'cure'", "no field 'decision'", "no field 'motto'", "'part.needs'", "'appeal'"):
        assert name in said
    assert "'day'" not in said
    assert "decision" in next(line for line in said.splitlines() if "'decison'" in line)
    (tmp_path / "eligible.txt").write_text("{{ day", encoding="utf-8")
    assert "line 1" in faults(SourceError, lambda: read_templates([tmp_path / "eligible.txt"], []))[0]
    assert "tells no kind" in faults(SourceError, lambda: read_templates([Path("rejected.docx")], []))[0]
    (tmp_path / "eligible.docx").write_bytes(b"no document")
    assert "another kind" in faults(SourceError, lambda: read_templates([tmp_path / "eligible.docx"], []))[0]


@pytest.mark.parametrize("form", FORMS)
def test_all_stands_for_the_bundled_templates_of_every_kind_for_which_there_is_no_other(
    tmp_path: Path, form: str
) -> None:
    each = read_templates([Path(f"{kind}.{form}") for kind in KINDS], [])
    assert sorted(KINDS) == sorted(template.kind for template in each)
    assert read_templates([Path(f"all.{form}")], []) == each
    assert form != "docx" or read_templates([Path("all")], []) == each
    own = tmp_path / "eligible-ours.txt"
    own.write_bytes(next(got.content for got in read_templates([Path("eligible.txt")], [])))
    found = {template.kind: template for template in read_templates([Path(f"all.{form}"), own], [])}
    assert found["eligible"].name == own.name
    assert [found[other.kind] for other in each if other.kind != "eligible"] == [
        other for other in each if other.kind != "eligible"
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_bundled_templates_of_a_kind_are_whole_in_each_form(kind: str) -> None:
    assert len([read_templates([Path(f"{kind}.{form}")], []) for form in FORMS]) == len(FORMS)


def test_a_profile_tells_every_fault_by_line(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "ours.yaml"
    path.write_text(text.replace("10 working days", "soon", 1).replace("signed:", "singed:"), encoding="utf-8")
    said = faults(PackError, lambda: read_profile(path))
    assert any("deadlines" in each or "answer" in each for each in said)
    assert any("singed" in each and "line" in each for each in said)
    path.write_text(text.replace("until: 2027-12-31", "until: 2027-01-01"), encoding="utf-8")
    assert "holiday" in faults(PackError, lambda: read_profile(path))[0]


def test_a_deadline_beyond_the_calendar_and_people_who_are_missing_stop_the_run(room: Path, tmp_path: Path) -> None:
    common = (
        "letters",
        room / "baker.exam",
        "--agency",
        "example",
        "--template",
        "eligible.txt",
        "-o",
        tmp_path / "no",
    )
    late = run(*common, "--people", room / "people.csv", "--dated", "2027-12-20")
    assert late.code == 2
    assert late.line("holidays")
    few = tmp_path / "few.csv"
    few.write_text("applicant_id,name,address,langage\nzz,Nobody,Nowhere,en\n", encoding="utf-8")
    assert run(*common, "--people", few).line("heading", "language")
    few.write_text("applicant_id,name,address,language\nzz,Nobody,Nowhere,en\nzz,,,tlh\n", encoding="utf-8")
    said = run(*common, "--people", few)
    assert [said.line("row 3", each) for each in ("applicant_id", "name", "address", "language")]
    assert "Nobody" not in said.err + said.out
    few.write_text("applicant_id,name,address\nzz,Nobody,Nowhere\n", encoding="utf-8")
    assert run(*common, "--people", few).line("--people", "no row for")
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(("kind", "dated", "last"), [
    ("eligible", "2026-11-20", "2026-11-21"), ("not-eligible", "2026-11-21", "2026-11-22"),
])  # fmt: skip
def test_no_letter_is_dated_before_what_it_tells_of(
    room: Path, tmp_path: Path, kind: str, dated: str, last: str
) -> None:
    said = run("letters", room / "baker.exam", "--people", room / "people.csv", "--agency", "example",
               "--template", f"{kind}.txt", "--dated", dated, "-o", tmp_path / "no")  # fmt: skip
    assert said.code == 2
    assert said.line("--dated", dated, last)
    assert not (tmp_path / "no").exists()


def test_an_answer_that_is_no_yes_and_no_no_is_not_called_several() -> None:
    asked = "Which answer holds, yes or no? Do you type?"
    assert "more than one" not in Speech(Catalogue("en"), {}).told(asked)
    assert "más de una" not in Speech(Catalogue("es"), {"Do you type?": "¿Escribe?"}).told(asked)
    stood = "answered no; answer right as it stands: by phone, 2026-11-24, JD"
    assert Speech(Catalogue("es"), {}).told(stood).foreign == ()


def test_a_specification_is_quoted_where_it_is_the_one_recorded(tmp_path: Path, room: Path) -> None:
    for end in ("yaml", "txt"):
        (tmp_path / f"p.{end}").write_bytes((ROOT / "rules" / "example" / f"county-archivist.{end}").read_bytes())
    exam = tmp_path / "e.exam"
    assert run("exam", "open", exam, "--rules", tmp_path / "p.yaml", "--as-of", "2026-11-21").code == 0
    assert run("exam", "screen", exam, POOL).code in {0, 4}
    words = ("letters", exam, "--people", room / "people.csv", "--agency", "example", "--template",
             "what-we-still-need.txt", "--dated", DAY, "--specification", tmp_path / "p.txt")  # fmt: skip
    assert run(*words, "-o", tmp_path / "no").line("--write")
    assert run("rules", "source", tmp_path / "p.yaml", tmp_path / "p.txt", "--write").code == 0
    done = run(*words, "-o", tmp_path / "out")
    assert done.code == 0, done.err
    assert "It says: “" in next((tmp_path / "out").glob("*.txt")).read_text(
        encoding="utf-8"
    ) or "Dice, en inglés: «" in "".join(each.read_text(encoding="utf-8") for each in (tmp_path / "out").glob("*.txt"))
    (tmp_path / "p.txt").write_text((tmp_path / "p.txt").read_text(encoding="utf-8") + "\nAlso a pilot.\n", "utf-8")
    assert run(*words, "-o", tmp_path / "no").code in {0, 2}


def test_what_no_longer_holds_of_a_letter_is_told_by_the_examination(tmp_path: Path) -> None:
    exam, pool = tmp_path / "e.exam", tmp_path / "pool"
    shutil.copytree(POOL, pool)
    people = tmp_path / "people.csv"
    people.write_text("\n".join(["applicant_id,name,address", *(f"{each},N,A" for each in ids())]), encoding="utf-8")
    assert run("exam", "open", exam, "--rules", PACKS[0], "--as-of", "2026-11-21").code == 0
    assert run("exam", "screen", exam, pool).code in {0, 4}
    done = run("letters", exam, "--people", people, "--agency", "example", "--dated", DAY, "--template", "eligible.txt",
               "-o", tmp_path / "out")  # fmt: skip
    assert done.code == 0, done.err
    assert (
        "letter of 2026-11-23: eligible, by stockton/mayoral-pio, as of entry 2"
        in run("exam", "show", exam, "a001").out
    )
    assert "out of date" not in run("exam", "show", exam, "a001").out + run("exam", "status", exam).out
    credentials = (pool / "credentials.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in credentials if not line.startswith("a001,")]
    (pool / "credentials.csv").write_text("".join(kept), encoding="utf-8")
    assert run("exam", "screen", exam, pool).code in {0, 4}
    assert "as of entry 2 (out of date" in run("exam", "show", exam, "a001").out
    assert "letters that are out of date, as what they tell is no longer so: 1" in run("exam", "status", exam).out
    assert "out of date" not in run("exam", "show", exam, "a002").out
    before = run("exam", "show", exam, "a001", "--entry", 3).out
    assert "letter of 2026-11-23" in before
    assert "out of date" not in before


@pytest.mark.parametrize("form", some_of(("csv", "jsonl", "parquet"), 1))
def test_results_are_judged_again_from_their_source(room: Path, tmp_path: Path, form: str) -> None:
    """Letters about results say what those about an examination say, but for its name and the decision's number."""
    results, asks = tmp_path / f"r.{form}", tmp_path / "asks.csv"
    screen = ("screen", POOL, "--rules", PACKS[1], "--as-of", "2026-11-21")
    assert run(*screen, "-o", results, "--to-resolve", asks, "--confirm").code in {0, 4}
    rows = [row for row in sheet_of(asks) if row["key"].startswith("confirmation")]
    with asks.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, rows[0].keys())
        sheet.writeheader()
        sheet.writerows({**row, "answer": row["choices"], "by": "JD", "on": "2026-11-22"} for row in rows[::2])
    templates = [word for kind in KINDS for word in ("--template", f"{kind}.txt")]
    common = ("letters", results, "--people", room / "people.csv", "--agency", "example", "--dated", DAY, *templates)
    alone = run(*common, "--source", POOL, "-o", tmp_path / "alone")
    assert alone.code == 0, alone.err
    assert alone.line("no person has confirmed")
    assert alone.line("recorded nowhere")
    assert not [row for row in sheet_of(tmp_path / "alone" / "letters.csv") if row["kind"] == "not-eligible"]
    done = run(*common, "--source", POOL, "--settled", asks, "-o", tmp_path / "out")
    assert done.code == 0, done.err
    mine = {row["applicant_id"]: row for row in sheet_of(tmp_path / "out" / "letters.csv")}
    told = {each.applicant: each for _, each in made_of(room).letters if each.pack == PACKS[1]}
    assert set(mine) == set(told)
    assert len({row["decision_id"] for row in mine.values()}) == len(mine)
    for applicant, row in mine.items():
        for name in ("decision", "parts", "cure", "asks", "tool"):
            value = told[applicant].fields.get(name, "")
            said = value if isinstance(value, str) else flat(value)
            assert row[name] == said, (applicant, name)


def test_a_workbook_of_results_is_refused_with_the_forms_that_are_taken(room: Path, tmp_path: Path) -> None:
    book = tmp_path / "r.xlsx"
    assert run("screen", POOL, "--rules", PACKS[1], "--as-of", "2026-11-21", "-o", book).code in {0, 4}
    said = run("letters", book, "--source", POOL, "--people", room / "people.csv", "--agency", "example",
               "--template", "eligible.txt", "-o", tmp_path / "no")  # fmt: skip
    assert said.code == 2
    assert said.line("r.xlsx", ".csv", ".jsonl", ".parquet", "no workbook")


def test_an_exam_is_called_as_people_know_it(room: Path, tmp_path: Path) -> None:
    _, rows = written(room, "txt", tmp_path / "out", "--exam-name", "Exam 17-B")
    assert all("Exam 17-B." in row["about"] for row in rows)


def test_results_of_another_source_pack_or_verdict_stop_the_run(room: Path, tmp_path: Path) -> None:
    results, pool = tmp_path / "r.csv", tmp_path / "pool"
    shutil.copytree(POOL, pool)
    assert run("screen", pool, "--rules", PACKS[1], "--as-of", "2026-11-21", "-o", results).code in {0, 4}
    common = ("letters", results, "--people", room / "people.csv", "--agency", "example", "--template", "eligible.txt")
    assert run(*common, "-o", tmp_path / "no").line("--source", "exam open")
    other = run(*common, "--source", pool, "--rules", PACKS[0], "-o", tmp_path / "no")
    assert other.line("--rules", "another")
    (pool / "answers.csv").write_text((pool / "answers.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run(*common, "--source", pool, "-o", tmp_path / "no").line("--source", "another")
    lines = results.read_text(encoding="utf-8").replace("unmet", "refer", 1)
    results.write_text(lines, encoding="utf-8")
    said = run(*common, "--source", POOL, "-o", tmp_path / "no")
    assert said.code == 2
    assert said.line("1 applicant")
    assert run("letters", room / "baker.exam", *common[2:], "--settled", results, "-o", tmp_path / "no").line(
        "--settled"
    )
    assert not (tmp_path / "no").exists()


def test_the_schema_of_profiles_takes_the_example(tmp_path: Path) -> None:
    schema = json.loads(run("schema", "agency").out)
    profile = json.loads(json.dumps(parse_yaml(EXAMPLE.read_bytes(), EXAMPLE.name).value))
    assert schema["$id"] == "urn:minqual:schema:agency:1"
    assert set(profile) <= set(schema["properties"])
    assert set(schema["required"]) <= set(profile)
    assert all(each.get("description") or "$ref" in each or "allOf" in each for each in schema["properties"].values())
