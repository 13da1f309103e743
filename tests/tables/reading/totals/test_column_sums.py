"""What columns add up to while their rows pass by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli.tables.reading.totals.column_sums import ColumnSum, RunningSums, parse_decimal


@pytest.mark.parametrize(
    ("cell", "point", "number"),
    [("1,234.5", ".", "1234.5"), ("1 234,5 сом", ",", "1234.5"), ("($12)", ".", "-12"), ("none", ".", None)],
)
def test_numbers_are_read_with_a_point_or_a_comma(cell: str, point: str, number: str | None) -> None:
    """Whatever stands around them."""
    assert parse_decimal(cell, point) == (Decimal(number) if number else None)


def test_sums_and_means_of_a_column() -> None:
    """Of equal numbers no mean tells anything."""
    assert ColumnSum(["10", "20,5", "-"]).is_sum("30,5")
    assert ColumnSum(["10", "20"]).is_mean("15")
    assert not ColumnSum(["10", "10"]).is_mean("10")


def test_the_sums_of_rows_that_pass_by() -> None:
    """Or how many there were."""
    sums = RunningSums([1])
    for row in (["A", "10"], ["B", "21"], ["C", "1"]):
        sums.add_record(row)
    assert sums.matches_sum(["Total", "32"])
    assert sums.matches_sum(["Total", "3"])
    assert not sums.matches_sum(["Total", "31"])
