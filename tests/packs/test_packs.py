"""The bundled packs: their cases hold, and what they cite stands in the specifications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from minqual.authoring.case_runs import run_cases
from minqual.authoring.cases import Cases, cases_of, read_cases
from minqual.clauses import Answer, Credential, Discretion, Judgement, Leaf
from minqual.judging import Screener, grow
from minqual.notation import Value, YamlText, bundled_rules, parse_yaml
from minqual.packs import load_pack, pack_names
from minqual.reports import as_markdown, page_of_pack
from minqual.values import Standing
from support.examples import some_of
from support.places import SHARED

SPECIFICATIONS = SHARED / "domain" / "class-specs"
"""The texts of the specifications stand beside the repository, where they are present at all."""

INVENTED = sorted((bundled_rules() / "example").glob("*.txt"))
SPECIFICATION = {
    **{f"example/{path.stem}": str(path) for path in INVENTED},
    "california/staff-services-analyst": "45_ca_calhr_ssa_5157.txt",
    "honolulu/clerical": "48_honolulu_clerical.txt",
    "montgomery-county/county-default": "54_md_montgomery_equivalencies.txt",
    "louisiana/management-appointee": "56_la_state_management_positions.txt",
    "opm/accounting": "44_opm_0510_accounting.txt",
    "opm/administrative-positions": "40_opm_gs_admin_management.txt",
    "opm/clerical": "41_opm_gs_clerical.txt",
    "opm/clerk-stenographer": "41_opm_gs_clerical.txt",
    "opm/time-and-leave-clerk": "43_us_gs05_time_leave_clerk.txt",
    "los-angeles/311-director": "10_la_311_director.txt",
    "los-angeles/airport-guide": "16_la_airport_guide.txt",
    "los-angeles/assistant-utility-buyer": "05_la_assistant_utility_buyer.txt",
    "los-angeles/drill-rig-operator": "12_la_drill_rig_operator.txt",
    "los-angeles/exhibit-preparator": "03_la_exhibit_preparator.txt",
    "los-angeles/management-analyst": "06_la_management_analyst.txt",
    "los-angeles/police-detective": "01_la_police_detective.txt",
    "los-angeles/public-relations-specialist": "08_la_public_relations_specialist.txt",
    "los-angeles/refuse-collection-supervisor": "19_la_refuse_collection_supervisor.txt",
    "san-jose/council-community-relations": "seed-000.txt",
    "stockton/mayoral-pio": "seed-002.txt",
    "georgia-state/bachelors-combination": "65_ga_gsu_combination.txt",
    "maine/management-analyst-ii": "55_me_bureau_hr_year_class.txt",
    "monroe/communications-assistant": "50_ny_monroe_communications_assistant.txt",
    "monroe/coordinating-director-of-communications": "51_ny_monroe_director_communications.txt",
    "new-york-city/administrative-manager": "21_nyc_admin_manager.txt",
    "new-york-city/administrative-staff-analyst": "29_nyc_admin_staff_analyst.txt",
    "new-york-city/associate-project-manager": "26_nyc_associate_project_manager.txt",
    "new-york-city/procurement-analyst": "20_nyc_procurement_analyst.txt",
    "southern-nevada-health-district/bachelors-equivalency": "52_nv_snhd_bachelors_equivalency.txt",
}


bundled = pytest.mark.parametrize("pack", some_of(pack_names(), 12))
specified = pytest.mark.parametrize("pack", some_of(sorted(SPECIFICATION), 12))


@cache
def with_cases(pack: str) -> tuple[Screener, Cases, YamlText]:
    """A bundled pack and its cases, read once."""
    screener = Screener(load_pack(pack))
    return screener, *read_cases(cases_of(pack), screener)


@cache
def case_names(pack: str) -> list[str]:
    """The names alone, read without the engine."""
    path = cases_of(pack)
    value = parse_yaml(path.read_bytes(), path.name).value if path.is_file() else None
    cases = value.get("cases") if isinstance(value, dict) else None
    names = [case.get("name") for case in cases if isinstance(case, dict)] if isinstance(cases, list) else []
    return [name for name in names if isinstance(name, str)]


def sources(value: Value) -> Iterator[tuple[str, str]]:
    """Every section, if any, and anchor below a value of a pack."""
    if isinstance(value, list):
        for item in value:
            yield from sources(item)
    elif isinstance(value, dict):
        section, anchor = value.get("section", ""), value.get("anchor")
        if isinstance(section, str) and isinstance(anchor, str):
            yield section, anchor
        for item in value.values():
            yield from sources(item)


def plain(text: str) -> str:
    """A text as it is searched: line breaks, runs of blanks and the shape of apostrophes do not matter."""
    return " ".join(text.replace("\u2019", "'").split())


def specification(pack: str) -> str:
    """The text of a pack's specification; the test is skipped where it is absent."""
    path = SPECIFICATIONS / SPECIFICATION[pack]
    if not path.is_file():
        pytest.skip(f"{SPECIFICATION[pack]} is not here: the specifications are kept outside the repository")
    return plain(path.read_text(encoding="utf-8"))


@cache
def cited(pack: str) -> list[tuple[str, str]]:
    """Every section and anchor that a pack cites."""
    path = bundled_rules() / f"{pack}.yaml"
    return list(sources(parse_yaml(path.read_bytes(), path.name).value))


@bundled
def test_every_bundled_pack_has_cases_of_different_names(pack: str) -> None:
    names = case_names(pack)
    assert names, f"{cases_of(pack).name} has no cases"
    assert sorted(names) == sorted(set(names))


@bundled
def test_every_case_of_a_bundled_pack_holds(pack: str) -> None:
    screener, cases, text = with_cases(pack)
    outcomes = run_cases(cases, text, screener)
    assert [each.case for each in outcomes] == case_names(pack)
    assert {each.case: each.differences for each in outcomes if each.differences} == {}


def worst(leaf: Leaf) -> Standing:
    """The worst that any record can bring a test to."""
    if isinstance(leaf, Discretion):
        return Standing.REFER
    if isinstance(leaf, Judgement) or (isinstance(leaf, Answer) and leaf.if_no == "review"):
        return Standing.REVIEW
    later = isinstance(leaf, Credential) and leaf.due != "at filing"
    return Standing.CONDITIONAL if later else Standing.UNMET


def worst_standings(screener: Screener) -> dict[str, str]:
    """How badly each level can stand."""
    tree = screener.tree
    standings = [Standing(each) for each in tree.evaluate([*map(worst, tree.leaves), Standing.UNMET])]
    return {level.id: standings[node].word for level, node in zip(screener.pack.levels, tree.levels, strict=True)}


def expected_standings(pack: str) -> dict[str, set[str]]:
    """The standings that a pack's cases expect, level by level."""
    screener, cases, _ = with_cases(pack)
    return {
        level.id: {case.expect[level.id] for case in cases.cases if level.id in case.expect}
        for level in screener.pack.levels
    }


@bundled
def test_cases_expect_the_worst_standing_the_best_and_a_review_and_no_worse_one(pack: str) -> None:
    screener, _, _ = with_cases(pack)
    for level, expected in expected_standings(pack).items():
        least = worst_standings(screener)[level]
        assert {least, "met"} <= expected, level
        assert all(Standing[each.upper()] >= Standing[least.upper()] for each in expected), level
    assert "review" in set().union(*expected_standings(pack).values())


@bundled
def test_cases_expect_a_conditional_standing_where_something_may_be_shown_later(pack: str) -> None:
    screener, _, _ = with_cases(pack)
    later = any(
        getattr(leaf, "may_lack", None) or getattr(leaf, "due", "at filing") != "at filing"
        for leaf in screener.tree.leaves
    )
    if later:
        assert "conditional" in set().union(*expected_standings(pack).values())


@specified
def test_every_anchor_stands_in_the_specification(pack: str) -> None:
    text = specification(pack)
    missing = [anchor for _, anchor in cited(pack) if plain(anchor) not in text]
    assert cited(pack)
    assert missing == []


@specified
def test_every_section_is_a_heading_of_the_specification(pack: str) -> None:
    """Headings are printed in capitals or not, so that letters alone are compared."""
    text = specification(pack).casefold()
    missing = {section for section, _ in cited(pack) if plain(section).casefold() not in text}
    assert missing == set()


@specified
def test_an_anchor_follows_its_section(pack: str) -> None:
    """An anchor that stands only before the heading of its section was filed under the wrong one."""
    text = specification(pack).casefold()
    misfiled = [
        (section, anchor)
        for section, anchor in cited(pack)
        if plain(anchor).casefold() not in text[max(text.find(plain(section).casefold()), 0) :]
    ]
    assert misfiled == []


def test_every_bundled_pack_names_its_specification() -> None:
    assert set(SPECIFICATION) == set(pack_names())


@pytest.mark.parametrize("name", [name for name in pack_names() if name.startswith("example/")])
def test_what_is_made_up_says_so_wherever_its_pack_is_shown(name: str) -> None:
    pack = load_pack(name)
    page = "\n".join(as_markdown(page_of_pack(pack, grow(pack))))
    assert (pack.invented, page.startswith(f"# {pack.title} (invented)")) == ("yes", True)


def test_whether_a_specification_is_made_up_is_no_matter_of_other_packs_digests() -> None:
    real, agency = (bundled_rules() / "los-angeles" / name for name in ("airport-guide.yaml", "agency.yaml"))
    text = real.read_text(encoding="utf-8")
    said = {word: load_pack(text=f"{text}\ninvented: {word}\n", agency=agency).digest for word in ("yes", "no")}
    assert said["yes"] != said["no"] == load_pack("los-angeles/airport-guide").digest


def test_the_manual_lists_all_examples() -> None:
    listed = re.findall(
        r"^\| `(example/[a-z-]+)` \|", (bundled_rules() / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(listed) == [name for name in pack_names() if name.startswith("example/")]
