"""Differences between texts that an eye passes over, folded away: texts with one key are likely one text.

All texts of a column are folded as one, a line each, so that a million codes cost little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from roundtable_cli.tables.quality.confusables import LATIN_LOOKALIKES
from roundtable_cli.tables.values.white_space import UNICODE_WHITESPACE

_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_QUOTES = {**dict.fromkeys("’‘‛ʼ`´", "'"), **dict.fromkeys('“”„‟«»"', "")}
_SPACES = dict.fromkeys(["\t", *sorted({*UNICODE_WHITESPACE} - {*"\x85\u2028\u2029"})], " ")  # but for ends of lines
# Zero-width characters, marks of direction, byte order marks inside a text, soft hyphens.
_INVISIBLE_CHARACTERS = dict.fromkeys(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\u00ad", ""
)
_SPACED_MARKS = {" -": "-", "- ": "-", " /": "/", "/ ": "/", "\n ": "\n", " \n": "\n"}
_NUMBER_SPACE = re.compile(r"(№|#|\bNo\.?)[ \t\u00a0]+(?=[0-9])")
_NUMBER_SIGN = re.compile(r"#(?=[0-9])|\bNo\.?(?=[0-9])")
# The space first: it is found fastest. That after № has a fold of its own.
_SPACE_BEFORE_DIGIT = re.compile(r" (?=[0-9])(?<=[^\W\d_] )(?<!No )")
_SPACE_AFTER_DIGIT = re.compile(r" (?=[^\W\d_])(?<=[0-9] )")
_FIRST_APOSTROPHE = re.compile(r"(?m)^'+(?=\w)")
# Before the first digits of a text; not after a point: .05 is another number than .5.
_LEADING_ZEROS = re.compile(r"(?m)^([^0-9\n]*)(?<![.,])0+(?=[1-9])")
# Letters that keyboards and old fonts lack, with the one typed for each: of Kyrgyz and Kazakh, then of Tajik.
_TYPED_LETTERS = dict(zip("ѳөүңғқұӯӣҳҷ", "өоунгкууихч", strict=True))
# All but the first, an old letter that only looks like ө: of two spellings, the one with such letters is meant.
MEANT_LETTERS = frozenset(letter for typed in [*_TYPED_LETTERS][1:] for letter in (typed, typed.upper()))
_FINAL_STOP = re.compile(r"(?m)(?<=[^\W\d_])\.$")
_CODE_WORD = re.compile(r"\S*[0-9]\S*")


def normalize_texts(texts: Iterable[str], alike: bool = True, without: Collection[str] = ()) -> list[str]:
    """The key of each text, in order: with Cyrillic letters that look like Latin ones as those, where `alike`.

    `without` are the names of differences that are not folded away. To look for zeros takes time: where all texts are
    as long as each other they tell no two apart.
    """
    listed = list(texts)
    whole = "\n".join(listed)
    if whole.count("\n") >= len(listed):
        whole = "\n".join(map(_join_lines, listed))
    whole = _replace_pairs(_LATIN_CAPITALS if alike else {}, _apply_folds(whole, without))
    return whole.split("\n") if listed else []


def normalize_except_case(text: str, letters: bool = True) -> str:
    """A text with all folded but its capitals and its alphabet; without `letters`, `ө` stays another than `о`."""
    return _apply_folds(_join_lines(text), ("capitals", *(() if letters else _LETTER_FOLDS)))


def describe_differences(one: str, other: str) -> list[str]:
    """In which ways two texts differ that are the same but for them."""
    lines = _join_lines(one), _join_lines(other)
    changing = {name for line in lines for name in _changing_folds(line)}
    ways = [name for name in _FOLDS if name in changing and len({_apply_folds(line, (name,)) for line in lines}) > 1]
    if not ways:  # a ligature's capitals are plain letters
        return ["line breaks" if "\n" in one + other else "forms of its characters"]
    return ways


def is_cased_code(text: str) -> bool:
    """Whether a text is a code in which capitals may count: small letters and capitals among digits (`5fA2`)."""
    return bool(_CODE_WORD.fullmatch(text)) and text not in {text.upper(), text.lower(), text.capitalize()}


def _join_lines(text: str) -> str:
    return text.replace("\n", " ")


def _apply_folds(whole: str, without: Collection[str] = ()) -> str:
    for name, fold in _FOLDS.items():
        if name not in without:
            whole = fold(whole)
    return whole


def _changing_folds(whole: str) -> Iterator[str]:
    """The names of the folds that change a text: to leave out another makes no difference."""
    for name, fold in _FOLDS.items():
        folded = fold(whole)
        if folded != whole:
            yield name
        whole = folded


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


def _fold_number_spaces(whole: str) -> str:
    return _NUMBER_SPACE.sub(r"\1", whole) if any(sign in whole for sign in ("№", "#", "No")) else whole


def _fold_number_signs(whole: str) -> str:
    return _NUMBER_SIGN.sub("№", whole) if "#" in whole or "No" in whole else whole


def _fold_first_apostrophes(whole: str) -> str:
    """Without the apostrophe by which a spreadsheet keeps a number as text, and which some exports write."""
    return _FIRST_APOSTROPHE.sub("", whole) if whole.startswith("'") or "\n'" in whole else whole


def _fold_hyphens(whole: str) -> str:
    """With a space for a hyphen, and none between a letter and a digit: `Дордой-2` and `5-А` are `Дордой2` and `5А`.

    Spaces around hyphens, and at the ends, are gone already, so that A- stays another than A.
    """
    spaced = whole.replace("-", " ")
    return _SPACE_AFTER_DIGIT.sub("", _SPACE_BEFORE_DIGIT.sub("", spaced)) if " " in spaced else spaced


def _fold_leading_zeros(whole: str) -> str:
    return _LEADING_ZEROS.sub(r"\1", whole) if "0" in whole else whole


# Differences that texts without letters may have too: other marks among digits mean something.
LEADING_ZEROS, FIRST_APOSTROPHE, HYPHENS = "zeros before it", "an apostrophe before it", "a hyphen or space"
_NUMBER_SPACES = "the space after №"
NUMBER_DIFFERENCES = frozenset({LEADING_ZEROS, FIRST_APOSTROPHE, _NUMBER_SPACES})
_LETTER_FOLDS = {
    f"{letter} and {typed}": partial(_replace_pairs, {letter: typed, letter.upper(): typed.upper()})
    for letter, typed in _TYPED_LETTERS.items()
}
# To tell how two texts differ, each is left out in turn. Dashes come before the spaces around them.
_FOLDS: dict[str, Callable[[str], str]] = {
    _NUMBER_SPACES: _fold_number_spaces,
    "the sign №": _fold_number_signs,
    "forms of its characters": _fold_compatibility,
    "dashes": partial(_replace_pairs, _DASHES),
    "quotation marks": partial(_replace_pairs, _QUOTES),
    "characters that are not seen": partial(_replace_pairs, _INVISIBLE_CHARACTERS),
    FIRST_APOSTROPHE: _fold_first_apostrophes,
    "spaces": _fold_spaces,
    HYPHENS: _fold_hyphens,
    "ё and е": partial(_replace_pairs, {"ё": "е", "Ё": "Е"}),
    **_LETTER_FOLDS,
    "capitals": str.upper,
    "a full stop at its end": _fold_full_stops,
    LEADING_ZEROS: _fold_leading_zeros,
}
_LATIN_CAPITALS = {letter: latin for letter, latin in LATIN_LOOKALIKES.items() if letter.isupper()} | {"Ɵ": "O"}
