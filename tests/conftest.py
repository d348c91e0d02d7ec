"""How the tests run: usually short and the same every time; with --long in whole, on new examples."""

from __future__ import annotations

import importlib
import os
import pkgutil
import random

import pytest
from hypothesis import settings

import minqual
from support.examples import COUNTED, LONG, USUAL, register_profiles

SEED = "--hypothesis-seed"
MOST_SEED = 2**32


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("minqual")
    group.addoption(
        "--long",
        action="store_true",
        help="also what is long: all examples that the laws state, all cases, lost workers; examples hang on a seed, "
        f"which is printed and repeated by {SEED}",
    )
    group.addoption("--examples", type=int, metavar="N", help="with --long: so many examples of every law")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Chooses the examples before any law is imported; worker processes are told the seed of the run."""
    config.addinivalue_line("markers", "long: runs with --long alone")
    long, number = config.option.long, config.option.examples
    if number is not None and not long:
        raise pytest.UsageError("--examples belongs to --long")
    if long and config.getoption(SEED) is None:
        config.option.hypothesis_seed = random.SystemRandom().randrange(MOST_SEED)
    # Commands that tests start need not compile minqual anew each time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # The order of sets and the like, in the processes that are started from here.
    os.environ.setdefault("PYTHONHASHSEED", str(int(config.getoption(SEED) or 0) % MOST_SEED))
    register_profiles(number or 1)
    settings.load_profile(COUNTED if number else LONG if long else USUAL)


def pytest_report_header(config: pytest.Config) -> str:
    if not config.option.long:
        return "the short run: the same examples every time; --long runs the rest"
    return f"the long run: repeat it with {SEED}={config.getoption(SEED)}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.option.long:
        terminalreporter.write_line(pytest_report_header(config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is long unless it is asked for.

    All of minqual is imported first: hypothesis draws from the constants of loaded modules, and what is loaded must not
    hang on the tests that have run.
    """
    for module in pkgutil.walk_packages(minqual.__path__, f"{minqual.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    if config.option.long:
        return
    kept: list[pytest.Item] = []
    long: list[pytest.Item] = []
    for item in items:
        (long if item.get_closest_marker("long") else kept).append(item)
    config.hook.pytest_deselected(items=long)
    items[:] = kept
