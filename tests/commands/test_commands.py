"""The command line keeps its word: exit codes, streams, colour, and the contract in JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from pydantic import TypeAdapter

from minqual.verdicts import Verdict
from support.command_line import minqual
from support.places import ROOT

SAMPLES: Final = ROOT / "applicants" / "stockton-mayoral-pio"
AS_OF: Final = ("--as-of", "2026-11-21")
RULES: Final = ("--rules", "stockton/mayoral-pio", *AS_OF)
JOB: Final = "communications, 2016-01-01..2020-12-31, 40h"
DEGREE: Final = "bachelor: economics, 2012-06-15"
LICENCE: Final = "driver's license, California, 2030-01-01"


def in_a_process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """One run of the command line in a process of its own."""
    command = [sys.executable, "-m", "minqual", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--degree", DEGREE, "--job", JOB, "--credential", LICENCE, "--answer", "evening-meetings=yes"), 0),
        (("--degree", DEGREE, "--job", JOB), 3),
        (("--degree", "bachelor: history, 2012-06", "--job", JOB), 3),
        (("--degree", DEGREE), 1),
        (("--degree", "batchelor", "--job", JOB), 2),
    ],
    ids=["met", "conditional", "review", "refer", "faulty"],
)
def test_the_exit_code_of_a_check_says_what_came_of_it(said: Sequence[str], code: int) -> None:
    assert in_a_process("check", *RULES, *said).returncode == code


def test_a_level_of_its_own_gives_its_verdict_and_exit_code() -> None:
    record = ("--degree", "bachelor: history, 2012-06", "--job", JOB, "--credential", LICENCE)
    rules = ("--rules", "san-jose/council-community-relations", *AS_OF)
    assert minqual("check", *rules, *record).code == 0
    assert minqual("check", *rules, *record, "--level", "director").code == 3
    assert minqual("check", *rules, *record, "--level", "coordinator").code == 0


def test_a_record_comes_from_standard_input_where_a_dash_or_nothing_is_given() -> None:
    record = json.dumps({"applicant_id": "a1", "education": [{"level": "ged", "conferred": True}]})
    for source in (("-",), ()):
        done = minqual("check", *source, *RULES, "--format", "json", stdin=record)
        assert done.code == 1
        assert json.loads(done.out)["applicant_id"] == "a1"


def test_the_json_of_a_check_is_the_contract() -> None:
    done = minqual("check", SAMPLES, "--applicant", "a015", *RULES, "--format", "json")
    verdict = json.loads(done.out)
    assert TypeAdapter(Verdict).validate_python(verdict).verdict == "review"
    assert verdict["contract"] == 1
    assert {
        "id",
        "kind",
        "parent",
        "standing",
        "says",
        "source",
        "further_sources",
        "counted",
        "needed",
        "most",
        "evidence",
        "open",
    } == set(verdict["levels"][0]["clauses"][0])


def test_a_verdict_of_one_applicant_is_that_of_the_whole_screening(tmp_path: Path) -> None:
    minqual("screen", SAMPLES, *RULES, "-o", tmp_path / "results.csv")
    table = (tmp_path / "results.csv").read_text(encoding="utf-8").replace('"', "").splitlines()[1:]
    for line in table[:5]:
        applicant, verdict = line.split(",")[:2]
        done = minqual("check", SAMPLES, "--applicant", applicant, *RULES, "--format", "json")
        assert json.loads(done.out)["verdict"] == verdict


def test_the_schemas_are_json_schemas_of_records_and_results() -> None:
    record, result = (json.loads(minqual("schema", name).out) for name in ("record", "result"))
    assert set(record["properties"]) == {"applicant_id", "education", "experience", "credentials", "answers"}
    assert {"contract", "verdict", "levels", "policy", "pack", "engine"} <= set(result["properties"])


def test_results_go_to_standard_output_and_messages_to_standard_error() -> None:
    done = minqual("screen", SAMPLES, *RULES)
    assert done.out.splitlines()[0].replace('"', "").startswith("applicant_id,verdict")
    assert "31 applicants" in done.err
    assert "applicants:" not in done.out


def test_quiet_says_nothing_where_nothing_is_wrong() -> None:
    assert minqual("--quiet", "screen", SAMPLES, *RULES).err == ""


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_is_used_where_it_is_wanted(options: Sequence[str], environment: dict[str, str], coloured: bool) -> None:  # noqa: FBT001  # a case, not a flag
    done = minqual(*options, "check", *RULES, "--degree", DEGREE, environment=environment)
    assert ("\x1b[" in done.out) is coloured


def test_today_is_the_as_of_date_where_none_is_given_and_is_said() -> None:
    done = minqual("check", "--rules", "stockton/mayoral-pio", "--degree", DEGREE)
    assert "as of 20" in done.err
    assert "today" in done.err


def test_a_reader_that_goes_away_is_no_fault() -> None:
    command = f"{sys.executable} -m minqual rules show stockton/mayoral-pio | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602  # our own text
    assert done.stderr == ""


def test_a_missing_rule_engine_is_told_in_one_sentence() -> None:
    code = (
        "import sys\nsys.modules['durable.engine'] = None\n"
        f"sys.argv = ['minqual', 'check', *{list(RULES)!r}, '--degree', {DEGREE!r}]\n"
        "from minqual.__main__ import main\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("minqual: durable-rules cannot be imported")
    assert "C compiler" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_interruption_ends_with_130() -> None:
    code = (
        "import sys, minqual.commands.check\n"
        "def interrupted(*_): raise KeyboardInterrupt\n"
        "sys.modules['minqual.commands.check'].load_pack = interrupted\n"
        f"sys.argv = ['minqual', 'check', *{list(RULES)!r}, '--degree', {DEGREE!r}]\n"
        "from minqual.__main__ import main\nmain()\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 130
