"""Facts of a job read slowly: every word of a job is tried on every fact, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from support.oracle.time import Row
from support.oracle.words import fold


@dataclass(frozen=True)
class Facts:
    """The facts that a pack asks of jobs: yes or no, a ladder, a number."""

    facts: Mapping[str, Any]

    def said(self, name: str, row: Row) -> set[str]:
        """The values of a fact that a job states; of a kind of work, what the facts column says of it."""
        cells = [row["facts"], *([row["kinds"]] if name in self.facts else [])]
        words = [fold(word) for cell in cells for word in cell.split(";")]
        return {value for word in words for value in self._values(name, word)}

    def _values(self, name: str, word: str) -> Sequence[str]:
        fact = self.facts.get(name, {})
        named, _, rest = word.partition(": ")
        if rest and named != fold(name):
            return []
        if "from the lowest" in fact:
            return [word.removeprefix(f"{named}: ")] if (rest or word) in fact["from the lowest"] else []
        if "number of" in fact:
            figure = rest or word.removesuffix(f" {fact['number of']}")
            return [figure] if figure.isdigit() else []
        if rest:
            return [rest]
        yes, no = [fold(name), *fact.get("yes", ())], [f"no {fold(name)}", *fact.get("no", ())]
        return ["yes"] if word in yes else ["no"] if word in no else []

    def fits(self, name: str, value: str, asked: Sequence[str]) -> bool:
        """Whether a value is what is asked for: one of several, a step or above, a number or more."""
        fact = self.facts[name]
        for each in asked:
            least = each.removesuffix(" or above").removesuffix(" or more")
            if "from the lowest" in fact and each != least:
                ladder = list(fact["from the lowest"])
                if ladder.index(value) >= ladder.index(least):
                    return True
            elif "number of" in fact:
                if int(value) >= int(least):
                    return True
            elif value == each:
                return True
        return False
