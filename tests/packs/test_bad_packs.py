"""Rule packs that cannot be used: each fault is told with its line, what was found and what was expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import Said, minqual
from support.examples import some_of

SOUND = """\
name: elmwood/clerk
title: Clerk
agency: City of Elmwood
specification: made up
version: "1"
in force: 2026-01
kinds:
  office work: [clerical work]
  public service: []
groups:
  either kind: [office work, public service]
fields:
  history: []
credentials:
  typing certificate: [typing test]
issuers:
  County of Alder: [alder]
levels:
  - id: clerk
    title: Clerk
    requires:
      - any of:
          - experience: 1 year
            in: office work
          - discretion: the City
            may accept: anything equal
"""
"""A pack without a fault."""

TABLE = """\
      - any of:
          - table: grid
            base: {experience: 1 year, in: office work}
            rows count: either kind
            rows:
              - education: {degree: bachelor}
                experience: 2 years
              - education: {degree: associate}
                experience: 3 years
          - discretion: the City
            may accept: anything equal
"""
"""A requirement that may stand in the place of the sound one."""

REQUIRES = SOUND[SOUND.index("      - any of:") :]


def shown(tmp_path: Path, text: str | bytes) -> Said:
    """A pack shown from a file."""
    path = tmp_path / "pack.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return minqual("rules", "show", path)


def refused(said: Said, *parts: str) -> None:
    """Exit code 2, a message that has all parts, and nothing on stdout."""
    assert said.code == 2
    said.line("pack.yaml", *parts)
    assert said.out == ""


def spoilt(old: str, new: str, text: str = SOUND) -> str:
    """A sound pack with one thing changed."""
    assert text.count(old) == 1
    return text.replace(old, new)


def requiring(clauses: str) -> str:
    """The sound pack with other requirements."""
    return SOUND.removesuffix(REQUIRES) + clauses


def place(text: str, mark: str) -> str:
    """Where a mark stands in a text: "line 3 column 5"."""
    before = text[: text.index(mark)]
    return f"line {before.count(chr(10)) + 1} column {len(before) - before.rfind(chr(10))}"


def test_the_sound_packs_are_sound(tmp_path: Path) -> None:
    """Every other test spoils one thing in a pack that can be shown."""
    assert shown(tmp_path, SOUND).code == 0
    assert shown(tmp_path, requiring(TABLE)).code == 0


KEYS = "expected one of"
CLAUSES = "expected a clause, introduced by one of degree, units, experience"

FAULTY: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a misspelt key of the pack": (
        spoilt("agency:", "agencie:"),
        "agencie:",
        ("unknown key 'agencie'", KEYS, "'agency'?"),
    ),
    "a misspelt key of a level": (
        spoilt("    requires:", "    require:"),
        "require:",
        ("unknown key 'require'", "one of id, title, class code, source, builds on, requires", "'requires'?"),
    ),
    "a misspelt key of a clause": (
        spoilt("            in: office work", "            inn: office work"),
        "inn:",
        ("unknown key 'inn'", KEYS, "'in'?"),
    ),
    "a misspelt key of the sentence below a table": (
        requiring(
            TABLE.replace(
                "          - discretion", "            year for year: {year in all: 1 year}\n          - discretion"
            )
        ),
        "year for year",
        ("unknown key 'year in all'", "full education, or without units", "'years in all'?"),
    ),
    "a missing key of the pack": (
        spoilt("title: Clerk\nagency", "agency"),
        "name:",
        ("no 'title' here", "the key 'title'"),
    ),
    "a missing key of a clause": (
        spoilt("            in: office work\n", ""),
        "experience: 1 year",
        ("work of no kind", "kinds of experience under 'in'"),
    ),
    "a level without requirements": (
        SOUND.removesuffix(REQUIRES).replace("requires:", "requires: []"),
        "requires:",
        ("at least one entry",),
    ),
    "a level whose requirements are left blank": (
        SOUND.removesuffix(REQUIRES),
        "requires:",
        ("nothing", "expected a list"),
    ),
    "a level without the key requires": (
        SOUND.removesuffix(REQUIRES).replace("    requires:\n", ""),
        "id: clerk",
        ("no 'requires' here",),
    ),
    "no levels": (SOUND[: SOUND.index("levels:")] + "levels: []\n", "levels:", ("at least one entry",)),
    "a clause of unknown kind": (
        spoilt("experience: 1 year", "experiance: 1 year"),
        "experiance",
        ("experiance", CLAUSES, "'experience'?"),
    ),
    "a clause that is no mapping": (requiring("      - a typing test\n"), "a typing test", (CLAUSES,)),
    "two clauses in one": (
        spoilt("            in: office work", "            in: office work\n            degree: bachelor"),
        "experience: 1 year",
        ("several clauses in one: experience, degree", "expected one clause in each list entry"),
    ),
    "an empty combination": (requiring("      - any of: []\n"), "any of:", ("at least one entry",)),
    "a table that is not monotone": (
        requiring(spoilt("experience: 3 years", "experience: 2 years", TABLE)),
        "table: grid",
        ("not monotone", "row 2 asks 2 years", "expected experience that rises as education falls"),
    ),
    "a table without rows": (
        requiring(TABLE[: TABLE.index("rows:\n")] + "rows: []\n"),
        "rows: []",
        ("at least one entry",),
    ),
    "a kind that is not in the vocabulary": (
        spoilt("in: office work", "in: office works"),
        "in: office works",
        ("unknown name 'office works'", "expected a name under kinds", "'office work'?"),
    ),
    "a synonym in the place of a kind": (
        spoilt("in: office work", "in: clerical work"),
        "in: clerical work",
        ("unknown name 'clerical work'", "'office work'?"),
    ),
    "a kind of a group that is not in the vocabulary": (
        spoilt("[office work, public service]", "[office work, publc service]"),
        "either kind",
        ("unknown kind 'publc service'", "expected a name under kinds", "'public service'?"),
    ),
    "a group that is called like a kind": (
        spoilt("either kind: [", "office work: ["),
        "office work: [office",
        ("'office work' is a kind as well", "expected another name"),
    ),
    "a group without kinds": (spoilt("[office work, public service]", "[]"), "either kind", ("at least one",)),
    "a word that means two kinds": (
        spoilt("public service: []", "public service: [Clerical  Work]"),
        "public service: [C",
        ("'clerical work' means both 'office work' and 'public service'", "expected a word that means one name"),
    ),
    "a field that is not in the vocabulary": (
        requiring("      - degree: bachelor\n        in: histroy\n"),
        "in: histroy",
        ("unknown name 'histroy'", "expected a name under fields", "'history'?"),
    ),
    "a credential that is not in the vocabulary": (
        requiring("      - credential: typing certificat\n        due: at filing\n"),
        "credential: typing certificat\n",
        ("unknown name 'typing certificat'", "a name under credentials", "'typing certificate'?"),
    ),
    "an issuer that is not in the vocabulary": (
        requiring(
            "      - credential: typing certificate\n        issued by: County of Elder\n        due: at filing\n"
        ),
        "issued by: County of Elder",
        ("unknown name 'County of Elder'", "a name under issuers", "'County of Alder'?"),
    ),
    "a date that is none of those known": (
        requiring("      - credential: typing certificate\n        due: at fling\n"),
        "due: at fling",
        ("'at fling'", "at filing", "by appointment"),
    ),
    "an unknown degree": (
        requiring("      - degree: bachelors\n"),
        "degree: bachelors",
        ("'bachelors'", "one of high school", "did you mean 'bachelor'?"),
    ),
    "discretion outside any of": (
        requiring("      - discretion: the City\n        may accept: anything equal\n"),
        "discretion:",
        ("discretion outside any of", "expected discretion as one of the clauses of an any of"),
    ),
    "discretion inside all of": (
        requiring("      - all of:\n          - discretion: the City\n            may accept: anything equal\n"),
        "discretion:",
        ("discretion outside any of",),
    ),
    "units without a system": (
        requiring("      - units: 60\n"),
        "units: 60",
        ("'60'", "units with their system, such as 60 semester units"),
    ),
    "a duration in words that are not known": (
        spoilt("experience: 1 year", "experience: 1 yr"),
        "experience: 1 yr",
        ("'1 yr'", "a duration such as 5 years, 2.5 years or 18 months"),
    ),
    "a duration without a unit": (
        spoilt("experience: 1 year", "experience: 1"),
        "experience: 1\n",
        ("'1'", "a duration such as 5 years"),
    ),
    "experience in no kinds": (
        spoilt("in: office work", "in: []"),
        "experience: 1 year",
        ("work of no kind", "kinds of experience under 'in'"),
    ),
    "a date in force that is none": (
        spoilt("in force: 2026-01", "in force: 2026-13"),
        "in force:",
        ("'2026-13'", "a date such as 2025-04-29"),
    ),
    "a name without an agency": (
        spoilt("name: elmwood/clerk", "name: clerk"),
        "name: clerk",
        ("'clerk'", "agency/class"),
    ),
    "an unknown counting policy": (
        spoilt("kinds:\n", "counting policy: defualt\nkinds:\n"),
        "counting policy",
        ("unknown counting policy 'defualt'", "'default'?"),
    ),
    "a level that stands twice": (
        SOUND + SOUND[SOUND.index("  - id: clerk") :].replace("title: Clerk", "title: Other"),
        "id: clerk\n    title: Other",
        ("level 'clerk' twice", "expected each id once"),
    ),
    "a list where a mapping is needed": (
        spoilt("fields:\n  history: []", "fields:\n  - history"),
        "fields:",
        ("a list", "a mapping of names to words"),
    ),
    "a key that stands twice": (
        spoilt("agency: City of Elmwood", "agency: City of Elmwood\ntitle: Another"),
        "title: Another",
        ("the key 'title' twice", "expected each key once"),
    ),
    "an anchor": (
        spoilt("title: Clerk\nagency", "title: &one Clerk\nagency"),
        "&one",
        ("an anchor or alias", "written out"),
    ),
    "broken indentation": (spoilt("  public service: []", "   public service: []"), "   public", ("broken YAML",)),
    "a tab": (
        spoilt("  public service: []", "\tpublic service: []"),
        "\tpublic",
        ("broken YAML", "blanks instead of a tab"),
    ),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_told_with_its_line_and_what_was_expected(tmp_path: Path, name: str) -> None:
    text, mark, parts = FAULTY[name]
    line = place(text, mark).partition(" column")[0]
    refused(shown(tmp_path, text), f"{line} column", *parts)


@pytest.mark.parametrize(
    "name", ["a misspelt key of the pack", "a key that stands twice", "a level that stands twice", "an anchor"]
)
def test_a_fault_is_told_with_its_column(tmp_path: Path, name: str) -> None:
    text, mark, _ = FAULTY[name]
    refused(shown(tmp_path, text), f"{place(text, mark)}: ")


@pytest.mark.parametrize("name", some_of(FAULTY, 10))
def test_a_pack_with_a_fault_judges_no_one(tmp_path: Path, name: str) -> None:
    """Whatever the command, a faulty pack is told in the same words and nothing is judged."""
    path = tmp_path / "pack.yaml"
    path.write_text(FAULTY[name][0])
    said = minqual("check", "-", "--rules", path, "--as-of", "2026-11-21", stdin=b'{"applicant_id": "a001"}')
    assert (said.code, said.out) == (2, "")
    assert said.err == minqual("rules", "show", path).err


@pytest.mark.parametrize("name", [name for name in FAULTY if "at least one" not in "".join(FAULTY[name][2])])
def test_a_fault_inside_a_list_does_not_make_the_list_empty(tmp_path: Path, name: str) -> None:
    """A message that only follows from another one sends its reader to a line where nothing is wrong."""
    assert "at least one entry" not in shown(tmp_path, FAULTY[name][0]).err


def test_faults_of_different_sorts_are_told_at_once(tmp_path: Path) -> None:
    """Of two passes over a pack, the second must not wait for the first to find nothing."""
    text = spoilt("agency:", "agencie:").replace("in: office work", "in: office works").replace("1 year", "1 yr")
    said = shown(tmp_path, text)
    refused(said, "unknown key 'agencie'")
    refused(said, "'1 yr'")


MALFORMED: dict[str, Callable[[str], str]] = {
    "an unknown key of the pack": lambda text: text.replace("agency:", "agencie:"),
    "a level without a title": lambda text: text.replace("    title: Clerk\n", ""),
    "a malformed clause beside": lambda text: text + "      - units: 60\n",
    "a misspelt clause beside": lambda text: text + "      - any off: [{discretion: the City, may accept: all}]\n",
    "a malformed clause around": lambda text: text + "        sorce: {section: a, anchor: b}\n",
    "a section that is a list": lambda text: text.replace("fields:\n  history: []", "fields:\n  - history"),
    "a group without kinds": lambda text: text.replace("groups:\n", "groups:\n  none: []\n"),
}
"""Ways of spoiling the form of the sound pack."""

SENSELESS = {
    "a name": ("in: office work", "in: office works", "unknown name 'office works'"),
    "a group": ("[office work, public", "[offic work, public", "unknown kind 'offic work'"),
    "a word of two meanings": ("public service: []", "public service: [clerical work]", "means both"),
    "a level that is built on": ("id: clerk\n", "id: clerk\n    builds on: clark\n", "unknown level 'clark'"),
    "a circle of levels": ("id: clerk\n", "id: clerk\n    builds on: clerk\n", "build on each other in a circle"),
    "a policy": ("kinds:\n", "counting policy: defualt\nkinds:\n", "unknown counting policy 'defualt'"),
    "discretion": ("requires:\n", "requires:\n      - discretion: a\n        may accept: b\n", "outside any of"),
}


@pytest.mark.parametrize("sense", SENSELESS)
@pytest.mark.parametrize("form", some_of(MALFORMED, 3))
def test_a_mistake_of_form_hides_no_mistake_of_sense(tmp_path: Path, form: str, sense: str) -> None:
    old, new, told = SENSELESS[sense]
    malformed = MALFORMED[form](SOUND)
    assert told not in shown(tmp_path, malformed).err
    both = shown(tmp_path, MALFORMED[form](spoilt(old, new)))
    refused(both, told)
    for line in shown(tmp_path, malformed).err.splitlines():
        assert line.partition(": ")[2].partition(": ")[2] in both.err


def test_a_level_that_stands_twice_is_told_beside_a_mistake_of_form(tmp_path: Path) -> None:
    twice = SOUND + SOUND[SOUND.index("  - id: clerk") :].replace("title: Clerk", "titel: Other")
    said = shown(tmp_path, twice)
    refused(said, "level 'clerk' twice")
    refused(said, "unknown key 'titel'")


def test_faults_of_names_are_told_at_once(tmp_path: Path) -> None:
    text = spoilt("[office work, public service]", "[office work, publc service]").replace(
        "in: office work", "in: office works"
    )
    said = shown(tmp_path, text)
    refused(said, "unknown kind 'publc service'")
    refused(said, "unknown name 'office works'")


def test_faults_of_one_pass_are_told_in_the_order_of_lines(tmp_path: Path) -> None:
    text = spoilt("title: Clerk\nagency", "titel: Clerk\nagency").replace("1 year", "1 yr")
    lines = [line.partition(" line ")[2].partition(" ")[0] for line in shown(tmp_path, text).err.splitlines()]
    assert lines == sorted(lines, key=int)


def test_a_key_in_angle_brackets_is_an_unknown_key_like_any_other(tmp_path: Path) -> None:
    refused(shown(tmp_path, spoilt("agency:", "<agency>: x\nagency:")), "unknown key '<agency>'", "'agency'?")
    refused(shown(tmp_path, spoilt("agency:", "<degree>: x\nagency:")), "unknown key '<degree>'")


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment alone\n", "---\n"])
def test_an_empty_file_is_told_as_empty(tmp_path: Path, text: str) -> None:
    refused(shown(tmp_path, text), "an empty file", "expected a rule pack")


@pytest.mark.parametrize("text", ["- a\n- b\n", "only words\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    refused(shown(tmp_path, text), "expected a rule pack")


def test_an_alias_is_refused_where_it_stands(tmp_path: Path) -> None:
    text = spoilt("title: Clerk\nagency", "title: &one Clerk\nagency").replace(
        "specification: made up", "specification: *one"
    )
    said = shown(tmp_path, text)
    refused(said, place(text, "&one"), "an anchor or alias")
    refused(said, place(text, "*one"), "an anchor or alias")


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    refused(
        shown(tmp_path, SOUND + "no effect: " + "[" * 500 + "]" * 500), "nesting too deep", "expected at most 40 levels"
    )


def test_a_file_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    refused(shown(tmp_path, SOUND + "# filling\n" * 200_000), "bytes", "expected at most 1000000 bytes")


def test_text_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    text = spoilt("City of Elmwood", "Ciudad de Olmería").encode("latin-1")
    refused(shown(tmp_path, text), "line 3", "not UTF-8", "expected text saved as UTF-8")


def test_a_python_tag_builds_nothing(tmp_path: Path) -> None:
    """A tag is refused or its value taken as text; it is never run."""
    said = shown(tmp_path, spoilt("agency: City of Elmwood", "agency: !!python/object/apply:os.getcwd []"))
    assert said.code == 2
    said.line("pack.yaml line 3")


def test_two_documents_are_refused(tmp_path: Path) -> None:
    refused(shown(tmp_path, SOUND + "---\n" + SOUND), "broken YAML")


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    assert shown(tmp_path, "\ufeff" + SOUND).code == 0
