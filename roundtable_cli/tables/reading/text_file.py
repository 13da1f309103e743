"""A file of delimited text: its encoding and delimiter, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import ENCODING_DOUBTFUL, ENCODING_ERROR, ENCODING_GUESSED, NULL_BYTE, SOURCE_ERROR
from roundtable_cli.tables.reading import delimiters, file_bytes, row_faults, text_encoding
from roundtable_cli.tables.reading.layout import header_rows, prose_texts, swallowed_rows
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.reading.layout.swallowed_rows import SwallowedRows
from roundtable_cli.tables.reading.layout.table_layout import TableLayout
from roundtable_cli.tables.reading.letters import lost_letters
from roundtable_cli.tables.reading.table_file import FileRecords, TableFile
from roundtable_cli.tables.reading.text_encoding import BOM_CHARACTER, TextEncoding
from roundtable_cli.tables.table import Table

if TYPE_CHECKING:
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid

BULK_MIN_BYTES = 2**17  # bytes from which the quick way of `bulk` is tried: of a smaller file rows take no longer
_BULK_COLUMNS = 16  # of a wider file more bytes are asked: the places of few cells take longer than their texts
_SAMPLE_LENGTH = 200_000  # characters that tell the delimiter and the header
_SIGNATURE_BYTES = 4096  # bytes that hold the characters by which a web page or a first line `sep=` is known
_UNIT_SEPARATOR = b"\x1f"  # what this program puts between the items of lists
_DELIMITER_NAMES = {"\t": "tabs"}


class TextFile(TableFile):
    """A CSV file and its kin, in whatever encoding and with whatever delimiter."""

    _stamp: file_bytes.FileStamp = None  # of the file when its bytes were read

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file. Refused where it can't be opened, or is known to be no text."""
        content = file_bytes.read_file_bytes(self.path, self.label)
        stamp = file_bytes.file_stamp(self.path)
        if self._stamp:  # the bytes were dropped: what the file held must not be mixed with what it holds now
            file_bytes.check_unchanged(self.label, self._stamp, stamp)
        self._stamp = stamp
        if finding := file_bytes.foreign_bytes_finding(content, self.label):
            raise Refused(finding)
        return content

    @cached_property
    def encoding(self) -> TextEncoding:
        """The codec of its bytes; a declared encoding goes before a guess."""
        if self.is_plain_utf8 and not self.table.encoding:
            return TextEncoding("utf-8-sig" if self.content.startswith(codecs.BOM_UTF8) else "utf-8")
        declared, is_guess = self.table.encoding, self.table.encoding_guessed
        return text_encoding.detect_encoding(self.content, declared, is_declared_guess=is_guess)

    @property
    def encoding_name(self) -> str | None:
        """What people call its encoding; None where its letters make no words in any."""
        return None if self.encoding.is_implausible else self.encoding.name

    @cached_property
    def is_plain_utf8(self) -> bool:
        """Whether it is large, and its bytes show that it is UTF-8 without damage or lists of this program."""
        content, quote = self.content, self.table.quote.encode()
        if len(content) < BULK_MIN_BYTES or self.table.encoding not in {"", "utf-8"} or len(quote) != 1:
            return False
        if b"\0" in content or _UNIT_SEPARATOR in content or _has_inner_bom(content):
            return False
        start = content[:_SIGNATURE_BYTES].decode("utf-8-sig", errors="ignore")
        if file_bytes.binary_finding(content, self.label) or file_bytes.foreign_text_finding(start, self.label):
            return False
        return delimiters.drop_sep_line(start) == start and text_encoding.is_utf8(content)

    @cached_property
    def grid(self) -> CellGrid | None:
        """Where its cells stand, if it is large and clean: then its rows are read from there alone."""
        if not self.is_plain_utf8 or self.layout != TableLayout((1,)) or self.column_names != self.written_headings:
            return None
        if len(self.delimiter.encode()) != 1 or self.delimiter in "\r\n":
            return None
        if len(self.content) * _BULK_COLUMNS < len(self.header) * BULK_MIN_BYTES:
            return None
        from roundtable_cli.tables.reading.bulk import cell_grid  # numpy: small files do without

        content = self.content.removeprefix(codecs.BOM_UTF8)
        grid = cell_grid.build_cell_grid(
            content, self.delimiter, self.header, self.table.quote, self._declared_labels.get(0, ())
        )
        if grid and grid.content is not self.content:
            self._drop_content()
        return grid

    def _drop_content(self) -> None:
        """Forget the bytes, which a grid holds once more: of a large file they are most of the memory."""
        _ = self.encoding  # which is told from them
        del self.content

    @property
    def record_count(self) -> int:
        """The number of its records."""
        return self.grid.record_count if self.grid else super().record_count

    @property
    def left_out_findings(self) -> list[Finding]:
        """A warning for each row that is left out; where it is clean, for a row of totals at its end."""
        if not self.grid:
            return super().left_out_findings
        return (
            [row_faults.summed_row_finding(self.label, self.grid.record_count + 2)] if self.grid.ends_with_total else []
        )

    @property
    def possible_total_findings(self) -> list[Finding]:
        """A warning for each record that may be a row of totals; none where it is clean."""
        return [] if self.grid else super().possible_total_findings

    @cached_property
    def row_findings(self) -> list[Finding]:
        """What is wrong with its rows, those too that a stray quote has joined; nothing where it is clean."""
        if self.grid:
            return []
        swallowed = self._swallowed_rows if self.table.quote in self.text else []
        names = self.column_names
        return [
            *(swallowed_rows.swallowed_rows_finding(self.label, rows, names[rows.place]) for rows in swallowed),
            *super().row_findings,
        ]

    @property
    def _swallowed_rows(self) -> list[SwallowedRows]:
        return [*swallowed_rows.find_swallowed_rows(self.filled_rows, len(self.column_names), self.delimiter)]

    @cached_property
    def records(self) -> FileRecords:
        """All records, without the white space around their cells. Refused where a row is wrong."""
        records = super().records
        return records._replace(rows=[[*map(str.strip, row)] for row in records.rows])

    def repeated_rows(self) -> Iterator[tuple[int, int]]:
        """The number of each row that is the same as an earlier one in every cell, and that of the first such."""
        return self.grid.find_repeated_rows() if self.grid else super().repeated_rows()

    def error_cells(self) -> Iterator[tuple[int, int, str]]:
        """Row, column (from 0) and text of each cell in which a spreadsheet shows an error in place of a value."""
        return self.grid.find_error_cells() if self.grid else super().error_cells()

    @cached_property
    def text(self) -> str:
        """The file as text. Refused where its bytes are not, or are of two encodings, or where it is no table."""
        if self.encoding.is_ascii_based and (finding := file_bytes.binary_finding(self.content, self.label)):
            raise Refused(finding)
        if self.encoding.is_guess and not self.table.encoding and self.encoding.is_eight_bit:
            self._check_guess()
        try:
            text = self.content.decode(self.encoding.codec)
        except UnicodeError:
            raise Refused(self._undecodable_finding(self.encoding.codec)) from None
        if finding := file_bytes.foreign_text_finding(text, self.label):
            raise Refused(finding)
        return delimiters.drop_sep_line(text)

    def _check_guess(self) -> None:
        """Refused where bytes that are not UTF-8 are of two encodings, or make no words in any."""
        if text_encoding.has_mixed_encodings(self.content, self.encoding.codec):
            raise Refused(self._undecodable_finding("utf-8"))
        if self.encoding.is_implausible:
            fault = "the letters of this file make no words in any encoding that is tried"
            remedy = 'save it as UTF-8 (in a spreadsheet: CSV UTF-8), or write its "encoding" in datapackage.json'
            row = self._undecodable_finding("utf-8").row
            raise Refused(self.error_finding(ENCODING_ERROR, fault, remedy, row))

    @cached_property
    def damage_findings(self) -> list[Finding]:
        """Rows with NUL characters, which no text has, and rows that begin a second file."""
        findings = list[Finding]()
        if self.is_plain_utf8:  # its bytes have been looked at
            return findings
        if "\0" in self.text:
            rows = self._find_rows(lambda row: any("\0" in cell for cell in row))
            findings += map(self.null_byte_finding, rows)
        if BOM_CHARACTER in self.text:
            rows = self._find_rows(lambda row: bool(row) and row[0].startswith(BOM_CHARACTER))
            findings += map(self.second_file_finding, rows)
        if not (findings or self.table.fields) and prose_texts.is_prose(self.top_rows, self.delimiter):
            fault, remedy = "this is a text of sentences, and no table", "if there is a table in it, save that as CSV"
            findings.append(self.error_finding(SOURCE_ERROR, fault, remedy))
        return findings

    def null_byte_finding(self, row: int) -> Finding:
        """The finding for a row with a NUL character, which no text has."""
        remedy = "the file is damaged or is not a text file: export it again"
        return self.error_finding(NULL_BYTE, "the row contains a NUL character", remedy, row)

    def second_file_finding(self, row: int) -> Finding:
        """The finding for a row with which another file begins."""
        fault = "a second file begins in this row (it has a byte order mark)"
        return self.error_finding(ENCODING_ERROR, fault, "delete this row of column headings", row)

    def not_utf8_finding(self, byte: int, row: int) -> Finding:
        """The finding for a row that is not in the encoding of the others."""
        fault = f"this row is not UTF-8, but other rows are (byte 0x{byte:02x})"
        return self.error_finding(ENCODING_ERROR, fault, "save the whole file as UTF-8", row)

    def unclosed_quote_refusal(self, row: int) -> Refused:
        """The refusal of a row whose quotes can't be read, whichever way the csv module words it."""
        quote = self.table.quote
        fault = f"this row can't be read: a quote {quote} is not closed, or text or a space follows a closing quote"
        remedy = (
            f"close the quote in this row, and delete spaces after a closing quote; "
            f"write a quote inside a cell twice: {quote}{quote}"
        )
        return Refused(self.error_finding(SOURCE_ERROR, fault, remedy, row))

    @cached_property
    def delimiter(self) -> str:
        """The character between cells, declared or told from the records."""
        if self.table.delimiter:
            return self.table.delimiter
        start = self.content[: _SAMPLE_LENGTH * 4].decode(self.encoding.codec, errors="ignore")
        return delimiters.detect_delimiter(start[:_SAMPLE_LENGTH], self.table.quote)

    @cached_property
    def top_rows(self) -> list[list[str]]:
        """The first rows, blank ones too."""
        if self.is_plain_utf8:
            start = self.content[:_SAMPLE_LENGTH].decode("utf-8-sig", errors="ignore")
            rows = list(islice(self._split_text(start), header_rows.TOP_ROWS + 1))
            if len(rows) > header_rows.TOP_ROWS:  # else the last may be cut
                return rows[:-1]
        return list(islice(self._split_text(self.text), header_rows.TOP_ROWS))

    def numbered_rows(self) -> Iterator[NumberedRow]:
        """All rows; a line break in quotes starts none. Refused where a quote is not closed."""
        number = 0
        try:
            for number, row in enumerate(self._split_text(self.text, strict=True), 1):
                yield number, row
        except csv.Error:
            raise self.unclosed_quote_refusal(number + 1) from None

    def describe_reading(self) -> str:
        """Its encoding, its delimiter and the row of its header, unless it is UTF-8 with commas and a first row."""
        if (self.encoding.name, self.delimiter, self.header_row) == ("utf-8", ",", 1):
            return ""
        guess = " (a guess)" if self.encoding.is_guess else ""
        header = f", column headings in row {self.header_row}" if self.header_row > 1 else ""
        delimiter = _DELIMITER_NAMES.get(self.delimiter, f'"{self.delimiter}"')
        return f"read as {self.encoding.name}{guess}, {delimiter}{header}"

    def decided_table(self) -> Table:
        """Its table, declaring its encoding, delimiter and the row of its header, where they aren't the usual ones."""
        encoding = self.encoding.name if self.encoding.name != "utf-8" else ""
        delimiter = self.delimiter if self.delimiter != "," else ""
        return (
            super()
            .decided_table()
            ._replace(encoding=encoding, encoding_guessed=self.encoding.is_doubtful, delimiter=delimiter)
        )

    def decision_warnings(self) -> Iterator[Finding]:
        """A guess of its encoding, then the rows that were left out."""
        if self.grid:
            yield from self.left_out_findings
            return
        if self.text:
            yield from self._encoding_findings
        yield from super().decision_warnings()

    def assumptions(self) -> Iterator[Finding]:
        """What stands under every table of numbers: a guess of its encoding only where nothing proves it."""
        if not self.grid and self.encoding.is_doubtful:
            yield from (finding for finding in self._encoding_findings if finding.code == ENCODING_GUESSED)
        yield from super().assumptions()

    @cached_property
    def may_have_lost_letters(self) -> bool:
        """Whether some text in it may have lost letters; of a large file that its bytes show to be clean, none has."""
        return not self.grid or lost_letters.may_hold_lost_letters(self.content)

    @cached_property
    def _encoding_findings(self) -> list[Finding]:
        """Warnings that its encoding is a guess nobody has confirmed, or that the declared one makes no words."""
        name, declared, findings = self.encoding.name, self.table.encoding, list[Finding]()
        if declared and (better := text_encoding.find_better_codec(self.content, self.encoding.codec)):
            fault = f"read as {name}, which is declared, its letters make no words; read as {better} they do"
            remedy = f'write "encoding": "{better}" in datapackage.json'
            findings.append(self.warning_finding(ENCODING_DOUBTFUL, fault, remedy))
        if self.encoding.is_guess:
            proof = ", which its few letters do not prove" if self.encoding.is_doubtful else ""
            fault = f"the file does not say its encoding; it was read as {name}{proof}"
            findings.append(self.warning_finding(ENCODING_GUESSED, fault, self._guess_remedy()))
        return findings

    def _guess_remedy(self) -> str:
        """What to do about a guess: the letters have to be looked at once, and then the guess is declared."""
        if not self.table.encoding:
            return 'save it as UTF-8, or, if all letters are right, write "encoding" in datapackage.json'
        return (
            'look at the letters; if all are right, change "rt:encodingGuessed" to false in datapackage.json, '
            'else correct "encoding" there'
        )

    def split_lines(self, lines: Iterable[str], strict: bool = False) -> Iterator[list[str]]:
        """Lines as rows of cells. Refused where one is too wide; if strict, csv.Error where quotes can't be read."""
        for number, row in enumerate(delimiters.split_rows(lines, self.delimiter, self.table.quote, strict), 1):
            if len(row) > row_faults.MAX_COLUMNS:
                raise Refused(row_faults.column_limit_finding(self.label, number))
            yield row

    def _split_text(self, text: str, strict: bool = False) -> Iterator[list[str]]:
        return self.split_lines(io.StringIO(text, newline=""), strict)

    def _find_rows(self, matches: Callable[[list[str]], bool]) -> list[int]:
        """The numbers of the rows that match."""
        return [number for number, row in enumerate(self._split_text(self.text), 1) if matches(row)]

    def _undecodable_finding(self, codec: str) -> Finding:
        """The finding for the first row that is not in an encoding, of bytes that are not all in it."""
        try:
            self.content.decode(codec)
        except UnicodeDecodeError as error:
            return self._wrong_byte_finding(error)
        except UnicodeError as error:  # UTF-16 that lacks its mark, say: no byte of it is wrong
            fault = f"the file is not {self.encoding.name}: {error}"
            return self.error_finding(ENCODING_ERROR, fault, "save it as UTF-8", 1)
        raise AssertionError(f"all bytes are {codec}")

    def _wrong_byte_finding(self, error: UnicodeDecodeError) -> Finding:
        before = error.object[: error.start].decode(error.encoding, errors="replace")
        # Whatever follows the bytes before belongs to the row of the wrong one.
        row, byte = sum(1 for _ in self._split_text(before + "?")), error.object[error.start]
        if error.encoding == "utf-8" and not self.table.encoding:
            return self.not_utf8_finding(byte, row)
        fault = f"this row is not {self.encoding.name} (byte 0x{byte:02x})"
        remedy = 'save the file as UTF-8, or write its "encoding" in datapackage.json'
        return self.error_finding(ENCODING_ERROR, fault, remedy, row)


def _has_inner_bom(content: bytes) -> bool:
    """Whether a byte order mark stands elsewhere than at the start."""
    # Its first byte alone is found much faster, and is in few files.
    return content.find(codecs.BOM_UTF8[:1], 1) > 0 and content.find(codecs.BOM_UTF8, 1) > 0
