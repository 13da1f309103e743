"""What calamine does not tell of the sheets of an .ods, read from its XML: see `SheetDetails`.

An element may stand for several rows or cells that are the same, a million of them: what is found is kept as it is
written, and spread over the cells only of a sheet that is not too large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar
from xml.etree import ElementTree as Xml
from zipfile import ZipFile

from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.sheet_details import CellPosition, SheetDetails
from roundtable_cli.tables.reading.workbooks.workbook_archive import CONTENT_PART
from roundtable_cli.tables.values.formula_errors import NOT_COMPUTED, is_formula_error

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# LibreOffice's own type of a value, which knows errors too.
_CALC_VALUE_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NUMBER_KINDS = ("float", "percentage", "currency")
_MAX_ROWS, _MAX_COLUMNS = 2**20, 2**14  # calamine leaves out what is beyond
_MAX_HIDDEN = 2**20  # columns that one element may hide: more are none of a table
Found = TypeVar("Found")
_Spread = list[tuple[range, range, Found]]  # the rows and columns that have something in common, from 0


class OdsSheet:
    """What the XML of one sheet tells."""

    def __init__(self) -> None:
        self.row_count = self.column_count = 0  # down to the last cell that holds anything
        self._errors, self._formats = _Spread[str](), _Spread[CellFormat]()
        self._hidden_rows, self._hidden_columns = list[range](), list[range]()
        self._merged = list[tuple[CellPosition, CellPosition]]()
        self._is_filtered = False
        self._next_row = self._next_column = self._next_cell = 0

    def count_cells(self, limit: int) -> int:
        """How many cells there are down to the last that holds anything, blank ones too; too many beyond any sheet."""
        is_beyond = self.row_count > _MAX_ROWS or self.column_count > _MAX_COLUMNS
        return limit + 1 if is_beyond else self.row_count * self.column_count

    def read_details(self) -> SheetDetails:
        """What calamine does not tell; to be asked of a sheet that has not too many cells."""
        return SheetDetails(
            errors={(row, column): text for row, column, text in _spread_out(self._errors)},
            formats=[*_spread_out(self._formats)],
            hidden_rows=frozenset(row for rows in self._hidden_rows for row in rows[: self.row_count]),
            hidden_columns=frozenset(column for columns in self._hidden_columns for column in columns),
            is_filtered=self._is_filtered,
            merged=tuple(self._merged),
        )

    def add_columns(self, element: Xml.Element) -> None:
        """The columns that an element of the sheet's head describes."""
        columns = _take(self._next_column, element, "number-columns-repeated")
        self._next_column = columns.stop
        if element.get(f"{_TABLE}visibility") in {"collapse", "filter"} and len(columns) < _MAX_HIDDEN:
            self._hidden_columns.append(columns)

    def add_row(self, element: Xml.Element) -> None:
        """One row, or several that are the same, with all their cells."""
        rows = _take(self._next_row, element, "number-rows-repeated")
        self._next_row, self._next_cell = rows.stop, 0
        visibility = element.get(f"{_TABLE}visibility")
        if visibility in {"collapse", "filter"}:
            self._hidden_rows.append(rows)
            self._is_filtered = self._is_filtered or visibility == "filter"
        for cell in element:
            if cell.tag in _CELLS:
                self._add_cells(cell, rows)

    def _add_cells(self, element: Xml.Element, rows: range) -> None:
        columns = _take(self._next_cell, element, "number-columns-repeated")
        self._next_cell = columns.stop
        error, shown = _cell_error(element), _shown_format(element)
        if error or element.get(f"{_OFFICE}value-type"):
            self.row_count, self.column_count = rows.stop, max(self.column_count, columns.stop)
        if error:
            self._errors.append((rows, columns, error))
        if any(shown):
            self._formats.append((rows, columns, shown))
        spanned = [int(element.get(f"{_TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns")]
        if max(spanned) > 1:
            first = rows.start, columns.start
            self._merged.append((first, (first[0] + spanned[0] - 1, first[1] + spanned[1] - 1)))


def read_ods_sheets(archive: ZipFile) -> dict[str, OdsSheet]:
    """The sheets of an .ods by their names. Raises one of DAMAGE_ERRORS where the workbook is damaged."""
    sheets, sheet = dict[str, OdsSheet](), OdsSheet()
    with archive.open(CONTENT_PART) as stream:
        for event, element in Xml.iterparse(stream, events=("start", "end")):  # noqa: S314 - it is well-formed and has no document type
            if event == "start" and element.tag == f"{_TABLE}table":
                sheet = sheets[element.get(f"{_TABLE}name", "")] = OdsSheet()
            elif event == "end" and element.tag == f"{_TABLE}table-column":
                sheet.add_columns(element)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                sheet.add_row(element)
                element.clear()
    return sheets


def _take(start: int, element: Xml.Element, attribute: str) -> range:
    """The positions from `start` on that an element stands for."""
    return range(start, start + int(element.get(f"{_TABLE}{attribute}", 1)))


def _spread_out(found: Iterable[tuple[range, range, Found]]) -> Iterator[tuple[int, int, Found]]:
    return ((row, column, value) for rows, columns, value in found for row in rows for column in columns)


def _cell_error(cell: Xml.Element) -> str:
    """The error in a cell; nothing where it has a value, or is blank."""
    kind, shown = cell.get(f"{_OFFICE}value-type"), "".join(cell.itertext()).strip()
    if cell.get(_CALC_VALUE_TYPE) == "error":
        return shown or NOT_COMPUTED
    if kind in _NUMBER_KINDS:  # OpenOffice writes an error as the number 0 that shows the error
        is_error = is_formula_error(shown) and not shown.startswith("##")  # a column that is too narrow
        return shown if is_error else "" if cell.get(f"{_OFFICE}value") else NOT_COMPUTED
    return NOT_COMPUTED if cell.get(f"{_TABLE}formula") and not kind else ""


def _shown_format(cell: Xml.Element) -> CellFormat:
    """What a cell shows beside its number: an .ods says it in the cell itself."""
    kind = cell.get(f"{_OFFICE}value-type")
    currency = cell.get(f"{_OFFICE}currency", "") if kind == "currency" else ""
    return CellFormat(100 if kind == "percentage" else 0, currency)
