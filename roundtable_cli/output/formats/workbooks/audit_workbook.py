"""An audit workbook: all rows behind a value with filters on, and the value as a formula over them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators.results import RESULT_AUTHOR
from roundtable_cli.output.formats.workbooks.cell_writer import DATE_PATTERN, CellWriter
from roundtable_cli.output.formats.workbooks.page_workbook import CREATED, NO_CONVERSIONS
from roundtable_cli.output.formats.workbooks.sheet_content import MAX_ROWS
from roundtable_cli.output.layouts.explaining import audit_book
from roundtable_cli.output.layouts.explaining.audit_book import AuditBook, AuditTotal

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LEFT_OUT = '"left-out"'
_SIGNS = {"÷": "/", "−": "-", "×": "*", "+": "+"}
_TOTAL_COLUMN = 3  # the label before it runs over the others
_ARRAY_FUNCTIONS = {audit_book.LEAST: "MIN", audit_book.GREATEST: "MAX", audit_book.MEDIAN: "MEDIAN"}


def write_audit_workbook(book: AuditBook) -> bytes:
    """The content of an .xlsx file: a sheet of rows, with the totals above them, and one of the definition.

    Refused where there are more rows than a sheet can hold.
    """
    import xlsxwriter  # an extra of its own

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **NO_CONVERSIONS}) as workbook:
        workbook.set_properties({"author": RESULT_AUTHOR, "created": CREATED})
        writer = CellWriter(workbook)
        rows = workbook.add_worksheet("rows")
        top = len(book.totals) + 1
        last = _write_rows(rows, book, writer, top)
        columns = {name: _column_range(index, top + 1, last) for index, name in enumerate(book.rows.head)}
        cells = {total.part: f"D{number}" for number, total in enumerate(book.totals, 1)}
        for row, total in enumerate(book.totals):
            writer.write_text(rows, (row, 0), total.label, bold=True)
            _write_total(rows, writer, row, total, _make_formula(total, columns, cells))
        _write_definition(workbook.add_worksheet("definition"), book, writer)
    return out.getvalue()


def _write_rows(sheet: Worksheet, book: AuditBook, writer: CellWriter, top: int) -> int:
    """Headings and rows; gives the number of the last row, from 0, which is blank where there are none."""
    for column, name in enumerate(book.rows.head):
        writer.write_text(sheet, (top, column), name, bold=True, bottom=1)
    last = top + 1
    for last, cells in enumerate(book.rows.rows, top + 1):
        if last >= MAX_ROWS:
            fault = "there are more rows than a sheet can hold"
            raise Refused(Finding(USAGE, fault, "ask for fewer (--counted, --where, --period), or use -f csv"))
        for column, cell in enumerate(cells):
            if cell is not None:
                writer.write_value(sheet, (last, column), cell)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, len(book.rows.head) - 1)
    sheet.set_column(0, len(book.rows.head) - 1, 14)
    return last


def _column_range(index: int, first: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_abs

    return str(xl_range_abs(first, index, last, index))


def _write_total(sheet: Worksheet, writer: CellWriter, row: int, total: AuditTotal, formula: str) -> None:
    """The formula of a total, with the value that it has; the value alone where there is no formula."""
    value = total.value
    if not formula:
        writer.write_value(sheet, (row, _TOTAL_COLUMN), "–" if value is None else value)
        return
    look = writer.cell_format(bold=True, **({"num_format": DATE_PATTERN} if isinstance(value, date) else {}))
    shown = float(value) if isinstance(value, int | float | Decimal) else 0
    if total.method in _ARRAY_FUNCTIONS:
        sheet.write_array_formula(row, _TOTAL_COLUMN, row, _TOTAL_COLUMN, f"={formula}", look, shown)
    else:
        sheet.write_formula(row, _TOTAL_COLUMN, f"={formula}", look, shown)


def _make_formula(total: AuditTotal, columns: Mapping[str, str], cells: Mapping[str, str]) -> str:
    """The formula of a total, without its sign of equality; "" where there is none."""
    part, status, value = f'"{total.part}"', columns["status"], columns["value"]
    counts = f'{columns["part"]},{part},{status},"<>left-out"'
    match total.method:
        case audit_book.NO_FORMULA:
            return ""
        case audit_book.OF_PARTS:
            formula = _SIGNS[total.sign].join(cells[code] for code in total.parts)
        case audit_book.NUMBER_OF_FIRSTS:
            formula = f"COUNTIFS({columns['part']},{part},{columns[audit_book.FIRST_COLUMN]},1)"
        case audit_book.QUOTIENT:
            formula = f"SUMIFS({columns['adds']},{counts})/SUMIFS({columns['adds_to_denominator']},{counts})"
        case audit_book.DECIDED:
            formula = f"AVERAGEIFS({value},{columns['part']},{part},{columns[audit_book.DECIDES_COLUMN]},1)"
        case method if method in _ARRAY_FUNCTIONS:
            chosen = f"IF(({columns['part']}={part})*({status}<>{_LEFT_OUT}),{value})"
            formula = f"{_ARRAY_FUNCTIONS[method]}({chosen})"
        case _:
            formula = f"SUMIFS({columns['adds']},{counts})"
    return f"({formula})*{total.factor}" if total.factor != 1 else formula


def _write_definition(sheet: Worksheet, book: AuditBook, writer: CellWriter) -> None:
    for row, (name, text) in enumerate(book.definition):
        writer.write_text(sheet, (row, 0), name)
        writer.write_text(sheet, (row, 1), text, text_wrap=True)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
