"""What is assumed about the cells of one column, or likely wrong with them: told under every table that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import LOST_LETTERS
from roundtable_cli.tables.inference import column_inference, span_dates
from roundtable_cli.tables.inference.assumptions import assumed_missing, unreadable_cells
from roundtable_cli.tables.inference.readable_table import ReadableTable
from roundtable_cli.tables.reading import optional_columns
from roundtable_cli.tables.reading.letters import lost_letters
from roundtable_cli.tables.table import TEXT_TYPES, Field

_REMEDY = "export it again as UTF-8 (in a spreadsheet: CSV UTF-8), or correct these cells"
_SAMPLE_TEXTS = 500  # of a large column that show what it may hold


def describe_column_assumptions(table: ReadableTable, field: Field, label: str) -> Iterator[Finding]:
    """The warnings for a column that is read; `label` is what messages call the table's file."""
    yield from optional_columns.describe_absent_column(table.table, field.name, table.files)
    yield from unreadable_cells.describe_unreadable(field, label)
    if field.assumed_missing:
        yield from assumed_missing.describe_assumed_missing(field, table.count_texts(field), label)
    most = _SAMPLE_TEXTS if table.bulk_grids else None
    texts = column_inference.iterate_column_texts(table, field.name) if field.type == "string" else iter(())
    if span_dates.may_hold_span_dates({*islice(texts, most)}):
        found = span_dates.describe_span_dates(field, table.count_texts(field), table.table.named_values)
        yield from (finding._replace(file=label) for _, finding in found)
    yield from column_inference.describe_missing_marks(table, field, label)
    yield from describe_lost_cells(table, field)


def describe_lost_cells(table: ReadableTable, field: Field) -> Iterator[Finding]:
    """A warning for the heading of a column, and for each of its cells, that lost letters; no text is repeated.

    A text that somebody's definitions name is known, and not told.
    """
    files = table.files
    if not any(file.may_have_lost_letters for file in files):
        return
    texts = {*table.count_texts(field)} - table.table.named_values if field.type in (*TEXT_TYPES, "list") else ()
    suspects = {text for text in texts if _is_suspect(text)}
    if not suspects and not _is_suspect(field.name):
        return
    for fault in lost_letters.find_lost_letters([field.name]).values():
        yield Finding(LOST_LETTERS, fault, _REMEDY, files[0].label, files[0].header_row, field.name, WARNING)
    faults = lost_letters.find_lost_letters(suspects)
    for (text,), (label, row) in table.iter_records([field]) if faults else ():
        if text in faults:
            yield Finding(LOST_LETTERS, faults[text], _REMEDY, label, row, field.name, WARNING)


def _is_suspect(text: str) -> bool:
    return "?" in text or not text.isascii()
