"""Whether what is read from a damaged workbook is right: as in the whole one, or as another reader reads it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as Xml

import openpyxl

from roundtable_cli import Refused
from roundtable_cli.tables.reading.workbooks.separate_process.reading_process import WORKBOOK_READER
from roundtable_cli.tables.reading.workbooks.sheet_details import WorkbookContent
from tests.tables.reading.workbooks.mutated_workbooks import MutatedWorkbook, unpack_parts, whole_workbooks
from tests.tables.workbooks import archive

Cells = dict[tuple[str, int, int], object]  # of sheets: row and column from 0
_ERROR = "error"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def judge_workbook(mutated: MutatedWorkbook) -> str:
    """What is wrong with what is read from it; nothing where it is refused, or right."""
    try:
        found = read_cells(WORKBOOK_READER.read_workbook(mutated.content))
    except Refused:
        return ""
    if mutated.kind in {"xls", "xlsb"}:  # nothing in them tells that a byte has changed
        return "" if mutated.kind == "xls" or mutated.is_repacked else _compare(found, whole_cells(mutated.kind))
    if not (fault := _compare(found, whole_cells(mutated.kind))) or not mutated.is_repacked:
        return fault
    if mutated.kind == "ods":
        return _compare(found, _cells_of_ods(mutated.content))
    try:
        other = _cells_of_openpyxl(mutated.content)
    except Exception:  # noqa: BLE001 - it may fail in any way, by what has nothing to do with cells
        other = {}
    if other:
        return _compare(found, other)
    # Which numbers are shown as dates is not known without the formats; a sheet may be named no more.
    named = {sheet for sheet, _, _ in found}
    whole = {place: one for place, one in _cells_of_openpyxl(_with_whole_frame(mutated)).items() if place[0] in named}
    return _compare(_with_serials(found), _with_serials(whole))


def whole_cells(kind: str) -> Cells:
    """The cells of the workbook that was damaged."""
    return read_cells(WORKBOOK_READER.read_workbook(whole_workbooks()[kind]))


def read_cells(content: WorkbookContent) -> Cells:
    """The cells of a workbook that are not blank."""
    cells = Cells()
    for sheet in content.sheets:
        for number, one in enumerate(sheet.values):
            cells |= {(sheet.name, number, column): _plain(value) for column, value in enumerate(one)}
        cells |= {(sheet.name, *place): _ERROR for place in sheet.details.errors}
    return {place: value for place, value in cells.items() if value != ""}


def _compare(found: Cells, expected: Cells) -> str:
    places = [place for place in found.keys() | expected.keys() if found.get(place, "") != expected.get(place, "")]
    return ", ".join(f"{place}: {found.get(place)!r}, not {expected.get(place)!r}" for place in sorted(places)[:3])


def _plain(value: object) -> object:
    if isinstance(value, date) and value.year < 1900:  # a date that no spreadsheet shows: a number below zero, or zero
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        days = moment - datetime(1899, 12, 30)
        return days.total_seconds() / 86_400 if days.days < 0 else "00:00:00"
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, (bool, date)):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    text = str(value).strip()
    return _ERROR if re.match(r"#[A-Z/0]+[!?]?$", text) else text


def _with_serials(cells: Cells) -> Cells:
    return {
        place: float((value - date(1899, 12, 30)).days) if type(value) is date else value
        for place, value in cells.items()
    }


def _with_whole_frame(mutated: MutatedWorkbook) -> bytes:
    """The damaged workbook with all parts whole but the sheets and their texts."""
    whole, parts = unpack_parts(whole_workbooks()[mutated.kind]), unpack_parts(mutated.content)
    cells = {name: part for name, part in parts.items() if "worksheets/" in name or "sharedStrings" in name}
    return archive(whole | cells)


def _cells_of_openpyxl(content: bytes) -> Cells:
    with warnings.catch_warnings(action="ignore"):
        formulas = openpyxl.load_workbook(io.BytesIO(content))
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    cells = Cells()
    for sheet in book.worksheets:
        for (number, column), one in sheet._cells.items():
            is_formula = formulas[sheet.title]._cells[number, column].data_type == "f"
            value = _ERROR if is_formula and one.value is None else _plain("" if one.value is None else one.value)
            cells[sheet.title, number - 1, column - 1] = value
    return {place: value for place, value in cells.items() if value != ""}


def _cells_of_ods(content: bytes) -> Cells:
    """The cells of an .ods, read from its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        root = Xml.fromstring(packed.read("content.xml"))  # noqa: S314 - a test's own
    cells = Cells()
    for sheet in root.iter(f"{_TABLE}table"):
        number = 0
        for one in sheet.iter(f"{_TABLE}table-row"):
            for _ in range(int(one.get(f"{_TABLE}number-rows-repeated", 1))):
                column = 0
                for part in one:
                    for _ in range(int(part.get(f"{_TABLE}number-columns-repeated", 1))):
                        cells[sheet.get(f"{_TABLE}name", ""), number, column] = _ods_value(part)
                        column += 1
                number += 1
    return {place: value for place, value in cells.items() if value != ""}


def _ods_value(part: Any) -> object:
    kind, value = part.get(f"{_OFFICE}value-type"), part.get(f"{_OFFICE}value")
    text = "".join(part.itertext())
    if not kind:
        return _ERROR if part.get(f"{_TABLE}formula") else ""
    return _plain(text) if kind == "string" or _plain(text) == _ERROR else _plain(float(value)) if value else _ERROR
