"""A file of delimited text: its encoding and delimiter, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from roundtable_cli.errors import ENCODING_ERROR, ENCODING_GUESSED, NULL_BYTE, SOURCE_ERROR, Finding, Refused
from roundtable_cli.tables.reading import file_bytes, text_dialect
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.reading.text_dialect import TextEncoding
from roundtable_cli.tables.table import Table

if TYPE_CHECKING:
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid

csv.field_size_limit(sys.maxsize)  # the csv module's own limit would refuse a long cell without need
DIALECT_SAMPLE_SIZE = 200_000  # characters from which the delimiter is told
BULK_MIN_BYTES = 2**17  # bytes from which the quick way is worth a look: below, the careful one takes no longer
_SIGNATURE_BYTES = 4096  # bytes that hold the characters by which a page or a statement is known
_DECODED_BYTES = 2**16  # bytes that are decoded at once, where no text of them is kept
_UNIT_SEPARATOR = b"\x1f"  # what parts the items of lists
_DELIMITER_NAMES = {"\t": "tabs"}


class TextFile(TableFile):
    """A CSV file and its kin, in whatever encoding and with whatever delimiter."""

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file. Refused where it can't be opened, or is known to be no text."""
        read = file_bytes.read_file_bytes(self.path, self.label)
        if found := file_bytes.foreign_bytes_finding(read, self.label):
            raise Refused(found)
        return read

    @cached_property
    def encoding(self) -> TextEncoding:
        """What its bytes mean; a declared encoding goes before a guess."""
        if self.is_plain_utf8 and not self.table.encoding:
            return TextEncoding("utf-8-sig" if self.content.startswith(codecs.BOM_UTF8) else "utf-8")
        return text_dialect.detect_encoding(self.content, self.table.encoding)

    @property
    def encoding_name(self) -> str:  # type: ignore[override]
        """What people call its encoding."""
        return self.encoding.name

    @cached_property
    def is_plain_utf8(self) -> bool:
        """Whether a large file is seen to be plain from its bytes: UTF-8 without quotes, and nothing odd in it."""
        content_, quote = self.content, self.table.quote.encode()
        if len(content_) < BULK_MIN_BYTES or self.table.encoding not in {"", "utf-8"} or len(quote) != 1:
            return False
        if b"\0" in content_ or quote in content_ or _UNIT_SEPARATOR in content_ or _has_inner_bom(content_):
            return False
        start = content_[:_SIGNATURE_BYTES].decode("utf-8-sig", errors="ignore")
        known = file_bytes.binary_finding(content_, self.label) or file_bytes.foreign_text_finding(start, self.label)
        return not known and text_dialect.drop_sep_line(start) == start and _is_utf8(content_)

    @cached_property
    def grid(self) -> CellGrid | None:  # type: ignore[override]
        """Where its cells stand, if it is large and clean: this settles how it is read, from there or by rows."""
        if not self.is_plain_utf8 or self.header_row != 1 or len(self.table.header_rows) > 1:
            return None
        if len(self.delimiter.encode()) != 1 or self.delimiter in "\r\n":
            return None
        from roundtable_cli.tables.reading.bulk import cell_grid

        return cell_grid.build_cell_grid(self.content.removeprefix(codecs.BOM_UTF8), self.delimiter, self.header)

    @property
    def record_count(self) -> int:
        """The number of its records."""
        return self.grid.record_count if self.grid else super().record_count

    @cached_property
    def row_findings(self) -> list[Finding]:
        """What is wrong with its rows; with those of a clean one nothing is."""
        return [] if self.grid else super().row_findings

    def repeated_rows(self) -> Iterator[tuple[int, int]]:
        """As of any file; of a clean one told from its bytes."""
        if not self.grid:
            return super().repeated_rows()
        from roundtable_cli.tables.reading.bulk import row_scans

        return row_scans.find_repeated_rows(self.grid)

    def error_cells(self) -> Iterator[tuple[int, int, str]]:
        """As of any file; of a clean one told from its bytes."""
        if not self.grid:
            return super().error_cells()
        from roundtable_cli.tables.reading.bulk import row_scans

        return iter(row_scans.find_error_cells(self.grid))

    @cached_property
    def text(self) -> str:
        """The file as text. Refused where its bytes are none, or of two encodings, or where it is no table."""
        if self.encoding.is_ascii_based and (found := file_bytes.binary_finding(self.content, self.label)):
            raise Refused(found)
        if self.encoding.is_guess and self.encoding.is_single_byte and text_dialect.has_mixed_encodings(self.content):
            raise Refused(self._undecodable_finding(self._first_utf8_error()))
        try:
            text = self.content.decode(self.encoding.codec)
        except UnicodeError as error:
            raise Refused(self._undecodable_finding(error)) from None
        if found := file_bytes.foreign_text_finding(text, self.label):
            raise Refused(found)
        return text_dialect.drop_sep_line(text)

    @cached_property
    def damage_findings(self) -> list[Finding]:
        """Rows with NUL characters, which no text has, and rows that begin a second file."""
        found = list[Finding]()
        if self.is_plain_utf8:
            return found
        if "\0" in self.text:
            found += map(self.null_byte_finding, self._rows_containing("\0"))
        if text_dialect.BOM_CHARACTER in self.text:
            found += map(self.second_file_finding, self._rows_starting_with(text_dialect.BOM_CHARACTER))
        return found

    def null_byte_finding(self, row: int) -> Finding:
        """The finding for a row with a NUL character, which no text has."""
        return self.error_finding(NULL_BYTE, "a NUL character", "the file is damaged, or no text: export it again", row)

    def second_file_finding(self, row: int) -> Finding:
        """The finding for a row with which another file begins."""
        fault, remedy = "a byte order mark: another file begins here", "take it out, and the header that follows it"
        return self.error_finding(ENCODING_ERROR, fault, remedy, row)

    def not_utf8_finding(self, byte: int, row: int) -> Finding:
        """The finding for a row that is not in the encoding of the others."""
        fault = f"is not UTF-8, as other rows are: byte 0x{byte:02x}"
        return self.error_finding(ENCODING_ERROR, fault, "save all of it in one encoding, UTF-8", row)

    def unclosed_quote_refusal(self, error: csv.Error, row: int) -> Refused:
        """The refusal of a row whose quotes can't be read."""
        remedy = f"close the quotes {self.table.quote} of this row, and double those inside a cell"
        return Refused(self.error_finding(SOURCE_ERROR, f"can't be read: {error}", remedy, row))

    @cached_property
    def delimiter(self) -> str:  # type: ignore[override]
        """The character between cells, declared or told from the records."""
        if self.table.delimiter:
            return self.table.delimiter
        whole = self.content[: DIALECT_SAMPLE_SIZE * 4].decode(self.encoding.codec, errors="ignore")
        return text_dialect.detect_delimiter(whole[:DIALECT_SAMPLE_SIZE], self.table.quote)

    @cached_property
    def top_rows(self) -> list[list[str]]:
        """The first rows, blank ones too."""
        if self.is_plain_utf8:
            start = self.content[:DIALECT_SAMPLE_SIZE].decode("utf-8-sig", errors="ignore")
            rows = list(islice(self._split_text(start), text_dialect.HASHTAG_SEARCH_ROWS + 1))
            if len(rows) > text_dialect.HASHTAG_SEARCH_ROWS:  # else the last may be cut
                return rows[:-1]
        return list(islice(self._split_text(self.text), text_dialect.HASHTAG_SEARCH_ROWS))

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows; a line break in quotes starts none. Refused where a quote is not closed."""
        number = 0
        try:
            for number, row in enumerate(self._split_text(self.text, strict=True), 1):
                yield number, row
        except csv.Error as error:
            raise self.unclosed_quote_refusal(error, number + 1) from None

    def describe_reading(self) -> str:
        """Its encoding, its delimiter and the row of its header, unless it is UTF-8 with commas and a first row."""
        if (self.encoding.name, self.delimiter, self.header_row) == ("utf-8", ",", 1):
            return ""
        guess = " (a guess)" if self.encoding.is_guess else ""
        header = f", header in row {self.header_row}" if self.header_row != 1 else ""
        mark = _DELIMITER_NAMES.get(self.delimiter, f'"{self.delimiter}"')
        return f"read as {self.encoding.name}{guess}, {mark}{header}"

    def decided_table(self) -> Table:
        """Its table, declaring its encoding, delimiter and the row of its header, where they aren't the usual ones."""
        encoding = self.encoding.name if self.encoding.name != "utf-8" else ""
        mark = self.delimiter if self.delimiter != "," else ""
        return super().decided_table()._replace(encoding=encoding, delimiter=mark)

    def decision_warnings(self) -> Iterator[Finding]:
        """What was decided about the file, a guess of its encoding first; nothing about a clean one."""
        if self.grid:
            return
        if self.text and self.encoding.is_guess:
            fault, remedy = f"read as {self.encoding.name}, a guess", 'declare its "encoding", or save it as UTF-8'
            yield self.warning_finding(ENCODING_GUESSED, fault, remedy)
        yield from super().decision_warnings()

    def _split_text(self, text: str, strict: bool = False) -> Iterator[list[str]]:
        return self.split_lines(io.StringIO(text, newline=""), strict)

    def split_lines(self, lines: Iterable[str], strict: bool = False) -> Iterator[list[str]]:
        """Lines as rows of cells."""
        return csv.reader(lines, delimiter=self.delimiter, quotechar=self.table.quote, strict=strict)

    def _undecodable_finding(self, error: UnicodeError) -> Finding:
        name = self.encoding.name
        if not isinstance(error, UnicodeDecodeError):
            return self.error_finding(ENCODING_ERROR, f"is not {name}: {error}", "save it as UTF-8", 1)
        before = error.object[: error.start].decode(error.encoding, errors="replace")
        row, byte = sum(1 for _ in self._split_text(before + "?")), error.object[error.start]
        if self.encoding.is_guess:
            return self.not_utf8_finding(byte, row)
        remedy = 'save it as UTF-8, or declare its "encoding" in datapackage.json'
        return self.error_finding(ENCODING_ERROR, f"is not {name}: byte 0x{byte:02x}", remedy, row)

    def _first_utf8_error(self) -> UnicodeError:
        """Where a file stops to be UTF-8."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            return error
        raise AssertionError("a file that is UTF-8 is of one encoding")

    def _rows_containing(self, character: str) -> list[int]:
        rows = enumerate(self._split_text(self.text), 1)
        return [number for number, row in rows if any(character in cell for cell in row)]

    def _rows_starting_with(self, character: str) -> list[int]:
        return [
            number for number, row in enumerate(self._split_text(self.text), 1) if row and row[0].startswith(character)
        ]


def _has_inner_bom(bytes_: bytes) -> bool:
    """Whether a byte order mark stands elsewhere than at the start; its first byte alone is found much faster."""
    return bytes_.find(codecs.BOM_UTF8[:1], 1) > 0 and bytes_.find(codecs.BOM_UTF8, 1) > 0


def _is_utf8(bytes_: bytes) -> bool:
    """Whether bytes are UTF-8, decoded in pieces, of which none is kept."""
    if bytes_.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(bytes_), _DECODED_BYTES):
            decoder.decode(bytes_[first : first + _DECODED_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
