"""Where the cells of a clean file stand: told from its bytes at once, and only where no row of it asks for a decision.

Clean is a file in which the careful way would find its rows as they are: no quotes, every row as wide as the header,
none blank, none that is the header once more or a row of totals, and no cell with space around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from roundtable_cli.tables.reading import header_rows, total_rows
from roundtable_cli.tables.reading.bulk.cell_spans import WORD, Cells
from roundtable_cli.tables.values import parsing

_BLOCK = 2**18  # bytes looked at at once: what the processor's own memory holds
_LINE_END = ord("\n")
_NARROW = np.isin(np.arange(256), [*b"\t\v\f\x1c\x1d\x1e\x1f "])  # the white space of ASCII that ends no row
_WIDE = [space.encode() for space in parsing.WIDE_SPACE]
_LEADING = np.isin(np.arange(256), [space[0] for space in _WIDE])
_CLOSING = np.isin(np.arange(256), [space[-1] for space in _WIDE])
_CODED = np.isin(np.arange(256), [*b"0123456789-_/"])  # in codes early; a text of words has none at once
Array = Any  # of numpy


class Grid(NamedTuple):
    """The cells of a file, row by row, the header's too: `stops` are the places where each of them ends."""

    content: bytes
    stops: Array
    feed: int  # bytes that end a row

    @property
    def rows(self) -> int:
        """The number of records."""
        return len(self.stops) - 1

    @property
    def numbers(self) -> range:
        """The numbers of their rows, as a spreadsheet counts them."""
        return range(2, len(self.stops) + 1)

    def column(self, position: int) -> Cells:
        """The cells of one column, below the header."""
        starts = self.stops[1:, position - 1] + 1 if position else self.stops[:-1, -1] + self.feed
        return Cells(self.content, starts, np.ascontiguousarray(self.stops[1:, position]))

    def records(self) -> Cells:
        """The records, each as one cell."""
        return Cells(self.content, self.stops[:-1, -1] + self.feed, np.ascontiguousarray(self.stops[1:, -1]))


def laid(content: bytes, mark: str, names: Sequence[str]) -> Grid | None:
    """The cells of a text in UTF-8 whose first row is a header of these names; None where it isn't clean.

    A header with a blank name is not: it may be a title, or the first row of several; nor is one with its columns'
    numbers below. A last row that begins blank may hold sums. That the text holds no quote and no NUL is known.
    """
    feed = _feed(content)
    if not feed or not all(names):
        return None
    whole = content if content.endswith(feed) else content + feed
    second, last = whole.find(feed) + len(feed), whole.rfind(feed, 0, len(whole) - len(feed)) + len(feed)
    numbered = mark.join(header_rows.numbering(len(names))).encode() + feed
    if (len(names) > 1 and whole.startswith(numbered, second)) or whole.startswith(mark.encode(), last):
        return None
    stops = _stops(whole, ord(mark), feed, len(names)) if len(whole) >= WORD else None
    if stops is None or len(stops) < 2:
        return None
    grid = Grid(whole, stops, len(feed))
    return grid if _has_records_only(grid, mark, names) and not _has_totals(grid) else None


def _feed(content: bytes) -> bytes:
    """What ends the rows; nothing where not all rows end alike."""
    if b"\r" not in content:
        return b"\n"
    pairs = content.count(b"\r\n")
    return b"\r\n" if pairs == content.count(b"\r") == content.count(b"\n") else b""


def _stops(whole: bytes, mark: int, feed: bytes, width: int) -> Array | None:
    """The places where cells end, row by row; None where a row is of another width, or a cell has space around it."""
    content, found, rows = np.frombuffer(whole, np.uint8), [], 0
    size = np.int32 if len(whole) < 2**31 else np.int64
    for first in range(0, len(content), _BLOCK):
        block = content[first : first + _BLOCK]
        line_ends = block == _LINE_END
        rows += int(np.count_nonzero(line_ends))
        stops = np.flatnonzero(line_ends | (block == mark)) + first
        if _begin_with_space(whole, stops + 1, mark):
            return None
        if len(feed) > 1:
            stops -= content[stops] == _LINE_END
        if _end_with_space(whole, stops, mark):
            return None
        found.append(stops.astype(size))
    every = np.concatenate(found)
    if len(every) != rows * width or (content[every[width - 1 :: width]] != feed[0]).any():
        return None
    return every.reshape(-1, width)


def _begin_with_space(whole: bytes, starts: Array, mark: int) -> bool:
    """Whether some cells begin with white space. In an empty one stands what follows it: a delimiter or a line end."""
    first = np.frombuffer(whole, np.uint8).take(starts, mode="clip")  # after the last cell is none
    if _has_space(first, mark):
        return True
    return _are_wide(whole, starts[_LEADING[first]])


def _end_with_space(whole: bytes, ends: Array, mark: int) -> bool:
    """Whether some cells end with white space. Before an empty one stands what ends another."""
    content = np.frombuffer(whole, np.uint8)
    last = content[ends - 1]
    if _has_space(last, mark):
        return True
    wide = ends[_CLOSING[last]]
    return any(_are_wide(whole, places[_LEADING[content[places]]]) for places in (wide - 2, wide - 3))


def _are_wide(whole: bytes, starts: Array) -> bool:
    """Whether white space beyond ASCII stands in some places."""
    if not len(starts):
        return False
    words = Cells(whole, starts, starts + WORD).word(0)
    return any((words & np.uint64(2 ** (8 * len(space)) - 1) == _word(space)).any() for space in _WIDE)


def _has_space(bytes_: Array, mark: int) -> bool:
    """Whether one of some bytes is white space of ASCII, and no delimiter."""
    low = bytes_[bytes_ <= ord(" ")]
    return bool(_NARROW[low[low != mark]].any())


def _word(text: bytes) -> np.uint64:
    """A few bytes as they stand in a word."""
    return np.uint64(int.from_bytes(text, "little"))


def _has_records_only(grid: Grid, mark: str, names: Sequence[str]) -> bool:
    """Whether no row is blank, and none the header once more."""
    records, header = grid.records(), mark.join(names)
    lengths = records.ends - records.starts
    if (lengths < len(names)).any():
        return False
    begins = records.word(0) == _word(header.encode()[:WORD])
    same = records.take(begins & (lengths == len(header.encode())))
    return len(names) == 1 or not (same.texts() == header).any()


def _has_totals(grid: Grid) -> bool:
    """Whether the first filled cell of some row is what a total is called, whatever numbers are beside it."""
    rows = np.arange(grid.rows)
    for position in range(grid.stops.shape[1]):
        cells = grid.column(position).take(rows)
        if any(map(total_rows.names_total, _worded(cells).kinds[1].texts())):
            return True
        rows = rows[~cells.filled]
        if not len(rows):
            break
    return False


def _worded(cells: Cells) -> Cells:
    """The cells that may begin or end with a word of three letters or more, so that few codes are among them."""
    content = np.frombuffer(cells.content, np.uint8)
    first, second, third = (_CODED[content.take(cells.starts + place, mode="clip")] for place in range(3))
    coded = (first | second | third) & _CODED[content[cells.ends - 1]]
    return cells.take(np.flatnonzero(~coded & (cells.ends - cells.starts >= 3)))
