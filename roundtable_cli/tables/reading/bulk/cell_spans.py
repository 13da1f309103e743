"""The cells of one column as places in a file's bytes: their texts, the different ones, and plain numbers, all at once.

Nothing here asks what a column means: that cells are texts of UTF-8 without NULs is all that is known of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

WORD = 8  # bytes that are compared at once
BLOCK = 2**14  # cells worked on at once: what the processor's own memory holds
LONGEST = 8  # words of a cell; longer texts are told apart as texts
DIGITS = 15  # of a number: more are not exact as a float
SHAPES = 4 * 32 * 32  # of plain numbers: by their sign and a zero that leads, the digits before the point and after it
_MINUS, _ZERO = b"-0"
_MASKS = np.array([2 ** (8 * length) - 1 for length in range(WORD + 1)], dtype=np.uint64)
_END = "\n"  # stands in no cell
_POWERS = 10.0 ** np.arange(DIGITS + 1)
Array = Any  # of numpy


class Numbers(NamedTuple):
    """Plain numbers: digits as one whole number, how many of them are decimals, and the shape of each text.

    Of texts that have one shape a pattern fits all or none, where it tells digits only from a zero that leads. The
    shape is -1 where a cell is no plain number: an optional minus, 1 to 15 digits, a decimal point among them.
    """

    digits: Array
    places: Array
    shapes: Array
    negative: Array

    @property
    def floats(self) -> Array:
        """The numbers; a division of two exact floats is the float nearest to the decimal number."""
        values = self.digits / _POWERS[self.places]
        return np.where(self.negative, -values, values)

    @property
    def whole(self) -> Array:
        """The numbers, where none has decimals."""
        return np.where(self.negative, -self.digits, self.digits)


class Cells:
    """Cells that begin at `starts` and end before `ends` in the bytes of a file, at least a word of them."""

    def __init__(self, content: bytes, starts: Array, ends: Array) -> None:
        self.content, self.starts, self.ends = content, starts, ends
        self._numbers: dict[str, Numbers] = {}

    @property
    def filled(self) -> Array:
        """Which cells are not empty."""
        return self.ends > self.starts

    def take(self, rows: Array) -> Cells:
        """Some of the cells."""
        return Cells(self.content, self.starts[rows], self.ends[rows])

    def sample(self, size: int) -> Cells:
        """Some cells from the whole length of the column."""
        return self.take(np.linspace(0, len(self.starts) - 1, min(size, len(self.starts)), dtype=np.intp))

    def blocks(self) -> Iterator[tuple[slice, Cells]]:
        """The cells in pieces, each with its place among them."""
        for first in range(0, len(self.starts), BLOCK):
            rows = slice(first, first + BLOCK)
            yield rows, self.take(rows)

    def texts(self, composed: bool = False) -> Array:
        """The text of each cell, as objects; in Unicode's composed form where that is asked for.

        No letter is composed with a line end, so that many texts can be made so at once.
        """
        texts = np.empty(len(self.starts), dtype=object)
        for rows, block in self.blocks():
            joined = block.joined()
            text = joined[:-1].tobytes().decode()
            if composed and may_combine(joined):
                text = unicodedata.normalize("NFC", text)
            texts[rows] = text.split(_END)
        return texts

    def joined(self) -> Array:
        """The bytes of all cells, an end after each."""
        lengths = (self.ends - self.starts).astype(np.intp) + 1
        after = np.cumsum(lengths)
        places = np.repeat(self.starts - (after - lengths), lengths)
        places += np.arange(len(places))
        joined = np.frombuffer(self.content, np.uint8).take(places, mode="clip")  # none is outside
        joined[after - 1] = ord(_END)
        return joined

    @cached_property
    def kinds(self) -> tuple[Array, Cells]:
        """For each cell the number of its text among the different ones, in order, and a cell of each of these."""
        longest = (self.ends - self.starts).max(initial=0)
        codes, different = pd.factorize(self.texts()) if longest > LONGEST * WORD else self._codes(0)
        return codes, self.take(np.searchsorted(np.maximum.accumulate(codes), np.arange(len(different))))

    def each(self) -> list[str]:
        """The text of each cell; one that recurs is made once."""
        codes, different = self.kinds
        texts: list[str] = different.texts()[codes].tolist()
        return texts

    def counts(self) -> dict[str, int]:
        """The different texts, in order, and how many cells hold each."""
        codes, different = self.kinds
        return dict(zip(different.texts(), np.bincount(codes).tolist(), strict=True))

    def _codes(self, first: int) -> tuple[Array, Array]:
        """The number of each cell's text from one of its words on, among the different ones; of these what stands."""
        codes, known = pd.factorize(self.word(first))
        rows = np.flatnonzero(self.ends - self.starts > WORD * (first + 1))
        if not len(rows):
            return codes, known
        longer = slice(None) if len(rows) == len(codes) else rows
        others, different = self.take(longer)._codes(first + 1)
        codes[longer] = len(known) + codes[longer] * len(different) + others
        return pd.factorize(codes)

    def word(self, number: int) -> Array:
        """Eight bytes of each cell as one number; nothing stands in those after its end."""
        every = np.ndarray((len(self.content) - WORD + 1,), "<u8", self.content, strides=(1,))
        left = np.clip(self.ends - self.starts - WORD * number, 0, WORD)
        places, last = self.starts + WORD * number, len(every) - 1
        if places.max(initial=0) <= last:
            return every[places] & _MASKS[left]
        before = np.maximum(places - last, 0)  # bytes too early from which the last words are read
        return every[places - before] >> (before * 8).astype(np.uint64) & _MASKS[left]

    def numbers(self, point: str) -> Numbers:
        """The cells as plain numbers with that decimal mark."""
        if point not in self._numbers:
            read = [_numbers(block, ord(point)) for _, block in self.blocks()]
            self._numbers[point] = Numbers(*map(np.concatenate, zip(*read, strict=True)))
        return self._numbers[point]


def may_combine(content: Array) -> bool:
    """Whether some characters may be parts of others: all may but Latin to U+02FF and Cyrillic without its marks."""
    others = (content >= 0xD4) | (content >= 0xCC) & (content <= 0xCF)
    marks = (content[:-1] == 0xD2) & (content[1:] >= 0x83) & (content[1:] <= 0x89)  # U+0483 to U+0489
    return bool(others.any() or marks.any())


def _numbers(cells: Cells, point: int) -> Numbers:
    """The numbers of one block, a digit of all cells at a time."""
    content = np.frombuffer(cells.content, np.uint8)
    starts = cells.starts.astype(np.intp)
    negative = content[starts] == _MINUS
    starts += negative
    lengths = cells.ends - starts
    digits, places = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int8)
    pointed, plain = np.zeros(len(starts), bool), (lengths > 0) & (lengths <= DIGITS + 1)
    for position in range(min(int(lengths.max(initial=0)), DIGITS + 1)):
        within, byte = lengths > position, content.take(starts + position, mode="clip")
        digit = byte - np.uint8(_ZERO)  # of bytes below it, a large one
        is_digit, is_point = (digit < 10) & within, (byte == point) & within
        plain &= is_digit | ~within | is_point & ~pointed
        digits = np.where(is_digit, digits * 10 + digit, digits)
        places += is_digit & pointed
        pointed |= is_point
    before = lengths - pointed - places
    plain &= (before > 0) & (before + places <= DIGITS) & (pointed == (places > 0))
    shapes = ((negative * 2 + (content[starts] == _ZERO)) * 32 + before) * 32 + places
    return Numbers(digits, places, np.where(plain, shapes, -1), negative)
