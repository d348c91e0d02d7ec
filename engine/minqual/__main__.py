"""The command's entry: python -m minqual, and the script minqual."""

from __future__ import annotations

from minqual._interrupts import end_at_once


def main() -> None:
    """Run the command line.

    A command makes no cyclic garbage worth looking for, and looking for it, on the way and at the end, would cost
    a fifth of a short run.
    """
    end_at_once()
    import gc

    gc.disable()
    from minqual.commands import main as run

    try:
        run()
    finally:
        end_at_once()
        gc.freeze()


if __name__ == "__main__":
    main()
