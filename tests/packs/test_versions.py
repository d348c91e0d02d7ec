"""Versions of one pack stand side by side, and the one in force on a day is picked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minqual import Screener, check
from minqual.authoring.cases import cases_of
from minqual.notation import parse_yaml, top_scalar
from minqual.packs import Pack, find_pack, library, load_pack, pack_names, pack_versions, rule_folders
from minqual.values import PackError, parse_date
from support.command_line import minqual as run

PACK: Final = """\
title: Clerk
name: {name}
agency: Town
specification: Specification
version: "{version}"
in force: {in_force}
kinds: {{clerical work: }}
levels:
  - id: clerk
    title: Clerk
    requires:
      - {{experience: 1 year, in: clerical work}}
"""

DAYS: Final = st.dates(date(1950, 1, 1), date(2150, 12, 31))


def write(path: Path, in_force: str, version: str = "1", name: str = "town/clerk") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PACK.format(in_force=in_force, version=version, name=name), encoding="utf-8")


def fault(name: str | Path, today: date | None = None) -> str:
    """What is said where a pack cannot be found."""
    with pytest.raises(PackError) as caught:
        find_pack(str(name), today)
    return str(caught.value)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of bundled packs with three versions of one and what else lies beside packs."""
    root = tmp_path / "rules"
    write(root / "town" / "clerk.yaml", "2011-06", "1")
    write(root / "town" / "clerk@2024-11-20.yaml", "2024-11-20", "2")
    write(root / "town" / "clerk@2150-01-01.yaml", "2150-01-01", "3")
    write(root / "town" / "clerk-typist.yaml", "2020-01-01", "9", "town/clerk-typist")
    for other in (
        "town/clerk.cases.yaml",
        "town/clerk.source.yaml",
        "town/clerk@2024-11-20.cases.yaml",
        "policies.yaml",
    ):
        (root / other).write_text("nothing: here", encoding="utf-8")
    monkeypatch.setattr(rule_folders, "bundled_rules", lambda: root)
    return root


def test_a_name_is_listed_once_whatever_its_versions_and_only_packs_are(rules: Path) -> None:
    assert pack_names() == ("town/clerk", "town/clerk-typist")
    assert [version.reference for version in pack_versions()] == [
        "town/clerk@2011-06-01",
        "town/clerk@2024-11-20",
        "town/clerk@2150-01-01",
        "town/clerk-typist@2020-01-01",
    ]


@pytest.mark.parametrize(
    ("reference", "version"),
    [
        ("town/clerk@2011-06-01", "1"),
        ("town/clerk@2024-11-19", "1"),
        ("town/clerk@2024-11-20", "2"),
        ("town/clerk@2149-12-31", "2"),
        ("town/clerk@2150-01-01", "3"),
        ("town/clerk", "2"),
    ],
)
def test_a_name_with_a_day_is_the_version_in_force_on_it(rules: Path, reference: str, version: str) -> None:
    assert load_pack(reference).version == version
    if not (rules / reference).with_suffix(".yaml").is_file():
        assert load_pack(rules / reference).version == version
        assert load_pack(str(rules / reference).replace("clerk", "clerk.yaml")).version == version


def test_the_path_of_a_file_is_that_file_whatever_lies_beside_it(rules: Path) -> None:
    assert load_pack(rules / "town" / "clerk.yaml").version == "1"
    assert load_pack(rules / "town" / "clerk@2150-01-01.yaml").version == "3"


def test_a_path_without_suffix_or_day_is_the_version_in_force_today(rules: Path) -> None:
    assert load_pack(rules / "town" / "clerk").version == "2"
    assert find_pack(str(rules / "town" / "clerk"), date(2160, 1, 1)).name == "clerk@2150-01-01.yaml"


def test_cases_stand_beside_their_version(rules: Path) -> None:
    assert cases_of("town/clerk").name == "clerk@2024-11-20.cases.yaml"
    assert cases_of("town/clerk@2012-01-01").name == "clerk.cases.yaml"
    assert cases_of(str(rules / "town" / "clerk@2150-01-01.yaml")).name == "clerk@2150-01-01.cases.yaml"


def test_before_the_earliest_version_it_is_said_since_when_there_is_one(rules: Path) -> None:
    said = fault("town/clerk@2011-05-31")
    assert said.startswith("town/clerk: no version was in force on 2011-05-31; expected a day from 2011-06-01 on")


def test_where_all_versions_lie_ahead_they_are_named(rules: Path) -> None:
    said = fault("town/clerk", date(2000, 1, 1))
    assert "no version is in force yet on 2000-01-01" in said
    assert "town/clerk@2011-06-01, town/clerk@2024-11-20, town/clerk@2150-01-01" in said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("2024-11", "a date without a day"),
        ("2024-02-30", "a day that does not exist"),
        ("soon", "not a date"),
        ("", "not"),
    ],
)
def test_what_is_no_day_is_said_to_be_none(rules: Path, asked: str, found: str) -> None:
    said = fault(f"town/clerk@{asked}")
    assert found in said
    assert "expected a day such as 2024-11-20" in said


def test_an_unknown_name_with_a_day_gets_the_nearest_name_with_that_day(rules: Path) -> None:
    assert "did you mean 'town/clerk@2024-11-20'?" in fault("town/clark@2024-11-20")
    assert "did you mean 'town/clerk'?" in fault("clerk")


def test_two_versions_of_one_date_are_refused_by_name(rules: Path) -> None:
    write(rules / "town" / "clerk@2011-06-01.yaml", "2011-06-01")
    said = fault("town/clerk@2020-01-01")
    assert "town/clerk.yaml and town/clerk@2011-06-01.yaml: both in force from 2011-06-01" in said


def test_a_versions_file_and_its_content_agree_on_date_and_class(rules: Path) -> None:
    write(rules / "town" / "clerk@2030-01-01.yaml", "2031-01-01")
    path = rules / "town" / "clerk@2030-01-01.yaml"
    for name in (str(path), "town/clerk@2040-01-01"):
        with pytest.raises(
            PackError, match=r"line 6 column 1: in force 2031-01-01; expected the date in its file's name"
        ):
            load_pack(name)
    write(path, "2030-01-01", name="town/other")
    with pytest.raises(PackError, match=r"'town/other'; expected the class in its file's name, agency/clerk"):
        load_pack(path)


def test_a_broken_version_is_reported_with_its_file_and_line(rules: Path) -> None:
    write(rules / "town" / "clerk@2030-01-01.yaml", "soon")
    assert "town/clerk@2030-01-01.yaml line 6 column 1: 'soon'; expected a date" in fault("town/clerk@2026-01-01")


def test_names_are_listed_without_opening_a_file(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    assert pack_names()


@given(st.sets(DAYS, min_size=1, max_size=6), DAYS)
def test_the_version_picked_is_the_newest_that_was_in_force(starts: set[date], day: date) -> None:
    with TemporaryDirectory() as folder:
        for start in starts:
            write(Path(folder) / f"clerk@{start}.yaml", str(start))
        started = [start for start in starts if start <= day]
        asked = f"{folder}/clerk@{day}"
        if day in starts:
            assert load_pack(asked).in_force.earliest == day
        elif started:
            assert load_pack(asked).in_force.earliest == max(started)
            assert find_pack(f"{folder}/clerk", day) == find_pack(asked)
        else:
            assert f"a day from {min(starts)} on" in fault(asked)


@given(
    st.lists(
        st.builds(lambda day, form: day.strftime(form), DAYS, st.sampled_from(("%Y", "%Y-%m", "%Y-%m-%d", "%m/%d/%Y"))),
        min_size=1,
        max_size=5,
        unique_by=lambda text: parse_date(text).earliest,
    ),
    DAYS,
)
def test_a_date_that_is_known_in_part_counts_from_its_earliest_day(texts: Sequence[str], day: date) -> None:
    versions = sorted(
        (library.Version("town/clerk", Path(text), text, parse_date(text)) for text in texts),
        key=lambda version: version.since,
    )
    picked = library.in_force(versions, day)
    started = [version.since for version in versions if version.since <= day]
    assert (picked.since if picked else None) == max(started, default=None)
    for version in versions:
        assert library.in_force(versions, version.since) is version
        assert library.in_force(versions, version.since - timedelta(days=1)) is not version


def test_a_date_is_read_no_further_than_its_line() -> None:
    text = PACK.format(in_force="2011-06", version="1", name="town/clerk").encode()
    assert top_scalar(text + b"\n]broken", "in force") == "2011-06"
    assert top_scalar(text, "levels") is None
    assert top_scalar(b"levels: [{in force: 1}]\n{a: b}: c\nin force: '2'", "in force") == "2"


@pytest.mark.parametrize("version", pack_versions(), ids=lambda version: str(version.reference))
def test_a_bundled_version_is_filed_under_its_name_and_found_by_its_reference(version: library.Version) -> None:
    pack = load_pack(version.reference)
    assert isinstance(pack, Pack)
    assert (pack.name, pack.in_force) == (version.name, version.in_force)
    assert find_pack(version.reference) == version.file
    value = parse_yaml(version.file.read_bytes(), "pack").value
    assert isinstance(value, dict)
    assert parse_date(str(value["in force"])) == version.in_force


def test_the_list_shows_every_version_with_its_date_in_force() -> None:
    listed = json.loads(run("rules", "list", "--format", "json").out)
    assert [each["reference"] for each in listed] == [version.reference for version in pack_versions()]
    assert set(listed[0]) == {"name", "title", "invented", "version", "in_force", "reference", "levels"}
    said = run("rules", "list").out
    for each in listed:
        assert f"in force from {each['in_force']}" in said


def test_a_version_is_checked_shown_and_tested_by_its_reference() -> None:
    reference = pack_versions()[0].reference
    assert run("rules", "test", reference).code == 0
    assert run("rules", "show", reference).code == 0
    done = run("check", "--rules", "stockton/mayoral-pio@1999-01-01", "--as-of", "2026-11-21", "--degree", "bachelor")
    assert done.code == 2
    assert "no version was in force on 1999-01-01" in done.err


@pytest.mark.parametrize(("as_of", "told"), [(date(2024, 11, 19), True), (date(2024, 11, 20), False)])
def test_a_verdict_by_a_version_that_came_later_says_so(rules: Path, as_of: date, told: bool) -> None:  # noqa: FBT001  # a parameter
    """Whoever asks for a name gets the version in force today: of an earlier filing date that is taken as given."""
    screener = Screener(find_pack("town/clerk@2024-11-20"))
    assumed = check({"applicant_id": "a"}, screener, as_of).assumptions
    said = [each for each in assumed if "in force from 2024-11-20, after the as-of date" in each]
    assert bool(said) is told
