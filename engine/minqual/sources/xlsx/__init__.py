"""Workbooks: their sheets as grids of what the cells show."""
