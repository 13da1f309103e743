"""A workbook as a whole: its sheets, and what would fill the memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.workbook import Workbook
from roundtable_cli.tables.values.workbook_value import WorkbookValue
from tests.tables.workbooks import cell, ods, row, without, xlsx

ROWS = [["id", "usd"], ["A1", 10]]


def book(folder: Path, content: bytes) -> Workbook:
    """A workbook of these bytes."""
    path = folder / "book"
    path.write_bytes(content)
    return Workbook(path, "book")


def test_hidden_sheets_are_known(tmp_path: Path) -> None:
    """Also those that a spreadsheet offers nobody to unhide."""

    def hide(book: Any) -> None:
        book["B"].sheet_state, book["C"].sheet_state = "hidden", "veryHidden"

    sheets = book(tmp_path, xlsx(ROWS, ROWS, ROWS, names="ABC", change=hide)).sheets
    assert {name: sheet.is_hidden for name, sheet in sheets.items()} == {"A": False, "B": True, "C": True}


def test_sheets_that_hold_a_table(tmp_path: Path) -> None:
    """Where none does, each that holds anything may be meant as one."""
    assert book(tmp_path, xlsx([["Cover"], ["x"]], ROWS, names="AB")).table_sheets() == ["B"]
    assert book(tmp_path, xlsx([["ids"], ["x"]], [["y"]], [], names="ABC")).table_sheets() == ["A", "B"]


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    """Programs cut long names to 31 letters, and one sheet would stand for both."""
    content = without(xlsx(ROWS, ROWS, names=["A", "B"]), "xl/workbook.xml", 'name="B"', 'name="A"')
    with pytest.raises(Refused, match='2 sheets have the name "A"'):
        _ = book(tmp_path, content).sheets


def test_blank_cells_far_out_are_no_matter(tmp_path: Path) -> None:
    """A cell that has only a format may stand at the end of the sheet; a value there is refused."""

    def paint(book: Any) -> None:
        book.active["XFD1048576"].number_format = "0%"

    assert [len(sheet.rows) for sheet in book(tmp_path, xlsx(ROWS, change=paint)).sheets.values()] == [2]
    far = xlsx(ROWS, change=lambda book: book.active.__setitem__("XFD1048576", 1))
    with pytest.raises(Refused, match="so far out"):
        _ = book(tmp_path, far).sheets


def test_an_ods_that_repeats_its_cells_without_end_is_refused(tmp_path: Path) -> None:
    """A few bytes of it may stand for ten thousand million cells."""
    content = ods(row(cell("a")) + row(cell(1, 'table:number-columns-repeated="100000"'), times=100000))
    with pytest.raises(Refused, match="so far out"):
        _ = book(tmp_path, content).sheets


def test_many_blank_columns(tmp_path: Path) -> None:
    """A hundred thousand that have formats, more than Excel knows, are no columns of the table."""
    blank = "".join(f'<c r="{workbook_letters(number)}1" s="0"/>' for number in range(2, 100_000))
    content = without(xlsx(ROWS), "xl/worksheets/sheet1.xml", "</row><row", f"{blank}</row><row")
    (sheet,) = book(tmp_path, content).sheets.values()
    assert [len(row) for row in sheet.rows] == [2, 2]


def workbook_letters(number: int) -> str:
    """The name of a column, from 0."""
    letters = ""
    while number >= 0:
        number, letter = number // 26 - 1, number % 26
        letters = chr(ord("A") + letter) + letters
    return letters


def test_formats_of_an_ods(tmp_path: Path) -> None:
    """The cell says what is shown."""
    percent = (
        '<table:table-cell office:value-type="percentage" office:value="0.45"><text:p>45%</text:p></table:table-cell>'
    )
    money = '<table:table-cell office:value-type="currency" office:value="5" office:currency="KGS"/>'
    (sheet,) = book(tmp_path, ods(row(cell("a"), cell("b")) + row(percent, money))).sheets.values()
    first, second = sheet.rows[1]
    assert isinstance(second, WorkbookValue)
    assert (first, second, second.currency) == ("45%", "5", "KGS")
