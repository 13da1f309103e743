"""Which sheets hold a table."""

from __future__ import annotations

from datetime import datetime

import pytest

from roundtable_cli.tables.reading.workbooks.table_sheets import holds_table
from roundtable_cli.tables.values.workbook_value import WorkbookValue

YEAR, DAY = WorkbookValue(2018.0), WorkbookValue(datetime(2018, 12, 31))


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "usd"], ["A1", WorkbookValue(10.0)]],
        [["id", "usd"], ["A1", ""], ["A2", WorkbookValue(10.0)]],
        [["Report", ""], ["", ""], ["id", "usd"], ["A1", "10"]],
        [["Report", "2018"], ["id", "usd"], ["A1", "10"]],
        [["", "visits", "", "", ""], ["", "m", "f", "m", "f"], ["Osh", "1", "2", "3", "4"]],
        [["code", "name"], ["S1", "Osh"], ["S2", "Naryn"]],
        [["№", "name"], ["1", "Osh"], ["2", "Naryn"]],
        [["name", "value"], ["a", YEAR], ["b", "n/a"]],
        [["name", "day"], ["a", DAY], ["b", "unknown"]],
        [["Name:", "Sum:"], ["a", YEAR], ["b", YEAR]],
        [["a", "b", "c"], ["Period:", YEAR, "x"], ["Date:", DAY, "y"]],
    ],
)
def test_tables(rows: list[list[str]]) -> None:
    """Headings and records, with titles above or without, of two columns too."""
    assert holds_table(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [["Report of 2018"], ["MTA"], ["Bishkek"]],
        [["id", "usd"]],
        [["id", "usd"], ["A1", ""], ["A2", ""]],
        [["Notes", ""], ["Amounts are in USD", ""], ["", "see page 2"]],
        [["Project:", "Roundtable"], ["Donor:", "X"], ["Prepared by:", "A. B."]],
        [["Project", "Roundtable"], ["Year", YEAR], ["Date", DAY]],
        [["1.", "Amounts are in USD"], ["2.", "Zero is a value"], ["3.", "See page 2"]],
        [],
    ],
)
def test_no_tables(rows: list[list[str]]) -> None:
    """Titles, notes, headings alone, forms."""
    assert not holds_table(rows)
