"""minqual rules test: whether the cases beside packs hold."""

from __future__ import annotations

from typing import Annotated

import typer

from minqual.commands.console import Exit, guarded
from minqual.faults import Fault, PackError
from minqual.library import load_pack, pack_versions
from minqual.screening import Screener


@guarded
def test(
    packs: Annotated[
        list[str] | None,
        typer.Argument(
            help="Packs to test; all bundled ones, in every version, if none is given.", metavar="[PACK]..."
        ),
    ] = None,
) -> None:
    """Run the cases beside packs and say which do not hold.

    Exit codes: 0 all hold, 1 some do not, 2 a pack or its cases cannot be read.
    """
    from minqual.cases import cases_of, failures, read_cases, run_cases

    failed = 0
    faults: list[Fault] = []
    for name in packs or [version.reference for version in pack_versions()]:
        try:
            screener = Screener(load_pack(name))
            outcomes = run_cases(*read_cases(cases_of(name), screener), screener)
        except PackError as error:
            faults += error.faults
            continue
        wrong = failures(outcomes)
        failed += len(wrong)
        for outcome in wrong:
            print(f"FAILED {outcome.place}: {outcome.case}")
            for difference in outcome.differences:
                print(f"    {difference}")
        print(f"{name}: {len(outcomes) - len(wrong)} of {len(outcomes)} cases hold")
    if faults:
        raise PackError(faults)
    if failed:
        raise typer.Exit(Exit.NOT_MET)
