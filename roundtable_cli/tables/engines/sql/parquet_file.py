"""Parquet files: their columns have types of their own, which the schema has to agree with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from math import isfinite
from pathlib import Path

from roundtable_cli.errors import SOURCE_ERROR, TYPE_ERROR, Finding, Refused, UnreadableFiles
from roundtable_cli.tables.engines.sql.file_access import FileAccess
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import UNPARSED_TYPES, Field, Table
from roundtable_cli.tables.values import workbook_value

NO_VALUES = "no values"  # the type of a column that is null in every row, whatever it was written as
TOO_PRECISE_PREFIX = "numbers of"  # what begins the name of a type of numbers that an engine can't hold
# The types of columns, as DuckDB and Spark call them, by the type of field that they hold.
_TYPE_PATTERNS = {
    "integer": r"U?(TINYINT|SMALLINT|INTEGER|BIGINT)|INT|BYTE|SHORT|LONG|DECIMAL\(\d+, ?0\)",
    "number": r"DOUBLE|FLOAT|DECIMAL\(.*\)",
    "string": r"VARCHAR|STRING|ENUM\(.*\)",
    "boolean": r"BOOLEAN",
    "date": r"DATE",
    "datetime": r"TIMESTAMP|TIMESTAMP_NTZ|TIMESTAMP_NS|TIMESTAMP_MS|TIMESTAMP_S",
}
_ACCEPTED_TYPES = {
    "number": ("integer",),
    "any": ("string",),
    "yearmonth": ("date",),
    "year": ("date",),
    "datetime": ("date",),
}
_ACCEPTED_TYPES |= dict.fromkeys(UNPARSED_TYPES, ("string",))


class ParquetFile(TableFile):
    """One Parquet file of a table: an engine tells its columns and streams its rows."""

    def __init__(self, path: Path, table: Table, lens: FileAccess) -> None:
        super().__init__(path, table)
        self.file_access = lens

    header_row = 0  # its columns have their names elsewhere
    has_hashtags = False

    @cached_property
    def column_types(self) -> dict[str, str]:
        """Its columns, each with the type that it has in the file. Refused where it can't be read.

        Who writes a column of nulls may not know its type: it holds nothing that another type than the schema's has.
        """
        try:
            types = dict(self.file_access.parquet_columns(self.path))
            others = [field.name for field in self.table.fields or () if not _types_agree(field, types.get(field.name))]
            return types | {name: NO_VALUES for name in others if not self.file_access.has_values(self.path, name)}
        except UnreadableFiles:
            fault, remedy = "begins as Parquet, and is damaged or cut off", "copy or write it again"
            raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy)) from None

    def decided_table(self) -> Table:
        """Nothing was to be decided."""
        return self.table

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns. Refused where one has another type than the schema says."""
        faults = [fault for field in self.table.fields or () if (fault := self._type_mismatch(field))]
        if faults:
            raise Refused(*faults)
        return self.column_names

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.column_types)

    def field_from_type(self, name: str) -> Field:
        """The field of a column that no schema declares; what is no text, number or date is kept as its text."""
        return Field(name, self.field_type(name) or "object", inferred=True)

    def field_type(self, name: str) -> str:
        """The type of field that a column's type is; none where there is none."""
        return _field_type_of(self.column_types[name])

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows, numbered from 1, their values as texts."""
        return self.file_access.stream_rows(self.path)

    def stream_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The same, each value written as its declared field reads it: there is no header among them."""
        known = {field.name: field for field in self.table.fields or ()}
        ways = [(self.field_type(name), known.get(name)) for name in self.column_names]
        for number, row in self.numbered_rows():
            yield number, [_text_for_field(text, *way) for text, way in zip(row, ways, strict=True)]

    def describe_reading(self) -> str:
        """It says so itself."""
        return ""

    def _type_mismatch(self, field: Field) -> Finding | None:
        written = self.column_types.get(field.name)
        if _types_agree(field, written):
            return None
        fault = f"holds {written}, and the schema says {field.type}"
        return self.error_finding(TYPE_ERROR, fault, "correct the schema, or write the column anew", column=field.name)


def holds_no_values(file: TableFile, name: str) -> bool:
    """Whether a column of a file is null in every row, and of another type than its field."""
    return isinstance(file, ParquetFile) and file.column_types[name] == NO_VALUES


def _types_agree(field: Field, written: str | None) -> bool:
    """Whether a column's type, if there is such a column, suits a field."""
    return written in {None, NO_VALUES} or _field_type_of(str(written)) in {
        field.type,
        *_ACCEPTED_TYPES.get(field.type, ()),
    }


def _parse_finite(text: str) -> float:
    if isfinite(number := float(text)):
        return number
    raise ValueError(text)


def _text_for_field(text: str, kind: str, field: Field | None) -> str:
    """The text of a value of a kind, as a field reads it."""
    if not text or field is None or kind not in _VALUE_PARSERS:
        return text
    try:
        return workbook_value.format_workbook_cells([workbook_value.WorkbookValue(_VALUE_PARSERS[kind](text))], field)[
            0
        ]
    except ValueError:
        return text  # of a value that Python does not know; what it is will be told


_VALUE_PARSERS: Mapping[str, Callable[[str], workbook_value.CellValue]] = {
    "integer": int,
    "number": _parse_finite,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def _field_type_of(written: str) -> str:
    """The type of field that a type of Parquet is; none where there is none."""
    return next((kind for kind, form in _TYPE_PATTERNS.items() if re.fullmatch(form, written.upper())), "")
