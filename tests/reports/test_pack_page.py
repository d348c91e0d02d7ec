"""A pack's page shows everything that the pack says, on the terminal and as Markdown."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from minqual.clauses import Clause, Leaf
from minqual.judging import grow
from minqual.packs import load_pack, pack_names
from minqual.reports import as_markdown, as_text, page_of_pack
from minqual.reports.markdown import escaped
from support.command_line import minqual
from support.examples import some_of
from support.mutations import put, read, written

STOCKTON = "stockton/mayoral-pio"
PARSER = MarkdownIt("commonmark").enable("table")


def tokens(text: str) -> list[Token]:
    """The tokens of a page of Markdown, those inside lines in their places."""
    return [inner for token in PARSER.parse(text) for inner in (token.children or [token])]


def markdown(name: str) -> str:
    """A bundled pack as Markdown."""
    pack = load_pack(name)
    return "\n".join(as_markdown(page_of_pack(pack, grow(pack))))


@cache
def seen(name: str, form: str) -> str:
    """What a reader sees of a page, on one line."""
    pack = load_pack(name)
    if form == "markdown":
        return " ".join("".join(token.content for token in tokens(markdown(name))).split())
    return re.sub(r"\x1b\[\d*m", "", " ".join(" ".join(as_text(page_of_pack(pack, grow(pack)), 10**6)).split()))


def leaves(name: str) -> list[Clause]:
    """Every clause of a pack that is a single test."""
    return [node.clause for node in grow(load_pack(name)).nodes if isinstance(node.clause, Leaf)]


def said(clause: Clause) -> tuple[str, ...]:
    """A clause's words as an outline shows them."""
    head, parts = clause.outline()
    return (head, *parts)


some_packs = pytest.mark.parametrize("name", some_of(pack_names(), 5))


@pytest.mark.parametrize("form", ["markdown", "text"])
@some_packs
def test_every_clause_stands_on_the_page_with_its_source(name: str, form: str) -> None:
    for clause in leaves(name):
        for part in clause.says().partition(" in ")[::2] if clause.kind == "experience" else said(clause):
            assert part in seen(name, form)
    for node in grow(load_pack(name)).nodes:
        if node.clause is not None and node.clause.source is not None:
            assert node.clause.source.cited in seen(name, form)


@pytest.mark.parametrize("form", ["markdown", "text"])
@some_packs
def test_every_statement_name_word_and_counting_value_stands_on_the_page(name: str, form: str) -> None:
    pack = load_pack(name)
    for statement in (*pack.confirm, *pack.desirable, *pack.no_effect, *pack.never_screened):
        assert statement.says in seen(name, form)
        assert statement.source.anchor in seen(name, form)
    for names in (pack.kinds, pack.groups, pack.fields, pack.credentials, pack.issuers):
        for each, words in names.items():
            assert all(word in seen(name, form) for word in (each, *words))
    for text in (*pack.assumptions, *pack.policy.printed().values(), pack.specification, pack.agency, pack.version):
        assert text in seen(name, form)


def test_a_substitution_table_is_a_table_with_a_line_for_each_row() -> None:
    text = markdown(STOCKTON)
    table = text.partition("### Table 1: education and experience")[2].partition("\n#")[0].strip().splitlines()
    assert table[0].startswith("| education | experience in public information management, ")
    assert [line.split(" | ")[1] for line in table[2:]] == [f"{years} years of experience" for years in range(5, 10)]


@some_packs
def test_every_table_of_the_page_is_read_as_one_and_every_bullet_as_a_bullet(name: str) -> None:
    lines = markdown(name).splitlines()
    kinds = [token.type for token in tokens(markdown(name))]
    assert kinds.count("table_open") == sum(line.startswith("| ---") for line in lines)
    assert kinds.count("tr_open") == sum(line.startswith("|") and not line.startswith("| ---") for line in lines)
    assert kinds.count("list_item_open") == sum(line.lstrip().startswith("- ") for line in lines)


TROUBLE = st.text(st.sampled_from("ab1 |*_`[](){}<>#+-=.!~&\\\\\"':;/$@^"), min_size=1, max_size=30)


@given(TROUBLE)
@example("1 #")
@example("1. first")
@example("- a | b")
@example("# x <b>bold</b> &amp; ~~gone~~")
@example("a\\")
def test_an_escaped_text_is_shown_as_it_is_in_a_bullet_a_cell_and_a_heading(text: str) -> None:
    text = " ".join(text.split()) or "a"
    for before, after in (("- ", ""), ("# ", ""), ("", ""), ("| x |\n| --- |\n| ", " |"), ("*", "*")):
        if before == "*" and not text.isalnum():
            continue
        inner = [
            token.content
            for token in tokens(f"{before}{escaped(text)}{after}")
            if token.type in {"text", "text_special"}
        ]
        assert "".join(inner).removeprefix("x") == (text if before[:1] != "|" else text.removeprefix("x"))


def test_names_with_marks_of_markdown_do_not_break_the_page() -> None:
    value = put(written(STOCKTON), ("title",), "Officer | *chief* _of_ `staff` <b>")
    value = put(value, ("levels", 0, "requires", 1, "source", "anchor"), "*valid* | licence_")
    pack = read(value)
    text = "\n".join(as_markdown(page_of_pack(pack, grow(pack))))
    shown = "".join(token.content for token in tokens(text))
    assert "Officer | *chief* _of_ `staff` <b>" in shown
    assert "Other Requirements: *valid* | licence_" in shown
    assert not [token for token in tokens(text) if token.type.startswith("html")]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@some_packs
def test_no_line_of_the_text_is_wider_than_the_terminal(name: str, width: int) -> None:
    pack = load_pack(name)
    text = re.sub(r"\x1b\[\d*m", "", "\n".join(as_text(page_of_pack(pack, grow(pack)), width)))
    assert max(map(len, text.splitlines())) <= width


def test_a_clause_that_every_level_requires_is_shown_once() -> None:
    assert seen("san-jose/council-community-relations", "text").count("a valid driver's license") == 1


def test_the_command_prints_the_page_in_either_form() -> None:
    assert minqual("rules", "show", STOCKTON).out.startswith("Mayoral Public Information Officer\n  name")
    done = minqual("rules", "show", STOCKTON, "--format", "markdown")
    assert done.out == markdown(STOCKTON) + "\n"
