"""The columns of numbers among some rows, as whole numbers of their smallest unit, so that sums are exact."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

from roundtable_cli.tables.values import numerals
from roundtable_cli.tables.values.workbook_value import WorkbookValue

Rows = Sequence[Sequence[str]]
_SAMPLE_CELLS = 50  # filled cells that tell whether a column is one of numbers
_SAMPLE_ROWS = 200  # rows that tell what kind of column it is
_EXACT_DIGITS = 12  # of numbers that a program wrote with all digits of a float: 0.30000000000000004
YEARS = range(1900, 2101)


class ColumnNumbers(NamedTuple):
    """The number in each cell of a column times 10 to the power of `places`; None where the cell holds none.

    `decimals` are how many decimals each cell shows, `unit` is what all numbers are multiples of.
    """

    values: list[int | None]
    decimals: list[int]
    places: int
    unit: int

    @property
    def are_years(self) -> bool:
        """Whether all numbers may be years, which nobody adds up; a number that stands alone may be one of anything."""
        years = [value for value in self.values if value is not None]
        return not self.places and len(years) > 1 and sum(value in YEARS for value in years) >= len(years) - 1

    @property
    def is_numbering(self) -> bool:
        """Whether the numbers count the rows: each is one more than the one before."""
        numbers = [value for value in self.values if value is not None]
        return len(numbers) > 1 and all(after == before + 1 for before, after in pairwise(numbers))


class NumberTable:
    """Rows of one width, and the numbers in their columns, each read when it is first asked for.

    A column may be read in two ways: nothing tells yet whether `1,234` is a thousand or one. What kind of column it is
    its first rows tell.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows, self.width = rows, len(rows[0]) if rows else 0
        self._readings: dict[int, tuple[ColumnNumbers, ...]] = {}
        self._texts: dict[int, list[str]] = {}

    def texts(self, position: int) -> list[str]:
        """The cells of a column, trimmed."""
        if position not in self._texts:
            self._texts[position] = [row[position].strip() for row in self.rows]
        return self._texts[position]

    def readings(self, position: int) -> tuple[ColumnNumbers, ...]:
        """The ways to read a column as numbers; none where most of its first filled cells are no numbers."""
        if position not in self._readings:
            cells = [row[position] for row in self.rows] if position in self.number_positions else []
            self._readings[position] = tuple(_read_column(cells))
        return self._readings[position]

    def continues_pattern(self, index: int) -> bool:
        """Whether the row below is the sum of this one and the row above it: so are numbers that grow by a rule."""
        return 0 < index < len(self.rows) - 1 and any(
            numbers[index] and numbers[index + 1] == (numbers[index] or 0) + (numbers[index - 1] or 0)
            for numbers in map(self.values, self.measure_positions)
        )

    def list_runs(self, indexes: Iterable[int], position: int) -> Iterator[list[int]]:
        """Some rows, cut where the text in a column changes; blank cells are of no group."""
        for text, run in groupby(indexes, self.texts(position).__getitem__):
            if text:
                yield [*run]

    def values(self, position: int) -> list[int | None]:
        """The numbers of a column, read in the first way."""
        readings = self.readings(position)
        return readings[0].values if readings else [None] * len(self.rows)

    @cached_property
    def _samples(self) -> dict[int, ColumnNumbers]:
        """The first numbers of each column that holds numbers."""
        first = [*self.rows[:_SAMPLE_ROWS]]
        return {
            position: readings[0]
            for position in range(self.width)
            if (readings := _read_column([row[position] for row in first]))
        }

    @cached_property
    def number_positions(self) -> list[int]:
        """The columns of numbers."""
        return [*self._samples]

    @cached_property
    def year_positions(self) -> list[int]:
        """The columns of years."""
        return [position for position, column in self._samples.items() if column.are_years]

    @cached_property
    def numbering_positions(self) -> list[int]:
        """The columns that number the rows."""
        return [position for position, column in self._samples.items() if column.is_numbering]

    @cached_property
    def measure_positions(self) -> list[int]:
        """The columns whose numbers people may add up: neither years nor the numbers of the rows."""
        others = {*self.year_positions, *self.numbering_positions}
        return [position for position in self.number_positions if position not in others]

    @cached_property
    def text_positions(self) -> list[int]:
        """The columns that are none of numbers."""
        return [position for position in range(self.width) if position not in self._samples]


def _read_column(cells: Sequence[str]) -> list[ColumnNumbers]:
    """A column in each way in which all of its numbers can be read, at most two."""
    filled = [text for cell in cells[: 4 * _SAMPLE_CELLS] if (text := cell.strip())][:_SAMPLE_CELLS]
    sample = {text: core for text in {*filled} if (core := _number_core(text))}
    if 2 * sum(text in sample for text in filled) <= len(filled) or not numerals.find_number_styles(sample.values()):
        return []
    different = {*cells}
    is_plain = all(
        not cell or (len(cell) <= _EXACT_DIGITS and numerals.PLAIN_NUMBER.fullmatch(cell)) for cell in different
    )
    if is_plain and not numerals.may_group_thousands(different):
        return [_scale_numbers(cells, {cell: cell.lstrip("-") for cell in different if cell}, ".", "")]
    cores = {cell: _number_core(cell) for cell in different}
    known = {core for core in cores.values() if core}
    styles = numerals.find_number_styles(known)
    if any(isinstance(cell, WorkbookValue) for cell in different):
        styles = [(".", "")] if all(map(numerals.PLAIN_NUMBER.fullmatch, known)) else []
    found = list[ColumnNumbers]()
    for style in styles:
        column = _scale_numbers(cells, cores, *style)
        if column.values not in [other.values for other in found]:
            found.append(column)
    return found[:2]


def _number_core(cell: str) -> str:
    """The digits and marks of the number in a cell; "" where it holds none."""
    if isinstance(cell, WorkbookValue) and (isinstance(cell.value, bool) or not isinstance(cell.value, (int, float))):
        return ""
    core = numerals.extract_number_core(cell.strip()) or ""
    if any(map(str.isalpha, core)):
        return ""
    return _round_float_digits(core) if len(core) > _EXACT_DIGITS and "." in core else core


def _round_float_digits(core: str) -> str:
    """A number of very many digits as a person would write it; another text as it is."""
    if not all(part.isdecimal() for part in core.split(".", 1)):
        return core
    rounded = f"{float(core):.{_EXACT_DIGITS}g}"
    return core if "e" in rounded else rounded


def _scale_numbers(cells: Sequence[str], cores: dict[str, str], point: str, group: str) -> ColumnNumbers:
    """The numbers of cells whose cores one style reads."""
    plain = {cell: numerals.normalize_number(core, point, group) for cell, core in cores.items() if core}
    decimals = {cell: len(text.partition(".")[2]) for cell, text in plain.items()}
    places = max(decimals.values(), default=0)
    numbers = {
        cell: (-1 if _is_negative(cell) else 1) * int(text.replace(".", "")) * 10 ** (places - decimals[cell])
        for cell, text in plain.items()
    }
    unit = math.gcd(*numbers.values()) or 1
    return ColumnNumbers([numbers.get(cell) for cell in cells], [decimals.get(cell, 0) for cell in cells], places, unit)


def _is_negative(cell: str) -> bool:
    """Whether a minus or a bracket stands before the digits."""
    text = cell.strip()
    return text[:1] in {"(", "-", "−"} or any(sign in text[: len(text) - len(text.lstrip("-−$€£₽ "))] for sign in "-−")
