"""The sentences of a specification's text, each with its line and the headings that it stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from minqual.authoring.specification.page_lines import Line, body, ends_open, starts_item, without_furniture
from minqual.values import Fault, FaultyInput, no_plain_file

Kind = Literal["sentence", "item", "heading", "label"]
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a heading or a label, in the order of the text.

    kind: an item is a sentence that is a bullet, a numbered alternative or a row of a table; a label, such as the
    heading row of a table, is no sentence and heads nothing. headings: those above it, the highest first; a heading's
    own words are the last of them. last: the line in which it ends. joined: lines of it that were taken as going on
    with the one before, though they may have begun something new.
    """

    text: str
    line: int
    kind: Kind
    headings: tuple[str, ...]
    last: int = 0
    joined: tuple[int, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it is a sentence, that must be accounted for."""
        return self.kind in {"sentence", "item"}


_BULLET: Final = re.compile(r"\s*[-•*▪◦·‣●○■□➢✓–—]\s+(?=\S)")
_NUMBER: Final = re.compile(r"\(?(\d{1,2}|[A-Za-z])[.)](?=\s+\S)")
_BARE_NUMBER: Final = re.compile(r"(?i:(?:or|and)\s+)?\(?(?:\d{1,2}|[A-Za-z])[.)]?")
_INLINE: Final = re.compile(
    r"(?:(?<=[:;,.])|(?i:(?<=\sor)|(?<=\sand)))\s+(?=\(?(\d|[A-Za-z])[.)]\s+(\w+))",
)
_CELLS: Final = re.compile(r"\t+|\s{3,}")
_END: Final = re.compile(r"(?:(?<![.!?])[.!?]+|…)[\"'”)\]]*\s+(?=[\"'“‘(\[*†‡]*([A-Z0-9$][\w']*))")
_OTHERWISE: Final = re.compile(r";\s+(?=(?:OR|AND)\s+(?!\(?(?:\d{1,2}|[A-Za-z])[.)]))")
"""Where a semicolon and a connective in capitals set off an alternative."""
_LAST_WORD: Final = re.compile(r"[\w.&]*\w$")
_CONNECTIVE: Final = re.compile(r"\W*(?:and|or|and/or|either|plus)\W*", re.IGNORECASE)
_JOINED: Final = re.compile(r"\b(?:or|and)$", re.IGNORECASE)
_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_VERB: Final = re.compile(
    r"\b(?:must|shall|will|would|may|can|should|is|are|be|has|have|had|was|were|do|does|apply|applies|meets?|needs?"
    r"|requires?|possess(?:es)?|includes?|provides?|performs?|counts?|qualif(?:y|ies)|substitutes?)\b",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(r"(?:what|who|how|when|where|why) ", re.IGNORECASE)
"""How a heading begins that has a verb and yet is no sentence: what you need, who may apply."""
_REQUIREMENT: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b|bachelor|master'?s|associate'?s|doctora"
    r"|degree (?:in|from|or)|high school|diploma|\bged\b|possession|graduation|completion|\bvalid\b|\brequired$",
    re.IGNORECASE,
)
_NEVER_LAST: Final = frozenset("e.g i.e cf st mt dr mr mrs ms prof rm fig vol vs approx rev hon".split())  # noqa: SIM905  # a list of words reads best as words
_SHORT_FORMS: Final = frozenset(
    "etc inc jr sr co corp ltd dept div hrs yrs hr yr ext est min max bldg gov govt calif cal sec art ave".split()  # noqa: SIM905  # the same
)
_STARTERS: Final = frozenset(
    """a additional all an and any appointment applicants applicant at both candidates candidate completion each
    education either equivalent every experience for full graduation he if in incumbents it knowledge license no not
    one or other positions possession qualifying she some such the their these they this those to two under when
    where will with work you your must may""".split()  # noqa: SIM905  # the same
)
_LONGEST_HEADING: Final = 12
_NARROWEST: Final = 60
"""Columns below which no page is set: a line that stops short of them has been ended."""
_WIDEST: Final = 200
"""Columns above which no page is set: a longer line is not broken at its edge."""
_LONGEST_WORD: Final = 40
_BARS: Final = re.compile(r"^\||\|$|\s\|\s")
_NAMED: Final = re.compile(r"[A-Z0-9][^\s:.;!?]*(?: [^\s:.;!?]+){0,6}:(?:\s|$)")
"""A line that begins with a name and a colon."""
_COLUMN: Final = re.compile(
    r"\b(?:class(?:es)?|titles?|levels?|grades?|positions?|posts?|jobs?|occupations?|education(?:al)?|degrees?|experience"
    r"|years?|months?|hours|units|credits|stud(?:y|ies)|subjects?|training|qualifications?|requirements?|minimum|required"
    r"|substitut\w*|equivalen\w*|alternatives?|options?|kinds?|types?|codes?|series|pay|salar(?:y|ies)|notes?|name"
    r"|number|licen[cs]es?|certificates?|skills?|amount|time)\b",
    re.IGNORECASE,
)
"""Words that stand above the columns of a table."""
_CLOSED: Final = (".", ":", ";", "!", "?")


def specification_text(file: Path) -> str:
    """The text of a specification's file; FaultyInput where it is none."""
    if found := no_plain_file(file):
        raise FaultyInput([Fault(str(file), found, "the specification's text, a plain file", code="file")])
    if file.stat().st_size > _MOST_BYTES:
        raise FaultyInput([Fault(str(file), f"{file.stat().st_size} bytes", f"at most {_MOST_BYTES} bytes")])
    content = file.read_bytes()
    if content.startswith(b"%PDF") or b"\0" in content:
        raise FaultyInput([Fault(str(file), "no plain text", "the specification's text, saved as UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FaultyInput(
            [Fault(f"{file} line {line}", "bytes that are not UTF-8", "the specification's text, saved as UTF-8")]
        ) from None


def passages(text: str) -> tuple[Passage, ...]:
    """The sentences and headings of a text; page headers, line breaks and bullets are no part of them."""
    lines = without_furniture(body(text))
    found: list[Passage] = []
    above: list[tuple[int, str]] = []
    for block in _blocks(lines):
        if block.rank is not None:
            above = [each for each in above if each[0] < block.rank]
            above.append((block.rank, block.text.rstrip(": ")))
        headings = tuple(words for _, words in above)
        if block.kind in {"heading", "label"}:
            found.append(Passage(block.text, block.line(0), block.kind, headings, block.line(len(block.text) - 1)))
        else:
            found += _sentences_of(block, headings)
    return tuple(found)


def _sentences_of(block: _Block, headings: tuple[str, ...]) -> Iterator[Passage]:
    """The sentences of a block as they are printed, the first behind its bullet."""
    for place, (part, line, last) in enumerate(_split(block)):
        joined = tuple(each for each in block.joined if line < each <= last)
        yield Passage(part if place else block.bullet + part, line, block.kind, headings, last, joined)


class _Block:
    """Lines that run on: a paragraph, an item of a list, a row of a table or a heading."""

    def __init__(self, kind: Kind, line: Line, text: str, rank: int | None = None, bullet: str = "") -> None:
        self.kind, self.rank, self.bullet = kind, rank, bullet
        self.first = self.last = text
        self.joined: list[int] = []
        self._parts, self._length = [text], len(text)
        self._starts, self._numbers = [0], [line.number]

    def add(self, line: Line, *, doubtful: bool = False) -> None:
        """One more line; a word broken by a hyphen is closed up. doubtful: it may begin something new."""
        if doubtful:
            self.joined.append(line.number)
        between = "" if self.last[-1:] == "-" and self.last[-2:-1].isalnum() else " "
        self.last = line.text.strip()
        self._starts.append(self._length + len(between))
        self._numbers.append(line.number)
        self._parts += (between, self.last)
        self._length += len(between) + len(self.last)

    @property
    def alone(self) -> bool:
        """Whether it is one line so far."""
        return len(self._numbers) == 1

    @property
    def text(self) -> str:
        """All of its lines as one."""
        return "".join(self._parts)

    def line(self, place: int) -> int:
        """The number of the line in which a letter stands."""
        return self._numbers[bisect_right(self._starts, place) - 1]


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    width = max((len(line.text.strip()) for line in lines), default=0)
    width = min(max(width, _NARROWEST), _WIDEST)
    block: _Block | None = None
    joint: Line | None = None
    rows = 0
    for place, line in enumerate(lines):
        text = line.text.strip()
        cells = _cells(text)
        rows = rows + 1 if len(cells) > 1 else 0
        after = lines[place + 1].text.strip() if place + 1 < len(lines) else ""
        if block is not None and text:
            surely = line.glued or _runs_on(block, lines[place - 1].text, text)
            earlier = lines[place - 2].text.strip() if place > 1 and block.alone else ""
            if surely or _may_run_on(block, (earlier, lines[place - 1].text.strip()), text, after, width):
                block.add(line, doubtful=not surely)
                continue
        if block is not None:
            yield block
            block = None
        if _says_nothing(text):
            continue
        if _CONNECTIVE.fullmatch(text):
            joint = line
            continue
        rank = None if len(cells) > 1 or starts_item(text) else _rank(text, after)
        block = _begun(line, cells, rows, rank)
        if joint is not None and block.kind in {"sentence", "item"}:
            block, begun = _Block(block.kind, joint, joint.text.strip()), block
            block.add(Line(line.number, begun.text))
        joint = None
        if block.rank is not None or len(cells) > 1:
            yield block
            block = None
    if block is not None:
        yield block


def _begun(line: Line, cells: Sequence[str], rows: int, rank: int | None) -> _Block:
    """The block that a line begins."""
    text = line.text.strip()
    if len(cells) > 1:
        asks = any(_REQUIREMENT.search(cell) or _VERB.search(cell) for cell in cells)
        header = rows == 1 and not asks and (text.isupper() or any(_COLUMN.search(cell) for cell in cells))
        return _Block("label" if header else "item", line, text if _BARS.search(text) else " | ".join(cells))
    if rank is not None:
        return _Block("heading", line, text, rank)
    bullet = _BULLET.match(text)
    marked = bullet.group() if bullet else ""
    return _Block("item" if starts_item(text) else "sentence", line, text.removeprefix(marked), bullet=marked)


def _cells(text: str) -> list[str]:
    """The cells of a table's row; a line of text is one cell."""
    if _BARS.search(text):
        text = text.strip("|").replace("|", "\t")
    return [] if _says_nothing(text) else [cell.strip() for cell in _CELLS.split(text) if cell.strip(" _")]


def _runs_on(block: _Block, before: str, text: str) -> bool:
    """Whether a line surely takes up the one before it, which ends a sentence or stops within one."""
    if not before.strip() or len(_cells(text)) > 1 or _says_nothing(text) or _CONNECTIVE.fullmatch(text):
        return False
    closed = block.last.endswith(_CLOSED)
    if starts_item(text):
        listed = closed or block.last.endswith(",") or _JOINED.search(block.last) or _follows(block.first, text)
        return _NUMBER.match(text) is not None and not listed
    first = next((sign for sign in text if sign.isalnum()), "")
    if first.islower():
        return True
    if closed and (block.kind == "item" or block.last.endswith(";") or _rank(text, "") is not None):
        return False
    return closed or ends_open(before)


def _may_run_on(block: _Block, above: tuple[str, str], text: str, after: str, width: int) -> bool:
    """Whether a line that begins like something new takes up the one before it, in which its first word had no room.

    Lines that look like rows do not: those of a name and a colon, lines of which each asks something, and three or more
    that begin so one after the other.
    """
    earlier, before = above
    if block.kind == "heading" or block.last.endswith(_CLOSED) or not before or starts_item(text):
        return False
    if len(_cells(text)) > 1 or _says_nothing(text) or _CONNECTIVE.fullmatch(text) or len(before) > width:
        return False
    if _fits(before, text, width):
        return False
    goes_on = after[:1].islower() or ends_open(text) or text.endswith(_CLOSED) or starts_item(after)
    listed = (bool(after) and not goes_on and len(_cells(after)) < 2) or bool(
        earlier and not earlier.endswith(_CLOSED) and not ends_open(earlier) and not _fits(earlier, before, width)
    )
    both_ask = _REQUIREMENT.search(before) is not None and _REQUIREMENT.search(text) is not None
    return not (_NAMED.match(text) or listed or both_ask)


def _says_nothing(text: str) -> bool:
    """Whether a line is blank, a rule or a mark of what was left out."""
    return not any(map(str.isalnum, text))


def _follows(before: str, text: str) -> bool:
    """Whether two items are numbered one after the other."""
    one, other = _NUMBER.match(before), _NUMBER.match(text)
    if one is None or other is None:
        return one is None and _BULLET.match(before) is not None
    return _ordinal(other[1]) == _ordinal(one[1]) + 1


def _ordinal(mark: str) -> int:
    return int(mark) if mark.isdigit() else ord(mark.casefold()) - ord("a") + 1


def _rank(text: str, after: str) -> int | None:
    """How high a heading stands, or None for what is none: capitals, then capitalized words, then a colon."""
    plain = _PARENTHESES.sub("", text).strip()
    words = re.findall(r"[^\W\d_][\w']*", plain)
    ended = plain.endswith((".", ";", ",", "!", "?")) or plain.startswith("[") or ":" in plain[:-1]
    if not words or len(words) > _LONGEST_HEADING or ended or ends_open(plain) or _CONNECTIVE.fullmatch(plain):
        return None
    first = next((sign for sign in after if sign.isalnum()), "")
    taken_up = first.islower() and not starts_item(after) and not plain.endswith(":")
    asks = _ASKING.match(plain) and (not after or starts_item(after))
    if taken_up or (_VERB.search(plain) and not asks) or _REQUIREMENT.search(plain):
        return None
    if plain.isupper():
        return 0
    if plain.endswith(":"):
        return 2
    return 1 if asks or (all(word[0].isupper() for word in words if len(word) > 3) and words[0][0].isupper()) else None


def _fits(before: str, text: str, width: int) -> bool:
    """Whether the first word of a line had had room in the one before it."""
    return len(before) + 1 + len(text.split(maxsplit=1)[0]) <= width


def _split(block: _Block) -> Iterator[tuple[str, int, int]]:
    """A block's sentences, each with the numbers of its first and its last line."""
    start, text = 0, block.text
    for stop in (*_stops(text), len(text)):
        part = text[start:stop]
        if any(map(str.isalnum, part)):
            first = start + len(part) - len(part.lstrip())
            yield part.strip(), block.line(first), block.line(start + len(part.rstrip()) - 1)
        start = stop


def _stops(text: str) -> list[int]:
    """Where the sentences of a text end: at full stops, and before alternatives that are numbered or in capitals."""
    stops = sorted({*_alternatives(text), *(found.end() for found in _OTHERWISE.finditer(text))})
    pending = deque(stops)
    start = 0
    for end in _END.finditer(text):
        while pending and pending[0] <= end.start():
            start = pending.popleft()
        if _is_end(text[start : end.start()].lstrip(), end):
            stops.append(end.end())
            start = end.end()
    return sorted(set(stops))


def _is_end(said: str, end: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence and not only a short form, given the sentence up to it."""
    mark, following = end.group().strip(), end[1]
    if mark.rstrip("\"'”").endswith((")", "]")) and not said.startswith(("(", "[")):
        return False
    if mark[0] in "!?":
        return True
    starts = following.casefold() in _STARTERS
    if mark.startswith(("..", "…")):
        return starts
    found = _LAST_WORD.search(said[-_LONGEST_WORD:])
    word = found.group().casefold() if found else ""
    if word in _NEVER_LAST or (word in {"no", "nos"} and following[0].isdigit()) or _BARE_NUMBER.fullmatch(said):
        return False
    if "." in word.strip(".") and not word.replace(".", "").isdigit():
        return starts
    return starts if word in _SHORT_FORMS or (len(word) == 1 and word.isalpha()) else True


def _alternatives(text: str) -> Iterator[int]:
    """Where numbered alternatives begin within a text: numbers or letters that follow one another from the first."""
    marks = [(0, found[1]) for found in [_NUMBER.match(text)] if found]
    marks += [
        (found.end(), found[1])
        for found in _INLINE.finditer(text)
        if found[2].casefold() not in {"and", "or", "above", "below", "through", "to"}
    ]
    run: list[int] = []
    last = ""
    for place, mark in marks:
        fits = (
            mark.isdigit() == last.isdigit() and _ordinal(mark) == _ordinal(last) + 1
            if last
            else _ordinal(mark) == 1 or place == 0
        )
        if fits:
            run.append(place)
            last = mark
    if len(run) > 1:
        yield from (place for place in run if place)
