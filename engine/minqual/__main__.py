"""python -m minqual."""

from __future__ import annotations

from minqual.commands import main

main()
