"""The parts of a workbook are read once, checked, and packed anew for calamine."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.workbook_archive import WorkbookArchive
from tests.tables.reading.workbooks.mutated_workbooks import unpack_parts, whole_workbooks
from tests.tables.workbooks import archive, cell, ods, row, xlsx

ROWS = [["id", "usd"], ["A1", 10]]


def test_only_what_was_checked_is_packed() -> None:
    """No comment, no picture, no second directory."""
    stream = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(stream, "a") as packed:
        packed.comment = b"xl/workbook.bin"
        packed.writestr("xl/media/image1.xml", "no XML")
    book = WorkbookArchive(stream.getvalue())
    again = book.pack_checked()
    assert book.kind == "xl/workbook.xml"
    assert b"workbook.bin" not in again
    assert "xl/media/image1.xml" not in unpack_parts(again)
    assert [sheet.rows for sheet in book.sheets.values()] == [2]


def test_a_workbook_does_not_say_how_many_texts_it_has() -> None:
    """calamine would make room for them."""
    content = whole_workbooks()["xlsx"]
    parts = unpack_parts(content)
    assert b"uniqueCount" in parts["xl/sharedStrings.xml"]
    assert b"uniqueCount" not in unpack_parts(WorkbookArchive(content).pack_checked())["xl/sharedStrings.xml"]


def test_a_part_that_is_larger_than_it_says_is_damaged() -> None:
    """It is not unpacked further than that."""
    content = bytearray(xlsx(ROWS))
    place = content.find(b"PK\1\2")
    content[place + 24 : place + 28] = struct.pack("<I", 5)
    name_length = struct.unpack("<H", content[place + 28 : place + 30])[0]
    book = WorkbookArchive(bytes(content))
    with pytest.raises(zipfile.BadZipFile):
        book._read_part(content[place + 46 : place + 46 + name_length].decode())


@pytest.mark.parametrize("twice", ["XL/WORKBOOK.XML", "xl/worksheets/Sheet1.xml"])
def test_two_parts_of_one_name_are_damage(twice: str) -> None:
    """Two readers may take another of them."""
    with pytest.raises(zipfile.BadZipFile, match="two parts"):
        WorkbookArchive(archive({**unpack_parts(xlsx(ROWS)), twice: b"x"}))


@pytest.mark.parametrize("other", [{"content.xml": b"x"}, {"xl/workbook.bin": b"x"}])
def test_two_workbooks_in_one_are_damage(other: dict[str, bytes]) -> None:
    """Which one is meant can't be told."""
    with pytest.raises(zipfile.BadZipFile, match="two workbooks"):
        WorkbookArchive(archive({**unpack_parts(xlsx(ROWS)), **other}))
    with pytest.raises(zipfile.BadZipFile, match="no workbook"):
        WorkbookArchive(archive({"a": b"x"}))


def test_an_ods_whose_elements_have_other_prefixes_is_refused() -> None:
    """calamine would see no cells."""
    parts = unpack_parts(ods(row(cell("id"))))
    text = parts["content.xml"].replace(b"xmlns:office=", b"xmlns:o=").replace(b" office:", b" o:")
    text = text.replace(b"<office:", b"<o:").replace(b"</office:", b"</o:")
    book = WorkbookArchive(archive({**parts, "content.xml": text}))
    with pytest.raises(ValueError, match="no spreadsheet program"):
        book.pack_checked()


def test_a_password_is_known() -> None:
    """From the manifest of an .ods."""
    assert WorkbookArchive(ods(row(cell("id")), password=True)).needs_password
    assert not WorkbookArchive(ods(row(cell("id")))).needs_password
    assert not WorkbookArchive(xlsx(ROWS)).needs_password


def test_what_unpacks_without_end_is_refused() -> None:
    """By what its directory says."""
    content = bytearray(xlsx(ROWS))
    place = content.find(b"PK\1\2")
    content[place + 24 : place + 28] = struct.pack("<I", 2**31)
    with pytest.raises(Refused, match="unpacks to more than"):
        WorkbookArchive(bytes(content))
