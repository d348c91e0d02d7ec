"""The command line, run in the tests' own process: the second that a process takes to start is spared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from typer.testing import CliRunner

from minqual.commands import app


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object, stdin: str = "", environment: Mapping[str, str] | None = None) -> Done:
    """One run of the command line, without a terminal."""
    plain = {"NO_COLOR": None, "FORCE_COLOR": None}
    result = CliRunner().invoke(
        app, [*map(str, arguments)], input=stdin, env={**plain, **(environment or {})}, prog_name="minqual"
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)
