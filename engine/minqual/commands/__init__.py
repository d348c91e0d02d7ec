"""The command line: minqual check, screen, rules, applicants and schema."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from minqual._version import __version__
from minqual.commands.applicants import applicants
from minqual.commands.check import check
from minqual.commands.console import Colour, OnceCommand, settings
from minqual.commands.rules import rules
from minqual.commands.schema import schema
from minqual.commands.screen import screen

# No plugin of another package takes part in a decision, and looking for them would slow down every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

app = typer.Typer(
    name="minqual",
    help="Decide which level of a job classification an applicant's record qualifies for, and say why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)
app.command()(screen)
app.command()(check)
app.add_typer(rules, name="rules")
app.add_typer(applicants, name="applicants")
app.add_typer(schema, name="schema")


def _once(group: typer.Typer) -> None:
    """Let every command of a group, and of the groups in it, refuse an option that is given twice."""
    for command in group.registered_commands:
        command.cls = OnceCommand
    for each in group.registered_groups:
        if each.typer_instance is not None:
            _once(each.typer_instance)


_once(app)


def _version(asked: bool) -> None:  # noqa: FBT001  # typer's callback
    if asked:
        print(f"minqual {__version__}")
        raise typer.Exit


@app.callback()
def before(
    *,
    color: Annotated[
        Colour, typer.Option(help="When to use colour; NO_COLOR and FORCE_COLOR are heeded.")
    ] = Colour.AUTO,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an internal fault arose.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options for every command."""
    settings.colour, settings.quiet, settings.debug = color, quiet, debug


def _ended(number: int, frame: FrameType | None) -> None:
    """Answer a request to end as one to interrupt: what is half done is taken back first."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Who runs a command beyond the end of their session lets it ignore SIGHUP, and so it does.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _ended)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
