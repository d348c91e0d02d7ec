"""minqual letters: letters about what an examination decided, to be looked through and sent by people."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minqual.commands.console import QuietOption, day_in, guarded, hush, say
from minqual.commands.specification_texts import SpecificationOption, quotes_of_examination
from minqual.values import Fault, FaultyInput, SourceError, so_many

if TYPE_CHECKING:
    from minqual.examinations import Examination


@guarded
def letters(
    results: Annotated[Path, typer.Argument(help="An examination file.", metavar="EXAMINATION")],
    people: Annotated[
        Path, typer.Option(help="Names and addresses: applicant_id, name, address, language.", metavar="FILE")
    ],
    agency: Annotated[
        str, typer.Option(help="The profile of the agency, or 'example', which is invented.", metavar="PROFILE")
    ],
    template: Annotated[
        list[Path],
        typer.Option(
            help="A template (.docx, .html, .txt), or the name of a bundled one: not-eligible, conditionally-eligible, "
            "what-we-still-need, eligible, with its ending. Several times.",
            metavar="FILE",
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="A new folder.", metavar="FOLDER")],
    dated: Annotated[
        str | None,
        typer.Option(help="The day of the letters, from which deadlines run; today if not given.", metavar="DATE"),
    ] = None,
    specification: SpecificationOption = None,
    quiet: QuietOption = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Write letters about what an examination decided, one for each applicant, with a CSV for mail merge.

    Nothing is sent. No rejection is written of a verdict that is met or open, or that no person has confirmed.
    Exit codes: 0 they are written, 2 usage or input error.
    """
    from minqual.outputs import folder_faults

    hush(quiet=quiet)
    if find_spec("docxtpl") is None:
        found = "no docxtpl, which fills letters in"
        raise FaultyInput([Fault("minqual letters", found, "pip install 'minqual[letters]'")])
    if faults := [*folder_faults("--output", output), *_faults_of_results(results)]:
        raise SourceError(faults)
    from minqual.examinations import Examination

    day = datetime.now(UTC).date() if dated is None else day_in(dated, "--dated")
    with Examination.of(results) as examination:
        _write(examination, people, agency, template, output, day, specification or ())


def _faults_of_results(path: Path) -> list[Fault]:
    """Results of a screening hold neither what was counted job by job nor who confirmed what."""
    from minqual.examinations import is_examination

    if not path.is_file() or is_examination(path):
        return []
    found = "no examination file: results do not say what was counted job by job, nor who stands by them"
    expected = "one made from the same source: minqual exam open, exam screen, exam settle"
    return [Fault(str(path), found, expected, code="other-kind")]


def _write(
    examination: Examination, people: Path, agency: str, template: Sequence[Path], output: Path, day: date,
    specification: Sequence[str],
) -> None:  # fmt: skip
    """Write the letters, and record in the examination that they were written."""
    from minqual.commands.exam import now
    from minqual.examinations import KeptLetter, keep_letters
    from minqual.letters import EXAMPLE, file_name, letters_of, merge_rows, read_people, read_profile, read_templates
    from minqual.outputs import whole_folder

    profile = read_profile(EXAMPLE if agency == "example" and not Path(agency).exists() else Path(agency))
    templates = {each.kind: each for each in read_templates(template, profile.fields)}
    quotes = quotes_of_examination(examination, specification)
    run = letters_of(examination, read_people(people), profile, list(templates), day, quotes)
    kept, rows = [], []
    with whole_folder(output) as free:
        for place, (number, letter) in enumerate(run.letters, start=1):
            name, content = file_name(place, templates[letter.kind]), templates[letter.kind].filled(letter.fields)
            (free / name).write_bytes(content)
            kept.append(KeptLetter(number, letter.pack, letter.applicant, hashlib.sha256(content).hexdigest()))
            rows.append((name, letter))
        (free / "letters.csv").write_bytes(merge_rows(rows))
        if kept:
            made_of = {each.name: hashlib.sha256(each.content).hexdigest() for each in templates.values()}
            head = keep_letters(examination, kept, {"dated": day.isoformat(), "templates": made_of}, now())
    invented = ", of an agency that is invented" if profile.invented else ""
    say(f"{so_many(len(kept), 'letter')} in {output}{invented}; nothing was sent")
    say(*(f"no letter for {so_many(count, 'applicant')}: {why}" for why, count in sorted(run.left.items())))
    if kept:
        say(f"entry {head.number}, {head.kind}; head {head.digest}")
