"""What the reader of workbooks does not tell: formulas that have no value, and how far the cells of a sheet reach."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as Xml

from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED

_SUSPECT = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")  # a formula or an error, without which nothing is parsed
_LETTERS = re.compile(rb"""\sr=["']([A-Z]{1,3})[0-9]""")
_ROWS = re.compile(rb"""\sr=["']([0-9]+)["']""")
DAMAGED = (zipfile.BadZipFile, zlib.error, LookupError, SyntaxError, ValueError, EOFError, OSError, NotImplementedError)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _CELLS = f"{_TABLE}table-row", (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"  # which knows errors too


def without_value(content: bytes, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row (from 1), column (from 0) and error of each formula in a sheet of an .xlsx or .ods that has no value.

    Raises one of `DAMAGED` where the workbook is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            with archive.open("content.xml") as stream:
                yield from _opendocument(stream, sheet)
        elif "xl/workbook.xml" in archive.namelist():
            part = archive.read(_part(archive, sheet))
            if _SUSPECT.search(part):
                yield from _excel(io.BytesIO(part))


def unpacked(content: bytes) -> int:
    """The bytes that a workbook takes when it is unpacked. Raises one of `DAMAGED` where it is damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def reach(content: bytes, sheet: str) -> int:
    """How many cells there are down to the last of an .xlsx's sheet, blank ones too; 0 where that isn't told."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return 0
        part = archive.read(_part(archive, sheet))
    columns = max((_column(letters.decode()) + 1 for letters in {*_LETTERS.findall(part)}), default=0)
    rows = _ROWS.findall(part[part.rfind(b"row ") :])
    return columns * int(rows[0]) if rows else 0


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part of an .xlsx that holds a sheet."""
    ids = {}
    for element in Xml.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - calamine has read it already
        if element.tag.endswith("}sheet"):
            ids[element.get("name")] = next((value for key, value in element.items() if key.endswith("}id")), "")
    links = Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - the same
    target = {link.get("Id"): link.get("Target", "") for link in links}[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _excel(part: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    number = column = 0
    for event, element in Xml.iterparse(part, events=("start", "end")):  # noqa: S314 - the same
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            number, column = int(element.get("r", number + 1)), 0
        elif event == "end" and tag == "c":
            column = _column(element.get("r", "")) if element.get("r") else column
            if text := _without_value(element):
                yield number, column, text
            column += 1
        elif event == "end" and tag == "row":
            element.clear()


def _without_value(cell: Xml.Element) -> str:
    """The error in a cell of an .xlsx; nothing where it has a value, or is blank."""
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if cell.get("t") == "e":
        return parts.get("v") or NOT_COMPUTED
    return NOT_COMPUTED if "f" in parts and not parts.get("v") and cell.get("t") not in {"str", "inlineStr"} else ""


def _column(reference: str) -> int:
    """The position of `AB12`'s column, from 0."""
    position = 0
    for letter in reference.rstrip("0123456789"):
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _opendocument(part: IO[bytes], sheet: str) -> Iterator[tuple[int, int, str]]:
    inside, number, column, found = False, 0, 0, list[tuple[int, str]]()
    for event, element in Xml.iterparse(part, events=("start", "end")):  # noqa: S314 - the same
        if event == "start" and element.tag == f"{_TABLE}table":
            inside, number = element.get(f"{_TABLE}name") == sheet, 0
        elif event == "start" and element.tag == _ROW:
            column, found = 0, []
        elif event == "end" and inside and element.tag in _CELLS:
            cells = range(column, column + int(element.get(f"{_TABLE}number-columns-repeated", 1)))
            if text := _left(element):
                found += [(position, text) for position in cells]
            column = cells.stop
        elif event == "end" and element.tag == _ROW:
            rows = range(number + 1, number + 1 + int(element.get(f"{_TABLE}number-rows-repeated", 1)))
            yield from ((row, position, text) for row in (rows if found else ()) for position, text in found)
            number = rows.stop - 1
            element.clear()


def _left(cell: Xml.Element) -> str:
    """The error in a cell of an .ods; nothing where it has a value, or is blank."""
    if cell.get(_TYPE) == "error":
        return "".join(cell.itertext()).strip() or NOT_COMPUTED
    return NOT_COMPUTED if cell.get(f"{_TABLE}formula") and not cell.get(_VALUE_TYPE) else ""
