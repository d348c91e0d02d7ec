"""minqual rules manual: every kind of clause, term and counting policy, with examples."""

from __future__ import annotations

from minqual.commands.console import guarded


@guarded
def print_manual() -> None:
    """Print the manual of clauses, totals and counting policies, as rules/README.md holds it."""
    from minqual.authoring import manual_page

    print(manual_page(), end="")
