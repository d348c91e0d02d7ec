"""Checking one applicant, measured against the imports that it cannot do without.

    python tests/benchmarks/check.py --repeat 15

Both sides are fresh processes, measured in turns from start to end; medians are shown.

- minqual: minqual check RECORD --rules PACK --as-of DATE, the script beside the interpreter
- floor: a process that imports typer, pydantic, numpy and durable.engine, and ends

One more check runs under -X importtime: it must not import pandas or pyarrow. Exit code 1 if it does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from measuring import Run, interleaved, median_cpu, median_peak, median_seconds, run

VERDICTS: Final = (0, 1, 3)
"""Exit codes of a check that came to a verdict."""
FLOOR: Final = "import typer, pydantic, numpy, durable.engine"
UNWANTED: Final = frozenset({"pandas", "pyarrow"})

RECORD: Final = {
    "applicant_id": "A1",
    "education": [{"level": "bachelor", "field": "economics", "conferred": "yes", "awarded": "2012-06"}],
    "experience": [
        {"start": "2019-03-01", "end": "present", "hours_per_week": "40", "kinds": ["communications"]},
        {"start": "2013", "end": "2019-02-28", "hours_per_week": "20", "kinds": "journalism; data analysis"},
    ],
    "credentials": [{"name": "driver's license", "issuer": "California", "expires": "2028-01-31"}],
    "answers": [{"question": "evening-meetings", "answer": "yes"}],
}
"""A made-up record with a little of everything."""


def imported(command: Sequence[str]) -> frozenset[str]:
    """The top-level packages that a check imports; the command starts with the interpreter."""
    told = subprocess.run([command[0], "-X", "importtime", *command[1:]], capture_output=True, text=True, check=False)
    if told.returncode not in VERDICTS:
        msg = f"exit code {told.returncode}: {told.stderr[-2000:]}"
        raise RuntimeError(msg)
    names = (line.rpartition("|")[2].strip() for line in told.stderr.splitlines() if line.startswith("import time:"))
    return frozenset(name.partition(".")[0] for name in names)


def told(minqual: Sequence[Run], base: Sequence[Run]) -> str:
    """The measurements as a small table."""
    lines = [f"{'':<10}{'ms':>8}{'ratio':>8}{'cpu ms':>9}{'ratio':>8}{'peak MB':>10}"]
    for name, runs in (("minqual", minqual), ("floor", base)):
        seconds, cpu = median_seconds(runs), median_cpu(runs)
        lines.append(
            f"{name:<10}{seconds * 1000:>8.0f}{seconds / median_seconds(base):>8.2f}{cpu * 1000:>9.0f}"
            f"{cpu / median_cpu(base):>8.2f}{median_peak(runs):>10.0f}"
        )
    return "\n".join(lines)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, nargs="?", help="a JSON record; a made-up one if not given")
    parser.add_argument("--rules", default="stockton/mayoral-pio", help="a rule pack, bundled or a path")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--repeat", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        record = given.record or Path(place) / "record.json"
        if given.record is None:
            record.write_text(json.dumps(RECORD), encoding="utf-8")
        options = ["--rules", given.rules, "--as-of", given.as_of]
        module = [sys.executable, "-m", "minqual", "check", str(record), *options]
        command = [str(Path(sys.executable).with_name("minqual")), "check", str(record), *options]
        unwanted = imported(module) & UNWANTED
        minqual, base = interleaved(
            [lambda: run(command, accepted=VERDICTS), lambda: run([sys.executable, "-c", FLOOR])], given.repeat
        )
    print(told(minqual, base))
    print(f"imports {', '.join(sorted(unwanted))}" if unwanted else "imports neither pandas nor pyarrow")
    return 1 if unwanted else 0


if __name__ == "__main__":
    sys.exit(main())
