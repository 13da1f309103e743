"""A delimited text too large to hold: its first part says how it is written, and its rows pass by one at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property

from roundtable_cli.errors import BLANK_ROW, SOURCE_ERROR, Finding, Refused
from roundtable_cli.tables.reading import file_bytes, text_dialect
from roundtable_cli.tables.reading.text_file import TextFile

HEAD_BYTES = 2**18  # bytes of the first part
_LAST_LINE_BYTES = 2**16  # bytes that the last line of a part may lack
_UTF8_CODECS = ("utf-8", "utf-8-sig", "ascii")
_UNDECODED_BYTES = re.compile("[\udc80-\udcff]")  # how Python passes over bytes that are not UTF-8


class StreamedFile(TextFile):
    """A CSV file of which `content` is the first part, cut after a line: all that is told of it is told from there."""

    is_plain_utf8 = False  # no grid is laid over a part

    @cached_property
    def content(self) -> bytes:
        """The bytes of the first part. Refused where it can't be opened, or is known to be no text."""
        first = file_bytes.read_file_head(self.path, HEAD_BYTES) or file_bytes.read_file_bytes(
            self.path, self.label
        )  # which says why there are none
        if found := file_bytes.foreign_bytes_finding(first, self.label):
            raise Refused(found)
        self.is_complete = len(first) < HEAD_BYTES
        return first if self.is_complete else first[: first.rfind(b"\n", HEAD_BYTES - _LAST_LINE_BYTES) + 1] or first

    is_complete = False  # whether the first part is all of it, when it has been read

    @property
    def is_parquet(self) -> bool:
        """Whether it is told to be Parquet, and so no text, by its first bytes."""
        return file_bytes.is_parquet_file(self.path)

    @cached_property
    def unsupported_reason(self) -> str:
        """In which way it is not written as an engine reads it, in words; nothing where it is."""
        start = self.content.decode(self.encoding.codec, errors="replace")
        ways = {
            f"in {self.encoding.name}": self.encoding.codec not in _UTF8_CODECS,
            'with a first line "sep="': text_dialect.drop_sep_line(start) != start,
            "with a header of several rows": len(self.table.header_rows) > 1,
            "with spaces between cells and quotes": self._has_space_before_quote(start),
        }
        return next((way for way, is_so in ways.items() if is_so), "")

    def _has_space_before_quote(self, start: str) -> bool:
        """Whether a cell begins with a space and a quote, which programs read in two ways."""
        begins = f" {self.table.quote}"
        return f"{self.delimiter}{begins}" in start and any(
            cell.startswith(begins) for row in self._split_text(start) for cell in row
        )

    @property
    def is_engine_readable(self) -> bool:
        """Whether an engine reads it: UTF-8, a header of one row, no statement above it, no sign that it is damaged."""
        return not self.unsupported_reason and not self.damage_findings

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where no engine reads the file."""
        if self.unsupported_reason:
            fault, remedy = (
                f"is written {self.unsupported_reason}, and is too large to be mended",
                "save it as plain UTF-8 CSV",
            )
            raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy))
        return super().header

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows of the first part; where it is not all, without the last, which may be cut."""
        text, rows = self.text, list[list[str]]()
        if self.is_complete:
            yield from super().numbered_rows()
            return
        with suppress(csv.Error):  # a row that is cut; of another the stream will tell
            rows.extend(self._split_text(text))
        yield from enumerate(rows[:-1], 1)

    def stream_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows below the header that are not blank, numbered; refused where one can't be read, or is ragged."""
        width = len(self.column_names)
        for number, row in self._all_rows_below():
            whole = "".join(row)
            if whole and not whole.isspace():
                if len(row) != width or not whole.isascii() or "\0" in whole:
                    self._check_row(number, row)
                yield number, row

    def uneven_blank_rows(self) -> Iterator[Finding]:
        """The first blank row that has another number of cells than the header, which no engine passes over."""
        widths = {len(self.column_names), 0}
        for number, row in self._all_rows_below():
            if len(row) not in widths:
                fault = f"a blank row of {len(row)} cells under {len(self.column_names)} column names"
                yield self.error_finding(BLANK_ROW, fault, "take it out", number)
                return

    def _all_rows_below(self) -> Iterator[tuple[int, list[str]]]:
        """All rows below the header, numbered; bytes that are not UTF-8 pass. Refused where a quote is not closed."""
        number = 0
        with self._open_lines() as lines:
            try:
                for number, row in enumerate(self.split_lines(lines, strict=True), 1):
                    if number > self.header_row:
                        yield number, row
            except csv.Error as error:
                raise self.unclosed_quote_refusal(error, number + 1) from None

    @contextmanager
    def _open_lines(self) -> Iterator[Iterator[str]]:
        """Its lines."""
        with file_bytes.translating_errors(self.path, self.label), file_bytes.open_unpacked(self.path) as bytes_:
            yield io.TextIOWrapper(bytes_, "utf-8-sig", errors="surrogateescape", newline="")

    def _check_row(self, number: int, row: list[str]) -> None:
        """Refused where a row is damaged, or ragged."""
        text, width = "".join(row), len(self.column_names)
        if "\0" in text:
            raise Refused(self.null_byte_finding(number))
        if not text.isascii() and (found := _UNDECODED_BYTES.search(text)):
            raise Refused(self.not_utf8_finding(ord(found[0]) & 0xFF, number))
        if row[0].startswith(text_dialect.BOM_CHARACTER):
            raise Refused(self.second_file_finding(number))
        if len(row) != width:
            raise Refused(self._row_width_finding(number, len(row), width))
