"""Words for facts about a person that may decide nothing: age, body, health, origin, kin and belief.

Some are such words wherever they stand. Others are about the work in the name of a kind of work or a class, and about
the person in a question to them: those are looked for in what is asked and judged alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from pydantic import BaseModel

from minqual.values import fold

PERSONAL: Final = re.compile(
    r"\b("
    r"lift(?:s|ing)?|pounds?|lbs|climb(?:s|ing)?|kneel(?:s|ing)?|stoop(?:s|ing)?|crouch(?:es|ing)?"
    r"|crawl(?:s|ing)?|"
    r"walk(?:s|ing)?|stands?|visions?|eyesight|hearing|height|weight|physical(?:ly)?|stamina|able[- ]bodied"
    r"|dexterity|"
    r"disabilit(?:y|ies)|disabled|handicap(?:s|ped)?|pregnan(?:t|cy)|medical condition|genetic|"
    r"age|ages|aged|years? old|years? of age|birth ?date|date of birth|young|youthful|"
    r"sex|sexual|gender|transgender|male|female|m[ae]n|wom[ae]n|marital|married|unmarried|parental status|"
    r"races?|racial|ethnic(?:ity)?|colou?r|ancestry|national origin|nationality|citizen(?:s|ship)?"
    r"|immigra(?:nt|tion)|"
    r"native(?: speakers?| born| language)?|mother tongue|religion|religious|creed"
    r")\b"
)
"""Words for facts about a person that decide nothing, as they are folded."""

_NUMBER: Final = (
    r"(?:\d{2}|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy)(?:[- ](?:one|two|three|four|five"
    r"|six|seven|eight"
    r"|nine))?"
)
_AILMENTS: Final = (
    r"(?:ill(?:ness(?:es)?)?|diseases?|sick(?:ness)?|injur(?:y|ies|ed)|surgery|diabet\w+|epilep\w+"
    r"|tubercul\w+|asthma"
    r"|cancer|hiv|disorders?|ailments?|seizures?|allerg(?:y|ies)|addict\w*|conditions? that)"
)
ASKED: Final = re.compile(
    r"\b("
    # age
    r"(?:no |some(?:body|one) |any(?:body|one) |not |much )?(?:older|younger)(?: than)?|how old|oldest"
    r"|youngest|elderly"
    r"|under ?age|birthdays?|born|birth(?:place| certificate)?|year of (?:your )?life|retirement age"
    rf"|(?:are|were|be|being|is|was|have|has|had) (?:\w+ ){{0,3}}?(?:turned|reached|completed|passed|attained"
    rf"|at least|over|under|above|below|more than|less than|not yet|past|between) {_NUMBER}(?: years?)?"
    r"(?=(?: or (?:more|over|older|under|less))? ?(?:$|[?.,;)]|on |by |at |when |as of |before |and \d\d))"
    # body
    r"|how tall|tall|how (?:much|many \w+) do you weigh|weigh|centimet(?:re|er)s|(?:bodily|body) \w+|body"
    r"|bmi|chest|waist"
    r"|eyes?|eye ?glasses|(?<!safety )glasses|spectacles|contact lenses|colou?r[- ]?blind\w*|deaf|blind"
    r"|wheelchairs?"
    r"|left[- ]handed|right[- ]handed|push[- ]?ups|sit[- ]?ups|physique|able to (?:see|hear|run|sit|bend"
    r"|reach|swim|jump)"
    r"|(?:can|could) you (?:\w+ )?(?:see|hear|read the \w+ line|sit|bend|reach|swim|jump|smell|distinguish)"
    r"|(?:can|could) you (?:\w+ )?run (?:\d|a mile|the mile)|(?:can|could|able to) (?:you )?(?:carry|pull"
    r"|push|drag) (?!out|on)"
    r"|\d+ ?(?:kilo(?:gram(?:me)?)?s?|kg)"
    # health
    r"|(?:your|good|poor|sound|full|general|physical|mental|state of) health(?! (?:\w+ )?(?:work\w*"
    r"|services?|clinics?"
    r"|care|cent(?:er|re)s?|facilit\w+|programs?|department|agenc\w+|professional\w*|counsel\w*|nurs\w+|fields?"
    r"|settings?|hospitals?|education|technician\w*|licen\w+))|healthy|unhealthy"
    r"|(?:physically |medically |mentally )?fit (?:for|enough|to)|medical (?:exam\w*|certificate|clearance"
    r"|history|fitness"
    r"|reasons?|tests?|standards?|requirements?|restrictions?|board)|medically|fitness (?:for|certificate|test)"
    r"|vaccinat\w+|immuni[sz]\w+|drug[- ]?(?:tests?|free|screen\w*)|(?:doctor|physician)'s (?:note"
    r"|certificate|letter)"
    rf"|(?:suffer\w*|diagnosed|free (?:of|from)|(?:do|did|have|had|has) you (?:ever )?(?:have|had|been"
    rf"|got)) (?:\w+ ){{0,4}}?"
    rf"{_AILMENTS}"
    # origin, kin and belief
    r"|(?:national |ethnic |social |your |of \w+ )origins?|descent|ancestors?|tribes?|tribal|castes?"
    r"|indigenous|minorit(?:y|ies)"
    r"|reserved (?:group|categor(?:y|ies)|class|communit(?:y|ies)|quota)|widow(?:er)?s?|orphans?|settlers?"
    r"|single parents?"
    r"|your (?:\w+ )?(?:parents?|mother|father|spouse|husband|wife|children|kin|skin|community|faith|family)"
    r"|are you (?:a |an )?(?:parent|mother|father)|have (?:any |young )?(?:children|kids)|divorced"
    r"|breast ?feeding"
    r"|(?:black|white|brown|hispanic|latin[ao]|asian|jewish|muslim|christian|catholic"
    r"|hindu)(?= (?:applicants?|candidates?"
    r"|persons?|people))|are you (?:an? )?(?:black|white|hispanic|latin[ao]|asian|jewish|muslim|christian"
    r"|catholic|hindu)"
    r"|heterosexual|homosexual|gay|lesbian|pronouns"
    r")(?!\w)"
)
"""Ways to ask a person for such a fact: words that in the name of a kind of work would be about the work."""

CERTIFIED: Final = re.compile(
    r"\b(medical (?:certificate|card|clearance|examination|exam)|medical examiner'?s certificate"
    r"|(?:certificate|card|proof) of (?:good )?(?:health|fitness|birth|descent|caste|vaccination"
    r"|immuni[sz]ation)"
    r"|health (?:certificate|card|clearance)|(?:fitness|birth|caste|community|baptis\w+|vaccination"
    r"|immuni[sz]ation) "
    r"(?:certificate|card|record))\b"
)
"""Papers that show nothing but such a fact."""

HARMLESS: Final = re.compile(
    r"\b("
    r"(?:public|administrative|court|appeals?|civil service|disciplinary) hearings?|"
    r"hearing (?:officer|examiner|room|board)s?|hearing aid specialists?|"
    r"visions? (?:statement|plan)s?|weights and measures|"
    r"physical (?:therap(?:y|ist)|education|sciences?|geography|plant|security|inventory|infrastructure"
    r"|assets?)|"
    r"(?:senior )?citizens? (?:services?|engagement|participation|advisory|involvement|complaints?|requests?)|"
    r"senior citizens|(?:men|women)'s (?:studies|health)|gender studies|ethnic studies|religious studies|"
    r"(?:all|school|new|middle|information) ages?|stand by|colou?r (?:printing|theory|copier|copy)s?|"
    r"height of buildings|immigration law|genetic (?:engineering|counsel(?:ing|or))|"
    r"young adult (?:services?|librar(?:y|ian))|"
    r"disability (?:services?|insurance|benefits?|claims?|management|rights)|"
    r"stands? (?:for|in for|as|beside|above|below|under|in (?:the )?place of)|"
    r"ages? of (?:the|a|an|each|this|these|those) (?!applicants?|candidates?|persons?|people|employees?"
    r"|members?)\w+|"
    r"(?:born|birth) (?:digital|records?)|(?:certificates?|countr(?:y|ies)) of origin|"
    r"older (?:adults?|people|persons|buildings?|versions?|records?|systems?) ?(?:services?|programs?|care)?|"
    r"elderly (?:services?|care|housing)|(?:deaf|blind)(?:[- ]\w+)? (?:services?|education|students?"
    r"|children|rehabilitation)|"
    r"(?:for|of) the (?:deaf|blind|elderly)|window blinds?|tall (?:ships?|buildings?)|body (?:shop|work"
    r"|repair)s?|"
    r"tribal (?:government|affairs|relations|law)|minority (?:business|owned|affairs)\w*|"
    r"(?:animal|plant|public|mental|behaviou?ral|occupational|environmental|community|home) health (?=\w)"
    r")\b"
)
"""Phrases in which such a word is no fact about an applicant: kinds of work, fields and places."""


def personal_words(text: str) -> list[str]:
    """The words of a text that are for bodily or demographic facts."""
    return [found[0] for found in PERSONAL.finditer(HARMLESS.sub(" ", fold(text)))]


@lru_cache(maxsize=10_000)
def asked_words(text: str) -> tuple[str, ...]:
    """The same of a text that asks or judges, with the ways to ask a person for such a fact."""
    plain = HARMLESS.sub(" ", fold(text))
    return (*(found[0] for found in PERSONAL.finditer(plain)), *(found[0].strip() for found in ASKED.finditer(plain)))


def certified_health(text: str) -> list[str]:
    """The words of a credential's name that say that it shows nothing but such a fact."""
    return [found[0] for found in CERTIFIED.finditer(fold(text))]


def texts_inside(value: object) -> Iterator[str]:
    """Every text inside a value of a pack, and the names in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for _, part in value:
            yield from texts_inside(part)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from texts_inside(name)
            yield from texts_inside(part)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts_inside(part)
