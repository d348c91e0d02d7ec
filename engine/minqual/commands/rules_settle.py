"""minqual rules settle: words that people settled, written for good into an agency's file or a pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import guarded, say, show
from minqual.commands.page_files import write_file
from minqual.packs import agency_beside, is_agency_file, load_pack, pack_files, pack_of, read_agency
from minqual.settlements import SettledWord, settled
from minqual.values import Fault, FaultyInput, Gathered, SourceError, no_plain_file, so_many

if TYPE_CHECKING:
    from minqual.authoring import WithSettled
    from minqual.packs import Pack


@guarded
def settle_words(
    sheets: Annotated[list[Path], typer.Argument(help="Lists of words, or work lists, filled in.", metavar="SHEET...")],
    rules: Annotated[
        Path,
        typer.Option(
            "--rules", help="The agency's file, agency.yaml, or a pack's file; an agency's may be new.", metavar="FILE"
        ),
    ],
    write: Annotated[bool, typer.Option("--write", help="Write it; otherwise it is shown only.")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Put words that people settled into an agency's file or a pack, for all examinations to come.

    What is to be added is shown, and written with --write: whole, or not at all. Comments and layout stay. A word that
    the file knows otherwise is refused.

    Exit codes: 0 shown or written, 2 something cannot be read, or is refused.
    """
    from minqual.authoring import with_settled
    from minqual.notation import parse_yaml
    from minqual.settlements import read_settled

    words = settled(read_settled(sheets).settlements).of(SettledWord)
    before, packs = _bytes(rules), list(_packs(rules))
    if before and is_agency_file(rules):
        read_agency(before, str(rules))
    _refuse_others(words, rules, packs)
    text = before.decode("utf-8-sig") if before else _new(packs)
    found = with_settled(parse_yaml(text.encode(), str(rules)), text, words, packs)
    content = (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + found.text.encode()
    _check(rules, content)
    _report(found)
    if write and found.added:
        write_file(rules, content)
        say(f"wrote {rules}")
    elif found.added:
        say(f"nothing is written; --write writes it into {rules}")


def _bytes(path: Path) -> bytes:
    """What stands in the file; nothing where an agency's is new."""
    if is_agency_file(path) and not path.exists() and path.parent.is_dir():
        return b""
    if said := no_plain_file(path):
        expected = "an agency's file, agency.yaml, or the file of a pack"
        raise FaultyInput([Fault("--rules", f"{str(path)!r}: {said}", expected, code="file")])
    return path.read_bytes()


def _new(packs: Sequence[Pack]) -> str:
    """The beginning of an agency's file that is not there yet."""
    from minqual.notation import scalar

    return (
        f"# What the packs of this folder have in common.\n\nagency: {scalar(packs[0].agency if packs else 'Agency')}\n"
    )


def _packs(rules: Path) -> Iterator[Pack]:
    """The packs that draw on a file, or the pack that it is."""
    if not is_agency_file(rules):
        yield load_pack(str(rules))
        return
    yield from (load_pack(str(file)) for file in sorted(pack_files(rules.parent.iterdir())))


def _refuse_others(words: Sequence[SettledWord], rules: Path, packs: Sequence[Pack]) -> None:
    """SourceError where words were settled for packs of which the file is not."""
    agencies = {pack.name.partition("/")[0] for pack in packs} or {rules.resolve().parent.name}
    of = agencies if is_agency_file(rules) else {*agencies, *(pack.name for pack in packs)}
    faults = [
        Fault(each.place or "settlements", f"a word settled for {each.pack!r}", f"words of {', '.join(sorted(of))}")
        for each in words
        if each.pack not in of and (not is_agency_file(rules) or each.pack.partition("/")[0] not in of)
    ]
    if faults:
        raise SourceError(faults)


def _check(rules: Path, content: bytes) -> None:
    """PackError where the file would no longer be one, or a pack that draws on it none."""
    if not is_agency_file(rules):
        beside = agency_beside(rules)
        pack_of(content, rules, str(rules), None if beside is None else read_agency(beside.read_bytes(), str(beside)))
        return
    agency, unread = read_agency(content, str(rules)), Gathered()
    for file in sorted(pack_files(rules.parent.iterdir())):
        with unread.step():
            pack_of(file.read_bytes(), file, str(file), agency)
    unread.told()


def _report(found: WithSettled) -> None:
    """Show what is added, and say what is not and why."""
    show(each.said for each in found.added)
    say(f"{so_many(len(found.added), 'word')} to add, {len(found.known)} there already, {len(found.left)} left out")
    alike: dict[str, list[SettledWord]] = {}
    for each, reason in found.left:
        alike.setdefault(reason, []).append(each)
    for reason, (first, *rest) in alike.items():
        more = f" (and {len(rest)} more for the same reason)" if rest else ""
        say(f"  left out, {first.place}: {reason}{more}")
