"""Parquet files: their columns have types of their own, which the schema has to agree with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from math import isfinite
from pathlib import Path

from roundtable_cli.errors import Finding, Refused, Unread
from roundtable_cli.tables.engines.sql.file_access import Lens
from roundtable_cli.tables.reading.table_file import File
from roundtable_cli.tables.table import AS_TEXT, Field, Table
from roundtable_cli.tables.values import workbook_value

NOTHING = "no values"  # the type of a column that is null in every row, whatever it was written as
UNTOLD = "numbers of"  # what begins the name of a type of numbers that an engine can't hold
# The types of columns, as DuckDB and Spark call them, by the type of field that they hold.
_HOLDS = {
    "integer": r"U?(TINYINT|SMALLINT|INTEGER|BIGINT)|INT|BYTE|SHORT|LONG|DECIMAL\(\d+, ?0\)",
    "number": r"DOUBLE|FLOAT|DECIMAL\(.*\)",
    "string": r"VARCHAR|STRING|ENUM\(.*\)",
    "boolean": r"BOOLEAN",
    "date": r"DATE",
    "datetime": r"TIMESTAMP|TIMESTAMP_NTZ|TIMESTAMP_NS|TIMESTAMP_MS|TIMESTAMP_S",
}
_ALSO = {"number": ("integer",), "any": ("string",), "yearmonth": ("date",), "year": ("date",), "datetime": ("date",)}
_ALSO |= dict.fromkeys(AS_TEXT, ("string",))


class ParquetFile(File):
    """One Parquet file of a table: an engine tells its columns and streams its rows."""

    def __init__(self, path: Path, table: Table, lens: Lens) -> None:
        super().__init__(path, table)
        self.lens = lens

    header_row = 0  # its columns have their names elsewhere
    tagged = False

    @cached_property
    def types(self) -> dict[str, str]:
        """Its columns, each with the type that it has in the file. Refused where it can't be read.

        Who writes a column of nulls may not know its type: it holds nothing that another type than the schema's has.
        """
        try:
            types = dict(self.lens.columns(self.path))
            others = [field.name for field in self.table.fields or () if not _agree(field, types.get(field.name))]
            return types | {name: NOTHING for name in others if not self.lens.holds(self.path, name)}
        except Unread:
            fault, remedy = "begins as Parquet, and is damaged or cut off", "copy or write it again"
            raise Refused(self.finding("source-error", fault, remedy)) from None

    def decided(self) -> Table:
        """Nothing was to be decided."""
        return self.table

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Refused where one has another type than the schema says."""
        faults = [fault for field in self.table.fields or () if (fault := self._mismatch(field))]
        if faults:
            raise Refused(*faults)
        return self.names

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.types)

    def field(self, name: str) -> Field:
        """The field of a column that no schema declares; what is no text, number or date is kept as its text."""
        return Field(name, self.kind(name) or "object", inferred=True)

    def kind(self, name: str) -> str:
        """The type of field that a column's type is; none where there is none."""
        return _kind(self.types[name])

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows, numbered from 1, their values as texts."""
        return self.lens.stream(self.path)

    def stream(self) -> Iterator[tuple[int, list[str]]]:
        """The same, each value written as its declared field reads it: there is no header among them."""
        known = {field.name: field for field in self.table.fields or ()}
        ways = [(self.kind(name), known.get(name)) for name in self.names]
        for number, row in self.rows():
            yield number, [_as_read(text, *way) for text, way in zip(row, ways, strict=True)]

    def how(self) -> str:
        """It says so itself."""
        return ""

    def _mismatch(self, field: Field) -> Finding | None:
        written = self.types.get(field.name)
        if _agree(field, written):
            return None
        fault = f"holds {written}, and the schema says {field.type}"
        return self.finding("type-error", fault, "correct the schema, or write the column anew", column=field.name)


def holds_nothing(file: File, name: str) -> bool:
    """Whether a column of a file is null in every row, and of another type than its field."""
    return isinstance(file, ParquetFile) and file.types[name] == NOTHING


def _agree(field: Field, written: str | None) -> bool:
    """Whether a column's type, if there is such a column, suits a field."""
    return written in {None, NOTHING} or _kind(str(written)) in {field.type, *_ALSO.get(field.type, ())}


def _finite(text: str) -> float:
    if isfinite(number := float(text)):
        return number
    raise ValueError(text)


def _as_read(text: str, kind: str, field: Field | None) -> str:
    """The text of a value of a kind, as a field reads it."""
    if not text or field is None or kind not in _VALUES:
        return text
    try:
        return workbook_value.written([workbook_value.Native(_VALUES[kind](text))], field)[0]
    except ValueError:
        return text  # of a value that Python does not know; what it is will be told


_VALUES: Mapping[str, Callable[[str], workbook_value.Own]] = {
    "integer": int,
    "number": _finite,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def _kind(written: str) -> str:
    """The type of field that a type of Parquet is; none where there is none."""
    return next((kind for kind, form in _HOLDS.items() if re.fullmatch(form, written.upper())), "")
