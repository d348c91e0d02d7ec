"""The house keeps its order: rooms import one way and by their doors, and libraries stay at the rim."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from support.examples import some_of
from support.places import ROOT

PACKAGE = ROOT / "engine" / "minqual"

ROOMS = (
    {"values"},
    {"notation", "records"},
    {"counting", "sources"},
    {"settlements"},
    {"clauses"},
    {"packs"},
    {"judging"},
    {"verdicts"},
    {"preparing", "outputs", "what_if", "examinations", "impact"},
    {"comparisons"},
    {"impact"},
    {"reports"},
    {"letters"},
    {"authoring", "parallel", "pages"},
    {"service"},
    {"arguments"},
    {"commands", "api"},
)
"""The way of the data: a room imports only rooms that stand before it, and none beside it."""

FLOOR = {room: number for number, rooms in enumerate(ROOMS) for room in rooms}

BESIDE = {"__init__", "__main__", "_forking", "_interrupts", "_lazy", "_version"}
"""What stands in no room: the package itself, its entry, forks, interrupts, how doors open, the version."""

RIM = {
    "pandas": {"sources/dataframes", "verdicts/results", "outputs/whole_files", "api"},
    "pyarrow": {"sources", "verdicts", "outputs", "parallel", "pages/pool", "records/arrow_text"},
    "durable": {"judging/derivation"},
    "typer": {"reports/text", "commands"},
    "rich": {"reports/summary_page", "commands"},
    "rapidfuzz": {"values/spelling"},
    "jinja2": {"pages/filled", "letters/templates"},
    "markupsafe": {"pages/filled", "letters/templates"},
    "fastapi": {"service/application"},
    "starlette": {"service"},
    "uvicorn": {"service/server"},
    "docxtpl": {"letters/templates"},
    "xlsxwriter": {"outputs/workbook", "preparing/template_workbook"},
}
"""Where libraries of the rim may appear: rooms, or single modules of them."""

LAYOUT = {
    "pyproject.toml", "engine", "rules", "applicants", "cli.py", "tests", "README.md", "LICENSE",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def rooms() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def name_of(path: Path) -> str:
    """A module's dotted name."""
    return ".".join(("minqual", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


@cache
def imported(path: Path) -> set[tuple[str, str]]:
    """What a module imports, wherever in it: the module named, and the name taken from it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {(node.module, alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
    return found


def own(path: Path) -> set[tuple[str, str]]:
    """What a module imports of minqual itself."""
    return {(module, name) for module, name in imported(path) if module.split(".")[0] == "minqual"}


each_room = pytest.mark.parametrize("room", rooms())


def test_every_room_has_its_place_in_the_order_and_nothing_stands_outside_a_room() -> None:
    assert set(rooms()) <= set(FLOOR)
    assert {path.stem for path in PACKAGE.glob("*.py")} <= BESIDE | set(FLOOR)


@each_room
def test_a_room_imports_only_rooms_that_stand_before_it(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        for module, _ in own(path):
            there = (module.split(".")[1:] or ["_"])[0]
            if there != room and not there.startswith("_"):
                assert FLOOR[there] < FLOOR[room], f"{name_of(path)} imports {module}"


@each_room
def test_another_room_is_entered_by_its_door_alone(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        for module, name in own(path):
            parts = module.split(".")[1:]
            if parts and parts[0] not in {room, *BESIDE}:
                assert len(parts) == 1, f"{name_of(path)} imports {module}"
                assert name in import_module(module).__all__, f"{module} does not give {name} away"


@each_room
def test_a_door_gives_away_only_what_is_there_and_taken(room: str) -> None:
    taken = {
        name for path in [*modules(), *(ROOT / "tests").rglob("*.py")]
        for module, name in own(path) if module == f"minqual.{room}" and (PACKAGE / room) not in path.parents
    }  # fmt: skip
    given = import_module(f"minqual.{room}")
    assert all(hasattr(given, name) for name in given.__all__)
    assert set(given.__all__) - taken <= {"main"}


@each_room
def test_no_name_at_a_door_is_a_module_of_the_room_as_well(room: str) -> None:
    """Which of the two one gets would hang on whether the module has been imported yet."""
    assert not set(import_module(f"minqual.{room}").__all__) & {path.stem for path in (PACKAGE / room).iterdir()}


def test_tests_enter_a_room_by_its_door_where_the_door_has_what_they_want_and_take_no_private_name() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        for module, name in own(path):
            assert not re.match("_[a-z]", name), f"{path.name} takes {name} from {module}"
            door = import_module(".".join(module.split(".")[:2]))
            given = getattr(door, name, None) if name in getattr(door, "__all__", ()) else None
            own_way = getattr(import_module(module), name, None) if name else None
            assert door.__name__ == module or given is None or given is not own_way, f"{path.name} imports {module}"


def test_no_two_rooms_give_away_one_name() -> None:
    givers = Counter(name for room in rooms() for name in import_module(f"minqual.{room}").__all__)
    assert [name for name, rooms in givers.items() if rooms > 1] == []


@each_room
def test_the_modules_of_a_room_import_each_other_in_one_direction(room: str) -> None:
    """A registry knows its modules and is imported by none of them but at run time, when a pack is read."""
    inside = {
        name_of(path): path
        for path in (PACKAGE / room).rglob("*.py")
        if path.parent.name != room or path.stem != "__init__"
    }
    wanted = {
        name: {other for module, taken in own(path) for other in (module, f"{module}.{taken}") if other in inside}
        - {name}
        for name, path in inside.items()
    }
    while wanted:
        free = {name for name, needs in wanted.items() if not needs & set(wanted)}
        assert free, f"a circle among {sorted(wanted)}"
        wanted = {name: needs for name, needs in wanted.items() if name not in free}


@each_room
def test_the_docstring_of_a_room_lists_its_modules(room: str) -> None:
    listed = re.findall(r"^    ([a-z_.]+)(?:  .*)?$", import_module(f"minqual.{room}").__doc__ or "", re.MULTILINE)
    inside = {name_of(path).removeprefix(f"minqual.{room}.") for path in (PACKAGE / room).rglob("*.py")}
    assert sorted(listed) == sorted(inside - {f"minqual.{room}"})


@pytest.mark.parametrize("library", RIM)
def test_a_library_appears_only_at_its_rim(library: str) -> None:
    for path in modules():
        here = str(path.relative_to(PACKAGE).with_suffix(""))
        if library in {module.split(".")[0] for module, _ in imported(path)}:
            assert any(f"{here}/".startswith(f"{place}/") for place in RIM[library]), f"{here} imports {library}"


def test_a_module_of_more_than_600_lines_is_two_things() -> None:
    long = {name_of(path) for path in modules() if len(path.read_text(encoding="utf-8").splitlines()) > 600}
    assert long == set()


def test_no_module_reaches_for_the_network_or_runs_text_as_code() -> None:
    forbidden = {"socket", "urllib", "http", "requests", "pickle", "marshal", "shelve"}
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & forbidden, path
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in forbidden, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path


def test_the_top_level_holds_nothing_but_the_layout() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/")[0] for line in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= LAYOUT


@pytest.mark.parametrize(
    "text", some_of(['{"applicant_id": "a1"}', '[{"applicant_id": "a1"}]', '{"basics": {}, "work": []}'], 2)
)
def test_a_check_of_one_record_imports_only_what_it_needs(tmp_path: Path, text: str) -> None:
    record = tmp_path / "record.json"
    record.write_text(text, encoding="utf-8")
    code = (
        "import sys\n"
        f"sys.argv = ['minqual', 'check', {str(record)!r}, '--as-of', '2026-11-21']\n"
        "sys.argv += ['--rules', 'stockton/mayoral-pio']\n"
        "from minqual.commands import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit(bool({'pandas', 'pyarrow', 'rapidfuzz'} & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_launcher_at_the_top_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("minqual ")
