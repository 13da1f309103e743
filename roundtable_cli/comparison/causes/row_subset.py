"""A table without some of its rows: to compute what the numbers would be without them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from roundtable_cli.errors import RowPlace
from roundtable_cli.tables.reading.table_file import FileRecords
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


class RowSubset(Source):
    """The rows of another source but for those `left_out`. The type of each column is as all rows tell it."""

    def __init__(self, whole: Source, left_out: Collection[RowPlace]) -> None:
        super().__init__(whole.table, whole.folder)
        self._whole, self._left_out = whole, frozenset(left_out)
        self.files = whole.files
        self.bulk_grids = ()

    def __bool__(self) -> bool:
        """A table without rows is a table."""
        return True

    def find_type(self, name: str) -> Field:
        """The field of the whole table."""
        return self._whole.find_type(name)

    @cached_property
    def file_records(self) -> list[FileRecords]:
        """The records of each file, without those that are left out."""
        return [self._without_rows(part) for part in self._whole.file_records]

    def _without_rows(self, part: FileRecords) -> FileRecords:
        pairs = zip(part.rows, part.row_numbers, strict=True)
        kept = [(row, number) for row, number in pairs if (part.label, number) not in self._left_out]
        return part._replace(rows=[row for row, _ in kept], row_numbers=[number for _, number in kept])
