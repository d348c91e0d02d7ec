"""The command's entry: python -m minqual, and the script minqual."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line.

    A command makes no cyclic garbage worth looking for, and looking costs a tenth of a short run.
    """
    gc.disable()
    from minqual.commands import main as run  # noqa: PLC0415  # what is imported is made, too

    run()


if __name__ == "__main__":
    main()
