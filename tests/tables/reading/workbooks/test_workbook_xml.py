"""What a formula without a value left behind in a workbook is told, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks import workbook_xml
from roundtable_cli.tables.reading.workbooks.workbook import SheetFile
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values import formula_errors
from tests.tables.workbooks import cell, ods, row, without, xlsx

ERROR = 'calcext:value-type="error"'


def left(content: bytes, sheet: str = "Sheet1") -> list[tuple[int, int, str]]:
    """Row, column and error of each formula without a value."""
    return list(workbook_xml.find_uncomputed_cells(content, sheet))


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


def test_errors_of_an_ods() -> None:
    """Repeated rows and columns count as many, and cells that others cover count too."""
    blank = cell(None, 'table:number-columns-repeated="3"')
    lines = [
        row(cell("a")),
        row(blank, cell("#DIV/0!", f'{ERROR} table:number-columns-repeated="2"'), times=2),
        row(cell(1), times=5),
        row(cell(1), cell(None, kind="covered-table-cell"), cell("", ERROR)),
        row(cell(None, 'table:formula="of:=1+1"'), cell(2, 'table:formula="of:=1+1"')),
    ]
    assert left(ods("".join(lines))) == [
        (2, 3, "#DIV/0!"), (2, 4, "#DIV/0!"), (3, 3, "#DIV/0!"), (3, 4, "#DIV/0!"),
        (9, 2, formula_errors.NOT_COMPUTED), (10, 0, formula_errors.NOT_COMPUTED),
    ]  # fmt: skip
    assert left(ods("".join(lines), "Other")) == []


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
