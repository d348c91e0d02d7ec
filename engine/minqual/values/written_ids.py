"""Ids as people and programs write them: which of them are one but for the form in which they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from minqual.values.visible_text import UNSEEN

EXACT_DIGITS: Final = 15
"""Digits that a spreadsheet keeps of a number; it writes zeros for those behind."""

LEAST_DECIMALS: Final = 3
"""Decimals from which on a number that was rounded still tells which id it may have been."""

_ZEROS: Final = re.compile(r"^0+(?=[^\W\d_])|(?<![\d.])0+(?=\d)")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,'\u2019]\d{3})+(?:\.0+)?")
_WHOLE: Final = re.compile(r"(\d+)(?:\.|[.,]0+)")
_POINTED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_APART: Final = re.compile(r"\d+(?:-\d+)+")
_POWER: Final = re.compile(r"(\d)(?:[.,](\d{1,20}))?e\+?(\d{1,2})")
_MORE_THAN_ZEROS: Final = re.compile(rf"\d{{{EXACT_DIGITS + 1}}}|^\d+(?:-\d+)+$", re.MULTILINE)
_NOTHING: Final = re.compile(rf"[{UNSEEN}\s\u2800]")
"""Blanks, and what nobody sees."""

_AROUND: Final = "\"'`=\u2018\u2019\u201c\u201d"


def plain_id(text: str) -> str:
    """An id without its form: capitals, blanks, zeros in front, normal form, width, number formats, unseen signs.

    What is not the same id for certain stays apart: see rewritten_ids.
    """
    return _without_zeros(_seen(text))


def written_plainly(lines: str) -> bool:
    """Whether the ids in some lines have no form but capitals and zeros in front of figures or letters."""
    signs = lines.replace("\n", "").replace("-", "").replace("_", "")
    if not (signs.isascii() and signs.isalnum()):
        return False
    short = "-" not in lines and max(map(len, lines.split("\n"))) <= EXACT_DIGITS
    return short or not _MORE_THAN_ZEROS.search(lines)


def _seen(text: str) -> str:
    """An id without its form, zeros in front aside."""
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = unicodedata.normalize("NFKC", "".join(map(_sign, folded))).strip(_AROUND)
    if _GROUPED.fullmatch(kept):
        kept = re.sub("[,'\u2019]", "", kept)
    if found := _WHOLE.fullmatch(kept):
        kept = found[1]
    if found := _POWER.fullmatch(kept):
        decimals, power = found[2] or "", int(found[3])
        if len(decimals) >= max(power, 1) and not decimals[power:].strip("0"):
            kept = found[1] + decimals[:power]
    return kept


def _without_zeros(text: str) -> str:
    """A text without the zeros in front of it and of the numbers in it."""
    return _ZEROS.sub("", text) if "0" in text else text


def _sign(sign: str) -> str:
    """A sign of an id; nothing for a blank and for what nobody sees."""
    if _NOTHING.match(sign):
        return ""
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    return "-" if category == "Pd" or sign == "\u2212" else sign


def rewritten_ids(text: str) -> Iterator[str]:
    """What a program may have made of an id that it took for a number, each without its form."""
    seen = _seen(text)
    if seen.isdigit():
        plain = _without_zeros(seen)
        if len(plain) > EXACT_DIGITS:
            yield plain[:EXACT_DIGITS] + "0" * (len(plain) - EXACT_DIGITS)
    elif _POINTED.fullmatch(seen) or _APART.fullmatch(seen):
        yield _without_zeros(re.sub("[-.]", "", seen))


def rounded_id(plain: str) -> tuple[int, int, str] | None:
    """The power of ten, the decimals and the digits of a plain id that was rounded, such as 1.23457e+11; else None."""
    found = _POWER.fullmatch(plain)
    decimals = (found and found[2]) or ""
    if found is None or len(decimals) < LEAST_DECIMALS:
        return None
    return int(found[3]), len(decimals), found[1] + decimals


def roundings(plain: str, decimals: int) -> tuple[str, ...]:
    """The digits of a number rounded to so many decimals behind its first digit, halves both ways."""
    kept = decimals + 1
    if len(plain) <= kept:
        return (plain.ljust(kept, "0"),)
    whole, rest = int(plain[:kept]), plain[kept:]
    half = "5".ljust(len(rest), "0")
    found = {whole} if rest <= half else set()
    return tuple(str(each) for each in sorted(found | ({whole + 1} if rest >= half else set())))
