"""The command line: minqual check, screen, compare, rules, applicants and schema.

The modules in their order:

    console              Terminals and exit codes: data on stdout, messages on stderr, colour where it is wanted
    inputs               The files that a command reads, which none of its outputs may replace, with --force as well
    reading              The options by which commands are told how to read a source of applicants
    spoken_record        A record spoken on the command line: degrees, jobs, units
    applicants_inspect   minqual applicants inspect: what is understood of a source, before anyone is judged
    applicants_map       minqual applicants map: a column map proposed from a file's headings and cells
    applicants_template  minqual applicants template: blank tables that hold just what a pack asks for
    figure_files         Files of figures about a pool: a list or a workbook of them, or a plot
    packs                The packs that a command judges by: one, or several and whole folders of them
    page_files           Pages for browsers as files: what is wrong with where one is to go, and how it is written
    progress             How far a command is, on stderr, where someone is looking: what is being done
    rules_diff           minqual rules diff: two versions of a pack, in words
    rules_lint           minqual rules lint: what a careful colleague would ask about packs
    rules_new            minqual rules new: a draft of a rule pack and its cases
    rules_pages          minqual rules list, show, schema and manual: what there is to read of packs
    rules_settle         minqual rules settle: words that people settled
    rules_source         minqual rules source: each sentence of a specification with how a pack treats it
    rules_test           minqual rules test: whether the cases beside packs hold, what they decide
    schema               minqual schema: the JSON Schemas of records, of column maps
    check                minqual check: one applicant, with the reasons clause by clause
    compare              minqual compare: two results, or results and what people decided: who moved
    destinations         Where a screening's results go: files, standard output
    impact               minqual impact: at what rates groups of applicants come through, and which clauses stop them
    serve                minqual serve: checks for programs in any language, over HTTP
    what_if              minqual what-if: what another pack, or another amount in a clause, would do to a pool
    applicants_words     minqual applicants words: the words and titles that hold verdicts back
    exam                 minqual exam: one recruitment in one file: opened, screened, settled, verified, replayed
    parts                Screening in shares: when a source is judged share by share, and by whom
    exam_compare         minqual exam compare: what people decided by hand beside what an examination says
    letters              minqual letters: letters about what an examination decided
    screen               minqual screen: every applicant of a source, results in the form that is wanted
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Annotated

import typer

from minqual._version import __version__
from minqual.commands.applicants_inspect import inspect
from minqual.commands.applicants_map import propose_map
from minqual.commands.applicants_template import template
from minqual.commands.applicants_words import words
from minqual.commands.check import check
from minqual.commands.compare import compare
from minqual.commands.console import Colour, OnceCommand, VisibleGroup, interrupted, open_streams, settings, unusable
from minqual.commands.exam import agreement, export, open_, replay, retain, settle, show_applicant, status, verify
from minqual.commands.exam import screen as screen_examination
from minqual.commands.exam_compare import compare_by_hand
from minqual.commands.impact import impact
from minqual.commands.letters import letters
from minqual.commands.rules_diff import diff
from minqual.commands.rules_lint import lint
from minqual.commands.rules_new import new
from minqual.commands.rules_pages import list_packs, print_manual, print_schema, show_pack
from minqual.commands.rules_settle import settle_words
from minqual.commands.rules_source import source
from minqual.commands.rules_test import test
from minqual.commands.schema import schema
from minqual.commands.screen import screen
from minqual.commands.serve import serve
from minqual.commands.what_if import what_if

# No plugin of another package takes part in a decision, and looking for them would slow down every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__all__ = ["main"]

app = typer.Typer(
    name="minqual",
    cls=VisibleGroup,
    help="Decide which level of a job classification an applicant's record qualifies for, and say why.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    rich_markup_mode=None,
)
rules = typer.Typer(
    help="The workbench for rule packs: write, check, test, show and compare them.", no_args_is_help=True
)
rules.command("list")(list_packs)
rules.command()(new)
rules.command("show")(show_pack)
rules.command()(test)
rules.command()(lint)
rules.command()(source)
rules.command()(diff)
rules.command("settle")(settle_words)
rules.command("schema")(print_schema)
rules.command("manual")(print_manual)

applicants = typer.Typer(
    help="Applicants' records: blank tables to fill in, column maps for exports, and what is understood of a source.",
    no_args_is_help=True,
)
applicants.command()(template)
applicants.command()(inspect)
applicants.command("map")(propose_map)
applicants.command()(words)

exam = typer.Typer(
    help="One recruitment in one file: its screenings and what people settled, in a chain that can be verified.",
    no_args_is_help=True,
)
exam.command("open")(open_)
exam.command("screen")(screen_examination)
exam.command()(settle)
exam.command()(status)
exam.command()(agreement)
exam.command("compare")(compare_by_hand)
exam.command("show")(show_applicant)
exam.command()(verify)
exam.command()(replay)
exam.command()(export)
exam.command()(retain)

app.command()(screen)
app.command()(check)
app.command()(compare)
app.command()(impact)
app.command()(letters)
app.command("what-if")(what_if)
app.command()(serve)
app.add_typer(exam, name="exam")
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


def _keep(asked: Sequence[str]) -> None:
    """Let go of every other command where one is asked for: typer makes all that it knows before it runs one."""
    commands = [
        each for each in app.registered_commands if each.callback and (each.name or each.callback.__name__) in asked
    ]
    groups = [each for each in app.registered_groups if each.name in asked]
    if commands or groups:
        app.registered_commands, app.registered_groups = commands, groups


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
    open_streams()
    _keep(sys.argv[1:2])
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(interrupted().exit_code)
    except OSError as error:
        sys.exit(unusable(error).exit_code)
