"""The packs that are served, each made ready once, with the words of its specification where they are at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from minqual.judging import Screener
from minqual.packs import GivenPack, given_packs
from minqual.service.answers import PackSummary, ServedLevel
from minqual.service.cited import Words, cited_words
from minqual.values import FaultyInput

_ALWAYS: Final = date.max
"""The last day of a version after which none is there."""


@dataclass(frozen=True, slots=True)
class ServedPack:
    """A pack made ready. words: those of its specification, by the places it cites; None where they are not at hand.

    name: what requests call it. first, last: the days on which this version of it is the one in force.
    """

    screener: Screener
    name: str
    first: date
    last: date
    words: Words | None = None

    @property
    def summary(self) -> PackSummary:
        """What the list of packs says of it."""
        pack = self.screener.pack
        return PackSummary(
            name=pack.name,
            served_as=self.name,
            title=pack.title,
            version=pack.version,
            in_force=str(pack.in_force),
            digest=pack.digest,
            invented=pack.invented == "yes",
            levels=tuple(ServedLevel(id=each.id, title=each.title, class_code=each.class_code) for each in pack.levels),
            specification=self.words is not None,
        )

    def page(self) -> str:
        """The pack as a person reads it, as Markdown."""
        from minqual.reports import as_markdown, page_of_pack

        return "\n".join(as_markdown(page_of_pack(self.screener.pack, self.screener.tree))) + "\n"


@dataclass(frozen=True, slots=True)
class ServedPacks:
    """The packs that are served, each by its name; a name may end in @ and a day on which the version is in force."""

    by_name: Mapping[str, ServedPack]

    def __iter__(self) -> Iterator[ServedPack]:
        return iter(self.by_name.values())

    def find(self, name: str) -> ServedPack | None:
        """The pack that a request names; None where there is none, or not the version in force on the day."""
        if name in self.by_name:
            return self.by_name[name]
        stem, _, said = name.rpartition("@")
        try:
            day = date.fromisoformat(said)
        except ValueError:
            return None
        return next((each for each in self if each.screener.pack.name == stem and each.first <= day <= each.last), None)


@dataclass(slots=True)
class Shelf:
    """Where the packs stand that are served now. They are replaced all at once, by one assignment."""

    packs: ServedPacks


def served_packs(names: Sequence[str], specifications: Sequence[str] = ()) -> ServedPacks:
    """Packs by name, made ready; FaultyInput carries the faults of all.

    names: those of packs, paths, and folders of them. specifications: PACK=FILE, or FILE where there is one pack.
    """
    from minqual.authoring import texts_by_pack

    given = _by_name(given_packs(names, "versions"))
    files, faults = texts_by_pack(specifications, list(given))
    served = {}
    for name, each in given.items():
        screener, (first, last) = Screener(each.pack), _days(each)
        try:
            words = cited_words(screener, each.written.file, files[name]) if name in files else None
            served[name] = ServedPack(screener, name, first, last, words)
        except FaultyInput as error:
            faults += error.faults
    if faults:
        raise FaultyInput(faults)
    return ServedPacks(served)


def _by_name(given: Sequence[GivenPack]) -> Mapping[str, GivenPack]:
    """Packs by what requests call them: of several versions the one in force today by its name, others with a day."""
    versions, today = Counter(each.pack.name for each in given), date.today()  # noqa: DTZ011  # the local day is meant
    found = {}
    for each in given:
        (first, last), name = _days(each), each.pack.name
        plain = versions[name] == 1 or first <= today <= last
        found[name if plain else f"{name}@{first.isoformat()}"] = each
    return found


def _days(given: GivenPack) -> tuple[date, date]:
    """The days on which a version of a pack is in force: up to that of the next one which lies beside it."""
    first = given.pack.in_force.earliest
    later = min((each.since for each in given.versions if each.since > first), default=None)
    return first, _ALWAYS if later is None else later - timedelta(days=1)
