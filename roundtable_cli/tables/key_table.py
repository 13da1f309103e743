"""A table of keys: a row for each different key that the rows of another table have."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from roundtable_cli.errors import Refused
from roundtable_cli.tables import header_schema
from roundtable_cli.tables.source import DerivedSource, RowOrTablePlace, Source
from roundtable_cli.tables.table import Field, Table


class KeySource(DerivedSource):
    """A table that no file holds: a row for each different key in some columns of another, `key_columns`.

    Its cells and places are those of the other table's rows. Only an engine tells its own rows apart.
    """

    is_key_table = True

    def __init__(self, name: str, origin: Source, key_columns: tuple[str, ...]) -> None:
        foreign_keys = tuple(key for key in origin.table.foreign_keys if {*key.fields} <= {*key_columns})
        super().__init__(Table(name, (), primary_key=key_columns, foreign_keys=foreign_keys), origin)
        self.key_columns = key_columns

    def without_rows(self) -> Source:
        """The table of keys over the header and schema of the other table, no row read."""
        return KeySource(self.table.name, self._origin.without_rows(), self.key_columns)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The columns of its keys."""
        return self.key_columns

    @cached_property
    def column_names(self) -> list[str]:
        """The columns of its keys."""
        return list(self.key_columns)

    def get_field(self, name: str) -> Field:
        """The other table's field. Refused where it is none of the keys."""
        if name not in self.column_names:
            raise Refused(header_schema.missing_column_finding(self.table, name, (), self.column_names))
        return self._origin.get_field(name)

    def find_type(self, name: str) -> Field:
        """As `get_field`."""
        return self.get_field(name)

    def locate_rows(self, ordinals: Iterable[int]) -> list[RowOrTablePlace]:
        """The table alone, for each row: several rows of a file may hold the key that is one row here."""
        return [(self.table.name, None) for _ in ordinals]
