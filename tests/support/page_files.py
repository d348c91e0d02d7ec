"""Pages for browsers as the tests read them: their elements, their data, and a source whose every field is hostile."""

from __future__ import annotations

import base64
import csv
import gzip
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from support.command_line import minqual
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


def hostile_source(folder: Path) -> tuple[Path, Path]:
    """A folder of tables and a pack whose every free text is hostile."""
    source = folder / "pool"
    source.mkdir()
    rows: dict[str, list[dict[str, str]]] = {
        "applicants": [{"applicant_id": f"a{number}{HOSTILE}"} for number in range(3)],
        "education": [
            {"applicant_id": f"a0{HOSTILE}", "entry": HOSTILE, "level": "bachelor", "field": HOSTILE,
             "conferred": "yes", "awarded": "2012-05-20"},
            {"applicant_id": f"a1{HOSTILE}", "entry": "", "level": HOSTILE, "field": HOSTILE, "conferred": "",
             "awarded": HOSTILE},
        ],
        "experience": [
            {"applicant_id": f"a{number}{HOSTILE}", "entry": entry, "employer": HOSTILE, "title": HOSTILE,
             "start": "2015-01", "end": "2019-06", "hours_per_week": hours, "kinds": kinds}
            for number, entry, hours, kinds in (
                (0, "", "40", "office work"), (1, HOSTILE, "", "office work"), (2, "", HOSTILE, f"office {HOSTILE}"))
        ],
        "credentials": [
            {"applicant_id": f"a0{HOSTILE}", "name": HOSTILE, "issuer": HOSTILE},
            {"applicant_id": f"a1{HOSTILE}", "name": "typing certificate", "issuer": "County of Alder"},
        ],
        "answers": [{"applicant_id": f"a0{HOSTILE}", "question": HOSTILE, "answer": HOSTILE}],
    }  # fmt: skip
    for name, cells in rows.items():
        with (source / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(cells[0]))
            writer.writeheader()
            writer.writerows(cells)
    said = json.dumps(HOSTILE)
    pack = PACK.replace("title: Clerk", f"title: {said}").replace("agency: City of Elmwood", f"agency: {said}")
    pack = pack.replace("specification: made up", f"specification: {said}").replace("title: Senior", f"title: {said}")
    pack = pack.replace("judgement: the prose is clear", f"judgement: {said}").replace("anything equal", said)
    written = folder / "clerk.yaml"
    written.write_text(pack, encoding="utf-8")
    return source, written


def hostile_page(folder: Path) -> Path:
    """The page of a hostile pool, of which everything open was settled in hostile words."""
    source, pack = hostile_source(folder)
    work, settled, output = folder / "work.csv", folder / "settled.csv", folder / "page.html"
    words = ("screen", source, "--rules", pack, "--as-of", "2026-11-21", "-q")
    assert minqual(*words, "-o", folder / "r.csv", "--to-resolve", work).code in {0, 4}
    with work.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {"by": "JD", "on": "2026-11-24", "how": HOSTILE, "why": HOSTILE}
        row["answer"] = "20" if row["column"] == "hours_per_week" else ""
    assert any(row["answer"] for row in rows)
    with settled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    done = minqual(*words, "-o", output, "--settled", settled)
    assert done.code in {0, 4}, done.err
    return output
