"""Words that people settled, written into an agency's file or a pack for good: what is added, and what is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from minqual.counting import LEVELS
from minqual.notation import Value, YamlText, parse_yaml, with_words
from minqual.packs import LEVEL_NAMES, SECTIONS, Pack, section_of
from minqual.settlements import READING, SettledWord
from minqual.values import Fault, PackError, fold

OTHERS = "known others"


@dataclass(frozen=True, slots=True)
class Addition:
    """A word that is added: under which section and name; no name where it is known to be none."""

    section: str
    name: str
    word: str

    @property
    def path(self) -> tuple[str, str]:
        """Where it is added."""
        return (self.section, self.name) if self.name else (OTHERS, self.section)

    @property
    def said(self) -> str:
        """What is added, in words."""
        return f"{self.word!r} {f'means {self.name!r}' if self.name else 'is none of the names'} ({self.section})"


@dataclass(frozen=True, slots=True)
class WithSettled:
    """A file with settled words. known: those that it said already. left: those that it cannot say, with why."""

    text: str
    added: tuple[Addition, ...]
    known: tuple[SettledWord, ...]
    left: tuple[tuple[SettledWord, str], ...]


def with_settled(before: YamlText, text: str, words: Sequence[SettledWord], packs: Sequence[Pack]) -> WithSettled:
    """A file with settled words added; PackError where it knows one of them otherwise.

    before: what the text holds. packs: those that draw on the file, so that a word is said to be none of the names of
    those only of whose names that was said.
    """
    known = _known(before.value)
    added: list[Addition] = []
    same: list[SettledWord] = []
    left: list[tuple[SettledWord, str]] = []
    faults: list[Fault] = []
    for each in words:
        if reason := _unfit(each, packs):
            left.append((each, reason))
            continue
        addition = Addition(_section(each), next(iter(each.means), ""), each.words[0])
        meant = known[addition.section].get(addition.word)
        if meant is None:
            known[addition.section][addition.word] = addition.name
            added.append(addition)
        elif meant == addition.name:
            same.append(each)
        else:
            faults.append(_otherwise(each, addition, meant))
    if faults:
        raise PackError(faults)
    written = with_words(text, _lists(added))
    if added and parse_yaml(written.encode(), before.where).value != _expected(before.value, added):
        expected = "its names and words as keys with lists below them, such as  baking: [baker, pastry cook]"
        raise PackError([Fault(before.where, "a layout in which words cannot be put in", expected)])
    return WithSettled(written, tuple(added), tuple(same), tuple(left))


LEVEL_WORDS = "levels of study"
"""Where the words for levels of study stand."""


def _section(each: SettledWord) -> str:
    """Under which section a word is added; one for a level of study under the levels, one for an award under those."""
    section = section_of(each.column)
    if section != LEVEL_NAMES:
        return section
    return LEVEL_WORDS if each.means[0] in LEVELS else "awards"


def _unfit(each: SettledWord, packs: Sequence[Pack]) -> str:
    """Why a settled word cannot stand in a vocabulary; empty where it can."""
    if len(each.words) > 1:
        return "it is of a title or a class with its employer"
    if each.column == READING:
        return "it says how the pack is read: the pack itself says that for good"
    if section_of(each.column) == LEVEL_NAMES and not each.means:
        return "it is no level of study, and no vocabulary has words for that"
    if len(each.means) > 1:
        return "it means several names, and a word of a vocabulary means one"
    section = section_of(each.column)
    if each.means or all(pack.name.partition("/")[0] == each.pack for pack in packs):
        return ""
    seen = {name for pack in packs if pack.name == each.pack for name in getattr(pack, section)}
    other = next((pack.name for pack in packs if not seen.issuperset(getattr(pack, section))), "")
    return f"it is none of the names of {each.pack}, and {other} has others under {section}" if other else ""


def _otherwise(each: SettledWord, addition: Addition, meant: str) -> Fault:
    where = each.place or "settlements"
    known = "as one of several names" if meant == SEVERAL else f"as {meant!r}" if meant else "as none of the names"
    found = f"{addition.said}, where the file knows it {known}"
    return Fault(where, found, "what the file says, or the file mended first")


SEVERAL = "\0"
"""What a word is known as that may mean several names."""


def _known(value: Value) -> Mapping[str, dict[str, str]]:
    """What each word of a file means, by section; nothing where it is known to be none of the names."""
    stated = value if isinstance(value, dict) else {}
    known: dict[str, dict[str, str]] = {}
    for section in (*SECTIONS, LEVEL_WORDS):
        words = dict.fromkeys(_words(_under(stated, OTHERS, section)), "")
        several = _under(stated, "may mean", section)
        words |= dict.fromkeys(map(fold, several if isinstance(several, dict) else ()), SEVERAL)
        names = stated.get(section)
        for name, each in names.items() if isinstance(names, dict) else ():
            words |= dict.fromkeys((fold(name), *_words(each)), name)
        known[section] = words
    return known


def _under(stated: Mapping[str, Value], key: str, section: str) -> Value:
    inner = stated.get(key)
    return inner.get(section) if isinstance(inner, dict) else None


def _words(value: Value) -> Iterator[str]:
    """The folded words of a name: one, several, or those under its key words."""
    if isinstance(value, dict):
        value = value.get("words")
    each = value if isinstance(value, list) else [value]
    yield from (fold(word) for word in each if isinstance(word, str))


def _lists(added: Sequence[Addition]) -> Sequence[tuple[tuple[str, ...], Sequence[str]]]:
    """The words that are added to each list."""
    lists: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in added:
        lists[each.path].append(each.word)
    return list(lists.items())


def _expected(value: Value, added: Sequence[Addition]) -> Value:
    """What the file must hold afterwards."""
    whole = dict(value) if isinstance(value, dict) else {}
    for (key, name), words in _lists(added):
        inner = whole.get(key)
        names = dict(inner) if isinstance(inner, dict) else {}
        names[name] = _longer(names.get(name), words)
        whole[key] = names
    return whole


def _longer(value: Value, words: Sequence[str]) -> Value:
    """A list of words with more at its end."""
    if isinstance(value, dict):
        return {**value, "words": _longer(value.get("words"), words)}
    before: list[Value] = value if isinstance(value, list) else [] if value is None else [value]
    return [*before, *words]
