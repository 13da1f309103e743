"""Columns of numbers, read exactly."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.values.workbook_value import WorkbookValue


@pytest.mark.parametrize(
    ("cells", "values", "places"),
    [
        (["1", "-2", ""], [1, -2, None], 0),
        (["1,5", "2,25", "3"], [150, 225, 300], 2),
        (["1 234,50", "7,00", "-"], [123450, 700, None], 2),
        (["$10", "($2.50)", "n/a", "$1.00"], [1000, -250, None, 100], 2),
        ([WorkbookValue(0.1), WorkbookValue(0.1 + 0.2), WorkbookValue(2)], [1, 3, 20], 1),
    ],
)
def test_numbers_are_whole_in_their_smallest_unit(cells: list[str], values: list[int | None], places: int) -> None:
    """With a decimal comma, marks between thousands, currencies, brackets, dashes; a workbook's floats as they show."""
    (reading, *_) = NumberTable([[cell] for cell in cells]).readings(0)
    assert (reading.values, reading.places) == (values, places)


@pytest.mark.parametrize(
    "cells", [["Osh", "A"], ["007", "008"], ["P1", "P2"], ["2024-01-01", "2024-02-01"], ["N/A", "1", "n/a"], ["", ""]]
)
def test_texts_codes_and_dates_are_no_numbers(cells: list[str]) -> None:
    """Nor is a column of which most cells are none."""
    assert not NumberTable([[cell] for cell in cells]).number_positions


def test_years_and_numbers_of_rows_are_not_added_up() -> None:
    """They are numbers, and measures are the others."""
    table = NumberTable([["1", "2019", "5"], ["2", "2019", "5"], ["3", "2020", "9"]])
    assert (table.numbering_positions, table.year_positions, table.measure_positions) == ([0], [1], [2])


def test_a_mark_of_two_meanings_gives_two_readings() -> None:
    """A thousand and one, or one and its thousandths."""
    first, second = NumberTable([["1,234"], ["900"]]).readings(0)
    assert sorted([first.values, second.values]) == [[1234, 900], [1234, 900000]]
