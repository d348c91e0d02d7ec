"""Random packs of all kinds of clause with all their options, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from minqual.clauses import BY_KIND
from support.strategies.records import Tape

Pack = dict[str, Any]
Written = dict[str, Any]

SECTIONS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "kinds": {
        "communications": ["corporate messaging"],
        "speechwriting": ["writing of speeches"],
        "journalism": ["news reporting"],
        "supervision": ["team leadership"],
        "budgeting": ["financial planning"],
    },
    "fields": {"business administration": ["business"], "economics": ["econ"], "journalism": ["mass media"]},
    "subjects": {"accounting": ["bookkeeping"], "business law": ["commercial law"], "statistics": ["probability"]},
    "credentials": {"driver's license": ["driving permit"], "notary commission": ["notary public"]},
    "issuers": {"California": ["calif state"], "Nevada": []},
    "employers": {
        "City of Stockton": ["stockton city hall"],
        "County of Marin": ["marin government"],
        "Harbour Department": ["port office"],
    },
    "countries": {"Ireland": ["eire"], "New Zealand": ["aotearoa"]},
    "classes": {"Program Analyst": ["7672"], "Staff Clerk": ["8810"]},
    "awards": {"Guild Diploma": ["diploma of the guild"], "Harbour Letter": ["letter of the harbour"]},
}
WITHIN: Final[Mapping[str, Mapping[str, str]]] = {
    "kinds": {"speechwriting": "communications"},
    "fields": {"economics": "business administration"},
    "subjects": {"business law": "accounting"},
    "credentials": {"notary commission": "driver's license"},
    "issuers": {"Nevada": "California"},
    "employers": {"Harbour Department": "City of Stockton"},
    "countries": {"New Zealand": "Ireland"},
    "classes": {"Staff Clerk": "Program Analyst"},
}
"""Names that may be a part of another one, by section; the words of one say nothing of the other."""

MAY_MEAN: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "kinds": {"press work": ["communications", "journalism"], "office": ["budgeting", "bookkeeping"]},
    "fields": {"trade": ["business administration", "econ"]},
    "subjects": {"figures": ["accounting", "statistics"], "law": ["business law", "tax accounting"]},
    "credentials": {
        "card": ["driver's license", "notary public"],
        "stamp": ["notary commission", "driver's license, junior"],
    },
    "issuers": {"the west": ["California", "Nevada"]},
    "employers": {"government": ["City of Stockton", "County of Marin", "Harbour Department"]},
    "countries": {"the isles": ["Ireland", "New Zealand"]},
    "classes": {"staff": ["Staff Clerk", "Program Analyst"], "trainee": ["8810", "program analyst trainee"]},
}
"""Words that may mean several names, or others as well, by section."""

LEVELS_OF_STUDY: Final = {"high school": ["matura"], "bachelor": ["laureate"]}
NEAR: Final = {
    "comunications": "communications",
    "jounalism": "journalism",
    "supervison": "supervision",
    "budgetting": "budgeting",
    "busines administration": "business administration",
    "econmics": "economics",
    "acounting": "accounting",
    "busines law": "business law",
    "statistcs": "statistics",
    "driver's licens": "driver's license",
    "notary comission": "notary commission",
    "californa": "california",
    "city of stocton": "city of stockton",
    "speachwriting": "speechwriting",
    "harbor department": "harbour department",
    "county of marinn": "county of marin",
    "program analist": "program analyst",
    "staff clark": "staff clerk",
    "irelnd": "ireland",
    "harbor letter": "harbour letter",
}
"""Misspellings, each of one word."""

RELATED: Final[Mapping[str, Sequence[str]]] = {
    "kinds": ["communications and outreach", "journalism teaching"],
    "fields": ["economics and history", "agricultural economics"],
    "subjects": ["introduction to business law", "cost accounting"],
    "credentials": ["driver's license (class c)", "notary"],
    "issuers": ["northern california", "calif"],
    "employers": ["city of stockton police", "marin water district"],
    "countries": ["northern ireland", "ireland (republic)"],
    "classes": ["program analyst iv", "staff clerk (confidential)"],
    "awards": ["harbour pass"],
}
"""Words that have something to do with a name, by section."""

OTHERS: Final[Mapping[str, Sequence[str]]] = {
    "kinds": ["bookkeeping", "accounting"],
    "fields": ["history of economics"],
    "subjects": ["tax accounting"],
    "credentials": ["driver's license, junior"],
    "issuers": ["baja california"],
    "employers": ["stockton unified school district"],
    "countries": ["ireland island"],
    "classes": ["program analyst trainee"],
    "awards": ["guild letter"],
}
"""Words that packs know to be none of the names, by section."""

FLORIDA: Final = {
    "like": "university-of-south-florida",
    "months": "of 15 days or more",
    "partial dates": "month by month",
}
GROUPS: Final = {"office work": ["communications", "budgeting"], "the press": ["journalism", "communications"]}
JOB_FACTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "oversight": {"yes": ["in charge"], "no": ["not in charge"]},
    "grade": {"from the lowest": ["grade one", "grade two", "grade three"]},
    "seats": {"number of": "seats"},
    "appointment": {"one of": {"permanent": ["for good"], "temporary": [], "provisional": []}},
    "duties": {"several of": {"supervision": [], "budgeting": [], "binding": ["book binding"]}},
}
VACANCY: Final[Mapping[str, Any]] = {
    "field": {"ask": "In which field?", "one of": ["economics", "journalism"]},
    "department": {"ask": "With whom?", "one of": ["City of Stockton", "County of Marin"]},
    "permanent": {"ask": "For good?", "one of": ["yes", "no"]},
}
NUMBERS: Final = ("gpa-overall", "gpa-major", "training-hours")
EVENTS: Final = ("warnings", "examinations")
DURATIONS: Final = ("1 year", "2 years", "18 months", "3 years", "6 months", "2.5 years", "5 years", "4 years")
LATER: Final = (
    "by appointment",
    "after appointment",
    "10 days after filing",
    "by 2026-03-31",
    "1 month after filing",
    "before training",
)
WEEKS: Final = ("40 weeks", "52 weeks", "100 weeks", "20.5 weeks")
HOURS: Final = ("1040 hours", "2080 hours", "500 hours", "4160.5 hours")
SEMESTERS: Final = ("60 semester units", "30 semester units", "24 semester units", "90 quarter units")
DEGREES: Final = ("bachelor", "associate", "master", "high school", "doctorate", "certificate", "some college")


class Author:
    """A pack being written from a tape; every clause of the tree has an id of its own."""

    def __init__(self, tape: Tape) -> None:
        self.tape, self.written = tape, 0
        self.facts = self._facts() if tape.chance(2) else dict(JOB_FACTS)
        self.vacancy = dict(VACANCY) if tape.chance(4) else {}
        self.policy = self._policy()

    def _facts(self) -> dict[str, Any]:
        """The facts of jobs, some of which silence denies or few columns state."""
        tape = self.tape
        named = {"oversight": {"yes": ["in charge", "supervision"], "no": ["not in charge"]}}
        facts = {**JOB_FACTS, **(named if tape.chance(4) else {})}
        if tape.chance(3):
            del facts["duties"]
        more = {
            name: self.maybe("not told", 3, lambda: "counts as no")
            | self.maybe("stated in", 3, lambda: tape.pick((["facts"], ["kinds", "facts", "entry"], ["kinds"])))
            for name in facts
        }
        return {name: {**fact, **more[name]} for name, fact in facts.items()}

    def maybe(self, key: str, one_in: int, write: Callable[[], object]) -> Written:
        """An optional key, once in so many times."""
        return {key: write()} if self.tape.chance(one_in) else {}

    def some(self, names: Sequence[str], most: int = 2) -> str | list[str]:
        """One name, or a few."""
        left, count = list(names), self.tape.pick(range(1, min(most, len(names)) + 1))
        found = [left.pop(self.tape.pick(range(len(left)))) for _ in range(count)]
        return found[0] if len(found) == 1 and self.tape.chance(2) else found

    def pack(self) -> Pack:
        """A whole pack."""
        tape = self.tape
        pack: Pack = {
            "name": "random/pack",
            "title": "A class",
            "agency": "An agency",
            "specification": "A specification",
            "version": "1",
            "in force": "2020-01-01",
            "counting policy": self.policy,
            "accreditation": tape.pick(("not asked", "a stated no removes the row", "must be stated")),
            **{section: self._names(section) for section in SECTIONS},
            "known others": {section: list(words) for section, words in OTHERS.items()},
            "groups": GROUPS,
            "job facts": self.facts,
            "levels of study": LEVELS_OF_STUDY,
            "levels": [],
        }
        if tape.chance(2):
            words = SECTIONS["awards"]["Guild Diploma"]
            counted = {"words": list(words), "counts as": tape.pick(("master", "associate", "certificate"))}
            pack["awards"] = pack["awards"] | {"Guild Diploma": counted}
        pack |= self.maybe(
            "award ranks",
            3,
            lambda: [tape.pick((["Guild Diploma", "Harbour Letter"], ["Harbour Letter", "Guild Diploma"]))],
        )
        if tape.chance(2):
            pack["may mean"] = {
                section: {word: list(meant) for word, meant in words.items()} for section, words in MAY_MEAN.items()
            }
        pack |= {"vacancy": self.vacancy} if self.vacancy else {}
        pack |= self.maybe(
            "class ranks",
            3,
            lambda: [tape.pick((["Staff Clerk", "Program Analyst"], ["Program Analyst", "Staff Clerk"]))],
        )
        pack |= self.maybe("other kinds", 3, lambda: tape.pick(("count for nothing", "review")))
        for place in range(tape.pick((1, 2, 1, 3))):
            level: Written = {"id": f"l{place}", "title": f"Level {place}"}
            if place and tape.chance(2):
                level["builds on"] = f"l{tape.pick(range(place))}"
            pack["levels"].append(level | {"requires": [self.clause(2) for _ in range(tape.pick((1, 2, 1, 3)))]})
        pack |= self.maybe("every level requires", 3, lambda: [self.clause(1)])
        return pack | self.maybe(
            "for some posts", 4, lambda: [self._posts(place) for place in range(tape.pick((1, 2)))]
        )

    def _names(self, section: str) -> Written:
        """The names of a section with their words, some as a part of another."""
        parts = WITHIN.get(section, {}) if self.tape.chance(3) else {}
        return {
            name: {"words": list(words), "within": parts[name]} if name in parts else list(words)
            for name, words in SECTIONS[section].items()
        }

    def _posts(self, place: int) -> Written:
        """Posts for which more is asked."""
        requires = [self.clause(1) for _ in range(self.tape.pick((1, 2)))]
        return {"id": f"p{place}", "posts": ("by the sea", "in the hills")[place], "requires": requires}

    def _policy(self) -> Written | str:
        tape = self.tape
        like = ("default", "california", "federal", "university-of-south-florida", "montgomery-county", "los-angeles")
        if tape.chance(4):
            return tape.pick(like)
        values: Mapping[str, Sequence[str]] = {
            "full time hours": ("37.5", "35"),
            "full time from": ("35", "30"),
            "least hours": ("10", "20"),
            "months": ("of 15 days or more", "by days"),
            "part time": ("half", "in proportion"),
            "weeks": ("whole weeks only", "to the day"),
            "partial dates": ("month by month", "as bounds"),
            "as of day": ("does not count", "counts"),
            "forgiven days": ("14", "0.15", "0"),
            "unpaid work": ("1/2", "0", "1"),
            "unstated share": ("is open", "counts in full"),
            "quarter unit": ("0.75", "2/3"),
            "units in a year": ("24", "32"),
            "silence on substitution": ("an equivalent may be accepted", "no substitution"),
            "who may accept": ("the department",),
        }
        own = {key: tape.pick(options) for key, options in values.items() if tape.chance(5)}
        if tape.chance(6):
            own |= {"weeks in a month": "4.35", "hours in a month": tape.pick(("173.33", "160"))}
        own = self.maybe("like", 3, lambda: tape.pick(like)) | own
        if own.get("like") == "california" or "weeks in a month" in own:
            own.pop("part time", None)
        return own

    @property
    def by_months(self) -> bool:
        """Whether the policy counts months of 15 days or more."""
        return self._value("months") == "of 15 days or more"

    def _value(self, key: str) -> str:
        """A value of the policy that one of the named ones states otherwise than the others."""
        own = {"like": self.policy} if isinstance(self.policy, str) else self.policy
        return str(own.get(key, FLORIDA.get(key, "")) if own.get("like") == FLORIDA["like"] else own.get(key, ""))

    def clause(self, depth: int, kinds: Sequence[str] = ()) -> Written:
        """A clause of any kind with an id; depth: how far groups may go."""
        leaves = [kind for kind in LEAVES if kind in BY_KIND]
        groups = [kind for kind in COMBINED if kind in BY_KIND] if depth else []
        kind = self.tape.pick(kinds or [*leaves, *groups])
        written: Written = getattr(self, "_" + kind.replace(" ", "_"))(depth - 1)
        self.written += 1
        return {"id": f"c{self.written}"} | written

    def inner(self, kinds: Sequence[str]) -> Written:
        """A clause that is no part of the tree."""
        return {key: value for key, value in self.clause(0, kinds).items() if key != "id"}

    def work(self, *, windows: bool = True) -> Written:
        """Which time counts."""
        tape, kinds = self.tape, [*SECTIONS["kinds"], *GROUPS]
        keys: Written = {"in": self.some(kinds, 3)}
        keys |= self.maybe("also in", 8, lambda: self.some(kinds))
        keys |= self.maybe("in all of", 9, lambda: self.some(kinds))
        keys |= self.maybe("where", 7, self._where)
        keys |= self.maybe("not in", 8, lambda: self.some(kinds))
        keys |= self.maybe("unpaid work", 8, lambda: tape.pick(("refused", "counts")))
        keys |= self.maybe("share at least", 8, lambda: tape.pick(("85%", "50%", "33.3%")))
        if tape.chance(8):
            keys["class"] = self.some(list(SECTIONS["classes"]))
        if "class" in keys:
            keys |= self.maybe("other classes", 2, lambda: tape.pick(("review", "refused", "at that level")))
        if keys.get("other classes", "refused") != "refused":
            keys |= self.maybe("level test", 4, lambda: "what that class asks")
        keys |= self.maybe("employer", 8, lambda: self.some(list(SECTIONS["employers"])))
        if self.vacancy and tape.chance(4):
            keys["employer"] = "the vacancy's department"
        keys |= self._barred(keys)
        if any(key.endswith(("class", "employer")) for key in keys) and tape.chance(3):
            del keys["in"]
        keys |= self.maybe("leaving out", 9, self._jobs)
        if windows:
            keys |= self.maybe(
                "within", 5, lambda: tape.pick(("10 years", "3 years", "18 months", "5 years", "120 weeks", "900 days"))
            )
            keys |= self.maybe("after", 5, self._after)
        return keys

    def _where(self) -> Written:
        tape, every = self.tape, {"all of": ["supervision", "binding"]}
        asked: Mapping[str, Callable[[], object]] = {
            "oversight": lambda: tape.pick(("yes", "no")),
            "grade": lambda: tape.pick(
                ("grade two or above", "grade one", ["grade one", "grade three"], "grade two or below")
            ),
            "seats": lambda: tape.pick(
                ("12 or more", "12 or fewer", "8 to 12", "exactly 12", ["8 or fewer", "12 to 20"])
            ),
            "appointment": lambda: tape.pick(("permanent", ["permanent", "temporary"])),
            "duties": lambda: tape.pick(("supervision", ["budgeting", "binding"], every)),
        }
        names = self.some([name for name in asked if name in self.facts])
        return {name: asked[name]() for name in ([names] if isinstance(names, str) else names)}

    def _jobs(self) -> Written:
        """Jobs by conditions of which all hold."""
        tape = self.tape
        jobs: Written = {}
        for key, section in (("class", "classes"), ("employer", "employers"), ("in", "kinds")):
            if tape.chance(2):
                jobs[key] = self.some(list(SECTIONS[section]))
        for key in ("also in", "in all of"):
            jobs |= self.maybe(key, 8, lambda: self.some(list(SECTIONS["kinds"])))
        jobs |= self._barred(jobs)
        jobs |= self.maybe("paid", 5, lambda: tape.pick(("no", "yes"))) | self.maybe("where", 6, self._where)
        return jobs or {"class": "Staff Clerk"}

    def _barred(self, keys: Written) -> Written:
        """Classes and employers that do not count, beside those that do."""
        found: Written = {}
        for key, section in (("class", "classes"), ("employer", "employers")):
            others = [name for name in SECTIONS[section] if name not in keys.get(key, ())]
            if others and self.tape.chance(8):
                found[f"not {key}"] = self.some(others)
        return found

    def _where_counted(self, depth: int) -> Written:
        timed = ("experience", "unbroken", "total", "table", "takes in", "employed", "disjoint")
        of = self.clause(depth, timed)
        of |= {"leaving out": self._jobs()} if "experience" in of else {}
        terms = [term for use in (of, *of.get("disjoint", ())) for term in use.get("of", ())]
        if not any(map(counts_work, (of, *terms))):
            of = self.clause(0, ["experience"])
        return {"where counted": self._jobs(), "of": of, "needs": self.clause(0, ["answer", "credential", "judgement"])}

    def _takes_in(self, _: int) -> Written:
        return {"takes in": self.some(list(SECTIONS["kinds"]), 3)} | self.work()

    def _after(self) -> Written:
        kinds = ["degree", "units", "credential", "award"] + ([] if self.by_months else ["experience"])
        kind = self.tape.pick([*kinds, "all of", "any of"])
        if kind == "experience":
            return self._experience(-1, windows=False)
        if kind in kinds:
            return self.inner([kind])
        return {kind: [self._after_leaf(kinds) for _ in range(self.tape.pick((2, 3)))]}

    def _after_leaf(self, kinds: Sequence[str]) -> Written:
        kind = self.tape.pick(kinds)
        return self._experience(-1, windows=False) if kind == "experience" else self.inner([kind])

    def _experience(self, _: int, *, windows: bool = True) -> Written:
        needs: Sequence[str] = DURATIONS
        lacks: Sequence[str] = ("6 months", "1 year")
        if windows and self.tape.chance(4):
            needs, lacks = self.tape.pick(((HOURS, HOURS), (WEEKS, ("4 weeks", "10 weeks"))))
        keys = {"experience": self.tape.pick(needs)} | self.work(windows=windows)
        keys |= self.maybe("may lack", 4, lambda: self.tape.pick(lacks))
        return fitting(keys, "experience")

    def _unbroken(self, _: int) -> Written:
        keys = {"unbroken": self.tape.pick(WEEKS if self.tape.chance(5) else DURATIONS)} | self.work()
        keys = fitting(keys, "unbroken")
        return keys | self.maybe(
            "gap at most", 2, lambda: self.tape.pick(("1 month", "3 months", "0.5 months", "2 weeks"))
        )

    def _employed(self, _: int) -> Written:
        when = self.tape.pick(("now", "on 2016-05-15", "begun by 2015-01-31", "begun from 2012-03-31"))
        return {"employed": when} | self.work(windows=False)

    def _degree(self, _: int) -> Written:
        tape = self.tape
        keys: Written = {"degree": tape.pick(DEGREES)}
        if keys["degree"] != "high school" and tape.chance(2):
            keys["in"] = self.some(list(SECTIONS["fields"]))
            if self.vacancy and tape.chance(2):
                keys["in"] = ["the vacancy's field"]
            keys |= self.maybe("other fields", 2, lambda: tape.pick(("review", "refused")))
        keys |= self.maybe("country", 6, lambda: self.some(list(SECTIONS["countries"])))
        keys |= self.maybe("in progress", 4, lambda: tape.pick(("refused", "conditional")))
        keys |= self.maybe("expected within", 3, lambda: tape.pick(("6 months", "3 months", "1 year", "90 days")))
        return keys | self.maybe("foreign", 3, lambda: tape.pick(("conditional", "refused", "review")))

    def _award(self, _: int) -> Written:
        tape = self.tape
        keys: Written = {"award": self.some(list(SECTIONS["awards"]))}
        if tape.chance(3):
            keys["in"] = self.some(list(SECTIONS["fields"]))
            keys |= self.maybe("other fields", 2, lambda: tape.pick(("review", "refused")))
        amounts = ("45 credits", "60 semester units", "60 quarter units", "24.5 units")
        keys |= self.maybe("units at least", 3, lambda: tape.pick(amounts))
        keys |= self.maybe("country", 5, lambda: self.some(list(SECTIONS["countries"])))
        keys |= self.maybe("in progress", 4, lambda: tape.pick(("refused", "conditional")))
        return keys | self.maybe("expected within", 3, lambda: tape.pick(("6 months", "3 months", "1 year")))

    def _study(self) -> Written:
        keys: Written = {}
        if self.tape.chance(2):
            keys["in"] = self.some(list(SECTIONS["subjects"]), 3)
        keys |= self.maybe("level", 4, lambda: self.tape.pick(("master", "bachelor", "associate")))
        return keys | self.maybe("foreign", 5, lambda: self.tape.pick(("review", "refused", "counts")))

    def _units(self, _: int) -> Written:
        tape = self.tape
        keys: Written = {"units": tape.pick(SEMESTERS)} | self._study()
        if tape.chance(6):
            return {"units": tape.pick(("45 units", "24.5 units", "60 units"))} | self._study()
        if "semester" in keys["units"]:
            keys |= self.maybe("or", 4, lambda: tape.pick(("40 quarter units", "80 quarter units")))
        if "in" in keys:
            names = [keys["in"]] if isinstance(keys["in"], str) else keys["in"]
            caps = ("6 semester units", "12 semester units", "9 quarter units")
            keys |= self.maybe("at most", 2, lambda: {tape.pick(names): tape.pick(caps) for _ in range(2)})
        keys |= self.maybe("may lack", 4, lambda: tape.pick(("15 semester units", "30 quarter units")))
        if sum(map(size, keys.get("at most", {}).values())) < size(keys["units"]):
            keys.pop("at most", None)
        return fitting(keys, "units")

    def _course(self, _: int) -> Written:
        return {"course": self.tape.pick(list(SECTIONS["subjects"]))}

    def _table(self, _: int) -> Written:
        tape = self.tape
        years = sorted({tape.pick((5, 4, 6, 3, 2)) for _ in range(tape.pick((1, 2, 3)))})
        study = ["degree", "units", "any of"]
        table: Written = {
            "table": "education and experience",
            "rows count": self.some([*SECTIONS["kinds"], *GROUPS]),
            "rows": [{"education": self.clause(1, study), "experience": f"{each} years"} for each in years],
        }
        table |= self.maybe("leaving out", 6, self._jobs)
        if tape.chance(2):
            table["base"] = self.clause(0, ["experience"])
        if tape.chance(2):
            table["year for year"] = {
                "years in all": tape.pick(("6 years", "8 years")),
                "experience at least": tape.pick(("2 years", "1 year")),
                "year of education": tape.pick(("30 semester units", "45 quarter units")),
                "education at most": tape.pick(("4 years", "2 years")),
                "full education": self.inner(["degree"]),
                "or without units": self.inner(["degree", "credential"]),
            }
        return table

    def _credential(self, _: int) -> Written:
        tape = self.tape
        keys = {"credential": tape.pick(list(SECTIONS["credentials"]))}
        keys |= self.maybe("issued by", 2, lambda: tape.pick(list(SECTIONS["issuers"])))
        keys["due"] = tape.pick(("at filing", *LATER))
        if keys["due"] == "after appointment":
            keys |= self.maybe("within", 2, lambda: "24 months")
        if tape.chance(3):
            return keys | {"expected within": tape.pick(("4 months", "1 year"))}
        return keys | self.maybe("in progress", 3, lambda: tape.pick(("conditional", "refused")))

    def _answer(self, _: int) -> Written:
        tape = self.tape
        keys = {"answer": tape.pick(("travel", "nights")), "ask": "Are you willing?"}
        keys |= self.maybe("due", 2, lambda: tape.pick((*LATER, "at filing")))
        later = ("conditional",) if keys.get("due", "at filing") != "at filing" else ()
        keys |= self.maybe("if silent", 3, lambda: tape.pick(("unmet", "review", "open", *later)))
        keys |= self.maybe("if no", 2, lambda: tape.pick(("review", "unmet", *later)))
        return keys | self.maybe("because", 2, lambda: "it may be possible")

    def _number(self, _: int) -> Written:
        asked = self.some(NUMBERS)
        questions = dict.fromkeys([asked] if isinstance(asked, str) else asked, "How many?")
        number, top = self.tape.pick((("3.0", "4.0"), ("2.75", "3"), ("720", "850"), ("5/2", "4")))
        keys: Written = {"number": number, "of": "points", "questions": questions}
        if len(questions) == 1 and self.tape.chance(3):
            keys["number"] = self.tape.pick((f"at most {number}", f"2 to {number}"))
        keys |= self.maybe("out of", 2, lambda: top) | self.maybe("due", 3, lambda: self.tape.pick(LATER))
        return keys | self.maybe("decimals", 2, lambda: self.tape.pick(("1", "0", "2")))

    def _events(self, _: int) -> Written:
        tape = self.tape
        bounds = tape.pick(({"at most": "0"}, {"at least": "1"}, {"at most": "2"}, {"at least": "1", "at most": "2"}))
        keys: Written = {"events": tape.pick(EVENTS), "ask": "On which days?"} | bounds
        keys |= self.maybe("within", 1, lambda: tape.pick(("18 months", "2 years", "90 days", "26 weeks")))
        if tape.chance(5):
            del keys["within"]
        keys |= self.maybe("due", 3, lambda: tape.pick(LATER))
        later = ("conditional",) if "due" in keys else ()
        return keys | self.maybe("if silent", 4, lambda: tape.pick(("unmet", "review", "open", *later)))

    def _total(self, _: int) -> Written:
        in_units = self.tape.chance(5)
        gives = ("24 semester units", "15 quarter units", "6 semester units") if in_units else DURATIONS
        terms = [self.term(gives) for _ in range(self.tape.pick((2, 1, 3, 4)))]
        timed = [place for place, term in enumerate(terms) if term["count"] == "experience"]
        kept = [term for place, term in enumerate(terms) if place not in timed[3:]]
        keys: Written = {"total": self.tape.pick(SEMESTERS if in_units else DURATIONS)}
        lack = "6 semester units" if in_units else "6 months"
        keys |= {"of": enough(keys["total"], kept)} | self.maybe("may lack", 4, lambda: lack)
        return fitting(keys, "total")

    def term(self, gives: Sequence[str], kinds: Sequence[str] = ()) -> Written:
        """A term of a total; gives: what it may give."""
        tape = self.tape
        kind = tape.pick(kinds or ("experience", *FIXED))
        keys: Written = {"count": kind}
        exchange = {"gives": tape.pick(gives)}
        if kind == "experience":
            keys |= self.work()
            if tape.chance(2):
                keys |= exchange | {"every": tape.pick(DURATIONS)}
        elif kind == "units":
            keys |= self._study()
            keys |= self.maybe("beyond", 3, lambda: tape.pick(SEMESTERS))
            if tape.chance(2):
                keys |= exchange | {"every": tape.pick(SEMESTERS)}
                keys |= self.maybe("part of a step", 2, lambda: tape.pick(("open", "does not count", "counts")))
        elif kind == "clause":
            keys |= exchange | {"holds": self.inner(["degree", "credential", "answer", "units", "experience"])}
        elif kind == "number":
            keys |= exchange | {"question": tape.pick(NUMBERS), "ask": "How many?", "every": tape.pick(("720", "3"))}
        else:
            keys["terms"] = [self.term(gives, FIXED[:-1]) for _ in range(tape.pick((2, 3)))]
        return keys | self.maybe("at most", 3, lambda: tape.pick(gives))

    def _disjoint(self, _: int) -> Written:
        uses: list[tuple[str, list[Written]]] = []
        for _use in range(self.tape.pick((2, 2, 3))):
            terms = [self.term(DURATIONS, FIXED) for _ in range(self.tape.pick((0, 1, 0, 2)))]
            if not terms or not self.tape.chance(5):
                terms.append(self.term(DURATIONS, ("experience",)))
            needs = self.tape.pick(DURATIONS)
            uses.append((needs, enough(needs, terms)))
        written = [{"needs": needs, "of": terms} for needs, terms in uses]
        return {"disjoint": written} | self.maybe("may lack", 4, lambda: "6 months")

    def _if(self, depth: int) -> Written:
        condition: Written = {"answer": self.tape.pick(("travel", "nights")), "ask": "Are you willing?"}
        if self.vacancy and self.tape.chance(2):
            condition = {"vacancy": "permanent"}
        condition |= self.maybe("is", 2, lambda: self.tape.pick(("no", "yes")))
        return {"if": condition, "then": self.clause(depth)}

    def _eased(self, _: int) -> Written:
        clause = self.clause(0, ["experience", "unbroken", "units", "number", "degree"])
        kind = self._kind(clause)
        if kind == "number":
            clause[kind], to = "3.0", "2.5"
        elif kind == "degree":
            clause[kind], to = "bachelor", "associate"
        else:
            number, unit = clause[kind].split(maxsplit=1)
            to = f"{float(number) / 2:g} {unit}"
            clause.pop("may lack", None)
            clause.pop("or", None)
        return {"eased": clause, "to": to, "where": self.clause(0, ["answer", "credential", "degree", "experience"])}

    def _judgement(self, _: int) -> Written:
        return {"judgement": f"something clear ({self.written})", "by": "the screener"}

    def _all_of(self, depth: int) -> Written:
        return {"all of": [self.clause(depth) for _ in range(self.tape.pick((2, 1, 3)))]}

    def _any_of(self, depth: int) -> Written:
        either = [self.clause(depth) for _ in range(self.tape.pick((2, 1, 3)))]
        if self.tape.chance(4):
            either.append(self.clause(0, ["discretion"]))
        if self.tape.chance(4):
            either.append(self.clause(max(depth, 1), ["bounded discretion"]))
        return {"any of": either}

    def _discretion(self, _: int) -> Written:
        return {"discretion": "the department", "may accept": f"an equivalent ({self.written})"}

    def _bounded_discretion(self, depth: int) -> Written:
        bound = self.clause(depth)
        return {
            "bounded discretion": "the department",
            "may accept": f"an equivalent ({self.written})",
            "only if": bound,
        }

    def _ambiguous(self, depth: int) -> Written:
        readings = [self.clause(depth) for _ in range(self.tape.pick((2, 3)))]
        return {"ambiguous": f"which ({self.written})", "readings": readings} | self.maybe("by", 2, lambda: "a person")

    def _at_least(self, depth: int) -> Written:
        drawn = [self.clause(depth) for _ in range(self.tape.pick((3, 2, 4)))]
        parts = list({self._kind(part): part for part in drawn}.values())
        if len(parts) == 1:
            parts.append(self.clause(0, [kind for kind in ("degree", "units") if kind != self._kind(parts[0])]))
        return {"at least": str(self.tape.pick(range(1, len(parts) + 1))), "of": parts}

    @staticmethod
    def _kind(clause: Written) -> str:
        """The key that introduces a clause: parts of different kinds are never the same test."""
        return next(key for key in clause if key in BY_KIND)


def with_named_clauses(pack: Pack) -> Pack:
    """The same pack with every fifth of its clauses written under a name, which stands in its place."""
    named: dict[str, Written] = {}

    def put(part: object) -> object:
        if isinstance(part, list):
            return [put(each) for each in part]
        if not isinstance(part, dict):
            return part
        inside = {key: put(each) for key, each in part.items()}
        number = str(part.get("id", "")).removeprefix("c")
        if not number.isdigit() or int(number) % 5:
            return inside
        named[f"part-{number}"] = {key: each for key, each in inside.items() if key != "id"}
        return {"clause": f"part-{number}", "id": part["id"]}

    written = {key: put(each) if key in CLAUSED else each for key, each in pack.items()}
    return written | ({"clauses": named} if named else {})


CLAUSED: Final = ("levels", "every level requires", "for some posts")
"""Keys of a pack under which clauses stand."""

WORKING: Final = frozenset({"experience", "unbroken", "takes in", "employed", "table"})
"""Kinds of clause that count work themselves."""


def counts_work(part: Written) -> bool:
    """Whether a clause or a term of a total itself counts work."""
    return part.get("count") == "experience" or not WORKING.isdisjoint(part)


def size(amount: str) -> float:
    """An amount in years, hours or semester units, near enough to tell which of two is larger."""
    worth = {"month": 1 / 12, "months": 1 / 12, "quarter units": 0.6, "weeks": 7 / 360, "days": 1 / 360}
    number, unit = amount.split(maxsplit=1)
    return float(number) * worth.get(unit, 1)


def fitting(keys: Written, need: str) -> Written:
    """A clause whose shortfall and window fit its need; hours and weeks are not counted after anything."""
    drop: set[str] = set()
    if "hour" in keys[need] or "week" in keys[need]:
        drop.add("after")
    if "hour" not in keys[need] and size(keys.get("within", "99 years")) < size(keys[need]):
        drop.add("within")
    if size(keys.get("may lack", "0 years")) >= size(keys[need]):
        drop.add("may lack")
    return {key: value for key, value in keys.items() if key not in drop}


def enough(needed: str, terms: Sequence[Written]) -> list[Written]:
    """Terms whose caps leave room for what is needed: one more of any units where they do not."""
    caps = [term.get("at most", term["gives"] if term["count"] == "clause" else None) for term in terms]
    tight = all(caps) and sum(size(cap) for cap in caps if cap) < size(needed) * 1.2
    return [*terms, {"count": "units"}] if tight else [*terms]


FIXED: Final = ("units", "clause", "number", "best of")
LEAVES: Final = (
    "experience", "unbroken", "takes in", "degree", "units", "total", "disjoint", "credential", "answer", "number",
    "judgement", "course", "experience", "total", "employed", "events", "award",
)  # fmt: skip
COMBINED: Final = ("all of", "any of", "ambiguous", "table", "at least", "where counted", "if", "eased")
