"""What is assumed about the cells of one column, or likely wrong with them: told under every table that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from roundtable_cli.errors import Finding
from roundtable_cli.tables.inference import assumed_missing, column_inference, lost_cells, span_dates
from roundtable_cli.tables.inference.column_inference import TableTexts
from roundtable_cli.tables.inference.lost_cells import TableCells
from roundtable_cli.tables.table import Field

_SAMPLE_TEXTS = 500  # of a large column that show what it may hold


class ReadTable(TableTexts, TableCells, Protocol):
    """A table whose cells can be asked for, counted or row by row."""


def describe_column_assumptions(table: ReadTable, field: Field, label: str) -> Iterator[Finding]:
    """The warnings for a column that is read; `label` is what messages call the table's file."""
    if field.assumed_missing:
        yield from assumed_missing.describe_assumed_missing(field, table.count_texts(field), label)
    most = _SAMPLE_TEXTS if table.bulk_grids else None
    texts = column_inference.iterate_column_texts(table, field.name) if field.type == "string" else iter(())
    if span_dates.may_hold_span_dates({*islice(texts, most)}):
        found = span_dates.describe_span_dates(field, table.count_texts(field), table.table.named_values)
        yield from (finding._replace(file=label) for _, finding in found)
    yield from column_inference.describe_missing_marks(table, field, label)
    yield from lost_cells.describe_lost_cells(table, field)
