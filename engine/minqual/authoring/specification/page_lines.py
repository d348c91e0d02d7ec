"""The lines of a specification's text without its page furniture: headers, footers and page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, with its number; a blank one has no letters.

    glued: it goes on where the line before it stopped, whatever stood between them on the page.
    """

    number: int
    text: str
    glued: bool = False


PAGE: Final = "\f"
"""The sign that parts two pages; as a line of its own it is blank."""

_LAYOUT: Final = frozenset("\n\t\f")
"""The signs that are not seen and yet mean something."""

_CELL_ENDS: Final = frozenset("\a\x1c\x1d\x1e\x1f")
"""Signs with which word processors and databases end a cell; private ones are their bullets."""

_RULE: Final = re.compile(r"\s*-{3,}\s*")
_KEYED: Final = re.compile(r"[A-Z][A-Z '/-]*:(\s|$)")
_NOTES: Final = re.compile(r"\s*reader'?s notes\b", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(
    r"\bpage\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\b\d{1,4}\s+of\s+\d{1,4}$|^[-–— ]*\d{1,4}[-–— ]*$"
    r"|(?:\t|\s\s|\|\s?)\d{1,4}$|^\d{1,4}(?:\t|\s\s|\s?\|)",
    re.IGNORECASE,
)
_NOTHING_ELSE: Final = re.compile(r"\W*page\s+\d+(?:\s*(?:of|/)\s*\d+)?\W*", re.IGNORECASE)
_ITEM: Final = re.compile(r"(?:[-•*▪◦·‣●○■□➢✓–—]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)])\s+\S")
_OPEN: Final = frozenset(
    """a about an and any as at between by each for from in into its least most no not of on or over than that the
    their to under over which with e.g. i.e. no. nos. st. dr. mr. mrs. ms. rm. vs.""".split()  # noqa: SIM905  # a list of words reads best as words
)
_TOP_LINES: Final = 3


def body(text: str) -> list[Line]:
    """The lines of the specification itself: without a block of keys before it and readers' notes after it."""
    lines = list(_lines(text))
    rules = [place for place, line in enumerate(lines) if _RULE.fullmatch(line.text)]
    if rules and all(_KEYED.match(line.text) for line in lines[: rules[0]] if line.text):
        lines, rules = lines[rules[0] + 1 :], [place - rules[0] - 1 for place in rules[1:]]
    for place in rules:
        after = next((line.text for line in lines[place + 1 :] if line.text), "")
        if _NOTES.match(after):
            return lines[:place]
    return lines


def _lines(text: str) -> Iterator[Line]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2019", "'")
    seen = "".join(map(_seen, plain))
    for number, line in enumerate(seen.split("\n"), start=1):
        for place, part in enumerate(line.split(PAGE)):
            if place:
                yield Line(number, PAGE)
            yield Line(number, part.rstrip() if part.strip() else "")


def _seen(sign: str) -> str:
    """What is seen of a sign: nothing of a soft hyphen, a gap where a control sign or the edge of a cell stood."""
    category = unicodedata.category(sign)
    if sign in _LAYOUT or not category.startswith("C"):
        return sign
    if category == "Co":
        return "\u2022"
    return "" if category != "Cc" else "\t" if sign in _CELL_ENDS else " "


def without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines with page headers, footers and page numbers taken out, and the sentences that they broke made whole."""
    furniture = _repeated_blocks(lines) | _repeated_lines(lines) | _page_edges(lines)
    kept: list[Line] = []
    blank = torn = False
    for place, line in enumerate(lines):
        torn = torn or place in furniture or line.text == PAGE
        if place in furniture:
            continue
        if not line.text.strip():
            blank = True
            continue
        glued = torn and bool(kept) and _goes_on(kept[-1].text, line.text)
        if blank and not glued:
            kept.append(Line(line.number, ""))
        kept.append(Line(line.number, line.text, glued))
        blank = torn = False
    return kept


def starts_item(text: str) -> bool:
    """Whether a line starts with a bullet, a number or a letter of a list."""
    return _ITEM.match(text.lstrip()) is not None


def ends_open(text: str) -> bool:
    """Whether a line stops at a word or sign after which no sentence ends."""
    words = text.split()
    return text.endswith((",", "-", "/", "(")) or (bool(words) and words[-1].casefold() in _OPEN)


def _goes_on(before: str, after: str) -> bool:
    """Whether a line takes up the sentence of the one before a page's edge."""
    if starts_item(after) or "\t" in after or before.endswith(":"):
        return False
    return _first(after).islower() or ends_open(before)


def _signature(text: str) -> str:
    """A line as it is compared: page numbers, capitals and blanks do not matter."""
    return " ".join(_PAGE_NUMBER.sub("#", text.strip()).casefold().split())


def _repeated_lines(lines: Sequence[Line]) -> set[int]:
    """Lines that say nothing but a page number, and those that say the text's first line again."""
    alone = {place for place, line in enumerate(lines) if _NOTHING_ELSE.fullmatch(line.text)}
    first = next((place for place, line in enumerate(lines) if line.text.strip()), None)
    if first is None or not _is_title(lines[first].text) or any(line.text.strip() for line in lines[first + 1 :][:1]):
        return alone
    title = _signature(lines[first].text)
    return alone | {place for place, line in enumerate(lines) if place > first and _signature(line.text) == title}


def _is_title(text: str) -> bool:
    return len(text.split()) > 2 and not text.endswith((".", ";", ":", ",")) and not starts_item(text)


def _repeated_blocks(lines: Sequence[Line]) -> set[int]:
    """Paragraphs that come again and again, and number the pages or break a sentence."""
    blocks: dict[tuple[str, ...], list[range]] = {}
    start = None
    for place, line in enumerate((*lines, Line(0, ""))):
        if line.text.strip():
            start = place if start is None else start
        elif start is not None:
            block = range(start, place)
            blocks.setdefault(tuple(_signature(lines[each].text) for each in block), []).append(block)
            start = None
    again = {signature: found for signature, found in blocks.items() if len(found) > 1}
    breaks = _breaks(lines, {place for found in again.values() for block in found for place in block})
    furniture: set[int] = set()
    for signature, found in again.items():
        listed = any(starts_item(line) for line in signature)
        if not listed and (_numbers_pages(lines, found) or any(breaks[block.start] for block in found)):
            furniture |= {place for block in found for place in block}
    return furniture


def _numbers_pages(lines: Sequence[Line], found: Sequence[range]) -> bool:
    """Whether a repeated paragraph has a page number that rises each time."""
    numbers = []
    for block in found:
        marks = [mark.group() for place in block for mark in _PAGE_NUMBER.finditer(lines[place].text.strip())]
        numbers.append([int(each) for mark in marks for each in re.findall(r"\d+", mark)][:1])
    return all(before < after for before, after in pairwise(numbers)) and numbers[0] != []


def _breaks(lines: Sequence[Line], repeated: set[int]) -> list[bool]:
    """For each line, whether the nearest ones around it that are not repeated are two halves of a sentence."""
    texts = [line.text if line.text.strip() and place not in repeated else "" for place, line in enumerate(lines)]
    before, after = list(accumulate(texts, _nearest)), list(accumulate(reversed(texts), _nearest))[::-1]
    return [
        one != "" and not one.endswith((".", ":", ";", "!", "?")) and _first(other).islower() and not starts_item(other)
        for one, other in zip(before, after, strict=True)
    ]


def _nearest(nearest: str, text: str) -> str:
    return text or nearest


def _first(text: str) -> str:
    """The first letter or figure of a text."""
    return next((sign for sign in text if sign.isalnum()), "")


def _page_edges(lines: Sequence[Line]) -> set[int]:
    """The first and last lines of pages, where pages are parted, that are those of another page as well."""
    pages: list[list[int]] = [[]]
    for place, line in enumerate(lines):
        if line.text == PAGE:
            pages.append([])
        elif line.text:
            pages[-1].append(place)
    furniture: set[int] = set()
    for step in (1, -1):
        edges = [page[::step][:_TOP_LINES] for page in pages]
        seen = Counter((depth, _signature(lines[place].text)) for edge in edges for depth, place in enumerate(edge))
        for edge in edges:
            for depth, place in enumerate(edge):
                text = lines[place].text
                if seen[depth, _signature(text)] < 2 or text.endswith((".", ";", ":")) or starts_item(text):
                    break
                furniture.add(place)
    return furniture
