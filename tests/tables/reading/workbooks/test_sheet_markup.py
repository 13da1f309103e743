"""The XML of a sheet is read in one form alone; what calamine would read otherwise than it is, is written again."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.workbooks import sheet_markup

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(rows: str, head: str = "") -> bytes:
    """A sheet of these rows."""
    return f"{head}<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>".encode()


def row(cells: str, number: int = 1) -> str:
    """A row of these cells."""
    return f'<row r="{number}">{cells}</row>'


PLAIN = [
    '<c r="A1"><v>1</v></c>',
    '<c r="A1" s="3" t="n"><v>-1.5E-7</v></c>',
    '<c r="A1"><v>9.9e+307</v></c>',
    '<c r="A1" t="s"><v>12</v></c>',
    '<c r="A1" s="1"/>',
    '<c r="A1" s="1" />',
    '<c r="A1" t="str"><f>A2&amp;"x"</f><v>a &amp; b</v></c>',
    '<c r="A1"><f t="shared" ref="A1:A9" si="0">B1</f><v>1</v></c>',
    '<c r="A1"><f t="shared" si="0"/><v>1</v></c>',
    '<c r="A1" t="e" vm="1"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="A1"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="A1"><f>B1</f><v /></c>',
    '<c r="A1" t="b"><v>1</v></c>',
    '<c r="A1" t="d"><v>2026-01-01T00:00:00</v></c>',
    '<c r="A1" t="inlineStr"><is><r><rPr><color rgb="FF0000"/><charset val="1"/></rPr><t>x</t></r></is></c>',
]


@pytest.mark.parametrize("cell", PLAIN)
def test_what_programs_write_is_left_as_it_is(cell: str) -> None:
    """Byte by byte, so that it costs little."""
    found = sheet_markup.read_plain_sheet(sheet(row(cell)))
    assert (found.part, found.rows, found.columns) == (sheet(row(cell)), 1, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "<c r='A1'><v>10</v></c>",
        '<c r = "A1"><v>10</v></c>',
        '<c t="n" r="A1"><v>10</v></c>',
        '<c\nr="A1"><v>10</v></c>',
        '<c r="A1"><v>1<!-- -->0</v></c>',
        '<c r="A1"><v><![CDATA[10]]></v></c>',
        '<c r="A1"><v>1&#48;</v></c>',
        '<c r="A1"><v> 10 </v></c>',
        '<c r="&#65;1"><v>10</v></c>',
        "<c><v>10</v></c>",
    ],
)
def test_what_is_written_otherwise_is_written_again(cell: str) -> None:
    """Of most of these calamine makes a blank cell, or 1."""
    found = sheet_markup.read_plain_sheet(sheet(row(cell)))
    assert b"<v>10</v>" in found.part
    assert b'<c r="A1"' in found.part


def test_the_type_may_stand_before_the_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """As some programs write it: for that no sheet is parsed."""
    monkeypatch.setattr(sheet_markup, "_write_usually", None)
    found = sheet_markup.read_plain_sheet(sheet(row('<c r="A1" t="s" s="3"><v>0</v></c><c r="B1" t="n" s="1"/>')))
    assert b'<c r="A1" s="3" t="s">' in found.part
    assert found.styles == {b"1", b"3"}


def test_other_encodings_and_prefixes() -> None:
    """A pattern finds nothing in UTF-16, and would call the sheet blank."""
    text = sheet(row(PLAIN[0]), '<?xml version="1.0" encoding="UTF-16"?>').decode()
    assert sheet_markup.read_plain_sheet(text.encode("utf-16")).rows == 1
    prefixed = sheet(row(PLAIN[0])).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns", b"xmlns:x")
    assert b"<c r=" in sheet_markup.read_plain_sheet(prefixed).part


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (row('<c r="A1" t="b"><v>#REF!</v></c>'), "damaged"),
        (row('<c r="A1" t="s"><v>x</v></c>'), "damaged"),
        (row('<c r="A1" t="n"><v>1 000</v></c>'), "damaged"),
        (row('<c r="A1"><v>1e308</v></c>'), "damaged"),
        (row('<c r="A1"><v>1</v><v>2</v></c>'), "damaged"),
        (row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'), "cell of row 1 stands twice"),
        (row('<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>'), "out of order"),
        (row(PLAIN[0]) * 2, "row 1 stands twice"),
        (row('<c r="A1048576"><v>1</v></c>'), "cells of another row"),
        (row("<c"), "XML is damaged"),
    ],
)
def test_a_damaged_sheet_is_none(rows: str, fault: str) -> None:
    """Where calamine makes a value of it."""
    with pytest.raises(ValueError, match=fault):
        sheet_markup.read_plain_sheet(sheet(rows))


def test_a_document_type_is_refused() -> None:
    """It may name what a part does not hold."""
    with pytest.raises(ValueError, match="document type"):
        sheet_markup.check_well_formed(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def test_the_size_counts_cells_and_not_what_the_sheet_says() -> None:
    """A row without a number is where its cells are."""
    far = sheet('<dimension ref="A1"/><row><c r="XFD1048576"><v>1</v></c></row>')
    found = sheet_markup.read_plain_sheet(far)
    assert (found.rows, found.columns) == (2**20, 2**14)


@pytest.mark.parametrize("position", [0, 25, 26, 701, 702, 16383])
def test_columns_have_names(position: int) -> None:
    """From A on."""
    assert sheet_markup.column_index(sheet_markup.column_letters(position).encode()) == position
