"""A delimited text too large to hold: its first part says how it is written, and its rows pass by one at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.reading import file_bytes, text_dialect
from roundtable_cli.tables.reading.text_file import TextFile

PART = 2**18  # bytes of the first part
_LINE = 2**16  # bytes that the last line of a part may lack
_UTF8 = ("utf-8", "utf-8-sig", "ascii")
_UNDECODED = re.compile("[\udc80-\udcff]")  # how Python passes over bytes that are not UTF-8


class LargeFile(TextFile):
    """A CSV file of which `content` is the first part, cut after a line: all that is told of it is told from there."""

    is_plain = False  # no grid is laid over a part

    @cached_property
    def content(self) -> bytes:
        """The bytes of the first part. Refused where it can't be opened, or is known to be no text."""
        first = file_bytes.head(self.path, PART) or file_bytes.read(
            self.path, self.label
        )  # which says why there are none
        if found := file_bytes.foreign(first, self.label):
            raise Refused(found)
        self.is_whole = len(first) < PART
        return first if self.is_whole else first[: first.rfind(b"\n", PART - _LINE) + 1] or first

    is_whole = False  # whether the first part is all of it, when it has been read

    @property
    def is_parquet(self) -> bool:
        """Whether it is told to be Parquet, and so no text, by its first bytes."""
        return file_bytes.is_parquet(self.path)

    @cached_property
    def strange(self) -> str:
        """In which way it is not written as an engine reads it, in words; nothing where it is."""
        start = self.content.decode(self.encoding.codec, errors="replace")
        ways = {
            f"in {self.encoding.name}": self.encoding.codec not in _UTF8,
            'with a first line "sep="': text_dialect.without_statement(start) != start,
            "with a header of several rows": len(self.table.header_rows) > 1,
            "with spaces between cells and quotes": self._is_spaced(start),
        }
        return next((way for way, is_so in ways.items() if is_so), "")

    def _is_spaced(self, start: str) -> bool:
        """Whether a cell begins with a space and a quote, which programs read in two ways."""
        begins = f" {self.table.quote}"
        return f"{self.mark}{begins}" in start and any(
            cell.startswith(begins) for row in self._reader(start) for cell in row
        )

    @property
    def is_simple(self) -> bool:
        """Whether an engine reads it: UTF-8, a header of one row, no statement above it, no sign that it is damaged."""
        return not self.strange and not self.damaged

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where no engine reads the file."""
        if self.strange:
            fault, remedy = f"is written {self.strange}, and is too large to be mended", "save it as plain UTF-8 CSV"
            raise Refused(self.finding("source-error", fault, remedy))
        return super().header

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of the first part; where it is not all, without the last, which may be cut."""
        text, rows = self.text, list[list[str]]()
        if self.is_whole:
            yield from super().rows()
            return
        with suppress(csv.Error):  # a row that is cut; of another the stream will tell
            rows.extend(self._reader(text))
        yield from enumerate(rows[:-1], 1)

    def stream(self) -> Iterator[tuple[int, list[str]]]:
        """All rows below the header that are not blank, numbered; refused where one can't be read, or is ragged."""
        width = len(self.names)
        for number, row in self._all():
            whole = "".join(row)
            if whole and not whole.isspace():
                if len(row) != width or not whole.isascii() or "\0" in whole:
                    self._check(number, row)
                yield number, row

    def uneven(self) -> Iterator[Finding]:
        """The first blank row that has another number of cells than the header, which no engine passes over."""
        widths = {len(self.names), 0}
        for number, row in self._all():
            if len(row) not in widths:
                fault = f"a blank row of {len(row)} cells under {len(self.names)} column names"
                yield self.finding("blank-row", fault, "take it out", number)
                return

    def _all(self) -> Iterator[tuple[int, list[str]]]:
        """All rows below the header, numbered; bytes that are not UTF-8 pass. Refused where a quote is not closed."""
        number = 0
        with self._opened() as lines:
            try:
                for number, row in enumerate(self.cells(lines, strict=True), 1):
                    if number > self.header_row:
                        yield number, row
            except csv.Error as error:
                raise self.unclosed(error, number + 1) from None

    @contextmanager
    def _opened(self) -> Iterator[Iterator[str]]:
        """Its lines."""
        with file_bytes.told(self.path, self.label), file_bytes.opened(self.path) as bytes_:
            yield io.TextIOWrapper(bytes_, "utf-8-sig", errors="surrogateescape", newline="")

    def _check(self, number: int, row: list[str]) -> None:
        """Refused where a row is damaged, or ragged."""
        text, width = "".join(row), len(self.names)
        if "\0" in text:
            raise Refused(self.null_byte(number))
        if not text.isascii() and (found := _UNDECODED.search(text)):
            raise Refused(self.not_utf8(ord(found[0]) & 0xFF, number))
        if row[0].startswith(text_dialect.MARK):
            raise Refused(self.second_file(number))
        if len(row) != width:
            raise Refused(self._ragged(number, len(row), width))
