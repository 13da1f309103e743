"""A delimited text too large to hold: its first part says how it is written, and its rows pass by one at a time."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property

from roundtable_cli.errors import ERROR, Finding, Refused
from roundtable_cli.finding_codes import BLANK_ROW, NOTE_ROW, SOURCE_ERROR, TOTAL_ROW
from roundtable_cli.tables.reading import delimiters, file_bytes, row_faults, text_encoding
from roundtable_cli.tables.reading.layout import note_rows, second_tables, table_layout
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.reading.totals import statistic_rows
from roundtable_cli.tables.values.cell_text import filled_cells, is_blank_row

HEAD_BYTES = 2**18  # bytes of the first part
_SAMPLE_ROWS = 500  # records that show whether the last rows are notes
_LAST_LINE_BYTES = 2**16  # bytes at the end of the first part in which its last line end is looked for
_UTF8_CODECS = ("utf-8", "utf-8-sig", "ascii")
_UNDECODED_BYTES = re.compile("[\udc80-\udcff]")  # what `surrogateescape` makes of bytes that are not UTF-8


class StreamedFile(TextFile):
    """A CSV file of which `content` is the first part, cut after a line: how it is written is told from there."""

    is_plain_utf8 = False  # no grid is laid over a part
    is_complete = False  # whether the first part is all of it, once it has been read

    @cached_property
    def content(self) -> bytes:
        """The bytes of the first part. Refused where it can't be opened, or is known to be no text."""
        # Where the head is empty, to read the whole says why.
        head = file_bytes.read_file_head(self.path, HEAD_BYTES) or file_bytes.read_file_bytes(self.path, self.label)
        if finding := file_bytes.foreign_bytes_finding(head, self.label):
            raise Refused(finding)
        self.is_complete = len(head) < HEAD_BYTES
        return head if self.is_complete else head[: head.rfind(b"\n", HEAD_BYTES - _LAST_LINE_BYTES) + 1] or head

    @property
    def is_parquet(self) -> bool:
        """Whether its first bytes say that it is Parquet, and so no text."""
        return file_bytes.is_parquet_file(self.path)

    @cached_property
    def unsupported_reason(self) -> str:
        """In which way it is not written as an engine reads it, in words that follow "is written"; empty if it is."""
        if self.encoding.codec not in _UTF8_CODECS:  # the first part may end within a character: no row is looked at
            return f"in {self.encoding.name}"
        start = self.content.decode(self.encoding.codec, errors="replace")
        reasons = {
            'with a first line "sep="': delimiters.drop_sep_line(start) != start,
            "with one heading over several columns": self._has_renamed_columns,
            "with column headings in several rows": len(self.layout.header_rows) > 1,
            "with spaces between cells and quotes": self._has_space_before_quote(start),
        }
        return next((reason for reason, holds in reasons.items() if holds), "")

    @property
    def _has_renamed_columns(self) -> bool:
        """Whether the schema tells columns of one heading apart."""
        return bool(self.layout.header_rows) and self.column_names != self.written_headings

    def _has_space_before_quote(self, start: str) -> bool:
        """Whether a cell begins with a space and a quote, which programs read in two ways."""
        spaced_quote = f" {self.table.quote}"
        return f"{self.delimiter}{spaced_quote}" in start and any(
            cell.startswith(spaced_quote) for row in self._split_text(start) for cell in row
        )

    @property
    def is_engine_readable(self) -> bool:
        """Whether an engine reads it: UTF-8, a header of one row, no line `sep=` above it, no sign of damage.

        Where rows head sections, all of them are told by who reads it row by row.
        """
        return not (self.unsupported_reason or self.damage_findings or self.section_findings)

    @cached_property
    def section_findings(self) -> list[Finding]:
        """A warning for each row of the first part that may head a section of the table."""
        rows = self._possible_records
        is_cut = bool(rows) and not self.is_complete and len(filled_cells(rows[-1][1])) == 1  # its records are beyond
        return [*second_tables.find_section_rows(self.label, rows[:-1] if is_cut else rows)]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where no engine reads the file."""
        if self.unsupported_reason:
            fault = f"the file is written {self.unsupported_reason}; so large a file is only read as plain UTF-8 CSV"
            raise Refused(self.error_finding(SOURCE_ERROR, fault, "save it as plain UTF-8 CSV"))
        return super().header

    @cached_property
    def row_findings(self) -> list[Finding]:
        """What is wrong with the rows of the first part, and of the last; rows too that no engine leaves out."""
        decided = table_layout.describe_layout(self.layout, self.table, self.label)
        return [
            *super().row_findings,
            *(finding._replace(severity=ERROR) for finding in decided),
            *(row.kept_finding(self.label) for row in self.no_records),
            *(row_faults.total_row_finding(self.label, found.row or 0) for found in self.total_findings.left_out),
            *self._last_row_findings(),
        ]

    def _last_row_findings(self) -> Iterator[Finding]:
        """The errors for notes and statistics in the last rows, whose numbers are not known."""
        records = self.filled_rows[:_SAMPLE_ROWS]
        if self.is_complete or not records or not self.last_bytes:
            return
        _, _, end = self.last_bytes.decode("utf-8", errors="replace").partition("\n")
        after = records[-1][0] + 1
        last = [(number, row) for number, row in enumerate(self._split_text(end), after) if not is_blank_row(row)]
        if note_rows.find_note_rows([*records, *last], len(self.column_names)):
            fault, remedy = "the last rows are notes or signatures, not records", "delete them from so large a file"
            yield self.error_finding(NOTE_ROW, fault, remedy)
        elif label := statistic_rows.find_last_statistic([row for _, row in last]):
            fault = f'the last rows are statistics of the others ("{label}"), not records'
            yield self.error_finding(TOTAL_ROW, fault, "delete them from so large a file")

    @property
    def last_bytes(self) -> bytes:
        """The bytes at the end of the file; none of a compressed one."""
        return b"" if file_bytes.is_gzip_file(self.path) else file_bytes.read_file_end(self.path, _LAST_LINE_BYTES)

    def numbered_rows(self) -> Iterator[NumberedRow]:
        """The rows of the first part; where it is not all, without the last, which may be cut."""
        if self.text and self.is_complete:
            yield from super().numbered_rows()
            return
        rows = list[list[str]]()
        with suppress(csv.Error):  # a row that is cut; of another the stream will tell
            rows.extend(self._split_text(self.text))
        yield from enumerate(rows[:-1], 1)

    def stream_rows(self) -> Iterator[NumberedRow]:
        """All rows below the header that are not blank; refused where one can't be read, or is ragged."""
        width = len(self.column_names)
        for number, row in self._all_rows_below():
            # Joined, a row of a large file is judged in two calls instead of one for each cell.
            whole = "".join(row)
            if whole and not whole.isspace():
                if len(row) != width or not whole.isascii() or "\0" in whole:
                    self._check_row(number, row)
                yield number, row

    def uneven_blank_rows(self) -> Iterator[Finding]:
        """The first blank row that has another number of cells than the header, which no engine passes over."""
        width = len(self.column_names)
        for number, row in self._all_rows_below():
            if len(row) not in {width, 0}:
                fault = f"a blank row has {len(row)} cells, but there are {width} column headings"
                yield self.error_finding(BLANK_ROW, fault, "delete this row", number)
                return

    def _all_rows_below(self) -> Iterator[NumberedRow]:
        """All rows below the header; bytes that are not UTF-8 pass. Refused where a quote is not closed."""
        number = 0
        with self._open_lines() as lines:
            try:
                for number, row in enumerate(self.split_lines(lines, strict=True), 1):
                    if number > self.header_row:
                        yield number, row
            except csv.Error:
                raise self.unclosed_quote_refusal(number + 1) from None

    @contextmanager
    def _open_lines(self) -> Iterator[Iterator[str]]:
        """Its lines, while the file is open."""
        with file_bytes.translating_errors(self.path, self.label), file_bytes.open_unpacked(self.path) as stream:
            yield io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")

    def _check_row(self, number: int, row: list[str]) -> None:
        """Refused where a row is damaged, or ragged."""
        text, width = "".join(row), len(self.column_names)
        if "\0" in text:
            raise Refused(self.null_byte_finding(number))
        if not text.isascii() and (undecoded := _UNDECODED_BYTES.search(text)):
            raise Refused(self.not_utf8_finding(ord(undecoded[0]) & 0xFF, number))
        if row[0].startswith(text_encoding.BOM_CHARACTER):
            raise Refused(self.second_file_finding(number))
        if len(row) != width:
            remedy = row_faults.wide_row_remedy([*self.filled_rows, (number, row)], self.delimiter, width)
            raise Refused(row_faults.row_width_finding(self.label, number, len(row), width, remedy))
