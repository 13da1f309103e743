"""Cells that are likely slips though each may be meant: told by what the rest of their column or table is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from roundtable_cli.errors import Finding
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.quality import (
    contradictions,
    far_dates,
    missing_values,
    mixed_types,
    near_duplicates,
    outliers,
    spreadsheet_dates,
)
from roundtable_cli.tables.table import TIME_TYPES


def find_quality_warnings(
    columns: Mapping[str, ColumnProfile],
    is_declared: Callable[[str, str], bool] = lambda column, text: False,  # noqa: ARG005 - nothing is declared
) -> Iterator[Finding]:
    """All that is suspect in a table, column by column, then across its columns. Refused where it can't be read.

    `is_declared` says whether definitions list a text of a column: then nobody need be asked what it means.
    """
    for column in columns.values():
        missing = [*missing_values.find_missing_values(column, partial(is_declared, column.name))]
        yield from missing
        if column.is_numeric or column.field.type == "string":
            yield from spreadsheet_dates.find_spreadsheet_dates(column, partial(is_declared, column.name))
            yield from near_duplicates.find_near_duplicates(column, partial(is_declared, column.name))
            yield from mixed_types.find_mixed_types(column)
            told = {(finding.file, finding.row) for finding in missing}
            far_outside = outliers.find_outliers(column)
            yield from (finding for finding in far_outside if (finding.file, finding.row) not in told)
        if column.field.type in TIME_TYPES:
            yield from far_dates.find_far_dates(column)
    yield from contradictions.find_contradictions(columns)
