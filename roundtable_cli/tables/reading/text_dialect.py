"""How one file is written: its encoding, its delimiter, the row of its header; decided by evidence, never silently."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

DELIMITERS = ",;|\t"  # where the records tell nothing, the later: a comma may be a decimal one, a tab is nothing else
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BOM_CHARACTER = "\ufeff"  # the byte order mark, as text
SAMPLE_RECORDS = 200  # records that settle the delimiter
HASHTAG_PATTERN = r"#[A-Za-z][A-Za-z0-9_]*(?:\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*"
HASHTAG_SEARCH_ROWS = 25  # rows in which a row of HXL's hashtags is looked for
SAMPLE_BYTES = 65_536  # that tell UTF-16 without a mark
_MIN_UTF16_NULS = 4  # NULs that a damaged text may have
_HIGH_BYTE_WORD = rb"[A-Za-z\xa8\xb8\xc0-\xff]+"  # of letters in either; not of no-break spaces, quotes, №


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
    start = content[:SAMPLE_BYTES]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 < len(start) or max(even, odd) < _MIN_UTF16_NULS or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def normalize_column_name(cell: str) -> str:
    """A column's name from the cell that holds it: trimmed, and in Unicode's composed form."""
    return unicodedata.normalize("NFC", cell.strip())


def _is_cyrillic(content: bytes) -> bool:
    """Cyrillic words are made of high bytes; in Latin ones they stand among letters of ASCII.

    A letter alone tells only where no word does: ж and м are codes more often than à is the only word.
    """
    words = [word for word in re.findall(_HIGH_BYTE_WORD, content) if not word.isascii()]
    mixed = [word for word in words if any(byte < 0x80 for byte in word)]
    whole = [word for word in words if len(word) > 1 and all(byte >= 0x80 for byte in word)]
    return sum(map(len, whole)) > sum(map(len, mixed)) if whole or mixed else bool(words)


_SEP_LINE = r"(?i)\ufeff?sep=([^\r\n])(?:\r\n|\r|\n|$)"


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


def _width_consistency(text: str, mark: str, quote: str) -> tuple[float, bool]:
    """The share of the records that have the commonest width of more than one cell, and whether the header has it."""
    widths: list[int] = []
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, quotechar=quote)
    try:
        for row in islice(rows, SAMPLE_RECORDS):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
    except csv.Error:
        pass  # what can't be read to its end has shown enough
    records = widths[1:] or widths
    counted = Counter(width for width in records if width > 1)
    if not counted:
        return _NO_WIDTH
    width, times = max(counted.items(), key=lambda item: (item[1], item[0]))
    return round(times / len(records), 2), widths[0] == width


def find_header_row(rows: Sequence[Sequence[str]]) -> int:
    """The index of the row that names the columns: of hashtags, where one is near the top, else the first not blank."""
    for index, row in enumerate(rows[:HASHTAG_SEARCH_ROWS]):
        if is_hashtag_row(row):
            return index
    return next((index for index, row in enumerate(rows) if any(cell.strip() for cell in row)), -1)


def is_hashtag_row(row: Iterable[str]) -> bool:
    """Whether a row holds HXL's hashtags: two at least, and nothing else."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(cells) > 1 and all(re.fullmatch(HASHTAG_PATTERN, cell) for cell in cells)
