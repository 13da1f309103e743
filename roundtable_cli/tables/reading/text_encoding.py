"""The encoding of a text file, told from its bytes: by its mark, else UTF-8 if it fits, else by its words."""

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
_BYTES_AT_ONCE = 2**16  # bytes that are decoded at once where only their validity matters
_TWO_BYTE_CODECS = ("gbk", "gb2312", "gb18030", "big5", "cp932", "cp949", "euc_jp", "euc_kr", "shift_jis")
_MIN_UTF16_NULS = 4  # fewer NUL bytes are damage, and no UTF-16


class TextEncoding(NamedTuple):
    """The codec that reads a file, and whether it is a guess, where nothing in the file says so.

    A guess is doubtful where the letters do not prove it: another codec makes words too. It is implausible where they
    make no words in any codec that is known here.
    """

    codec: str
    is_guess: bool = False
    is_doubtful: bool = False
    is_implausible: bool = False

    @property
    def name(self) -> str:
        """What people call it."""
        return {"utf-8-sig": "utf-8"}.get(self.codec, self.codec)

    @property
    def is_ascii_based(self) -> bool:
        """Whether the bytes of control characters mean these, and are no part of a letter."""
        return self.is_eight_bit or self.codec.startswith("utf-8")

    @property
    def is_eight_bit(self) -> bool:
        """Whether nothing in its bytes shows it, as UTF-8 and UTF-16 do, so that those of another pass for it."""
        return not self.codec.startswith("utf")


def detect_encoding(content: bytes, declared: str = "", *, is_declared_guess: bool = False) -> TextEncoding:
    """The encoding that the byte order mark tells, else the declared one, else UTF-8, else what the letters show.

    `is_declared_guess` says that the declared one was a guess, which nobody has confirmed.
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return TextEncoding(codec)
    if declared and not is_declared_guess:
        return TextEncoding(declared)
    if declared:
        is_doubtful = _detect_by_letters(content).is_doubtful  # more rows may have come, which prove it
        return TextEncoding(declared, is_doubtful, is_doubtful)
    if wide := _detect_utf16(content):
        return TextEncoding(wide, is_guess=True)
    return TextEncoding("utf-8") if is_utf8(content) else _detect_by_letters(content)


def find_better_codec(content: bytes, declared: str) -> str:
    """The encoding in which bytes make words, where they make none in the declared one; else nothing.

    UTF-8 where all bytes are letters in it, more than one: bytes of another encoding are that by a rare chance.
    """
    if not TextEncoding(declared).is_eight_bit or content.isascii():
        return ""
    if is_utf8(content) and _has_utf8_letters(content, declared):
        return "utf-8"
    from roundtable_cli.tables.reading.letters import codec_ranking  # most files do without

    return codec_ranking.find_better_codec(content, declared)


def is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8. They are decoded in pieces, so that no text of a large file is held."""
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(content), _BYTES_AT_ONCE):
            decoder.decode(content[first : first + _BYTES_AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def has_mixed_encodings(content: bytes, codec: str) -> bool:
    """Whether a file that is read in an eight-bit codec has rows that are UTF-8."""
    lines = (line for line in re.split(rb"[\r\n]+", content) if not line.isascii() and is_utf8(line))
    return _has_utf8_letters(b"\n".join(lines), codec)


def _has_utf8_letters(content: bytes, codec: str) -> bool:
    """Whether bytes that are UTF-8 have more than one letter that they would not have by chance in another codec.

    Two bytes in a row that are a letter of UTF-8 are common in a codec of two bytes a letter, three bytes are not.
    """
    first = "\u0800" if codec in _TWO_BYTE_CODECS else "\x80"
    return sum(character >= first for character in content.decode("utf-8")) > 1


def _detect_by_letters(content: bytes) -> TextEncoding:
    """The encoding in which bytes that are not UTF-8 make words."""
    from roundtable_cli.tables.reading.letters import codec_ranking  # most files do without

    best = codec_ranking.choose_codec(content)
    return TextEncoding(best.codec, True, is_doubtful=not best.is_proven, is_implausible=not best.is_plausible)


def _detect_utf16(content: bytes) -> str:
    """UTF-16 without a mark: of a text's signs, digits and line ends every second byte is NUL, and no other is."""
    start = content[:_SAMPLE_BYTES]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 < len(start) or max(even, odd) < _MIN_UTF16_NULS or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be"
