"""A page as an Excel workbook: a worksheet for each table, with real numbers and dates in its cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from roundtable_cli.indicators.results import RESULT_AUTHOR
from roundtable_cli.output.formats.workbooks.cell_writer import STATUS_LOOKS, CellWriter
from roundtable_cli.output.formats.workbooks.framed_sheet import write_framed_sheet
from roundtable_cli.output.formats.workbooks.sheet_content import (
    MAX_ROWS,
    SheetContent,
    build_sheets,
    check_excel_limits,
)
from roundtable_cli.output.formats.workbooks.sheet_notes import write_note
from roundtable_cli.output.page import Page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2000, 1, 1)  # always the same, so that the same answer is the same file
NO_CONVERSIONS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
MAX_COLUMN_WIDTH = 60  # characters


def write_xlsx(page: Page) -> bytes:
    """The content of an .xlsx file. Refused where a text or a table is larger than Excel can hold."""
    import xlsxwriter  # an extra of its own, asked for by the registry; the module itself can be read without

    sheets = list(build_sheets(page))
    check_excel_limits(sheets)
    out = BytesIO()
    # In memory, because XlsxWriter would else put the data into a temporary file that others may read.
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_CONVERSIONS}) as book:
        book.set_properties({"title": page.title[:255], "author": RESULT_AUTHOR, "created": CREATED})
        writer = CellWriter(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, writer, page.statuses)
    return out.getvalue()


def _write_sheet(worksheet: Worksheet, sheet: SheetContent, writer: CellWriter, statuses: Mapping[str, str]) -> None:
    """The texts above, the table, and the notes below; a cell that says a status has its colour."""
    if sheet.table.look:
        write_framed_sheet(worksheet, sheet, sheet.table.look, writer, statuses)
        return
    table, top = sheet.table, len(sheet.above)
    for row, text in enumerate(sheet.above):
        writer.write_text(worksheet, (row, 0), text, bold=row == 0 or text == table.title)
    for column, text in enumerate(table.head):
        # The button of the filter stands at the right of a heading, and is not to cover it.
        aside = {"align": "right", "indent": 2} if column in table.right_aligned else {}
        writer.write_text(worksheet, (top, column), text, bold=True, bottom=1, text_wrap=True, **aside)
    for row, cells in enumerate(table.rows, top + 1):
        for column, cell in enumerate(cells):
            look: dict[str, object] = {"align": "right" if column in table.right_aligned else "left"}
            look |= STATUS_LOOKS.get(statuses.get(cell, ""), {})
            writer.write_cell(worksheet, (row, column), cell, **look)
    widths = [min(width, MAX_COLUMN_WIDTH) + 3 for width in table.column_widths()]
    for column, width in enumerate(widths):
        worksheet.set_column(column, column, width)
    for row, note in enumerate(sheet.below, top + len(table.rows) + 2):
        write_note(worksheet, row, note, widths, writer)
    _set_up_view(worksheet, sheet)


def _set_up_view(worksheet: Worksheet, sheet: SheetContent) -> None:
    """The heading stays in sight on a screen and on every printed page, and can be filtered by.

    Excel is told not to mark texts such as `007` as mistakes.
    """
    top, last = len(sheet.above), len(sheet.table.head) - 1
    if sheet.table.head:
        worksheet.freeze_panes(top + 1, 1)
        worksheet.autofilter(top, 0, top + len(sheet.table.rows), last)
        worksheet.repeat_rows(top)
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
    worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
