"""The command's entry: python -m minqual, and the script minqual."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line.

    A command makes no cyclic garbage worth looking for, and looking for it, on the way and at the end, would cost
    a fifth of a short run.
    """
    gc.disable()
    from minqual.commands import main as run

    try:
        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
