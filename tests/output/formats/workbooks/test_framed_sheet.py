"""A table in a frame: headings in two rows, sections, statuses in colour, a page that can be printed."""

from __future__ import annotations

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from roundtable_cli.output.page import Page, PageTable, TableLook
from tests.output.formats.workbooks.opened_workbooks import opened


def framed(*labels: str, periods: int = 2) -> Worksheet:
    """A worksheet of these labels, in a section, with a column for the number and the status of some periods."""
    rows = [("Output", *[""] * 2 * periods), *((label, *("1", "achieved") * periods) for label in labels)]
    groups = (("", 1), *((f"=Q{number}", 2) for number in range(periods)))
    look = TableLook(groups, frozenset({0}), frozenset({2}))
    table = PageTable(("Indicator", *("actual", "status") * periods), tuple(rows), "", frozenset({1}), look=look)
    (sheet,) = opened(Page("Title", ("line",), (table,), ("note",), {"achieved": "achieved"}))
    return sheet


def cell_at(sheet: Worksheet, place: str) -> Cell:
    """One cell."""
    cell = sheet[place]
    assert isinstance(cell, Cell)
    return cell


def test_headings_and_rows() -> None:
    """The group stands over its columns, a label over both rows; below are section, rows and notes."""
    sheet = framed("People", "women")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A4:A5", "B4:C4", "D4:E4"}
    assert [cell_at(sheet, place).value for place in ("A1", "A2", "A4", "B4", "B5", "A6", "A7")] == [
        *("Title", "line", "Indicator", "=Q0", "actual", "Output", "People"),
    ]
    assert cell_at(sheet, "B4").data_type == "s"
    assert cell_at(sheet, "A10").value == "note"
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B6", "$4:$5", "$A:$A")


def test_looks() -> None:
    """A status has a colour and says it; a part of a row above is indented."""
    sheet = framed("People", "women")
    status = cell_at(sheet, "C7")
    assert (status.value, status.fill.fgColor.rgb, status.font.color.rgb) == ("achieved", "FFD5EDDB", "FF00703C")
    assert [cell_at(sheet, place).alignment.indent for place in ("A7", "A8")] == [0, 2]


def test_long_labels() -> None:
    """A row is as high as the lines of its label."""
    sheet = framed("word " * 30, "short")
    heights = [sheet.row_dimensions[row].height for row in (7, 8)]
    assert heights[0] >= 4 * 15
    assert heights[1] < 2 * 15


def test_pages() -> None:
    """A few periods are on one page across; of many, each page begins with a group."""
    few, many = framed("a", periods=2), framed("a", periods=30)
    assert few.page_setup.orientation == "landscape"
    assert few.sheet_properties.pageSetUpPr
    assert few.sheet_properties.pageSetUpPr.fitToPage
    columns = [one.id for one in many.col_breaks.brk]
    assert columns
    assert all((column - 1) % 2 == 0 for column in columns)
