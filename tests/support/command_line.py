"""The command line, run in the tests' own process: the second that a process takes to start is spared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from typer.testing import CliRunner

from minqual.commands import app


@dataclass(frozen=True, slots=True)
class Said:
    """What one run of the command line came to."""

    code: int
    out: str
    err: str

    def line(self, *parts: str) -> str:
        """The first line on stderr with all of some parts; the test fails if there is none."""
        for line in self.err.splitlines():
            if all(part in line for part in parts):
                return line
        raise AssertionError(f"no line on stderr has all of {parts}:\n{self.err}")


def minqual(*words: object, stdin: str | bytes = b"", environment: Mapping[str, str] | None = None) -> Said:
    """Run the command line without a terminal; it ends with an exit code and never with a traceback."""
    plain = {"NO_COLOR": None, "FORCE_COLOR": None, **(environment or {})}
    result = CliRunner().invoke(app, [str(word) for word in words], input=stdin, env=plain, prog_name="minqual")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in result.output
    return Said(result.exit_code, result.stdout, result.stderr)
