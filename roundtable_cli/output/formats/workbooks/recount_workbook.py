"""A workbook for a recount: rows with cells to be filled in, answers to choose from, and how to do it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from roundtable_cli.comparison.recount.recount_reading import SHEET_NAME
from roundtable_cli.comparison.recount.recount_sheet import ANSWER_COLUMNS, FOUND, KEPT_COLUMNS, REMARK, VALUE_FOUND
from roundtable_cli.indicators.results import RESULT_AUTHOR
from roundtable_cli.output.formats.workbooks.cell_writer import CellWriter
from roundtable_cli.output.formats.workbooks.page_workbook import CREATED, NO_CONVERSIONS
from roundtable_cli.output.layouts.recount_page import RecountBook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = {FOUND: 9, VALUE_FOUND: 14, REMARK: 40, "file": 22}  # characters; of other columns by their headings
_MIN_WIDTH, _KEPT_WIDTH = 8, 6
_ANSWER_LOOK: dict[str, object] = {"bg_color": "#FFF9DB", "border": 1, "border_color": "#D8CFA0"}
_KEPT_LOOK: dict[str, object] = {"font_color": "#9A9A9A"}


def write_recount_workbook(book: RecountBook) -> bytes:
    """The content of an .xlsx file: a sheet of rows, and one that says how to fill it in."""
    import xlsxwriter  # an extra of its own

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_CONVERSIONS}) as workbook:
        workbook.set_properties({"author": RESULT_AUTHOR, "created": CREATED})
        writer = CellWriter(workbook)
        _write_rows(workbook.add_worksheet(SHEET_NAME), book, writer)
        how = workbook.add_worksheet(book.how_title)
        for row, line in enumerate(book.instructions):
            writer.write_text(how, (row, 0), line, text_wrap=True, bold=row == 0)
        how.set_column(0, 0, 100)
    return out.getvalue()


def _write_rows(sheet: Worksheet, book: RecountBook, writer: CellWriter) -> None:
    head, rows = book.rows.head, book.rows.rows
    for column, name in enumerate(head):
        writer.write_text(sheet, (0, column), name, bold=True, bottom=1, **(_KEPT_LOOK if name in KEPT_COLUMNS else {}))
        width = _KEPT_WIDTH if name in KEPT_COLUMNS else _WIDTHS.get(name, max(len(name) + 2, _MIN_WIDTH))
        sheet.set_column(column, column, width)
    for number, cells in enumerate(rows, 1):
        for name, column, cell in zip(head, range(len(head)), cells, strict=True):
            writer.write_value(sheet, (number, column), cell, **_cell_look(name))
    found = head.index(FOUND)
    if rows:
        sheet.data_validation(1, found, len(rows), found, {"validate": "list", "source": [*book.answers]})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(head) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell_look(name: str) -> dict[str, object]:
    """How the cells of a column look: those to be filled in, and those that are for the program, apart."""
    return _ANSWER_LOOK if name in ANSWER_COLUMNS else _KEPT_LOOK if name in KEPT_COLUMNS else {}
