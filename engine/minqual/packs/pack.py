"""A rule pack: the minimum qualifications of one class specification, as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BeforeValidator, Field, PrivateAttr

from minqual._forking import no_fork
from minqual.clauses import AnyClause, Clause, Direction, Group, Leaf, Parts, Undeciding
from minqual.counting import (
    LEVELS,
    Accreditation,
    AwardEntry,
    AwardWords,
    CountingPolicy,
    JobFacts,
    OwnPolicy,
    Ranks,
    StudyWords,
    ToldFacts,
)
from minqual.notation import ENTRIES as NOTED
from minqual.notation import AnyNames, Names, PackModel, Sources, WordList, Words
from minqual.packs.run import AS_WRITTEN, OtherKinds, Run, Vacancy
from minqual.packs.settled_words import AT_LEVEL, LEVEL_NAMES, SettledWords, joint_word, settled_words, title_word
from minqual.packs.vacancy import VacancyParameter, put_in
from minqual.values import DegreeLevel, Kept, PackError, PartialDate, Vocabulary, date_if_any, unknown

SECTIONS = ("kinds", "fields", "subjects", "credentials", "issuers", "employers", "classes", "countries", "awards")


ENTRIES: Final[Mapping[str, type[PackModel]]] = {**NOTED, "<award entry>": AwardEntry}
"""The mappings that stand in place of a single text or a list, by their marks in the path of a report."""

_ALWAYS_OTHERS: Final = {"subjects": ("all other", "all others", "all other subjects", "other subjects")}
"""What a row of a transcript says that holds what the rows beside it do not."""


def _date(value: object) -> PartialDate:
    found = value if isinstance(value, PartialDate) else date_if_any(str(value))
    if found is None:
        raise ValueError("a date such as 2025-04-29")
    return found


def _ladders(value: object) -> object:
    """One ladder may stand by itself."""
    alone = isinstance(value, list) and value and all(isinstance(each, str) for each in value)
    return [value] if alone else value


Ladder = Annotated[tuple[str, ...], Field(min_length=2)]
"""Names from the lowest."""

Ladders = Annotated[tuple[Ladder, ...], BeforeValidator(_ladders, json_schema_input_type=Ladder | tuple[Ladder, ...])]
"""Ladders of names, each from the lowest."""


Several = Mapping[
    Annotated[str, Field(json_schema_extra={"enum": list(SECTIONS)})], Mapping[str, Annotated[Names, Direction()]]
]
"""Words that may mean several names, by section."""


LevelWords = Mapping[Annotated[str, Field(json_schema_extra={"enum": list(LEVELS)})], WordList]
"""Words for levels of study, by the level."""


PolicyOfPack = Annotated[OwnPolicy, BeforeValidator(lambda value: {"like": value} if isinstance(value, str) else value)]
"""A counting policy by its name, or like one with values of its own."""


class Statement(PackModel):
    """A sentence of the specification that does not decide, restated."""

    says: str = Field(description="the sentence restated in other words")
    source: Sources = Field(description="where the specification says it")


Part = TypeVar("Part")

_ID = r"^[a-z0-9][a-z0-9-]*$"


class Level(PackModel):
    """One level of the class series and what it requires. builds_on: a level whose requirements it needs as well."""

    id: Annotated[str, Undeciding()] = Field(
        pattern=_ID,
        description="a name for the level, in small letters, digits and hyphens; results are filed under it",
    )
    title: Annotated[str, Undeciding()] = Field(description="the title of the level, as printed")
    class_code: Annotated[str, Undeciding()] = Field("", description="the agency's code for the class")
    source: Annotated[Sources | None, Undeciding()] = Field(
        None, description="where the specification says it; clauses without one have this"
    )
    builds_on: str | None = Field(
        None, description="the id of another level, whose requirements this one needs as well"
    )
    requires: Annotated[tuple[AnyClause, ...], Parts(more="harder")] = Field(
        min_length=1, description="what the level requires: every one of these clauses must hold"
    )


class Posts(PackModel):
    """Some posts of the class for which more is asked than the level: what they ask stands beside it, by itself."""

    id: Annotated[str, Undeciding()] = Field(
        pattern=_ID, description="a name for the posts, unlike that of any level; results are filed under it"
    )
    posts: Annotated[str, Undeciding()] = Field(
        min_length=1, description="which posts, as a phrase that follows the word posts: on the islands"
    )
    source: Annotated[Sources | None, Undeciding()] = Field(
        None, description="where the specification says it; clauses without one have this"
    )
    requires: Annotated[tuple[AnyClause, ...], Parts(more="harder")] = Field(
        min_length=1, description="what is asked for these posts besides the level: every one of these clauses"
    )

    @property
    def title(self) -> str:
        """What the posts are called: "posts on the islands"."""
        return f"posts {self.posts}"

    @property
    def heading(self) -> str:
        """The same as a heading."""
        return f"P{self.title[1:]}"


class Acceptance(PackModel):
    """A remark of the workbench that the pack's author has seen and accepts. clause: what it is about."""

    remark: str = Field(description="the name of the remark, as minqual rules lint prints it")
    because: str = Field(description="why it is accepted")
    clause: AnyNames = Field(
        (),
        description="the name in brackets behind the remark, or the clause's own id, or a list of them; `all` is "
        "whatever is remarked under that name, now and later; may be left out where there is one",
    )


class QualificationPart(PackModel):
    """Where in the specification's text qualifications stand: from one heading until another."""

    from_: str = Field(description="the heading with which it begins")
    until: str | None = Field(None, description="the heading before which it ends; the end of the text if left out")


QualificationParts = Annotated[
    tuple[QualificationPart, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, dict) else [] if value is None else value),
]
"""One stretch of the text, or several."""


def _sayings(clause: Clause) -> Iterator[str]:
    """What a clause says, and what those say of which it is made."""
    yield clause.says()
    for member in clause.members() if isinstance(clause, Group) else ():
        yield from _sayings(member.clause)


def _questions(part: object) -> Iterator[str]:
    """The questions in a part of a pack."""
    if isinstance(part, PackModel):
        stated = {name: getattr(part, name) for name in type(part).model_fields}
        if ask := stated.get("ask"):
            yield str(ask)
        if isinstance(asks := stated.get("questions_"), Mapping):
            yield from map(str, asks.values())
        yield from _questions(stated)
    elif isinstance(part, Mapping | tuple):
        for each in part.values() if isinstance(part, Mapping) else part:
            yield from _questions(each)


class Pack(PackModel):
    """The minimum qualifications of one class specification."""

    name: Annotated[str, Undeciding()] = Field(
        pattern=r"^[a-z0-9-]+/[a-z0-9-]+$",
        description="agency/class, as the folder and the file are called, in small letters, digits and hyphens",
    )
    title: Annotated[str, Undeciding()] = Field(description="the title of the class, as printed")
    agency: Annotated[str, Undeciding()] = Field(description="who issues the class specification, in full")
    specification: Annotated[str, Undeciding()] = Field(
        description="which specification this is: its number, and when it was adopted or amended"
    )
    version: Annotated[str, Undeciding()] = Field(
        description="the version of this pack, raised whenever the pack is changed"
    )
    invented: Annotated[Literal["yes", "no"], Undeciding()] = Field(
        "no",
        description="whether the specification is made up, as an example: every page about the pack says so",
        json_schema_extra={
            "enum": ["yes", "no", True, False],
            "type": ["string", "boolean"],
        },  # as editors read the two words
    )
    in_force: Annotated[Any, BeforeValidator(_date, json_schema_input_type=str), Undeciding()] = Field(
        description="since when the specification is in force: 2024-11-20, or as far as is known, 2024-11 or 2024"
    )
    qualification_part: Annotated[QualificationParts, Undeciding()] = Field(
        (),
        description="where the qualifications stand in the specification's text: from one heading until another; "
        "several such stretches as a list",
    )
    counting_policy: PolicyOfPack = Field(
        OwnPolicy.model_construct(),
        description="how time and units are counted: the name of a policy, or like one with values of its own",
    )
    accreditation: Accreditation = Field(
        "not asked",
        description="whether a stated no to accreditation removes a row's degree and units; where it must be stated, a "
        "blank is open as well, but for a school diploma",
    )
    kinds: Mapping[str, Words] = Field(
        {}, description="kinds of experience that clauses name, each with the words that applicants use for it"
    )
    other_kinds: Annotated[OtherKinds, Direction()] = Field(
        "review",
        description="what a kind of work means that the pack does not know: the screener decides, or nothing",
    )
    known_others: Mapping[Annotated[str, Field(json_schema_extra={"enum": list(SECTIONS)})], WordList] = Field(
        {},
        description="words that are known and are none of the names, by section (kinds, classes, employers and so on): "
        "a neighbouring class, another kind of work",
    )
    may_mean: Several = Field(
        {},
        description="words that leave it open which of several names they mean, by section; known others "
        "may be among these",
    )
    groups: Mapping[str, Names] = Field({}, description="names for several kinds at once")
    fields: Mapping[str, Words] = Field(
        {}, description="fields of study that clauses name, each with the words that applicants use for it"
    )
    subjects: Mapping[str, Words] = Field(
        {}, description="subjects of study that clauses name, each with the words that applicants use for it"
    )
    credentials: Mapping[str, Words] = Field(
        {}, description="licences and certificates that clauses name, each with the words that applicants use for it"
    )
    issuers: Mapping[str, Words] = Field(
        {}, description="who issues credentials, each with the words that applicants use for them"
    )
    employers: Mapping[str, Words] = Field(
        {}, description="employers that clauses name, each with the words that applicants use for them"
    )
    classes: Mapping[str, Words] = Field(
        {}, description="job classes that clauses name, each with the codes and words that applicants use for it"
    )
    clauses_: Annotated[Mapping[str, AnyClause], Undeciding()] = Field(
        {},
        exclude=True,  # clauses are compared, shown and digested where they are used
        description="clauses that stand in several places, each under the name by which `clause: NAME` uses it",
    )
    job_facts: JobFacts = Field(
        {},
        description="facts that each job may state beside its kind, with the words for them: supervision, "
        "the grade, the number of seats",
    )
    class_ranks: Annotated[Ladders, Direction()] = Field(
        (), description="ladders of classes that the specification or the agency ranks, each from the lowest"
    )
    countries: Mapping[str, Words] = Field(
        {}, description="countries of study that clauses name, each with the words that applicants use for it"
    )
    levels_of_study: LevelWords = Field(
        {}, description="the pack's own words for levels of study: {high school: [matura, school certificate]}"
    )
    awards: Mapping[str, AwardWords] = Field(
        {},
        description="awards that clauses name beside the levels of study, each with the words that applicants use for "
        "it, and if need be the level that it `counts as`",
    )
    award_ranks: Annotated[Ladders, Direction()] = Field(
        (), description="ladders of awards that the specification or its country ranks, each from the lowest"
    )
    vacancy: Annotated[Mapping[str, VacancyParameter], Direction()] = Field(
        {},
        description="what is told of each vacancy when its applicants are screened: used as `the vacancy's NAME` in "
        "place of a name, and under `if`",
    )
    levels: tuple[Level, ...] = Field(
        min_length=1, description="the levels of the class, from the lowest to the highest"
    )
    every_level_requires: Annotated[tuple[AnyClause, ...], Parts(more="harder")] = Field(
        (), description="clauses that each level needs besides its own"
    )
    for_some_posts: Annotated[tuple[Posts, ...], Parts(more="harder")] = Field(
        (),
        description="what is asked besides the level for some posts of the class: reported beside it, each by itself; "
        "it changes no level",
    )
    desirable: Annotated[tuple[Statement, ...], Undeciding()] = Field(
        (), description="what the specification calls desirable: reported, never decisive"
    )
    confirm: Annotated[tuple[Statement, ...], Undeciding()] = Field(
        (), description="what a person confirms before the result is used"
    )
    assumptions: Annotated[tuple[str, ...], Undeciding()] = Field(
        (), description="how the pack reads the specification where it is silent"
    )
    no_effect: Annotated[tuple[Statement, ...], Undeciding()] = Field(
        (), description="sentences about qualifications that have no effect on the result"
    )
    never_screened: Annotated[tuple[Statement, ...], Undeciding()] = Field(
        (), description="what may not be screened, such as bodily demands"
    )
    accepted: Annotated[tuple[Acceptance, ...], Undeciding()] = Field(
        (), description="remarks of minqual rules lint that are accepted, each with the reason"
    )
    es: Annotated[Mapping[str, Annotated[str, Field(min_length=1)]], Undeciding()] = Field(
        {},
        description="the pack's own words in Spanish, for letters: {Librarian: Bibliotecario/a}; its titles, names and "
        "questions, and what a clause asks for, as minqual rules show prints it",
    )

    @property
    def titled(self) -> str:
        """Its title, as pages show it: one that is made up says so."""
        return self.title + self._made_up

    @property
    def called(self) -> str:
        """Its name and version, as pages show them."""
        return f"{self.name}{self._made_up} version {self.version}"

    def not_in_force_yet(self, day: date) -> str:
        """Since when it is in force, as a sentence, if that is after a day; empty where it is in force then."""
        if self.in_force.earliest <= day:
            return ""
        return f"{self.name} version {self.version} is in force from {self.in_force}, after the as-of date"

    def called_beside(self, other: Pack) -> str:
        """Its name and version, with what tells it from another that is called the same."""
        if self.called != other.called:
            return self.called
        if self.in_force != other.in_force:
            return f"{self.called}, in force {self.in_force}"
        return f"{self.called}, " + ("the same rules" if self.digest == other.digest else f"digest {self.digest[:8]}")

    @property
    def _made_up(self) -> str:
        return " (invented)" if self.invented == "yes" else ""

    @cached_property
    def policy(self) -> CountingPolicy:
        """The counting policy that it names, with the values that it states itself."""
        return self.counting_policy.applied()

    @cached_property
    def kept(self) -> Kept:
        """What was computed once from the pack."""
        return {}

    @property
    def accredited(self) -> bool:
        """Whether a stated "no" to accreditation removes a row's degree and units."""
        return self.accreditation != "not asked"

    _run: Run = PrivateAttr(AS_WRITTEN)
    _as_written: Pack | None = PrivateAttr(None)

    @property
    def run(self) -> Run:
        """What was said for this run."""
        return self._run

    @property
    def written(self) -> Pack:
        """The pack as it is written, whatever is said of a vacancy."""
        return self._as_written or self

    def for_run(self, run: Run) -> Pack:
        """The pack for a run of which this is said, whatever it says itself; the digest stays.

        Names stand in place of what it leaves to the vacancy, as far as something is said of that.
        """
        if run == self._run:
            return self
        ready = copy(self) if run.vacancy == self._run.vacancy else self._for_vacancy(run.vacancy)
        ready._run = run  # noqa: SLF001  # a copy of its own
        return ready

    def said_in(self, part: Part) -> Part:
        """A part of the pack with what is said of the vacancy put in."""
        return put_in(part, self._run.vacancy)

    def _for_vacancy(self, said: Vacancy) -> Pack:
        """A copy with what is said of the vacancy put in."""
        pack = self.written
        stated = ("levels", "every_level_requires", "for_some_posts")
        values = {name: new for name in stated if (new := put_in(own := getattr(pack, name), said)) is not own}
        ready = pack.model_copy(update=values)
        ready._as_written = pack  # noqa: SLF001  # a copy of its own
        return ready

    @property
    def kinds_otherwise(self) -> OtherKinds:
        """What a kind of work means here that the pack does not know."""
        return self._run.other_kinds or self.other_kinds

    @cached_property
    def told_facts(self) -> ToldFacts:
        """The facts of a job, ready to be told from its words."""
        return ToldFacts(self.job_facts, self.kinds)

    @cached_property
    def settled(self) -> SettledWords:
        """What people have said that words mean."""
        names = {section: self.names_of(section) for section in (*SECTIONS, LEVEL_NAMES)}
        return settled_words(self._run.settlements.words_for(self.name), names)

    def names_of(self, section: str) -> tuple[str, ...]:
        """The names that words of a section may mean; of levels of study also the awards beside them."""
        return (*LEVELS, *self.awards) if section == LEVEL_NAMES else tuple(getattr(self, section))

    @cached_property
    def _at_levels(self) -> tuple[str, ...]:
        """The classes at whose level a person has put others."""
        return tuple(sorted({name for each in self.settled.posts.values() for name in each.means}))

    def _settled_in(self, section: str) -> Mapping[str, Sequence[str]]:
        """What words of a section mean as people have said; classes and titles with their employers among them."""
        settled = self.settled
        if not settled:
            return {}
        words: dict[str, Sequence[str]] = {word: each.means for word, each in settled.words.get(section, {}).items()}
        if section == "classes":
            for post, each in settled.posts.items():
                words[joint_word(*post)] = [AT_LEVEL.format(name=name) for name in each.means]
        if section == "kinds":
            words |= {title_word(*post): each.means for post, each in settled.titles.items()}
        return words

    def _names_in(self, section: str) -> Mapping[str, Sequence[str]]:
        """The names of a section with their words; of classes also what ranks with some as people have said."""
        names: Mapping[str, Sequence[str]] = getattr(self, section)
        if section != "classes" or not self.settled.posts:
            return names
        return {**names, **{AT_LEVEL.format(name=name): () for name in self._at_levels}}

    @cached_property
    def vocabularies(self) -> Mapping[str, Vocabulary]:
        """Each section of names, ready to match."""
        return {
            section: Vocabulary(
                self._names_in(section),
                (*self.known_others.get(section, ()), *_ALWAYS_OTHERS.get(section, ()), *self._other_names(section)),
                open_=section == "kinds" and self.kinds_otherwise == "review",
                none_is_one=section in {"credentials", "awards"},
                within={name: words.within for name, words in getattr(self, section).items() if words.within},
                may_mean=self.may_mean.get(section),
                aside=self.told_facts if section == "kinds" and self.job_facts else None,
                settled=self._settled_in(section),
            )
            for section in SECTIONS
        }

    def _other_names(self, section: str) -> Iterator[str]:
        """Names of credentials, which are no awards: both are read from one column."""
        if section == "awards" and self.awards:
            for name, words in self.credentials.items():
                yield from (name, *words)

    @cached_property
    def ranks(self) -> Ranks:
        """Which of its classes rank above others."""
        return Ranks((*self.class_ranks, *((name, AT_LEVEL.format(name=name)) for name in self._at_levels)))

    @cached_property
    def award_order(self) -> Ranks:
        """Which of its awards rank above others."""
        return Ranks(self.award_ranks)

    @cached_property
    def study_words(self) -> StudyWords:
        """Its own words for levels of study and awards, ready to be told from a cell."""
        others, several = self.known_others.get("awards", ()), self.may_mean.get("awards")
        settled = {word: each.means for word, each in self.settled.words.get(LEVEL_NAMES, {}).items()}
        return StudyWords(self.levels_of_study, self.awards, others, several, settled)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the pack's content as it is written, independent of comments and layout."""
        if self._as_written is not None:
            return self._as_written.digest
        with no_fork:  # pydantic has a lock of its own where it first writes a model
            unsaid = {"accepted", "es"} | ({"invented"} if self.invented == "no" else set())
            written = self.model_dump_json(exclude=unsaid)
        return hashlib.sha256(written.encode()).hexdigest()

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause that is written in it, each before those inside it."""
        stated = [*(clause for each in self.judged for clause in each.requires), *self.every_level_requires]
        return tuple(each for clause in stated for each in clause.all_inside())

    @property
    def sayings(self) -> frozenset[str]:
        """Its own words that letters may say: titles, names, questions, what clauses ask for, who may accept it."""
        names = [name for section in (*SECTIONS, "groups") for name in getattr(self, section)]
        leaves = [each for each in self.clauses if isinstance(each, Leaf)]
        asked = [said for each in self.clauses for said in _sayings(each)] + [
            said for each in leaves for said in (each.called(), each.measured)
        ]
        titles = [self.title, *(each.title for each in self.judged)]
        facts = [said for name, each in self.job_facts.items() for said in (name, each.number_of, *each.values)]
        study = [self.study_words.said(each) for each in DegreeLevel if each.word in self.levels_of_study]
        said = (*titles, *names, *asked, *facts, *study, *self.questions, self.policy.who_may_accept)
        return frozenset(filter(None, said))

    @property
    def questions(self) -> frozenset[str]:
        """What it asks in its own words."""
        return frozenset(_questions(self))

    @property
    def judged(self) -> tuple[Level | Posts, ...]:
        """Whatever has a standing of its own: the levels, then the posts for which more is asked."""
        return (*self.levels, *self.for_some_posts)

    def level(self, name: str) -> Level:
        """A level by its id; PackError names the nearest one."""
        for level in self.levels:
            if level.id == name:
                return level
        known = [level.id for level in self.levels]
        raise PackError([unknown("level", "level", name, known)])
