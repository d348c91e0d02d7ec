"""The house keeps its order: modules import one way, stay small, and only one knows durable-rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "engine" / "minqual"

ORDER = """
faults standings dates figures measures words degrees notation yaml_text bundle policies tables column_meanings
word_order arrow_columns mosaics json_texts records applicants cells intake quantities spells counting study
allotment matched ledger tally clauses manual pack_faults packs library pack_folders matching easing changes
comparing versions trees implying asked_columns remarks furniture sentences accounting recorded patterns derivation
screening grids title_rows contents delimited typed_cells parquet_files table_files archives markup number_formats
sheets workbooks pieces plain_tables map_notation column_maps map_cells map_headings map_vocabulary map_families
map_proposing map_writing mapping map_choice documents sources cell_forms column_words inspecting frames naming
openings questions verdicts phrases accounts missing printed reasons explaining work_list summaries results writing
string_arrays forms listings turns asking level_listings about results_workbook outputs classes class_outputs roll
shares blocks dividing limits share_work crossing sharing worker crew cluster_work cluster pooling cases trials
coverage bounds nudging feeling levers attempts building seeds pools proposed_text proposing workbench spoken
outlines reports pack_pages pack_text pack_markdown account_pages inspection_text blank_tables blank_workbook
schemas map_schemas drafting api commands
""".split()  # noqa: SIM905  # a list of words reads best as words
"""The way of the data: a module imports only those before it."""

LAYOUT = {
    "pyproject.toml", "engine", "rules", "applicants", "cli.py", "tests", "README.md", "LICENSE",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The minqual modules that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "minqual":
            found |= (
                {f"{node.module}.{alias.name}" for alias in node.names} if node.module == "minqual" else {node.module}
            )
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "minqual"}
    return found - {"minqual.__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_comes_before_it_in_the_way_of_the_data(path: Path) -> None:
    own = path.relative_to(PACKAGE).with_suffix("").parts
    if own[0] in {"__init__", "__main__"}:
        return
    for module in imported(path):
        parts = module.split(".")[1:]
        if parts[0] != own[0]:
            assert ORDER.index(parts[0]) < ORDER.index(own[0]), f"{'.'.join(own)} imports {module}"


def test_the_modules_of_clauses_import_each_other_in_one_direction() -> None:
    """The package itself registers the kinds and is imported by none of them but at run time, when a pack is read."""
    clauses = {path.stem: path for path in (PACKAGE / "clauses").glob("*.py") if path.stem != "__init__"}
    wanted = {
        name: {module.split(".")[2] for module in imported(path) if module.startswith("minqual.clauses.")}
        for name, path in clauses.items()
    }
    while wanted:
        free = {name for name, needs in wanted.items() if not needs & set(wanted)}
        assert free, f"a circle among {sorted(wanted)}"
        wanted = {name: needs for name, needs in wanted.items() if name not in free}


def test_every_module_has_its_place_in_the_order() -> None:
    stems = {path.relative_to(PACKAGE).with_suffix("").parts[0] for path in modules()} - {"__init__", "__main__"}
    assert stems == set(ORDER)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_only_the_derivation_knows_durable_rules() -> None:
    knowing = {path.stem for path in modules() if "durable.engine" in path.read_text(encoding="utf-8")}
    assert knowing == {"derivation"}


def test_pandas_appears_only_at_the_rim() -> None:
    using = {path.stem for path in modules() if "import pandas" in path.read_text(encoding="utf-8")}
    assert using <= {"frames", "results", "writing", "api"}


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


@pytest.mark.parametrize("text", ['{"applicant_id": "a1"}', '[{"applicant_id": "a1"}]', '{"basics": {}, "work": []}'])
def test_a_check_of_one_record_imports_neither_pandas_nor_pyarrow(tmp_path: Path, text: str) -> None:
    record = tmp_path / "record.json"
    record.write_text(text, encoding="utf-8")
    code = (
        "import sys\n"
        f"sys.argv = ['minqual', 'check', {str(record)!r}, '--as-of', '2026-11-21']\n"
        "sys.argv += ['--rules', 'stockton/mayoral-pio']\n"
        "from minqual.commands import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.exit(bool({'pandas', 'pyarrow'} & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_the_launcher_at_the_top_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("minqual ")
