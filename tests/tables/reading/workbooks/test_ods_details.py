"""What is told of the sheets of an .ods besides their values."""

from __future__ import annotations

import io
import zipfile

from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.ods_details import OdsSheet, read_ods_sheets
from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED
from tests.tables.workbooks import cell, ods, row

ERROR = 'calcext:value-type="error"'


def read(rows: str, name: str = "Sheet1") -> OdsSheet:
    """A sheet of these rows."""
    with zipfile.ZipFile(io.BytesIO(ods(rows, name))) as archive:
        return read_ods_sheets(archive)[name]


def value(kind: str, number: float, more: str = "") -> str:
    """A cell of a number that is shown in some way."""
    return f'<table:table-cell office:value-type="{kind}" office:value="{number}" {more}/>'


def test_errors() -> None:
    """Repeated rows and columns count as many, and cells that others cover count too."""
    blank = cell(None, 'table:number-columns-repeated="3"')
    lines = [
        row(cell("a")),
        row(blank, cell("#DIV/0!", f'{ERROR} table:number-columns-repeated="2"'), times=2),
        row(cell(1), times=5),
        row(cell(1), cell(None, kind="covered-table-cell"), cell("", ERROR)),
        row(cell(None, 'table:formula="of:=1+1"'), cell(2, 'table:formula="of:=1+1"')),
    ]
    assert read("".join(lines)).read_details().errors == {
        (1, 3): "#DIV/0!", (1, 4): "#DIV/0!", (2, 3): "#DIV/0!", (2, 4): "#DIV/0!",
        (8, 2): NOT_COMPUTED, (9, 0): NOT_COMPUTED,
    }  # fmt: skip


def test_formats() -> None:
    """Percent and currency stand in the cell itself; a currency without a name is none."""
    shown = [
        value("percentage", 0.5, 'table:number-columns-repeated="2"'),
        value("currency", 5, 'office:currency="KGS"'),
    ]
    found = read(row(*shown, value("currency", 5), value("float", 1))).read_details()
    assert found.formats == [(0, 0, CellFormat(100)), (0, 1, CellFormat(100)), (0, 2, CellFormat(0, "KGS"))]


def test_hidden_rows_and_columns_and_merged_cells() -> None:
    """Rows that a filter hides say so; what a column says stands above the rows."""
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    hidden = row(cell("x"), times=2).replace("<table:table-row", '<table:table-row table:visibility="filter"')
    spanned = row(cell("a", 'table:number-rows-spanned="2"'), cell("b"))
    found = read(columns + spanned + hidden).read_details()
    assert ([*found.hidden_rows], [*found.hidden_columns], found.is_filtered) == ([1, 2], [1, 2], True)
    assert found.merged == (((0, 0), (1, 0)),)
    assert not read(hidden.replace("filter", "collapse")).read_details().is_filtered


def test_the_size_of_a_sheet_ends_with_the_last_value() -> None:
    """Blank rows and cells that are repeated to the end of the sheet are not counted, however many."""
    blank = cell(None, 'table:number-columns-repeated="16380"')
    lines = [row(cell("a"), cell("b"), blank), row(cell(1, 'table:number-columns-repeated="3"'), times=5)]
    assert read(row(cell(1), times=2**20 + 1)).count_cells(10**9) > 10**9
    assert read("".join([*lines, row(blank, times=1048570)])).count_cells(100) == 6 * 3
    assert read(row(cell(1, 'table:number-columns-repeated="100000"'), times=100000)).count_cells(100) > 100
