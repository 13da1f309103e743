"""A table of keys: a row for each that rows of another table have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from roundtable_cli.errors import Place, Refused
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import Grid
    from roundtable_cli.tables.reading.bulk.cell_spans import Cells


class KeySource(Source):
    """A table that no file holds: a row for each different key in some columns of another. Its cells are not read."""

    def __init__(self, name: str, origin: Source, each: tuple[str, ...]) -> None:
        keys = tuple(key for key in origin.table.foreign_keys if {*key.fields} <= {*each})
        super().__init__(Table(name, (), primary_key=each, foreign_keys=keys), origin.folder)
        self.origin, self.each, self.kept, self.is_large = origin, each, origin.kept, origin.is_large

    def sketch(self) -> Source:
        """The same over the sketch of its origin."""
        return KeySource(self.table.name, self.origin.sketch(), self.each)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The columns of its keys."""
        return self.each

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of the table that the keys are found in."""
        return self.origin.paths

    def field(self, name: str) -> Field:
        """The field of the table that the keys are found in. Refused where it is none of the keys."""
        if name not in self.names:
            raise Refused(self._absent(name))
        return self.origin.field(name)

    def cells(self, name: str) -> list[str]:
        """The texts of the column that the keys are found in."""
        return self.origin.cells(name)

    def texts(self, field: Field) -> list[str]:
        """The same as the field reads them."""
        return self.origin.texts(field)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """Where the cells of the table stand that the keys are found in."""
        return self.origin.grids

    def laid(self, name: str) -> list[Cells]:
        """The cells of the column that the keys are found in."""
        return self.origin.laid(name)

    @cached_property
    def names(self) -> list[str]:
        """The columns of its keys."""
        return list(self.each)

    def records(self, fields: Sequence[Field]) -> Iterator[tuple[tuple[str, ...], Place]]:
        """The rows that the keys are found in."""
        return self.origin.records(fields)

    def places(self) -> Iterator[Place]:
        """The places of these rows."""
        return self.origin.places()

    def __len__(self) -> int:
        return len(self.origin)
