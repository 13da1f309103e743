"""What calamine does not tell of the sheets of an .xlsx, read from its XML: see `SheetDetails`.

openpyxl knows it too, but reads each workbook many times slower. Here the bytes are searched for what is rare (errors,
formats with a percent sign or a currency, hidden rows), and only what is found is looked at in Python.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from string import ascii_uppercase, digits
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

from roundtable_cli.tables.reading.workbooks import number_formats
from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.sheet_details import CellPosition, SheetDetails
from roundtable_cli.tables.reading.workbooks.sheet_markup import PlainSheet, column_index
from roundtable_cli.tables.reading.workbooks.workbook_archive import WORKBOOK_PART
from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED, is_formula_error

_FORMULA_OR_ERROR = re.compile(rb"""<f[\s/>]| t="e\"""")
_ROW_NUMBER = re.compile(rb"""\sr=["']([0-9]+)["']""")
_FILLED_CELL = re.compile(rb"""<c r="([A-Z]+)([0-9]+)"[^>]*(?<!/)>""")
# A row that is hidden, or has no height.
_HIDDEN = rb"""<(?:\w+:)?%s\s(?=(?:[^>]*?\s)?(?:hidden=["'](?:1|true)|%s=["']0(?:\.0*)?["']))[^>]*>"""
_HIDDEN_ROW = re.compile(_HIDDEN % (b"row", b"ht"))
_HIDDEN_COLUMN = re.compile(_HIDDEN % (b"col", b"width"))
# A cell with a number below zero, computed by a formula or not.
_NEGATIVE_CELL = re.compile(
    rb"""<c r="([A-Z]+)([0-9]+)"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>(-[0-9.]+(?:[eE][-+]?[0-9]+)?)</v>"""
)
_SPAN = [re.compile(rb"""\s%s=["']([0-9]+)["']""" % name) for name in (b"min", b"max")]
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn\b[^>]*[^/]>")  # one with nothing in it is not set
# What stands in a sheet that a pattern may match: to look for it takes a tenth of the time of the pattern.
_HINTS = {
    _FORMULA_OR_ERROR: (b"<f", b't="e"'),
    _HIDDEN_ROW: (b"hidden=", b' ht="0', b" ht='0"),
    _HIDDEN_COLUMN: (b"hidden=", b' width="0', b" width='0"),
    _FILTER: (b"filterColumn",),
    _NEGATIVE_CELL: (b"<v>-",),
}
_OTHER_SHEET = re.compile(rb"<(?:\w+:)?(?:chartsheet|dialogsheet|macrosheet)\b")
_STYLES_PART = "xl/styles.xml"
_MAX_ALTERNATIVES = 20  # styles that a pattern names
_MAX_COLUMNS = 2**14  # of a sheet in Excel: a hidden column may stand for all of the others


class XlsxArchive:
    """The parts of an .xlsx. Every method raises one of DAMAGE_ERRORS where the workbook is damaged."""

    def __init__(self, archive: ZipFile, sheets: Mapping[str, PlainSheet]) -> None:
        """The checked parts of a workbook, and the sheets among them by the names of their parts."""
        self._archive, self._sheets = archive, sheets

    def read_sheet(self, sheet: str) -> XlsxSheet:
        """The XML of a sheet."""
        name = self._sheet_parts[sheet]
        tables = [part for part in self._linked_parts(name).values() if "/tables/" in part]
        if not (part := self._sheets.get(name)):
            part = _read_sheet_without_cells(self._archive.read(name))
        if max(map(int, part.styles), default=0) >= max(len(self._cell_styles), 1):
            raise ValueError(f"a cell of the sheet {sheet} has a format that the workbook does not have")
        return XlsxSheet(part, [self._archive.read(part) for part in tables], self._shown_formats)

    @cached_property
    def _sheet_parts(self) -> dict[str, str]:
        """The name of the part that holds each sheet."""
        links = self._linked_parts(WORKBOOK_PART)
        parts = {}
        for element in self._parse(WORKBOOK_PART).iter():
            if element.tag.endswith("}sheet"):
                link = next((value for key, value in element.items() if key.endswith("}id")), "")
                parts[element.get("name", "")] = links[link]
        return parts

    @cached_property
    def _styles(self) -> Xml.Element:
        """The formats of the workbook; few have none."""
        has_styles = _STYLES_PART in self._archive.namelist()
        return self._parse(_STYLES_PART) if has_styles else Xml.Element("styleSheet")

    @cached_property
    def _cell_styles(self) -> list[Xml.Element]:
        """The formats of cells, which name them by their positions."""
        cells = next(_find_elements(self._styles, "cellXfs"), None)
        return [] if cells is None else [*_find_elements(cells, "xf")]

    @cached_property
    def _shown_formats(self) -> dict[bytes, CellFormat]:
        """The formats that show a percent sign or a currency, by the numbers by which cells name them."""
        codes = dict(number_formats.BUILT_IN_FORMATS)
        written = _find_elements(self._styles, "numFmt")
        codes |= {int(element.get("numFmtId", 0)): element.get("formatCode", "") for element in written}
        shown = dict[bytes, CellFormat]()
        for index, style in enumerate(self._cell_styles):
            if found := number_formats.read_number_format(codes.get(int(style.get("numFmtId", 0)), "")):
                shown[b"%d" % index] = found
        return shown

    def _linked_parts(self, part: str) -> dict[str, str]:
        """The names of the parts that a part names, by what it calls them."""
        folder, _, file = part.rpartition("/")
        links = f"{folder}/_rels/{file}.rels"
        if links not in self._archive.namelist():
            return {}
        targets = {link.get("Id", ""): link.get("Target", "") for link in self._parse(links)}
        return {
            name: target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            for name, target in targets.items()
        }

    def _parse(self, part: str) -> Xml.Element:
        return Xml.fromstring(self._archive.read(part))  # noqa: S314 - it is well-formed and has no document type


def _read_sheet_without_cells(part: bytes) -> PlainSheet:
    """A sheet that is a chart or a dialog. Raises ValueError where it is none."""
    if not _OTHER_SHEET.search(part):
        raise ValueError("the cells of a sheet are not where the workbook says")
    return PlainSheet(part, 0, 0, frozenset())


class XlsxSheet:
    """The XML of one sheet, of the tables on it, and the formats of the workbook that show a percent or a currency."""

    def __init__(self, sheet: PlainSheet, tables: Sequence[bytes], formats: Mapping[bytes, CellFormat]) -> None:
        self._sheet, self._part, self._tables, self._formats = sheet, sheet.part, tables, formats

    def count_cells(self, limit: int) -> int:
        """How many cells there are down to the last, blank ones too; more than `limit` only if that last is filled."""
        if (count := self._sheet.rows * self._sheet.columns) <= limit:
            return count
        filled = _FILLED_CELL.findall(self._part)  # a blank cell that has a format may stand anywhere
        columns = max(map(column_index, {letters for letters, _ in filled}), default=-1) + 1
        return columns * max((int(number) for _, number in filled), default=0)

    def read_details(self) -> SheetDetails:
        """What calamine does not tell; the blocks of merged cells it does."""
        return SheetDetails(
            errors=dict(self._find_errors()),
            formats=[*self._find_formats()],
            hidden_rows=frozenset(self._find_hidden_rows()),
            hidden_columns=frozenset(self._find_hidden_columns()),
            is_filtered=any(True for part in (self._part, *self._tables) for _ in _search(_FILTER, part)),
        )

    def find_negative_numbers(self) -> Iterator[tuple[CellPosition, float]]:
        """The cells that hold a number below zero: no date is one, but calamine makes midnight of it."""
        for cell in _search(_NEGATIVE_CELL, self._part):
            yield (int(cell[2]) - 1, column_index(cell[1])), float(cell[3])

    def _find_errors(self) -> Iterator[tuple[CellPosition, str]]:
        """Formulas that have no value, with their errors."""
        if any(True for _ in _search(_FORMULA_OR_ERROR, self._part)):
            for position, cell in self._parse_cells():
                if text := _cell_error(cell):
                    yield position, text

    def _find_formats(self) -> Iterator[tuple[int, int, CellFormat]]:
        """The filled cells whose format shows a percent sign or a currency."""
        if not self._formats:
            return
        # Alternatives are tried one by one: of many styles each is read, and looked up.
        styles = b"|".join(self._formats) if len(self._formats) <= _MAX_ALTERNATIVES else b"[0-9]+"
        pattern = rb"""<c r="([A-Z]+)([0-9]+)" s="(%s)"[^>]*(?<!/)>""" % styles
        columns = dict[bytes, int]()
        for letters, number, style in re.findall(pattern, self._part):
            if shown := self._formats.get(style):
                if letters not in columns:
                    columns[letters] = column_index(letters)
                yield int(number) - 1, columns[letters], shown

    def _find_hidden_rows(self) -> Iterator[int]:
        for row in _search(_HIDDEN_ROW, self._part):
            if number := _ROW_NUMBER.search(row[0]):
                yield int(number[1]) - 1

    def _find_hidden_columns(self) -> Iterator[int]:
        for columns in _search(_HIDDEN_COLUMN, self._part):
            first, last = (pattern.search(columns[0]) for pattern in _SPAN)
            if first and last:
                yield from range(int(first[1]) - 1, min(int(last[1]), _MAX_COLUMNS))

    def _parse_cells(self) -> Iterator[tuple[CellPosition, Xml.Element]]:
        """All cells, each with its position."""
        events = Xml.iterparse(io.BytesIO(self._part), events=("end",))  # noqa: S314 - it has no document type
        for _, element in events:
            tag = element.tag.rpartition("}")[2]
            if tag == "c":
                letters = element.get("r", "").rstrip(digits)
                number = int(element.get("r", "").lstrip(ascii_uppercase))
                yield (number - 1, column_index(letters.encode())), element
            elif tag == "row":
                element.clear()


def _cell_error(cell: Xml.Element) -> str:
    """The error in a cell; nothing where it has a value, or is blank."""
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if cell.get("t") == "e":
        shown = parts.get("v", "")
        return shown if is_formula_error(shown) else NOT_COMPUTED
    return NOT_COMPUTED if "f" in parts and not parts.get("v") and cell.get("t") not in {"str", "inlineStr"} else ""


def _find_elements(parent: Xml.Element, tag: str) -> Iterator[Xml.Element]:
    """The elements of this name below another, in whatever namespace."""
    return (element for element in parent.iter() if element.tag.rpartition("}")[2] == tag)


def _search(pattern: re.Pattern[bytes], part: bytes) -> Iterator[re.Match[bytes]]:
    """The matches of a pattern, which most sheets have none of."""
    return pattern.finditer(part) if any(hint in part for hint in _HINTS[pattern]) else iter(())
