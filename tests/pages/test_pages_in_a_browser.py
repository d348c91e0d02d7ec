"""Pages as a browser shows them: nothing is asked for, the keyboard does all, and axe-core finds nothing."""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from support.browser import Browser, browser, needs_browser
from support.command_line import minqual
from support.page_files import hostile_page, hostile_pages, page
from support.places import APPLICANTS

pytestmark = [pytest.mark.long, needs_browser]

AXE: Final = os.environ.get("MINQUAL_AXE", "")
"""Where axe.min.js of axe-core lies."""

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
POOL: Final = (
    "screen",
    APPLICANTS / "stockton-mayoral-pio",
    "--rules",
    "stockton/mayoral-pio",
    "--as-of",
    "2026-11-21",
)


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "results.html"
    assert minqual(*POOL, "-q", "-o", path).code == 0
    return path


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "one.html"
    minqual("check", *POOL[1:], "--applicant", "a017", "--ways", "-q", "-o", path)
    return path


def said(tab: Browser) -> str:
    return str(tab.run("document.getElementById('said').textContent"))


def choose(tab: Browser, **values: str) -> None:
    for name, value in values.items():
        tab.run(f"document.getElementById({json.dumps(name.replace('_', '-'))}).value = {json.dumps(value)}")
    tab.run("document.getElementById('filters').dispatchEvent(new Event('input'))")


def test_nothing_is_asked_for_and_nothing_complains(tab: Browser, pool: Path, one: Path) -> None:
    for path in (pool, one):
        tab.open(path)
        assert tab.requests == [path.resolve().as_uri()]
        assert tab.errors == []
        assert tab.run("document.querySelectorAll('*').length") <= 2000


def test_filters_show_those_whom_the_data_say(tab: Browser, pool: Path) -> None:
    told = page(pool).data("data")
    tab.open(pool)
    count = len(told["ids"])
    met = sum(told["standings"][each][0] == "4" for each in told["pattern"])
    choose(tab, f_is="4")
    tab.wait_for(f"document.getElementById('said').textContent === '{met} of {count} applicants'")
    assert tab.run("document.getElementById('grid').getAttribute('aria-rowcount')") == str(met + 1)
    choose(tab, f_is="", q="A017")
    tab.wait_for(f"document.getElementById('said').textContent === '1 of {count} applicants'")
    tab.run("document.querySelector('#filters [type=reset]').click()")
    tab.wait_for(f"document.getElementById('said').textContent === '{count} applicants'")
    choose(tab, sort="best")
    order = sorted(range(count), key=lambda each: -int(told["standings"][told["pattern"][each]][0]))
    tab.wait_for(f"document.querySelector('#rows button').textContent === {json.dumps(told['ids'][order[0]])}")


def test_the_keyboard_does_all(tab: Browser, pool: Path) -> None:
    tab.open(pool)
    for _ in range(40):
        tab.press("Tab")
        if tab.run("document.activeElement.id") == "grid":
            break
    else:
        pytest.fail("the list is not reached")
    assert tab.run("getComputedStyle(document.activeElement).outlineStyle") != "none"
    focused = "document.activeElement.textContent"
    tab.press("ArrowDown")
    tab.press("ArrowDown")
    second = tab.run(focused)
    tab.press("End")
    tab.wait_for(f"{focused} !== {json.dumps(second)}")
    last = page(pool).data("data")["ids"][-1]
    assert tab.run(focused) == last
    tab.press("Enter")
    tab.wait_for("document.getElementById('drawer').open && document.getElementById('drawer-body').textContent")
    assert tab.run("document.getElementById('drawer-title').textContent") == last
    for _ in range(8):
        tab.press("Tab")
        inside = "document.activeElement === document.body || document.activeElement.closest('#drawer') !== null"
        assert tab.run(inside)
    tab.press("Escape")
    tab.wait_for("!document.getElementById('drawer').open")
    assert tab.run(focused) == last


def test_a_link_opens_the_applicant(tab: Browser, pool: Path) -> None:
    tab.open(pool)
    tab.run("location.hash = '#applicant=a017'")
    tab.wait_for("document.getElementById('drawer').open")
    assert tab.run("document.getElementById('drawer-title').textContent") == "a017"


def test_without_a_script_counts_rows_and_questions_are_readable(tab: Browser, pool: Path) -> None:
    tab.open(pool, script=False)
    tree = tab.call("Accessibility.getFullAXTree")["nodes"]
    words = " ".join(str(each.get("name", {}).get("value", "")) for each in tree if not each.get("ignored"))
    for said_there in ("Standings of applicants", "a031", "Are you willing to attend meetings outside normal"):
        assert said_there in words


def test_hostile_words_do_nothing(tab: Browser, tmp_path: Path) -> None:
    path = hostile_page(tmp_path)
    tab.open(path)
    for place in range(3):
        tab.run(f"document.querySelectorAll('#rows button')[{place}].click()")
        tab.wait_for("document.getElementById('drawer').open && document.getElementById('drawer-body').textContent")
        assert tab.run("document.querySelectorAll('#drawer-body :is(script,img,a,iframe)').length") == 0
        tab.run("document.getElementById('close').click()")
    choose(tab, q="<script>")
    tab.wait_for("document.getElementById('said').textContent === '3 applicants'")
    assert tab.run("window.hit") is None
    assert tab.requests == [path.resolve().as_uri()]
    assert tab.errors == []


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory: pytest.TempPathFactory, pool: Path, one: Path) -> list[Path]:
    """A page of each kind: of a real pool, of one applicant, and of a small pool those that are lists of figures."""
    return [pool, one, *hostile_pages(tmp_path_factory.mktemp("kinds"), "plain words")]


def test_no_page_asks_for_anything_whatever_stands_in_its_fields(tab: Browser, tmp_path: Path) -> None:
    for path in hostile_pages(tmp_path):
        tab.open(path)
        assert tab.requests == [path.resolve().as_uri()]
        assert tab.errors == []
        assert tab.run("window.hit") is None


@pytest.mark.skipif(not AXE, reason="needs axe-core: MINQUAL_AXE is where axe.min.js lies")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "zoom"), [(1280, 1), (320, 1), (1280, 2)])
def test_axe_finds_no_violation(tab: Browser, every_kind: list[Path], width: int, zoom: int, dark: bool) -> None:  # noqa: FBT001  # a case
    axe = Path(AXE).read_text(encoding="utf-8")
    ask = f"axe.run(document, {{runOnly: {json.dumps(TAGS)}}}).then((found) => found.violations.map((each) => each.id))"
    for path in every_kind:
        tab.open(path, width=width, zoom=zoom, dark=dark)
        tab.call("Runtime.evaluate", expression=axe)
        tab.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert tab.run(ask) == [], path.name
        assert tab.run("document.documentElement.scrollWidth <= innerWidth"), path.name
        if tab.run("document.querySelectorAll('#rows button').length > 2"):
            tab.run("document.querySelectorAll('#rows button')[2].click()")
            tab.wait_for("document.getElementById('drawer').open")
            assert tab.run(ask) == []


@pytest.mark.parametrize(("sample", "pack"), [
    ("stockton-mayoral-pio", "stockton/mayoral-pio"),
    ("san-jose-council-community-relations", "san-jose/council-community-relations"),
])  # fmt: skip
def test_every_applicant_of_a_sample_is_printed_on_one_page_with_the_ways(
    tab: Browser, tmp_path: Path, sample: str, pack: str
) -> None:
    path = tmp_path / "results.html"
    minqual("screen", APPLICANTS / sample, "--rules", pack, "--as-of", "2026-11-21", "-q", "--ways", "-o", path)
    tab.open(path)
    tab.run("window.print = () => { window.asked = true; throw new Error('kept as it is printed') }")
    tab.run("document.getElementById('print').click()")
    tab.wait_for("window.asked === true")
    sheets = tab.run("document.querySelectorAll('#sheets .sheet').length")
    assert sheets == len(page(path).data("data")["ids"])
    printed = base64.b64decode(tab.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sheets
