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

from roundtable_cli.tables.reading.bulk.interruptible_calls import factorize_values
from roundtable_cli.tables.values import formula_errors
from roundtable_cli.tables.values.numerals import MAX_DIGITS

WORD_BYTES = 8  # bytes that are compared at once
BLOCK_CELLS = 2**12  # cells worked on at once: what the processor's own memory holds
MAX_CELL_WORDS = 8  # words of a cell; longer texts are told apart as texts
SHAPE_COUNT = (
    4 * 32 * 32
)  # of plain numbers: by their sign and a zero that leads, the digits before the point and after it
_MINUS_BYTE, _ZERO_BYTE = b"-0"
_WORD_MASKS = np.array([2 ** (8 * length) - 1 for length in range(WORD_BYTES + 1)], dtype=np.uint64)
_CELL_END = "\0"  # stands in no cell
_POWERS_OF_TEN = 10.0 ** np.arange(MAX_DIGITS + 1)
Array = Any  # of numpy or pandas: what a column holds is known where it is used, and not to the type checker


class PlainNumbers(NamedTuple):
    """Plain numbers: digits as one whole number, how many of them are decimals, and the shape of each text.

    Of texts that have one shape a pattern fits all or none, where it tells digits only from a zero that leads. The
    shape is -1 where a cell is no plain number: an optional minus, 1 to 15 digits, a decimal point among them.
    """

    digits: Array
    decimal_places: Array
    text_shapes: Array
    is_negative: Array

    @property
    def float_values(self) -> Array:
        """The numbers; a division of two exact floats is the float nearest to the decimal number."""
        values = self.digits / _POWERS_OF_TEN[self.decimal_places]
        return np.where(self.is_negative, -values, values)

    @property
    def integer_values(self) -> Array:
        """The numbers, where none has decimals."""
        return np.where(self.is_negative, -self.digits, self.digits)


class TextCodes(NamedTuple):
    """For each cell of a column the number of its text among the different ones, in order; `distinct` has each once."""

    codes: Array
    distinct: CellSpans


class CellSpans:
    """Cells that begin at `starts` and end before `ends` in the bytes of a file, at least a word of them."""

    def __init__(self, content: bytes, starts: Array, ends: Array) -> None:
        self.content, self.starts, self.ends = content, starts, ends
        self._plain_numbers: dict[str, PlainNumbers] = {}

    @property
    def is_filled(self) -> Array:
        """Which cells are not empty."""
        return self.ends > self.starts

    @property
    def has_results(self) -> bool:
        """Whether something has been found out about the cells that takes time to find out again."""
        return bool(self._plain_numbers) or "text_codes" in self.__dict__

    def take_cells(self, rows: Array) -> CellSpans:
        """Some of the cells."""
        return CellSpans(self.content, self.starts[rows], self.ends[rows])

    def without_cells(self, is_left_out: Array) -> CellSpans:
        """The cells, some of them as if they were empty."""
        return CellSpans(self.content, self.starts, np.where(is_left_out, self.starts, self.ends))

    def sample_cells(self, size: int) -> CellSpans:
        """Some cells from the whole length of the column."""
        return self.take_cells(np.linspace(0, len(self.starts) - 1, min(size, len(self.starts)), dtype=np.intp))

    def iterate_blocks(self, size: int = BLOCK_CELLS) -> Iterator[tuple[slice, CellSpans]]:
        """The cells in pieces of that many, each with its place among them."""
        for first in range(0, len(self.starts), size):
            rows = slice(first, first + size)
            yield rows, self.take_cells(rows)

    def decode_texts(self, composed: bool = False) -> Array:
        """The text of each cell, as objects; in Unicode's composed form where that is asked for.

        No letter is composed with a NUL, so that many texts can be made so at once.
        """
        texts = np.empty(len(self.starts), dtype=object)
        for rows, block in self.iterate_blocks():
            joined = block.join_bytes()
            text = joined[:-1].tobytes().decode()
            if composed and may_hold_combining(joined):
                text = unicodedata.normalize("NFC", text)
            texts[rows] = text.split(_CELL_END)
        return texts

    def join_bytes(self, separated: bool = True) -> Array:
        """The bytes of all cells, an end after each unless they are not to be separated."""
        lengths = (self.ends - self.starts).astype(np.intp) + separated
        after = np.cumsum(lengths)
        places = np.repeat(self.starts - (after - lengths), lengths)
        places += np.arange(len(places))
        joined = np.frombuffer(self.content, np.uint8).take(places, mode="clip")  # none is outside
        if separated:
            joined[after - 1] = ord(_CELL_END)
        return joined

    def join_composed(self) -> Array | None:
        """The bytes of all cells, one after the other; None where a text is not in Unicode's composed form."""
        joined, size = np.empty(int((self.ends - self.starts).sum(dtype=np.int64)), np.uint8), 0
        for _, block in self.iterate_blocks():
            bytes_ = block.join_bytes(separated=False)
            if may_hold_combining(bytes_) and not unicodedata.is_normalized("NFC", bytes_.tobytes().decode()):
                return None
            joined[size : size + len(bytes_)] = bytes_
            size += len(bytes_)
        return joined

    @cached_property
    def text_codes(self) -> TextCodes:
        """Its texts told apart."""
        longest = (self.ends - self.starts).max(initial=0)
        codes, different = (
            pd.factorize(self.decode_texts()) if longest > MAX_CELL_WORDS * WORD_BYTES else self._word_codes(0)
        )
        first = np.searchsorted(np.maximum.accumulate(codes), np.arange(len(different)))
        return TextCodes(codes.astype(np.min_scalar_type(-len(different) - 1)), self.take_cells(first))

    def all_texts(self) -> list[str]:
        """The text of each cell; one that recurs is made once."""
        codes, different = self.text_codes
        texts: list[str] = different.decode_texts()[codes].tolist()
        return texts

    def text_counts(self) -> dict[str, int]:
        """The different texts, in order, and how many cells hold each."""
        codes, different = self.text_codes
        counts, rows_of_each = dict[str, int](), np.bincount(codes)
        for rows, block in different.iterate_blocks():  # not at once, which Ctrl-C would have to wait for
            counts.update(zip(block.decode_texts(), rows_of_each[rows].tolist(), strict=True))
        return counts

    def _word_codes(self, first: int) -> tuple[Array, Array]:
        """A code for each cell's text from its word `first` on, by first appearance, and an item for each code.

        Cells have one code where their texts are the same. Of the second array only the length is of use.
        """
        codes, known = factorize_values(self.read_words(first))
        rows = np.flatnonzero(self.ends - self.starts > WORD_BYTES * (first + 1))
        if not len(rows):
            return codes, known
        longer = slice(None) if len(rows) == len(codes) else rows
        others, different = self.take_cells(longer)._word_codes(first + 1)
        codes[longer] = len(known) + codes[longer] * len(different) + others
        return factorize_values(codes)

    def read_words(self, number: int) -> Array:
        """Eight bytes of each cell as one number; nothing stands in those after its end."""
        every = np.ndarray((len(self.content) - WORD_BYTES + 1,), "<u8", self.content, strides=(1,))
        left = np.clip(self.ends - self.starts - WORD_BYTES * number, 0, WORD_BYTES)
        places, last = self.starts + WORD_BYTES * number, len(every) - 1
        if places.max(initial=0) <= last:
            return every[places] & _WORD_MASKS[left]
        before = np.maximum(places - last, 0)  # bytes too early from which the last words are read
        return every[places - before] >> (before * 8).astype(np.uint64) & _WORD_MASKS[left]

    def find_error_candidates(self) -> Array:
        """The positions of cells that may hold a formula's error.

        "#" is their first byte, or ":" the fourth last (`Err:502`), or a point the last and the third last
        (`Loading...`), or the last is that of `…`.
        """
        content = np.frombuffer(self.content, np.uint8)
        last = content.take(self.ends - 1, mode="clip")
        may_end_an_error = content.take(self.ends - 4, mode="clip") == ord(":")
        may_end_an_error |= (last == ord(".")) & (content.take(self.ends - 3, mode="clip") == ord("."))
        may_end_an_error |= last == "…".encode()[-1]
        return np.flatnonzero((content[self.starts] == ord("#")) | may_end_an_error)

    @property
    def has_formula_error(self) -> bool:
        """Whether a cell holds the error of a formula."""
        texts = self.take_cells(self.find_error_candidates()).decode_texts()
        return any(map(formula_errors.is_formula_error, {*texts}))

    def plain_numbers(self, point: str) -> PlainNumbers:
        """The cells as plain numbers with that decimal mark."""
        if point not in self._plain_numbers:
            blocks = [_parse_block_numbers(block, ord(point)) for _, block in self.iterate_blocks()]
            self._plain_numbers[point] = PlainNumbers(*map(np.concatenate, zip(*blocks, strict=True)))
        return self._plain_numbers[point]


def may_hold_combining(content: Array) -> bool:
    """Whether some characters may be parts of others: all may but Latin to U+02FF and Cyrillic without its marks."""
    others = (content >= 0xD4) | (content >= 0xCC) & (content <= 0xCF)
    marks = (content[:-1] == 0xD2) & (content[1:] >= 0x83) & (content[1:] <= 0x89)  # U+0483 to U+0489
    return bool(others.any() or marks.any())


def _parse_block_numbers(cells: CellSpans, point: int) -> PlainNumbers:
    """The numbers of one block, a digit of all cells at a time."""
    content = np.frombuffer(cells.content, np.uint8)
    starts = cells.starts.astype(np.intp)
    negative = content[starts] == _MINUS_BYTE
    starts += negative
    lengths = cells.ends - starts
    digits, places = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int8)
    pointed, plain = np.zeros(len(starts), bool), (lengths > 0) & (lengths <= MAX_DIGITS + 1)
    for position in range(min(int(lengths.max(initial=0)), MAX_DIGITS + 1)):
        within, byte = lengths > position, content.take(starts + position, mode="clip")
        digit = byte - np.uint8(_ZERO_BYTE)  # of bytes below it, a large one
        is_digit, is_point = (digit < 10) & within, (byte == point) & within
        plain &= is_digit | ~within | is_point & ~pointed
        digits = np.where(is_digit, digits * 10 + digit, digits)
        places += is_digit & pointed
        pointed |= is_point
    before = lengths - pointed - places
    plain &= (before > 0) & (before + places <= MAX_DIGITS) & (pointed == (places > 0))
    shapes = ((negative * 2 + (content[starts] == _ZERO_BYTE)) * 32 + before) * 32 + places
    return PlainNumbers(digits, places, np.where(plain, shapes, -1).astype(np.int16), negative)
