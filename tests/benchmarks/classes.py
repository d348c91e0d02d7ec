"""Many classes at once: one run with many rule packs, measured against as many runs with one.

    python tests/benchmarks/classes.py --applicants 100000 --packs 50
    python tests/benchmarks/classes.py --rules stockton/mayoral-pio --rules san-jose/council-community-relations

Without --rules the packs are the bundled ones and, up to --packs, such as ask for more years: copies in which every
"… years" is one, two or more years longer, as the classes of a series differ. They share vocabularies, and many
clauses.

- together: minqual screen FOLDER --rules A --rules B … -o FILE, one row for each applicant and class
- single: minqual screen FOLDER --rules A -o FILE, for a sample of the packs (--sample) spread over all of them; what
  all would take alone is the mean of these times the number of packs

All are fresh processes, the single ones in turns. The tables are generated once and used again (--data).
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from measuring import Run, interleaved, median_cpu, median_peak, median_seconds, run
from screen import DAY, JOBS_EACH, Asked, screened, tables_of

YEARS: Final = re.compile(r"\b(\d+)(?= years\b)")
NAME: Final = re.compile(r"^name: (\S+)$", re.MULTILINE)


def series(folder: Path, number: int) -> list[str]:
    """So many packs: the bundled ones by name, then longer copies of them as files in a folder.

    It is done in a process of its own, because the measuring process must stay small.
    """
    run([sys.executable, __file__, "--make", str(folder), "--packs", str(number)])
    return (folder / "names").read_text(encoding="utf-8").split()


def make(folder: Path, number: int) -> None:
    """Write the longer copies that can be loaded, and the names of all packs."""
    from minqual.packs import find_pack, load_pack, pack_names  # noqa: PLC0415  # the measuring process must stay small
    from minqual.values import PackError  # noqa: PLC0415  # the same

    names = list(pack_names())[:number]
    texts = {name: find_pack(name).read_text(encoding="utf-8") for name in names}
    for path, text in copies(folder, texts):
        if len(names) >= number:
            break
        path.write_text(text, encoding="utf-8")
        try:
            load_pack(str(path))
        except PackError:
            path.unlink()
        else:
            names.append(str(path))
    (folder / "names").write_text("\n".join(names), encoding="utf-8")


def copies(folder: Path, texts: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """Every pack with one year more, every pack with two, and so on, each with the file that it would stand in."""
    for more in count(1):
        for name, text in texts.items():
            yield folder / f"{name.partition('/')[2]}-{more}.yaml", longer(text, more)


def longer(text: str, more: int) -> str:
    """A pack with every "… years" so many years longer, under a name of its own."""
    named = NAME.sub(rf"name: \1-{more}", text)
    return YEARS.sub(lambda found: str(int(found[1]) + more), named)


def together(folder: Path, packs: Sequence[str], day: str, output: Path, options: Sequence[str]) -> Run:
    """One screening by all packs."""
    further = [word for name in packs[1:] for word in ("--rules", name)]
    return screened(folder, Asked(packs[0], day, "csv", [*further, *options]), output)


def spread(packs: Sequence[str], number: int) -> list[str]:
    """So many of the packs, evenly over their order."""
    few = min(number, len(packs))
    return [packs[place * len(packs) // few] for place in range(few)]


def told(packs: int, all_: Sequence[Run], singles: Sequence[Sequence[Run]]) -> str:
    """The measurements, and how many times as long the single runs would take."""
    wall = statistics.mean(median_seconds(each) for each in singles) * packs
    cpu = statistics.mean(median_cpu(each) for each in singles) * packs
    rows = (
        (f"{packs} packs together", median_seconds(all_), median_cpu(all_), median_peak(all_)),
        (f"{packs} runs (from {len(singles)})", wall, cpu, max(median_peak(each) for each in singles)),
    )
    lines = [f"{'':<24}{'seconds':>10}{'cpu s':>10}{'peak MB':>10}"]
    lines += [f"{name:<24}{seconds:>10.2f}{work:>10.2f}{peak:>10.0f}" for name, seconds, work, peak in rows]
    times, work_times = wall / median_seconds(all_), cpu / median_cpu(all_)
    lines.append(f"single runs take {times:.1f} times as long, {work_times:.1f} times the processor time")
    return "\n".join(lines)


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applicants", type=int, default=100_000)
    parser.add_argument("--rules", action="append", help="a rule pack, bundled or a path; may stand several times")
    parser.add_argument("--packs", type=int, default=50, help="how many packs, where none is named")
    parser.add_argument("--sample", type=int, default=8, help="packs that are also run alone")
    parser.add_argument("--as-of", default=DAY)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path, help="where tables are kept; a temporary folder if not given")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("options", nargs="*", help="what stands behind -- goes to minqual")
    return parser.parse_args(arguments)


def main() -> None:
    """The command line."""
    given = parsed()
    if given.make is not None:
        make(given.make, given.packs)
        return
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        packs = given.rules or series(place, given.packs)
        folder = tables_of(given.data or place, given.applicants, given.seed)
        sides = [partial(together, folder, packs, given.as_of, place / "results.csv", given.options)]
        for name in spread(packs, given.sample):
            asked = Asked(name, given.as_of, "csv", given.options)
            sides.append(partial(screened, folder, asked, place / "single.csv"))
        all_, *singles = interleaved(sides, given.repeat)
    print(f"{given.applicants} applicants, {given.applicants * JOBS_EACH} jobs, {len(packs)} packs")
    print(told(len(packs), all_, singles))


if __name__ == "__main__":
    main()
