"""The filled rows at the top of a file, and what their columns hold: the evidence by which headings are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from functools import cached_property

from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.reading.layout.cell_kinds import BLANK, VALUE, WORD
from roundtable_cli.tables.values.cell_text import clean_cell, filled_cells, is_blank_row

NumberedRow = tuple[int, list[str]]
_SAMPLE_RECORDS = 60  # records below a row that show what its column holds


class ColumnSample:
    """The filled rows of a file's beginning, numbered as in the file; `width` is the number of cells of its records."""

    def __init__(self, rows: Sequence[NumberedRow]) -> None:
        filled = [(number, row) for number, row in rows if not is_blank_row(row)]
        self.numbers, self.rows = [number for number, _ in filled], [row for _, row in filled]
        self.width = _usual_width(self.rows)
        self.used = self._used_columns(1)

    def seen_below(self, index: int) -> ColumnSample:
        """A sample of the same rows, of which those below one tell the columns in use: titles may stand in others."""
        sample = copy(self)
        sample.used = self._used_columns(index + 1)
        return sample

    def _used_columns(self, first: int) -> list[int]:
        """The columns that are filled from a row on, in some row that fills half as many cells as the fullest."""
        records = [filled_cells(row) for row in self.rows[first:] if len(row) == self.width]
        most = max(map(len, records), default=0)
        return sorted({place for cells in records if 2 * len(cells) >= most for place in cells})

    def cells(self, index: int) -> dict[int, str]:
        """The cells of a row in the columns that are in use, cleaned; without those that are blank."""
        row = self.rows[index]
        return {place: text for place in self.used if place < len(row) and (text := clean_cell(row[place]))}

    def records_below(self, index: int) -> list[list[str]]:
        """The rows below a row that have the width of records; none that is this row, or one above it, once more."""
        headings = self.rows[: index + 1]
        below = [row for row in self.rows[index + 1 :] if len(row) == self.width and row not in headings]
        return below[:_SAMPLE_RECORDS]

    def is_adjacent(self, index: int) -> bool:
        """Whether no blank row stands between a row and the next filled one."""
        return self.numbers[index] + 1 == self.numbers[index + 1]


class HeadingContrast:
    """How a row differs from the records below it, column by column; each difference is looked for when asked for."""

    def __init__(self, sample: ColumnSample, index: int) -> None:
        self.records = sample.records_below(index)
        self.cells = sample.cells(index)
        self._used, self._row = sample.used, sample.rows[index]

    @cached_property
    def _columns(self) -> dict[int, list[str]]:
        """The cells of the records, by column in use."""
        return {place: [row[place] for row in self.records] for place in self._used}

    @cached_property
    def _kinds(self) -> dict[int, str]:
        return {place: cell_kinds.cell_kind(self._row[place]) for place in self.cells}

    @cached_property
    def value_counts(self) -> dict[int, int]:
        """The columns of which the records have mostly values, with the number of these."""
        columns = self._columns
        valued = [place for place in self._used if cell_kinds.mostly_values(columns[place])]
        return {place: sum(map(cell_kinds.is_value, columns[place])) for place in valued}

    @cached_property
    def words(self) -> list[int]:
        """The columns in which it has a word, and the records have values."""
        return [place for place in self.value_counts if self._kinds.get(place) == WORD]

    @cached_property
    def numerals(self) -> list[int]:
        """The columns in which it has a year, month or age band, and the records have other values."""
        numeric = (place for place, text in self.cells.items() if cell_kinds.is_numeric_heading(text))
        return [place for place in numeric if _holds_others(self._columns[place])]

    @cached_property
    def values(self) -> list[int]:
        """The columns in which it has a value as a record has."""
        return [place for place, kind in self._kinds.items() if kind == VALUE and place not in self.numerals]

    @cached_property
    def left_blank(self) -> list[int]:
        """The columns in which it has nothing, and each record has something."""
        columns = self._columns
        return [
            place for place in self._used if place not in self.cells and all(cell.strip() for cell in columns[place])
        ]

    @cached_property
    def recurs(self) -> bool:
        """Whether one of its texts stands in a record too."""
        return any(_recurs(text, self._columns[place]) for place, text in self.cells.items())


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The commonest number of cells of the rows below the first, that of the first where several are as common.

    Rows of one cell are passed over if others have more: above and below a table they are titles and notes.
    """
    widths = Counter(len(row) for row in rows[1:] or rows)
    if len(widths) > 1:
        widths.pop(1, None)
    first = len(rows[0]) if rows else 0
    return max(widths, key=lambda width: (widths[width], width == first, width), default=first)


def _holds_others(cells: Sequence[str]) -> bool:
    """Whether most filled cells of a column are no years, months or age bands."""
    filled = [cell for cell in cells if cell_kinds.cell_kind(cell) != BLANK]
    return 2 * sum(map(cell_kinds.is_numeric_heading, filled)) < len(filled)


def _recurs(text: str, cells: Sequence[str]) -> bool:
    """Whether a text stands in some cell, but for its digits; of a year or an age band that says nothing."""
    if cell_kinds.is_numeric_heading(text):
        return False
    shape = cell_kinds.cell_shape(text)
    return any(cell_kinds.cell_shape(cell) == shape for cell in cells)
