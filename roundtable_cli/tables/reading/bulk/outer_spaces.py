"""White space around the cells of a large text: which cells have some, and the text without it.

Every reader of cells takes it off, so a text without it gives the same values. What is white space `str.strip` says.
"""

from __future__ import annotations

import numpy as np

from roundtable_cli.tables.reading.bulk.cell_spans import WORD_BYTES, Array, CellSpans
from roundtable_cli.tables.values.white_space import ASCII_WHITESPACE, UNICODE_WHITESPACE

_BLOCK_ROWS = 2**14  # rows looked at at once
# The white space of ASCII that ends no row.
_ASCII_SPACES = np.isin(np.arange(256), [ord(space) for space in {*ASCII_WHITESPACE} - {"\r", "\n"}])
_WIDE_SPACES = [space.encode() for space in UNICODE_WHITESPACE]
_WIDE_FIRST_BYTES = np.isin(np.arange(256), [space[0] for space in _WIDE_SPACES])
_WIDE_LAST_BYTES = np.isin(np.arange(256), [space[-1] for space in _WIDE_SPACES])


def any_has_space_around(whole: bytes, rows: Array, mark: int, feed_size: int) -> bool:
    """Whether some cells begin or end with white space, but for the line ends and delimiters that stood in quotes.

    `rows` are the places where cells end, row by row.
    """
    for first in range(0, len(rows), _BLOCK_ROWS):
        block = rows[first : first + _BLOCK_ROWS].astype(np.intp)
        starts = np.concatenate([(block[:, :-1] + 1).ravel(), block[:, -1] + feed_size])
        if any_begins_with_space(whole, starts, mark) or any_ends_with_space(whole, block.ravel(), mark):
            return True
    return False


def any_begins_with_space(whole: bytes, starts: Array, mark: int) -> bool:
    """Whether some cells begin with white space. In an empty one stands what follows it: a delimiter or a line end."""
    first = np.frombuffer(whole, np.uint8).take(starts, mode="clip")  # after the last cell is none
    if _any_is_ascii_space(first, mark):
        return True
    return _any_is_wide_space(whole, starts[_WIDE_FIRST_BYTES[first]])


def any_ends_with_space(whole: bytes, ends: Array, mark: int) -> bool:
    """Whether some cells end with white space. Before an empty one stands what ends another."""
    content = np.frombuffer(whole, np.uint8)
    last = content[ends - 1]
    if _any_is_ascii_space(last, mark):
        return True
    wide = ends[_WIDE_LAST_BYTES[last]]
    return any(_any_is_wide_space(whole, places[_WIDE_FIRST_BYTES[content[places]]]) for places in (wide - 2, wide - 3))


def _any_is_wide_space(whole: bytes, starts: Array) -> bool:
    """Whether white space beyond ASCII stands in some places."""
    if not len(starts):
        return False
    words = CellSpans(whole, starts, starts + WORD_BYTES).read_words(0)
    masks = ((np.uint64(2 ** (8 * len(space)) - 1), int.from_bytes(space, "little")) for space in _WIDE_SPACES)
    return any((words & mask == np.uint64(word)).any() for mask, word in masks)


def _any_is_ascii_space(bytes_: Array, mark: int) -> bool:
    """Whether one of some bytes is white space of ASCII, and no delimiter."""
    low = bytes_[bytes_ <= ord(" ")]
    return bool(_ASCII_SPACES[low[low != mark]].any())


def trim_cells(whole: bytes, rows: Array, feed_size: int) -> tuple[bytes, Array]:
    """A text without the white space around its cells, and the places where they end in it, row by row."""
    ends = rows.ravel()
    starts = np.concatenate([[0], ends[:-1] + 1])
    starts[rows.shape[1] :: rows.shape[1]] += feed_size - 1
    suspects = _find_suspects(whole, starts, ends)
    before, after = _measure_spaces(CellSpans(whole, starts[suspects], ends[suspects]))
    removed = np.zeros(len(ends), ends.dtype)
    removed[suspects] = before + after
    kept = np.ones(len(whole), bool)
    for first, lengths in ((starts[suspects], before), (ends[suspects] - after, after)):
        kept[np.repeat(first - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())] = False
    trimmed = np.frombuffer(whole, np.uint8)[kept].tobytes()
    return trimmed, np.asfortranarray((ends - np.cumsum(removed, dtype=ends.dtype)).reshape(rows.shape))


def _find_suspects(whole: bytes, starts: Array, ends: Array) -> Array:
    """The filled cells, by their numbers, that may begin or end with white space."""
    content = np.frombuffer(whole, np.uint8)
    first, last = content.take(starts, mode="clip"), content[ends - 1]
    may_end_wide = _WIDE_FIRST_BYTES[content[ends - 2]] | _WIDE_FIRST_BYTES[content[ends - 3]]
    suspect = (_ASCII_SPACES | _WIDE_FIRST_BYTES)[first] | _ASCII_SPACES[last] | (_WIDE_LAST_BYTES[last] & may_end_wide)
    return np.flatnonzero(suspect & (ends > starts))


def _measure_spaces(cells: CellSpans) -> tuple[Array, Array]:
    """The bytes of white space before and after the text of each cell; all are before where there is no text."""
    texts = cells.decode_texts().tolist()
    before = (len(text) - len(text.lstrip()) for text in texts)
    sizes = [
        (len(text[:spaces].encode()), len(text.strip().encode())) for text, spaces in zip(texts, before, strict=True)
    ]
    measured = np.array(sizes, dtype=np.intp).reshape(-1, 2)
    return measured[:, 0], (cells.ends - cells.starts) - measured.sum(axis=1)
