"""The words that hold verdicts back, as a form: listed, filled in, handed back."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook

from minqual import Screener, SettledFact, settled
from minqual.outputs import Form, Imprint, Listing, words_of, write_listing
from minqual.packs import Run
from minqual.settlements import row_digest
from minqual.verdicts import Results, judged_by
from support.command_line import minqual as run
from support.places import ROOT
from support.screened import tables_of
from support.settled import BY

SOURCE: Final = ROOT / "applicants" / "san-jose-council-community-relations"
PACK: Final = "san-jose/council-community-relations"
ASKED: Final = ("--rules", PACK, "--as-of", "2026-11-21")


def listed(*more: object, source: Path = SOURCE) -> list[dict[str, str]]:
    """The list as it goes to a pipe."""
    done = run("applicants", "words", source, *ASKED, *more)
    assert done.code in {0, 4}, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


def handed_back(path: Path, rows: list[dict[str, str]]) -> Path:
    """The list with the first choice as every answer."""
    signed = {"by": "JD", "on": "2026-11-24", "how": "duty statement"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "answer": row["choices"].partition(";")[0], **signed} for row in rows)
    return path


def test_every_word_is_listed_once_and_settled_is_listed_no_more(tmp_path: Path) -> None:
    rows = listed("--titles")
    named = [(row["column"], row["word"], row["employer"]) for row in rows]
    assert len(set(named)) == len(named)
    assert ("education.field", "sociology", "") in named
    assert ("experience.title", "shift lead", "elmwood diner") in named
    assert not listed("--titles", "--settled", handed_back(tmp_path / "back.csv", rows))
    titles = [row for row in rows if row["column"] == "experience.title"]
    assert [row["word"] for row in listed("--titles", "--settled", handed_back(tmp_path / "t.csv", titles))] == [
        "sociology"
    ]


def test_the_nearest_names_are_suggested_and_never_read(tmp_path: Path) -> None:
    kinds = {
        "a": "public relatons",
        "b": "Communications / public relatons",
        "c": "-, cooking",
        "d": "communications, n/a, public relations",
        "e": ", cooking",
    }
    (tmp_path / "applicants.csv").write_text("applicant_id\n" + "\n".join(kinds) + "\n", encoding="utf-8")
    studies = "".join(f"{who},bachelor,sociology,yes\n" for who in kinds)
    (tmp_path / "education.csv").write_text("applicant_id,level,field,conferred\n" + studies, encoding="utf-8")
    licences = "".join(f"{who},driver's license,California\n" for who in kinds)
    (tmp_path / "credentials.csv").write_text("applicant_id,name,issuer\n" + licences, encoding="utf-8")
    jobs = "".join(f'{who},2010,2022,40,"{kind}",Cook,Diner\n' for who, kind in kinds.items())
    header = "applicant_id,start,end,hours_per_week,kinds,title,employer\n"
    (tmp_path / "experience.csv").write_text(header + jobs, encoding="utf-8")
    rows = listed("--titles", source=tmp_path)
    assert {row["word"]: row["nearest"] for row in rows if row["column"] == "experience.kinds"} == {
        "public relatons": "public relations",
        "communications / public relatons": "communications; public relations",
        "'-, cooking": "",
        "communications, n/a, public relations": "communications; public relations",
        ", cooking": "",
    }
    assert all(not row["answer"] for row in rows)
    (title,) = (row for row in rows if row["column"] == "experience.title")
    assert title["nearest"] == ""
    assert "'" not in title["duties"]
    assert "cooking" in title["duties"].split(" | ")


def test_counts_are_those_of_the_work_list(tmp_path: Path) -> None:
    work = tmp_path / "work.csv"
    done = run("screen", SOURCE, *ASKED, "-o", tmp_path / "r.csv", "--to-resolve", work)
    assert done.code in {0, 4}, done.err
    with work.open(encoding="utf-8") as file:
        there = {row["key"]: row["verdicts"] for row in csv.DictReader(file) if row["key"].startswith("word|")}
    assert {row["key"]: row["verdicts"] for row in listed()} == there


def test_words_that_people_wrote_into_rows_are_listed_as_they_stand_there_now() -> None:
    pack = {
        **dict.fromkeys(("title", "agency", "specification"), "invented"),
        "name": "town/baker",
        "version": "1",
        "in force": "2020",
        "kinds": {"baking": []},
        "levels": [{"id": "one", "title": "Baker", "requires": [{"experience": "2 years", "in": "baking"}]}],
    }
    job = {"kinds": "doors", "start": "2019-01-01", "end": "2022-01-01", "hours_per_week": "40"}
    tables = tables_of([{"applicant_id": "A", "experience": [job]}])
    mine, there = row_digest(tables.tables["experience"], 0), {"applicant": "A", "table": "experience", **BY}
    given = [
        SettledFact(row=mine, column="kinds", says="floors", **there),
        SettledFact(row="", column="kinds", says="kinds: stairs; start: 2015-01-01; end: 2016-01-01", **there),
    ]
    screener = Screener(pack).for_run(Run(settlements=settled(given)))
    results = judged_by([screener], tables, date(2024, 1, 1), None, apart=False, detailed=True).first
    assert words_of(results, titles=True).columns["word"] == ["floors", "stairs"]
    assert isinstance(results, Results)
    asked = dict(zip(results.work_list["column"].tolist(), results.work_list["key"].tolist(), strict=True))
    assert asked["hours_per_week"] == "fact|A|experience|+kinds|hours_per_week"


def test_a_workbook_offers_the_choices_that_excel_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "words.xlsx"
    done = run("applicants", "words", SOURCE, *ASKED, "--titles", "-o", path)
    assert done.code in {0, 4}, done.err
    sheet = load_workbook(path)["words"]
    headings = [cell.value for cell in sheet[1]]
    offered = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert all(place.startswith("ABCDEFGHIJKLM"[headings.index("answer")]) for place in offered)
    assert any("public service,customer service" in str(choices) for choices in offered.values())
    assert run("applicants", "words", SOURCE, *ASKED, "--settled", path, "-o", tmp_path / "again.csv").code in {0, 4}


@pytest.mark.parametrize(
    ("choices", "kind"),
    [("a; b", "list"), ("; ".join(f"name number {each}" for each in range(40)), None), ("a, b; c", None)],
)
def test_too_many_choices_are_told_in_a_note(choices: str, kind: str | None, tmp_path: Path) -> None:
    form = Listing("words", {"choices": [choices, choices, "", choices], "answer": [""] * 4})
    path = tmp_path / "form.xlsx"
    with path.open("wb") as file:
        write_listing(form, Form.XLSX, file, Imprint({}, [], "2026-11-21"))
    offered = load_workbook(path)["words"].data_validations.dataValidation
    assert [(each.type, str(each.sqref)) for each in offered] == [(kind, "B2:B3"), (kind, "B5")]
    assert all((each.prompt or "").startswith("One of the names") == (kind is None) for each in offered)


def test_what_cannot_be_listed_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    for options, said in (
        (("--rules", "san-jose"), "a folder of packs"),
        (("--rules", PACK, "-o", there), "already exists"),
        (("--rules", PACK, "-o", SOURCE / "experience.csv", "--force"), "one of the source's own tables"),
        (("--rules", PACK, "-o", tmp_path / "words.txt"), "ends in '.txt'"),
        (("--rules", PACK, "--settled", there), "no sheet of settlements"),
    ):
        done = run("applicants", "words", SOURCE, *options)
        assert done.code == 2
        assert said in done.err
    assert there.read_text() == "mine"
    assert [each.name for each in tmp_path.iterdir()] == ["there.csv"]
