"""Cells that a stray quote has made of several rows: the quote was left open, and another closed it rows below.

An address or a comment of several lines is no such cell. Evidence is asked of the lines themselves: put between the
cells before and after, each of them has as many delimiters as the header, and would be a record.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import STRAY_QUOTE
from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.values.cell_text import is_blank_row

_LINE_END = re.compile(r"\r\n|\r|\n")
_MIN_LINES = 3  # lines that a cell has to have where no column of numbers shows that they are records
_PROOF_CELLS = 2  # cells like others of their columns, for each that is odd there
_SAMPLE_ROWS = 500  # rows that show what a column holds


class SwallowedRows(NamedTuple):
    """A row of which a cell holds other rows: its number, the column's position, and how many lines the cell has."""

    number: int
    place: int
    lines: int


def find_swallowed_rows(rows: Sequence[NumberedRow], width: int, delimiter: str) -> Iterator[SwallowedRows]:
    """The rows, of those of the header's width, with a cell that a stray quote has made of several rows.

    The lines of the cell, with the cells before it and after it, are all of the header's width. What they have in a
    column is like the cells there: no words where these are values, and no space after a delimiter, as a sentence has,
    where these have none. For each cell that is blank where all other rows have something, or new among values or
    codes, two others are as in the other rows. If no column holds values, there are three lines or more, and three
    columns.
    """
    suspects = [
        (number, row, place)
        for number, row in rows
        if len(row) == width > 1
        for place, cell in enumerate(row)
        if "\n" in cell or "\r" in cell
    ]
    if not suspects:
        return
    broken = {number for number, _, _ in suspects}
    others = [row for number, row in rows if number not in broken and len(row) == width][:_SAMPLE_ROWS]
    records = _RecordForm(others, width)
    for number, row, place in suspects:
        lines = _cell_lines(row, place, width, delimiter)
        if lines and records.fits(lines, place) and (records.valued or len(lines) >= _MIN_LINES <= width):
            yield SwallowedRows(number, place, len(lines))


def may_hold_rows(cell: str, place: int, width: int, delimiter: str) -> bool:
    """Whether the lines of a cell have the delimiters that they would have if a stray quote had joined rows.

    Without this no cell is found above; a cell of which this is true may be one, or not.
    """
    counts = [line.count(delimiter) for line in _LINE_END.split(cell)]
    return len(counts) > 1 and counts == [width - 1 - place, *[width - 1] * (len(counts) - 2), place]


class _RecordForm:
    """What the other rows of a file have in common: columns that all fill, of values, of codes; texts of each."""

    def __init__(self, records: Sequence[Sequence[str]], width: int) -> None:
        columns = [[row[place] for row in records] for place in range(width)]
        self.filled = {place for place, cells in enumerate(columns) if cells and all(cell.strip() for cell in cells)}
        self.valued = {place for place, cells in enumerate(columns) if cell_kinds.mostly_values(cells)}
        self.coded = {place for place, cells in enumerate(columns) if _are_codes(cells)}
        self.shapes = [{*map(cell_kinds.cell_shape, cells)} for cells in columns]
        self.has_spaces = any(cell.startswith(" ") for row in records for cell in row)

    def fits(self, lines: Sequence[Sequence[str]], place: int) -> bool:
        """Whether the lines of the cell at a place, each with the cells of a row, may be such rows.

        The row's other cells prove nothing: they are before the first quote, or after the second. Those beside the
        quotes, at the place itself, may be blank.
        """
        last = len(lines) - 1
        cells = [
            (column, cell)
            for index, line in enumerate(lines)
            for column, cell in enumerate(line)
            if (index > 0 or column > place) and (index < last or column < place)
        ]
        ends = [(place, lines[0][place]), (place, lines[last][place])]
        if any(map(is_blank_row, lines)) or any(itertools.starmap(self._is_unlike, [*cells, *ends])):
            return False
        alike = sum(itertools.starmap(self._likeness, cells))
        is_shown = alike > 0 or not self.valued | self.coded
        return is_shown and alike >= _PROOF_CELLS * sum(itertools.starmap(self._is_odd, cells))

    def _is_unlike(self, place: int, cell: str) -> bool:
        """Whether a cell cannot belong to a column: a word among values, or a space before a text as nowhere else."""
        is_word = place in self.valued and cell_kinds.cell_kind(cell) == cell_kinds.WORD
        return is_word or (cell.startswith(" ") and not self.has_spaces)

    def _is_odd(self, place: int, cell: str) -> bool:
        """Whether a cell is blank where all rows have something, or a new text in a column of values or codes."""
        if not cell.strip():
            return place in self.filled
        is_text = cell_kinds.cell_kind(cell) in {cell_kinds.WORD, cell_kinds.UNCLEAR}
        return is_text and place in self.valued | self.coded and cell_kinds.cell_shape(cell) not in self.shapes[place]

    def _likeness(self, place: int, cell: str) -> int:
        """1 for a value in a column of values, and for a text that other rows have there; 2 for a code among codes."""
        if not cell.strip():
            return 0
        if cell_kinds.cell_shape(cell) in self.shapes[place]:
            return 1 + (place in self.coded)
        return int(place in self.valued and cell_kinds.is_value(cell))


def _are_codes(cells: Sequence[str]) -> bool:
    """Whether nearly all texts of a column have a letter and a digit, as codes have: `KG-0012`."""
    filled = [cell for cell in cells if cell.strip()]
    codes = [cell for cell in filled if re.search(r"[^\W\d]", cell) and re.search(r"\d", cell)]
    return len(codes) > 1 and 5 * len(codes) >= 4 * len(filled)


def swallowed_rows_finding(label: str, swallowed: SwallowedRows, name: str) -> Finding:
    """The finding for such a row, which names the lines as rows of the file."""
    first, last = swallowed.number, swallowed.number + swallowed.lines - 1
    fault = (
        f"a stray quote has joined {swallowed.lines} rows of the file into one cell: each of its lines has as many "
        f"delimiters as the header (rows {first} to {last}, with the quote taken away)"
    )
    remedy = "delete the quote at the beginning of the cell, and the one that ends it"
    return Finding(STRAY_QUOTE, fault, remedy, label, first, name)


def _cell_lines(row: Sequence[str], place: int, width: int, delimiter: str) -> list[list[str]]:
    """The lines of a cell as rows, with the cells before and after it; nothing where one has not the header's width."""
    lines = [
        next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), []) or [""]
        for line in _LINE_END.split(row[place])
    ]
    lines = [[*row[:place], *lines[0]], *lines[1:-1], [*lines[-1], *row[place + 1 :]]]
    return lines if all(len(line) == width for line in lines) else []
