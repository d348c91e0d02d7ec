"""Workbooks: their sheets as grids of what the cells show. All that others need is open_workbook."""

from minqual.sources.xlsx.workbook import Workbook, open_workbook

__all__ = ["Workbook", "open_workbook"]
