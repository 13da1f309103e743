"""Texts whose letters were lost before the file was written, or were read in a wrong encoding (`К?к-Жар`, `santÃ©`).

The file itself is read rightly: it holds these signs. Two names may have become one, and a category has a wrong name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from roundtable_cli.tables.reading.letters import file_pieces

_REPLACED = "a letter was lost: the sign � stands in its place"
_QUESTIONED = "a letter was lost: a question mark stands in its place; two names may have become one"
REPLACEMENT_CHARACTER = "\ufffd"
_CYRILLIC = "\u0400-\u04ff"
# A question mark before a letter of the same word. One after a word may be meant: it counts beside these in its column.
_INNER_QUESTION = rf"[{_CYRILLIC}]\?+[{_CYRILLIC}]|(?<![\w?])\?+[{_CYRILLIC}]|[a-z]\?[a-z](?![^ ]*[=&])"
_OUTER_QUESTION = rf"[{_CYRILLIC}]\?"
_ONLY_QUESTIONS = r"[\W\d]*\?[\W\d]*\?[\W\d]*"  # all letters were lost; one mark alone may stand for no value
# Encodings in which UTF-8 is read by mistake, and the signs with which its letters begin there.
_WRONG_CODECS = ("cp1252", "cp1251", "cp866", "koi8-r", "mac-roman")
_ACCENTS_IN_A_ROW = "[À-ÿ]{3}"  # as Cyrillic letters are in cp1252; no Latin word has them
_PUNCTUATION = "“”‘’…–—™®»"  # may end a word in capitals: `MANHÃ”`
_MIN_PART = 2  # letters of ASCII beside one wrong letter, which alone might be meant

# The same for the bytes of a large file in UTF-8: it is looked at no closer if none of these is in it.
_AROUND_QUESTION = rb"(?s).*?(?:[\xd0-\xd3][\x80-\xbf]\?|\?[\xd0-\xd3]|\?\?|[a-z]\?[a-z])"
_MISREAD_BYTES = (
    rb"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]|(?:\xc3[\x80-\xbf]){3}"  # Ã©; accents in a row
    rb"|\xd0[\x93\x95-\x9b\xa0\xa1\xa8\xa9](?:\xc2|\xd1[\x91-\x9f]|\xd0[\x80-\x8f]|\xe2\x80)"  # Р°, СЃ, Г©
    rb"|\xe2(?:\x95[\xa4\xa8]|\x94\x9c|\x88\x9a|\x80\x93\xe2)|\xd1\x86\xe2\x95|\xd0\xbf\xc2\xa9|\xd1\x8f\xe2"
)


class MisreadSign(NamedTuple):
    """The signs in place of one letter, and that letter."""

    signs: str
    letter: str


def may_hold_lost_letters(content: bytes) -> bool:
    """Whether a large text in UTF-8 may hold a text that lost its letters; asked before its columns.

    Question marks and � are looked for everywhere; letters that were read wrongly, which most rows of such a file have,
    in pieces from all over it.
    """
    for mark in re.finditer(rb"\?", content):
        if re.match(_AROUND_QUESTION, content[max(0, mark.start() - 2) : mark.end() + 2]):
            return True
    if content.isascii():
        return False
    if REPLACEMENT_CHARACTER.encode() in content:
        return True
    pieces = [*file_pieces.take_pieces(content)] or [content]
    return any(re.search(_MISREAD_BYTES, piece) for piece in pieces)


def find_lost_letters(texts: Iterable[str]) -> dict[str, str]:
    """What is wrong with the texts of one column that lost letters, in words that do not repeat the text."""
    listed = [text for text in texts if "?" in text or not text.isascii()]
    faults = {text: _REPLACED for text in listed if REPLACEMENT_CHARACTER in text}
    faults |= dict.fromkeys(_find_questioned(listed), _QUESTIONED)
    faults |= {text: _misread_fault(sign) for text in listed if (sign := find_misread_sign(text))}
    return faults | _find_eight_bit_misread([text for text in listed if text not in faults])


def find_misread_sign(text: str) -> MisreadSign | None:
    """The first letter of a text of UTF-8 that was read in another encoding; None where the text is what it seems."""
    for codec in _WRONG_CODECS if not text.isascii() else ():
        try:
            right = _encode_all(text, codec).decode("utf-8")
        except UnicodeError:
            continue
        wide = [letter for letter in right if letter > "\x7f"]
        sign = wide[0].encode().decode(codec, errors="replace") if wide else ""
        if _are_likely(wide) and (len(wide) > 1 or (_has_word_beside(right) and sign[-1] not in _PUNCTUATION)):
            return MisreadSign(sign, wide[0])
    return None


def _find_questioned(texts: Iterable[str]) -> Iterator[str]:
    """Texts with question marks in place of letters; at the end of a word only where others of the column have them."""
    marked = [text for text in texts if "?" in text]
    only = {text for text in marked if re.fullmatch(_ONLY_QUESTIONS, text)}
    inner = {text for text in marked if re.search(_INNER_QUESTION, text)}
    for text in marked:
        if text in inner or (inner and re.search(_OUTER_QUESTION, text)) or (text in only and len(only) > 1):
            yield text


def _misread_fault(sign: MisreadSign) -> str:
    return f'UTF-8 was read in a wrong encoding: "{sign.signs}" stands for "{sign.letter}"'


def _find_eight_bit_misread(texts: list[str]) -> dict[str, str]:
    """Texts of accents alone (`Ñóììà`) whose bytes make words in another encoding."""
    accented = [text for text in texts if re.search(_ACCENTS_IN_A_ROW, text)]
    if not accented:
        return {}
    from roundtable_cli.tables.reading.letters import codec_ranking  # few texts need it

    try:
        better = codec_ranking.find_better_codec(_encode_all("\n".join(accented), "cp1252"), "cp1252")
    except UnicodeError:
        return {}
    fault = f"{better} was read in a wrong encoding: the letters make no words as they are"
    return dict.fromkeys(accented, fault) if better else {}


def _encode_all(text: str, codec: str) -> bytes:
    """A text as bytes, where a byte that the codec does not know is a control character, as programs read it."""
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return b"".join(letter.encode("latin-1" if "\x80" <= letter <= "\x9f" else codec) for letter in text)


def _are_likely(letters: list[str]) -> bool:
    """Whether letters and signs are of one of the scripts that people write in, and one of them is a letter."""
    return any(map(str.isalpha, letters)) and all(map(_is_likely, letters))


@cache
def _is_likely(letter: str) -> bool:
    is_sign = letter in "«»№–—“”„’‘…€£°\u00a0"
    scripts = (("\u00c0", "\u024f"), ("\u0400", "\u04ff"), ("\u0600", "\u06ff"), ("\u4e00", "\u9fff"))
    return is_sign or any(first <= letter <= last for first, last in scripts)


def _has_word_beside(right: str) -> bool:
    """Whether the one letter beyond ASCII of a text stands in a word of other letters."""
    return bool(re.search(rf"[A-Za-z]{{{_MIN_PART}}}[\u00c0-\u024f]|[\u00c0-\u024f][A-Za-z]{{{_MIN_PART}}}", right))
