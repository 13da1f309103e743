"""The encoding of a text file, told from its bytes: by its mark, else UTF-8 if it fits, else by its letters."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BOM_CHARACTER = "\ufeff"  # the byte order mark, decoded
_SAMPLE_BYTES = 65_536  # bytes that show UTF-16 without a mark
_MIN_UTF16_NULS = 4  # fewer NUL bytes are damage, and no UTF-16
_HIGH_BYTE_WORD = rb"[A-Za-z\xa8\xb8\xc0-\xff]+"  # letters in cp1251 or cp1252; no spaces, quotes or №


class TextEncoding(NamedTuple):
    """The codec that reads a file, and whether it is a guess, where nothing in the file says so."""

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
