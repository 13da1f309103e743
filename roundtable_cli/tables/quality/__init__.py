"""Cells that are likely slips, though each may be meant: near duplicates, outliers, mixed types, contradictions.

In come the profiles of a table's columns; out go warnings, each with the row and what to do. What a schema forbids is
of `checks`, not of this room.
"""
