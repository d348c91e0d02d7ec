"""minqual rules: the workbench for those who write rule packs, one module for each of its commands."""

from __future__ import annotations

import typer

from minqual.commands.rules_diff import diff
from minqual.commands.rules_listing import list_packs
from minqual.commands.rules_showing import show
from minqual.commands.rules_source import source
from minqual.commands.rules_testing import test

rules = typer.Typer(help="List, show, compare and test rule packs.", no_args_is_help=True)
rules.command("list")(list_packs)
rules.command()(show)
rules.command()(diff)
rules.command()(test)
rules.command()(source)
