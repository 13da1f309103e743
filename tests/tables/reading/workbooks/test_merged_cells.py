"""Which rows share a value by merged cells."""

from __future__ import annotations

from datetime import datetime

from roundtable_cli.tables.reading.workbooks.merged_cells import MergedBlock, find_merged_values
from roundtable_cli.tables.values.workbook_value import WorkbookValue


def test_texts_and_dates_are_shared_and_numbers_are_not() -> None:
    """A number may be one amount for all rows, also where it is written as a text."""
    day = WorkbookValue(datetime(2018, 11, 19))
    rows = [["place", "day", "usd", "som"], ["Osh", day, WorkbookValue(5.0), "1 200,50"], ["", "", "", "x"], [""] * 4]
    blocks = [((1, column), (3, column)) for column in range(4)]
    found = find_merged_values(rows, blocks, 1)
    assert found.texts == {3: {0: "Osh", 1: "2018-11-19"}, 4: {0: "Osh", 1: "2018-11-19"}}
    assert found.numbers == (MergedBlock(2, 4, 2), MergedBlock(2, 4, 3))
    assert found.complete_row(3, rows[2]) == ["Osh", "2018-11-19", "", "x"]
    assert rows[2] == ["", "", "", "x"]


def test_only_what_reaches_down_into_records_is_told() -> None:
    """Blocks of headings, of one row, of blank cells and beyond the last row are none."""
    rows = [["a", "b"], ["", "c"], ["Osh", ""], ["", ""]]
    above, sideways, blank, beyond = ((0, 0), (1, 0)), ((2, 0), (2, 1)), ((2, 1), (3, 1)), ((9, 0), (12, 0))
    assert find_merged_values(rows, [above, sideways, blank, beyond], 2) == ({}, (), ())
    assert find_merged_values(rows, [((1, 0), (3, 0))], 2).headings == (MergedBlock(2, 4, 0),)


def test_a_value_that_is_there_is_kept() -> None:
    """A covered cell may have a value of its own, which other programs show."""
    assert find_merged_values([["a"], ["x"], ["y"], [""]], [((1, 0), (3, 0))], 1).texts == {4: {0: "x"}}
