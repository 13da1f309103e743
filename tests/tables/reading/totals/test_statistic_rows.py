"""Rows of the largest, the least and the middle number below the records."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.statistic_rows import StatisticRows, find_statistic_rows

_SCHOOLS = [["A", "10", "30"], ["B", "20", "35"], ["C", "60", "31"]]


@pytest.mark.parametrize(
    ("rows", "totals", "expected"),
    [
        ([["Max", "60", "35"], ["Min", "10", "30"]], [], StatisticRows((3, 4))),
        ([["Максимум", "60", "35"]], [], StatisticRows((3,))),
        ([["Медиана", "20", "31"], ["Мин", "10", "30"]], [], StatisticRows((3, 4))),
        ([["Standard deviation", "26.46", "2.6"]], [], StatisticRows((3,))),
        ([["SD", "26.46", "2.65"]], [], StatisticRows((), (3,))),
        ([["Average", "30", "32"], ["SD", "26.46", "2.65"]], [3], StatisticRows((4,))),
        ([["Max", "60", "35"]], [], StatisticRows((), (3,))),  # he may be a person
        ([["Max", "59", "35"]], [], StatisticRows()),
        ([["Maximum", "59", "35"]], [], StatisticRows((), (3,))),
        ([["Maximilian", "60", "35"]], [], StatisticRows()),
        ([["Max", "60", "35"], ["D", "5", "5"]], [], StatisticRows()),
    ],
)
def test_statistics_need_a_label_and_numbers_that_agree(
    rows: list[list[str]], totals: list[int], expected: StatisticRows
) -> None:
    """In the last rows; one row called as a person may be is only told, and a long label whose numbers do not agree."""
    assert find_statistic_rows(NumberTable([*_SCHOOLS, *rows]), totals) == expected


def test_a_declared_label_is_a_record() -> None:
    """Whoever declared it says so."""
    table = NumberTable([*_SCHOOLS, ["Maximum", "60", "35"]])
    assert find_statistic_rows(table, [], {0: {"Maximum"}}) == StatisticRows()
