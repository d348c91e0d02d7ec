"""A slow and obvious reading of the design for any pack: its clauses as plain data, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from support.oracle.events import told_events
from support.oracle.facts import Facts
from support.oracle.levels import Levels
from support.oracle.policy import Plain, listed, of_units, policy_of, semester, years
from support.oracle.study import EVER, NEVER, Since, Study, after, before, later
from support.oracle.time import High, Row, day_number, read_date
from support.oracle.totals import Bounds, Use, Worth, added, shared_out
from support.oracle.two_packs import COLUMNS, CONDITIONAL, MET, REFER, REVIEW, UNMET
from support.oracle.words import Words, told
from support.oracle.work import Jobs, needed_time, sets_of

KINDS = (
    "takes in", "events", "experience", "unbroken", "degree", "units", "table", "total", "disjoint", "credential",
    "answer", "number", "judgement", "course", "discretion", "bounded discretion", "all of", "any of", "at least",
    "ambiguous", "employed", "award", "where counted", "if", "eased",
)  # fmt: skip
"""The kinds of clause that the oracle can read."""

OPTIONAL = {
    "education": ("subject",),
    "experience": ("employer", "class_code", "paid", "facts", "entry"),
}


@dataclass
class Judged:
    """What a record must come to: the standing of every clause and level by id, and its quantities as bounds."""

    standings: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, Bounds] = field(default_factory=dict)


def rows(record: Mapping[str, Any], table: str) -> list[Row]:
    """A table's rows with every column, blank where it is absent."""
    columns = (*COLUMNS[table], *OPTIONAL.get(table, ()))
    return [told({column: row.get(column, "") for column in columns}) for row in record.get(table, ())]


def kind_of(clause: Plain) -> str:
    """The key that introduces a clause."""
    return next(kind for kind in ("where counted", "if", "eased", "disjoint", "total", *KINDS) if kind in clause)


class Judge:
    """One record under one pack, as of one date."""

    def __init__(self, pack: Plain, record: Mapping[str, Any], as_of: date, papers_until: date | None = None) -> None:
        def words(section: str) -> Words:
            return Words.of(pack, section)

        self.vacancy = vacancy_of(pack)
        pack = {**pack, **{key: put_in(pack[key], self.vacancy) for key in CLAUSED if key in pack}}
        self.pack, self.as_of, self.policy = pack, as_of, policy_of(pack)
        self.forgiven, self.papers_until = self.policy.forgiven / 360, papers_until or as_of
        self.credentials, self.issuers = words("credentials"), words("issuers")
        self.awards = words("awards")
        self.study = Study(
            rows(record, "education"),
            as_of,
            self.policy,
            words("fields"),
            words("subjects"),
            pack.get("accreditation", "not asked") != "not asked",
            pack.get("accreditation") == "must be stated",
            words("countries"),
            Levels(pack),
        )
        facts = Facts.of(pack)
        self.jobs = Jobs(
            rows(record, "experience"),
            as_of,
            self.policy,
            Words.of(pack, "kinds", aside=facts.speaks),
            pack.get("groups", {}),
            words("classes"),
            words("employers"),
            facts,
            pack.get("class ranks", ()),
        )
        self.held, self.answers = rows(record, "credentials"), rows(record, "answers")
        self.said = [(row["question"], row.get("answer", "")) for row in record.get("answers", ())]
        self.found = Judged()

    def pack_levels(self) -> Judged:
        """Every level: all that it requires, that of the level it builds on, and what every level requires.

        Then posts: what they ask themselves.
        """
        for level in self.pack["levels"]:
            name = level["id"]
            own = self.requires(level) + list(self.pack.get("every level requires", ()))
            if self.policy.accepts and not any(map(_discreet, own)):
                standing = max(min(self.clause(each, f"{name}.any-of.all-of") for each in own), REFER)
            else:
                standing = min(self.clause(each, name) for each in own)
            self.found.standings[name] = standing
        for posts in self.pack.get("for some posts", ()):
            name = posts["id"]
            self.found.standings[name] = min(self.clause(each, name) for each in posts["requires"])
        return self.found

    def requires(self, level: Plain) -> list[Plain]:
        """What a level requires itself, with all of the level that it builds on."""
        own = list(level["requires"])
        if "builds on" not in level:
            return own
        base = next(each for each in self.pack["levels"] if each["id"] == level["builds on"])
        return [{"all of": self.requires(base), "id": base["id"]}, *own]

    def clause(self, clause: Plain, inside: str, name: str = "") -> int:
        """How a clause stands, told under its id."""
        path = f"{inside}.{name or clause['id']}"
        standing: int = getattr(self, "_" + kind_of(clause).replace(" ", "_"))(clause, path)
        self.found.standings[path] = standing
        return standing

    def _all_of(self, clause: Plain, path: str) -> int:
        return min(self.clause(each, path) for each in clause["all of"])

    def _any_of(self, clause: Plain, path: str) -> int:
        return max(self.clause(each, path) for each in clause["any of"])

    def _at_least(self, clause: Plain, path: str) -> int:
        return sorted((self.clause(each, path) for each in clause["of"]), reverse=True)[int(clause["at least"]) - 1]

    def _ambiguous(self, clause: Plain, path: str) -> int:
        each = [self.clause(reading, f"{path}.every-reading") for reading in clause["readings"]]
        return max(min(each), min(max(each), REVIEW))

    def _where_counted(self, clause: Plain, path: str) -> int:
        without = leaving_out(clause["of"], clause["where counted"])
        least = self.clause(without, path, "without")
        both = min(self.clause(clause[key], f"{path}.with") for key in ("of", "needs"))
        self.found.standings[f"{path}.with"] = both
        return max(least, both)

    def _if(self, clause: Plain, path: str) -> int:
        otherwise = self._otherwise(clause["if"])
        self.found.standings[f"{path}.otherwise"] = otherwise
        return max(otherwise, self.clause(clause["then"], path, "then"))

    def _otherwise(self, condition: Plain) -> int:
        """Whether a condition does not hold."""
        wanted = condition.get("is", "yes")
        if "vacancy" in condition:
            return UNMET if self.vacancy[condition["vacancy"]] in listed(wanted) else MET
        asked = [row for row in self.answers if row["question"] == condition["answer"]]
        given = {row["answer"].casefold() for row in asked if row["answer"]}
        if given not in ({"yes"}, {"no"}):
            return REVIEW
        return UNMET if given == {wanted} else MET

    def _eased(self, clause: Plain, path: str) -> int:
        full = self.clause(clause["eased"], path, "in-full")
        kind = kind_of(clause["eased"])
        easier = {**clause["eased"], kind: clause["to"]}
        both = min(self.clause(each, f"{path}.eased") for each in (easier, clause["where"]))
        self.found.standings[f"{path}.eased"] = both
        return max(full, both)

    def _judgement(self, clause: Plain, path: str) -> int:
        return REVIEW

    def _discretion(self, clause: Plain, path: str) -> int:
        return REFER

    def _bounded_discretion(self, clause: Plain, path: str) -> int:
        bound = self.clause(clause["only if"], path, "bound")
        return REVIEW if bound == REVIEW else min(bound, REFER)

    def _degree(self, clause: Plain, path: str) -> int:
        return self.study.degree(clause)

    def _course(self, clause: Plain, path: str) -> int:
        return self.study.course(clause)

    def _experience(self, clause: Plain, path: str) -> int:
        needed, axis = needed_time(clause["experience"])
        lack = needed_time(clause["may lack"])[0] if "may lack" in clause else None
        time = self.jobs.time(clause, self.since, axis)
        if axis == "weeks":
            bounds = self.jobs.weeks(time)
            self.found.bounds[path] = bounds
            return attained(bounds, needed, self.policy.forgiven / 7, lack)
        bounds = self.jobs.credit(time) if axis == "30/360" else self.jobs.hours(time)
        return self._told(path, bounds, needed, lack, forgiven=axis == "30/360")

    def _told(self, path: str, bounds: Bounds, needed: Fraction, lack: Fraction | None, *, forgiven: bool) -> int:
        """A quantity against its need, told with its bounds."""
        self.found.bounds[path] = bounds
        forgive = self.forgiven if forgiven else Fraction(0)
        return attained(bounds, needed, forgive, lack)

    def _takes_in(self, clause: Plain, path: str) -> int:
        return (UNMET, REVIEW, MET)[self.jobs.takes_in(clause, self.since)]

    def _unbroken(self, clause: Plain, path: str) -> int:
        gap = int(years(clause.get("gap at most", "0 months")) * 360)
        needed, axis = needed_time(clause["unbroken"])
        bounds = self.jobs.unbroken(self.jobs.time(clause, self.since, axis), gap, axis)
        bounds = self.jobs.whole(bounds) if axis == "weeks" else bounds
        return self._told(path, bounds, needed, None, forgiven=False)

    def _employed(self, clause: Plain, path: str) -> int:
        each = [self.jobs.employed(row, clause) for row in self.jobs.rows]
        return MET if any(sure for sure, _ in each) else REVIEW if any(maybe for _, maybe in each) else UNMET

    def _units(self, clause: Plain, path: str) -> int:
        quarter = self._quarter(clause)
        lack = semester(clause["may lack"], quarter) if "may lack" in clause else None
        bounds = self.study.units(clause, quarter)
        return self._told(path, bounds, semester(clause["units"], quarter), lack, forgiven=False)

    def _quarter(self, clause: Plain) -> Fraction:
        """What a quarter unit is worth: by the printed pair, else by the policy."""
        if "or" not in clause:
            return self.policy.quarter
        amounts = {amount.split()[1]: Fraction(amount.split()[0]) for amount in (clause["units"], clause["or"])}
        return amounts["semester"] / amounts["quarter"]

    def _table(self, clause: Plain, path: str) -> int:
        work = {"in": clause["rows count"], "leaving out": clause.get("leaving out", ())}
        time = self.jobs.time(work, self.since)
        credit = self.jobs.credit(time)
        each = []
        for place, row in enumerate(clause["rows"], start=1):
            inside = f"{path}.rows.row-{place}"
            education = self.clause(row["education"], inside, "education")
            needed = years(row["experience"])
            standing = self._told(f"{inside}.experience", credit, needed, None, forgiven=True)
            self.found.standings[f"{inside}.experience"] = standing
            each.append(min(education, standing))
        if "year for year" in clause:
            line = REVIEW if self._line(clause["year for year"], credit[1]) else UNMET
            self.found.standings[f"{path}.rows.year-for-year"] = line
            each.append(line)
        return max(each) if "base" not in clause else min(self.clause(clause["base"], path, "base"), max(each))

    def _line(self, rule: Plain, time: High) -> bool:
        """Whether the table read year for year can pass."""
        units = self.study.units({}, self.policy.quarter)[1]
        full = years(rule["education at most"])
        year = semester(rule["year of education"], self.policy.quarter)
        education = full if units is None else min(units / year, full)
        if self.alone(rule["full education"]) >= REVIEW:
            education = full
        if education == 0 and self.alone(rule["or without units"]) < REVIEW:
            return False
        needed = max(years(rule["years in all"]) - education, years(rule["experience at least"]))
        return time is None or time >= needed - self.forgiven

    def _total(self, clause: Plain, path: str) -> int:
        worth = self._worth(of_units(clause["total"]))
        timed = [term for term in clause["of"] if term["count"] == "experience"]
        fixed = [worth.term(term) for term in clause["of"] if term["count"] != "experience"]
        caps = [worth.amount(term["at most"]) if "at most" in term else None for term in timed]
        uses = [
            Use(self.jobs.time(term, self.since), worth.rate(term), (cap, cap), "share at least" in term)
            for term, cap in zip(timed, caps, strict=True)
        ]
        lack = worth.amount(clause["may lack"]) if "may lack" in clause else None
        bounds = added([*fixed, shared_out(self.jobs, uses)])
        return self._told(path, bounds, worth.amount(clause["total"]), lack, forgiven=not worth.in_units)

    def _disjoint(self, clause: Plain, path: str) -> int:
        worth = self._worth(in_units=False)
        needs = [years(use["needs"]) for use in clause["disjoint"]]
        parts, uses = [], []
        for use, need in zip(clause["disjoint"], needs, strict=True):
            low, high = added([worth.term(term) for term in use["of"] if term["count"] != "experience"])
            low, high = min(low, need), need if high is None else min(high, need)
            parts.append((low, high))
            for term in use["of"]:
                if term["count"] == "experience":
                    cap = worth.amount(term["at most"]) if "at most" in term else need
                    most = (min(cap, need - low), min(cap, need - high))
                    whole = "share at least" in term
                    uses.append(Use(self.jobs.time(term, self.since), worth.rate(term), most, whole))
        bounds = added([*parts, shared_out(self.jobs, uses)])
        lack = years(clause["may lack"]) if "may lack" in clause else None
        return self._told(path, bounds, sum(needs, Fraction(0)), lack, forgiven=True)

    def _worth(self, in_units: bool) -> Worth:  # noqa: FBT001  # a value, not a switch
        return Worth(self.policy, in_units, self.study.units, self.alone, self._stated)

    def alone(self, clause: Plain) -> int:
        """How a clause stands that is no part of the tree."""
        inner = Judge.__new__(Judge)
        inner.__dict__ = self.__dict__ | {"found": Judged()}
        return inner.clause(clause, "", "alone")

    def _number(self, clause: Plain, path: str) -> int:
        each = [self._stated(question, clause.get("out of")) for question in clause["questions"]]
        highs = [high for _, high in each if high is not None]
        low, high = max(low for low, _ in each), max(highs) if len(highs) == len(each) else None
        if "decimals" in clause:
            scale = 10 ** int(clause["decimals"])
            low = Fraction(floor(low * scale + Fraction(1, 2)), scale)
            high = None if high is None else Fraction(floor(high * scale + Fraction(1, 2)), scale)
        self.found.bounds[path] = (low, high)
        least, most = spanned(clause["number"])
        certain = low >= least and (most is None or (high is not None and high <= most))
        possible = (high is None or high >= least) and (most is None or low <= most)
        if certain or not possible:
            return MET if certain else UNMET
        if clause.get("due", "at filing") != "at filing" and self._waiting(clause):
            return UNMET if self._over(clause) else CONDITIONAL
        return REVIEW

    def _waiting(self, clause: Plain) -> bool:
        """Whether some question of a clause has no answer, and every other one number."""
        said = [self._stated(question, clause.get("out of")) for question in clause["questions"]]
        silent = [
            not any(row["answer"] for row in self.answers if row["question"] == question)
            for question in clause["questions"]
        ]
        return any(silent) and all(each or low == high for each, (low, high) in zip(silent, said, strict=True))

    def _stated(self, question: str, top: str | None = None) -> Bounds:
        """What is answered to a question: silence, what is no number, or one above its scale may be any."""
        given = [row["answer"] for row in self.answers if row["question"] == question and row["answer"]]
        if not given or any(not each.replace(".", "").isdigit() for each in given):
            return Fraction(0), None
        if top is not None and max(map(Fraction, given)) > Fraction(top):
            return Fraction(0), None
        return min(map(Fraction, given)), max(map(Fraction, given))

    def _events(self, clause: Plain, path: str) -> int:
        events = told_events([answer for question, answer in self.said if question == clause["events"]])
        opens = before(self.as_of, clause["within"]) if "within" in clause else date.min
        certain = [each for each in events.days if opens <= each[0] and each[1] <= self.as_of]
        possible = [each for each in events.days if opens <= each[1]]
        low, high = len(set(certain)), len(possible)
        if events.none and possible:
            low = 0
        unknown = events.loose or not (events.days or events.none)
        self.found.bounds[path] = (Fraction(low), None if unknown else Fraction(high))
        if not (events.days or events.none or events.loose):
            if self._over(clause):
                return UNMET
            open_ = REVIEW if clause.get("due", "at filing") == "at filing" else CONDITIONAL
            said = clause.get("if silent", "open")
            return {"unmet": UNMET, "review": REVIEW, "conditional": CONDITIONAL, "open": open_}[said]
        least, most = int(clause.get("at least", 0)), int(clause["at most"]) if "at most" in clause else None
        if low >= least and (most is None or (not unknown and high <= most)):
            return MET
        return REVIEW if (unknown or high >= least) and (most is None or low <= most) else UNMET

    def _answer(self, clause: Plain, path: str) -> int:
        asked = [row for row in self.answers if row["question"] == clause["answer"]]
        given = {row["answer"].casefold() for row in asked if row["answer"]}
        if given == {"yes"} or given not in (set(), {"no"}):
            return MET if given == {"yes"} else REVIEW
        if self._over(clause):
            return UNMET
        said = clause.get("if no", "unmet") if given else clause.get("if silent", "open")
        open_ = REVIEW if clause.get("due", "at filing") == "at filing" else CONDITIONAL
        return {"unmet": UNMET, "review": REVIEW, "conditional": CONDITIONAL, "open": open_}[said]

    def _last(self, clause: Plain) -> date | None:
        """The last day on which what is due may come, where one is told."""
        if (day := clause.get("due", "").partition("by ")[2])[:2] == "20":
            return date.fromisoformat(day)
        number, _, rest = clause.get("due", "at filing").partition(" ")
        if not number.isdigit():
            return None
        if rest.startswith("month"):
            return later(self.as_of, int(number))
        return self.as_of + timedelta(days=int(number) * (7 if rest.startswith("week") else 1))

    def _over(self, clause: Plain) -> bool:
        """Whether the days after filing are over."""
        last = self._last(clause)
        return last is not None and last < self.papers_until

    def _credential(self, clause: Plain, path: str) -> int:
        missing = UNMET if clause["due"] == "at filing" or self._over(clause) else CONDITIONAL
        each = [self._held(row, clause) for row in self.held]
        low = max([missing, *(low for low, _ in each)])
        high = max([missing, *(high for _, high in each)])
        return low if low == high else max(low, REVIEW)

    def _held(self, row: Row, clause: Plain) -> tuple[int, int]:
        """Where one row leaves the credential, at worst and at best."""
        begun, ends = read_date(row["valid_from"]), read_date(row["expires"])
        certain, possible = self._is_credential(row, clause)
        if ends:
            certain, possible = certain and ends[0] >= self.as_of, possible and ends[1] >= self.as_of
        worst, best = (self._begun(begun[1], clause), self._begun(begun[0], clause)) if begun else (MET, MET)
        return worst if certain else UNMET, best if possible else UNMET

    def _is_credential(self, row: Row, clause: Plain) -> tuple[bool, bool]:
        """Whether a row is the credential of its issuer, certainly and possibly."""
        wanted = [(self.credentials, row["name"], clause["credential"])]
        wanted += [(self.issuers, row["issuer"], clause["issued by"])] if "issued by" in clause else []
        certain = all(words.states(cell, [name]) for words, cell, name in wanted)
        return certain, all(words.may_state(cell, [name]) for words, cell, name in wanted)

    def _begun(self, day: date, clause: Plain) -> int:
        """Where a credential that is valid from a day leaves what is asked for."""
        last = self._last(clause)
        shown = self.as_of if last is None else min(last, self.papers_until)
        if day <= shown:
            return MET
        if "expected within" in clause:
            return CONDITIONAL if day <= after(self.as_of, clause["expected within"]) else UNMET
        return CONDITIONAL if clause.get("in progress") == "conditional" else UNMET

    def _award(self, clause: Plain, path: str) -> int:
        each = [self._held_award(row, clause) for row in self.held]
        held = [low if low == high else max(low, REVIEW) for low, high in each]
        return max([self.study.award(clause), *held])

    def _held_award(self, row: Row, clause: Plain) -> tuple[int, int]:
        """Where one credential leaves the award, at worst and at best: it says nothing of field, units or country."""
        enough = self.study.levels.enough(set(listed(clause["award"])))
        certain, possible = self.awards.states(row["name"], enough), self.awards.may_state(row["name"], enough)
        begun, ends = read_date(row["valid_from"]), read_date(row["expires"])
        if ends:
            certain, possible = certain and ends[0] >= self.as_of, possible and ends[1] >= self.as_of
        silent = {"in", "units at least", "country"} & clause.keys() or self.study.stated
        worst, best = (self._ahead(begun[1], clause), self._ahead(begun[0], clause)) if begun else (MET, MET)
        return worst if certain and not silent else UNMET, best if possible else UNMET

    def _ahead(self, day: date, clause: Plain) -> int:
        """Where an award that is conferred on a day leaves what is asked for."""
        if day <= self.as_of:
            return MET
        if clause.get("in progress") == "refused":
            return UNMET
        last = after(self.as_of, clause["expected within"]) if "expected within" in clause else day
        return CONDITIONAL if day <= last else UNMET

    def _award_since(self, clause: Plain) -> tuple[Since, Since]:
        """The first day on which a row or a credential is the award: certainly, and possibly."""
        low, high = self.study.award_since(clause)
        for row in self.held:
            worst, best = self._held_award(row, clause)
            begun = read_date(row["valid_from"])
            if worst == MET and begun:
                low = min(low, (day_number(begun[1]), begun[1].toordinal()))
            if best == MET:
                high = min(high, (day_number(begun[0]), begun[0].toordinal()) if begun else (EVER, EVER))
        return low, high

    def _credential_since(self, clause: Plain) -> tuple[Since, Since]:
        """The first day on which a row that is the credential was valid: certainly, and possibly."""
        low = high = (NEVER, NEVER)
        for row in self.held:
            certain, possible = self._is_credential(row, clause)
            begun = read_date(row["valid_from"])
            if certain and begun:
                low = min(low, (day_number(begun[1]), begun[1].toordinal()))
            if possible:
                high = min(high, (day_number(begun[0]), begun[0].toordinal()) if begun else (EVER, EVER))
        return low, high

    def since(self, clause: Plain) -> tuple[Since, Since]:
        """The day on which a clause was first met: certainly, and possibly."""
        kind = kind_of(clause)
        if kind in ("all of", "any of"):
            each = [self.since(part) for part in clause[kind]]
            choose = max if kind == "all of" else min
            lows, highs = zip(*each, strict=True)
            return tuple(choose(days) for days in zip(*lows, strict=True)), tuple(
                choose(days) for days in zip(*highs, strict=True)
            )
        if kind == "degree":
            return self.study.degree_since(clause)
        if kind == "award":
            return self._award_since(clause)
        if kind == "credential":
            return self._credential_since(clause)
        if kind == "units":
            return self.study.units_since(clause, self._quarter(clause))
        needed, axis = needed_time(clause["experience"])
        if axis == "30/360":
            needed -= self.forgiven
        return self.jobs.complete(self.jobs.time(clause, self.since, axis), needed, axis)


def spanned(text: str) -> tuple[Fraction, Fraction | None]:
    """The least and the most that a number may be."""
    if text.startswith("at most "):
        return Fraction(0), Fraction(text.removeprefix("at most "))
    low, _, high = text.partition(" to ")
    return Fraction(low), Fraction(high) if high else None


def attained(bounds: Bounds, needed: Fraction, forgiven: Fraction, lack: Fraction | None) -> int:
    """How bounds stand against a need, of which something may be forgiven now, or be lacking for the time being."""
    low, high = bounds
    if low >= needed - forgiven:
        return MET
    least = needed - forgiven - (lack or Fraction(0))
    if low >= least:
        return CONDITIONAL
    return UNMET if high is not None and high < least else REVIEW


CLAUSED = ("levels", "every level requires", "for some posts")
"""Keys of a pack under which clauses stand."""


def vacancy_of(pack: Plain) -> Mapping[str, str]:
    """What is said of the vacancy wherever a pack leaves something to it: by its length, one of what it may be."""
    length = len(repr(pack["levels"]))
    return {name: each["one of"][length % len(each["one of"])] for name, each in pack.get("vacancy", {}).items()}


def put_in(part: Any, said: Mapping[str, str]) -> Any:  # noqa: ANN401  # whatever stands in a pack
    """A part of a pack with what is said of the vacancy in place of its parameters."""
    if isinstance(part, Mapping):
        return {put_in(key, said): put_in(each, said) for key, each in part.items()}
    if isinstance(part, list | tuple):
        return [put_in(each, said) for each in part]
    words = {f"the vacancy's {name}": value for name, value in said.items()}
    return words.get(part, part)


WORKING = ("experience", "unbroken", "takes in", "employed", "table")
"""The kinds of clause that count work themselves."""


def leaving_out(part: Any, jobs: Plain) -> Any:  # noqa: ANN401  # whatever stands in a pack
    """A clause, or what stands in it, with some jobs left out wherever it counts work."""
    if isinstance(part, list | tuple):
        return [leaving_out(each, jobs) for each in part]
    if not isinstance(part, Mapping):
        return part
    kept = {key: each if key in KEPT else leaving_out(each, jobs) for key, each in part.items()}
    works = part.get("count") == "experience" or ("count" not in part and any(kind in part for kind in WORKING))
    if works and "education" not in part:  # the row of a table counts no work of its own
        kept["leaving out"] = [*sets_of(part.get("leaving out", ())), jobs]
    return kept


KEPT = ("leaving out", "where counted", "where")
"""Keys that hold no clauses."""


def _discreet(clause: Plain) -> bool:
    """Whether there is discretion in a clause."""
    if kind_of(clause) in ("discretion", "bounded discretion"):
        return True
    inner: list[Plain] = []
    for key in ("all of", "any of", "of", "readings"):
        if isinstance(clause.get(key), list):
            inner += [each for each in clause[key] if "count" not in each]
    inner += [row["education"] for row in clause.get("rows", ())]
    if kind_of(clause) == "where counted":
        inner += [clause["of"], clause["needs"]]
    inner += [clause[key] for key in ("then", "eased") if key in clause]
    if "eased" in clause:
        inner.append(clause["where"])
    return any(map(_discreet, inner))


def judge(pack: Plain, record: Mapping[str, Any], as_of: date, papers_until: date | None = None) -> Judged:
    """What a record must come to under a pack."""
    return Judge(pack, record, as_of, papers_until).pack_levels()


def every_clause(pack: Plain) -> Sequence[Plain]:
    """All mappings of a pack that are clauses or terms, wherever in it."""
    found: list[Plain] = []

    def walk(value: object) -> None:
        if isinstance(value, Mapping):
            found.append(value)
            for each in value.values():
                walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)

    walk([pack[key] for key in ("levels", "every level requires", "for some posts") if key in pack])
    return found
