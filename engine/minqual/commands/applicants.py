"""minqual applicants: what helps to bring applicants' records in, one module for each of its commands."""

from __future__ import annotations

import typer

from minqual.commands.applicants_inspect import inspect
from minqual.commands.applicants_map import propose_map
from minqual.commands.applicants_template import template

applicants = typer.Typer(
    help="Applicants' records: blank tables to fill in, column maps for exports, and what is understood of a source.",
    no_args_is_help=True,
)
applicants.command()(template)
applicants.command()(inspect)
applicants.command("map")(propose_map)
