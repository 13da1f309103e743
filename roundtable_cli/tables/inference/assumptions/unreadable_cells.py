"""Cells that can't be read as the type of their column, in columns whose schema says to leave them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from roundtable_cli.errors import MAX_LISTED, WARNING, Finding, Refused, quote_alternatives
from roundtable_cli.finding_codes import TYPE_ERROR, UNREADABLE_CELL
from roundtable_cli.tables.inference.readable_table import ReadableTable
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

MAX_STREAMED_TEXTS = 10_000  # different ones of a large column, that an engine is told to leave out
_REMEMBERED_TEXTS = 2**16  # different texts of which it is remembered whether they can be read


def leave_out_unreadable(table: ReadableTable, field: Field) -> Field:
    """A field with its unreadable texts among its missing values. Refused where a large column has too many of them."""
    read_cell = parsing.make_cell_reader(field)

    @lru_cache(_REMEMBERED_TEXTS)
    def is_unreadable(text: str) -> bool:
        return bool(read_cell(text)[1])

    rows = Counter[str]()
    for text, count in _iterate_counts(table, field):
        if is_unreadable(text):
            rows[text.strip()] += count
            if not table.holds_cells and len(rows) > MAX_STREAMED_TEXTS:
                fault = f"more than {MAX_STREAMED_TEXTS:,} different texts can't be read as {field.type}"
                remedy = "correct its type in datapackage.json, or the cells"
                raise Refused(Finding(TYPE_ERROR, fault, remedy, table.table.name, column=field.name))
    texts = (*field.missing_values, *rows)
    return field._replace(missing_values=texts, unreadable_rows=tuple(rows.items()))


def _iterate_counts(table: ReadableTable, field: Field) -> Iterable[tuple[str, int]]:
    """The texts of a column with their rows; of a column that is not held here, each row's text."""
    if table.holds_cells:
        return table.count_texts(field).items()
    return ((text, 1) for (text,), _ in table.iter_records([field]))


def count_unreadable(field: Field) -> int:
    """How many cells of a field are left out, because they can't be read."""
    return sum(rows for _, rows in field.unreadable_rows)


def describe_unreadable(field: Field, label: str) -> Iterator[Finding]:
    """A warning for a column with cells that are left out; `label` is what messages call the file."""
    if not field.unreadable_rows:
        return
    rows, texts = count_unreadable(field), [text for text, _ in field.unreadable_rows]
    shown = "texts" if field.personal else quote_alternatives(texts[:MAX_LISTED])
    more = f" and {len(texts) - MAX_LISTED:,} other texts" if len(texts) > MAX_LISTED and not field.personal else ""
    verb, they = ("row holds", "it is") if rows == 1 else ("rows hold", "they are")
    fault = f"{rows:,} {verb} {shown}{more}, which can't be read as {field.type}; {they} left out, as blank cells are"
    remedy = 'correct the cells; "rt:unreadable" in datapackage.json says to leave them out'
    yield Finding(UNREADABLE_CELL, fault, remedy, label, None, field.name, WARNING)
