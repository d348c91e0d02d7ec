"""A small pack with a few bounds, and a file of cases for it: what the tests of the workbench share."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACK: Final = """\
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
          - all of:
              - experience: 18 months
                in: office work
              - units: 30 semester units
          - discretion: the City
            may accept: anything equal
      - credential: typing certificate
        issued by: County of Alder
        due: at filing
  - id: senior
    title: Senior
    requires:
      - judgement: the prose is clear
        by: the screener
      - any of:
          - degree: bachelor
            in: history
          - experience: 10 years
            in: either kind
"""

CASES: Final = """\
as of: 2026-11-21
given:
  credentials: [{name: typing certificate, issuer: County of Alder}]
cases:
  - name: eighteen months exactly
    education: [{level: some college, semester_units: 30}]
    experience: [{start: 2020-01-01, end: 2021-06-30, hours_per_week: 40, kinds: office work}]
    expect: {clerk: met, senior: unmet}
  - name: a day short
    education: [{level: some college, semester_units: 30}]
    experience: [{start: 2020-01-01, end: 2021-06-29, hours_per_week: 40, kinds: office work}]
    expect: {clerk: refer, senior: unmet}
"""


def written(folder: Path, pack: str = PACK, cases: str | None = CASES) -> Path:
    """A pack and its cases in a folder, as the path of the pack."""
    path = folder / "clerk.yaml"
    path.write_text(pack, encoding="utf-8")
    if cases is not None:
        (folder / "clerk.cases.yaml").write_text(cases, encoding="utf-8")
    return path


CLERK = """\
name: example/clerk
title: Clerk
agency: Town of Example
specification: Class specification 101, 2024
version: "1"
in force: 2024-01-01
kinds:
  clerical work: [clerk]
levels:
  - id: clerk
    title: Clerk
    source: {section: Q, anchor: one year}
    requires:
      - experience: 1 year
        in: clerical work
"""
"""A pack of one level that asks a year of clerical work."""
