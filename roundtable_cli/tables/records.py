"""The records of one file as text, each with the row number that a spreadsheet shows, and what is wrong in its rows."""

from __future__ import annotations

import csv
import errno
import io
import sys
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from roundtable_cli.errors import WARNING, Finding, Refused
from roundtable_cli.tables import dialect, totals
from roundtable_cli.tables.dialect import Encoding
from roundtable_cli.tables.table import STDIN, Table

csv.field_size_limit(sys.maxsize)  # the csv module's own limit would refuse a long cell without need
ENOUGH = 200_000  # characters from which the delimiter is told
_NAMES = {"\t": "tabs"}


class Records(NamedTuple):
    """A file's header and its records that are not blank; `numbers` are their rows, the header's included.

    `above` are the texts over HXL's hashtags: a column answers to its own, where no other has it.
    """

    label: str
    header: tuple[str, ...]
    rows: list[list[str]]
    numbers: list[int]
    above: tuple[str, ...] = ()

    def column(self, name: str) -> list[str]:
        """The cells of one column."""
        position = (self.header if name in self.header else self.above).index(name)
        return [row[position] for row in self.rows]


class TextFile:
    """One file of a table, read once: how it is written, its header, its records, and the findings of its rows."""

    def __init__(self, path: Path, table: Table) -> None:
        self.path, self.table, self.label = path, table, table.label(path)

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file. Refused where it can't be opened."""
        try:
            with _opened(self.path) as stream:
                return stream.read()
        except OSError as error:
            remedy = "a table is a readable file" if self.path.exists() else "correct the table's path, or put it there"
            raise Refused(self.finding("source-error", f"can't be opened: {error.strerror}", remedy)) from None

    @cached_property
    def encoding(self) -> Encoding:
        """What its bytes mean; a declared encoding goes before a guess."""
        return dialect.encoding(self.content, self.table.encoding)

    @cached_property
    def text(self) -> str:
        """The file as text. Refused where its bytes are none."""
        try:
            return dialect.without_statement(self.content.decode(self.encoding.codec))
        except UnicodeError as error:
            raise Refused(self._undecodable(error)) from None

    @cached_property
    def nulls(self) -> list[Finding]:
        """Rows with NUL characters, which no text has."""
        return list(self._null_bytes(self.text)) if "\0" in self.text else []

    @cached_property
    def delimiter(self) -> str:
        """The character between cells, declared or told from the records."""
        if self.table.delimiter:
            return self.table.delimiter
        whole = self.content[: ENOUGH * 4].decode(self.encoding.codec, errors="ignore")
        return dialect.delimiter(whole[:ENOUGH], self.table.quote)

    @cached_property
    def _top(self) -> list[list[str]]:
        """The first rows, blank ones too."""
        return list(islice(self._reader(self.text), dialect.TAGGED_WITHIN))

    @cached_property
    def header_row(self) -> int:
        """The row of the header, as a spreadsheet counts. Refused where the file is empty."""
        found = dialect.header_row(self._top) + 1
        if not found:
            found = next((number for number, row in self._rows() if _filled(row)), 0)
        if not found:
            raise Refused(self.finding("source-error", "the file is empty", "a table needs a header row"))
        return found

    @property
    def tagged(self) -> bool:
        """Whether its columns are named by HXL's hashtags."""
        return self.header_row <= len(self._top) and dialect.is_tagged(self._top[self.header_row - 1])

    @cached_property
    def above(self) -> tuple[str, ...]:
        """The texts over hashtags."""
        over = self._top[self.header_row - 2] if self.tagged and self.header_row > 1 else []
        return tuple(text.strip() for text in over)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where there are none, or where the file is no text."""
        if self.nulls:
            raise Refused(*self.nulls)
        return self.names

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, trimmed; one without a hashtag has the text above. Refused where there are none."""
        if self.header_row <= len(self._top):
            names = self._top[self.header_row - 1]
        else:
            names = next((row for number, row in self._rows() if number == self.header_row), [])
        above = [*self.above, *[""] * len(names)]
        return tuple(name.strip() or over for name, over in zip(names, above, strict=False))

    @cached_property
    def _below(self) -> tuple[list[tuple[int, list[str]]], list[int]]:
        """The rows below the header that aren't blank, numbered, and the numbers of those that are, in one pass."""
        filled, blank = list[tuple[int, list[str]]](), list[int]()
        for number, row in islice(self._rows(), self.header_row, None):
            if _filled(row):
                filled.append((number, row))
            else:
                blank.append(number)
        return filled, blank

    @property
    def numbered(self) -> list[tuple[int, list[str]]]:
        """The rows below the header that aren't blank, numbered. Refused where a quote is not closed."""
        return self._below[0]

    @cached_property
    def total(self) -> int | None:
        """The number of the last row, where it holds the sums of those above it: it is no record."""
        width = len(self.names)
        rows = [row for _, row in self.numbered if len(row) == width]
        return self.numbered[-1][0] if rows and totals.is_total(rows) and rows[-1] is self.numbered[-1][1] else None

    @cached_property
    def ragged(self) -> list[Finding]:
        """Rows that have more cells than the header, or fewer."""
        width = len(self.names)
        return [self._ragged(number, len(row), width) for number, row in self.numbered if len(row) != width]

    @cached_property
    def records(self) -> Records:
        """All records. Refused where a row is ragged."""
        if self.ragged:
            raise Refused(*self.ragged)
        kept = [(number, row) for number, row in self.numbered if number != self.total]
        return Records(self.label, self.header, [row for _, row in kept], [number for number, _ in kept], self.above)

    @property
    def plain(self) -> bool:
        """Whether it is UTF-8 with commas and its header in the first row: nothing had to be decided."""
        return (self.encoding.name, self.delimiter, self.header_row) == ("utf-8", ",", 1)

    def told(self) -> Iterator[str]:
        """What was decided about it, and left out of it, a line each; of several blank rows one line."""
        if not self.plain:
            guess = " (a guess)" if self.encoding.guessed else ""
            header = f", header in row {self.header_row}" if self.header_row != 1 else ""
            mark = _NAMES.get(self.delimiter, f'"{self.delimiter}"')
            yield f"{self.label}: read as {self.encoding.name}{guess}, {mark}{header}"
        kinds: dict[str, list[Finding]] = {}
        for finding in self.decisions():
            if finding.code != "encoding-guessed":  # said already
                kinds.setdefault(finding.code, []).append(finding)
        for found in kinds.values():
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            yield f"{found[0]}{more}"

    def decisions(self) -> Iterator[Finding]:
        """What was decided about the file, and what was left out of it, as warnings."""
        if self.encoding.guessed:
            fault, remedy = f"read as {self.encoding.name}, a guess", 'declare its "encoding", or save it as UTF-8'
            yield self.warning("encoding-guessed", fault, remedy)
        for number in self._below[1]:
            yield self.warning("blank-row", "the row is blank", "take it out", number)
        if self.total is not None:
            fault, remedy = "a row of totals, left out: its numbers are the sums of those above", "take it out"
            yield self.warning("total-row", fault, remedy, self.total)

    def finding(self, code: str, fault: str, remedy: str, row: int | None = None) -> Finding:
        """An error in this file."""
        return Finding(code, fault, remedy, self.label, row)

    def warning(self, code: str, fault: str, remedy: str, row: int | None = None) -> Finding:
        """A warning in this file."""
        return Finding(code, fault, remedy, self.label, row, severity=WARNING)

    def _reader(self, text: str, strict: bool = False) -> Iterator[list[str]]:
        lines = io.StringIO(text, newline="")
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.table.quote, strict=strict)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows, numbered as a spreadsheet numbers them: a line break in quotes starts no row."""
        number = 0
        try:
            for number, row in enumerate(self._reader(self.text, strict=True), 1):
                yield number, row
        except csv.Error as error:
            remedy = f"close the quotes {self.table.quote} of this row, and double those inside a cell"
            raise Refused(self.finding("source-error", f"can't be read: {error}", remedy, number + 1)) from None

    def _undecodable(self, error: UnicodeError) -> Finding:
        name = self.encoding.name
        if not isinstance(error, UnicodeDecodeError):
            return self.finding("encoding-error", f"is not {name}: {error}", "save it as UTF-8", 1)
        before = error.object[: error.start].decode(self.encoding.codec, errors="replace")
        lines = self._reader(before + "?")
        fault = f"is not {name}: byte 0x{error.object[error.start]:02x}"
        remedy = 'save it as UTF-8, or declare its "encoding" in datapackage.json'
        return self.finding("encoding-error", fault, remedy, sum(1 for _ in lines))

    def _null_bytes(self, text: str) -> Iterator[Finding]:
        for number, row in enumerate(self._reader(text), 1):
            if any("\0" in cell for cell in row):
                remedy = "the file is damaged, or no text: export it again"
                yield self.finding("null-byte", "a NUL character", remedy, number)

    def _ragged(self, number: int, cells: int, width: int) -> Finding:
        long = cells > width
        remedy = f'a cell that holds a "{self.delimiter}" needs quotes' if long else "add the cells it lacks"
        fault = f"{cells} cells under {width} column names"
        return self.finding("extra-cell" if long else "missing-cell", fault, remedy, number)


def read(path: Path, table: Table) -> Records:
    """All records of a file. Refused where it can't be opened or read, and where a row is ragged."""
    return TextFile(path, table).records


def _filled(row: Sequence[str]) -> bool:
    """Whether a row has a cell that isn't blank; the first one settles it for most."""
    return bool(row) and (bool(row[0].strip()) or any(cell.strip() for cell in row))


def _opened(path: Path) -> BinaryIO:
    return io.BytesIO(_standard_input()) if path == STDIN else path.open("rb")


@cache
def _standard_input() -> bytes:
    """Standard input can be read only once."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read()
