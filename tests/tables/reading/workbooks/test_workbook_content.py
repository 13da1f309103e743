"""What is in a workbook: its cells as they are, and the errors of formulas whatever a cell or the archive says."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time
from typing import Any

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.sheet_details import RawSheet
from roundtable_cli.tables.reading.workbooks.workbook_content import read_workbook_content, unpacked_size
from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED
from tests.tables.reading.workbooks.mutated_workbooks import unpack_parts, whole_workbooks
from tests.tables.workbooks import archive, cell, ods, row, without, xls, xlsb, xlsx

ROWS = [["id", "usd"], ["A1", 10]]
ODS = ods(row(cell("id"), cell("usd")) + row(cell("A1"), cell(10)))
SHEET = "xl/worksheets/sheet1.xml"


def sheet(content: bytes) -> RawSheet:
    """The first sheet of a workbook."""
    return read_workbook_content(content).sheets[0]


def with_cell(xml: str) -> bytes:
    """A workbook whose second amount is written so."""
    return without(xlsx([*ROWS, ["A2", 7]]), SHEET, '<c r="B3" t="n"><v>7</v></c>', xml)


@pytest.mark.parametrize("content", [xlsx(ROWS), xls(ROWS), xlsb(ROWS), ODS])
def test_the_cells_of_each_kind(content: bytes) -> None:
    """Numbers are numbers."""
    assert sheet(content).values == [["id", "usd"], ["A1", 10]]


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="B3" t = "e"><f>1/0</f><v>#DIV/0!</v></c>',
        "<c r='B3' t='e'><v>#DIV/0!</v></c>",
        '<c t="e" r="B3"><v>#DIV/0!</v></c>',
        "<!-- --><c r='B3' t='e'><v><![CDATA[#DIV/0!]]></v></c>",
    ],
)
def test_an_error_is_found_however_it_is_written(xml: str) -> None:
    """Not as a blank cell."""
    assert sheet(with_cell(xml)).details.errors == {(2, 1): "#DIV/0!"}


@pytest.mark.parametrize("xml", ['<c r="B3"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="B3" t="str"><v>#DIV/0!</v></c>'])
def test_an_error_that_is_said_to_be_a_text_is_one(xml: str) -> None:
    """The check of the column finds it."""
    assert sheet(with_cell(xml)).values[2][1] == "#DIV/0!"


@pytest.mark.parametrize("number", [-5, -0.25, -1e-7, -45000.5])
@pytest.mark.parametrize("shown", ["dd.mm.yyyy", "hh:mm", "yyyy-mm-dd hh:mm"])
def test_a_number_below_zero_is_no_date_nor_midnight(number: float, shown: str) -> None:
    """Whatever its format shows: a spreadsheet shows #####. Other cells of that format are what they were."""

    def change(book: Any) -> None:
        for place in ("B2", "B3", "B4"):
            book["Sheet1"][place].number_format = shown

    values = sheet(xlsx([["id", "day"], ["A1", 45000.5], ["A2", number], ["A3", 0.5]], change=change)).values
    assert values[2] == ["A2", number]
    assert isinstance(values[1][1], (date, time))
    assert values[3][1] == time(12) or isinstance(values[3][1], date)


def test_a_number_that_is_said_to_be_an_error_is_not_read() -> None:
    """Which of both is meant nobody knows."""
    with pytest.raises(Refused, match="can't be read"):
        sheet(with_cell('<c r="B3" t="e"><v>10</v></c>'))


@pytest.mark.parametrize("kind", ["b", "s", "n"])
def test_an_error_of_another_type_is_damage(kind: str) -> None:
    """calamine reads it as true, as the first text, or not at all."""
    with pytest.raises(Refused, match="can't be read"):
        sheet(with_cell(f'<c r="B3" t="{kind}"><f>A1</f><v>#REF!</v></c>'))


def test_an_error_is_found_though_the_archive_speaks_of_another_format() -> None:
    """A comment is no part."""
    stream = io.BytesIO(with_cell('<c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    with zipfile.ZipFile(stream, "a") as packed:
        packed.comment = b"xl/workbook.bin"
    content = read_workbook_content(stream.getvalue())
    assert not content.is_old_format
    assert content.sheets[0].details.errors


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        ('<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>'
         "</table:table-cell>", "#DIV/0!"),
        ('<table:table-cell table:formula="of:=1" office:value-type="float" office:value="0"><text:p>Err:502</text:p>'
         "</table:table-cell>", "Err:502"),
        ('<table:table-cell office:value-type="float"><text:p>7</text:p></table:table-cell>', NOT_COMPUTED),
        ('<table:table-cell office:value-type="float" office:value="7"><text:p>###</text:p></table:table-cell>', ""),
    ],
)  # fmt: skip
def test_an_error_of_an_ods_that_is_said_to_be_a_number(xml: str, error: str) -> None:
    """As OpenOffice writes it: the number 0, and the error that it shows."""
    assert sheet(ods(row(cell("usd")) + row(xml))).details.errors == ({(1, 0): error} if error else {})


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", 'name="Sheet1"', ""),
        ("xl/styles.xml", "", ""),
        (SHEET, "<sheetData>", "<sheetDate>"),
        ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "styles.xml"),
    ],
)
def test_a_part_that_is_damaged(part: str, old: str, new: str) -> None:
    """Whichever it is: no cell is blank because of it."""
    parts = unpack_parts(xlsx(ROWS, change=lambda book: setattr(book.active["B2"], "number_format", "0%")))
    changed = parts.pop(part).replace(old.encode(), new.encode())
    with pytest.raises(Refused, match="is a workbook that can't be read"):
        read_workbook_content(archive({**parts, part: changed} if old else parts))


def test_the_size_unpacked_is_what_the_archive_says() -> None:
    """The time that a workbook may take depends on it."""
    content = whole_workbooks()["xlsx"]
    assert unpacked_size(content) == sum(map(len, unpack_parts(content).values()))
    assert unpacked_size(b"PK\3\4") == 4
