"""Ids that miss an applicant by form alone hold that applicant at review; other strangers are told loudly."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.values import Standing, plain_id
from support.command_line import minqual as run
from support.documents import AS_OF, PACKS, results, write_csv, write_tables
from support.examples import examples
from support.packs import CLERK
from support.places import SHARED
from support.screened import relaxed
from support.strategies.records import pools

EDGE: Final = SHARED / "findings" / "edge"
JOB: Final = {"kinds": "clerk", "start": "2015-01-01", "end": "2020-12-31", "hours_per_week": "40"}

FORMS: Final[dict[str, Callable[[str], str]]] = {
    "zeros in front": lambda text: "000" + text,
    "capitals": str.swapcase,
    "a blank inside": lambda text: text[:1] + "\u00a0" + text[1:],
    "a byte-order mark": lambda text: "\ufeff" + text,
    "a sign that nobody sees": lambda text: text + "\u200b",
    "full width": lambda text: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
    "another normal form": lambda text: unicodedata.normalize("NFD", text),
    "an apostrophe of a spreadsheet": lambda text: "'" + text,
    "a formula of a spreadsheet": lambda text: f'="{text}"',
}


def folder(path: Path, ids: list[str], owners: list[str]) -> Path:
    """A folder with some applicants, and a job of six years for each owner."""
    path.mkdir(exist_ok=True)
    write_csv(path / "applicants.csv", ("applicant_id",), [{"applicant_id": each} for each in ids])
    write_csv(path / "experience.csv", ("applicant_id", *JOB), [{"applicant_id": each, **JOB} for each in owners])
    (path / "pack.yaml").write_text(CLERK, encoding="utf-8")
    return path


def verdicts(path: Path) -> dict[str, str]:
    """By applicant, the verdict that `screen` gives, with what it said kept beside."""
    said = run("screen", path, "--rules", path / "pack.yaml", "--as-of", AS_OF, "--force", "-o", path / "results.csv")
    (path / "said.txt").write_text(said.err, encoding="utf-8")
    with (path / "results.csv").open(encoding="utf-8", newline="") as file:
        return {row["applicant_id"]: row["verdict"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("form", FORMS)
def test_a_row_whose_id_is_written_otherwise_holds_its_applicant_at_review(form: str, tmp_path: Path) -> None:
    here = folder(tmp_path / "in", ["Ä42b", "other"], [FORMS[form]("Ä42b"), "other"])
    assert verdicts(here) == {"Ä42b": "review", "other": "met"}
    rejects = (here / "results.csv.rejects.csv").read_text(encoding="utf-8")
    assert "'Ä42b' there" in rejects
    said = (here / "said.txt").read_text(encoding="utf-8")
    assert "and who is held at least at review: 1 row of experience (experience.csv row 2)" in said


@pytest.mark.parametrize(
    ("id_", "row"),
    [
        ("00042", "42"), ("42", "42.0"), ("1042", "1,042"), ("1042", "1.042"), ("1042", "1 042"), ("42", "42."),
        ("42", "4.2E+01"), ("123456789012", "1.23457E+11"), ("1.23457E+11", "123456789012"), ("A-007", "a7"),
        ("12345678901234567", "12345678901234500"), ("000-42-1234", "421234"), ("A\u201342", "a-42"),
        ("42", "\u0664\u0662"),
        ("12345678", "1.2345678E7"),
        ("A-007", "A-7"), ("ＡＢ１", "ab1"), ("\ufeff42", "42"),
    ],
)  # fmt: skip
def test_formats_of_numbers_are_form(id_: str, row: str, tmp_path: Path) -> None:
    expected = "unmet" if (id_, row) == ("A-007", "a7") else "review"
    assert verdicts(folder(tmp_path / "in", [id_], [row])) == {id_: expected}


@pytest.mark.parametrize("row", ["43", "420", "4.2", "A42", "42-1", "nobody", "402"])
def test_an_id_that_is_another_holds_nobody_and_is_told(row: str, tmp_path: Path) -> None:
    here = folder(tmp_path / "in", ["42", "7"], [row, "7"])
    assert verdicts(here) == {"42": "unmet", "7": "met"}
    assert "of no applicant: 1 row of experience (experience.csv row 2)" in (here / "said.txt").read_text()


def test_ids_that_the_table_itself_tells_apart_stay_their_own(tmp_path: Path) -> None:
    """Where both ids are applicants' each row is of the one that it names to the letter."""
    assert verdicts(folder(tmp_path / "in", ["42", "0042"], ["42"])) == {"42": "met", "0042": "unmet"}


def test_a_row_that_may_be_of_several_applicants_holds_them_all(tmp_path: Path) -> None:
    here = folder(tmp_path / "in", ["42", "0042", "042", "7"], ["00042"])
    assert verdicts(here) == {"42": "review", "0042": "review", "042": "review", "7": "unmet"}
    assert "experience             1         0         1         0" in (here / "said.txt").read_text()


def test_what_is_proven_without_the_row_stays_proven(tmp_path: Path) -> None:
    assert verdicts(folder(tmp_path / "in", ["00042"], ["00042", "42"])) == {"00042": "met"}


def test_one_applicant_of_a_source_is_held_as_in_the_pool(tmp_path: Path) -> None:
    here = folder(tmp_path / "in", ["00042", "7"], ["42", "7"])
    asked = run("check", here, "--applicant", "00042", "--rules", here / "pack.yaml", "--as-of", AS_OF)
    assert (asked.code, "'42' here, '00042' there" in asked.out) == (3, True)
    other = run("check", here, "--applicant", "7", "--rules", here / "pack.yaml", "--as-of", AS_OF)
    assert (other.code, "here" in other.out) == (0, False)


def test_the_published_case_is_review_with_both_ids(tmp_path: Path) -> None:
    if not EDGE.is_dir():
        pytest.skip("the material beside the checkout is not here")
    out = tmp_path / "r.csv"
    run("screen", EDGE / "ids", "--rules", EDGE / "clerk.yaml", "--as-of", AS_OF, "-o", out)
    assert '"00042","review"' in out.read_text(encoding="utf-8")
    rejects = Path(f"{out}.rejects.csv").read_text(encoding="utf-8")
    assert "'42' here, '00042' there" in rejects


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12))
@settings(max_examples=examples(200))
def test_the_form_of_an_id_is_taken_away_once(text: str) -> None:
    plain = plain_id(text)
    assert plain_id(plain) == plain
    assert plain_id(f" 0{plain}") == plain or not plain[:1].isalnum()


@pytest.mark.parametrize("pack", PACKS)
@given(data=st.data())
@settings(relaxed, max_examples=examples(40))
def test_ids_under_change_of_form_never_give_a_firm_no_nor_lose_a_row(
    pack: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever has a row under an id of another form stands at review at least; and met means met with the row too."""
    place = tmp_path_factory.mktemp("pool")
    _, records = data.draw(pools(pack, 5))
    before = results(write_tables(place / "before", records), pack)
    after = write_tables(place / "after", records)
    change = FORMS[data.draw(st.sampled_from(sorted(FORMS)))]
    table = data.draw(st.sampled_from(["education", "experience", "credentials"]))
    path = after / f"{table}.csv"
    header, *rows = csv.reader(path.read_text(encoding="utf-8").splitlines())
    changed = set()
    for row in rows:
        if row and change(row[0]) != row[0] and data.draw(st.booleans()):
            changed.add(row[0])
            row[0] = change(row[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    found = results(after, pack)
    for name in (each for each in found.columns if each.startswith("level_")):
        for id_, was, is_ in zip(found.columns["applicant_id"], before.columns[name], found.columns[name], strict=True):
            old, new = Standing[was.upper()], Standing[is_.upper()]
            if id_ in changed:
                assert new >= Standing.REVIEW
                assert new <= max(old, Standing.REVIEW)
            else:
                assert new == old
