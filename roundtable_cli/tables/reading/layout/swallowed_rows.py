"""Cells that a stray quote has made of several rows: the quote was left open, and another closed it rows below.

An address or a comment of several lines is no such cell. Evidence is asked of the lines themselves: put between the
cells before and after, each of them has as many delimiters as the header, and would be a record.
"""

from __future__ import annotations

import csv
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
_SAMPLE_ROWS = 500  # rows that show what a column holds


class SwallowedRows(NamedTuple):
    """A row of which a cell holds other rows: its number, the column's position, and how many lines the cell has."""

    number: int
    place: int
    lines: int


def find_swallowed_rows(rows: Sequence[NumberedRow], width: int, delimiter: str) -> Iterator[SwallowedRows]:
    """The rows, of those of the header's width, with a cell that a stray quote has made of several rows.

    The lines of the cell, with the cells before it and after it, are all of the header's width. They fill the columns
    that all other rows fill, hold no words where these have values, and have no space after a delimiter where these
    have none, as a sentence has. If no column holds values, there are three lines or more, and three columns.
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
        ends = {0, len(lines) - 1}  # the lines that begin after the first quote and end before the second
        is_like_records = lines and all(
            records.fits(line, place if index in ends else None) for index, line in enumerate(lines)
        )
        if is_like_records and (records.valued or len(lines) >= _MIN_LINES <= width):
            yield SwallowedRows(number, place, len(lines))


def may_hold_rows(cell: str, place: int, width: int, delimiter: str) -> bool:
    """Whether the lines of a cell have the delimiters that they would have if a stray quote had joined rows.

    Without this no cell is found above; a cell of which this is true may be one, or not.
    """
    counts = [line.count(delimiter) for line in _LINE_END.split(cell)]
    return len(counts) > 1 and counts == [width - 1 - place, *[width - 1] * (len(counts) - 2), place]


class _RecordForm:
    """What the other rows of a file have in common: columns that all fill, and columns of values."""

    def __init__(self, records: Sequence[Sequence[str]], width: int) -> None:
        columns = [[row[place] for row in records] for place in range(width)]
        self.filled = [place for place, cells in enumerate(columns) if cells and all(cell.strip() for cell in cells)]
        self.valued = [place for place, cells in enumerate(columns) if cell_kinds.mostly_values(cells)]
        self.has_spaces = any(cell.startswith(" ") for row in records for cell in row)

    def fits(self, line: Sequence[str], ended: int | None = None) -> bool:
        """Whether a line, split into cells, may be such a row; the cell at `ended`, beside a quote, may be blank."""
        return (
            not is_blank_row(line)
            and all(line[place].strip() for place in self.filled if place != ended)
            and all(cell_kinds.cell_kind(line[place]) != cell_kinds.WORD for place in self.valued)
            and (self.has_spaces or not any(cell.startswith(" ") for cell in line))
        )


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
