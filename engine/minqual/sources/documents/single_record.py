"""A single record of ours, told from lists, lines and the forms of others."""

from __future__ import annotations

from itertools import islice

from minqual.sources.documents.json_entries import OWN_KEY, entries, is_json
from minqual.sources.files import STDIN, Contents, read_text
from minqual.values import SourceError


def is_one_record(contents: Contents) -> bool:
    """Whether contents are one record of ours, or fail to be: no list with entries, no lines, and no form of others."""
    if contents.zipped:
        return False
    try:
        text = read_text(contents)
        if not text.content.strip():
            return True
        if not is_json(text):
            return contents.name == STDIN
        found = list(islice(entries(text), 2))
    except SourceError:
        return True
    return _is_own(found[0].value) if len(found) == 1 and found[0].alone else not found


def _is_own(value: object) -> bool:
    """Whether what stands alone is, or would be, a record of ours: a plain one is told without the forms of others."""
    if not isinstance(value, dict) or OWN_KEY in value:
        return True
    from minqual.sources.documents.reader import format_of

    return format_of(value) is None
