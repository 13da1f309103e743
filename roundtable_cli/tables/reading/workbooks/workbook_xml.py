"""What calamine does not tell of a workbook: formulas that have no value, and how far the cells of a sheet reach.

Both are read from the XML inside an .xlsx or .ods. openpyxl knows the first of an .xlsx, but reads each workbook twice
for it, and many times slower.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as Xml

from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED

_FORMULA_OR_ERROR = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")  # most sheets have none: nothing is parsed
_COLUMN_LETTERS = re.compile(rb"""\sr=["']([A-Z]{1,3})[0-9]""")
_ROW_NUMBERS = re.compile(rb"""\sr=["']([0-9]+)["']""")
DAMAGE_ERRORS = (  # what zipfile and ElementTree raise for workbooks that are damaged
    zipfile.BadZipFile,
    zlib.error,
    LookupError,
    SyntaxError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)
_ODS_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_ROW, _ODS_CELLS = f"{_ODS_TABLE}table-row", (f"{_ODS_TABLE}table-cell", f"{_ODS_TABLE}covered-table-cell")
_ODS_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
# LibreOffice's own type of a value, which knows errors too.
_CALC_VALUE_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def find_uncomputed_cells(content: bytes, sheet: str) -> Iterator[tuple[int, int, str]]:
    """Row (from 1), column (from 0) and error of each formula in a sheet of an .xlsx or .ods that has no value.

    Raises one of DAMAGE_ERRORS where the workbook is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            with archive.open("content.xml") as stream:
                yield from _find_in_ods(stream, sheet)
        elif "xl/workbook.xml" in archive.namelist():
            part = archive.read(_sheet_part(archive, sheet))
            if _FORMULA_OR_ERROR.search(part):
                yield from _find_in_xlsx(io.BytesIO(part))


def unpacked_size(content: bytes) -> int:
    """The bytes that a workbook takes when it is unpacked. Raises one of DAMAGE_ERRORS where it is damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def sheet_extent(content: bytes, sheet: str) -> int:
    """How many cells there are down to the last of an .xlsx's sheet, blank ones too; 0 where that isn't told."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return 0
        part = archive.read(_sheet_part(archive, sheet))
    columns = max((_column_index(letters.decode()) + 1 for letters in {*_COLUMN_LETTERS.findall(part)}), default=0)
    rows = _ROW_NUMBERS.findall(part[part.rfind(b"row ") :])
    return columns * int(rows[0]) if rows else 0


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the part of an .xlsx that holds a sheet."""
    ids = {}
    for element in Xml.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - calamine has read it already
        if element.tag.endswith("}sheet"):
            ids[element.get("name")] = next((value for key, value in element.items() if key.endswith("}id")), "")
    links = Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - the same
    target = {link.get("Id"): link.get("Target", "") for link in links}[ids[sheet]]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _find_in_xlsx(part: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    """As `find_uncomputed_cells`, of the part of a sheet; a row or cell without a reference follows the one before."""
    number = column = 0
    for event, element in Xml.iterparse(part, events=("start", "end")):  # noqa: S314 - the same
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            number, column = int(element.get("r", number + 1)), 0
        elif event == "end" and tag == "c":
            column = _column_index(element.get("r", "")) if element.get("r") else column
            if text := _xlsx_cell_error(element):
                yield number, column, text
            column += 1
        elif event == "end" and tag == "row":
            element.clear()


def _xlsx_cell_error(cell: Xml.Element) -> str:
    """The error in a cell of an .xlsx; nothing where it has a value, or is blank."""
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if cell.get("t") == "e":
        return parts.get("v") or NOT_COMPUTED
    return NOT_COMPUTED if "f" in parts and not parts.get("v") and cell.get("t") not in {"str", "inlineStr"} else ""


def _column_index(reference: str) -> int:
    """The position of `AB12`'s column, from 0."""
    position = 0
    for letter in reference.rstrip("0123456789"):
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _find_in_ods(part: IO[bytes], sheet: str) -> Iterator[tuple[int, int, str]]:
    """As `find_uncomputed_cells`, of the content of an .ods; a row or cell may stand for several that are the same."""
    inside, number, column, errors = False, 0, 0, list[tuple[int, str]]()
    for event, element in Xml.iterparse(part, events=("start", "end")):  # noqa: S314 - the same
        if event == "start" and element.tag == f"{_ODS_TABLE}table":
            inside, number = element.get(f"{_ODS_TABLE}name") == sheet, 0
        elif event == "start" and element.tag == _ODS_ROW:
            column, errors = 0, []
        elif event == "end" and inside and element.tag in _ODS_CELLS:
            cells = range(column, column + int(element.get(f"{_ODS_TABLE}number-columns-repeated", 1)))
            if text := _ods_cell_error(element):
                errors += [(position, text) for position in cells]
            column = cells.stop
        elif event == "end" and element.tag == _ODS_ROW:
            rows = range(number + 1, number + 1 + int(element.get(f"{_ODS_TABLE}number-rows-repeated", 1)))
            yield from ((row, position, text) for row in (rows if errors else ()) for position, text in errors)
            number = rows.stop - 1
            element.clear()


def _ods_cell_error(cell: Xml.Element) -> str:
    """The error in a cell of an .ods; nothing where it has a value, or is blank."""
    if cell.get(_CALC_VALUE_TYPE) == "error":
        return "".join(cell.itertext()).strip() or NOT_COMPUTED
    return NOT_COMPUTED if cell.get(f"{_ODS_TABLE}formula") and not cell.get(_ODS_VALUE_TYPE) else ""
