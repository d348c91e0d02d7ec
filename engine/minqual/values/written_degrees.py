"""Degrees as people write them: a level in words or letters, its field, its state, several in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from minqual.values.degrees import ANY_LEVEL, FIELD_OF, LEVEL_OF, WRITTEN, DegreeLevel, DegreeWord
from minqual.values.folding import fold
from minqual.values.spelling import nearest
from minqual.values.typography import typed

_BETWEEN: Final = re.compile(r"[\s,;:()\[\]/\"|*\u2013\u2014-]+")


def _plain(words: str) -> str:
    """Words without the signs between them."""
    return _BETWEEN.sub(" ", words).strip()


def _bounds(words: str) -> DegreeWord:
    """Levels from one to another: "none to associate"."""
    low, high = (DegreeLevel[word.upper().replace(" ", "_")] for word in words.split(" to "))
    return DegreeWord(low, high)


_PERHAPS_STUDY: Final = DegreeWord(DegreeLevel.NONE, DegreeLevel.NONE, study=True)
_MEANS: Final[Mapping[str, DegreeWord]] = {
    **{_plain(word): _bounds(bounds) for bounds, words in WRITTEN["open"].items() for word in words},
    **{_plain(word): _PERHAPS_STUDY for word in (*WRITTEN["no diploma"], *WRITTEN["study alone"])},
    **{_plain(word): ANY_LEVEL for word in WRITTEN["says nothing"]},
    **{_plain(word): DegreeWord(level, level, FIELD_OF.get(word, "")) for word, level in LEVEL_OF.items()},
}
"""What words mean, all signs between them taken away."""

_STATES, _BEHIND, _ALONE, _ABOVE, _ALSO_WORDS = (
    frozenset(WRITTEN[key]) for key in ("states", "no field", "no field alone", "above", "also words")
)
_NO_FIELD: Final = _BEHIND | _STATES
_LETTERS: Final = frozenset(
    word for word, level in LEVEL_OF.items() if level >= DegreeLevel.BACHELOR and len(word) <= 6 and word.isalpha()
) - {"master", "doctor"}
_NO_SUBJECT: Final = frozenset({"arts", "science", "sciences", "applied", "fine", "general", "liberal"})
"""Words with which names of degrees begin that carry no field: "Bachelor of Arts and Sciences"."""

_BRACKETS: Final = re.compile(r"([^(),]{1,80}?) (?:\(([^()]{1,40})\)|(hons|honours|honors))((?:, | in | - ).+|)")
_DASHED: Final = re.compile(r"([^(),]{1,80}?)(?: - |: | ?\| ?)([^(),]{1,80}?)((?:, | in ).+|)")
_BEHIND_FIELD: Final = re.compile(r"(.+?)(?: \(([^()]{1,40})\)|(?: -|,) ([^-,()]{1,40}))")
_HONOURS: Final = frozenset({"hons", "honours", "honors"})
_LENGTH: Final = re.compile(r"(?:\u00b1|~|\+/-|\+)? ?(\d\d?)[ -]?(?:years?|yrs?)(?: degree)?")
_YEARS_OF: Final = {DegreeLevel.ASSOCIATE: "2", DegreeLevel.BACHELOR: "4"}
_DONE: Final = re.compile(
    r"(.+?)(?<!\bnot)(?:,| -)? \(?(?:completed?|conferred|earned|awarded|graduated|obtained|received"
    r"|(?:magna |summa )?cum laude|with (?:high )?(?:honou?rs|distinction))\)?"
)
_FIELD: Final = re.compile(r"(?!(?:and|or|with|for|of|by|to|the|a|an|in|on) )[^\W\d_][^\d_(),;:|?!<>=@#$%*+]{2,80}")
_EXAMPLES: Final = re.compile(
    r" \((?:for example|eg|e g|such as|ie|i e|examples?|includes|including)[:,]? [^()]{1,80}\)"
)
_OF: Final = re.compile(r"(bachelor|master|doctor)s? (?:degree )?of (.+)")
_OR_HIGHER: Final = re.compile(
    r"(?:at least (?:an? )?)?(.+?)(?: or (?:higher|above|more|beyond|greater)| and above| ?\+)"
)
_SEVERAL: Final = re.compile(r"\s*(?:[/;&+|,]|\band\b|\bor\b)\s*", re.IGNORECASE)
_LISTED: Final = re.compile(r"\s*(?:[/;&+|]|\band\b|\bor\b)\s*", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[^\W_]+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LONGEST: Final = 200
"""Letters of the longest text that is read as a degree."""


_DENYING: Final = frozenset(map(_plain, WRITTEN["no diploma"]))


def denies_diploma(text: str) -> bool:
    """Whether a cell says that there is neither a diploma nor anything like it, whatever study there is beside it."""
    return _plain(fold(text)) in _DENYING


@lru_cache(maxsize=1 << 12)
def read_degree(text: str) -> DegreeWord:
    """The level that a cell states; ValueError if its words are none that we know.

    "Bachelor of Science in Economics", "Bachelor of Science, Economics" and "B.S. Economics" carry a field;
    "foreign …" and "… equivalent" are open, and so are a degree in progress, a level of which a part is not known, and
    words that name several. A hyphen in the level is as good as a blank.
    """
    words, foreign = _folded(text) if len(text) <= _LONGEST else "", False
    found = _stated(words, text)
    while found is None and (opened := _opened(words)) is not None:
        words, foreign = opened, True
        found = _stated(words, text)
    if found is None and words:
        found = _several(text) or _in_part(words, text)
    if found is None:
        msg = "not a degree level"
        raise ValueError(msg)
    return replace(found, low=DegreeLevel.NONE, foreign=True) if foreign else found


def _folded(text: str) -> str:
    """A degree as it is compared: without points of abbreviations, marks of genitives, examples, that it was earned."""
    words = _without_points(fold(typed(text))).strip(' ,;:*"-')
    words = _EXAMPLES.sub("", words) if "(" in words else words
    done = _DONE.fullmatch(words)
    return done[1] if done else words


def _without_points(words: str) -> str:
    return words.replace(".", "").replace("'s", "s").replace("s'", "s")


def _stated(words: str, text: str) -> DegreeWord | None:
    """A level that is stated whole, with its field if it names one; None for any other text."""
    once = _said_once(words)
    if found := _level(once):
        return found
    name, inside, field = once.partition(" in ")
    if inside and (found := _level(name)) and found.stated:
        field = _said_before(field, found)
        return replace(found, field=field) if _is_subject(field) and not _names_higher(text, found.high) else None
    name, field = _with_field(once, text)
    if name and (found := _level(name)):
        return replace(found, field=field or found.field)
    if (of := _OF.fullmatch(once)) and _is_field(of[2]):
        level = _MEANS[of[1]]
        return level if nearest(of[2].split()[0], _NO_SUBJECT) else replace(level, field=of[2])
    if (higher := _OR_HIGHER.fullmatch(once)) and (found := _level(higher[1])) and found.low == found.high:
        return DegreeWord(found.low, DegreeLevel.DOCTORATE)
    return None


def _names_higher(text: str, level: DegreeLevel) -> bool:
    """Whether a higher degree stands behind the first of several parts of a text: it is no part of a field."""
    behind = [(part, _stated(_folded(part), part)) for part in _SEVERAL.split(text)[1:]]
    return any(found and found.low is found.high > level and any(_levels_in(part)) for part, found in behind)


def _level(words: str) -> DegreeWord | None:
    """What words mean that name a level and nothing else."""
    plain = _plain(words)
    return _MEANS.get(plain) or (_MEANS.get(plain.removesuffix(" degree")) if plain.endswith(" degree") else None)


def _said_once(words: str) -> str:
    """A degree without its honours, its length in years, and what says the same again ("(BS)", "- BS")."""
    for found in filter(None, (form.fullmatch(words) for form in (_BRACKETS, _DASHED))):
        *names, rest = found.groups()
        name, inside = names[0], next(filter(None, names[1:]))
        level, again = _level(name), _level(inside)
        if level is None or level.low != level.high:
            continue
        if inside in _HONOURS or (again and again.low is again.high is level.low) or _length(inside, level.low):
            return name + rest
    return words


def _said_before(field: str, level: DegreeWord) -> str:
    """A field without honours and the letters of its degree behind it."""
    found = _BEHIND_FIELD.fullmatch(field)
    inside = (found[2] or found[3]) if found else ""
    again = _level(inside)
    same = again is not None and again.low is again.high is level.low
    return found[1] if found and (inside in _HONOURS or same) else field


def _length(inside: str, level: DegreeLevel) -> bool:
    """Whether words say how many years a level takes, of school in all or of college."""
    found = _LENGTH.fullmatch(inside)
    return found is not None and (found[1] == _YEARS_OF.get(level) or int(found[1]) >= 12)


def _with_field(words: str, text: str) -> tuple[str, str]:
    """A degree and the field behind it, after a comma or after letters in capitals; blank where it is no such thing.

    What stands in brackets may be a field, or anything else of the degree: it is none for certain.
    """
    name, inside, field = words.removesuffix(")").partition(" (")
    if inside and (level := _level(name)) and level.low == level.high >= DegreeLevel.ASSOCIATE and _is_field(field):
        return name, ""
    for sign in (", ", " - ", ": "):
        name, found, field = words.partition(sign)
        if found:
            level = _level(name)
            known = level is not None and level.low == level.high >= DegreeLevel.ASSOCIATE
            return (name, field) if known and _is_field(field) else ("", "")
    name = _longest_name(words) or _letters(words, text)
    field = words[len(name) + 1 :]
    return (name, field) if name and _is_field(field) else ("", "")


def _longest_name(words: str) -> str:
    """The longest name of a degree, of several words, with which a text begins; blank for none."""
    parts = words.split()
    names = (" ".join(parts[:length]) for length in range(min(len(parts) - 1, 6), 1, -1))
    return next((name for name in names if LEVEL_OF.get(name, DegreeLevel.NONE) >= DegreeLevel.ASSOCIATE), "")


def _letters(words: str, text: str) -> str:
    """The letters of a degree in capitals with which a text begins; blank for none."""
    name, behind, _ = words.partition(" ")
    letters = typed(text).split(maxsplit=1)[0].replace(".", "") if behind else ""
    shouted = text == text.upper() and name in _ALSO_WORDS
    known = name in _LETTERS and fold(letters) == name and sum(map(str.isupper, letters)) > 1
    return name if known and not shouted else ""


def _is_field(words: str) -> bool:
    """Whether words behind a degree name its field."""
    strange = _FIELD.fullmatch(words) is None or _level(words) is not None
    return not strange and _NO_FIELD.isdisjoint(_TOKEN.findall(words))


def _is_subject(words: str) -> bool:
    """Whether words behind a degree and "in" name its field: no state of it, and no year."""
    tokens = _TOKEN.findall(words)
    return bool(tokens) and not (
        words in _ALONE
        or not _STATES.isdisjoint(tokens)
        or tokens[-1] in _BEHIND
        or tokens[0].isdigit()
        or any(map(_YEAR.fullmatch, tokens))
    )


def _several(text: str) -> DegreeWord | None:
    """Several levels in one cell, each whole: as high as any one of them for certain; None for any other text."""
    parts = [part for part in _SEVERAL.split(text) if part.strip()]
    found = [each for part in parts if (each := _stated(_folded(part), part))]
    if len(parts) < 2 or len(found) < len(parts):
        return None
    fields = {each.field for each in found}
    low, high = min(each.low for each in found), max(each.high for each in found)
    study, stated = any(each.study for each in found), any(each.stated for each in found)
    return DegreeWord(low, high, fields.pop() if len(fields) == 1 else "", study=study, stated=stated)


def _in_part(words: str, text: str) -> DegreeWord | None:
    """A text in which levels are named beside words that are not known: open up to the highest of them."""
    named = [*_levels_in(text)]
    if not named:
        return None
    unknown = any(not [*_levels_in(part)] for part in _LISTED.split(text) if part.strip())
    higher = unknown or not max(named) or not _ABOVE.isdisjoint(_TOKEN.findall(words))
    return DegreeWord(DegreeLevel.NONE, DegreeLevel.DOCTORATE if higher else max(named), in_part=True)


def _levels_in(text: str) -> Iterator[DegreeLevel]:
    """The highest levels that the words inside a text may mean, the longest names first; letters only in capitals."""
    written = _without_points(typed(text))
    tokens, place = _TOKEN.findall(written), 0
    shouted = written == written.upper() and sum(map(str.isalpha, tokens)) > 1
    while place < len(tokens):
        for length in range(min(7, len(tokens) - place), 0, -1):
            some = tokens[place : place + length]
            found = _MEANS.get(fold(" ".join(some)))
            also = length == 1 and fold(some[0]) in _ALSO_WORDS
            if found and not (also and (shouted or sum(map(str.isupper, some[0])) < 2)):
                yield found.high
                place += length - 1
                break
        place += 1


def _opened(words: str) -> str | None:
    """The degree inside "foreign …", "… equivalent" and the like, or None."""
    if words.startswith("foreign "):
        return words.removeprefix("foreign ")
    if words.startswith("equivalent to "):
        return words.removeprefix("equivalent to ").removeprefix("a ").removeprefix("an ")
    for ending in (" or equivalent", " equivalent", " equivalency", " (foreign)"):
        if words.endswith(ending):
            return words.removesuffix(ending)
    return None
