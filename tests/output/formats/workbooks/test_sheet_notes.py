"""Notes below a table: each in a row of its own, a long one over several columns and lines."""

from __future__ import annotations

from roundtable_cli.output.page import Page, PageTable
from tests.output.formats.workbooks.opened_workbooks import opened


def test_long_notes() -> None:
    """A long note is over several columns, in a row high enough for its lines."""
    (sheet,) = opened(Page("t", (), (PageTable(("code",), (("a",),)),), ("short", "word " * 60)))
    (area,) = sheet.merged_cells.ranges
    assert (area.min_row, area.max_row, area.min_col) == (7, 7, 1)
    assert sheet.row_dimensions[7].height >= 3 * 15
    assert sheet.row_dimensions[6].height is None
