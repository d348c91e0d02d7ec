"""durable-rules, which is older than the Pythons it runs on, is imported so that it works, and leaves no warning."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from minqual.judging.derivation import bound_when_called
from support.places import APPLICANTS

WATCHED = """
import json, os, sys, threading
from importlib.abc import MetaPathFinder
import minqual

class Watching(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "durable_rules_engine":
            seen.append(sys.getdlopenflags())
            if not told:
                raise ImportError("undefined symbol")

seen, told, made, start = [], {}, [], threading.Barrier(8)
sys.meta_path.insert(0, Watching())
sys.setdlopenflags(sys.getdlopenflags() | os.RTLD_GLOBAL)
before = sys.getdlopenflags()
try:
    minqual.Screener("stockton/mayoral-pio")
except minqual.EngineMissing as error:
    told |= {"fault": str(error), "after the fault": sys.getdlopenflags() == before}

def make():
    start.wait()
    made.append(minqual.Screener("stockton/mayoral-pio"))

sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=make) for _ in range(8)]
[each.start() for each in threads]
[each.join() for each in threads]
told |= {"made": len(made), "after the threads": sys.getdlopenflags() == before}
told |= {"lazy": seen[-1] == before & ~os.RTLD_NOW | os.RTLD_LAZY, "times": len(seen)}
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    """What a process tells of how it imports the extension: where it is broken, and by many threads at once."""
    if not hasattr(sys, "setdlopenflags"):
        pytest.skip("a platform that binds in one way")
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_extension_is_bound_function_by_function_and_else_as_the_program_has_it(told: dict[str, object]) -> None:
    assert told["lazy"]


def test_an_extension_that_cannot_be_imported_is_told_and_leaves_nothing_changed(told: dict[str, object]) -> None:
    assert told["after the fault"]
    assert "CPPFLAGS" in str(told["fault"])
    assert str(told["fault"]).endswith("undefined symbol")


def test_threads_that_make_the_first_screeners_at_once_import_it_once(told: dict[str, object]) -> None:
    assert (told["made"], told["times"], told["after the threads"]) == (8, 2, True)


def test_a_platform_without_such_flags_imports_as_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys, "setdlopenflags", raising=False)
    with bound_when_called():
        pass


def test_neither_a_screener_nor_a_command_leaves_a_warning_where_warnings_are_errors() -> None:
    script = f"""
import sys
from datetime import date
import minqual
screener = minqual.Screener("stockton/mayoral-pio")
assert minqual.check({{"applicant_id": "a1"}}, screener, as_of=date(2026, 11, 21)).verdict == "refer"
assert len(minqual.screen({str(APPLICANTS / "stockton-mayoral-pio")!r}, screener, as_of=date(2026, 11, 21)).frame) == 31
from minqual.__main__ import main
sys.argv = "minqual check --rules stockton/mayoral-pio --as-of 2026-11-21 --degree none".split()
main()
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("applicant: refer")
