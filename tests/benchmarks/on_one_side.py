"""Run commands of minqual one after the other in the Python of one checkout: python -P on_one_side.py FILE.

FILE holds one JSON object a line: `folder`, where its files belong, and either `command`, its words, or `records`, the
path of JSON records for `minqual.check`, with `pack` and `as_of`. Every one runs as a process of its own in the folder
`files`, with its streams in `stdout` and `stderr` beside it and its exit code in `exit`, which is written last: whoever
has it is done, and is not run again. All modules are imported once beforehand, whatever their names, and so is what
they import on first use; each process forks from there, which saves most of its start.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import pkgutil
import runpy
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

import minqual

ON_FIRST_USE: Final = (
    "durable.lang", "numpy", "openpyxl", "pandas", "pyarrow.compute", "pyarrow.csv", "pyarrow.parquet", "pydantic",
    "rich.console", "xlsxwriter", "yaml",
)  # fmt: skip
"""What minqual imports within functions; a side need not have all of it."""


def import_all() -> None:
    """Import every module of the package and what it rests on, so that no process needs to."""
    for name in ON_FIRST_USE:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for module in pkgutil.walk_packages(minqual.__path__, "minqual."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def redirect(step: dict[str, Any], folder: Path) -> None:
    """Let the streams of this process be files."""
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    os.chdir(files)
    source = os.open(step.get("stdin") or os.devnull, os.O_RDONLY)
    os.dup2(source, 0)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)


def run(step: dict[str, Any]) -> None:
    """Do what is asked, in the process that is there for it."""
    if "command" in step:
        sys.argv = ["minqual", *step["command"]]
        runpy.run_module("minqual", run_name="__main__", alter_sys=True)
    else:
        check_all(Path(step["records"]), step["pack"], date.fromisoformat(step["as_of"]))


def check_all(records: Path, pack: str, as_of: date) -> None:
    """A verdict a line for each record, or what is wrong with it."""
    screener = minqual.Screener(pack)
    with records.open(encoding="utf-8") as lines:
        for line in lines:
            try:
                print(minqual.check(line, screener, as_of=as_of).to_json())
            except minqual.FaultyInput as fault:
                print(json.dumps(str(fault)))


def main() -> None:
    """Run every step that is not done yet."""
    import_all()
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        step = json.loads(line)
        folder = Path(step["folder"])
        if (folder / "exit").exists():
            continue
        child = os.fork()
        if not child:
            redirect(step, folder)
            run(step)
            return
        _, status = os.waitpid(child, 0)
        (folder / "exit").write_text(f"{os.waitstatus_to_exitcode(status)}\n")


if __name__ == "__main__":
    main()
