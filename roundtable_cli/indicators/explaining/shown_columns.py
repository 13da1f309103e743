"""Which columns are shown beside the rows of an indicator: its key, what its conditions test, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, flatten_tests, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


class ColumnChooser:
    """Chooses what is shown beside the rows of each indicator."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder

    def list_columns(self, bound: BoundIndicator) -> tuple[BoundColumn, ...]:
        """The columns to be read for the rows of one table: those shown, and the values that are counted."""
        return tuple(dict.fromkeys((*filter(None, (bound.column,)), *self.name_columns(bound).values())))

    def name_columns(self, bound: BoundIndicator) -> dict[str, BoundColumn]:
        """The columns that are shown, by the names that they are shown under."""
        source = self.binder.resolve_source(bound.indicator.table)
        named = {}
        for name in source.table.primary_key:
            if name in source.column_names:
                named[name] = self._as_text(source, BoundColumn(source.find_type(name)))
        for column in _list_read_columns(bound):
            named.setdefault(column_path(column), self._as_text(source, column))
        return named

    def _as_text(self, source: Source, column: BoundColumn) -> BoundColumn:
        """A column of a file as the file writes it; others by their values."""
        if column.path or column.derivation or source.is_key_table:
            return column
        field = column.field
        return BoundColumn(Field(field.name, personal=field.personal, is_revealed=field.is_revealed))


def column_path(column: BoundColumn) -> str:
    """A column as definitions name it: `session_id.held` along a foreign key."""
    return ".".join([*(key.fields[0] for key in column.path), column.field.name])


def _list_read_columns(bound: BoundIndicator) -> Iterator[BoundColumn]:
    """The columns of a definition and a request, in the order of the arithmetic; what is computed with its operands."""
    tests = flatten_tests((*bound.own_conditions, *bound.request_conditions, *bound.meets))
    tested = (column for test in tests for column in test.columns)
    counted = filter(None, (bound.column, bound.weight, bound.currency))
    for column in (*filter(None, (bound.date,)), *tested, *counted):
        yield from _iter_with_operands(column)


def _iter_with_operands(column: BoundColumn) -> Iterator[BoundColumn]:
    """A column; a set of columns as each of them; a calculated column after the columns of its row that it reads."""
    derivation = column.derivation
    if column.is_constant or column == row_number():
        return
    if derivation is None or column.path:
        yield column
        return
    if derivation.link is None:
        yield from (one for own in derivation.columns for one in _iter_with_operands(own))
    if derivation.definition is not None:
        yield column
