"""A worker process: sorts blocks and judges shares as it is told, line by line, until nobody tells it any more.

Each line on standard input is a task in JSON, each on standard output its answer. What is large lies in files.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minqual.parallel.applicant_index import Roll
from minqual.parallel.file_blocks import Irregular
from minqual.parallel.messages import block_from, orders_from, outcome_as_json, outline_from
from minqual.parallel.part_work import Judge, sort_block
from minqual.parallel.parts import Portion
from minqual.values import FaultyInput

if TYPE_CHECKING:
    from minqual.parallel.parts import Outline

IDS, REPEATED = "ids", "repeated"
"""The columns of the file that holds a roll."""


class Worker:
    """One worker, ready to judge by some packs. first: the task that it begins with."""

    def __init__(self, first: Mapping[str, Any]) -> None:
        self._orders = orders_from(first["orders"])
        self._outline: Outline = outline_from(first["outline"])
        roll = mapped_file(first["roll"]).read_all()
        ids, repeated = roll.column(IDS).combine_chunks(), roll.column(REPEATED).to_numpy()
        self._roll = Roll(ids, repeated)
        self._judge = Judge(self._orders)

    def sort(self, task: Mapping[str, Any]) -> dict[str, Any]:
        """Sort a block into a file."""
        try:
            found = sort_block(block_from(task["block"]), self._roll, self._orders.size)
        except Irregular:
            return {"irregular": True}
        Path(task["to"]).write_bytes(found.content)
        return {"rows": found.rows, "shares": found.shares}

    def judge(self, task: Mapping[str, Any]) -> dict[str, Any]:
        """Judge a share; its rows go into a file."""
        portions = [
            Portion(table, mapped_file(path).get_batch(number), first_row)
            for table, path, number, first_row in task["portions"]
        ]
        outcome = self._judge.outcome(self._outline, self._roll, task["share"], portions)
        Path(task["to"]).write_bytes(outcome.rows)
        return outcome_as_json(outcome)


def mapped_file(path: str) -> Any:  # noqa: ANN401  # pyarrow is untyped
    """An Arrow file, of which only what is looked at is read."""
    import pyarrow as pa

    return pa.ipc.open_file(pa.memory_map(path))


def main() -> None:
    """Answer tasks until there are no more; what is wrong with one is an answer too."""
    import pyarrow as pa

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pa.set_cpu_count(1)
    worker: Worker | None = None
    for line in sys.stdin:
        task = json.loads(line)
        try:
            if worker is None:
                worker, answer = Worker(task), {}
            else:
                answer = worker.sort(task) if task["do"] == "sort" else worker.judge(task)
        except FaultyInput as error:
            answer = {"faults": [[each.where, each.found, each.expected, each.nearest] for each in error.faults]}
        except Exception as error:  # noqa: BLE001  # whoever gave the task must hear of it
            answer = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    gc.disable()
    main()
