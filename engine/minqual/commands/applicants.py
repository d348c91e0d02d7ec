"""minqual applicants: what helps to bring applicants' records in, one module for each of its commands."""

from __future__ import annotations

import typer

from minqual.commands.applicants_map import propose_map

applicants = typer.Typer(
    help="Applicants' records: column maps for exports of any system.",
    no_args_is_help=True,
)
applicants.command("map")(propose_map)


@applicants.callback()
def before() -> None:
    """Applicants' records: column maps for exports of any system."""
