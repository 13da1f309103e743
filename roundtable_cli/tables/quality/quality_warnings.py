"""Cells that are likely slips though each may be meant: told by what the rest of their column or table is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from roundtable_cli.errors import Finding
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import contradictions, mixed_types, near_duplicates, outliers


def find_quality_warnings(columns: Mapping[str, ColumnProfile]) -> Iterator[Finding]:
    """All that is suspect in a table, column by column, then across its columns. Refused where it can't be read."""
    for column in columns.values():
        if column.is_numeric or column.field.type == "string":
            yield from near_duplicates.find_near_duplicates(column)
            yield from mixed_types.find_mixed_types(column)
            yield from outliers.find_outliers(column)
    yield from contradictions.find_contradictions(columns)
