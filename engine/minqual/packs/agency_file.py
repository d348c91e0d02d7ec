"""An agency's file: the words, named clauses, notes and policy that the packs of its folder draw on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, ValidationError

from minqual._forking import built
from minqual.clauses import BY_TAG, AnyClause
from minqual.counting import Accreditation, AwardWords, JobFacts, policy_names
from minqual.notation import (
    Names,
    PackModel,
    WantedFile,
    Words,
    WrittenForm,
    YamlText,
    faults_of_form,
    key_of,
    line,
    parse_written,
    written_values,
)
from minqual.packs.drawn_parts import drawn_together
from minqual.packs.pack import ENTRIES, SECTIONS, Ladders, LevelWords, PolicyOfPack, Several, Statement
from minqual.packs.run import OtherKinds
from minqual.settlements import REASON_CODES
from minqual.values import Fault, PackError, blank, fold, unknown

AGENCY_FILES: Final = ("agency.yaml", "agency.yml")
"""What an agency's file is called; it lies in the folder of the packs that draw on it."""


class AgencyFile(PackModel):
    """What the packs of one agency have in common."""

    agency: str = Field("", description="who issues the class specifications, in full")
    kinds: Mapping[str, Words] = Field({}, description="kinds of experience")
    fields: Mapping[str, Words] = Field({}, description="fields of study")
    subjects: Mapping[str, Words] = Field({}, description="subjects of study")
    credentials: Mapping[str, Words] = Field({}, description="licences and certificates")
    issuers: Mapping[str, Words] = Field({}, description="who issues credentials")
    employers: Mapping[str, Words] = Field({}, description="employers")
    classes: Mapping[str, Words] = Field({}, description="job classes")
    countries: Mapping[str, Words] = Field({}, description="countries of study")
    levels_of_study: LevelWords = Field({}, description="words for levels of study, beside the usual ones")
    awards: Mapping[str, AwardWords] = Field({}, description="awards beside the levels of study")
    award_ranks: Ladders = Field((), description="ladders of awards, each from the lowest")
    job_facts: JobFacts = Field({}, description="facts that each job may state beside its kind")
    class_ranks: Ladders = Field((), description="ladders of classes that the agency ranks, each from the lowest")
    known_others: Mapping[Annotated[str, Field(json_schema_extra={"enum": list(SECTIONS)})], Words] = Field(
        {}, description="words that are known and are none of the names, by section"
    )
    may_mean: Several = Field({}, description="words that leave it open which of several names they mean, by section")
    groups: Mapping[str, Names | Mapping[str, Names]] = Field({}, description="names for several at once, by section")
    clauses: Mapping[str, AnyClause] = Field({}, description="clauses that packs use by name: `- clause: NAME`")
    notes: Mapping[str, Statement] = Field({}, description="statements that packs cite by name: `- note: NAME`")
    counting_policy: PolicyOfPack | None = Field(None, description="how time and units are counted")
    accreditation: Accreditation = Field("not asked", description="what accreditation means for a row of education")
    reason_codes: Mapping[str, str] = Field(
        {}, description="reason codes of decisions beside the usual ones, each with what it says"
    )
    other_kinds: OtherKinds = Field("review", description="what a kind of work means that a pack does not know")


def _means_an_agency(value: Mapping[str, object]) -> bool:
    return "levels" not in value and any(key_of(name) in value for name in AgencyFile.model_fields)


AN_AGENCY: Final = WantedFile(
    "an agency's file, which has words, clauses and notes that packs draw on", ("agency", "notes"), _means_an_agency
)

FORM: Final = WrittenForm(
    AgencyFile, {**BY_TAG, **ENTRIES}, {"levels": "no levels in an agency's file: they stand in its packs"}, {}
)
"""The form of an agency's file."""


def agency_beside(pack: Path) -> Path | None:
    """The file of the agency in whose folder a pack lies; None where there is none."""
    return next((each for name in AGENCY_FILES if (each := pack.with_name(name)).is_file()), None)


def is_agency_file(path: Path) -> bool:
    """Whether a file is named as an agency's file is, and so is never a pack."""
    return path.name in AGENCY_FILES


def read_agency(given: bytes | Mapping[str, object], shown: str) -> YamlText:
    """An agency's file as the text that its packs draw on; PackError carries every fault of it."""
    text = written_values(given, shown) if isinstance(given, Mapping) else parse_written(given, shown, AN_AGENCY)
    whole = drawn_together(text)
    try:
        found = built(AgencyFile).model_validate(whole.value)
    except ValidationError as error:
        raise PackError(sorted(dict.fromkeys(faults_of_form(error, whole, FORM)), key=line)) from None
    if wrong := list(_faults(found, whole)):
        raise PackError(sorted(wrong, key=line))
    return text


NO_BLANK: Final = "a word that does not stand for a blank"
SEVERAL_MEANT: Final = "a name or a word under {}, or a word under 'known others'"
"""What is expected of the words of names, and of what words may mean."""


def faults_of_names(
    section: str, names: Mapping[str, Iterable[str]], text: YamlText, expected: str = NO_BLANK
) -> Iterator[Fault]:
    """Words that mean two names of a section, or that say nothing."""
    meanings: dict[str, str] = {}
    for name, words in names.items():
        place = text.place((section, name))
        for word in dict.fromkeys(map(fold, (name, *words))):
            other = meanings.setdefault(word, name)
            if other != name:
                yield Fault(place, f"{word!r} means both {other!r} and {name!r}", "a word that means one name")
            if blank(word):
                yield Fault(place, f"{word!r}, which says nothing", expected)


def _faults(agency: AgencyFile, text: YamlText) -> Iterator[Fault]:
    """Words that mean two names, or nothing, sections that there are none of, and an unknown policy."""
    for section in SECTIONS:
        yield from faults_of_names(section, getattr(agency, section), text)
    yield from _faults_of_others(agency, text)
    yield from _faults_of_codes(agency, text)
    policy = agency.counting_policy
    if policy is not None and policy.like not in policy_names():
        yield unknown(text.place(("counting policy",)), "counting policy", policy.like, policy_names())


def _faults_of_codes(agency: AgencyFile, text: YamlText) -> Iterator[Fault]:
    """Reason codes that nobody could write before a reason, that say nothing, or that every agency has."""
    usual = {fold(code) for code in REASON_CODES}
    for code, says in agency.reason_codes.items():
        place = text.place(("reason codes", code))
        if ":" in code or blank(code):
            yield Fault(place, f"the reason code {code!r}", "words without a colon: the reason follows behind one")
        elif fold(code) in usual:
            yield Fault(place, f"the reason code {code!r}", "another one: every agency has it", code="twice")
        elif blank(says):
            yield Fault(place, f"a reason code {code!r} that says nothing", "what it says", code="missing")


def reason_codes(agency: YamlText) -> Mapping[str, str]:
    """The reason codes that an agency's file has beside the usual ones, each with what it says."""
    stated = agency.value.get("reason codes") if isinstance(agency.value, dict) else None
    return {code: str(says) for code, says in stated.items()} if isinstance(stated, dict) else {}


def _faults_of_others(agency: AgencyFile, text: YamlText) -> Iterator[Fault]:
    """Sections that there are none of among words that are no names, and words that may mean what nobody knows."""
    for key, stated in (("known others", agency.known_others), ("may mean", agency.may_mean)):
        for section in stated:
            if section not in SECTIONS:
                yield unknown(text.place((key, section)), "section", section, SECTIONS)
    for section in SECTIONS:
        known: Mapping[str, Words] = getattr(agency, section)
        words = {*agency.known_others.get(section, ()), *known, *(word for each in known.values() for word in each)}
        meanings = set(map(fold, words))
        for word, names in agency.may_mean.get(section, {}).items():
            for name in (each for each in names if fold(each) not in meanings):
                yield unknown(
                    text.place(("may mean", section, word)), "name", name, known, SEVERAL_MEANT.format(section)
                )
