r"""The one rule for what a terminal may get: what a terminal would obey, or nobody can see, is shown as a sign.

Signs are written as programmers write them: `\x1b`, `\u202e`. Shown so are control characters, those that turn the
direction of writing, letters without width, separators of lines that are no line break, and bytes of a file's name that
are no UTF-8. Everything that comes from data, file names or options goes through here before it is printed.
"""

from __future__ import annotations

import re
from functools import cache

# Unicode's categories Cc, Cf, Cs, Zl and Zp, its other letters that are not drawn (Default_Ignorable_Code_Point), and
# its non-characters. Not the number signs of Arabic and others, which are of Cf, but drawn.
_UNSEEN_CLASS = (
    "\0-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U00013430-\U0001345f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe\U0001ffff\U000e0000-\U000e0fff\U0010fffe\U0010ffff"
)
# Arabic and Syriac, the scripts of India, Myanmar, Khmer and Mongolian are spelt with joiners inside words.
_JOINED_SCRIPTS = "\u0620-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
_JOINERS, _EMOJI_STYLES = "\u200c\u200d", "\ufe0e\ufe0f"
_FIRST_BYTE_SURROGATE, _LAST_BYTE_SURROGATE = 0xDC80, 0xDCFF  # how Python keeps bytes that are no UTF-8
_MAX_TEXT_LETTERS, _FIRST_LETTERS, _LAST_LETTERS = 300, 60, 20  # of a text in a message; of a longer one what is shown
_LONG_TEXT = re.compile(rf'"[^"]{{{_MAX_TEXT_LETTERS + 1},}}"|[^"\s]{{{_MAX_TEXT_LETTERS + 1},}}')
_NAMED_SIGNS = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible_line(text: str) -> str:
    """A text on one line: a line break in it is a sign too."""
    return text if _is_plain(text) else _unseen_letter().sub(_sign_or_letter, text)


def shorten_texts(message: str) -> str:
    """A message that has of each very long text in quotation marks, or very long word, the beginning and the end.

    A cell may hold a whole document, and nobody would find the fault behind it.
    """
    return _LONG_TEXT.sub(_shortened, message) if len(message) > _MAX_TEXT_LETTERS else message


def visible_lines(text: str) -> str:
    """A text of several lines, which keeps its line breaks."""
    return "\n".join(map(visible_line, text.split("\n")))


def json_escaped(text: str) -> str:
    """A text of JSON in which what is not seen is written by its number: it is read as the same letters."""
    return text if _is_plain(text) else _unseen_letter().sub(_json_escape, text)


def _shortened(found: re.Match[str]) -> str:
    quote = '"' if found[0].startswith('"') else ""
    text = found[0].strip(quote) if quote else found[0]
    return f"{quote}{text[:_FIRST_LETTERS]} … {text[-_LAST_LETTERS:]}{quote} ({len(text):,} characters)"


def _is_plain(text: str) -> bool:
    """Whether a text needs no look at its letters: most do not, and to compile the pattern costs start-up."""
    return text.isascii() and text.isprintable()


@cache
def _unseen_letter() -> re.Pattern[str]:
    return re.compile(f"[{_UNSEEN_CLASS}]")


@cache
def _joined_letter() -> re.Pattern[str]:
    """A letter or mark, no digit, of a script that has joiners inside words."""
    return re.compile(rf"(?![\d{_UNSEEN_CLASS}])[{_JOINED_SCRIPTS}]")


def _sign_or_letter(found: re.Match[str]) -> str:
    return found[0] if _belongs_to_word(found) else _visible_sign(found[0])


def _belongs_to_word(found: re.Match[str]) -> bool:
    """Whether an unseen letter stands where a script or an emoji is spelt with it."""
    text, place = found.string, found.start()
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if found[0] in _JOINERS:
        return bool(_joined_letter().match(before) and _joined_letter().match(after))
    return found[0] in _EMOJI_STYLES and bool(before) and before >= "\u2000" and not _unseen_letter().match(before)


def _visible_sign(letter: str) -> str:
    code = ord(letter)
    if _FIRST_BYTE_SURROGATE <= code <= _LAST_BYTE_SURROGATE:
        code -= _FIRST_BYTE_SURROGATE - 0x80
    if code < 0x100:
        return _NAMED_SIGNS.get(letter, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(found: re.Match[str]) -> str:
    if found[0] == "\n":  # between the values of a JSON text; inside its texts there is none
        return "\n"
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))
