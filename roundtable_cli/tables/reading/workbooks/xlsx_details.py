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
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

from roundtable_cli.tables.reading.workbooks import number_formats
from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.sheet_details import CellPosition, SheetDetails
from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED

WORKBOOK_PART = "xl/workbook.xml"  # what every .xlsx holds
_FORMULA_OR_ERROR = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")
_COLUMN_LETTERS = re.compile(rb"""\sr=["']([A-Z]+)[0-9]""")
_ROW_NUMBER = re.compile(rb"""\sr=["']([0-9]+)["']""")
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^>]*?\s)?r=["']([A-Z]+)([0-9]+)["'][^>]*(?<!/)>""")
_PREFIX = re.compile(rb"<(\w+:)?sheetData")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
# A row that is hidden, or has no height.
_HIDDEN = rb"""<(?:\w+:)?%s\s(?=(?:[^>]*?\s)?(?:hidden=["'](?:1|true)|%s=["']0(?:\.0*)?["']))[^>]*>"""
_HIDDEN_ROW = re.compile(_HIDDEN % (b"row", b"ht"))
_HIDDEN_COLUMN = re.compile(_HIDDEN % (b"col", b"width"))
_SPAN = [re.compile(rb"""\s%s=["']([0-9]+)["']""" % name) for name in (b"min", b"max")]
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn\b[^>]*[^/]>")  # one with nothing in it is not set
# What stands in a sheet that a pattern may match: to look for it takes a tenth of the time of the pattern.
_HINTS = {
    _FORMULA_OR_ERROR: (b"<f", b":f", b't="e"', b"t='e'"),
    _HIDDEN_ROW: (b"hidden=", b' ht="0', b" ht='0"),
    _HIDDEN_COLUMN: (b"hidden=", b' width="0', b" width='0"),
    _FILTER: (b"filterColumn",),
}
_MAX_ALTERNATIVES = 20  # styles that a pattern names
_MAX_COLUMNS = 2**14  # of a sheet in Excel: a hidden column may stand for all of the others


class XlsxArchive:
    """The parts of an .xlsx. Every method raises one of DAMAGE_ERRORS where the workbook is damaged."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def read_sheet(self, sheet: str) -> XlsxSheet:
        """The XML of a sheet."""
        name = self._sheet_parts[sheet]
        tables = [part for part in self._linked_parts(name).values() if "/tables/" in part]
        return XlsxSheet(self._archive.read(name), [self._archive.read(part) for part in tables], self._shown_formats)

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
    def _shown_formats(self) -> dict[bytes, CellFormat]:
        """The formats that show a percent sign or a currency, by the numbers by which cells name them."""
        if "xl/styles.xml" not in self._archive.namelist():
            return {}
        styles = self._parse("xl/styles.xml")
        codes = dict(number_formats.BUILT_IN_FORMATS)
        written = _find_elements(styles, "numFmt")
        codes |= {int(element.get("numFmtId", 0)): element.get("formatCode", "") for element in written}
        shown = dict[bytes, CellFormat]()
        cells = next(_find_elements(styles, "cellXfs"), None)
        for index, style in enumerate(() if cells is None else _find_elements(cells, "xf")):
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
        return Xml.fromstring(self._archive.read(part))  # noqa: S314 - calamine has read it already


class XlsxSheet:
    """The XML of one sheet, of the tables on it, and the formats of the workbook that show a percent or a currency."""

    def __init__(self, part: bytes, tables: Sequence[bytes], formats: Mapping[bytes, CellFormat]) -> None:
        self._part, self._tables, self._formats = part, tables, formats

    def count_cells(self, limit: int) -> int:
        """How many cells there are down to the last, blank ones too; more than `limit` only if that last is filled."""
        columns = max((_column_index(letters) + 1 for letters in {*_COLUMN_LETTERS.findall(self._part)}), default=0)
        last_row = _ROW_NUMBER.search(self._part, max(self._part.rfind(b"row "), 0))
        count = columns * int(last_row[1]) if last_row else 0
        if count <= limit:
            return count
        filled = _FILLED_CELL.findall(self._part)  # a blank cell that has a format may stand anywhere
        letters = {letters for letters, _ in filled}
        columns = max(map(_column_index, letters), default=-1) + 1
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
        if not self._has_leading_references():
            for (row, column), cell in self._parse_cells():
                if len(cell) and (shown := self._formats.get(cell.get("s", "").encode())):
                    yield row, column, shown
            return
        # Alternatives are tried one by one: of many styles each is read, and looked up.
        styles = b"|".join(self._formats) if len(self._formats) <= _MAX_ALTERNATIVES else b"[0-9]+"
        pattern = rb"""<%sc r=["']([A-Z]+)([0-9]+)["'](?:[^>]*?)\ss=["'](%s)["'][^>]*(?<!/)>""" % (self._prefix, styles)
        columns = dict[bytes, int]()
        for letters, number, style in re.findall(pattern, self._part):
            if shown := self._formats.get(style):
                if letters not in columns:
                    columns[letters] = _column_index(letters)
                yield int(number) - 1, columns[letters], shown

    @property
    def _prefix(self) -> bytes:
        """What stands before the names of all elements: nothing, or `x:`."""
        found = _PREFIX.search(self._part)
        return (found[1] if found else b"") or b""

    def _has_leading_references(self) -> bool:
        """Whether each cell begins with its reference, as nearly all programs write them."""
        counts = [self._part.count(form % self._prefix) for form in (b"<%sc r=", b"<%sc ", b"<%sc>", b"<%sc/>")]
        return counts[0] == sum(counts[1:])

    def _find_hidden_rows(self) -> Iterator[int]:
        for row in _search(_HIDDEN_ROW, self._part):
            number = _ROW_NUMBER.search(row[0])
            yield int(number[1]) - 1 if number else len(_ROW.findall(self._part, 0, row.start()))

    def _find_hidden_columns(self) -> Iterator[int]:
        for columns in _search(_HIDDEN_COLUMN, self._part):
            first, last = (pattern.search(columns[0]) for pattern in _SPAN)
            if first and last:
                yield from range(int(first[1]) - 1, min(int(last[1]), _MAX_COLUMNS))

    def _parse_cells(self) -> Iterator[tuple[CellPosition, Xml.Element]]:
        """All cells, each with its position; a row or cell without a reference follows the one before."""
        number = column = 0
        for event, element in Xml.iterparse(io.BytesIO(self._part), events=("start", "end")):  # noqa: S314 - the same
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "row":
                number, column = int(element.get("r", number + 1)), 0
            elif event == "end" and tag == "c":
                reference = element.get("r", "")
                column = _column_index(reference.rstrip("0123456789").encode()) if reference else column
                yield (number - 1, column), element
                column += 1
            elif event == "end" and tag == "row":
                element.clear()


def _cell_error(cell: Xml.Element) -> str:
    """The error in a cell; nothing where it has a value, or is blank."""
    parts = {part.tag.rpartition("}")[2]: part.text or "" for part in cell}
    if cell.get("t") == "e":
        return parts.get("v") or NOT_COMPUTED
    return NOT_COMPUTED if "f" in parts and not parts.get("v") and cell.get("t") not in {"str", "inlineStr"} else ""


def _column_index(letters: bytes) -> int:
    """The position of column `AB`, from 0."""
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position - 1


def _find_elements(parent: Xml.Element, tag: str) -> Iterator[Xml.Element]:
    """The elements of this name below another, in whatever namespace."""
    return (element for element in parent.iter() if element.tag.rpartition("}")[2] == tag)


def _search(pattern: re.Pattern[bytes], part: bytes) -> Iterator[re.Match[bytes]]:
    """The matches of a pattern, which most sheets have none of."""
    return pattern.finditer(part) if any(hint in part for hint in _HINTS[pattern]) else iter(())
