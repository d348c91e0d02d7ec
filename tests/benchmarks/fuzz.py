"""The service asked what its own description allows, and what it forbids: schemathesis against the real server.

    uv run --group fuzz python tests/benchmarks/fuzz.py
    uv run --group fuzz python tests/benchmarks/fuzz.py --requests 10000 --seed 1

Schemathesis reads /openapi.json and makes requests of it, at least so many. None may be answered with 500, and none
otherwise than described: status, kind of content, schema of the answer. Told are how many were answered how, and the
resident set of the server before and behind.

Exit code 1 if an answer is otherwise, or if fewer requests were made than asked for.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from measuring import MEGABYTE, memory
from screen import PACK
from service import cores, serving, told

CHECKS: Final = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
KNOWN: Final = {
    "path.agency": "stockton",
    "path.name": "mayoral-pio",
    "path.clause": "mayoral-pio.any-of",
    "path.schema": "record",
    "query.pack": "stockton/mayoral-pio",
}
"""Names that are there: those that are made up come to 404, and no further."""

ENDLESS: Final = 3
"""Operations with a body, of which there is no end; of the others there are few different requests."""


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def asked(port: int, examples: int, seed: int, folder: Path) -> int:
    """The exit code of schemathesis with so many examples of every operation; what it found is on standard output."""
    settings = folder / "schemathesis.toml"
    names = "".join(f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in KNOWN.items())
    settings.write_text(f"[parameters]\n{names}", encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(settings)),
        *("run", f"http://127.0.0.1:{port}/openapi.json"),
        *("--phases", "examples,coverage,fuzzing", "--checks", ",".join(CHECKS), "--continue-on-failure"),
        *("--max-examples", str(examples), "--seed", str(seed), "--generation-database", "none", "--no-color"),
        *("--suppress-health-check", "all", "--request-timeout", "30"),
    ]
    return subprocess.run(command, check=False).returncode


def answered(log: Path) -> Iterator[tuple[int, bool]]:
    """The status of each request in an access log, and whether the service was at fault."""
    for line in log.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        yield said["status"], "fault" in said


def main() -> int:
    """The command line."""
    given = parsed()
    core, _ = cores()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "access.log"
        with serving(PACK, core, log=log) as server:
            before = memory(server.process).resident / MEGABYTE
            code = asked(server.port, -(-given.requests // ENDLESS), given.seed, Path(folder))
            behind = memory(server.process).resident / MEGABYTE
        every = list(answered(log))
    faulty = sum(fault for _, fault in every)
    print(f"{len(every)} requests: {told(Counter(status for status, _ in every))}; {faulty} at fault")
    print(f"memory {before:.1f} MB before, {behind:.1f} MB behind")
    return 1 if code or faulty or len(every) < given.requests else 0


if __name__ == "__main__":
    sys.exit(main())
