"""Pages for people: outlines, verdicts, summaries and packs, as text and as Markdown.

The modules in their order:

    outline        Outlines on the terminal: lines that hang below lines, broken at a width
    pack_page      A pack as a person reads it, before it is printed: facts, levels as outlines, names, statements
    pack_markdown  A pack as a page of Markdown
    pack_text      A pack as text for the terminal
    verdict_page   What people see on the terminal: a verdict as an outline, a summary, a table of results
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.reports.pack_markdown import pack_as_markdown
    from minqual.reports.pack_page import page
    from minqual.reports.pack_text import pack_as_text
    from minqual.reports.verdict_page import class_lines, reject_lines, results_table, summary_lines, verdict_report

__all__, __getattr__, __dir__ = door(__name__)
