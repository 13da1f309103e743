"""A table of keys: a row for each that rows of another table have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from roundtable_cli.errors import Refused, RowPlace
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid
    from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans


class KeySource(Source):
    """A table that no file holds: a row for each different key in some columns of another. Its cells are not read."""

    def __init__(self, name: str, origin: Source, each: tuple[str, ...]) -> None:
        keys = tuple(key for key in origin.table.foreign_keys if {*key.fields} <= {*each})
        super().__init__(Table(name, (), primary_key=each, foreign_keys=keys), origin.folder)
        self.origin, self.key_columns, self.span_cache, self.is_large = origin, each, origin.span_cache, origin.is_large

    def without_rows(self) -> Source:
        """The same over the sketch of its origin."""
        return KeySource(self.table.name, self.origin.without_rows(), self.key_columns)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The columns of its keys."""
        return self.key_columns

    @property
    def file_labels(self) -> tuple[str, ...]:
        """The files of the table that the keys are found in."""
        return self.origin.file_labels

    def get_field(self, name: str) -> Field:
        """The field of the table that the keys are found in. Refused where it is none of the keys."""
        if name not in self.column_names:
            raise Refused(self._missing_column(name))
        return self.origin.get_field(name)

    def raw_cells(self, name: str) -> list[str]:
        """The texts of the column that the keys are found in."""
        return self.origin.raw_cells(name)

    def field_texts(self, field: Field) -> list[str]:
        """The same as the field reads them."""
        return self.origin.field_texts(field)

    @cached_property
    def bulk_grids(self) -> tuple[CellGrid, ...]:
        """Where the cells of the table stand that the keys are found in."""
        return self.origin.bulk_grids

    def cell_spans(self, name: str) -> list[CellSpans]:
        """The cells of the column that the keys are found in."""
        return self.origin.cell_spans(name)

    @cached_property
    def column_names(self) -> list[str]:
        """The columns of its keys."""
        return list(self.key_columns)

    def iter_records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], RowPlace]]:
        """The rows that the keys are found in."""
        return self.origin.iter_records(fields)

    def row_places(self) -> Iterator[RowPlace]:
        """The places of these rows."""
        return self.origin.row_places()

    def __len__(self) -> int:
        return len(self.origin)
