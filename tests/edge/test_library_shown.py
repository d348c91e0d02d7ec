"""No sign of any input that steers a terminal, turns the order of letters or is seen by nobody is shown."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minqual.reports import Page, Span, Text, as_markdown, as_text
from minqual.values import visible, visible_lines
from support.command_line import minqual
from support.examples import examples
from support.packs import PACK
from support.places import edge

CLERK = "stockton/mayoral-pio"
AS_OF = ("--as-of", "2026-11-21")
HOSTILE = "\x1b[31mred\x1b]0;title\x07\x9b2J\u202eturned\u2066\u200b\x7f\x85"
"""Signs that colour, retitle and clear a terminal, turn the order of letters, or are seen by nobody."""

STRANGE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def assert_clean(said: str) -> None:
    assert not STRANGE.findall(re.sub(r"\x1b\[[0-9;]*m", "", said)), repr(said)


def test_every_control_and_format_sign_is_an_escape() -> None:
    for number in range(sys.maxunicode + 1):
        sign = chr(number)
        if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            assert visible(sign).startswith("\\u"), hex(number)


@given(st.text(st.characters()))
@settings(max_examples=examples(200))
def test_a_text_in_json_says_the_same_when_it_is_made_visible(text: str) -> None:
    written = json.dumps(text, ensure_ascii=False)
    assert json.loads(visible_lines(written)) == text


@given(st.text(st.characters()), st.integers(1, 80))
@settings(max_examples=examples(200))
def test_a_page_shows_no_such_sign_in_text_or_markdown(text: str, width: int) -> None:
    page = Page(Text.of(text), (Text.of("plain ", Span(text, "red")), Text((Span(text),), broken=True)))
    for line in (*as_text(page, width), *as_markdown(page)):
        assert_clean(line)
        assert "\n" not in line


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A record that has such signs in all its words."""
    rows = {
        "education": [{"level": "bachelor", "conferred": "yes", "field": HOSTILE, "entry": HOSTILE}],
        "experience": [{"kinds": HOSTILE, "employer": HOSTILE, "entry": HOSTILE, "start": "2020-01-01"}],
        "credentials": [{"name": HOSTILE, "issuer": HOSTILE}],
    }
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps({"applicant_id": f"a{HOSTILE}", **rows}), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_shows_none(hostile: Path, form: str) -> None:
    said = minqual("check", hostile, "--rules", CLERK, *AS_OF, "--format", form)
    assert said.code in {1, 3}
    assert_clean(said.out + said.err)


def test_screen_and_inspect_show_none_and_json_still_says_what_was_stated(hostile: Path, tmp_path: Path) -> None:
    for words in (("screen", hostile, "-o", tmp_path / "r.csv"), ("applicants", "inspect", hostile)):
        assert_clean(minqual(*words, "--rules", CLERK, *AS_OF).err)
    told = minqual("check", hostile, "--rules", CLERK, *AS_OF, "--format", "json")
    assert json.loads(told.out)["applicant_id"] == f"a{HOSTILE}".strip()


def test_names_of_files_columns_options_and_packs_are_shown_without_them(tmp_path: Path) -> None:
    table = tmp_path / f"a{HOSTILE.replace(chr(0), '')}.csv"
    table.write_text(f"applicant_id,{HOSTILE.replace(chr(0), '')}\na1,x\n", encoding="utf-8")
    for words in (
        ("check", HOSTILE, "--rules", CLERK),
        ("check", "--rules", HOSTILE, "--degree", "bachelor"),
        ("check", f"--{HOSTILE}"),
        ("check", "--rules", CLERK, "--as-of", HOSTILE),
        ("check", "--rules", CLERK, "--level", HOSTILE, "--degree", "bachelor"),
        ("check", "--rules", CLERK, "--degree", HOSTILE),
        ("check", "--rules", CLERK, "--credential", f"x, {HOSTILE}, {HOSTILE}"),
        ("check", "--rules", CLERK, "--answer", f"{HOSTILE}=yes"),
        (HOSTILE,),
        ("applicants", "map", table),
        ("applicants", "inspect", table),
        ("screen", table, "--rules", CLERK),
        ("screen", table, "--rules", CLERK, "--map", HOSTILE),
        ("rules", "show", HOSTILE),
        ("rules", "lint", HOSTILE),
        ("rules", "test", HOSTILE),
    ):
        said = minqual(*words)
        assert said.code != 70, said.err
        assert_clean(said.out + said.err)


def test_a_pack_with_such_signs_is_shown_without_them(tmp_path: Path) -> None:
    pack = tmp_path / "signs.yaml"
    pack.write_text(re.sub("^title: .*$", lambda _: f"title: {json.dumps(HOSTILE)}", PACK, count=1, flags=re.MULTILINE))
    for words in (
        ("show", pack),
        ("show", pack, "--format", "markdown"),
        ("lint", pack),
        ("lint", pack, "--format", "json"),
        ("diff", pack, CLERK),
        ("diff", pack, CLERK, "--format", "json"),
    ):
        said = minqual("rules", *words)
        assert said.code in {0, 1}, said.err
        assert_clean(said.out + said.err)
    assert minqual("applicants", "template", pack, "-o", tmp_path / "t.xlsx").code == 0


def test_the_given_record_with_signs_is_shown_without_them(tmp_path: Path) -> None:
    signs, pack = edge("signs.json"), edge("pack.yaml")
    for words in (("check", signs), ("screen", signs, "-o", tmp_path / "r.csv")):
        assert_clean("".join((said := minqual(*words, "--rules", pack, *AS_OF)).out + said.err))
    assert minqual("applicants", "template", edge("title-sign.yaml"), "-o", tmp_path / "t.xlsx").code == 0


def test_what_is_written_to_a_file_keeps_the_words_as_they_are(hostile: Path, tmp_path: Path) -> None:
    minqual("screen", hostile, "--rules", CLERK, *AS_OF, "-o", tmp_path / "r.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8"), newline="")))
    assert rows[0]["applicant_id"] == f"a{HOSTILE}".strip()
