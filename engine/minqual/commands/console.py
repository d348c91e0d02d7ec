"""Terminals and exit codes: data on stdout, messages on stderr, colour where it is wanted."""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import io
import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import IntEnum, StrEnum
from typing import IO, TYPE_CHECKING, Annotated, Any, Final, ParamSpec, TypeVar, cast, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from minqual.values import EngineMissing, Fault, FaultyInput, InternalFault, parse_date, visible, visible_lines

if TYPE_CHECKING:
    from rich.console import Console

    from minqual.packs import Pack
    from minqual.reports import Page

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


class Exit(IntEnum):
    """Exit codes, the same for every command."""

    OK = 0
    NOT_MET = 1
    FAULTY_INPUT = 2
    OPEN = 3
    SOME_REJECTED = 4
    INTERNAL = 70
    INTERRUPTED = 130


class Colour(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Format(StrEnum):
    """How a command prints its answer: for people, or for programs."""

    TEXT = "text"
    JSON = "json"


@dataclass(slots=True)
class Settings:
    """What the options before the command say."""

    colour: Colour = Colour.AUTO
    quiet: bool = False
    debug: bool = False


settings = Settings()

WIDE = 1_000_000
"""Columns where no one is looking: lines are then not broken."""


def coloured(file: IO[str]) -> bool:
    """Whether to colour what goes to a stream, as the options and NO_COLOR or FORCE_COLOR say."""
    if settings.colour is not Colour.AUTO:
        return settings.colour is Colour.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or file.isatty()


def show(lines: Iterable[str]) -> None:
    """Lines on stdout, with no sign of any input in them that steers a terminal or that nobody sees."""
    if text := "\n".join(map(visible, lines)):
        print(text)


def show_broken(lines: Iterable[str]) -> None:
    """Sentences on stdout, each broken where the terminal ends."""
    from minqual.reports import flowing

    show(part for line in lines for part in flowing(visible(line), width()))


def show_text(text: str) -> None:
    """A text of several lines on stdout, such as JSON, with such signs as escapes."""
    print(visible_lines(text), end="" if text.endswith("\n") else "\n")


def show_json(value: object) -> None:
    """Plain data on stdout, as JSON."""
    show_text(json.dumps(value, indent=2, ensure_ascii=False))


def show_page(page: Page, columns: int) -> None:
    """A page on stdout, in colour where it is wanted; its words are made visible where they become lines."""
    from minqual.reports import as_text

    typer.echo("\n".join(as_text(page, columns)), color=coloured(sys.stdout))


@contextlib.contextmanager
def streamed() -> Iterator[IO[bytes]]:
    """Standard output for data: a terminal gets it when it is whole, with such signs as escapes."""
    if not sys.stdout.isatty():
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    whole = io.BytesIO()
    yield whole
    show_text(whole.getvalue().decode("utf-8", "replace").replace("\r\n", "\n"))


def width(file: IO[str] | None = None) -> int:
    """Columns in which to break lines, on stdout if on no other stream: the terminal's, or as many as a line has."""
    return shutil.get_terminal_size().columns if (file or sys.stdout).isatty() else WIDE


def console(file: IO[str]) -> Console:
    """A terminal for tables and progress."""
    from rich.console import Console

    colour = coloured(file)
    return Console(file=file, color_system="standard" if colour else None, highlight=False)


def say(*lines: str) -> None:
    """Messages for the person, on stderr."""
    if not settings.quiet:
        for line in lines:
            _tell(visible(line))


def say_page(page: Page, columns: int, *, asked: bool = False) -> None:
    """A page on stderr, among the messages for the person. asked: it was asked for, so that quiet does not still it."""
    if asked or not settings.quiet:
        from minqual.reports import as_text

        with _speaking():
            typer.echo("\n".join(as_text(page, columns)), err=True, color=coloured(sys.stderr))


def complain(*lines: str) -> None:
    """Errors, on stderr even when quiet."""
    for line in lines:
        _tell(f"minqual: {visible(line)}")


def _tell(line: str) -> None:
    """A line on stderr."""
    with _speaking():
        print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _speaking() -> Iterator[None]:
    """Words on stderr. Where none can be written, what is done and its exit code still say what came of it."""
    try:
        yield
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def open_streams() -> None:
    """Open standard streams that are closed: data cannot be read or written there, messages go nowhere.

    A file opened later would take the number of a closed stream, and with it what is printed there.
    """
    for name, flags, mode in (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            number = os.open(os.devnull, flags)
            os.set_inheritable(number, True)  # noqa: FBT003  # it takes nothing by name
            setattr(sys, name, open(number, mode, buffering=1, encoding="utf-8", closefd=False))  # noqa: SIM115  # for as long as the process runs
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # letters that the terminal's encoding lacks end no command


def unusable(error: OSError) -> typer.Exit:
    """The end of a command for which a file or standard output cannot be used."""
    if error.errno == errno.EBADF and not error.filename:
        complain("standard output: closed; expected a terminal, a pipe or a file")
        _let_go_of_stdout()
    else:
        complain(f"{error.filename or 'standard output or a file'}: {error.strerror or 'cannot be used'}")
    return typer.Exit(Exit.FAULTY_INPUT)


def interrupted() -> typer.Exit:
    """The end of a command that was interrupted."""
    complain("interrupted; no file is half written")
    return typer.Exit(Exit.INTERRUPTED)


def _let_go_of_stdout() -> None:
    """Let what is still to be printed go nowhere: Python tries to write it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def guarded(command: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """A command whose faults end in a message and an exit code, never in a traceback; it heeds --quiet behind it."""
    groups = _groups(command)

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> Returned:  # noqa: ANN401  # the options as typer has them
        settings.quiet = settings.quiet or given.get("quiet", False)
        try:
            return command(*args, **_gathered(given, groups))
        except FaultyInput as error:
            complain(*map(str, error.faults))
            raise typer.Exit(Exit.FAULTY_INPUT) from None
        except EngineMissing as error:
            complain(str(error))
            raise typer.Exit(Exit.FAULTY_INPUT) from None
        except KeyboardInterrupt:
            raise interrupted() from None
        except BrokenPipeError:
            _let_go_of_stdout()
            raise typer.Exit(Exit.OK) from None
        except OSError as error:
            raise unusable(error) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if settings.debug:
                raise
            kind = "internal fault" if isinstance(error, InternalFault) else f"internal fault ({type(error).__name__})"
            complain(f"{kind}: nothing it would print could be trusted; run with --debug to see where")
            raise typer.Exit(Exit.INTERNAL) from None

    return cast("Callable[Parameters, Returned]", _spread(run, groups))


def _groups(command: Callable[..., object]) -> Mapping[str, type[Any]]:
    """The groups of options that a command takes as one: what it must be given by name, each a dataclass."""
    taken = inspect.signature(command).parameters.items()
    names = [name for name, each in taken if each.kind is each.KEYWORD_ONLY and each.default is each.empty]
    return {name: get_type_hints(command)[name] for name in names}


def _gathered(given: dict[str, Any], groups: Mapping[str, type[Any]]) -> dict[str, Any]:
    """What a command is given, the options of its groups together."""
    for name, group in groups.items():
        given[name] = group(**{each.name: given.pop(each.name) for each in fields(group)})
    return given


def options_given(group: Any) -> list[str]:  # noqa: ANN401  # a dataclass
    """The options of a group that say something, as they are called."""
    given = [each.name for each in fields(group) if getattr(group, each.name) != each.default]
    return [f"--{name.removeprefix('column_').replace('_', '-')}" for name in given]


def _spread(run: Any, groups: Mapping[str, type[Any]]) -> Any:  # noqa: ANN401  # a function whose signature is replaced
    """A command that shows each option of its groups as one of its own, in the place of the group."""
    if not groups:
        return run
    spread: list[inspect.Parameter] = []
    for each in inspect.signature(run, eval_str=True).parameters.values():
        group = groups.get(each.name)
        hints = {} if group is None else get_type_hints(group, include_extras=True)
        options = (
            [(each.name, each.default, each.annotation)]
            if group is None
            else [(option.name, option.default, hints[option.name]) for option in fields(group)]
        )
        spread += [
            inspect.Parameter(name, each.KEYWORD_ONLY, default=default, annotation=kind)
            for name, default, kind in options
        ]
    del run.__wrapped__
    run.__signature__ = inspect.Signature(spread)
    run.__annotations__ = {each.name: each.annotation for each in spread}
    return run


class VisibleGroup(TyperGroup):
    """Commands whose mistakes of use are told with no sign in them that steers a terminal; an interrupt is told too."""

    def make_context(self, *given: Any, **named: Any) -> Any:  # noqa: ANN401  # typer has had several
        """The options before the command, read."""
        with _visible_mistakes():
            return super().make_context(*given, **named)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # the same
        """The command, run."""
        with _visible_mistakes():
            return super().invoke(ctx)


@contextlib.contextmanager
def _visible_mistakes() -> Iterator[None]:
    try:
        yield
    except _Mistake as error:
        help_page = type(error).__name__ == _HELP_PAGE
        error.message = visible_lines(error.message) if help_page else visible(error.message)
        raise
    except KeyboardInterrupt:
        raise interrupted() from None


_HELP_PAGE: Final = "NoArgsIsHelpError"
"""The mistake of a group without a command, whose message is its page of help."""

_Mistake: Any = typer.BadParameter.__bases__[0]
"""What options and arguments get wrong: the library below typer, which has the name of it, is not always there."""


class OnceCommand(TyperCommand):
    """A command that refuses an option with a value where it stands twice: the first would be lost without a word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # typer has had several
        """The arguments as options, as typer takes them."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        given = Counter(each for each in order if each.param_type_name == "option")
        for option, times in given.items():
            if times > 1 and not (getattr(option, "multiple", False) or getattr(option, "is_flag", False)):
                ctx.fail(f"{' / '.join(option.opts)}: {times} times; expected once")
        return super().parse_args(ctx, args)


def as_of_date(text: str | None) -> date:
    """The as-of date of an option: the final filing date, or today, which is then said."""
    if text is None:
        today = date.today()  # noqa: DTZ011  # the local calendar day is meant
        say(f"as of {today.isoformat()} (today; --as-of gives another date)")
        return today
    return day_in(text, "--as-of")


def day_in(text: str, option: str) -> date:
    """The day that an option says."""
    try:
        partial = parse_date(text)
    except ValueError as error:
        raise FaultyInput([Fault(option, str(error), "a day such as 2026-11-21")]) from None
    if not partial.exact:
        raise FaultyInput([Fault(option, "a date without a day", "a day such as 2026-11-21")])
    return partial.earliest


def mind_the_date(pack: Pack, day: date) -> None:
    """Say it where a pack came into force after the as-of date only."""
    if said := pack.not_in_force_yet(day):
        say(f"{said}; {pack.name}@{day.isoformat()} is the one in force then, if any")


def output_option(says: str, metavar: str = "FILE") -> Any:  # noqa: ANN401  # as typer has it
    """The option that says where a command writes."""
    return typer.Option("--output", "-o", help=says, metavar=metavar)


RulesOption = Annotated[
    str,
    typer.Option(
        "--rules", help="Rule pack: the name of a bundled one, or a path; @DATE picks a version.", metavar="PACK"
    ),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="Final filing date; today if not given.", metavar="DATE")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but errors.")]
LevelOption = Annotated[
    str | None, typer.Option("--level", help="Let verdict and exit code be those of this level.", metavar="ID")
]
