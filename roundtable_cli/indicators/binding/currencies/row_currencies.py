"""Which column names the currency of each amount of a table, declared or found by what it holds, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.errors import Refused
from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


class RowCurrencies:
    """The columns of currencies of a project's tables; each table is looked at once, when it is first asked for."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self._names_by_table: dict[str, tuple[str, ...]] = {}
        self._fields: dict[tuple[str, str], Field] = {}

    def find_for_amount(self, table: str, field: Field) -> Field | None:
        """The field that names the currency of each amount in a column of a table; None where nothing does.

        Refused where two columns may, and they name different currencies in one row.
        """
        source = self.sources[table]
        names = () if field.currency_column else self._column_names(table)
        name = currency_columns.find_row_currency(source, field, names)
        return self._read_as_codes(table, name) if name else None

    def with_codes(self, table: str, field: Field) -> Field:
        """A field; one that names the currency of a table's amounts as codes, so that `сом` and `KGS` are the same."""
        declared = {own.currency_column for own in self.sources[table].table.fields or ()}
        if field.name in declared:
            return self._read_as_codes(table, field.name)
        if field.name not in self._column_names(table):
            return field
        source = self.sources[table]
        fields = (source.find_type(name) for name in source.column_names if name != field.name)
        is_theirs = any(self._is_currency_of(source, amount, field.name) for amount in fields)
        return self._read_as_codes(table, field.name) if is_theirs else field

    def _is_currency_of(self, source: Source, amount: Field, name: str) -> bool:
        """Whether a column of currencies is that of an amount, or may be."""
        try:
            return currency_columns.find_row_currency(source, amount, self._column_names(source.table.name)) == name
        except Refused:
            return True

    def _column_names(self, table: str) -> tuple[str, ...]:
        if table not in self._names_by_table:
            self._names_by_table[table] = currency_columns.find_currency_columns(self.sources[table])
        return self._names_by_table[table]

    def _read_as_codes(self, table: str, name: str) -> Field:
        if (table, name) not in self._fields:
            self._fields[table, name] = currency_columns.currency_field(self.sources[table], name)
        return self._fields[table, name]
