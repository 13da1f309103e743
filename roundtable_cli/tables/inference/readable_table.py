"""What inference asks of a table whose files can be read; `Source` is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Protocol

from roundtable_cli.errors import RowPlace
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import Field, Table

if TYPE_CHECKING:  # they bring numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid
    from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans


class ReadableTable(Protocol):
    """A table whose cells can be asked for, column by column or row by row: as places in bytes, or as texts."""

    table: Table
    # How many columns prove each decimal mark, by the texts that were read as no value, once it has been found out.
    decimal_marks: dict[frozenset[str], Counter[str]]
    # By question, the choices that have a column of their own, once they have been looked for.
    choice_headings: Mapping[str, frozenset[str]] | None

    @property
    def span_cache(self) -> MutableMapping[str, list[CellSpans]]:
        """The columns whose cells are held as places in bytes; who needs one no more may take it out."""

    @property
    def files(self) -> Sequence[TableFile]:
        """Its files, in order."""

    @property
    def header(self) -> tuple[str, ...]:
        """The column headings."""

    @property
    def column_names(self) -> list[str]:
        """The names of its columns, headings and others."""

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """What else columns are called, by heading: the text above a hashtag, the question of a `group/question`."""

    @property
    def delimiters(self) -> frozenset[str | None]:
        """The characters between the cells of its files."""

    @property
    def bulk_grids(self) -> tuple[CellGrid, ...]:
        """Where the cells of its files stand, if all are large and clean."""

    def cell_spans(self, name: str) -> list[CellSpans]:
        """The cells of a column, file by file, as places in bytes; only where it has `bulk_grids`."""

    def raw_cells(self, name: str) -> list[str]:
        """The texts of a column."""

    @property
    def holds_cells(self) -> bool:
        """Whether its cells can be looked through to know a field."""

    def count_texts(self, field: Field) -> Mapping[str, int]:
        """The different texts of a column, and how many rows hold each."""

    def row_places(self) -> Iterable[RowPlace]:
        """The place of each row."""

    def iter_records(self, fields: Sequence[Field]) -> Iterable[tuple[tuple[str, ...], RowPlace]]:
        """The texts of some columns, row by row, with the row's place."""
