"""Cells that a spreadsheet likely made dates of spans (9-May for 5-9), each with the row where it stands first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roundtable_cli.errors import Finding
from roundtable_cli.tables.inference import span_dates
from roundtable_cli.tables.profiling.column_profile import ColumnProfile


def find_spreadsheet_dates(column: ColumnProfile, is_declared: Callable[[str], bool]) -> Iterator[Finding]:
    """A warning for each such text of a column, unless `is_declared` says that definitions list it."""
    for text, finding in span_dates.describe_span_dates(column.field, column.text_counts):
        if not is_declared(text):
            file, row = column.find_first_places({text})[text]
            yield finding._replace(file=file, row=row)
