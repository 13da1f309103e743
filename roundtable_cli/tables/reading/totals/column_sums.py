"""What the numbers in columns add up to, while rows pass by: they need not be held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from roundtable_cli.tables.reading.totals.number_columns import YEARS
from roundtable_cli.tables.values.workbook_value import WorkbookValue

MIN_ADDENDS = 2  # numbers, at least, of which a sum is no accident
NUMBER_PATTERN = r"([^0-9]*)([0-9][0-9 .,'\u2019\u00a0\u202f\u2009]*)[^0-9]*"
_SUM_TOLERANCE = Decimal("0.000001")  # a spreadsheet's sum of 0.1 and 0.2 is 0.30000000000000004
_MEAN_TOLERANCE = Decimal("0.01")  # means are rounded to cents


class ColumnSum:
    """What the numbers in some cells of one column add up to, read with a decimal point and with a decimal comma.

    Nothing tells yet which of the two the file uses. A cell without a number, such as a dash, adds nothing.
    """

    def __init__(self, cells: Iterable[str] = ()) -> None:
        self.sums, self.counts = {".": Decimal(0), ",": Decimal(0)}, {".": 0, ",": 0}
        self._first_values: dict[str, set[Decimal]] = {".": set(), ",": set()}
        for cell in cells:
            self.add_cell(cell)

    def add_cell(self, cell: str) -> None:
        """Adds the number of one more cell."""
        for point, so_far in self.sums.items():
            if (value := parse_decimal(cell, point)) is not None:
                self.sums[point] = so_far + value
                self.counts[point] += 1
                if len(self._first_values[point]) < MIN_ADDENDS:  # to hold them all would hold the file
                    self._first_values[point].add(value)

    def is_sum(self, total: str, points: str = ".,") -> bool:
        """Whether the number in a cell is the sum."""
        numbers = ((point, parse_decimal(total, point)) for point in points)
        return any(number is not None and abs(self.sums[point] - number) < _SUM_TOLERANCE for point, number in numbers)

    def is_mean(self, total: str) -> bool:
        """Whether the number in a cell is the mean of numbers that are not all the same; a year is not."""
        return any(
            number is not None
            and number not in YEARS
            and len(self._first_values[point]) >= MIN_ADDENDS
            and abs(self.sums[point] / self.counts[point] - number) < _MEAN_TOLERANCE
            for point in ".,"
            for number in (parse_decimal(total, point),)
        )


class RunningSums:
    """What the numbers in some columns of the records add up to, while the records pass by."""

    def __init__(self, places: Iterable[int]) -> None:
        self.record_count, self.columns = 0, {place: ColumnSum() for place in places}

    def add_record(self, row: Sequence[str]) -> None:
        """Adds the numbers of one more record."""
        self.record_count += 1
        for place, column in self.columns.items():
            column.add_cell(row[place])

    def matches_sum(self, row: Sequence[str]) -> bool:
        """Whether a number of a row is one of the sums, but zero, or the number of the records."""
        if self.record_count < MIN_ADDENDS:
            return False
        return any(
            parse_decimal(row[place], point) == self.record_count
            or (parse_decimal(row[place], point) and column.is_sum(row[place], point))
            for place, column in self.columns.items()
            for point in ".,"
        )

    def matches_mean(self, row: Sequence[str]) -> bool:
        """Whether a number of a row is the mean of a column."""
        return any(column.is_mean(row[place]) for place, column in self.columns.items())


def parse_decimal(cell: str, point: str) -> Decimal | None:
    """The number in a cell, whatever stands around it; a minus before it, or brackets, make it negative."""
    match = re.fullmatch(NUMBER_PATTERN, cell.strip())
    if not match:
        return None
    if isinstance(cell, WorkbookValue):
        point = "."  # a workbook's number is written by this program, with a point
    digits = re.sub(r"[^0-9,.]", "", match[2]).strip(".,")
    sign = "-" if re.search("[-−–(]", match[1]) else ""
    try:
        return Decimal(sign + digits.replace("," if point == "." else ".", "").replace(point, "."))
    except InvalidOperation:  # two decimal points
        return None
