"""What the comparison of two checkouts asks of each: the inputs, made once, and the commands on them."""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

from classes import longer
from pool_of_packs import AGENCY, TABLES, Words, records, words_of, write_tables

DAY: Final = "2026-11-21"
FORMS: Final = ("csv", "jsonl", "xlsx", "parquet")
CHECKED: Final = 200
"""Records of each pack that are checked."""
TOLD: Final = 4
"""Records of each pack whose check is also told as text."""
SMALL: Final = 300
"""Applicants at most for what grows too fast for all: workbooks, JSON records, inspections."""
BROKEN: Final = 2
"""Copies of each pack that lack a line."""
SUITABLE: Final = (
    "stockton/mayoral-pio",
    "san-jose/council-community-relations",
    "los-angeles/public-relations-specialist",
    "new-york-city/administrative-staff-analyst",
    "opm/administrative-positions",
)
"""The packs that judge the bundled samples."""

SPOKEN: Final = """
--rules san-jose/council-community-relations --level director --degree "bachelor: journalism, 2015-06" \
--job "communications, 2018-03..2021-06, 40h" --credential "driver's license, California, 2028-01"
--rules san-jose/council-community-relations --level aide --degree "high school" \
--job "customer service, 2024-05..present"
--rules san-jose/council-community-relations --degree "bachelor: journalism, 2015-06" \
--job "communications, 2016-01..2021-12, 40h" --credential "driver's license, California, 2028-01"
--rules stockton/mayoral-pio --units "90 quarter" --job "journalism, 2010..2020, 50%" --answer evening-meetings=no
--rules stockton/mayoral-pio --job "comunications, 2010-01-01..present, 20h" --degree "foreign bachelor: law"
--rules stockton/mayoral-pio --units "24 semester in accounting" --units "60"
--rules example/every-form --job "clerical work, 2024-01..present, 40h, unpaid, with Town of Example, class RC-1"
--rules los-angeles/management-analyst --job "budget administration, 2019..2023, 40h, with City of Los Angeles"
--rules opm/administrative-positions --level gs-7 --degree "master: economics"
--rules opm/accounting --degree "bachelor: accounting, 2019" --credential "certified public accountant"
--rules new-york-city/administrative-manager --units "119 semester" --degree "high school, 2001-06"
--rules stockton/mayoral-pio --degree "wizardry" --job "communications, soon..2021-06"
--rules stockton/mayoral-po --degree "bachelor"
--rules stockton/mayoral-pio --level mayoral --degree "bachelor"
--rules stockton/mayoral-pio --job "communications, 2021-06..2018-03, 40h"
--rules stockton/mayoral-pio --answer evening-meeting=yes
--rules stockton/mayoral-pio
""".strip().splitlines()
"""What `check` is told on the command line, as the README does; some of it is wrong."""

HELP: Final = (
    "", "screen", "check", "rules", "rules list", "rules new", "rules show", "rules test", "rules lint", "rules source",
    "rules diff", "rules schema", "rules manual", "applicants", "applicants template", "applicants inspect",
    "applicants map", "schema", "schema record",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One thing asked of a side: a command, or the checks of many records in one process.

    kind: the line of the summary that counts it. copies: files and folders that it works on in its own folder.
    """

    kind: str
    name: str
    words: Sequence[str] = ()
    checks: tuple[Path, str] | None = None
    stdin: Path | None = None
    copies: Sequence[Path] = ()

    def asked(self, side: Path) -> dict[str, Any]:
        """The line that tells a side what to do."""
        told: dict[str, Any] = {"folder": str(self.folder(side))}
        if self.checks is not None:
            return told | {"records": str(self.checks[0]), "pack": self.checks[1], "as_of": DAY}
        return told | {"command": list(self.words), "stdin": self.stdin and str(self.stdin)}

    def folder(self, side: Path) -> Path:
        """Where what the side answers stands."""
        return side / self.name


@dataclass(frozen=True, slots=True)
class Inputs:
    """What both sides are given. samples: a source, with the options that it needs; packs: the names of the packs."""

    root: Path
    packs: Sequence[str]
    samples: dict[str, tuple[Path, Sequence[str]]] = field(default_factory=dict)

    @property
    def pool(self) -> Path:
        """The pool of made-up applicants."""
        return self.root / "pool"

    def records(self, pack: str) -> Path:
        """JSON records that aim at one pack."""
        return self.root / "records" / f"{flat(pack)}.jsonl"

    def variants(self, pack: str) -> Sequence[Path]:
        """Copies of a pack with its cases: one that asks for more years, and some that lack a line."""
        return [
            self.root / "packs" / pack.partition("/")[0] / f"{flat(pack)}-{each}.yaml"
            for each in ("longer", *range(BROKEN))
        ]


def flat(pack: str) -> str:
    """A pack's name as that of a file."""
    return pack.replace("/", "--")


def prepared(checkout: Path, root: Path, chosen: Sequence[str], applicants: int, seed: int) -> Inputs:
    """The inputs, made from the samples and packs of a checkout unless they are there already."""
    every = sorted((checkout / "rules").glob("*/*.yaml"))
    files = [file for file in every if not file.name.endswith(".cases.yaml") and file.name != AGENCY]
    words = {each.pack: each for each in map(words_of, files) if not chosen or each.pack in chosen}
    inputs = Inputs(root, list(words))
    if not (root / "made").exists():
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(checkout / "applicants", root / "applicants")
        shutil.copytree(checkout / "rules", root / "rules")
        _make_samples(root)
        write_tables(inputs.pool, list(words.values()), applicants, seed)
        write_tables(root / "small", list(words.values()), min(applicants, SMALL), seed + 1)
        for each in words.values():
            _make_records(inputs, each, seed)
            _make_variants(inputs, each.pack, seed)
        (root / "made").touch()
    inputs.samples.update(_samples(root))
    return inputs


def _make_samples(root: Path) -> None:
    """A sample of five tables as an archive, gzipped, in parts, as Parquet, and with semicolons in another encoding."""
    from pyarrow import csv, parquet  # noqa: PLC0415  # only here

    source = root / "applicants" / "stockton-mayoral-pio"
    for name in ("gzipped", "parts", "parquet", "semicolons"):
        (root / name).mkdir()
    with zipfile.ZipFile(root / "archive.zip", "w") as archive:
        for file in sorted(source.glob("*.csv")):
            archive.write(file, file.name)
            (root / "gzipped" / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
            text = file.read_text(encoding="utf-8")
            (root / "semicolons" / file.name).write_text(text.replace(",", ";"), encoding="utf-16")
            header, *lines = text.splitlines(keepends=True)
            for number, part in enumerate((lines[::2], lines[1::2])):
                (root / "parts" / f"{file.stem}-{number}.csv").write_text(header + "".join(part), encoding="utf-8")
            names = header.strip().split(",")
            as_text = csv.ConvertOptions(column_types=dict.fromkeys(names, "string"))
            parquet.write_table(csv.read_csv(file, convert_options=as_text), root / "parquet" / f"{file.stem}.parquet")


def _make_records(inputs: Inputs, words: Words, seed: int) -> None:
    path = inputs.records(words.pack)
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(each) + "\n" for each in records(f"{seed} {words.pack}", words, CHECKED))


def _make_variants(inputs: Inputs, pack: str, seed: int) -> None:
    source = inputs.root / "rules" / f"{pack}.yaml"
    text, dice = source.read_text(encoding="utf-8"), Random(f"{seed} {pack}")
    lines = text.splitlines(keepends=True)
    for variant in inputs.variants(pack):
        variant.parent.mkdir(exist_ok=True, parents=True)
        if (agency := source.with_name(AGENCY)).is_file():
            shutil.copy(agency, variant.parent)
        at = dice.randrange(len(lines))
        changed = longer(text, 1) if variant.stem.endswith("longer") else "".join(lines[:at] + lines[at + 1 :])
        variant.write_text(changed, encoding="utf-8")
        shutil.copy(source.with_name(f"{source.stem}.cases.yaml"), variant.with_name(f"{variant.stem}.cases.yaml"))


def _samples(root: Path) -> dict[str, tuple[Path, Sequence[str]]]:
    given = root / "applicants"
    plain = [
        *(given / name for name in ("stockton-mayoral-pio", "san-jose-council-community-relations")),
        given / "stockton-mayoral-pio.xlsx",
        *(given / name for name in ("greenhouse", "hr-open", "json-resume", "linkedin")),
        given / "greenhouse" / "candidates.json",
        given / "greenhouse" / "webhooks.jsonl",
        given / "json-resume" / "r102.json",
        given / "linkedin" / "l401.zip",
        *(root / name for name in ("archive.zip", "gzipped", "parts", "parquet", "semicolons", "small")),
    ]
    found: dict[str, tuple[Path, Sequence[str]]] = {path.name: (path, ()) for path in plain}
    for path in sorted((given / "exports").iterdir()):
        found[path.name] = (path, ("--map", path.stem))
    found["records"] = (min((root / "records").iterdir()), ())
    return found


def steps(inputs: Inputs) -> list[Step]:
    """Everything that is asked, in order."""
    parts = (_rest, _spoken, _packs_shown, _packs_changed, _exports, _samples_screened, _checked, _pool_screened)
    found = [step for part in parts for step in part(inputs)]
    assert len({step.name for step in found}) == len(found)
    return found


def _samples_screened(inputs: Inputs) -> Iterator[Step]:
    kind = "screen: samples"
    every = [option for pack in SUITABLE for option in ("--rules", pack)]
    for sample, (source, options) in inputs.samples.items():
        command = ["screen", str(source), "--as-of", DAY, "--no-progress", *options]
        bundled = inputs.root / "applicants" in source.parents
        for pack in SUITABLE if bundled else SUITABLE[:1]:
            by, written = [*command, "--rules", pack], ["--to-resolve", "open.csv", "--rejects", "rejected.csv"]
            for form in FORMS if bundled and pack == SUITABLE[0] else FORMS[:1]:
                yield Step(kind, f"sample-{sample}-{flat(pack)}-{form}", [*by, "-o", f"results.{form}", *written])
        yield Step(kind, f"sample-{sample}-several-csv", [*command, *every, "-o", "results.csv"])
        if not bundled:
            continue
        yield Step(kind, f"sample-{sample}-several-xlsx", [*command, *every, "-o", "results.xlsx"])
        yield Step(kind, f"sample-{sample}-shown", [*command, "--rules", SUITABLE[0]])
        streamed = ["--rules", "new-york-city", "-o", "-", "--format", "jsonl"]
        yield Step(kind, f"sample-{sample}-streamed", [*command, *streamed])
        if source.is_file():
            words = ["-" if word == str(source) else word for word in command]
            yield Step(kind, f"sample-{sample}-stdin", [*words, "--rules", SUITABLE[1], "-o", "-"], stdin=source)


def _pool_screened(inputs: Inputs) -> Iterator[Step]:
    kind = "screen: made-up applicants"
    command = ["screen", str(inputs.pool), "--as-of", DAY, "--no-progress"]
    every = [option for pack in inputs.packs for option in ("--rules", pack)]
    for pack in inputs.packs:
        words = [*command, "--rules", pack, "-o", "results.csv", "--to-resolve", "open.csv"]
        yield Step(kind, f"pool-{flat(pack)}", words)
        small = ["screen", str(inputs.root / "small"), *command[2:], "--rules", pack]
        for form in ("xlsx", "jsonl"):
            yield Step(kind, f"small-{flat(pack)}-{form}", [*small, "-o", f"results.{form}"])
    yield Step(kind, "pool-together", [*command, *every, "-o", "results.parquet"])
    for form in ("jsonl", "csv.gz", "parquet"):
        parts = ["--memory", "1GB", "--workers", "2"]
        yield Step(kind, f"pool-in-parts-{form}", [*command, *every[-4:], *parts, "-o", f"results.{form}"])
    yield Step(kind, "pool-shown", [*command, *every[-2:], "--limit-errors", "1000"])


def _checked(inputs: Inputs) -> Iterator[Step]:
    for pack in inputs.packs:
        yield Step("check: records, as JSON", f"checked-{flat(pack)}", checks=(inputs.records(pack), pack))
        for number in range(TOLD):
            words = ["check", str(inputs.records(pack)), "--applicant", f"r{number}", "--rules", pack, "--as-of", DAY]
            yield Step("check: records, as text", f"check-{flat(pack)}-{number}", words)


def _spoken(inputs: Inputs) -> Iterator[Step]:
    kind = "check: spoken and foreign"
    for number, said in enumerate(SPOKEN):
        for form in ("text", "json"):
            words = ["check", *shlex.split(said), "--as-of", DAY, "--format", form]
            yield Step(kind, f"spoken-{number}-{form}", words)
    given = inputs.root / "applicants"
    for name in ("json-resume/r101.json", "linkedin/l402.zip", "hr-open/candidates.json", "stockton-mayoral-pio.xlsx"):
        words = ["check", str(given / name), "--rules", SUITABLE[0], "--as-of", DAY]
        yield Step(kind, f"check-{flat(name)}", words)


def _packs_shown(inputs: Inputs) -> Iterator[Step]:
    for pack in inputs.packs:
        for form in ("text", "markdown"):
            yield Step("rules show", f"show-{flat(pack)}-{form}", ["rules", "show", pack, "--format", form])
        for form in ("text", "json"):
            yield Step("rules test", f"test-{flat(pack)}-{form}", ["rules", "test", pack, "--format", form])
            yield Step("rules lint", f"lint-{flat(pack)}-{form}", ["rules", "lint", pack, "--format", form])
    for pack in SUITABLE[:2]:
        words = ["rules", "test", pack, "--propose", "-o", "proposed.yaml"]
        yield Step("rules test", f"test-{flat(pack)}-proposed", words)
    yield Step("rules test", "test-all", ["rules", "test", "--strict"])
    yield Step("rules test", "test-part", ["rules", "test", SUITABLE[0], "--case", "short"])
    for name, options in (("all", []), ("explained", ["--explain"]), ("strict", ["--strict", "--format", "json"])):
        yield Step("rules lint", f"lint-{name}", ["rules", "lint", *options])


def _packs_changed(inputs: Inputs) -> Iterator[Step]:
    kind = "rules test, show and lint: changed packs"
    for pack, other in zip(inputs.packs, [*inputs.packs[1:], *inputs.packs[:1]], strict=True):
        changed, *broken = inputs.variants(pack)
        for name, pair in (("up", (pack, changed)), ("down", (changed, pack)), ("other", (pack, other))):
            for form in ("text", "json") if name == "up" else ("text",):
                words = ["rules", "diff", *map(str, pair), "--format", form]
                yield Step("rules diff", f"diff-{flat(pack)}-{name}-{form}", words)
        for command in ("test", "lint", "show"):
            yield Step(kind, f"{command}-{changed.stem}", ["rules", command, str(changed)])
        for variant in broken:
            yield Step(kind, f"test-{variant.stem}", ["rules", "test", str(variant)])
        if pack in SUITABLE[:2]:
            words = ["rules", "test", changed.name, "--propose", "-o", "proposed.yaml"]
            cases = changed.with_name(f"{changed.stem}.cases.yaml")
            yield Step(kind, f"proposed-{changed.stem}", words, copies=[changed, cases])
        text = str(inputs.root / "rules" / "example" / "every-form.txt")
        for form in ("text", "json"):
            words = ["rules", "source", pack, text, "--strict", "--format", form]
            yield Step("rules source", f"source-{flat(pack)}-{form}", words)
        words = ["rules", "source", changed.name, text, "--write"]
        yield Step("rules source", f"source-{flat(pack)}-written", words, copies=[changed])


def _exports(inputs: Inputs) -> Iterator[Step]:
    for sample, (source, options) in inputs.samples.items():
        for number, rules in enumerate(([], ["--rules", SUITABLE[0]])):
            for form in ("text", "json"):
                words = ["applicants", "inspect", str(source), *options, *rules, "--as-of", DAY, "--format", form]
                yield Step("applicants inspect", f"inspect-{sample}-{number}-{form}", words)
            words = ["applicants", "map", str(source), *rules]
            yield Step("applicants map", f"map-{sample}-{number}", words)
    for pack in inputs.packs:
        words = ["applicants", "inspect", str(inputs.pool), "--rules", pack, "--as-of", DAY, "--format", "json"]
        yield Step("applicants inspect", f"inspect-pool-{flat(pack)}", words)
        for name in ("", "tables", "blank.csv", "blank.xlsx"):
            words = ["applicants", "template", pack, *(["-o", name] if name else [])]
            yield Step("applicants template", f"template-{flat(pack)}-{name or 'listed'}", words)


def _rest(inputs: Inputs) -> Iterator[Step]:
    kind = "rules list, new, manual and schemas"
    for name in ("rules list", "rules list --format json", "rules manual", "rules schema", "rules new elmwood/clerk"):
        yield Step(kind, flat(name), name.split())
    for name in ("record", "result", "results", "map"):
        yield Step(kind, f"schema-{name}", ["schema", name])
    for name in HELP:
        yield Step("help", f"help-{name}", [*name.split(), "--help"])
    for table in TABLES:
        lacking = [each for each in sorted(inputs.pool.parent.glob("small/*.csv")) if each.stem != table]
        words = ["screen", ".", "--rules", SUITABLE[0], "--as-of", DAY]
        yield Step("screen: samples", f"without-{table}", words, copies=lacking)
