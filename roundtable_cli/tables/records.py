"""The records of one file as text, each with the row number that a spreadsheet shows."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.table import STDIN, Table

csv.field_size_limit(sys.maxsize)  # the csv module's own limit would refuse a long cell without need


@dataclass(frozen=True)
class Records:
    """A file's header and its records that are not blank; `numbers` are their rows, the header's included."""

    path: Path
    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]

    def column(self, name: str) -> list[str]:
        """The cells of one column."""
        position = self.header.index(name)
        return [row[position] for row in self.rows]


def header(path: Path, table: Table) -> tuple[str, ...]:
    """The column names of a file, trimmed; nothing below them is read."""
    with _opened(path, table) as lines:
        _, names = _first(_rows(lines, path, table), path)
    return names


def read(path: Path, table: Table) -> Records:
    """All records of a file. Refused where it can't be opened or decoded, and where a row is ragged."""
    with _opened(path, table) as lines:
        numbered = _rows(lines, path, table)
        _, names = _first(numbered, path)
        kept = list(numbered)
    ragged = [_ragged(path, number, len(row), len(names)) for number, row in kept if len(row) != len(names)]
    if ragged:
        raise Refused(*ragged)
    return Records(path, names, [row for _, row in kept], [number for number, _ in kept])


def _first(rows: Iterator[tuple[int, list[str]]], path: Path) -> tuple[int, tuple[str, ...]]:
    """The header: the first row that isn't blank."""
    for number, row in rows:
        return number, tuple(name.strip() for name in row)
    raise Refused(Finding("source-error", "the file is empty", "a table needs a header row", path.name))


def _rows(lines: io.TextIOBase, path: Path, table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows that aren't blank, numbered as a spreadsheet numbers them: a line break in quotes starts no row."""
    number = 0
    try:
        for number, row in enumerate(
            csv.reader(lines, delimiter=table.delimiter, quotechar=table.quote, strict=True), 1
        ):
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error as error:
        raise Refused(Finding("source-error", f"can't be read: {error}", "", path.name, number + 1)) from None
    except UnicodeDecodeError as error:
        fault = f"is not {table.encoding}: byte 0x{error.object[error.start]:02x}"
        remedy = 'save it as UTF-8, or declare its "encoding" in datapackage.json'
        raise Refused(Finding("encoding-error", fault, remedy, path.name, number + 1)) from None
    except OSError as error:
        raise Refused(_unreadable(path, error)) from None


def _ragged(path: Path, row: int, cells: int, columns: int) -> Finding:
    code = "extra-cell" if cells > columns else "missing-cell"
    remedy = f'a cell that holds a "{","}" needs quotes' if cells > columns else "add the cells it lacks"
    return Finding(code, f"{cells} cells under {columns} column names", remedy, path.name, row)


def _opened(path: Path, table: Table) -> io.TextIOWrapper:
    encoding = "utf-8-sig" if codecs.lookup(table.encoding).name == "utf-8" else table.encoding
    return io.TextIOWrapper(_binary(path), encoding=encoding, newline="")


def _binary(path: Path) -> BinaryIO:
    if path == STDIN:
        return io.BytesIO(_standard_input())
    try:
        return path.open("rb")
    except OSError as error:
        raise Refused(_unreadable(path, error)) from None


@cache
def _standard_input() -> bytes:
    """Standard input can be read only once, a table twice: for its header, and for its rows."""
    return sys.stdin.buffer.read()


def _unreadable(path: Path, error: OSError) -> Finding:
    return Finding("source-error", f"can't be opened: {error.strerror}", "", str(path))
