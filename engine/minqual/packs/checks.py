"""Rule packs from their YAML, and every fault of theirs: of form, of names, of levels."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from minqual._forking import built
from minqual.clauses import BY_KIND, BY_TAG, FACTS, Clause, If, conditions_of_jobs, kind_of
from minqual.counting import LEVELS, policy_names, usual_level
from minqual.notation import Mistake, Path, Value, Words, WrittenForm, YamlText, faults_of_form, line, listed
from minqual.packs.agency_file import NO_BLANK, SEVERAL_MEANT, faults_of_names
from minqual.packs.drawn_parts import drawn_together
from minqual.packs.guessed_keys import KEYS, of_kinds
from minqual.packs.pack import _ID, ENTRIES, SECTIONS, Pack
from minqual.packs.vacancy import of_each, parameter_in
from minqual.values import Fault, PackError, Standing, blank, fold, nearest, once, unknown

VALUES: Final = "pack"
"""How messages name a pack that has no file."""

MISPLACED: Final = {f".{key}": says for key, says in KEYS.items()} | dict.fromkeys(
    BY_KIND, "a clause under what a level requires, or under what every level requires"
)
"""Keys that a pack knows elsewhere, and where; and below it those in whose place it has others."""


def well_formed(value: Value, path: Path = (), inside: str = "") -> Iterator[tuple[Path, Clause, str]]:
    """The outermost clauses of a faulty pack that are of the right form, each with its path and the kind around it.

    A combination whose own kind is not clear may have been meant as any of.
    """
    if isinstance(value, Mapping):
        kind = (kind_of(value) or "").strip("<>")
        unclear = "any of" if any(str(part).endswith("requires") for part in path) else ""
        if kind:
            try:
                yield path, BY_KIND[kind].model_validate(value), inside
            except ValidationError:
                pass
            else:
                return
        for key, inner in value.items():
            yield from well_formed(inner, (*path, key), kind or unclear)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from well_formed(inner, (*path, place), inside)


def _clause_fault(place: str, found: object) -> Fault:
    kinds = list(BY_KIND)
    keys = list(found) if isinstance(found, Mapping) else []
    several = [key for key in keys if key in BY_KIND]
    expected = "a clause, introduced by one of " + ", ".join(kinds)
    if several:
        return Fault(place, "several clauses in one: " + ", ".join(several), "one clause in each list entry")
    if "count" in keys:
        return Fault(place, "a term of a total where a clause should be", "the term under 'of' of a total")
    guessed = of_kinds(map(str, keys))
    hints = [hint for key in keys if (hint := nearest(str(key), kinds))]
    shown = "a clause of no known kind, with " + ", ".join(map(str, keys)) if keys else "no clause"
    return Fault(place, shown, guessed or expected, hints[0] if hints and not guessed else None)


FORM: Final = WrittenForm(Pack, {**BY_TAG, **ENTRIES}, MISPLACED, {"clause_kind": _clause_fault})
"""The form of a rule pack."""


def read_pack(text: YamlText, agency: YamlText | None = None) -> Pack:
    """A pack from its YAML, with what it draws on; PackError carries every fault with its line and column."""
    return read_drawn(drawn_together(text, agency))


def read_drawn(text: YamlText) -> Pack:
    """A pack from its YAML once all that it draws on by name is put in."""
    if isinstance(text.value, dict) and "map" in text.value and "levels" not in text.value:
        raise PackError([Fault(text.place(("map",)), "a column map", "a rule pack in its place", code="other-kind")])
    try:
        pack = built(Pack).model_validate(text.value)
    except ValidationError as error:
        faults = [*faults_of_form(error, text, FORM), *_sense_faults(error, text)]
        raise PackError(sorted(dict.fromkeys(faults), key=line)) from None
    if wrong := _faults_of_sense(pack, text):
        raise PackError(sorted(wrong, key=line))
    return pack


def checked_pack(pack: Pack) -> Pack:
    """A pack that a program has made, with all faults of sense looked for; PackError carries each with its path."""
    if faults := _faults_of_values(pack):
        raise PackError(faults)
    return pack


@once
def _faults_of_values(pack: Pack) -> tuple[Fault, ...]:
    return _faults_of_sense(pack, YamlText(VALUES, None, {}))


def _faults_of_sense(pack: Pack, text: YamlText) -> tuple[Fault, ...]:
    """What is wrong with a pack whose form is right."""
    return (
        *_policy_faults(pack, text),
        *_vocabulary_faults(pack, text),
        *_rank_faults(pack, text),
        *_faults_of_study(pack, text),
        *_level_faults(pack, text),
    )


def _sense_faults(error: ValidationError, text: YamlText) -> Iterator[Fault]:
    """Faults of sense in those parts of a pack whose form is right."""
    raw = text.value if isinstance(text.value, dict) else {}
    faulty = {each["loc"][0] for each in error.errors() if each["loc"]}
    sound: dict[str, Any] = {"levels": _bare_levels(raw.get("levels"))}
    sound |= {key: part for key, part in raw.items() if key not in faulty}
    for section in SECTIONS:
        sound[section] = _readable_names(raw.get(section))
    if not isinstance(raw.get("levels of study"), dict):
        sound.pop("levels of study", None)
    one_kind = list(_readable_names(raw.get("kinds")))[:1]
    groups = {name: kinds or one_kind for name, kinds in _readable_names(raw.get("groups")).items()}
    sound["groups"] = {name: kinds for name, kinds in groups.items() if kinds}
    try:
        pack = Pack.model_validate({**_STAND_IN, **sound})
    except ValidationError:
        return
    yield from _faults_of_sense(pack, text)
    for key in ("levels", "every level requires", "for some posts"):
        for path, clause, inside in well_formed(raw.get(key), (key,)) if key in faulty else ():
            yield from _clause_faults(pack, text, clause, path, inside)


_STAND_IN: dict[str, Value] = {
    **dict.fromkeys(("title", "agency", "specification", "version"), ""),
    "name": "a/pack",
    "in force": "2000",
}
"""What takes the place of faulty parts of a pack while the others are looked at."""


def _bare_levels(levels: Value) -> list[dict[str, Value]]:
    """Levels of which nothing is taken over but what they are called and what they build on."""
    bare: list[dict[str, Value]] = []
    for place, level in enumerate(levels if isinstance(levels, list) and levels else [None]):
        said = {key: level.get(key) for key in ("id", "builds on")} if isinstance(level, dict) else {}
        known = {key: name for key, name in said.items() if isinstance(name, str) and re.fullmatch(_ID, name)}
        bare.append({"id": f"unread-{place}", "title": "", "requires": [{"judgement": "", "by": ""}], **known})
    return bare


def _readable_names(section: Value) -> dict[str, list[str]]:
    """The names of a section with those of their words that are text, whatever else is wrong with it."""
    if not isinstance(section, dict):
        listed = section if isinstance(section, list) else [section]
        return {name: [] for name in listed if isinstance(name, str)}
    plain = {name: words.get("words") if isinstance(words, dict) else words for name, words in section.items()}
    lists = {name: [words] if isinstance(words, str) else words for name, words in plain.items()}
    return {
        name: [word for word in words if isinstance(word, str)] if isinstance(words, list) else []
        for name, words in lists.items()
    }


def _policy_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    name, known = pack.counting_policy.like, list(policy_names())
    if name not in known:
        yield unknown(text.place(("counting policy", "like")), "counting policy", name, known)
        return
    for key, found, expected in pack.policy.faults():
        yield Fault(text.place(("counting policy", key)), found, expected)


def _vocabulary_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    yield from _faults_of_others(pack, text)
    yield from _faults_of_parts(pack, text)
    yield from _faults_of_several(pack, text)
    yield from _faults_of_facts(pack, text)
    for section in SECTIONS:
        yield from faults_of_names(section, getattr(pack, section), text, f"{NO_BLANK} in every table")
    for group, names in pack.groups.items():
        if group in pack.kinds:
            yield Fault(text.place(("groups", group)), f"{group!r} is a kind as well", "another name for the group")
        for name in names:
            if name not in pack.kinds:
                yield unknown(text.place(("groups", group)), "kind", name, pack.kinds, "a name under kinds")


def _faults_of_others(pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Faults of words that are known as others: of no section, a name as well, or stated twice."""
    for section, words in pack.known_others.items():
        place = text.place(("known others", section))
        if section not in SECTIONS:
            yield unknown(place, "section", section, SECTIONS)
            continue
        folded = [fold(word) for word in words]
        for number, word in enumerate(folded):
            name = pack.vocabularies[section].meaning(word)
            where = text.place(("known others", section, number))
            if name is not None:
                yield Fault(where, f"{word!r} means {name!r} under {section}", "a word that means no name of the pack")
            elif blank(word):
                yield Fault(where, f"{word!r}, which says nothing", NO_BLANK)
            elif word in folded[:number]:
                yield Fault(where, f"{word!r} twice", "each word once")


def _faults_of_parts(pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Faults of names that are a part of another: of one that is not there, or in a circle."""
    for section in SECTIONS:
        names: Mapping[str, Words] = getattr(pack, section)
        for name, words in names.items():
            where = text.place((section, name, "within"))
            if words.within and words.within not in names:
                yield unknown(where, "name", words.within, names, f"a name under {section}")
            elif words.within and name in pack.vocabularies[section].wholes(words.within):
                yield Fault(where, f"{name!r} within itself", "a name of which it is a part")


def _faults_of_several(pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Faults of words that may mean several names: of no section, known already, or of what nobody knows."""
    for section, words in pack.may_mean.items():
        place = text.place(("may mean", section))
        if section not in SECTIONS:
            yield unknown(place, "section", section, SECTIONS)
            continue
        vocabulary = pack.vocabularies[section]
        for word, meant in words.items():
            where = text.place(("may mean", section, word))
            name = vocabulary.meaning(fold(word))
            if name is not None:
                yield Fault(where, f"{word!r} means {name!r} under {section}", "a word that the pack does not know yet")
            elif vocabulary.is_other(fold(word)):
                yield Fault(where, f"{word!r} stands under 'known others'", "a word that the pack does not know yet")
            elif blank(fold(word)):
                yield Fault(where, f"{word!r}, which says nothing", NO_BLANK)
            for each in meant:
                if vocabulary.meaning(fold(each)) is None and not vocabulary.is_other(fold(each)):
                    yield unknown(where, "name", each, getattr(pack, section), SEVERAL_MEANT.format(section))


def _faults_of_facts(pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Faults of facts of a job: words of two values, or that say nothing."""
    for name, fact in pack.told_facts.facts.items():
        for found, expected in fact.faults():
            yield Fault(text.place(("job facts", name)), found, expected)


def _rank_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Faults of ladders: names that are none, and names that rank above themselves."""
    for key, one, section, ladders, ranks in (
        ("class ranks", "class", "classes", pack.class_ranks, pack.ranks),
        ("award ranks", "award", "awards", pack.award_ranks, pack.award_order),
    ):
        known: Mapping[str, Words] = getattr(pack, section)
        for place, ladder in enumerate(ladders):
            where = text.place((key, place))
            for name in ladder:
                if name not in known:
                    near = pack.vocabularies[section].meaning(fold(name)) or nearest(name, known)
                    yield Fault(where, f"unknown {one} {name!r}", f"a name under {section}", near, code="unknown-name")
            round_ = sorted({name for name in ladder if name in ranks.above(name)})
            if round_:
                expected = f"ladders in which no {one} stands above itself"
                yield Fault(where, f"{listed(round_, 'and')} above itself", expected)


def _faults_of_study(pack: Pack, text: YamlText) -> Iterator[Fault]:
    """Faults of words for levels and awards: of no level, of two, or of another than they have everywhere."""
    meant: dict[str, str] = {}
    for level, words in pack.levels_of_study.items():
        place = text.place(("levels of study", level))
        if level not in LEVELS:
            yield unknown(place, "level", level, LEVELS)
            continue
        for word in dict.fromkeys(map(fold, words)):
            other = meant.setdefault(word, level)
            award = pack.vocabularies["awards"].meaning(word)
            if other != level:
                yield Fault(place, f"{word!r} means both {other!r} and {level!r}", "a word that means one level")
            elif award is not None:
                expected = "a word that stands in one of the two; an award says what it 'counts as'"
                yield Fault(place, f"{word!r} is the award {award!r} as well", expected)
            yield from _other_level(place, word, level)
    for name, award_words in pack.awards.items():
        if (counted := award_words.counts_as) is not None:
            for word in (name, *award_words):
                yield from _other_level(text.place(("awards", name)), fold(word), counted.word)


def _other_level(place: str, word: str, level: str) -> Iterator[Fault]:
    """A word that everywhere means one level, and is to mean another; or that says nothing."""
    if blank(word):
        yield Fault(place, f"{word!r}, which says nothing", f"{NO_BLANK} in every table")
        return
    usual = usual_level(word)
    if usual and usual.low is usual.high and usual.low.word != level:
        expected = f"a word that does not mean another level than {level!r}"
        yield Fault(place, f"{word!r}, which everywhere means {usual.low.word!r}", expected)


def _level_faults(pack: Pack, text: YamlText) -> Iterator[Fault]:
    yield from _repeated_ids(pack, text)
    for place, level in enumerate(pack.levels):
        yield from _base_faults(pack, text, place)
        for number, clause in enumerate(level.requires):
            yield from _clause_faults(pack, text, clause, ("levels", place, "requires", number))
    for name, clause in pack.clauses_.items():
        yield from _clause_faults(pack, text, clause, ("clauses", name), "any of")
    for number, clause in enumerate(pack.every_level_requires):
        yield from _clause_faults(pack, text, clause, ("every level requires", number))
    for place, posts in enumerate(pack.for_some_posts):
        for number, clause in enumerate(posts.requires):
            yield from _clause_faults(pack, text, clause, ("for some posts", place, "requires", number))


def _repeated_ids(pack: Pack, text: YamlText) -> Iterator[Fault]:
    levels, ids = len(pack.levels), [each.id for each in pack.judged]
    for place, name in enumerate(ids):
        if name in ids[:place]:
            path = ("levels", place, "id") if place < levels else ("for some posts", place - levels, "id")
            first = "level" if ids.index(name) < levels else "posts"
            yield Fault(text.place(path), f"{first} {name!r} twice", "each id once", code="twice")


def _clause_faults(pack: Pack, text: YamlText, clause: Clause, path: Path, inside: str = "") -> Iterator[Fault]:
    """Faults of a clause and those inside it: unknown names, and discretion anywhere but in any of."""
    if clause.reaches is Standing.REFER and inside != "any of":
        yield Fault(text.place(path), "discretion outside any of", "discretion as one of the clauses of an any of")
    yield from _fact_faults(pack, text, clause, path)
    yield from _condition_faults(pack, text, clause, path)
    for key, section, name in clause.names():
        if section == FACTS:
            continue
        known = {**getattr(pack, section), **(pack.groups if section == "kinds" else {})}
        if (parameter := parameter_in(name)) is not None and name not in known:
            yield from _parameter_faults(pack, text.place((*path, key)), parameter, known, f"a name under {section}")
        elif name not in known:
            near = pack.vocabularies[section].meaning(fold(name)) or nearest(name, known)
            expected = f"a name under {section}"
            yield Fault(text.place((*path, key)), f"unknown name {name!r}", expected, near, code="unknown-name")
    for step, inner in clause.inner():
        yield from _clause_faults(pack, text, inner, (*path, *step), clause.kind)


def _fact_faults(pack: Pack, text: YamlText, clause: Clause, path: Path) -> Iterator[Fault]:
    """Faults of what a clause asks of facts of a job: facts or values that the pack does not know."""
    for step, jobs in conditions_of_jobs(clause):
        for name, asked in jobs.where.items():
            place = text.place((*path, *step, "where", name))
            fact = pack.told_facts.facts.get(name)
            if fact is None:
                yield unknown(place, "name", name, pack.job_facts, "a name under job facts")
                continue
            for each in of_each(asked, pack.vacancy):
                try:
                    fact.check(each)
                except Mistake as mistake:
                    yield Fault(place, mistake.found, mistake.expected)


def _parameter_faults(
    pack: Pack, place: str, name: str, known: Container[str] | None, expected: str
) -> Iterator[Fault]:
    """Faults of a parameter of the vacancy: there is none, or it may be what is no name. known: the names, if any."""
    parameter = pack.vacancy.get(name)
    if parameter is None:
        yield unknown(place, "parameter of the vacancy", name, pack.vacancy, "a name under vacancy")
        return
    for choice in parameter.one_of:
        if known is not None and choice not in known:
            found = f"the vacancy's {name}, which may be {choice!r}, an unknown name"
            yield Fault(place, found, expected, code="unknown-name")


def _condition_faults(pack: Pack, text: YamlText, clause: Clause, path: Path) -> Iterator[Fault]:
    """Faults of what stands under `if`: no parameter of the vacancy, or none of what it may be."""
    if not isinstance(clause, If) or clause.if_.vacancy is None:
        return
    name, place = clause.if_.vacancy, text.place((*path, "if", "vacancy"))
    yield from _parameter_faults(pack, place, name, None, "")
    choices = pack.vacancy[name].one_of if name in pack.vacancy else clause.if_.is_
    for value in clause.if_.is_:
        if value not in choices:
            expected = "one of " + ", ".join(choices)
            where = text.place((*path, "if", "is"))
            yield Fault(where, f"{name} that is {value!r}", expected, nearest(value, choices), code="unknown-name")


def _base_faults(pack: Pack, text: YamlText, place: int) -> Iterator[Fault]:
    """Faults of what a level builds on: no level, or a circle."""
    bases = {level.id: level.builds_on for level in pack.levels}
    level = pack.levels[place]
    where = text.place(("levels", place, "builds on"))
    if level.builds_on is not None and level.builds_on not in bases:
        yield unknown(where, "level", level.builds_on, bases, "the id of a level")
    elif level.builds_on in [each.id for each in pack.levels[place + 1 :]] and bases[level.builds_on] != level.id:
        yield Fault(where, f"level {level.builds_on!r} stands above it", "a level that stands before it in the list")
    seen, base = [level.id], level.builds_on
    while base is not None and base in bases and base not in seen:
        seen.append(base)
        base = bases[base]
    if base == level.id:
        circle = " on ".join([*seen, level.id])
        yield Fault(
            where, f"levels that build on each other in a circle: {circle}", f"no {level.id!r} among what it builds on"
        )
