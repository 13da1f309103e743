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

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.reading import file_bytes, text_dialect
from roundtable_cli.tables.reading.table_file import File
from roundtable_cli.tables.reading.text_dialect import Encoding
from roundtable_cli.tables.table import Table

if TYPE_CHECKING:
    from roundtable_cli.tables.reading.bulk.cell_grid import Grid

csv.field_size_limit(sys.maxsize)  # the csv module's own limit would refuse a long cell without need
ENOUGH = 200_000  # characters from which the delimiter is told
LARGE = 2**17  # bytes from which the quick way is worth a look: below, the careful one takes no longer
_START = 4096  # bytes that hold the characters by which a page or a statement is known
_PIECE = 2**16  # bytes that are decoded at once, where no text of them is kept
_UNIT = b"\x1f"  # what parts the items of lists
_NAMES = {"\t": "tabs"}


class TextFile(File):
    """A CSV file and its kin, in whatever encoding and with whatever delimiter."""

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file. Refused where it can't be opened, or is known to be no text."""
        read = file_bytes.read(self.path, self.label)
        if found := file_bytes.foreign(read, self.label):
            raise Refused(found)
        return read

    @cached_property
    def encoding(self) -> Encoding:
        """What its bytes mean; a declared encoding goes before a guess."""
        if self.is_plain and not self.table.encoding:
            return Encoding("utf-8-sig" if self.content.startswith(codecs.BOM_UTF8) else "utf-8")
        return text_dialect.encoding(self.content, self.table.encoding)

    @property
    def encoding_name(self) -> str:  # type: ignore[override]
        """What people call its encoding."""
        return self.encoding.name

    @cached_property
    def is_plain(self) -> bool:
        """Whether a large file is seen to be plain from its bytes: UTF-8 without quotes, and nothing odd in it."""
        content_, quote = self.content, self.table.quote.encode()
        if len(content_) < LARGE or self.table.encoding not in {"", "utf-8"} or len(quote) != 1:
            return False
        if b"\0" in content_ or quote in content_ or _UNIT in content_ or _has_inner_mark(content_):
            return False
        start = content_[:_START].decode("utf-8-sig", errors="ignore")
        known = file_bytes.binary(content_, self.label) or file_bytes.foreign_text(start, self.label)
        return not known and text_dialect.without_statement(start) == start and _is_utf8(content_)

    @cached_property
    def grid(self) -> Grid | None:  # type: ignore[override]
        """Where its cells stand, if it is large and clean: this settles how it is read, from there or by rows."""
        if not self.is_plain or self.header_row != 1 or len(self.table.header_rows) > 1:
            return None
        if len(self.mark.encode()) != 1 or self.mark in "\r\n":
            return None
        from roundtable_cli.tables.reading.bulk import cell_grid

        return cell_grid.laid(self.content.removeprefix(codecs.BOM_UTF8), self.mark, self.header)

    @property
    def size(self) -> int:
        """The number of its records."""
        return self.grid.rows if self.grid else super().size

    @cached_property
    def ragged(self) -> list[Finding]:
        """What is wrong with its rows; with those of a clean one nothing is."""
        return [] if self.grid else super().ragged

    def repeated(self) -> Iterator[tuple[int, int]]:
        """As of any file; of a clean one told from its bytes."""
        if not self.grid:
            return super().repeated()
        from roundtable_cli.tables.reading.bulk import row_scans

        return row_scans.repeated(self.grid)

    def failed(self) -> Iterator[tuple[int, int, str]]:
        """As of any file; of a clean one told from its bytes."""
        if not self.grid:
            return super().failed()
        from roundtable_cli.tables.reading.bulk import row_scans

        return iter(row_scans.errors(self.grid))

    @cached_property
    def text(self) -> str:
        """The file as text. Refused where its bytes are none, or of two encodings, or where it is no table."""
        if self.encoding.bytewise and (found := file_bytes.binary(self.content, self.label)):
            raise Refused(found)
        if self.encoding.guessed and self.encoding.single_byte and text_dialect.is_mixed(self.content):
            raise Refused(self._undecodable(self._first_fault()))
        try:
            text = self.content.decode(self.encoding.codec)
        except UnicodeError as error:
            raise Refused(self._undecodable(error)) from None
        if found := file_bytes.foreign_text(text, self.label):
            raise Refused(found)
        return text_dialect.without_statement(text)

    @cached_property
    def damaged(self) -> list[Finding]:
        """Rows with NUL characters, which no text has, and rows that begin a second file."""
        found = list[Finding]()
        if self.is_plain:
            return found
        if "\0" in self.text:
            found += map(self.null_byte, self._holding("\0"))
        if text_dialect.MARK in self.text:
            found += map(self.second_file, self._beginning(text_dialect.MARK))
        return found

    def null_byte(self, row: int) -> Finding:
        """The finding for a row with a NUL character, which no text has."""
        return self.finding("null-byte", "a NUL character", "the file is damaged, or no text: export it again", row)

    def second_file(self, row: int) -> Finding:
        """The finding for a row with which another file begins."""
        fault, remedy = "a byte order mark: another file begins here", "take it out, and the header that follows it"
        return self.finding("encoding-error", fault, remedy, row)

    def not_utf8(self, byte: int, row: int) -> Finding:
        """The finding for a row that is not in the encoding of the others."""
        fault = f"is not UTF-8, as other rows are: byte 0x{byte:02x}"
        return self.finding("encoding-error", fault, "save all of it in one encoding, UTF-8", row)

    def unclosed(self, error: csv.Error, row: int) -> Refused:
        """The refusal of a row whose quotes can't be read."""
        remedy = f"close the quotes {self.table.quote} of this row, and double those inside a cell"
        return Refused(self.finding("source-error", f"can't be read: {error}", remedy, row))

    @cached_property
    def mark(self) -> str:  # type: ignore[override]
        """The character between cells, declared or told from the records."""
        if self.table.delimiter:
            return self.table.delimiter
        whole = self.content[: ENOUGH * 4].decode(self.encoding.codec, errors="ignore")
        return text_dialect.delimiter(whole[:ENOUGH], self.table.quote)

    @cached_property
    def top(self) -> list[list[str]]:
        """The first rows, blank ones too."""
        if self.is_plain:
            start = self.content[:ENOUGH].decode("utf-8-sig", errors="ignore")
            rows = list(islice(self._reader(start), text_dialect.TAGGED_WITHIN + 1))
            if len(rows) > text_dialect.TAGGED_WITHIN:  # else the last may be cut
                return rows[:-1]
        return list(islice(self._reader(self.text), text_dialect.TAGGED_WITHIN))

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows; a line break in quotes starts none. Refused where a quote is not closed."""
        number = 0
        try:
            for number, row in enumerate(self._reader(self.text, strict=True), 1):
                yield number, row
        except csv.Error as error:
            raise self.unclosed(error, number + 1) from None

    def how(self) -> str:
        """Its encoding, its delimiter and the row of its header, unless it is UTF-8 with commas and a first row."""
        if (self.encoding.name, self.mark, self.header_row) == ("utf-8", ",", 1):
            return ""
        guess = " (a guess)" if self.encoding.guessed else ""
        header = f", header in row {self.header_row}" if self.header_row != 1 else ""
        mark = _NAMES.get(self.mark, f'"{self.mark}"')
        return f"read as {self.encoding.name}{guess}, {mark}{header}"

    def decided(self) -> Table:
        """Its table, declaring its encoding, delimiter and the row of its header, where they aren't the usual ones."""
        encoding = self.encoding.name if self.encoding.name != "utf-8" else ""
        mark = self.mark if self.mark != "," else ""
        return super().decided()._replace(encoding=encoding, delimiter=mark)

    def decisions(self) -> Iterator[Finding]:
        """What was decided about the file, a guess of its encoding first; nothing about a clean one."""
        if self.grid:
            return
        if self.text and self.encoding.guessed:
            fault, remedy = f"read as {self.encoding.name}, a guess", 'declare its "encoding", or save it as UTF-8'
            yield self.warning("encoding-guessed", fault, remedy)
        yield from super().decisions()

    def _reader(self, text: str, strict: bool = False) -> Iterator[list[str]]:
        return self.cells(io.StringIO(text, newline=""), strict)

    def cells(self, lines: Iterable[str], strict: bool = False) -> Iterator[list[str]]:
        """Lines as rows of cells."""
        return csv.reader(lines, delimiter=self.mark, quotechar=self.table.quote, strict=strict)

    def _undecodable(self, error: UnicodeError) -> Finding:
        name = self.encoding.name
        if not isinstance(error, UnicodeDecodeError):
            return self.finding("encoding-error", f"is not {name}: {error}", "save it as UTF-8", 1)
        before = error.object[: error.start].decode(error.encoding, errors="replace")
        row, byte = sum(1 for _ in self._reader(before + "?")), error.object[error.start]
        if self.encoding.guessed:
            return self.not_utf8(byte, row)
        remedy = 'save it as UTF-8, or declare its "encoding" in datapackage.json'
        return self.finding("encoding-error", f"is not {name}: byte 0x{byte:02x}", remedy, row)

    def _first_fault(self) -> UnicodeError:
        """Where a file stops to be UTF-8."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            return error
        raise AssertionError("a file that is UTF-8 is of one encoding")

    def _holding(self, character: str) -> list[int]:
        rows = enumerate(self._reader(self.text), 1)
        return [number for number, row in rows if any(character in cell for cell in row)]

    def _beginning(self, character: str) -> list[int]:
        return [number for number, row in enumerate(self._reader(self.text), 1) if row and row[0].startswith(character)]


def _has_inner_mark(bytes_: bytes) -> bool:
    """Whether a byte order mark stands elsewhere than at the start; its first byte alone is found much faster."""
    return bytes_.find(codecs.BOM_UTF8[:1], 1) > 0 and bytes_.find(codecs.BOM_UTF8, 1) > 0


def _is_utf8(bytes_: bytes) -> bool:
    """Whether bytes are UTF-8, decoded in pieces, of which none is kept."""
    if bytes_.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(bytes_), _PIECE):
            decoder.decode(bytes_[first : first + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
