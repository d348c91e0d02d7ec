"""Finding rule packs: bundled ones by name, others by path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from minqual.faults import Fault, PackError, nearest
from minqual.packs import Pack, read_pack
from minqual.yaml_text import YamlText, parse_yaml

CASES: Final = ".cases.yaml"
"""How the name of a pack's cases ends; they stand beside it."""


def bundled() -> Path:
    """The folder of bundled packs: inside an installed wheel, or at the top of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "rules"
    return installed if installed.is_dir() else package.parent.parent / "rules"


def pack_names() -> tuple[str, ...]:
    """The names of the bundled packs, sorted."""
    root = bundled()
    return tuple(sorted(path.relative_to(root).with_suffix("").as_posix() for path in _pack_files(root)))


def find_pack(name: str) -> Path:
    """The file of a pack given by name (stockton/mayoral-pio) or by path; PackError if there is none."""
    path = Path(name)
    if path.is_file():
        return path
    known = pack_names()
    if name in known:
        return bundled() / f"{name}.yaml"
    if path.suffix in {".yaml", ".yml"}:
        raise PackError([Fault(name, "no such file", "the path of a pack, or the name of a bundled one")])
    near = nearest(name, known) or nearest(name.rsplit("/", 1)[-1], [each.rsplit("/", 1)[-1] for each in known])
    raise PackError([Fault("rule pack", f"unknown pack {name!r}", "a path, or one of " + ", ".join(known), near)])


def load_pack(name: str | Path) -> Pack:
    """A pack by name or path, read and checked; PackError carries every fault."""
    return read_pack(pack_text(name))


def pack_text(name: str | Path) -> YamlText:
    """The text of a pack by name or path, parsed but not yet checked; PackError if it cannot be parsed."""
    path = find_pack(str(name))
    try:
        text = path.read_bytes()
    except OSError as error:
        raise PackError([Fault(str(name), error.strerror or "unreadable", "a readable file")]) from None
    return parse_yaml(text, str(name) if str(name).endswith(path.suffix) else f"{name}{path.suffix}")


def _pack_files(root: Path) -> Iterator[Path]:
    for path in root.glob("*/*.yaml"):
        if not path.name.endswith(CASES):
            yield path
