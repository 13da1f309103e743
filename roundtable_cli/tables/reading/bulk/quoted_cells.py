"""A text with cells in quotes as one without: the quotes are taken out, and the places where cells end are kept.

What comes out is what `csv.reader` makes of well-formed quotes: they stand around whole cells, and one within a cell is
written twice. Where quotes stand otherwise nothing comes out, and the rows are to be split one by one.
"""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np

from roundtable_cli.tables.reading.bulk.cell_spans import Array

BLOCK_BYTES = 2**18  # bytes looked at at once: what the processor's own memory holds
_FEED, _RETURN, _NUL = b"\n\r\0"


class UnquotedText(NamedTuple):
    """A text without its quotes, the places in it where cells end, in order, and its rows: what ends them, how many.

    `broken_cells` are the cells, by their number from 0, that hold both line breaks and delimiters.
    """

    content: bytes
    cell_ends: Array
    line_end: bytes
    row_count: int
    broken_cells: Array


def unquote_text(content: bytes, mark: str, quote: bytes) -> UnquotedText | None:
    """A text without its quotes; None where these are not well-formed, rows end differently, or spaces are at an edge.

    Mark and quote are two signs of one byte each, and no line ends; the text holds no NUL.
    """
    remover = _QuoteRemover(content, ord(mark), ord(quote))
    for first in range(0, len(content), BLOCK_BYTES):
        if not remover.add_block(first):
            return None
    return remover.finish_text()


class _Marks(NamedTuple):
    """The delimiters, line ends and quotes of a block, in order: the place and byte of each, and how it stands.

    `is_outside` is true of what stands outside of quotes, and of the quotes that close: the number of quotes up to
    there, `quote_counts`, is even.
    """

    places: Array
    bytes_: Array
    is_quote: Array
    is_outside: Array
    quote_counts: Array


class _QuoteRemover:
    """The text without quotes, and the ends of its cells, as far as its blocks have been looked at, one by one."""

    def __init__(self, content: bytes, mark: int, quote: int) -> None:
        self.content, self.mark, self.quote = content, mark, quote
        self.bytes_ = np.frombuffer(content, np.uint8)
        self.has_returns = b"\r" in content
        self.quote_count = self.kept_count = self.cell_count = self.row_count = self.return_count = 0
        self.unquoted, self.cell_ends = _reserve_buffer(len(content)), list[Array]()
        self.cells_with_breaks, self.cells_with_marks = list[Array](), list[Array]()
        self.may_precede, self.may_follow = np.zeros(256, bool), np.zeros(256, bool)
        self.may_precede[[mark, _FEED, quote]] = self.may_follow[[mark, _FEED, _RETURN, quote]] = True

    def add_block(self, first: int) -> bool:
        """Takes the quotes out of the next block, which begins at `first`; whether all is well-formed in it."""
        marks = self._find_marks(first)
        opening = marks.is_quote & ~marks.is_outside
        # Where a quote closes and the next byte opens, one stands within the cell: the second is kept.
        before = self.bytes_[marks.places[opening] - 1]
        is_start = marks.places[opening] == 0
        is_doubled = (before == self.quote) & ~is_start
        after = self.bytes_.take(marks.places[marks.is_quote & marks.is_outside] + 1, mode="clip")
        if not (self.may_precede[before] | is_start).all() or not self.may_follow[after].all():
            return False
        if not self._has_even_line_ends(marks) or not self._add_quoted_signs(marks):
            return False
        is_kept = np.zeros(len(opening), bool)
        is_kept[opening] = is_doubled
        self._add_cell_ends(marks, is_kept)
        self._add_text(first, marks.places[is_kept])
        return True

    def _find_marks(self, first: int) -> _Marks:
        block = self.bytes_[first : first + BLOCK_BYTES]
        is_mark = (block == self.mark) | (block == _FEED) | (block == self.quote)
        if self.has_returns:
            is_mark |= block == _RETURN
        places = np.flatnonzero(is_mark)
        bytes_ = block[places]
        is_quote = bytes_ == self.quote
        counts = np.cumsum(is_quote) + self.quote_count
        self.quote_count += int(np.count_nonzero(is_quote))
        return _Marks(places + first, bytes_, is_quote, counts & 1 == 0, counts)

    def _has_even_line_ends(self, marks: _Marks) -> bool:
        """Whether each carriage return outside of quotes has its line feed; they are counted on the way."""
        if not self.has_returns:
            return True
        returns = marks.places[(marks.bytes_ == _RETURN) & marks.is_outside]
        self.return_count += len(returns)
        return bool((self.bytes_.take(returns + 1, mode="clip") == _FEED).all())

    def _add_quoted_signs(self, marks: _Marks) -> bool:
        """Notes which cells hold line breaks and delimiters; whether none of these is white space beside a quote."""
        is_inside = ~(marks.is_outside | marks.is_quote)
        if not is_inside.any():
            return True
        bytes_, places = marks.bytes_[is_inside], marks.places[is_inside]
        cells = (np.cumsum(self._ends_cell(marks)) + self.cell_count)[is_inside]
        is_delimiter = bytes_ == self.mark
        self.cells_with_breaks.append(cells[~is_delimiter])
        self.cells_with_marks.append(cells[is_delimiter])
        spaces = places if chr(self.mark).isspace() else places[~is_delimiter]
        beside = self.bytes_[[spaces - 1, spaces + 1]] if (spaces.max(initial=0) + 1 < len(self.bytes_)) else self.quote
        return not np.equal(beside, self.quote).any()

    def _ends_cell(self, marks: _Marks) -> Array:
        """Which of the marks end a cell; of two bytes that end a line, the second."""
        return marks.is_outside & ~marks.is_quote & (marks.bytes_ != _RETURN)

    def _add_cell_ends(self, marks: _Marks, is_kept: Array) -> None:
        """Adds the places where cells end in the text without quotes: those of its own, less the quotes before."""
        ends_cell = self._ends_cell(marks)
        removed = marks.quote_counts - (np.cumsum(is_kept) + self.kept_count)
        ends = (marks.places - removed)[ends_cell]
        is_line_end = marks.bytes_[ends_cell] == _FEED
        if self.has_returns:
            ends -= is_line_end & (self.bytes_[marks.places[ends_cell] - 1] == _RETURN)
        self.kept_count += int(np.count_nonzero(is_kept))
        self.cell_count += len(ends)
        self.row_count += int(np.count_nonzero(is_line_end))
        self.cell_ends.append(ends.astype(np.int32 if len(self.content) < 2**31 else np.int64))

    def _add_text(self, first: int, kept_quotes: Array) -> None:
        """Adds the bytes of a block without its quotes, but for those that stand within cells."""
        block, quote = self.content[first : first + BLOCK_BYTES], bytes([self.quote])
        if not len(kept_quotes):
            self.unquoted.write(block.replace(quote, b""))
            return
        held = np.frombuffer(block, np.uint8).copy()
        held[kept_quotes - first] = _NUL  # which stands in no text that is read so
        self.unquoted.write(held.tobytes().replace(quote, b"").replace(b"\0", quote))

    def finish_text(self) -> UnquotedText | None:
        """The whole; None where a quote is not closed, or rows end in two ways."""
        if self.quote_count % 2 or self.return_count not in {0, self.row_count}:
            return None
        line_end = b"\r\n" if self.return_count else b"\n"
        if not self.content.endswith(b"\n"):
            self.cell_ends.append(np.array([self.unquoted.tell()], self.cell_ends[-1].dtype))
            self.unquoted.write(line_end)
            self.row_count += 1
        broken = np.intersect1d(_join(self.cells_with_breaks), _join(self.cells_with_marks))
        cell_ends = np.concatenate(self.cell_ends)
        self.cell_ends.clear()
        self.unquoted.truncate()
        return UnquotedText(self.unquoted.getvalue(), cell_ends, line_end, self.row_count, broken)


def _reserve_buffer(size: int) -> io.BytesIO:
    """A buffer for that many bytes and a line end, so that it is not copied while it grows."""
    buffer = io.BytesIO()
    buffer.seek(size + 1)
    buffer.write(b"\0")
    buffer.seek(0)
    return buffer


def _join(pieces: list[Array]) -> Array:
    """Arrays of whole numbers end to end."""
    return np.concatenate([np.zeros(0, np.int64), *pieces])
