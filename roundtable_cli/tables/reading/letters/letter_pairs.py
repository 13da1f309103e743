"""How often each letter follows another in the words of a language, as costs in bits: rare pairs cost more.

`letter_pairs.json` was counted once by `tests/tables/reading/letters/pair_counter.py` from names of countries,
languages, currencies and months (CLDR, in Babel) and from the words of screens (Django's translations).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"  # a cost in half bits, a digit each
EDGE = " "  # stands before the first letter of a word, and after its last
END, PLAIN, WIDE = WORD_KINDS = " ah"  # what follows a letter: the word's end, a letter of ASCII, another letter
CHINESE = "zh"
_COSTS = {digit: half_bits / 2 for half_bits, digit in enumerate(DIGITS)}
# Of languages in other letters than Latin nearly all letters are beyond ASCII, of those in Latin letters one in ten.
_WIDE_COSTS = {True: (0.01, 7.6), False: (3.3, 0.15)}  # bits of a letter beyond ASCII, and of one in it
_FOREIGN_LETTER_COST = 14.0  # bits of a letter that the language does not have
_FOREIGN_PLAIN_COST = 8.0
# Chinese: the commonest characters have costs of their own, others have that of their rows in GB 2312.
_COMMON_ROWS, _RARE_ROWS, _SIGN_ROWS = range(0xB0, 0xD8), range(0xD8, 0xF8), (0xA1, 0xA3)
_COMMON_COST, _RARE_COST, _SIGN_COST, _OTHER_COST = 14.3, 19.5, 17.5, 26.0
_FIRST_TRAIL_BYTE = 0xA1  # of the characters of GB 2312


class LanguagePairs(NamedTuple):
    """The costs of one language: of each letter after another, of what follows a letter, and of letters by their kind.

    `positions` says where in a row the cost of a letter beyond ASCII stands. A row is a text of digits.
    """

    positions: dict[str, int]
    wide_rows: dict[str, str]
    plain_rows: dict[str, str]
    kind_rows: dict[str, str]
    wide_cost: float
    plain_cost: float

    def word_cost(self, word: str) -> float:
        """The bits of a word in small letters: of its letters beyond ASCII, and of what follows them."""
        cost, previous = 0.0, EDGE
        for letter in f"{word}{EDGE}":
            kind = END if not letter.isalpha() else WIDE if letter > "\x7f" else PLAIN
            if previous in self.kind_rows:
                cost += _COSTS[self.kind_rows[previous][WORD_KINDS.index(kind)]]
            elif kind != END:
                cost += self.wide_cost if kind == WIDE else self.plain_cost
            cost += self._pair_cost(previous, letter, kind)
            previous = letter if kind != END else EDGE
        return cost

    def _pair_cost(self, previous: str, letter: str, kind: str) -> float:
        """The bits of a letter after another, if one of them is beyond ASCII."""
        if kind == WIDE:
            row, position = self.wide_rows.get(previous), self.positions.get(letter)
            return _FOREIGN_LETTER_COST if row is None or position is None else _COSTS[row[position]]
        if kind == PLAIN and previous > "\x7f":
            row = self.plain_rows.get(previous)
            return _COSTS[row[ord(letter) - ord("a")]] if row else _FOREIGN_PLAIN_COST
        return 0.0


def chinese_cost(word: str) -> float:
    """The bits of a word in Chinese characters."""
    return sum(_character_cost(character) for character in word)


@cache
def language_pairs(language: str) -> LanguagePairs:
    """The costs of a language, by its code."""
    counted = _load_pairs()[language]
    positions = {letter: position for position, letter in enumerate(counted["letters"])}
    plain_rows = counted.get("ascii", {})
    return LanguagePairs(positions, counted["next"], plain_rows, counted["kind"], *_WIDE_COSTS[not plain_rows])


@cache
def _load_pairs() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_bytes())
    return loaded


@cache
def _chinese_costs() -> dict[str, float]:
    rows = _load_pairs()[CHINESE]["costs"]
    return {character: int(half_bits) / 2 for half_bits, characters in rows.items() for character in characters}


@cache
def _character_cost(character: str) -> float:
    if character.isascii():
        return 2.0
    known = _chinese_costs().get(character)
    if known is not None:
        return known
    try:
        lead, *trail = character.encode("gbk")
    except UnicodeEncodeError:
        return _OTHER_COST
    if not trail or trail[0] < _FIRST_TRAIL_BYTE:
        return _OTHER_COST
    costs = ((_COMMON_ROWS, _COMMON_COST), (_RARE_ROWS, _RARE_COST), (_SIGN_ROWS, _SIGN_COST))
    return next((cost for rows, cost in costs if lead in rows), _OTHER_COST)
