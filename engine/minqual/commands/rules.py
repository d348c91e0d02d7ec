"""minqual rules: the workbench for those who write rule packs, one module for each of its commands."""

from __future__ import annotations

import typer

from minqual.commands.rules_diff import diff
from minqual.commands.rules_lint import lint
from minqual.commands.rules_listing import list_packs
from minqual.commands.rules_manual import print_manual
from minqual.commands.rules_new import new
from minqual.commands.rules_schema import schema
from minqual.commands.rules_showing import show
from minqual.commands.rules_source import source
from minqual.commands.rules_test import test

rules = typer.Typer(
    help="The workbench for rule packs: write, check, test, show and compare them.", no_args_is_help=True
)
rules.command("list")(list_packs)
rules.command()(new)
rules.command()(show)
rules.command()(test)
rules.command()(lint)
rules.command()(source)
rules.command()(diff)
rules.command()(schema)
rules.command("manual")(print_manual)
