"""The manual's chapter "From a sentence to a clause" is true: each clause loads, its records stand where it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

import minqual
from minqual.notation import parse_yaml
from support.places import ROOT

MANUAL: Final = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
CHAPTER: Final = MANUAL.partition("\n## From a sentence to a clause\n")[2].partition("\n## ")[0]
AS_OF: Final = date(2026, 11, 21)
WORDS: Final = ("met", "conditional", "review", "refer", "unmet")
"""The keys of a sentence under which its records stand."""
TOGETHER: Final = 20
"""How many of them stand in one pack."""
HEAD: Final = {
    "name": "example/chapter",
    "title": "Example",
    "agency": "Example",
    "specification": "Example",
    "version": "1",
    "in force": "2024-01-01",
}
UNSAID: Final = {"es", *HEAD, "class code", "source", "section", "anchor", "anchors", "up to", "invented", "remark"}
"""Keys that no sentence of a specification leads to."""


def blocks() -> Iterator[Any]:
    """The examples of the chapter, as plain values."""
    for text in re.findall(r"^```yaml\n(.*?)^```$", CHAPTER, re.MULTILINE | re.DOTALL):
        yield parse_yaml(text.encode(), "chapter").value


@cache
def sentences() -> Sequence[Mapping[str, Any]]:
    return [each for block in blocks() if isinstance(block, list) for each in block]


@cache
def names() -> Mapping[str, Any]:
    """The vocabulary in which all its clauses stand."""
    (found,) = (block for block in blocks() if isinstance(block, dict))
    return {**HEAD, **found}


def requires(sentence: Mapping[str, Any]) -> list[Any]:
    clause = sentence["clause"]
    return clause if isinstance(clause, list) else [clause]


def records(sentence: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The standing that the chapter says of each record of a sentence, and the record."""
    for said in sentence.keys() & set(WORDS):
        yield said, {"applicant_id": f"{name}-{said}", **sentence[said]}


def test_each_sentence_has_a_clause_and_two_records_of_two_standings() -> None:
    assert len(sentences()) > 70
    for sentence in sentences():
        assert len(list(records(sentence, "a"))) == 2, sentence["sentence"]


def alone(sentence: Mapping[str, Any]) -> bool:
    """Whether a sentence needs nothing of its pack but the names."""
    return set(sentence) <= {"sentence", "clause", *WORDS}


def test_the_records_of_the_chapter_stand_where_it_says(tmp_path: Path) -> None:
    """Clauses that need nothing else of their pack are levels of one, as many as a pack can have."""
    plain = [(f"s{number}", each) for number, each in enumerate(filter(alone, sentences()))]
    for first in range(0, len(plain), TOGETHER):
        some = dict(plain[first : first + TOGETHER])
        levels = [{"id": name, "title": name, "requires": requires(each)} for name, each in some.items()]
        said = {(name, word): record for name, each in some.items() for word, record in records(each, name)}
        screener = minqual.Screener({**names(), "levels": levels})
        (pool := tmp_path / "pool.json").write_text(json.dumps(list(said.values())), encoding="utf-8")
        found = minqual.screen(pool, screener, AS_OF).frame.set_index("applicant_id")
        for name, word in said:
            assert found.loc[f"{name}-{word}", f"level_{name}"] == word, (some[name]["sentence"], word)


def options(sentence: Mapping[str, Any]) -> dict[str, Any]:
    """What the run says that judges the records of a sentence."""
    said = {key.replace(" ", "_"): sentence[key] for key in ("papers until", "vacancy") if key in sentence}
    return said | {key: date.fromisoformat(value) for key, value in said.items() if key == "papers_until"}


@pytest.mark.parametrize("sentence", [each for each in sentences() if not alone(each)])
def test_the_records_of_sentences_with_a_pack_of_their_own_stand_where_the_chapter_says(
    sentence: Mapping[str, Any],
) -> None:
    rules = {**names(), **sentence.get("pack", {})}
    if "clause" in sentence:
        rules["levels"] = [{"id": "only", "title": "Only", "requires": requires(sentence)}]
    screener, last = minqual.Screener(rules), rules["levels"][-1]["id"]
    for word, record in records(sentence, "a"):
        verdict = minqual.check(record, screener, AS_OF, **options(sentence))
        standings = {each.level: each.standing for each in verdict.levels} | {
            each.posts: each.standing for each in verdict.posts
        }
        assert standings[sentence.get("standing of", last)] == word, sentence["sentence"]


def keys_of_packs() -> set[str]:
    """Every key that a pack can have, by its schema."""

    def inside(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            properties = part.get("properties")
            yield from properties if isinstance(properties, dict) else ()
            for each in part.values():
                yield from inside(each)
        elif isinstance(part, list):
            for each in part:
                yield from inside(each)

    return set(inside(json.loads((ROOT / "rules" / "pack.schema.json").read_text(encoding="utf-8"))))


def test_every_key_of_the_language_is_found_from_the_words_of_a_specification() -> None:
    missing = {key for key in keys_of_packs() - UNSAID if not re.search(rf"(?<![\w]){re.escape(key)}(?![\w])", CHAPTER)}
    assert not missing


def test_every_key_of_a_pack_stands_in_the_table_of_its_keys() -> None:
    table = MANUAL.partition("\n## What stands in a pack\n")[2].partition("\nA statement under ")[0]
    keys = json.loads((ROOT / "rules" / "pack.schema.json").read_text(encoding="utf-8"))["properties"]
    assert not {key for key in keys if not re.search(rf"(?<!\w){re.escape(key)}(?!\w)", table)}
