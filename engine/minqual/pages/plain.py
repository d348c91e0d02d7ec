"""Any page for people as a file for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual.pages.filled import whole
from minqual.reports import page_visible

if TYPE_CHECKING:
    from minqual.reports import Page


def plain_page(page: Page, title: str = "") -> bytes:
    """A page as one file of HTML, with its title as the heading. title: of a page that has none."""
    shown = page_visible(page)
    return whole("plain.html", shown.title.plain.strip() or title, page=shown)
