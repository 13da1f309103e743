"""Cells that are merged over several rows beside records: which value each of these rows has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from roundtable_cli.tables.reading.workbooks.sheet_details import CellPosition
from roundtable_cli.tables.values import numerals
from roundtable_cli.tables.values.workbook_value import WorkbookValue


class MergedBlock(NamedTuple):
    """A block's first and last row, by the numbers that a spreadsheet shows, and its first column, from 0."""

    first_row: int
    last_row: int
    column: int


class MergedValues(NamedTuple):
    """The values that rows share with a row above, by their numbers and columns.

    `numbers` are blocks whose value stays in the first row, as it may be one amount for all of the rows: taken for each
    it would be added up several times. `headings` are blocks that begin in the headings and reach into the records.
    """

    texts: dict[int, dict[int, str]]
    numbers: tuple[MergedBlock, ...] = ()
    headings: tuple[MergedBlock, ...] = ()

    def complete_row(self, number: int, row: list[str]) -> list[str]:
        """A row with the values that it shares; the row itself, where it shares none."""
        shared = self.texts.get(number)
        return [shared.get(column, cell) for column, cell in enumerate(row)] if shared else row


def find_merged_values(
    rows: Sequence[Sequence[str]], blocks: Iterable[tuple[CellPosition, CellPosition]], header_row: int
) -> MergedValues:
    """What the rows below the header share by cells that are merged down; a block of several columns fills its first.

    A text or a date belongs to every row of its block; a number does not.
    """
    texts, numbers, headings = dict[int, dict[int, str]](), list[MergedBlock](), list[MergedBlock]()
    for (top, column), (bottom, _) in sorted(blocks):
        value = rows[top][column] if top < len(rows) and column < len(rows[top]) else ""
        block = MergedBlock(top + 1, min(bottom + 1, len(rows)), column)
        if block.last_row <= max(header_row, block.first_row):
            continue
        if block.first_row <= header_row:
            headings.append(block)
        elif _is_number(value):
            numbers.append(block)
        elif value.strip():
            for number in range(block.first_row + 1, block.last_row + 1):
                if not rows[number - 1][column].strip():
                    texts.setdefault(number, {})[column] = value
    return MergedValues(texts, tuple(numbers), tuple(headings))


def _is_number(value: str) -> bool:
    """Whether a cell holds a number, or a text that is one, with whatever marks."""
    if isinstance(value, WorkbookValue):
        return isinstance(value.value, (int, float)) and not isinstance(value.value, bool)
    return bool(numerals.extract_number_core(value.strip()))
