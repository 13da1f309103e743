"""Where the cells of a clean file stand: told from its bytes at once, and only where no row of it asks for a decision.

Clean is a file in which the careful way would find its rows as they are: quotes around whole cells only, every row as
wide as the header, none blank, none that is the header once more, a row of totals or the heading of a section, and no
cell in quotes that may hold rows. But white space around cells is taken off, and one row of totals at the end is left
out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from roundtable_cli.tables.reading.bulk import end_totals, outer_spaces, quoted_cells
from roundtable_cli.tables.reading.bulk.cell_spans import WORD_BYTES, Array, CellSpans
from roundtable_cli.tables.reading.bulk.quoted_cells import BLOCK_BYTES
from roundtable_cli.tables.reading.layout import note_rows, numbering_rows, second_tables, swallowed_rows
from roundtable_cli.tables.reading.layout.note_rows import MAX_NOTE_CELLS, NOTES_AND_RECORDS
from roundtable_cli.tables.reading.layout.second_tables import MIN_COLUMNS
from roundtable_cli.tables.reading.totals import statistic_rows, total_labels, total_search
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.values import formula_errors

_SAMPLE_RECORDS = 500  # that show whether totals of groups are among the records, or ids alone
_MIN_RECORDS = 4  # of which the last may be a total, and be left out
_LAST_RECORDS = 3  # that may be totals of all
_LINE_END = ord("\n")
_CODE_CHARACTERS = np.isin(np.arange(256), [*b"0123456789-_/"])  # in codes early; a text of words has none at once


class CellGrid(NamedTuple):
    """The cells of a file, row by row, the header's too: `cell_ends` are the places where each of them ends.

    `content` is the file, without its quotes and the white space around its cells where it has some. A row of totals at
    the end (`ends_with_total`) is none of the rows.
    """

    content: bytes
    cell_ends: Array
    line_end_size: int  # bytes that end a row
    ends_with_total: bool = False

    @property
    def record_count(self) -> int:
        """The number of records."""
        return len(self.cell_ends) - 1

    @property
    def row_numbers(self) -> range:
        """The numbers of their rows, as a spreadsheet counts them."""
        return range(2, len(self.cell_ends) + 1)

    def column_spans(self, position: int) -> CellSpans:
        """The cells of one column, below the header."""
        starts = self.cell_ends[1:, position - 1] + 1 if position else self.cell_ends[:-1, -1] + self.line_end_size
        return CellSpans(self.content, starts, np.ascontiguousarray(self.cell_ends[1:, position]))

    def sample_column(self, position: int, size: int) -> CellSpans:
        """Some cells of one column from the whole length of the file, taken without the places of the others."""
        rows = np.linspace(0, self.record_count - 1, min(size, self.record_count), dtype=np.intp)
        before = (
            self.cell_ends[rows + 1, position - 1] + 1 if position else self.cell_ends[rows, -1] + self.line_end_size
        )
        return CellSpans(self.content, before, self.cell_ends[rows + 1, position])

    def record_spans(self) -> CellSpans:
        """The records, each as one cell."""
        return CellSpans(
            self.content, self.cell_ends[:-1, -1] + self.line_end_size, np.ascontiguousarray(self.cell_ends[1:, -1])
        )

    def find_repeated_rows(self) -> Iterator[tuple[int, int]]:
        """The number of each row that is the same as an earlier one, and that of the first such."""
        records = self.record_spans()
        places = zip(records.starts.tolist(), records.ends.tolist(), strict=True)
        hashes = np.fromiter((hash(self.content[start:end]) for start, end in places), np.int64, self.record_count)
        # Texts are made only of rows whose hash another has, and compared: two texts may have one hash.
        candidates = np.flatnonzero(pd.Series(hashes).duplicated(keep=False))
        first: dict[tuple[str, ...], int] = {}
        columns = (self.column_spans(column) for column in range(self.cell_ends.shape[1]))
        texts = zip(*(column.take_cells(candidates).decode_texts() for column in columns), strict=True)
        for row, position in zip(texts, candidates.tolist(), strict=True):
            number = self.row_numbers[position]
            earlier = first.setdefault(row, number)
            if earlier != number:
                yield number, earlier

    def find_error_cells(self) -> Iterator[tuple[int, int, str]]:
        """Row, column (from 0) and text of each cell that holds the error of a formula, row by row."""
        errors = []
        for column in range(self.cell_ends.shape[1]):
            cells = self.column_spans(column)
            candidates = cells.find_error_candidates()
            for text, position in zip(cells.take_cells(candidates).decode_texts(), candidates.tolist(), strict=True):
                if formula_errors.is_formula_error(text):
                    errors.append((self.row_numbers[position], column, text))
        return iter(sorted(errors))


def build_cell_grid(
    content: bytes, mark: str, names: Sequence[str], quote: str = '"', declared_labels: Collection[str] = ()
) -> CellGrid | None:
    """The cells of a text in UTF-8 whose first row is a header of these names; None where it isn't clean.

    A header with a blank name is not: it may be a title, or the first row of several; nor is one with its columns'
    numbers below. A last row that begins blank may hold sums. That the text holds no NUL is known. In the first column
    `declared_labels` are those of records.
    """
    if not all(names):
        return None
    has_quotes = quote.encode() in content
    grid = (_quoted_grid if has_quotes else _unquoted_grid)(content, mark, len(names), quote)
    if grid is None or not grid.record_count or not _has_usual_edges(grid, len(names)) or _has_section_rows(grid):
        return None
    grid = _without_total(grid, declared_labels)
    if grid.ends_with_total and not _has_usual_edges(grid, len(names)):
        return None
    may_hold_totals = _has_total_label(grid) or _may_hold_sums(grid)
    return grid if _has_records_only(grid, mark, names) and not may_hold_totals else None


def _without_total(grid: CellGrid, declared_labels: Collection[str]) -> CellGrid:
    """A grid without the row of totals that ends it, if one does."""
    columns = [grid.column_spans(place) for place in range(grid.cell_ends.shape[1])]
    if grid.record_count < _MIN_RECORDS or not end_totals.is_total_row(columns, declared_labels):
        return grid
    return grid._replace(cell_ends=grid.cell_ends[:-1], ends_with_total=True)


def _unquoted_grid(content: bytes, mark: str, width: int, _: str) -> CellGrid | None:
    """The cells of a text without quotes; None where not all rows are of one width."""
    feed = _find_line_end(content)
    whole = content if not feed or content.endswith(feed) else content + feed
    if not feed or len(whole) < WORD_BYTES:
        return None
    ends, has_spaces = _find_cell_ends(whole, ord(mark), feed)
    stops = _rows_of_cells(whole, ends, feed, width) if len(ends) % width == 0 else None
    if stops is None or stops.shape[0] != whole.count(b"\n"):
        return None
    return _trimmed_grid(whole, stops, len(feed)) if has_spaces else CellGrid(whole, stops, len(feed))


def _quoted_grid(content: bytes, mark: str, width: int, quote: str) -> CellGrid | None:
    """The cells of a text with quotes; None where these are not around whole cells, and where `_unquoted_grid` is."""
    text = quoted_cells.unquote_text(content, mark, quote.encode()) if quote != mark else None
    if text is None or len(text.content) < WORD_BYTES:
        return None
    is_even = len(text.cell_ends) == text.row_count * width
    stops = _rows_of_cells(text.content, text.cell_ends, text.line_end, width) if is_even else None
    if stops is None:
        return None
    grid = CellGrid(text.content, stops, len(text.line_end))
    if _any_may_hold_rows(grid, text.broken_cells, mark):
        return None
    has_spaces = outer_spaces.any_has_space_around(text.content, stops, ord(mark), len(text.line_end))
    return _trimmed_grid(text.content, stops, len(text.line_end)) if has_spaces else grid


def _trimmed_grid(whole: bytes, stops: Array, line_end_size: int) -> CellGrid | None:
    """The cells of a text without the white space around them; None where next to nothing is left."""
    content, ends = outer_spaces.trim_cells(whole, stops, line_end_size)
    return CellGrid(content, ends, line_end_size) if len(content) >= WORD_BYTES else None


def _any_may_hold_rows(grid: CellGrid, cells: Array, mark: str) -> bool:
    """Whether a cell that a stray quote may have made of several rows is among some, told by their numbers."""
    width = grid.cell_ends.shape[1]
    rows, places = np.divmod(cells, width)
    # The header's first cell has none before it.
    before = np.where(
        places > 0, grid.cell_ends[rows, places - 1] + 1, grid.cell_ends[rows - 1, -1] + grid.line_end_size
    )
    before[cells == 0] = 0
    texts = CellSpans(grid.content, before, grid.cell_ends[rows, places]).decode_texts()
    return any(
        swallowed_rows.may_hold_rows(text, place, width, mark)
        for text, place in zip(texts, places.tolist(), strict=True)
    )


def _has_usual_edges(grid: CellGrid, width: int) -> bool:
    """Whether the first record does not number the columns, and the last fills its first cell and is no note."""
    first, last = (_record_cells(grid, index) for index in (0, grid.record_count - 1))
    is_short = sum(map(bool, last)) <= min(MAX_NOTE_CELLS, width - 1)
    rows = _decode_rows(grid, slice(max(grid.record_count - NOTES_AND_RECORDS, 0), None)) if is_short else []
    notes = note_rows.find_note_rows([*enumerate(rows, 1)], width)
    return not numbering_rows.numbers_columns(first) and bool(last[0]) and not notes


def _has_section_rows(grid: CellGrid) -> bool:
    """Whether rows of one filled cell, the first of them at the beginning, may head the sections of the table."""
    first = _record_cells(grid, 0)
    if len(first) < MIN_COLUMNS or sum(map(bool, first)) != 1:
        return False  # as in nearly all files: no other row is looked at
    columns = [grid.column_spans(place) for place in range(len(first))]
    is_alone = np.sum([column.is_filled for column in columns], axis=0) == 1
    column = columns[[*map(bool, first)].index(True)]
    indexes, texts = np.flatnonzero(is_alone).tolist(), [*column.take_cells(is_alone).decode_texts()]

    def may_head(records: CellSpans) -> bool:
        return second_tables.are_section_headings(indexes, len(is_alone), texts, {*records.decode_texts()})

    others = column.take_cells(~is_alone)
    return may_head(others.sample_cells(_SAMPLE_RECORDS)) and may_head(others.text_codes.distinct)


def _record_cells(grid: CellGrid, index: int) -> list[str]:
    """The texts of one record."""
    before = grid.cell_ends[index, -1] + grid.line_end_size
    starts = np.concatenate([[before], grid.cell_ends[index + 1, :-1] + 1])
    return [*CellSpans(grid.content, starts, grid.cell_ends[index + 1]).decode_texts()]


def _find_line_end(content: bytes) -> bytes:
    """What ends the rows; nothing where not all rows end alike."""
    if b"\r" not in content:
        return b"\n"
    pairs = content.count(b"\r\n")
    return b"\r\n" if pairs == content.count(b"\r") == content.count(b"\n") else b""


def _find_cell_ends(whole: bytes, mark: int, feed: bytes) -> tuple[Array, bool]:
    """The places where cells end, and whether some cell has white space around it."""
    content, found, has_spaces = np.frombuffer(whole, np.uint8), [], False
    size = np.int32 if len(whole) < 2**31 else np.int64
    for first in range(0, len(content), BLOCK_BYTES):
        block = content[first : first + BLOCK_BYTES]
        line_ends = block == _LINE_END
        stops = np.flatnonzero(line_ends | (block == mark)) + first
        has_spaces = has_spaces or outer_spaces.any_begins_with_space(whole, stops + 1, mark)
        if len(feed) > 1:
            stops -= content[stops] == _LINE_END
        has_spaces = has_spaces or outer_spaces.any_ends_with_space(whole, stops, mark)
        found.append(stops.astype(size))
    every = np.concatenate(found)
    found.clear()  # what is held twice here is most of the memory
    return every, has_spaces


def _rows_of_cells(whole: bytes, ends: Array, feed: bytes, width: int) -> Array | None:
    """The places where cells end, of which there are `width` for each row; None where a row is of another width."""
    rows, content = ends.reshape(-1, width), np.frombuffer(whole, np.uint8)
    # Column by column in memory, so that the ends of a column are no copy.
    return np.asfortranarray(rows) if (content[rows[:, -1]] == feed[0]).all() else None


def _bytes_as_word(text: bytes) -> np.uint64:
    """A few bytes as they stand in a word."""
    return np.uint64(int.from_bytes(text, "little"))


def _has_records_only(grid: CellGrid, mark: str, names: Sequence[str]) -> bool:
    """Whether no row is blank, and none the header once more."""
    records, header = grid.record_spans(), mark.join(names)
    lengths = records.ends - records.starts
    if (lengths < len(names)).any():
        return False
    begins = records.read_words(0) == _bytes_as_word(header.encode()[:WORD_BYTES])
    same = records.take_cells(begins & (lengths == len(header.encode())))
    return len(names) == 1 or not (same.decode_texts() == header).any()


def _has_total_label(grid: CellGrid) -> bool:
    """Whether the first filled cell of some row is what a total is called, whatever numbers are beside it."""
    rows = np.arange(grid.record_count)
    for position in range(grid.cell_ends.shape[1]):
        cells = grid.column_spans(position).take_cells(rows)
        labels = _cells_with_words(cells).text_codes.distinct.decode_texts()
        if any(map(total_labels.is_total_label, labels)) or _has_short_row(grid, rows, cells, labels):
            return True
        rows = rows[~cells.is_filled]
        if not len(rows):
            break
    return False


def _has_short_row(grid: CellGrid, rows: Array, cells: CellSpans, labels: Iterable[str]) -> bool:
    """Whether some of the rows whose first filled cells are given look like totals or statistics of the others.

    `labels` are the different texts of these cells, which may be those of such rows.
    """
    named = [*filter(total_labels.missing_cells_of_label, labels)]
    if not named:
        return False  # as in nearly all files: no other cell is looked at
    usually_filled = statistic_rows.list_usually_filled(
        grid.column_spans(place).is_filled for place in range(grid.cell_ends.shape[1])
    )
    found = rows[np.isin(cells.decode_texts(), named)].tolist()
    return any(statistic_rows.is_short_row(_record_cells(grid, index), usually_filled) for index in found)


def _may_hold_sums(grid: CellGrid) -> bool:
    """Whether some of the first records may be totals of others, or the first or one of the last may be of all.

    Totals of groups recur, and show in the first records. One of all is as large as the sum of those, at least.
    """
    first = _decode_rows(grid, slice(0, _SAMPLE_RECORDS))
    last = _decode_rows(grid, slice(max(grid.record_count - _LAST_RECORDS, 0), None))
    if any(total_labels.label_kind(cell) or total_labels.find_statistic(cell) for row in last for cell in row):
        return True
    found = total_search.search_totals(first, {})
    if found.proven or found.possible:
        return True
    table = NumberTable([*first[1:], *last, first[0]])
    totals = range(len(first) - 1, len(table.rows))
    return any(
        any((numbers[index] or 0) >= above for index in totals)
        for numbers in map(table.values, table.measure_positions)
        if (above := sum(map(abs, filter(None, numbers[: len(first) - 1]))))
    )


def _decode_rows(grid: CellGrid, records: slice) -> list[list[str]]:
    """Some records as texts."""
    columns = [
        grid.column_spans(place).take_cells(records).decode_texts().tolist() for place in range(grid.cell_ends.shape[1])
    ]
    return [[*row] for row in zip(*columns, strict=True)]


def _cells_with_words(cells: CellSpans) -> CellSpans:
    """The cells that may begin or end with a word of three letters or more, so that few codes are among them."""
    content = np.frombuffer(cells.content, np.uint8)
    first, second, third = (_CODE_CHARACTERS[content.take(cells.starts + place, mode="clip")] for place in range(3))
    coded = (first | second | third) & _CODE_CHARACTERS[content[cells.ends - 1]]
    return cells.take_cells(np.flatnonzero(~coded & (cells.ends - cells.starts >= 3)))
