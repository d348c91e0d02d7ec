"""Pages filled in: templates whose every value is text, and the policy that lets a browser run nothing else."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from minqual.values import Fault, FaultyInput

if TYPE_CHECKING:
    from jinja2 import Environment

EXTRA: Final = 'pip install "minqual[page]"'


def template_text(name: str) -> str:
    """A template, a style or a script of ours."""
    return files("minqual.pages").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=8)
def _environment() -> Environment:
    """Where templates are: each value is escaped, and one that is not given is a fault."""
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined
    except ImportError:
        raise FaultyInput([Fault("page", "Jinja2, which is not installed", EXTRA)]) from None
    made = Environment(
        loader=FunctionLoader(template_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["kind"] = lambda value: type(value).__name__
    return made


def needs() -> None:
    """FaultyInput where what fills pages in is not installed."""
    _environment()


def fragment(name: str, macro: str, *values: object) -> str:
    """What a macro of a template makes of some values, as HTML."""
    return str(getattr(_module(name), macro)(*values))


@lru_cache(maxsize=8)
def _module(name: str) -> Any:  # noqa: ANN401  # a template's macros have no types
    return _environment().get_template(name).module


def whole(name: str, title: str, /, *, script: str = "", **values: object) -> bytes:
    """A whole page. script: what runs in it, and nothing else does; none is run where there is none."""
    style = template_text("page.css")
    policy = f"default-src 'none'; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src {_digest(script)}"
    filled = _environment().get_template(name)
    text = filled.render(title=title, policy=policy, style=_trusted(style), script=_trusted(script), **values)
    return text.encode("utf-8", "replace")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _trusted(text: str) -> object:
    """Our own style or script, which stands in the page as it is."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  # a file of this package


def packed(data: object) -> str:
    """Plain data as JSON, packed by gzip, in base64; the same each time."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)).decode()
