"""Which rows a row of totals may sum."""

from __future__ import annotations

from roundtable_cli.tables.reading.totals.addend_rows import AddendRows
from roundtable_cli.tables.reading.totals.number_columns import NumberTable

ROWS = [line.split(",") for line in "a,x,10 a,y,20 a,T,30 b,x,1 b,y,2 b,T,3 ,G,33".split()]


def listed(index: int, proven: set[int]) -> list[list[int]]:
    """The addends of a row labelled T in each way."""
    return [[*way(index)] for way in AddendRows(NumberTable(ROWS), proven).list_ways([2, 5], 1)]


def test_rows_above_below_and_of_the_group() -> None:
    """Back to the row of that label before, up to the next one; the group has none of that label."""
    assert listed(5, set()) == [[3, 4], [3, 4], [6]]
    assert listed(2, set()) == [[0, 1], [0, 1], [3, 4]]


def test_totals_are_no_addends() -> None:
    """Those that are proven end the rows between, and are in no group."""
    assert listed(5, {3})[:2] == [[4], [4]]
    around = AddendRows(NumberTable(ROWS), {2, 5}).list_around([6], below=False)
    assert [*around(6)] == [0, 1, 3, 4]
