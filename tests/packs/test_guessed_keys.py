"""Keys that people write for want of the right one are answered with the one that says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

import minqual
from minqual.clauses import BY_KIND
from minqual.packs.guessed_keys import KEYS, KINDS
from support.packs import CLERK
from support.places import ROOT


def keys_of_packs(part: object) -> Iterator[str]:
    """Every key that stands in the schema of packs."""
    if isinstance(part, dict):
        yield from part.get("properties", {})
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from keys_of_packs(each)


def test_what_is_answered_is_a_key_and_what_is_guessed_introduces_no_clause() -> None:
    schema = json.loads((ROOT / "rules" / "pack.schema.json").read_text(encoding="utf-8"))
    there = set(keys_of_packs(schema)) | set(BY_KIND) | {"begun from", "begun by", "on"}
    named = {word for says in (*KEYS.values(), *KINDS.values()) for word in re.findall(r"'([^']*)'", says)}
    assert not named - there
    assert not KINDS.keys() & BY_KIND.keys()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "- experience: 1 year\n        in: clerical work\n        since: 2020-01-01",
            "unknown key 'since'; expected 'after'",
        ),
        (
            "- experience: 1 year\n        in: clerical work\n        excluding: sales",
            "'not in', 'not class', 'not emp",
        ),
        ("- license: driver", "no known kind, with license; expected the clause 'credential'"),
        ("- {hours: 1040, in: clerical work}", "with hours, in; expected the clause 'experience'"),
        ("- not: {degree: bachelor}", "no clause is denied"),
    ],
)
def test_a_guess_is_answered_with_what_says_it(written: str, said: str) -> None:
    text = CLERK.replace("- experience: 1 year\n        in: clerical work", written)
    with pytest.raises(minqual.PackError, match=re.escape(said)):
        minqual.load_pack(text=text)


def test_a_guess_is_none_where_a_pack_has_a_like_key() -> None:
    with pytest.raises(minqual.PackError, match="did you mean 'fields'"):
        minqual.load_pack(text=f"{CLERK}field: {{law: []}}\n")
