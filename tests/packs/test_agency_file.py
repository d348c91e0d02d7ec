"""An agency's file, named clauses and groups of any section: what a pack draws on by name."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import minqual
from minqual.notation import bundled_rules
from minqual.packs import bundled_agencies, codes_of, given_packs, load_written, read_agency
from minqual.packs.library import written_pack
from minqual.values import PackError
from support.command_line import minqual as minqual_cli
from support.places import RULES

AGENCY = """\
agency: City of Larkspur
employers: {City of Larkspur: [larkspur], County of Larkspur: []}
credentials: {driver's license: [licence to drive]}
kinds: {baking: [bread making], gardening: []}
fields: {weaving: [], pottery: [ceramics], accounting: []}
groups: {fields: {crafts: [weaving, pottery]}, kinds: {handiwork: [baking, gardening]}}
known others: {classes: [Potter], employers: [Town of Wrentham]}
clauses:
  licence: {credential: driver's license, due: by appointment}
  path:
    all of:
      - clause: licence
      - degree: bachelor
        in: crafts
notes:
  how: {says: how to file, source: {anchor: by letter}}
"""

PACK = """\
name: larkspur/baker
title: Baker
specification: invented
version: "1"
in force: 2020-01-01
clauses:
  year: {experience: 1 year, in: handiwork, employer: City of Larkspur}
levels:
  - id: baker
    title: Baker
    source: {anchor: a year}
    requires:
      - clause: year
      - clause: path
        source: {anchor: a degree}
no effect:
  - note: how
"""

WHOLE = """\
name: larkspur/baker
title: Baker
agency: City of Larkspur
specification: invented
version: "1"
in force: 2020-01-01
kinds: {baking: [bread making], gardening: []}
groups: {handiwork: [baking, gardening]}
fields: {weaving: [], pottery: [ceramics]}
employers: {City of Larkspur: [larkspur]}
credentials: {driver's license: [licence to drive]}
known others: {employers: [Town of Wrentham, County of Larkspur]}
levels:
  - id: baker
    title: Baker
    source: {anchor: a year}
    requires:
      - {experience: 1 year, in: handiwork, employer: City of Larkspur}
      - all of:
          - {credential: driver's license, due: by appointment}
          - {degree: bachelor, in: [weaving, pottery]}
        source: {anchor: a degree}
no effect:
  - {says: how to file, source: {anchor: by letter}}
"""


def folder(path: Path, pack: str = PACK, agency: str = AGENCY) -> Path:
    (path / "agency.yaml").write_text(agency)
    (path / "baker.yaml").write_text(pack)
    return path / "baker.yaml"


def test_a_pack_that_draws_on_its_agency_is_the_one_written_out(tmp_path: Path) -> None:
    drawn, whole = minqual.load_pack(folder(tmp_path)), minqual.load_pack(text=WHOLE)
    assert drawn.digest == whole.digest
    assert drawn.vocabularies == whole.vocabularies
    assert drawn.levels == whole.levels
    assert written_pack(tmp_path / "baker.yaml").read().digest == whole.digest


def test_an_agency_file_is_never_a_pack(tmp_path: Path) -> None:
    folder(tmp_path)
    assert [each.pack.name for each in given_packs([str(tmp_path)])] == ["larkspur/baker"]
    with pytest.raises(PackError, match=r"agency.yaml"):
        minqual.load_pack(tmp_path / "agency.yaml")


def test_a_program_hands_the_agency_over() -> None:
    agency: dict[str, Any] = {"agency": "City of Larkspur", "kinds": {"baking": ["bread making"]}}
    pack: dict[str, Any] = {
        "name": "larkspur/baker",
        "title": "Baker",
        "specification": "invented",
        "version": 1,
        "in force": "2020-01-01",
        "levels": [{"id": "baker", "title": "Baker", "requires": [{"experience": "1 year", "in": "baking"}]}],
    }
    assert minqual.load_pack(text=pack, agency=agency).kinds == {"baking": ("bread making",)}
    with pytest.raises(PackError, match=r"agency"):
        minqual.load_pack(text=pack)


FAULTS = {
    "in the agency's file": (PACK, AGENCY.replace("bachelor", "bachelo"), "agency.yaml line 13 column 9: 'bachelo'"),
    "unknown clause": (PACK.replace("clause: path", "clause: pat"), AGENCY, "baker.yaml line 14 column 9: unknown cl"),
    "unknown note": (PACK.replace("note: how", "note: haw"), AGENCY, "baker.yaml line 17 column 5: unknown note 'haw'"),
    "a circle": (PACK.replace("{experience: 1 year, in: handiwork, employer: City of Larkspur}", "{clause: year}"),
                 AGENCY, "in a circle: year in year"),
    "unknown name of a group": (PACK, AGENCY.replace("[weaving, pottery]}", "[weaving, potery]}"),
                                "agency.yaml line 6 column 19: unknown name 'potery'"),
    "unknown key": (PACK, AGENCY + "holidays: none\n", "agency.yaml line 17 column 1: unknown key 'holidays'"),
    "too many": (
        PACK.replace("  year: {", "".join(f"  a{n}: {{all of: [{{clause: a{n + 1}}}, {{clause: a{n + 1}}}]}}\n"
                                            for n in range(30)) + "  a30: {degree: bachelor}\n  year: {"),
        AGENCY, "hold too many others"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_points_into_the_file_in_which_it_stands(case: str, tmp_path: Path) -> None:
    pack, agency, said = FAULTS[case]
    with pytest.raises(PackError) as raised:
        load_written(folder(tmp_path, pack, agency))
    assert any(said in str(fault) for fault in raised.value.faults), raised.value.faults


def test_a_word_that_leaves_it_open_does_so_in_each_pack_that_knows_one_of_its_names(tmp_path: Path) -> None:
    agency = AGENCY + "may mean: {fields: {arts: [weaving, painting]}, kinds: {craft: [baking, gardening]}}\n"
    agency = agency.replace("known others: {", "known others: {fields: [painting], ")
    pack = minqual.load_pack(folder(tmp_path, PACK, agency))
    meant = {"kinds": {"craft": ("baking", "gardening")}, "fields": {"arts": ("weaving", "painting")}}
    assert pack.may_mean == meant
    (tmp_path / "agency.yaml").write_text(agency.replace("[weaving, painting]}", "[weeving, painting]}"))
    with pytest.raises(PackError, match=r"agency.yaml line 17 .*unknown name 'weeving'.*did you mean 'weaving'"):
        minqual.load_pack(tmp_path / "baker.yaml")


def test_lint_tells_what_no_pack_of_the_folder_draws_on(tmp_path: Path) -> None:
    folder(tmp_path)
    more = AGENCY.replace(
        "notes:\n", "  spare: {degree: master}\nnotes:\n  fee: {says: fee, source: {anchor: a fee}}\n"
    )
    (tmp_path / "agency.yaml").write_text(more.replace("kinds: {baking", "kinds: {sewing: [], baking"))
    done = minqual_cli("rules", "lint", tmp_path / "agency.yaml")
    assert done.code == 0
    told = [line for line in done.out.splitlines() if "no pack in the folder" in line]
    assert [line.split("'")[1] for line in told] == ["sewing", "accounting", "spare", "fee"]
    assert minqual_cli("rules", "lint", "--strict", tmp_path / "agency.yaml").code == 1
    (tmp_path / "baker.yaml").unlink()
    assert "no remarks" in minqual_cli("rules", "lint", "--strict", tmp_path / "agency.yaml").out


def test_an_agency_file_has_a_schema_of_its_own() -> None:
    schema = json.loads(minqual_cli("rules", "schema", "--agency").out)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert validator.is_valid(yaml.safe_load(AGENCY))
    changes = {
        "clauses:": "clases:",
        "credential: driver": "credentials: driver",
        "agency: City": "levels: []\nagency: C",
    }
    for was, now in changes.items():
        assert not validator.is_valid(yaml.safe_load(AGENCY.replace(was, now)))
    for name in bundled_agencies():
        assert validator.is_valid(yaml.safe_load((bundled_rules() / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("called", [str(RULES / "opm" / "agency.yaml"), "opm/agency"])
def test_an_agencys_file_is_refused_as_a_pack_by_what_it_is(called: str) -> None:
    with pytest.raises(PackError) as refused:
        minqual.load_pack(called)
    (fault,) = refused.value.faults
    assert (fault.code, fault.expected) == ("other-kind", "a pack that draws on it")
    assert "an agency's file, which is no pack" in fault.found


def test_groups_by_section_may_be_used_by_no_clause() -> None:
    written = WHOLE.replace("groups: {", "groups: {fields: {crafts: [weaving]}, kinds: {").replace(
        "ing]}\nf", "ing]}}\nf"
    )
    assert minqual.load_pack(text=written).groups == minqual.load_pack(text=WHOLE).groups


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ('{trade test: "?", x: y}', "that says nothing"),
        ('{"trade: test": passed}', "words without a colon"),
        ("{Other: as they say}", "another one: every agency has it"),
        ("[trade test]", "a mapping"),
    ],
)
def test_reason_codes_that_nobody_can_use_are_faults(codes: str, said: str) -> None:
    with pytest.raises(PackError, match=re.escape(said)):
        read_agency(f"agency: Town\nreason codes: {codes}\n".encode(), "agency.yaml")


def test_the_packs_of_an_agency_know_its_reason_codes(tmp_path: Path) -> None:
    folder = tmp_path / "larkspur"
    folder.mkdir()
    (folder / "agency.yaml").write_text(AGENCY + "reason codes: {trade test: passed the test of the trade}\n")
    (folder / "baker.yaml").write_text(PACK)
    assert codes_of([str(folder / "baker.yaml")]) == codes_of([str(folder)])
    assert codes_of([str(folder)]) == {"trade test": "passed the test of the trade"}
    assert codes_of([str(folder / "nothing.yaml")]) == {}
