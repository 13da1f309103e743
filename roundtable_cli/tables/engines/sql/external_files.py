"""The files of a table that an engine reads: texts, here or at a URL, and Parquet, whose columns have types."""

from __future__ import annotations

import codecs
import mmap
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

from roundtable_cli.errors import Finding, Refused, UnreadableFiles
from roundtable_cli.finding_codes import SOURCE_ERROR, TYPE_ERROR
from roundtable_cli.tables.reading import file_bytes
from roundtable_cli.tables.reading.streamed_file import StreamedFile
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import UNPARSED_TYPES, Field, Table
from roundtable_cli.tables.values import numerals, workbook_value

FIRST_LINES = 1000  # lines of a file at a URL that show how it is written
_PIECE_BYTES = 2**22
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


class FileAccess(Protocol):
    """An engine, as its files see it."""

    def parquet_columns(self, path: Path) -> Mapping[str, str]:
        """The columns of a Parquet file, each with its type as the engine calls it."""
        ...

    def has_values(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        ...

    def sample_parquet_texts(self, path: Path, name: str, most: int) -> Iterator[str]:
        """Some of the values of a column of a Parquet file, as texts; "" for none."""
        ...

    def stream_parquet_rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The rows of a Parquet file, numbered from 1, values as texts."""
        ...

    def stream_lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:
        """The lines of a file at a URL, the first of them or all, without their ends."""
        ...


class ExternalFile(TableFile):
    """A file that an engine reads: what tables and engines ask of it, whichever kind it is."""

    @cached_property
    def column_types(self) -> Mapping[str, str]:
        """The types that the columns have in a Parquet file; a text's columns have none."""
        return {}

    @property
    @abstractmethod
    def is_parquet(self) -> bool:
        """Whether its columns have types of their own."""

    @abstractmethod
    def stream_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The records, each with its row number, as texts. Refused where one can't be read."""

    def sample_texts(self, name: str, most: int) -> Iterator[str]:
        """The texts of a column in the first rows below the header, that many at most."""
        below = (row for number, row in self.numbered_rows() if number > self.header_row)
        position = self.column_positions[name]
        return (row[position] for row in islice(below, most) if position < len(row))

    def column_position(self, name: str | int) -> int:
        """Where a column stands in the file, from 0; a number is its position already."""
        return self.column_positions[name] if isinstance(name, str) else name

    @property
    def section_findings(self) -> list[Finding]:
        """A warning for each row known that may head a section of the table."""
        return []

    def uneven_blank_rows(self) -> Iterable[Finding]:
        """The blank rows that no engine passes over, or the first of them."""
        return ()

    def count_lines(self) -> int:
        """The lines of a text that has quotes, so that some may be within a cell; 0 for any other file."""
        return 0

    def has_only_nulls(self, name: str) -> bool:
        """Whether a column is null in every row, and of another type than its field."""
        return self.column_types.get(name) == NO_VALUES

    def field_type(self, name: str) -> str:
        """The type of field that a column's own type is; "" where it is none, or there is none."""
        return _field_type_of(self.column_types.get(name, ""))

    def field_from_type(self, name: str) -> Field | None:  # noqa: ARG002 - Parquet asks the column's type
        """The field of a column that no schema declares, told from its type; None where it has none."""
        return None


class ExternalTextFile(StreamedFile, ExternalFile):
    """A CSV file on this machine."""

    def count_lines(self) -> int:
        """The lines, counted in pieces of the file; 0 where it has no quotes."""
        quote = self.table.quote.encode()
        with file_bytes.translating_errors(self.path, self.label):
            if file_bytes.is_gzip_file(self.path):
                with file_bytes.open_unpacked(self.path) as stream:
                    return _count_quoted_lines(iter(lambda: stream.read(_PIECE_BYTES), b""), quote)
            # The engine has just read it: mapped from what the system keeps of it, it is not read once more.
            with self.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if content.find(quote) < 0:
                    return 0
                starts = range(0, len(content), _PIECE_BYTES)
                return _count_quoted_lines((content[start : start + _PIECE_BYTES] for start in starts), quote)


def _count_quoted_lines(pieces: Iterable[bytes], quote: bytes) -> int:
    """The lines in the pieces of a file; 0 where no piece has a quote."""
    lines, has_quotes, last = 0, False, b"\n"
    for piece in pieces:
        lines, last = lines + piece.count(b"\n"), piece[-1:]
        has_quotes = has_quotes or quote in piece
    return (lines + (last != b"\n")) if has_quotes else 0


class RemoteFile(ExternalTextFile):
    """A CSV file at a URL: the engine that runs there hands over its lines, and Python opens nothing."""

    def __init__(self, path: Path, table: Table, file_access: FileAccess) -> None:
        super().__init__(path, table)
        self.file_access = file_access

    @cached_property
    def first_bytes(self) -> bytes:
        """The bytes of the first lines, each ended by a line feed, however the file ends it."""
        lines = [*self.file_access.stream_lines(self.path, FIRST_LINES)]
        self.is_complete = len(lines) < FIRST_LINES
        return b"".join(line + b"\n" for line in lines)

    @property
    def last_bytes(self) -> bytes:
        """None: the engine hands over lines from the beginning."""
        return b""

    def count_lines(self) -> int:
        """None that may be within a cell: the engine reads line by line."""
        return 0

    @property
    def is_parquet(self) -> bool:
        """Whether its first bytes are those of Parquet."""
        return self.first_bytes.startswith(file_bytes.PARQUET_SIGNATURE)

    @cached_property
    def content(self) -> bytes:
        """The bytes of the first lines. Refused where they are known to be no text."""
        if self.first_bytes.startswith(file_bytes.GZIP_SIGNATURE):  # Spark unpacks only what is called so
            fault, remedy = 'is compressed, but its name does not end in ".gz"', "rename the file"
            raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy))
        if finding := file_bytes.foreign_bytes_finding(self.first_bytes, self.label):
            raise Refused(finding)
        return self.first_bytes

    @contextmanager
    def _open_lines(self) -> Iterator[Iterator[str]]:
        yield self._decode_lines()

    def _decode_lines(self) -> Iterator[str]:
        for number, line in enumerate(self.file_access.stream_lines(self.path)):
            own = line if number else line.removeprefix(codecs.BOM_UTF8)
            yield own.decode("utf-8", errors="surrogateescape") + "\n"


class ParquetFile(ExternalFile):
    """One Parquet file of a table: an engine tells its columns and streams its rows."""

    is_parquet = True
    header_row = 0  # the columns have their names elsewhere: all rows are records
    has_hashtags = False

    def __init__(self, path: Path, table: Table, file_access: FileAccess) -> None:
        super().__init__(path, table)
        self.file_access = file_access

    @cached_property
    def column_types(self) -> Mapping[str, str]:
        """The columns, each with the type that it has in the file. Refused where the file can't be read.

        A program that writes a column of nulls may not know its type: nothing in it disagrees with the schema.
        """
        try:
            types = dict(self.file_access.parquet_columns(self.path))
            others = [field.name for field in self.table.fields or () if not _types_agree(field, types.get(field.name))]
            return types | {name: NO_VALUES for name in others if not self.file_access.has_values(self.path, name)}
        except UnreadableFiles:
            fault, remedy = "this is a damaged Parquet file", "copy or download it again"
            raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy)) from None

    def decided_table(self) -> Table:
        """The table as it is: a Parquet file leaves nothing to be decided."""
        return self.table

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where one has another type than the schema says."""
        mismatches = [finding for field in self.table.fields or () if (finding := self._type_mismatch(field))]
        if mismatches:
            raise Refused(*mismatches)
        return self.column_names

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.column_types)

    @property
    def row_findings(self) -> list[Finding]:
        """None: every row has all columns, and none is a header."""
        return []

    def field_from_type(self, name: str) -> Field:
        """The field of a column that no schema declares; what is no text, number or date is kept as its text."""
        return Field(name, self.field_type(name) or "object", inferred=True)

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows, numbered from 1, their values as texts."""
        return self.file_access.stream_parquet_rows(self.path)

    def sample_texts(self, name: str, most: int) -> Iterator[str]:
        """Some of the values of a column as texts."""
        return self.file_access.sample_parquet_texts(self.path, name, most)

    def stream_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows, numbered from 1, each value written as its declared field reads it."""
        declared = {field.name: field for field in self.table.fields or ()}
        kinds = [(self.field_type(name), declared.get(name)) for name in self.column_names]
        for number, row in self.numbered_rows():
            yield number, [_text_for_field(text, *kind) for text, kind in zip(row, kinds, strict=True)]

    def describe_reading(self) -> str:
        """Nothing: there is one way to read Parquet."""
        return ""

    def _type_mismatch(self, field: Field) -> Finding | None:
        written = self.column_types.get(field.name)
        if _types_agree(field, written):
            return None
        fault, remedy = f"holds {written}, but datapackage.json says {field.type}", "correct the type there"
        return self.error_finding(TYPE_ERROR, fault, remedy, column=field.name)


def _types_agree(field: Field, written: str | None) -> bool:
    """Whether a column's type, if there is such a column, suits a field."""
    accepted = {field.type, *_ACCEPTED_TYPES.get(field.type, ())}
    return written in {None, NO_VALUES} or _field_type_of(str(written)) in accepted


def _field_type_of(written: str) -> str:
    """The type of field that a type of Parquet is; "" where it is none."""
    return next((kind for kind, pattern in _TYPE_PATTERNS.items() if re.fullmatch(pattern, written.upper())), "")


_VALUE_PARSERS: Mapping[str, Callable[[str], workbook_value.NativeValue]] = {
    "integer": int,
    "number": numerals.parse_exact_float,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def _text_for_field(text: str, kind: str, field: Field | None) -> str:
    """The text of a value of a kind, as a field reads it."""
    if not text or field is None or kind not in _VALUE_PARSERS:
        return text
    try:
        value = workbook_value.WorkbookValue(_VALUE_PARSERS[kind](text))
    except ValueError:
        return text  # a value that Python has no type for; the checks of the cell will name it
    return workbook_value.format_workbook_cells([value], field)[0]
