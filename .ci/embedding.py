"""An applicant tracking system in small, as another project would write it around minqual.

It judges applications that come as JSON through FastAPI, and as a form through a view as Django has them; it puts
faults beside the fields of the form, keeps verdicts and reads them back, and changes to another version of a pack while
it runs.
`.ci/embedding` checks its types and runs it, outside the repository and with minqual as it is installed.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient

import minqual

DAY = date(2026, 11, 21)
CLASS = "example/clerk"
PACK = """
name: example/clerk
title: Clerk
agency: Town of Example
specification: Class specification 100
version: "{version}"
in force: 2024-01-01
kinds: {{clerical work: [office work]}}
levels:
  - id: clerk
    title: Clerk
    source: {{section: Requirements, anchor: year of office work}}
    requires:
      - experience: {years}
        in: clerical work
"""

screeners: dict[str, minqual.Screener] = {}
"""The packs in use. Putting another in place of one is all that a new version takes."""


class Verdicts:
    """Verdicts as they were given, by applicant."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._file.execute("create table verdicts (applicant text primary key, verdict text)")

    def keep(self, verdict: minqual.Verdict) -> None:
        """Keep a verdict in place of the applicant's last one."""
        self._file.execute("insert or replace into verdicts values (?, ?)", (verdict.applicant_id, verdict.to_json()))
        self._file.commit()

    def of(self, applicant: str) -> minqual.Verdict:
        """The verdict that was kept of an applicant."""
        (text,) = self._file.execute("select verdict from verdicts where applicant = ?", (applicant,)).fetchone()
        return minqual.Verdict.from_json(text)


def field_of(fault: minqual.Fault) -> str:
    """The field of a form that a fault is about: experience-0-start."""
    return "-".join(map(str, fault.loc))


def faults_by_field(error: minqual.FaultyInput) -> dict[str, str]:
    """What to say beside each field of a form."""
    return {field_of(each): f"{each.found}; expected {each.expected}" for each in error.faults}


app = FastAPI()


@app.post("/applications")
def apply(record: dict[str, Any]) -> JSONResponse:
    """An application as JSON."""
    try:
        verdict = minqual.check(record, screeners[CLASS], DAY)
    except minqual.RecordError as error:
        return JSONResponse(faults_by_field(error), 422)
    return JSONResponse({"standing": verdict.verdict, "level": verdict.eligible_level})


@dataclass(frozen=True)
class HttpRequest:
    """A request as Django hands it to a view."""

    method: str
    POST: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class HttpResponse:
    """An answer as a view of Django gives it."""

    content: Mapping[str, str]
    status_code: int = 200


def application_form(request: HttpRequest) -> HttpResponse:
    """A form of one job, as a view; the names of its fields are those of faults."""
    if request.method != "POST":
        asked = minqual.asks(screeners[CLASS])
        jobs = next(each for each in asked.tables if each.table == "experience")
        return HttpResponse({f"experience-0-{each.column}": each.says for each in jobs.columns})
    record: dict[str, Any] = {"experience": [{}]}
    for name, value in request.POST.items():
        table, _, place = name.partition("-0-")
        if place:
            record[table][0][place] = value
        else:
            record[name] = value
    try:
        verdict = minqual.check(record, screeners[CLASS], DAY)
    except minqual.RecordError as error:
        return HttpResponse(faults_by_field(error), 422)
    return HttpResponse({"standing": verdict.verdict})


JOB: dict[str, Any] = {"kinds": ["office work"], "start": "2020-01-01", "end": "2021-06-30", "hours_per_week": 40}
RECORD: dict[str, Any] = {"applicant_id": "a1", "experience": [JOB]}


def takes_applications() -> None:
    """Applications are judged, and what is wrong with them stands beside its field."""
    client = TestClient(app)
    assert client.post("/applications", json=RECORD).json() == {"standing": "met", "level": "clerk"}
    wrong = client.post("/applications", json={"applicant_id": "a1", "experience": [{"kind": "office work"}]})
    assert (wrong.status_code, list(wrong.json())) == (422, ["experience-0-kind"])

    names = application_form(HttpRequest("GET")).content
    form = {f"experience-0-{name}": str(value) for name, value in JOB.items()} | {"experience-0-kinds": "office work"}
    assert set(form) <= set(names)
    form |= {"applicant_id": "a1", "experience-0-start": "2021-02-30"}
    response = application_form(HttpRequest("POST", form))
    assert (response.status_code, list(response.content)) == (422, ["experience-0-start"])
    form |= {"experience-0-start": "2020-01-01"}
    assert application_form(HttpRequest("POST", form)).content == {"standing": "met"}


def keeps_verdicts(verdicts: Verdicts) -> None:
    """A verdict that is read back is the one that was kept."""
    given = minqual.check(RECORD, screeners[CLASS], DAY)
    verdicts.keep(given)
    assert verdicts.of("a1") == given
    assert verdicts.of("a1").to_json() == given.to_json()


def changes_a_pack(pack: Path) -> None:
    """Checks that run keep the pack that they have; those that come get the other one."""
    pack.write_text(PACK.format(version="2", years="2 years"), encoding="utf-8")
    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(minqual.check, RECORD, screeners[CLASS], DAY) for _ in range(50)]
        screeners[CLASS] = minqual.Screener(pack)
        running += [threads.submit(minqual.check, RECORD, screeners[CLASS], DAY) for _ in range(50)]
    found = [(each.result().pack.version, each.result().verdict) for each in running]
    assert found == [("1", "met")] * 50 + [("2", "unmet")] * 50
    assert TestClient(app).post("/applications", json=RECORD).json() == {"standing": "unmet", "level": None}


def main(folder: Path) -> None:
    """Use all of it once."""
    pack, verdicts = folder / "clerk.yaml", Verdicts(folder / "verdicts.db")
    pack.write_text(PACK.format(version="1", years="1 year"), encoding="utf-8")
    screeners[CLASS] = minqual.Screener(pack)
    takes_applications()
    keeps_verdicts(verdicts)
    changes_a_pack(pack)
    assert verdicts.of("a1").pack.version == "1"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
