"""Pages for browsers as the tests read them: their elements, their data, and a source whose every field is hostile."""

from __future__ import annotations

import base64
import csv
import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final, TypeAlias

from support.command_line import Said, minqual
from support.packs import PACK

HOSTILE: Final = (
    "<script>window.hit=1</script></script></style><img src=x onerror=window.hit=1>"
    "{{7*7}}{% raw %}javascript:window.hit=1 =1+1 <!-- ]]> &lt; \"'` </title>"
)


class Elements(HTMLParser):
    """The elements of a page: their names with their attributes, and the text below each kind."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag if tag in {"script", "style"} else ""
        if self._inside:
            self.raw.append((dict(attrs) | {"element": tag}, ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            attributes, before = self.raw[-1]
            self.raw[-1] = (attributes, before + data)
        else:
            self.text.append(data)

    @property
    def words(self) -> str:
        """All text that is shown, blanks made one."""
        return " ".join("".join(self.text).split())

    def data(self, name: str) -> Any:  # noqa: ANN401  # whatever JSON has
        """The packed data of a script element by its id."""
        (packed,) = (text for attributes, text in self.raw if attributes.get("id") == name)
        return json.loads(gzip.decompress(base64.b64decode(packed)))


def page(path: Path) -> Elements:
    return Elements(path.read_text(encoding="utf-8"))


def drawers(found: Elements) -> list[str]:
    """The drawers of a page of a pool, as HTML."""
    names = sorted(
        (str(each["id"]) for each, _ in found.raw if str(each.get("id", "")).startswith("drawers-")),
        key=lambda name: int(name.partition("-")[2]),
    )
    return [text for name in names for text in found.data(name)]


def hostile_source(folder: Path, text: str = HOSTILE) -> tuple[Path, Path]:
    """A folder of tables and a pack whose every free text is hostile."""
    source = folder / "p<b>&'ool"
    source.mkdir()
    rows: dict[str, list[dict[str, str]]] = {
        "applicants": [{"applicant_id": f"a{number}{text}"} for number in range(3)],
        "education": [
            {"applicant_id": f"a0{text}", "entry": text, "level": "bachelor", "field": text,
             "conferred": "yes", "awarded": "2012-05-20"},
            {"applicant_id": f"a1{text}", "entry": "", "level": text, "field": text, "conferred": "",
             "awarded": text},
        ],
        "experience": [
            {"applicant_id": f"a{number}{text}", "entry": entry, "employer": text, "title": text,
             "start": "2015-01", "end": "2019-06", "hours_per_week": hours, "kinds": kinds}
            for number, entry, hours, kinds in (
                (0, "", "40", "office work"), (1, text, "", "office work"), (2, "", text, f"office {text}"))
        ],
        "credentials": [
            {"applicant_id": f"a0{text}", "name": text, "issuer": text},
            {"applicant_id": f"a1{text}", "name": "typing certificate", "issuer": "County of Alder"},
        ],
        "answers": [{"applicant_id": f"a0{text}", "question": text, "answer": text}],
    }  # fmt: skip
    for name, cells in rows.items():
        _write_rows(source / f"{name}.csv", cells)
    said = json.dumps(text)
    pack = PACK.replace("title: Clerk", f"title: {said}").replace("agency: City of Elmwood", f"agency: {said}")
    pack = pack.replace("specification: made up", f"specification: {said}").replace("title: Senior", f"title: {said}")
    pack = pack.replace("judgement: the prose is clear", f"judgement: {said}").replace("anything equal", said)
    written = folder / "clerk.yaml"
    written.write_text(pack, encoding="utf-8")
    return source, written


def hostile_map(folder: Path, source: Path, text: str) -> tuple[Path, Path]:
    """The same source under headings of an agency's own, and the map of these: both are hostile, names of files too."""
    headings = {column: f"{column} {text.strip()}" for column in ("entry", "employer", "kinds", "start", "end")}
    headings |= {"applicant_id": f"id {text.strip()}", "hours_per_week": "hours", "other": f"other {text.strip()}"}
    with (source / "experience.csv").open(encoding="utf-8", newline="") as file:
        jobs = [{heading: row.get(name, "x") for name, heading in headings.items()} for row in csv.DictReader(file)]
    jobs.append(jobs[0] | {headings["start"]: "soon"})  # so that a heading stands among open cells
    exported = folder / "e<b>&'xport.csv"
    _write_rows(exported, jobs)
    said = {
        "map": "hostile",
        "about": text,
        "applicants": {"column": headings.pop("applicant_id"), "in several rows": "yes"},
        "experience": [{name: heading for name, heading in headings.items() if name != "other"}],
        "not stated": ["education", "credentials"],
        "blank words": [text],
    }
    written = folder / "m<b>&'ap.yaml"
    written.write_text(json.dumps(said), encoding="utf-8")
    return exported, written


def _write_rows(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def hostile_page(folder: Path) -> Path:
    """The page of a hostile pool, of which everything open was settled in hostile words."""
    return hostile_pages(folder, kinds=("pool",))[0]


ALL_KINDS: Final = ("pool", "mapped", "one", "compare", "what-if", "impact", "exam", "exam-pool")


def hostile_pages(folder: Path, text: str = HOSTILE, kinds: Sequence[str] = ALL_KINDS) -> list[Path]:
    """The pages of some kinds of a hostile pool, of which everything open was settled in hostile words."""
    source, pack = hostile_source(folder, text)
    work, settled, results = folder / "work.csv", folder / "settled.csv", folder / "r<i>&.csv"
    words = ("--rules", pack, "--as-of", "2026-11-21", "-q")
    assert minqual("screen", source, *words, "-o", results, "--to-resolve", work).code in {0, 4}
    with work.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {"by": text.strip()[:40] or "JD", "on": "2026-11-24", "how": text, "why": text}
        row["answer"] = "20" if row["column"] == "hours_per_week" else ""
    assert any(row["answer"] for row in rows)
    with settled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with (source / "applicants.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["applicant_id"] for row in csv.DictReader(file)]
    after, groups, exam = folder / "after<i>.csv", folder / "g<i>&.csv", folder / "e.exam"

    def impact(output: Path) -> Said:
        with groups.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("applicant_id", f"c{text}"), *((each, f"g{text}") for each in ids)])
        return minqual("impact", results, "--groups", groups, "-o", output)

    def compare(output: Path) -> Said:
        minqual("screen", source, *words, "-o", after, "--settled", settled)
        return minqual("compare", results, after, "-o", output)

    def export(output: Path) -> Said:
        minqual("exam", "open", exam, *words)
        minqual("exam", "settle", exam, settled, "-q")
        minqual("exam", "screen", exam, source, "-q")
        done = minqual("exam", "export", exam, "-o", folder / "out", "--html")
        output.write_bytes((folder / "out" / "applicants" / "00001.html").read_bytes())
        return done

    def mapped(output: Path) -> Said:
        exported, column_map = hostile_map(folder, source, text)
        return minqual("screen", exported, "--map", column_map, *words, "-o", output)

    made: Mapping[str, Callable[[Path], Said]] = {
        "pool": lambda output: minqual("screen", source, *words, "-o", output, "--settled", settled, "--ways"),
        "mapped": mapped,
        "one": lambda output: minqual("check", source, *words, "--applicant", ids[0].strip(), "-o", output),
        "compare": compare,
        "what-if": lambda output: minqual(
            "what-if", source, *words, "--change", "clerk.experience: 1 year", "-o", output
        ),
        "impact": impact,
        "exam": export,
        "exam-pool": lambda output: minqual("exam", "export", exam, "-o", output, "--ways"),
    }
    for kind in kinds:
        done = made[kind](folder / f"{kind}.html")
        assert done.code in {0, 1, 3, 4}, (kind, done.err)
    return [folder / f"{kind}.html" for kind in kinds]


Shape: TypeAlias = frozenset[tuple[str, frozenset[str]]]


def shape(path: Path) -> Shape:
    """The kinds of elements of a page and of its drawers, each with the names of its attributes."""
    found = page(path)
    packed = drawers(found) if any(each.get("id") == "data" for each, _ in found.raw) else []
    every = [*found.elements, *(each for html in packed for each in Elements(html).elements)]
    return frozenset((name, frozenset(attributes)) for name, attributes in every)
