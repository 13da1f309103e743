"""What is told of the sheets of an .xlsx besides their values."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.sheet_details import SheetDetails
from roundtable_cli.tables.reading.workbooks.sheet_file import SheetFile
from roundtable_cli.tables.reading.workbooks.workbook import Workbook
from roundtable_cli.tables.reading.workbooks.workbook_archive import WorkbookArchive
from roundtable_cli.tables.reading.workbooks.xlsx_details import XlsxArchive
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values import formula_errors
from tests.tables.workbooks import archive, without, xlsx


def left(content: bytes, sheet: str = "Sheet1") -> list[tuple[int, int, str]]:
    """Row, column and error of each formula without a value."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book"
        path.write_bytes(content)
        sheets = Workbook(path, "book").sheets
    errors = sheets[sheet].details.errors if sheet in sheets else {}
    return [(row + 1, column, text) for (row, column), text in errors.items()]


def test_errors_of_an_xlsx() -> None:
    """Errors as cells have them, and formulas that a program wrote and nobody computed; computed ones are values."""
    rows = [["a", "b"], ["#REF!", "#N/A"], [1, "=A1"], ["#DIV/0", "x"]]
    assert left(xlsx(rows)) == [(2, 0, "#REF!"), (2, 1, "#N/A"), (3, 1, formula_errors.NOT_COMPUTED)]
    computed = without(xlsx([["a"], ["=1+1"]]), "xl/worksheets/sheet1.xml", "<v />", "<v>2</v>")
    assert left(computed) == []


def test_a_formula_whose_value_is_an_empty_text_is_blank() -> None:
    """As IF(…;"") gives it: that is computed."""
    content = without(xlsx([["a"], ["=A1"]]), "xl/worksheets/sheet1.xml", '<c r="A2">', '<c r="A2" t="str">')
    assert left(content) == []
    assert left(xlsx([["a"], ["=A1"]])) == [(2, 0, formula_errors.NOT_COMPUTED)]


def test_cells_without_a_reference_are_counted() -> None:
    """The standard lets programs leave out where a cell stands."""
    content = xlsx([["a", "b"], [1, "=A1"]])
    for reference in ("A1", "B1", "A2", "B2"):
        content = without(content, "xl/worksheets/sheet1.xml", f' r="{reference}"', "")
    for number in "12":
        content = without(content, "xl/worksheets/sheet1.xml", f'<row r="{number}"', "<row")
    assert left(content) == [(2, 1, formula_errors.NOT_COMPUTED)]


def test_columns_far_to_the_right() -> None:
    """AA follows Z."""
    wide = [[f"c{number}" for number in range(30)], [*range(29), "#NUM!"]]
    assert left(xlsx(wide)) == [(2, 29, "#NUM!")]


def test_the_sheet_that_is_asked_for() -> None:
    """Errors of another sheet are its own."""
    content = xlsx([["a"], ["#REF!"]], [["a"], [1], ["#NUM!"]], names=["Один", "Два"])
    assert (left(content, "Один"), left(content, "Два")) == ([(2, 0, "#REF!")], [(3, 0, "#NUM!")])


def details(content: bytes, sheet: str = "Sheet1") -> SheetDetails:
    """What is told of a sheet."""
    book = WorkbookArchive(content)
    with zipfile.ZipFile(io.BytesIO(book.pack_checked())) as packed:
        return XlsxArchive(packed, book.sheets).read_sheet(sheet).read_details()


def formatted(book: Any) -> None:
    """Gives formats to numbers, to a text, to a blank cell and to a date."""
    for place, code in {"A2": "0%", "B2": "[$€-407]0", "C2": "0.00", "A3": "0%", "C3": "0%", "E9": "0%"}.items():
        book.active[place].number_format = code


def test_formats_of_filled_cells() -> None:
    """Those that show a percent sign or a currency; blank cells have none."""
    content = xlsx([["a", "b", "c"], [0.5, 5, 1], [None, 2, 0.25]], change=formatted)
    assert details(content).formats == [(1, 0, CellFormat(100)), (1, 1, CellFormat(0, "EUR")), (2, 2, CellFormat(100))]


def test_a_workbook_of_many_formats() -> None:
    """Each is told, and the others are not."""

    def change(book: Any) -> None:
        for number in range(1, 61):
            book.active[f"A{number}"].number_format = f"0.{'0' * (number % 30 + 1)}{'%' if number % 2 else ''}"

    found = details(xlsx([[number] for number in range(60)], change=change)).formats
    assert [row for row, _, _ in found] == [*range(0, 60, 2)]


def test_formats_however_a_program_writes_cells() -> None:
    """With a prefix before each name, with the format first, without references."""
    content = xlsx([["a", "b", "c"], [0.5, 5, 1], [None, 2, 0.25]], change=formatted)
    part, expected = "xl/worksheets/sheet1.xml", details(content).formats
    prefixed = without(without(without(content, part, "<", "<x:"), part, "<x:/", "</x:"), part, "xmlns=", "xmlns:x=")
    assert details(prefixed).formats == expected
    turned = without(without(content, part, 'r="A2" s="1"', 's="1" r="A2"'), part, 'r="C3" s="1"', "s='1'  r='C3'")
    assert details(turned).formats == expected
    bare = re.sub(r' r="[A-Z]+[0-9]+"', "", str(parts(content)[part], "utf-8"))
    assert details(archive({**parts(content), part: bare})).formats[:2] == expected[:2]


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_workbook_without_styles_has_no_formats() -> None:
    """Few programs leave them out."""
    content = {name: part for name, part in parts(xlsx([["a"], [1]])).items() if name != "xl/styles.xml"}
    assert details(archive(content)).formats == []


def test_built_in_formats() -> None:
    """Percent and dollars may be named by a number alone."""

    def change(book: Any) -> None:
        book.active["A1"].number_format, book.active["A2"].number_format = "0.00%", '"$"#,##0_);\\("$"#,##0\\)'

    first, second = details(xlsx([[0.5], [5]], change=change)).formats
    assert first == (0, 0, CellFormat(100))
    assert second[2].currency in {"$", "USD"}


def test_hidden_rows_and_columns() -> None:
    """Those that are hidden, and those without a height or a width."""

    def hide(book: Any) -> None:
        sheet = book.active
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[5].height = 0.5
        sheet.column_dimensions.group("B", "C", hidden=True)

    content = xlsx([["a", "b", "c", "d"], *[[1, 2, 3, 4]] * 5], change=hide)
    found = details(without(content, "xl/worksheets/sheet1.xml", '<row r="4"', '<row r="4" ht="0"'))
    assert (sorted(found.hidden_rows), sorted(found.hidden_columns), found.is_filtered) == ([1, 3], [1, 2], False)
    visible = details(xlsx([["a"], [1]]))
    assert not visible.hidden_rows | visible.hidden_columns


def test_a_filter_of_a_table_on_the_sheet() -> None:
    """It stands in a part of its own."""

    def add_table(book: Any) -> None:
        from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
        from openpyxl.worksheet.table import Table

        table = Table(displayName="T", ref="A1:B3")
        column = FilterColumn(colId=0, filters=Filters(filter=["x"]))
        table.autoFilter = AutoFilter(ref="A1:B3", filterColumn=[column])
        book.active.add_table(table)

    assert details(xlsx([["a", "b"], ["x", 1], ["y", 2]], change=add_table)).is_filtered


@pytest.mark.parametrize("rows", [[["a", "b"], [1, "=A2"]], [["a", "b"], ["=A1", "=A2"]], [["a"], [1], [2], ["=A2"]]])
def test_an_error_beyond_the_last_value_is_not_lost(tmp_path: Path, rows: list[list[object]]) -> None:
    """Also where the last row or column holds nothing else."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(xlsx(rows))
    found = SheetFile(path, Table("t", (path,))).records.rows
    assert found[-1][-1] == formula_errors.NOT_COMPUTED
    assert len(found) == len(rows) - 1


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/_rels/workbook.xml.rels", "", ""),
        ("xl/workbook.xml", 'r:id="rId1"', ""),
        ("xl/worksheets/sheet1.xml", '<row r="2"', '<row r="x"'),
        ("xl/worksheets/sheet1.xml", "</sheetData>", "</sheetDat>"),
    ],
)
def test_a_damaged_workbook_is_refused(tmp_path: Path, part: str, old: str, new: str) -> None:
    """Whichever of its parts it is."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(without(xlsx([["a"], ["#REF!"]]), part, old, new))
    with pytest.raises(Refused, match="is a workbook that can't be read"):
        _ = SheetFile(path, Table("t", (path,))).records
