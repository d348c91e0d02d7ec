"""Pages for people, and how they are rendered: a page is made once, and text and Markdown are made from it.

The modules in their order:

    agreement_table   The table of agreement: a line for each clause that people decided
    page              A page for people before it is printed: a title and blocks, which text
    plots             Plots as SVG: bars with their figures, readable without colour
    impact_page       The page of impact: the rates of every group, before and after a change as well
    markdown          Pages as Markdown
    pack_page         The page of a pack: facts, levels as outlines, names, statements that do not decide
    summary_page      The page of a screening: rows that add up, verdicts, what holds back most
    text              Pages as text for the terminal: outlines that hang, lines broken at a width
    verdict_outline   The page of a verdict: each level as an outline, what is open, what is missing
    ways_page         The page of ways to qualify: per level one sentence for each way
    comparison_page   The page of a comparison: the counts, everyone who moved, and who stands in one file alone
    inspection_page   What was understood of a source: as a page for people, and as plain data for programs
    rule_change_page  The page of a rule change: how many stand where as it is and with each change
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.reports.agreement_table import agreement_lines, plain_agreement
    from minqual.reports.comparison_page import page_of_comparison
    from minqual.reports.impact_page import page_of_funnels, page_of_impact, page_of_impact_change
    from minqual.reports.inspection_page import inspection_data, page_of_inspection
    from minqual.reports.markdown import as_markdown
    from minqual.reports.pack_page import page_of_pack
    from minqual.reports.page import Block, List, Page, Section, Span, Text, page_visible, section
    from minqual.reports.plots import plot_of_impact, plot_of_impact_change
    from minqual.reports.rule_change_page import page_of_rule_change, plot_of_rule_change
    from minqual.reports.summary_page import (
        first_to_settle,
        page_of_summaries,
        page_of_summary,
        reject_lines,
        rejects_line,
        results_table,
        stranger_lines,
        words_table,
    )
    from minqual.reports.text import as_text, flowing
    from minqual.reports.verdict_outline import OF_EVERYONE, TO_RESOLVE, evidence_words, page_of_verdict
    from minqual.reports.ways_page import page_of_ways

__all__, __getattr__, __dir__ = door(__name__)
