"""The documentation is true: its examples run, and no command, option or kind of clause goes without an entry."""

from __future__ import annotations

import contextlib
import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from minqual.authoring import manual_page
from minqual.authoring.cases import Cases
from minqual.authoring.manual import BEGIN, END
from minqual.clauses import KINDS
from minqual.commands import app
from minqual.notation import parse_yaml
from minqual.packs.checks import read_pack
from minqual.sources.column_maps.model import read_map
from support.command_line import minqual as run
from support.places import ROOT

README = ROOT / "README.md"
PACK_MANUAL = ROOT / "rules" / "README.md"
DATA_MANUAL = ROOT / "applicants" / "README.md"
PROGRAM_MANUAL = ROOT / "engine" / "README.md"
DOCUMENTS = (README, PACK_MANUAL, DATA_MANUAL, PROGRAM_MANUAL)

EXAMPLE = re.compile(r"^```(console|pycon|yaml|json|csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEAD = """
name: example/pack
title: Example
agency: Example
specification: Example
version: "1"
in force: 2024-01-01
kinds: {public relations: , communications: , journalism: , supervision: , boat repair: , engines: , sails: , hulls: }
job facts: {seats: {number of: seats}, overseeing: {}}
fields: {journalism: , public relations: , glass: , metal: }
subjects: {accounting: , business law: , first aid: , radio: }
countries: {Ireland: }
awards: {Guild Diploma: , Level 5 award: }
credentials: {driver's license: , certified public accountant: }
issuers: {California: }
classes: {Helper: }
employers: {Town of Example: }
vacancy: {permanent: {ask: Is it for good?, one of: yes or no}}
levels:
  - id: only
    title: Only
    requires:
"""


def examples(path: Path, language: str) -> list[str]:
    """The blocks of one language in a document."""
    return [text for kind, text in EXAMPLE.findall(path.read_text(encoding="utf-8")) if kind == language]


def console_examples() -> Iterator[tuple[str, str]]:
    """Every command shown in the documents, with what it is shown to print."""
    for path in DOCUMENTS:
        for block in examples(path, "console"):
            for part in re.split(r"^\$ ", block.replace("\\\n", ""), flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield command, output


@pytest.mark.parametrize(("command", "output"), list(console_examples()))
def test_a_command_in_the_documents_prints_what_they_show(command: str, output: str, tmp_path: Path) -> None:
    program, *arguments = shlex.split(command)
    assert program == "minqual"
    # Files that an example writes belong in a scratch folder; those that it reads stand in the repository.
    for name in ("applicants", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    with contextlib.chdir(tmp_path):
        done = run(*arguments)
    assert done.code in {0, 1, 3, 4}, done.err
    shown = "\n".join(line.rstrip() for line in (done.out + done.err).splitlines()) + "\n"
    if output.strip():
        assert doctest.OutputChecker().check_output(output, shown, doctest.ELLIPSIS), shown


@pytest.mark.parametrize("manual", DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_python_examples_of_the_documents_hold(manual: Path) -> None:
    source = "\n".join(examples(manual, "pycon"))
    test = doctest.DocTestParser().get_doctest(source, {}, manual.name, str(manual), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def anchors(path: Path) -> set[str]:
    """The names by which links reach the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_links_of_a_document_lead_somewhere(document: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)\s]*)\)", text) if "://" not in link]
    assert links
    for path, _, anchor in (link.partition("#") for link in links):
        target = document.parent / path if path else document
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


def test_the_readmes_first_screen_has_the_two_commands_of_set_up() -> None:
    first_screen = README.read_text(encoding="utf-8").splitlines()[:20]
    assert any("pip install uv && uv run minqual screen" in line for line in first_screen)
    assert any(line.strip() == "uv run pytest" for line in first_screen)


def test_every_yaml_example_of_readme_and_pack_manual_is_a_pack_a_clause_or_cases() -> None:
    for block in (*examples(README, "yaml"), *examples(PACK_MANUAL, "yaml")):
        if block.startswith(("- sentence:", "kinds: {")):
            continue  # run by test_sentences
        if block.startswith("- "):
            clauses = "".join(f"      {line}\n" for line in block.splitlines())
            pack = read_pack(parse_yaml((HEAD + clauses).encode(), "example"))
            assert pack.levels[0].requires
        elif block.startswith(("job facts:", "levels of study:")):
            head, _, levels = HEAD.partition("levels:")
            known = head.partition(block.partition(":")[0])[0]
            known = known.partition("awards:")[0] if "awards:" in block else known
            written = f"{known}{block}levels:{levels}      - degree: bachelor\n"
            pack = read_pack(parse_yaml(written.encode(), "example"))
            assert pack.job_facts or pack.awards
        elif block.startswith("vacancy:"):
            known = HEAD.partition("vacancy:")[0]
            written = f"{known}{block}levels:{HEAD.partition('levels:')[2]}      - degree: bachelor\n"
            assert read_pack(parse_yaml(written.encode(), "example")).vacancy
        elif block.startswith("accepted:"):
            pack = read_pack(parse_yaml(f"{block}{HEAD}      - degree: bachelor\n".encode(), "example"))
            assert pack.accepted
        elif block.startswith("name:"):
            assert read_pack(parse_yaml(block.encode(), "example")).levels
        else:
            assert Cases.model_validate(parse_yaml(block.encode(), "example").value).cases


def test_the_pack_manual_holds_what_the_clauses_say_of_themselves() -> None:
    """Made by `minqual rules manual`; what stands between the marks is replaced by what that prints."""
    text = PACK_MANUAL.read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0].strip() == manual_page().strip()


def test_every_yaml_example_of_the_data_manual_is_a_column_map() -> None:
    blocks = examples(DATA_MANUAL, "yaml")
    assert blocks
    for block in blocks:
        assert list(read_map(parse_yaml(block.encode(), "example")).columns.groups())


@pytest.mark.parametrize("kind", [clause.kind for clause in KINDS])
def test_every_kind_of_clause_has_a_manual_entry_with_an_example(kind: str) -> None:
    manual_page = PACK_MANUAL.read_text(encoding="utf-8")
    entry = manual_page.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]
    assert f"{kind}:" in entry, f"no entry '### {kind}' with an example in rules/README.md"


def documented_parts() -> Iterator[tuple[str, str]]:
    """Every command and option of the command line."""

    def walk(command: object, name: str) -> Iterator[tuple[str, str]]:
        inner = getattr(command, "commands", None)
        for parameter in getattr(command, "params", []):
            for option in parameter.opts:
                if option.startswith("--") and option not in {"--help", "--install-completion", "--show-completion"}:
                    yield name, option
        if inner is None:
            yield name, name
        else:
            for each, part in inner.items():
                yield from walk(part, f"{name} {each}")

    yield from walk(typer.main.get_command(app), "minqual")


@pytest.mark.parametrize(("command", "part"), list(documented_parts()))
def test_every_command_and_option_is_in_the_readme(command: str, part: str) -> None:
    table = README.read_text(encoding="utf-8").partition("## Commands and options")[2].partition("\n## ")[0]
    shown, wanted = command.removeprefix("minqual "), part.removeprefix("minqual ")
    rows = [row for row in table.splitlines() if re.match(rf"\|[^|]*`{shown}\b", row)]
    assert any(f"`{wanted}" in row for row in rows), f"{command} {part} is not documented"


def test_every_command_and_option_has_help() -> None:
    def walk(command: object) -> Iterator[object]:
        yield command
        for part in getattr(command, "commands", {}).values():
            yield from walk(part)

    for command in walk(typer.main.get_command(app)):
        assert getattr(command, "help", None)
        assert all(getattr(parameter, "help", None) for parameter in getattr(command, "params", []))
