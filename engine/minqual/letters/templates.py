"""Templates of letters: bundled ones and an agency's own, checked before any letter is written, and filled in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from minqual.letters.catalogue import LANGUAGES
from minqual.letters.letter_fields import ALWAYS, HEADINGS, KINDS, OF_KIND, PART
from minqual.values import Fault, SourceError, nearest

BUNDLED: Final = Path(__file__).with_name("templates")
FORMS: Final = (".docx", ".html", ".txt")
EVERY: Final = ("all", *(f"all{form}" for form in FORMS))
"""Names for the bundled templates of all kinds; of the first form where none is said."""
_NO_XML: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The day of every file inside a document, so that the same letter has the same bytes."""


def plain(value: object) -> object:
    """A value as text: line breaks of one kind, and no sign that documents cannot hold."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _NO_XML.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


def in_html(value: object) -> object:
    """A value as it stands in a page: what is in another language says so."""
    markup = in_markup(value)
    for words in dict.fromkeys(getattr(value, "foreign", ())):
        said = str(in_markup(words))
        markup = Markup(str(markup).replace(said, f'<span lang="{LANGUAGES[0]}">{said}</span>'))  # noqa: S704  # escaped
    return markup


def in_markup(value: object) -> object:
    """A value as it stands in markup: a brace too, which docxtpl would take for one of its own."""
    text = plain(value)
    if not isinstance(text, str):
        return text
    return Markup(str(escape(text)).replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704  # escaped just before


def _environment(form: str) -> ImmutableSandboxedEnvironment:
    markup = form != ".txt"
    return ImmutableSandboxedEnvironment(
        autoescape=markup,
        undefined=StrictUndefined,
        finalize={".docx": in_markup, ".html": in_html, ".txt": plain}[form],
        trim_blocks=not markup,
        lstrip_blocks=not markup,
        keep_trailing_newline=True,
    )


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A template of one kind of letter, in one form."""

    name: str
    kind: str
    form: str
    content: bytes

    def filled(self, fields: Mapping[str, Any]) -> bytes:
        """A letter; SourceError where a field that it reaches is not there."""
        try:
            if self.form != ".docx":
                made = _environment(self.form).from_string(self.content.decode("utf-8-sig"))
                return made.render(fields).encode()
            document = DocxTemplate(io.BytesIO(self.content))
            document.render(dict(fields), _environment(self.form), autoescape=True)
        except (UndefinedError, TemplateError) as error:
            raise SourceError(
                [Fault(self.name, f"a template that cannot be filled in: {error.message}", FIELDS_SAID)]
            ) from None
        whole = io.BytesIO()
        document.save(whole)
        return _undated(whole.getvalue())

    def sources(self) -> Sequence[str]:
        """What jinja reads of it."""
        if self.form != ".docx":
            return [self.content.decode("utf-8-sig")]
        return [patched for _, patched in self.texts_of_document()]

    def texts_of_document(self) -> Iterator[tuple[str, str]]:
        """Of each part of a document that is filled in: its XML, and the same as jinja reads it."""
        document = DocxTemplate(io.BytesIO(self.content))
        document.init_docx()
        raw = [document.get_xml()]
        for uri in (document.HEADER_URI, document.FOOTER_URI):
            raw += [document.get_part_xml(part) for _, part in document.get_headers_footers(uri)]
        for each in raw:
            yield each, document.patch_xml(each)


FIELDS_SAID: Final = "fields that a letter has: see the bundled templates"


def _undated(content: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
        for each in read.infolist():
            out.writestr(zipfile.ZipInfo(each.filename, _FIRST_DAY), read.read(each), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def read_templates(paths: Iterable[Path], own: Iterable[str]) -> list[LetterTemplate]:
    """Templates by path, or by the name of a bundled one. own: fields that the agency's profile has.

    A name of EVERY is all that are bundled in that form, less those for which there is another.

    SourceError carries every fault: no such file, a name that tells no kind, fields that letters do not have, and those
    that they have and it does not use.
    """
    found, faults = [], []
    for path in _each(list(paths)):
        read = _read(path)
        if isinstance(read, Fault):
            faults.append(read)
            continue
        faults += _faults(read, frozenset(own))
        found.append(read)
    kinds = [each.kind for each in found]
    faults += [
        Fault("--template", f"two templates for {kind}", "one for each kind of letter", code="twice")
        for kind in KINDS if kinds.count(kind) > 1
    ]  # fmt: skip
    if faults:
        raise SourceError(list(dict.fromkeys(faults)))
    return found


def _each(paths: Sequence[Path]) -> Iterator[Path]:
    """The templates meant, those of all kinds one by one."""
    every = [path for path in paths if str(path) in EVERY and not path.exists()]
    own = [path for path in paths if path not in every]
    yield from own
    known = set(map(_kind_of, own))
    for path in every:
        form = path.suffix or FORMS[0]
        yield from (BUNDLED / f"{kind}{form}" for kind in KINDS if kind not in known)


def _kind_of(path: Path) -> str | None:
    """The kind of letter that a template is for, told by its name."""
    return next((each for each in KINDS if re.match(rf"{each}(?![a-z])", path.stem)), None)


def _read(path: Path) -> LetterTemplate | Fault:
    bundled = [f"{kind}{form}" for kind in (*KINDS, "all") for form in FORMS]
    if path.suffix.casefold() not in FORMS:
        return Fault(
            str(path),
            "no form of letters",
            f"a name that ends in one of {', '.join(FORMS)}",
            nearest(str(path), bundled),
        )
    kind = _kind_of(path)
    if kind is None:
        found, expected = "a name that tells no kind of letter", f"one that begins with one of {', '.join(KINDS)}"
        return Fault(str(path), found, expected, nearest(path.name, bundled), code="unknown-name")
    file = BUNDLED / path.name if not path.exists() and path.name == str(path) in bundled else path
    try:
        return LetterTemplate(path.name, kind, path.suffix.casefold(), file.read_bytes())
    except OSError:
        expected = f"a template, or one of {', '.join(bundled)}"
        return Fault(str(path), "no file that can be read", expected, nearest(str(path), bundled), code="file")


def _faults(template: LetterTemplate, own: frozenset[str]) -> list[Fault]:
    """Fields of a template that letters do not have, those that it does not use, and tags that cannot be read."""
    environment = _environment(template.form)
    names: set[str] = set()
    inner: set[str] = set()
    try:
        for source in template.sources():
            tree = environment.parse(source)
            names |= meta.find_undeclared_variables(tree)
            inner |= {each.attr for each in tree.find_all(nodes.Getattr)}
            inner |= {str(each.arg.value) for each in tree.find_all(nodes.Getitem) if isinstance(each.arg, nodes.Const)}
        split = template.form == ".docx" and any(map(_is_split, *zip(*template.texts_of_document(), strict=True)))
    except TemplateSyntaxError as error:
        where = template.name if template.form == ".docx" else f"{template.name} line {error.lineno}"
        return [Fault(where, f"a template that cannot be read: {error.message}", "tags of Jinja")]
    except (ValueError, KeyError, zipfile.BadZipFile):
        return [Fault(template.name, "a file of another kind", f"a template in {template.form[1:]}", code="other-kind")]
    needed = {*ALWAYS, *OF_KIND[template.kind], *own}
    known, attributes = {*needed, "headings", "language"}, {*PART, *HEADINGS, "index", "first", "last", "length"}
    unset = [(name, nearest(name, sorted(known))) for name in sorted(names - known)]
    unset += [(name, nearest(name, sorted(attributes))) for name in sorted(inner - attributes)]
    unused = [*sorted(needed - names), *(f"part.{each}" for each in PART if each not in inner)]
    where, found, whole = template.name, "a tag that formatting has split", "each tag typed in one go, in one format"
    return [
        *(
            Fault(where, f"the field {name!r}, which these letters do not have", FIELDS_SAID, near)
            for name, near in unset
        ),
        *(Fault(where, f"no field {name!r}", "every field that the letter has", code="missing") for name in unused),
        *([Fault(where, found, whole)] if split else ()),
    ]


def _is_split(raw: str, patched: str) -> bool:
    """Whether tags that a reader sees in a document are not there for jinja."""
    seen, read = ("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", raw)), re.sub(r"<[^>]*>", "", patched))
    return any(seen.count(tag) > read.count(tag) for tag in ("{{", "{%"))
