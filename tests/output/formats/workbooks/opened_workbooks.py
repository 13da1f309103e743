"""Workbooks opened again, as another program sees them."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from roundtable_cli.output.formats.workbooks import page_workbook
from roundtable_cli.output.page import Page, PageTable


def opened(page: Page) -> list[Worksheet]:
    """The worksheets of a page's workbook."""
    sheets = openpyxl.load_workbook(BytesIO(page_workbook.write_xlsx(page))).worksheets
    return [sheet for sheet in sheets if isinstance(sheet, Worksheet)]


def table(sheet: Worksheet) -> list[list[Cell]]:
    """The cells of a worksheet's table, its heading first: what its filter is over."""
    return [list(row) for row in sheet[str(sheet.auto_filter.ref)]]


def below(sheet: Worksheet) -> list[str]:
    """The texts below the table."""
    rows = sheet.iter_rows(min_row=table(sheet)[-1][0].row + 1)
    return [cell.value for row in rows for cell in row if isinstance(cell.value, str)]


def one(*cells: str) -> Page:
    """A page of one column."""
    return Page("title", (), (PageTable(("head",), tuple((cell,) for cell in cells)),))


def held(text: str) -> Cell:
    """The cell that a text becomes."""
    (_, (cell,)) = table(opened(one(text))[0])
    return cell


def read(page: Page) -> list[list[object]]:
    """The values of a page's only worksheet, as another program finds them."""
    book = CalamineWorkbook.from_filelike(BytesIO(page_workbook.write_xlsx(page)))
    assert len(book.sheet_names) == 1
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]
