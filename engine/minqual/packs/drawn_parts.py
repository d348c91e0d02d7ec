"""What a pack draws on by name, put where it is used: named clauses, an agency's notes, words and policy, groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from minqual.clauses import BY_TAG, direction_of, kind_of, tag
from minqual.notation import MOST_DEPTH, Path, Value, YamlText
from minqual.packs.pack import SECTIONS
from minqual.values import Fault, PackError, Place, fold, unknown

NAMED: Final = "clauses"
NOTES: Final = "notes"
LEVELLED: Final = ("levels", "every level requires", "for some posts", NAMED)
"""Keys of a pack under which clauses stand."""

STATING: Final = ("confirm", "desirable", "no effect", "never screened")
"""Keys of a pack under which statements stand."""

TAKEN_OVER: Final = ("agency", "counting policy", "accreditation", "other kinds")
"""Keys of an agency's file that hold for a pack which does not state them itself."""

STUDYING: Final = frozenset({"degree", "units", "course", "award"})
"""Keys of clauses that read the level of a row of study."""

IDENTITIES: Final = ("credentials", "issuers", "employers", "classes", "awards")
"""Sections in which one name is never another: what the agency knows by it is none of the names that a pack uses."""

MOST_VALUES: Final = 50_000
"""Values that a pack may hold once all that it names is put in."""


Home: TypeAlias = tuple[YamlText | None, Path]
"""The text in which a value is written, and its path there."""


def names_drawn(agency: YamlText, packs: Sequence[YamlText]) -> Mapping[str, frozenset[str]]:
    """What packs draw on of an agency's file, by its keys: their clauses and notes, and names that stand in a pack."""
    theirs = _mapping(agency.value)
    said = [_mapping(pack.value) for pack in packs]
    own: list[Value] = [{key: each for key, each in pack.items() if key not in SECTIONS} for pack in said]
    used = set(_all_texts(own))
    clauses, groups, notes, facts = (_mapping(theirs.get(key)) for key in (NAMED, "groups", NOTES, "job facts"))
    sorted_groups = [each for named in groups.values() for each in _mapping(named).items()]
    pieces = (*clauses.items(), *groups.items(), *sorted_groups, *facts.items())
    while more := set(_all_texts([each for name, each in pieces if name in used])) - used:
        used |= more
    drawn: dict[str, Iterable[str]] = {NAMED: clauses, NOTES: notes, "job facts": facts}
    drawn["groups"] = [name for name, _ in sorted_groups] or list(groups)
    drawn |= {section: _mapping(theirs.get(section)) for section in SECTIONS if section not in IDENTITIES}
    return {key: frozenset(name for name in names if name in used) for key, names in drawn.items()}


def drawn_together(text: YamlText, agency: YamlText | None = None) -> YamlText:
    """A pack's text with all that it draws on by name put in; PackError carries every fault of the names."""
    if not isinstance(text.value, dict):
        return text
    drawing = _Drawing(text, agency)
    value = drawing.pack()
    if drawing.faults:
        raise PackError(list(dict.fromkeys(drawing.faults)))
    return YamlText(text.where, value, text.places, drawing.drawn) if drawing.changed else text


class _Drawing:
    """One pack, with the agency's file that it may draw on."""

    def __init__(self, text: YamlText, agency: YamlText | None) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.drawn: dict[Path, tuple[YamlText, Path]] = {}
        self.changed = False
        self._left = MOST_VALUES
        self._raw = _mapping(text.value)
        self._agency = agency
        self._theirs = _mapping(agency.value) if agency is not None else {}
        self._groups = self._groups_of_sections()

    def pack(self) -> dict[str, Value]:
        """The pack's values with what it draws on."""
        found: dict[str, Value] = {}
        for key, value in self._raw.items():
            if key in LEVELLED:
                found[key] = self._clauses(value, (key,), ())
            elif key in STATING and isinstance(value, list):
                found[key] = [self._statement(each, (key, place)) for place, each in enumerate(value)]
            else:
                found[key] = value
        if any(_of_section(*each) for each in _mapping(found.get("groups")).items()):
            found["groups"] = {}
            self.changed = True
            for name, (names, begin) in _groups_of_kinds(self.text).items():
                self._take(found, ("groups", name), names, (self.text, begin))
        if self._agency is not None:
            self._take_over(found)
            self._take_words(found)
        return found

    def _place(self, path: Path) -> Place:
        """Where a value is written, be it in the pack or in the agency's file."""
        return YamlText(self.text.where, None, self.text.places, self.drawn).place(path)

    def _named(self, key: str, name: str) -> tuple[YamlText, Path, Value] | None:
        """What stands under a name, in the pack itself or else in the agency's file."""
        for text in (self.text, self._agency):
            if text is not None and name in _mapping(_mapping(text.value).get(key)):
                return text, (key, name), _mapping(_mapping(text.value)[key])[name]
        return None

    def _unknown(self, place: Place, what: str, name: str, key: str, where_none: str) -> None:
        """Note a name that stands under a key neither of the pack nor of the agency's file."""
        known = [*_mapping(self._raw.get(key)), *_mapping(self._theirs.get(key))]
        self.faults.append(unknown(place, what, name, known, "" if known else where_none))

    def _clauses(self, value: Value, path: Path, around: tuple[str, ...]) -> Value:
        """A value with the clauses in it that are named put in, and the groups in it as their names."""
        self._left -= 1
        if self._left < 0 or len(path) > MOST_DEPTH * 2:
            raise PackError(
                [Fault(self._place(path), "named clauses that hold too many others", "fewer of them", code="limit")]
            )
        if isinstance(value, list):
            return [self._clauses(each, (*path, place), around) for place, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        name = value.get("clause")
        if isinstance(name, str) and value.keys() <= {"clause", "id", "source"}:
            return self._put(value, name, path, around)
        model = _model_of(value)
        return {
            key: self._in_full(each, direction_of(model, key).section)
            if model is not None and direction_of(model, key).section in self._groups
            else self._clauses(each, (*path, key), around)
            for key, each in value.items()
        }

    def _put(self, value: Mapping[str, Value], name: str, path: Path, around: tuple[str, ...]) -> Value:
        """A named clause where it is used, with the id and the source that it has there."""
        found = self._named(NAMED, name)
        place = self._place((*path, "clause"))
        if found is None:
            self._unknown(place, "clause", name, NAMED, "a name under 'clauses' of the pack or its agency")
            return dict(value)
        if name in around:
            circle = " in ".join([*around[around.index(name) :], name])
            self.faults.append(
                Fault(place, f"clauses that stand in each other in a circle: {circle}", "clauses that end")
            )
            return dict(value)
        text, begin, said = found
        self.changed = True
        self.drawn[path] = (text, begin)
        inner = self._clauses(said, path, (*around, name))
        own = {key: each for key, each in value.items() if key != "clause"}
        return {**inner, **own} if isinstance(inner, dict) else inner

    def _in_full(self, value: Value, section: str) -> Value:
        """Names with the groups among them as the names that they stand for."""
        groups = self._groups[section]
        names = [value] if isinstance(value, str) else value
        if section == "kinds" or not isinstance(names, list) or not any(name in groups for name in _texts(names)):
            return value
        self.changed = True
        full: list[Value] = []
        for name in names:
            meant = groups.get(name) if isinstance(name, str) else None
            full += [meant] if isinstance(meant, str) else meant if isinstance(meant, list) else [name]
        return [each for place, each in enumerate(full) if each not in full[:place]]

    def _statement(self, value: Value, path: Path) -> Value:
        """A statement; one of the agency's by its name is put in, with the source that it has here."""
        name = value.get("note") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(name, str):
            return value
        found = self._named(NOTES, name)
        if found is None:
            self._unknown(
                self._place((*path, "note")), "note", name, NOTES, "a name under 'notes' in the agency's file"
            )
            return value
        text, begin, said = found
        self.changed = True
        self.drawn[path] = (text, begin)
        own = {key: each for key, each in value.items() if key != "note"}
        return {**(said if isinstance(said, dict) else {"says": said}), **own}

    def _take_over(self, found: dict[str, Value]) -> None:
        """Take from the agency's file what holds for every pack that does not say otherwise."""
        for key in TAKEN_OVER:
            if key in self._theirs and key not in found:
                self._take(found, (key,), self._theirs[key], (self._agency, (key,)))

    def _take_words(self, found: dict[str, Value]) -> None:
        """Take from the agency's file the names that the pack uses, with what is known of their sections."""
        used = set(_all_texts([found.get(key) for key in (*LEVELLED, "groups", "job facts", "vacancy")]))
        if "levels of study" in self._theirs and not used.isdisjoint(STUDYING):
            for level, words in _mapping(self._theirs["levels of study"]).items():
                mine = _words(_mapping(found.get("levels of study")).get(level))
                more = [word for word in _words(words) if word not in mine]
                home = None if mine else (self._agency, ("levels of study", level))
                self._take(found, ("levels of study", level), [*mine, *more], home)
        for name, (names, begin) in _groups_of_kinds(self._agency).items():
            if name in used and name not in _mapping(found.get("groups")):
                self._take(found, ("groups", name), names, (self._agency, begin))
                used |= set(_all_texts(names))
        for name, fact in _mapping(self._theirs.get("job facts")).items():
            if name in used and name not in _mapping(found.get("job facts")):
                self._take(found, ("job facts", name), fact, (self._agency, ("job facts", name)))
        for key in ("class ranks", "award ranks"):
            used |= set(self._take_ladders(found, key, used))
        for section, words in _mapping(self._theirs.get("may mean")).items():
            used |= set(self._take_several(found, section, _mapping(words), used))
        for section in SECTIONS:
            words = [each for name, each in _mapping(self._theirs.get(section)).items() if name in used]
            used |= {within for each in words if isinstance(within := _mapping(each).get("within"), str)}
            used |= _parts_of(_mapping(self._theirs.get(section)), used)
            self._take_section(found, section, used)

    def _take_several(
        self, found: dict[str, Value], section: str, words: Mapping[str, Value], used: set[str]
    ) -> Iterator[str]:
        """Take the agency's words of several meanings of which one is a name that the pack uses; these names."""
        mine = _mapping(_mapping(found.get("may mean")).get(section))
        names = _mapping(self._theirs.get(section))
        for word, meant in words.items():
            listed = list(_texts(_words(meant)))
            if word in mine or used.isdisjoint(listed):
                continue
            self._take(found, ("may mean", section, word), meant, (self._agency, ("may mean", section, word)))
            yield from (name for name in listed if name in names)

    def _take_ladders(self, found: dict[str, Value], key: str, used: set[str]) -> Iterator[str]:
        """Take the agency's ladders on which a name stands that the pack uses; the names on them."""
        ladders = self._theirs.get(key)
        if not isinstance(ladders, list) or not ladders or key in found:
            return
        each = ladders if isinstance(ladders[0], list) else [ladders]
        taken = [ladder for ladder in each if used & set(_all_texts(ladder))]
        if taken:
            self._take(found, (key,), list(taken), (self._agency, (key,)))
            yield from _all_texts(list(taken))

    def _take_section(self, found: dict[str, Value], section: str, used: set[str]) -> None:
        theirs, mine = _mapping(self._theirs.get(section)), _mapping(found.get(section))
        for name, words in theirs.items():
            if name in used and name not in mine:
                self._take(found, (section, name), words, (self._agency, (section, name)))
            elif name in used and not isinstance(words, dict) and not isinstance(mine[name], dict):
                more = [word for word in _words(words) if word not in _words(mine[name])]
                self._take(found, (section, name), [*_words(mine[name]), *more], None)
        mine = _mapping(found.get(section))
        if not mine.keys() & used:
            return
        meant = {fold(word) for name, words in mine.items() for word in (name, *_texts(_words(words)))}
        others = list(_words(_mapping(self._theirs.get("known others")).get(section)))
        if section in IDENTITIES:
            others += [
                word for name, words in theirs.items() if name not in mine for word in (name, *_texts(_words(words)))
            ]
        stated = _words(_mapping(found.get("known others")).get(section))
        known = meant | {fold(word) for word in _texts(stated)}
        fresh = {fold(word): word for word in _texts(others) if fold(word) not in known}
        if fresh:
            self._take(found, ("known others", section), [*stated, *fresh.values()], None)

    def _take(self, found: dict[str, Value], path: tuple[str, ...], value: Value, home: Home | None) -> None:
        """Put a value of the agency's file into the pack."""
        self.changed = True
        inside: Any = found
        for key in path[:-1]:
            inside[key] = dict(_mapping(inside.get(key)))
            inside = inside[key]
        inside[path[-1]] = value
        if home is not None and home[0] is not None:
            self.drawn[path] = (home[0], home[1])

    def _groups_of_sections(self) -> Mapping[str, dict[str, Value]]:
        """The groups that are stated by section, the pack's own and the agency's, by section."""
        found: dict[str, dict[str, Value]] = {}
        for text in (self._agency, self.text):
            for name, names in _mapping(_mapping(text.value).get("groups") if text is not None else None).items():
                if text is None or not _of_section(name, names):
                    continue
                found[name] = {**found.get(name, {}), **_mapping(names)}
                known = {**_mapping(self._theirs.get(name)), **_mapping(self._raw.get(name))}
                for group, listed in _mapping(names).items():
                    self.faults += _faults_of_group(text, (name, group), _words(listed), known)
        return found


def _faults_of_group(text: YamlText, named: tuple[str, str], names: Sequence[Value], known: object) -> Iterator[Fault]:
    """Names of a group that its section does not have."""
    section, group = named
    for name in _texts(names):
        if name not in _mapping(known):
            place = text.place(("groups", section, group))
            yield unknown(place, "name", name, _mapping(known), f"a name under {section}")


def _groups_of_kinds(text: YamlText | None) -> Mapping[str, tuple[Value, Path]]:
    """The groups of kinds of a pack or an agency's file, each with where it stands there."""
    stated = _mapping(_mapping(text.value).get("groups")) if text is not None else {}
    plain: dict[str, tuple[Value, Path]] = {
        name: (names, ("groups", name)) for name, names in stated.items() if not _of_section(name, names)
    }
    sorted_out = _mapping(stated.get("kinds")) if _of_section("kinds", stated.get("kinds")) else {}
    return plain | {name: (names, ("groups", "kinds", name)) for name, names in sorted_out.items()}


def _of_section(name: str, names: Value) -> bool:
    """Whether groups are stated by section here: a section's name with a mapping under it."""
    return name in SECTIONS and isinstance(names, dict)


def _model_of(value: Mapping[str, Value]) -> Any:  # noqa: ANN401  # a class of a clause or of a term, or none
    """The class of a clause or a term by the key that introduces it."""
    return BY_TAG.get(kind_of(value) or tag(f"count {value.get('count')}"))


def _parts_of(names: Mapping[str, Value], used: set[str]) -> set[str]:
    """The names of a section that are a part of one that is used: who states the part states the whole."""
    found: set[str] = set()
    while fresh := {
        name for name, words in names.items() if _mapping(words).get("within") in used | found and name not in found
    }:
        found |= fresh
    return found


def _mapping(value: object) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def _words(value: Value) -> list[Value]:
    """The words of a name, however they are stated."""
    if isinstance(value, dict):
        return _words(value.get("words"))
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _texts(values: Sequence[Value]) -> Iterator[str]:
    yield from (each for each in values if isinstance(each, str))


def _all_texts(value: Value) -> Iterator[str]:
    """Every text inside a value, keys of mappings among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _all_texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _all_texts(each)
