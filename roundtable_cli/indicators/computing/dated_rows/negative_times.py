"""Rows in which a time of the day comes before the one that it is taken from: the time between them is less than 0."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import NEGATIVE_TIME
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.row_columns import is_by_the_clock
from roundtable_cli.tables.values.calendar_texts.clock_texts import parse_clock_time

_MAX_ROWS = 3  # so many rows are named


def describe_negative_times(view: TableView, column: BoundColumn) -> Iterator[Finding]:
    """A warning where a calculated column is the time between two times of a day, and in some rows is less than 0.

    A row that goes past midnight looks so; one with two days in it can't be told from it.
    """
    derivation = column.derivation
    if derivation is None or derivation.definition is None or not is_by_the_clock(derivation):
        return
    later, earlier = derivation.columns
    factor = derivation.definition.rule.total_factor
    if not (later.is_time_of_day and earlier.is_time_of_day) or not factor:
        return
    rows = view.all_rows.filter_rows(view[column] < 0 if factor > 0 else view[column] > 0).count_rows()
    if not rows:
        return
    named = [*islice(_list_rows(view, derivation), _MAX_ROWS + 1)]
    numbers = ", ".join(map(str, named[:_MAX_ROWS])) + (" …" if len(named) > _MAX_ROWS else "")
    is_one, where = rows == 1, f" ({numbers})" if named and rows > 1 else ""
    fault = f"{'the row has' if is_one else f'{rows:,} rows{where} have'} an earlier time in {later.field.name} than in"
    fault += f" {earlier.field.name}: the time between them is less than 0"
    remedy = "where it goes past midnight, write the date with the time, like 2026-03-01T23:30"
    label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
    row = named[0] if is_one and named else None
    yield Finding(NEGATIVE_TIME, fault, remedy, label, row, column.field.name, WARNING)


def _list_rows(view: TableView, derivation: Derivation) -> Iterator[int]:
    """The numbers of these rows in their file; none where other tables have the columns, or there are several files."""
    fixed = {column: column.derivation.constant for column in derivation.columns if column.derivation}
    if None in fixed.values() or len(view.source.file_labels) != 1 or any(one.path for one in derivation.columns):
        return
    named = [column for column in derivation.columns if column not in fixed]
    for cells, (_, row) in view.source.iter_records([column.field for column in named]):
        texts = dict(zip(named, map(str.strip, cells), strict=True))
        if any(text in column.field.missing_texts for column, text in texts.items()):
            continue
        later, earlier = (parse_clock_time(str(fixed.get(one) or texts[one])) for one in derivation.columns)
        if later < earlier:
            yield row
