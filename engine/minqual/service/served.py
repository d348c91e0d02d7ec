"""The packs that are served, each made ready once, with the words of its specification where they are at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minqual.judging import Screener
from minqual.packs import given_packs
from minqual.service.answers import PackSummary, ServedLevel
from minqual.service.cited import Words, cited_words
from minqual.values import FaultyInput


@dataclass(frozen=True, slots=True)
class ServedPack:
    """A pack made ready. words: those of its specification, by the places it cites; None where they are not at hand."""

    screener: Screener
    words: Words | None = None

    @property
    def summary(self) -> PackSummary:
        """What the list of packs says of it."""
        pack = self.screener.pack
        return PackSummary(
            name=pack.name,
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


def served_packs(names: Sequence[str], specifications: Sequence[str] = ()) -> Mapping[str, ServedPack]:
    """Packs by name, made ready; FaultyInput carries the faults of all.

    names: those of packs, paths, and folders of them. specifications: PACK=FILE, or FILE where there is one pack.
    """
    from minqual.authoring import texts_by_pack

    given = given_packs(names)
    files, faults = texts_by_pack(specifications, [each.pack.name for each in given])
    served = {}
    for each in given:
        name, screener = each.pack.name, Screener(each.pack)
        try:
            words = cited_words(screener, each.written.file, files[name]) if name in files else None
            served[name] = ServedPack(screener, words)
        except FaultyInput as error:
            faults += error.faults
    if faults:
        raise FaultyInput(faults)
    return served
