"""The records of one file as text, each with the row number that a spreadsheet shows."""

from __future__ import annotations

import codecs
import csv
import errno
import io
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.table import STDIN, Table

csv.field_size_limit(sys.maxsize)  # the csv module's own limit would refuse a long cell without need
Numbered = Iterator[tuple[int, list[str]]]


class Records(NamedTuple):
    """A file's header and its records that are not blank; `numbers` are their rows, the header's included."""

    label: str
    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]

    def column(self, name: str) -> list[str]:
        """The cells of one column."""
        position = self.header.index(name)
        return [row[position] for row in self.rows]


def header(path: Path, table: Table) -> tuple[str, ...]:
    """The column names of a file, trimmed; nothing below them is read. Refused where there are none."""
    try:
        with _opened(path) as stream, io.TextIOWrapper(stream, encoding=_codec(table), newline="") as lines:
            return _first(_rows(lines, path, table), path, table)
    except UnicodeError:
        return read(path, table).header  # which finds the row of the byte that is wrong
    except OSError as error:
        raise Refused(_unreadable(path, table, error)) from None


def read(path: Path, table: Table) -> Records:
    """All records of a file. Refused where it can't be opened or decoded, and where a row is ragged."""
    try:
        with _opened(path) as stream:
            content = stream.read()
    except OSError as error:
        raise Refused(_unreadable(path, table, error)) from None
    text = _decoded(content, path, table)
    if "\0" in text:
        raise Refused(*_null_bytes(text, path, table))
    numbered = _rows(io.StringIO(text, newline=""), path, table)
    names = _first(numbered, path, table)
    kept = list(numbered)
    ragged = [_ragged(path, table, number, row, names) for number, row in kept if len(row) != len(names)]
    if ragged:
        raise Refused(*ragged)
    return Records(table.label(path), names, [row for _, row in kept], [number for number, _ in kept])


def _first(rows: Numbered, path: Path, table: Table) -> tuple[str, ...]:
    """The header: the first row that isn't blank."""
    for _, row in rows:
        return tuple(name.strip() for name in row)
    raise Refused(Finding("source-error", "the file is empty", "a table needs a header row", table.label(path)))


def _rows(lines: Iterable[str], path: Path, table: Table) -> Numbered:
    """The rows that aren't blank, numbered as a spreadsheet numbers them: a line break in quotes starts no row."""
    number = 0
    rows = csv.reader(lines, delimiter=table.delimiter, quotechar=table.quote, strict=True)
    try:
        for number, row in enumerate(rows, 1):
            if row and (row[0].strip() or any(cell.strip() for cell in row)):  # the first cell settles most rows
                yield number, row
    except csv.Error as error:
        remedy = f"close the quotes {table.quote} of this row, and double those inside a cell"
        raise Refused(
            Finding("source-error", f"can't be read: {error}", remedy, table.label(path), number + 1)
        ) from None


def _decoded(content: bytes, path: Path, table: Table) -> str:
    try:
        return content.decode(_codec(table))
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError):
            fault = f"is not {table.encoding}: {error}"
            raise Refused(Finding("encoding-error", fault, "save it as UTF-8", table.label(path), 1)) from None
        before = error.object[: error.start].decode(table.encoding, errors="replace")
        lines = io.StringIO(before + "?", newline="")
        row = sum(1 for _ in csv.reader(lines, delimiter=table.delimiter, quotechar=table.quote))
        fault = f"is not {table.encoding}: byte 0x{error.object[error.start]:02x}"
        remedy = 'save it as UTF-8, or declare its "encoding" in datapackage.json'
        raise Refused(Finding("encoding-error", fault, remedy, table.label(path), row)) from None


def _null_bytes(text: str, path: Path, table: Table) -> Iterator[Finding]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=table.delimiter, quotechar=table.quote)
    for number, row in enumerate(rows, 1):
        if any("\0" in cell for cell in row):
            remedy = "the file is damaged, or no text: export it again"
            yield Finding("null-byte", "a NUL character", remedy, table.label(path), number)


def _ragged(path: Path, table: Table, number: int, row: list[str], names: tuple[str, ...]) -> Finding:
    long = len(row) > len(names)
    remedy = f'a cell that holds a "{table.delimiter}" needs quotes' if long else "add the cells it lacks"
    fault = f"{len(row)} cells under {len(names)} column names"
    return Finding("extra-cell" if long else "missing-cell", fault, remedy, table.label(path), number)


def _codec(table: Table) -> str:
    return "utf-8-sig" if codecs.lookup(table.encoding).name == "utf-8" else table.encoding


def _opened(path: Path) -> BinaryIO:
    return io.BytesIO(_standard_input()) if path == STDIN else path.open("rb")


@cache
def _standard_input() -> bytes:
    """Standard input can be read only once, a table twice: for its header, and for its rows."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read()


def _unreadable(path: Path, table: Table, error: OSError) -> Finding:
    remedy = "correct the table's path, or put the file there" if not path.exists() else "a table is a readable file"
    return Finding("source-error", f"can't be opened: {error.strerror}", remedy, table.label(path))
