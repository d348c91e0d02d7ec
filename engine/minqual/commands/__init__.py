"""The command line: minqual check, screen, compare, rules, applicants and schema.

The modules in their order:

    console              Terminals and exit codes: data on stdout, messages on stderr, colour where it is wanted
    inputs               The files that a command reads, which none of its outputs may replace, with --force as well
    reading              The options by which commands are told how to read a source of applicants
    spoken_record        A record spoken on the command line: degrees, jobs, units
    applicants_inspect   minqual applicants inspect: what is understood of a source, before anyone is judged
    applicants_template  minqual applicants template: blank tables that hold just what a pack asks for
    packs                The packs that a command judges by: one, or several and whole folders of them
    page_files           Files as commands write them, and pages for browsers: what is wrong with where one is to go
    progress             How far a command is, on stderr, where someone is looking: what is being done
    rules_diff           minqual rules diff: two versions of a pack, in words
    rules_lint           minqual rules lint: what a careful colleague would ask about packs
    rules_new            minqual rules new: a draft of a rule pack and its cases
    rules_test           minqual rules test: whether the cases beside packs hold, what they decide
    schema               minqual schema: the JSON Schemas of records, of column maps, of agencies' profiles
    specification_texts  The option that gives the texts of specifications, to quote what packs cite
    applicants_map       minqual applicants map: a column map proposed from a file's headings and cells
    check                minqual check: one applicant, with the reasons clause by clause
    destinations         Where a screening's results go: files, standard output
    figure_files         Figures about a pool, on the terminal and in files: a list or a workbook of them
    rules_pages          minqual rules list, show, schema and manual: what there is to read of packs
    rules_settle         minqual rules settle: words that people settled
    rules_source         minqual rules source: each sentence of a specification with how a pack treats it
    serve                minqual serve: checks for programs in any language, over HTTP
    applicants_words     minqual applicants words: the words and titles that hold verdicts back
    compare              minqual compare: two results, or results and what people decided: who moved
    exam                 minqual exam: one recruitment in one file: opened, screened, settled, verified, replayed
    impact               minqual impact: at what rates groups of applicants come through, and which clauses stop them
    parts                Screening in shares: when a source is judged share by share, and by whom
    exam_compare         minqual exam compare: what people decided by hand beside what an examination says
    exam_export          minqual exam export: what a records officer or a commission gets of an examination
    letters              minqual letters: letters about what was decided, to be looked through and sent by people
    screen               minqual screen: every applicant of a source, results in the form that is wanted
    what_if              minqual what-if: what another pack, or another amount in a clause, would do to a pool
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import dropwhile, takewhile
from types import FrameType
from typing import Annotated, Final

import typer

from minqual._interrupts import raise_again
from minqual._version import __version__
from minqual.commands.console import Colour, OnceCommand, VisibleGroup, interrupted, open_streams, settings, unusable

# No plugin of another package takes part in a decision, and looking for them would slow down every start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__all__ = ["main"]

COMMANDS: Final[Mapping[str, str]] = {
    "screen": "screen:screen",
    "check": "check:check",
    "compare": "compare:compare",
    "impact": "impact:impact",
    "letters": "letters:letters",
    "what-if": "what_if:what_if",
    "serve": "serve:serve",
    "exam open": "exam:open_",
    "exam screen": "exam:screen",
    "exam settle": "exam:settle",
    "exam status": "exam:status",
    "exam agreement": "exam:agreement",
    "exam compare": "exam_compare:compare_by_hand",
    "exam show": "exam:show_applicant",
    "exam verify": "exam:verify",
    "exam replay": "exam:replay",
    "exam export": "exam_export:export",
    "exam retain": "exam:retain",
    "rules list": "rules_pages:list_packs",
    "rules new": "rules_new:new",
    "rules show": "rules_pages:show_pack",
    "rules test": "rules_test:test",
    "rules lint": "rules_lint:lint",
    "rules source": "rules_source:source",
    "rules diff": "rules_diff:diff",
    "rules settle": "rules_settle:settle_words",
    "rules schema": "rules_pages:print_schema",
    "rules manual": "rules_pages:print_manual",
    "applicants template": "applicants_template:template",
    "applicants inspect": "applicants_inspect:inspect",
    "applicants map": "applicants_map:propose_map",
    "applicants words": "applicants_words:words",
    "schema record": "schema:record",
    "schema result": "schema:result",
    "schema asks": "schema:asks",
    "schema questions": "schema:questions",
    "schema results": "schema:results",
    "schema map": "schema:column_map",
    "schema agency": "schema:agency",
}
"""Every command by its words, with the module that has it and its function there: it is imported when it is meant."""

GROUPS: Final[Mapping[str, str]] = {
    "exam": "One recruitment in one file: its screenings and what people settled, in a chain that can be verified.",
    "rules": "The workbench for rule packs: write, check, test, show and compare them.",
    "applicants": "Applicants' records: blank tables to fill in, column maps for exports, and what is understood of a "
    "source.",
    "schema": "Print the JSON Schemas of what minqual reads and writes.",
}
"""What each group of commands is for."""

_OF_EVERY_COMMAND: Final = frozenset({"--quiet", "-q", "--debug"})


def _version(asked: bool) -> None:  # noqa: FBT001  # typer's callback
    if asked:
        print(f"minqual {__version__}")
        raise typer.Exit


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


def app_for(asked: Sequence[str]) -> typer.Typer:
    """The command line with every command that arguments may mean: typer makes all that it knows before it runs one."""
    app = typer.Typer(
        name="minqual",
        cls=VisibleGroup,
        help="Decide which level of a job classification an applicant's record qualifies for, and say why.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        pretty_exceptions_show_locals=False,
        rich_markup_mode=None,
    )
    app.callback()(before)
    groups = {"": app}
    for words in _meant(asked):
        group, _, name = words.rpartition(" ")
        if group not in groups:
            groups[group] = typer.Typer(help=GROUPS[group], no_args_is_help=True)
            app.add_typer(groups[group], name=group)
        module, _, function = COMMANDS[words].partition(":")
        groups[group].command(name, cls=OnceCommand)(getattr(import_module(f"{__name__}.{module}"), function))
    return app


def _meant(asked: Sequence[str]) -> Iterator[str]:
    """The one command whose words are asked for, or else all of its group, or else all that there are."""
    words = list(takewhile(lambda word: word[:1] != "-", dropwhile(_OF_EVERY_COMMAND.__contains__, asked)))
    alone = [each for each in (" ".join(words[:2]), *words[:1]) if each in COMMANDS][:1]
    group = f"{words[0]} " if words and words[0] in GROUPS else ""
    yield from alone or (each for each in COMMANDS if each.startswith(group))


def __getattr__(name: str) -> typer.Typer:
    """The whole command line as `app`, for whoever looks at all of it."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return app_for(())


def _ended(number: int, frame: FrameType | None) -> None:
    """Answer a request to end as one to interrupt: what is half done is taken back first."""
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line."""
    open_streams()
    app = app_for(sys.argv[1:])  # what is imported here is not half done: an interrupt still ends it at once
    raise_again()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Who runs a command beyond the end of their session lets it ignore SIGHUP, and so it does.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _ended)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(interrupted().exit_code)
    except OSError as error:
        sys.exit(unusable(error).exit_code)
