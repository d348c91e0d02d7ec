"""Two versions of a pack are compared truly: nothing is missed, nothing is made up, both directions agree."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from minqual.counting import Ledger, Tally
from minqual.judging import grow
from minqual.notation import Path as Place
from minqual.packs import Change, Pack, compare, decides, find_pack, load_pack, pack_names
from minqual.records import take_in
from minqual.sources import Reading, read_source
from support.command_line import minqual
from support.examples import some_of
from support.mutations import at, mutated, paths, put, read, read_if_sound, without, written
from support.places import ROOT

DIRECTOR: Final = ("levels", 3, "requires", 0, "any of", 0, "all of")
SAN_JOSE: Final = "san-jose/council-community-relations"
STOCKTON: Final = "stockton/mayoral-pio"
SAMPLED: Final = [name for name in pack_names() if (ROOT / "applicants" / name.replace("/", "-")).is_dir()]
"""The packs that have sample applicants to judge by both versions."""
THOROUGHLY: Final = [SAN_JOSE, STOCKTON, "los-angeles/airport-guide", "honolulu/clerical"]
"""The packs of which every value and entry is changed in turn; larger ones are changed at random."""
JUDGEMENT: Final = {"judgement": "a typing test", "by": "the City"}


def turned(changes: tuple[Change, ...]) -> Counter[Change]:
    """Changes without their sentences and headings, which name the newer version."""
    return Counter(replace(change, says="", section="") for change in changes)


def mirrored(old: Pack, new: Pack) -> bool:
    """Whether the way back undoes every change."""
    there, back = compare(old, new), compare(new, old)
    return turned(tuple(change.undone() for change in there)) == turned(back)


def only(changes: tuple[Change, ...]) -> Change:
    """The one change that there is."""
    assert len(changes) == 1, [change.says for change in changes]
    return changes[0]


@pytest.mark.parametrize("name", some_of(pack_names()))
def test_a_pack_does_not_differ_from_itself(name: str) -> None:
    assert compare(read(written(name)), read(written(name))) == ()


@pytest.mark.parametrize("name", some_of(THOROUGHLY, 1))
def test_comments_and_layout_make_no_difference(name: str) -> None:
    text = find_pack(name).read_text(encoding="utf-8")
    rewritten = "# a remark\n" + yaml.safe_dump(written(name), sort_keys=True, width=60)
    beside = find_pack(name).with_name("agency.yaml")
    agency = beside if beside.is_file() else None
    packs = [load_pack(text=each, agency=agency) for each in (text, rewritten)]
    assert compare(*packs) == ()


@pytest.mark.long
@pytest.mark.parametrize("name", some_of(THOROUGHLY, 1))
def test_every_change_of_a_single_value_is_told_once_under_its_own_key(name: str) -> None:
    old = read(written(name))
    for path, new, pack in mutated(name):
        changes = compare(old, pack)
        if path[0] == "assumptions":
            assert Counter(change.what for change in changes) == {"removed": 1, "added": 1}
            continue
        keys = {part for part in path if isinstance(part, str)}
        change = only(changes)
        assert change.key in keys, (path, new, change)
        if change.key not in {"source", *written(name)}:
            assert change.key == [part for part in path if isinstance(part, str)][-1]
        assert mirrored(old, pack), (path, new)


@pytest.mark.parametrize("name", some_of(THOROUGHLY, 1))
def test_a_value_changed_in_a_level_is_told_under_that_level(name: str) -> None:
    old = read(written(name))
    for path, _, pack in mutated(name):
        if path[0] == "levels":
            place = path[1]
            assert isinstance(place, int)
            assert only(compare(old, pack)).section == pack.levels[place].title


@cache
def samples(name: str) -> Any:  # noqa: ANN401  # tables of applicants
    """The sample applicants of a bundled pack."""
    folder = ROOT / "applicants" / name.replace("/", "-")
    return read_source(folder, Reading(("education", "experience", "credentials", "answers"))).tables


def standings(pack: Pack, name: str) -> list[list[int]]:
    """The standings of every sample applicant at every level, by plain minimum and maximum."""
    tree = grow(pack)
    ledger = Ledger(take_in(samples(name), date(2026, 11, 21)))
    tally = Tally(ledger, pack.policy, pack.vocabularies, groups=pack.groups, accreditation=pack.accreditation)
    columns = [leaf.assess(tally).standings for leaf in tree.leaves]
    found = []
    for applicant in range(tally.count):
        nodes = tree.evaluate([*(int(column[applicant]) for column in columns), 0])
        found.append([int(nodes[level]) for level in tree.levels])
    return found


def drawn_out(name: str) -> list[tuple[Place, Pack]]:
    """A bundled pack with every list and mapping entry inside its levels taken out in turn, where it can be."""
    value = written(name)
    places = {path[:length] for path in paths(value) for length in range(3, len(path) + 1)}
    inside = [path for path in sorted(places, key=str) if path[0] in {"levels", "every level requires"}]
    packs = [read_if_sound(without(value, path)) for path in inside]
    return [(path, pack) for path, pack in zip(inside, packs, strict=True) if pack is not None]


@pytest.mark.long
@pytest.mark.parametrize("name", some_of(SAMPLED, 1))
def test_what_is_called_easier_never_lowers_a_standing_and_what_is_called_harder_never_raises_one(name: str) -> None:
    old = read(written(name))
    before = standings(old, name)
    judged: Counter[str] = Counter()
    for path, pack in [*((path, pack) for path, _, pack in mutated(name)), *drawn_out(name)]:
        changes = compare(old, pack)
        effects = {change.effect for change in changes if change.decides}
        after = standings(pack, name) if len(effects) == 1 else before
        for effect in effects if len(effects) == 1 else ():
            pairs = [pair for rows in zip(before, after, strict=True) for pair in zip(*rows, strict=True)]
            judged[str(effect)] += 1
            if effect == "easier":
                assert all(one <= other for one, other in pairs), path
            elif effect == "harder":
                assert all(one >= other for one, other in pairs), path
    assert judged["easier"] > 3
    assert judged["harder"] > 3


@pytest.mark.parametrize("name", some_of(SAMPLED, 1))
def test_what_decides_nothing_changes_no_standing(name: str) -> None:
    old = read(written(name))
    before = standings(old, name)
    for path, _, pack in mutated(name):
        if path[0] in {"levels", "every level requires"} and not decides(compare(old, pack)):
            assert standings(pack, name) == before, path


@pytest.mark.parametrize("name", some_of(THOROUGHLY, 1))
def test_every_entry_taken_out_of_a_level_is_told_and_put_back_by_the_way_back(name: str) -> None:
    old = read(written(name))
    for path, pack in drawn_out(name):
        assert (compare(old, pack) != ()) == (old.digest != pack.digest), path
        assert mirrored(old, pack), path


@pytest.mark.parametrize("name", some_of(THOROUGHLY, 1))
def test_a_clause_put_in_anywhere_is_the_only_thing_told(name: str) -> None:
    value = written(name)
    old = read(value)
    places = {
        path[: length + 1] for path in paths(value) for length in range(len(path)) if isinstance(path[length], int)
    }
    told = 0
    for path in sorted(places, key=str):
        clauses = at(value, path[:-1])
        pack = read_if_sound(put(value, path[:-1], [*clauses[: int(path[-1])], JUDGEMENT, *clauses[int(path[-1]) :]]))
        if pack is not None:
            told += 1
            change = only(compare(old, pack))
            assert (change.what, change.decides, change.before) == ("added", True, "")
            assert change.effect == ("easier" if path[-2] == "any of" else "harder")
            assert change.after.startswith("every-level" if path[0] != "levels" else pack.levels[int(path[1])].id)
            assert mirrored(old, pack)
    assert told > 0


@given(st.data())
def test_several_changes_at_once_are_undone_by_the_way_back(data: st.DataObject) -> None:
    value: Any = written(data.draw(st.sampled_from(pack_names())))
    old = read(value)
    new = old
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(sorted(paths(value), key=str)))
        cut = path[: data.draw(st.integers(1, len(path)))]
        tried = data.draw(st.sampled_from(("without", "doubled", "turned", "with another")))
        if tried == "without":
            changed = without(value, cut)
        elif isinstance(at(value, cut), list):
            listed = at(value, cut)
            changed = put(value, cut, listed[::-1] if tried == "turned" else [*listed, listed[0]])
        else:
            changed = put(value, path, f"{at(value, path)}x")
        if (pack := read_if_sound(changed)) is not None:
            value, new = changed, pack
    assert mirrored(old, new)
    assert compare(new, new) == ()


def changed(path: Place, value: object, name: str = SAN_JOSE) -> tuple[Change, ...]:
    """The changes where one value of a bundled pack is another."""
    return compare(read(written(name)), read(put(written(name), path, value)))


def test_a_shorter_duration_is_told_in_a_sentence_and_called_easier() -> None:
    change = only(changed((*DIRECTOR, 1, "experience"), "4 years"))
    kinds = "public or customer service, public relations, communications or recreation programming"
    assert change.says == f"5 years of experience in {kinds} becomes 4 years"
    assert (change.section, change.effect) == ("Council Community Relations Director", "easier")


def test_the_same_amount_in_another_unit_is_told_and_decides_nothing() -> None:
    change = only(changed((*DIRECTOR, 1, "experience"), "60 months"))
    assert (change.decides, change.effect) == (False, None)


def test_units_of_another_system_are_called_neither_easier_nor_harder() -> None:
    path = ("levels", 1, "requires", 0, "any of", 0, "all of", 0, "units")
    assert only(changed(path, "90 quarter units")).effect is None


def test_an_alternative_around_a_clause_is_told_as_what_the_clause_becomes() -> None:
    change = only(changed((*DIRECTOR, 0), {"any of": [at(written(SAN_JOSE), (*DIRECTOR, 0)), JUDGEMENT]}))
    assert (change.what, change.effect) == ("changed", "easier")


def test_a_clause_in_another_place_has_moved_and_is_called_neither_easier_nor_harder() -> None:
    value: Any = without(written(SAN_JOSE), ("every level requires",))
    licence = written(SAN_JOSE)["every level requires"][0]
    value = put(value, ("levels", 3, "requires"), [*at(value, ("levels", 3, "requires")), licence])
    change = only(compare(read(written(SAN_JOSE)), read(value)))
    assert (change.what, change.before, change.after) == ("moved", "every-level.licence", "director.licence")
    assert change.effect is None


def test_a_level_with_another_id_is_renamed_and_levels_that_change_places_are_told() -> None:
    assert only(changed(("levels", 0, "id"), "helper")).key == "id"
    change = only(changed(("levels",), written(SAN_JOSE)["levels"][::-1]))
    assert (change.what, change.decides) == ("reordered", True)


def test_clauses_in_another_order_decide_nothing() -> None:
    change = only(changed(DIRECTOR, at(written(SAN_JOSE), DIRECTOR)[::-1]))
    assert (change.what, change.decides) == ("reordered", False)


def test_a_word_that_is_newly_understood_is_told_under_its_name() -> None:
    change = only(changed(("kinds", "journalism"), ["reporting", "news", "press"], STOCKTON))
    assert change.says == "journalism: now also press, no longer news reporting"
    assert change.section == "Kinds of experience"


def copied(folder: Path, old: str, new: str) -> Path:
    """A copy of the Stockton pack with one text in place of another."""
    path = folder / "pack.yaml"
    text = find_pack(STOCKTON).read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_exit_code_says_whether_what_decides_differs(tmp_path: Path) -> None:
    assert minqual("rules", "diff", STOCKTON, STOCKTON).code == 0
    assert minqual("rules", "diff", STOCKTON, copied(tmp_path, 'version: "2"', 'version: "3"')).code == 0
    assert minqual("rules", "diff", STOCKTON, copied(tmp_path, "6 years", "5.5 years")).code == 1
    assert minqual("rules", "diff", STOCKTON, tmp_path / "none.yaml").code == 2


def test_the_text_stands_under_headings_and_ends_with_a_sum(tmp_path: Path) -> None:
    done = minqual("rules", "diff", STOCKTON, copied(tmp_path, "experience: 6 years", "experience: 5.5 years"))
    assert done.out.splitlines() == [
        "stockton/mayoral-pio version 2 compared with another text of that version",
        "",
        "Mayoral Public Information Officer",
        "  easier  table education and experience, row 2: experience 6 years becomes 5.5 years",
        "",
        "1 change, 1 in what decides (1 easier).",
    ]


def test_the_json_has_every_change_and_whether_any_decides(tmp_path: Path) -> None:
    done = minqual("rules", "diff", STOCKTON, copied(tmp_path, "6 years", "5.5 years"), "--format", "json")
    report = json.loads(done.out)
    assert report["decides"] is True
    assert [change["after"] for change in report["changes"]] == ["mayoral-pio.any-of.table.rows.row-2"]
    assert report["old"]["digest"] != report["new"]["digest"]


def test_a_change_inside_a_total_names_its_term_and_no_other() -> None:
    written_ = written("example/every-form")
    (number,) = (place for place, level in enumerate(written_["levels"]) if level["title"] == "Program Aide")
    change = only(changed(("levels", number, "requires", 0, "of", 1, "every"), "3 years", "example/every-form"))
    assert change.says == (
        "3 years altogether (program-aide.program-or-sales), term 2 (experience in sales, in the last 6 years (2 years "
        "make 1 year), at most 1 year): every 2 years becomes 3 years"
    )
