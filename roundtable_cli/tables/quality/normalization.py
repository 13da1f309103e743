"""Differences between texts that an eye passes over, folded away: texts with one key are likely one text.

All texts of a column are folded as one, a line each, so that a million codes cost little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from roundtable_cli.tables.quality.confusables import LATIN_LOOKALIKES
from roundtable_cli.tables.values.white_space import UNICODE_WHITESPACE

_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_QUOTES = {**dict.fromkeys("’‘‛ʼ`´", "'"), **dict.fromkeys("“”„‟«»", '"')}
_SPACES = dict.fromkeys(["\t", *sorted({*UNICODE_WHITESPACE} - {*"\x85\u2028\u2029"})], " ")  # but for ends of lines
# Zero-width characters, marks of direction, byte order marks inside a text, soft hyphens.
_INVISIBLE_CHARACTERS = dict.fromkeys(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad", ""
)
_SPACED_MARKS = {" -": "-", "- ": "-", " /": "/", "/ ": "/", "\n ": "\n", " \n": "\n"}
_FINAL_STOP = re.compile(r"(?m)(?<=[^\W\d_])\.$")
_CODE_WORD = re.compile(r"\S*[0-9]\S*")


def normalize_texts(texts: Iterable[str], alike: bool = True) -> list[str]:
    """The key of each text, in order: with Cyrillic letters that look like Latin ones as those, where `alike`."""
    listed = list(texts)
    whole = "\n".join(listed)
    if whole.count("\n") >= len(listed):
        whole = "\n".join(map(_join_lines, listed))
    whole = _replace_pairs(_LATIN_CAPITALS if alike else {}, _apply_folds(whole))
    return whole.split("\n") if listed else []


def normalize_except_case(text: str) -> str:
    """A text with all folded but its capitals and its alphabet."""
    return _apply_folds(_join_lines(text), "capitals")


def describe_differences(one: str, other: str) -> list[str]:
    """In which ways two texts differ that are the same but for them."""
    ways = [name for name in _FOLDS if _apply_folds(_join_lines(one), name) != _apply_folds(_join_lines(other), name)]
    if not ways:  # a ligature's capitals are plain letters
        return ["line breaks" if "\n" in one + other else "forms of its characters"]
    return ways


def is_cased_code(text: str) -> bool:
    """Whether a text is a code in which capitals may count: small letters and capitals among digits (`5fA2`)."""
    return bool(_CODE_WORD.fullmatch(text)) and text not in {text.upper(), text.lower(), text.capitalize()}


def _join_lines(text: str) -> str:
    return text.replace("\n", " ")


def _apply_folds(whole: str, without: str = "") -> str:
    for name, fold in _FOLDS.items():
        if name != without:
            whole = fold(whole)
    return whole


def _replace_pairs(pairs: Mapping[str, str], whole: str) -> str:
    for old, new in pairs.items() if not whole.isascii() else ():
        whole = whole.replace(old, new)
    return whole


def _fold_compatibility(whole: str) -> str:
    """Ligatures, full-width letters and the like as plain characters; but ² stays ², and spaces are folded later."""
    if unicodedata.is_normalized("NFKC", whole):
        return whole
    kept = {"No", "Zs"}  # numbers such as ², and spaces
    odd = [
        letter
        for letter in {*whole}
        if not unicodedata.is_normalized("NFKC", letter) and unicodedata.category(letter) not in kept
    ]
    return _replace_pairs({letter: unicodedata.normalize("NFKC", letter) for letter in odd}, whole)


def _fold_spaces(whole: str) -> str:
    whole = _replace_pairs(_SPACES, whole).replace("\t", " ")
    while "  " in whole:
        whole = whole.replace("  ", " ")
    for around, mark in _SPACED_MARKS.items():
        if mark in whole:
            whole = whole.replace(around, mark)
    return whole.strip(" ")


def _fold_full_stops(whole: str) -> str:
    return _FINAL_STOP.sub("", whole) if ".\n" in whole or whole.endswith(".") else whole


# To tell how two texts differ, each is left out in turn. Dashes come before the spaces around them.
_FOLDS: dict[str, Callable[[str], str]] = {
    "forms of its characters": _fold_compatibility,
    "dashes": partial(_replace_pairs, _DASHES),
    "quotation marks": partial(_replace_pairs, _QUOTES),
    "characters that are not seen": partial(_replace_pairs, _INVISIBLE_CHARACTERS),
    "spaces": _fold_spaces,
    "ё and е": partial(_replace_pairs, {"ё": "е", "Ё": "Е"}),
    "capitals": str.upper,
    "a full stop at its end": _fold_full_stops,
}
_LATIN_CAPITALS = {letter: latin for letter, latin in LATIN_LOOKALIKES.items() if letter.isupper()}
