"""Whatever people, profiles, packs, records and settlements hold comes out of letters as it stands, in every form."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.test_letters import FORMS, seen, sheet_of
from minqual.letters import EXAMPLE
from minqual.notation import parse_yaml
from support.command_line import minqual as run
from support.examples import examples, some_of

HOSTILE: Final = (
    "<b>{{ x }}</b>", "{% if y %}", "=1+1", "{_{ x }_}", "\u202etxt.exe\u202c", "]]></w:t>", "{# note #}", "${x} {0}",
    "&amp;&#123;", "'\"`", "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "javascript:x", "\u200f(en inglés)",
)  # fmt: skip

PACK: Final = """
name: example/hostile
title: {title}
agency: Town of Example
specification: Class specification 100, 2024
version: "1"
in force: 2024-01-01
kinds:
  clerical work: [office work]
levels:
  - id: clerk
    title: {level}
    source: {{section: {section}, anchor: {anchor}}}
    requires:
      - experience: 2 years
        in: clerical work
"""


def table(path: Path, *rows: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, rows[0].keys())
        sheet.writeheader()
        sheet.writerows(rows)


def laid(folder: Path, value: str) -> None:
    """Files with a value in every place that letters draw on."""
    folder.mkdir()
    quoted = {
        name: json.dumps(f"{name} {value}", ensure_ascii=False) for name in ("title", "level", "section", "anchor")
    }
    (folder / "pack.yaml").write_text(PACK.format(**quoted), encoding="utf-8")
    profile: Any = parse_yaml(EXAMPLE.read_bytes(), EXAMPLE.name).value
    for name in ("agency", "office", "contact", "signed"):
        profile[name] = f"{name} {value}"
    for name in ("appeal to", "accommodation"):
        profile[name] = dict.fromkeys(("en", "es"), f"{name} {value}")
    (folder / "profile.yaml").write_text(json.dumps(profile, ensure_ascii=False), encoding="utf-8")
    (folder / "pool").mkdir()
    ids = ("none", "some", "both")
    table(folder / "pool" / "applicants.csv", *({"applicant_id": each} for each in ids))
    job = {"start": "2020-01-01", "hours_per_week": "40", "kinds": "office work"}
    jobs = [{"applicant_id": "none", "end": "2020-06-30", **job}, {"applicant_id": "some", "end": "2024-06-30", **job}]
    table(folder / "pool" / "experience.csv", *({**each, "entry": f"entry {value}"} for each in jobs))
    people = [{"applicant_id": each, "name": f"name {value}", "address": f"a {value}\nb {value}"} for each in ids]
    table(folder / "people.csv", *({**each, "language": ("en", "es")[place % 2]} for place, each in enumerate(people)))


def lettered(folder: Path, value: str, form: str) -> list[tuple[dict[str, str], str]]:
    """Letters of an examination of these files, adverse ones confirmed by somebody called so: rows and texts."""
    exam, asks, out = folder / "e.exam", folder / "asks.csv", folder / "out"
    assert run("exam", "open", exam, "--rules", folder / "pack.yaml", "--as-of", "2026-11-21").code == 0
    assert run("exam", "screen", exam, folder / "pool", "--to-resolve", asks, "--confirm").code in {0, 4}
    rows = [row for row in sheet_of(asks) if row["key"].startswith("confirmation")]
    table(asks, *({**row, "answer": row["choices"], "by": f"by {value}", "on": "2026-11-22"} for row in rows))
    assert run("exam", "settle", exam, asks).code == 0
    templates = [word for kind in ("eligible", "not-eligible") for word in ("--template", f"{kind}.{form}")]
    done = run("letters", exam, "--people", folder / "people.csv", "--agency", folder / "profile.yaml",
               "--dated", "2026-11-23", "-o", out, *templates)  # fmt: skip
    assert done.code == 0, done.err
    return [(row, seen((out / row["file"]).read_bytes(), form)) for row in sheet_of(out / "letters.csv")]


@pytest.mark.parametrize("form", some_of(FORMS, 1))
@given(value=st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12))
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_from_anywhere_comes_out_as_it_stands(
    value: str, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile") / "x"
    laid(folder, value)
    letters = lettered(folder, value, form)
    assert {row["kind"] for row, _ in letters} == {"eligible", "not-eligible"}
    everywhere = (
        "name", "a", "b", "agency", "office", "contact", "signed", "appeal to", "accommodation", "title", "level",
        "section", "anchor",
    )  # fmt: skip
    for row, text in letters:
        rejected = row["kind"] == "not-eligible"
        entry = ["entry"] if row["applicant_id"] != "both" else []
        for place in (*everywhere, *(["by"] if rejected else []), *entry):
            assert f"{place} {value}" in text, (place, value)
            assert f"{place} {value}" in "\n".join(row.values()), (place, value)
        if form == "html":
            content = (folder / "out" / row["file"]).read_text(encoding="utf-8")
            assert "<script" not in content
            assert "<b>" not in content
            assert content.count("<") == content.count(">")


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_documents_open_in_libreoffice_and_print_with_all_that_they_say(tmp_path: Path) -> None:
    value, folder = HOSTILE[0], tmp_path / "x"
    laid(folder, value)
    letters = lettered(folder, value, "docx")
    for form, options in (("pdf", "pdf"), ("txt", "txt:Text (encoded):UTF8")):
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", options,
                   "--outdir", str(tmp_path / form)]  # fmt: skip
        files = sorted(map(str, (folder / "out").glob("*.docx")))
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    for row, _ in letters:
        name = Path(row["file"]).stem
        printed = (tmp_path / "pdf" / f"{name}.pdf").read_bytes()
        assert printed.startswith(b"%PDF")
        assert b"/Count 1" in printed or b"/Count 2" in printed
        text = " ".join((tmp_path / "txt" / f"{name}.txt").read_text(encoding="utf-8-sig").split())
        for field in ("sender", "recipient", "subject", "decision", "parts", "appeal", "decision_id"):
            for line in row[field].splitlines():
                assert " ".join(line.split()) in text, field
