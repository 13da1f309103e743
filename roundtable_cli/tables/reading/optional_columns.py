"""Columns of a table that some of its files do not have yet: their rows have no value there, which is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import ABSENT_COLUMN
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import Table


class NamesColumns(Protocol):
    """A file of a table, whoever reads it."""

    @property
    def column_positions(self) -> Mapping[str, int]:
        """The names of its columns, each with its position from 0."""


AnyFile = TypeVar("AnyFile", bound=NamesColumns)


def extend_header(table: Table, headers: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The column headings of a table: those of its first file, then the optional ones that only others have."""
    first = headers[0] if headers else ()
    given = {name for header in headers for name in header}
    return (*first, *(name for name in table.optional_names if name in given and name not in first))


def list_common_names(table: Table, positions: Iterable[Mapping[str, int]]) -> list[str]:
    """The names that a definition may use: those of all files, in the order of the first, and optional ones of any."""
    first, *others = positions
    common = [name for name in first if name in table.optional_names or all(name in other for other in others)]
    return [*common, *(name for name in table.optional_names if name not in first and any(name in o for o in others))]


def find_files_without(table: Table, name: str, files: Sequence[AnyFile]) -> list[AnyFile]:
    """The files that do not have an optional column which another has."""
    if name not in table.optional_names:
        return []
    lacking = [file for file in files if name not in file.column_positions]
    return lacking if len(lacking) < len(files) else []


def is_any_absent(table: Table, files: Sequence[NamesColumns]) -> bool:
    """Whether some file does not have an optional column which another has."""
    return any(find_files_without(table, name, files) for name in table.optional_names)


def describe_absent_column(table: Table, name: str, files: Sequence[TableFile]) -> Iterator[Finding]:
    """A warning for each file that does not have an optional column."""
    for file in find_files_without(table, name, files):
        fault = "the file has no such column; its rows are not recorded there"
        yield Finding(ABSENT_COLUMN, fault, "add the column, if its values are known", file.label, None, name, WARNING)
