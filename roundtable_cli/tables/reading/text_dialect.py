"""How a text file is written, told from what it holds: its encoding, its delimiter, and its rows split into cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import NamedTuple

from roundtable_cli.tables.values.cell_text import is_blank_row

# In the order of preference where the records tell nothing, the last the best: a comma may be a decimal mark, and a tab
# is hardly ever anything else.
DELIMITERS = ",;|\t"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BOM_CHARACTER = "\ufeff"  # the byte order mark, decoded
_SAMPLE_RECORDS = 200  # records that settle the delimiter
_SAMPLE_BYTES = 65_536  # bytes that show UTF-16 without a mark
_MIN_UTF16_NULS = 4  # fewer NUL bytes are damage, and no UTF-16
_HIGH_BYTE_WORD = rb"[A-Za-z\xa8\xb8\xc0-\xff]+"  # letters in cp1251 or cp1252; no spaces, quotes or №
_SEP_LINE = r"(?i)\ufeff?sep=([^\r\n])(?:\r\n|\r|\n|$)"
_ROWS_AT_ONCE = 100  # rows that are split before the csv module has its own limit back


class TextEncoding(NamedTuple):
    """The codec that reads a file; `guessed` where nothing in the file says so."""

    codec: str
    is_guess: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return {"utf-8-sig": "utf-8"}.get(self.codec, self.codec)

    @property
    def is_ascii_based(self) -> bool:
        """Whether the bytes of control characters mean these, and are no part of a letter."""
        return self.is_single_byte or self.codec.startswith("utf-8")

    @property
    def is_single_byte(self) -> bool:
        """Whether every byte is a letter of its own, so that any bytes can be read with it."""
        return not self.codec.startswith("utf")


def detect_encoding(content: bytes, declared: str = "") -> TextEncoding:
    """The encoding that the byte order mark tells, else the declared one, else UTF-8, else a single-byte one."""
    for mark, codec in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return TextEncoding(codec)
    if declared:
        return TextEncoding(declared)
    if wide := _detect_utf16(content):
        return TextEncoding(wide, is_guess=True)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return TextEncoding("cp1251" if _is_cyrillic(content) else "cp1252", is_guess=True)
    return TextEncoding("utf-8")


def has_mixed_encodings(content: bytes) -> bool:
    """Whether a file that isn't UTF-8 has rows that are, with letters that no single byte holds."""
    letters = 0
    for line in re.split(rb"[\r\n]+", content):
        if not line.isascii():
            try:
                letters += sum(not character.isascii() for character in line.decode("utf-8"))
            except UnicodeDecodeError:
                continue
    return letters > 1


def _detect_utf16(content: bytes) -> str:
    """UTF-16 without a mark: of a text's signs, digits and line ends every second byte is NUL, and no other is."""
    start = content[:_SAMPLE_BYTES]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 < len(start) or max(even, odd) < _MIN_UTF16_NULS or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _is_cyrillic(content: bytes) -> bool:
    """Cyrillic words are made of high bytes; in Latin ones they stand among letters of ASCII.

    A letter alone tells only where no word does: ж and м are codes more often than à is the only word.
    """
    words = [word for word in re.findall(_HIGH_BYTE_WORD, content) if not word.isascii()]
    mixed = [word for word in words if any(byte < 0x80 for byte in word)]
    whole = [word for word in words if len(word) > 1 and all(byte >= 0x80 for byte in word)]
    return sum(map(len, whole)) > sum(map(len, mixed)) if whole or mixed else bool(words)


def drop_sep_line(text: str) -> str:
    """A text without a first line `sep=;`, which is for the spreadsheet and no record."""
    stated = _match_sep_line(text)
    return text[stated.end() :] if stated else text


def _match_sep_line(text: str) -> re.Match[str] | None:
    return re.match(_SEP_LINE, text) if text[:5].lower().lstrip(BOM_CHARACTER).startswith("sep=") else None


def detect_delimiter(text: str, quote: str = '"') -> str:
    """The delimiter that a first line `sep=;` states, else the one that gives the records a constant width."""
    if stated := _match_sep_line(text):
        return stated[1]
    if not text.strip(f"{DELIMITERS}{BOM_CHARACTER} \r\n"):  # as a spreadsheet writes a sheet of blank cells
        return max(DELIMITERS, key=text.count)
    scores = {mark: _width_consistency(text, mark, quote) for mark in DELIMITERS if mark in text}
    best = max(scores, key=lambda mark: (scores[mark], DELIMITERS.index(mark)), default=",")
    return best if scores.get(best, _NO_WIDTH) > _NO_WIDTH else ","


_NO_WIDTH = (0.0, False)


def _width_consistency(text: str, delimiter: str, quote: str) -> tuple[float, bool]:
    """The share of the records that have the commonest width of more than one cell, and whether the header has it."""
    widths: list[int] = []
    with suppress(csv.Error):  # a file that can't be split to its end has shown enough
        for row in islice(split_rows(io.StringIO(text, newline=""), delimiter, quote), _SAMPLE_RECORDS):
            if not is_blank_row(row):
                widths.append(len(row))
    records = widths[1:] or widths
    counts = Counter(width for width in records if width > 1)
    if not counts:
        return _NO_WIDTH
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    return round(times / len(records), 2), widths[0] == width


def split_rows(lines: Iterable[str], delimiter: str, quote: str, strict: bool = False) -> Iterator[list[str]]:
    """Lines of text as rows of cells. If strict, raises csv.Error where a quote is not closed, or text follows it.

    A cell may be of any length. The csv module refuses one above its limit, which holds for the whole process: it is
    lifted only while some rows are split, so that a program that imports this one keeps its own.
    """
    reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=strict)
    failure: csv.Error | None = None
    while failure is None:
        rows: list[list[str]] = []
        try:
            with _lifted_cell_limit():
                rows.extend(islice(reader, _ROWS_AT_ONCE))  # keeps the rows before one that can't be split
        except csv.Error as error:
            failure = error
        yield from rows
        if not rows and failure is None:
            return
    raise failure


@contextmanager
def _lifted_cell_limit() -> Iterator[None]:
    """Within it the csv module splits cells of any length."""
    limit = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(limit)
