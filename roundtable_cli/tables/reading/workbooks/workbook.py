"""A workbook (Excel, OpenDocument), read once: the cells of its sheets as texts and typed values, and their details."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, MissingLibrary, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.tables.reading import file_bytes
from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.separate_process.reading_process import WORKBOOK_READER
from roundtable_cli.tables.reading.workbooks.sheet_details import RawSheet, SheetDetails, WorkbookContent
from roundtable_cli.tables.reading.workbooks.table_sheets import holds_table
from roundtable_cli.tables.values.cell_text import filled_cells, is_blank_row
from roundtable_cli.tables.values.workbook_value import WorkbookValue

_READING_LIBRARY = "python_calamine"


class Sheet(NamedTuple):
    """The rows of a sheet, from its first filled column on, with their details; columns are counted from there too."""

    rows: list[list[str]]
    details: SheetDetails
    is_hidden: bool

    @property
    def holds_table(self) -> bool:
        """Whether there is a row of column headings, and a record below it."""
        return holds_table(self.rows)


class Workbook:
    """A workbook, read once. Refused where it can't be opened, needs a password, is damaged or too large."""

    def __init__(self, path: Path, label: str) -> None:
        self.path, self.label = path, label
        self.content = file_bytes.read_file_bytes(path, label)

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The sheets that hold anything, by their names, in order."""
        read = {sheet.name: _arrange_sheet(sheet) for sheet in self._contents.sheets}
        return {name: sheet for name, sheet in read.items() if sheet.rows}

    @property
    def is_old_format(self) -> bool:
        """Whether it is an .xls or .xlsb, where the error of a formula can't be told from a blank cell."""
        return self._contents.is_old_format

    def table_sheets(self) -> list[str]:
        """The names of the sheets that hold a table; of all that hold anything, where none has one."""
        return [name for name, sheet in self.sheets.items() if sheet.holds_table] or [*self.sheets]

    @cached_property
    def _contents(self) -> WorkbookContent:
        """What is in the workbook, read by another process."""
        if not find_spec(_READING_LIBRARY):
            fault = "this is a workbook, and the package that reads workbooks is not installed"
            raise MissingLibrary(
                Finding(USAGE, fault, "run pip install 'roundtable-cli[excel]', or save the sheet as CSV", self.label)
            )
        try:
            return WORKBOOK_READER.read_workbook(self.content)
        except Refused as refused:
            raise Refused(*(finding._replace(file=self.label) for finding in refused.findings)) from None


def open_workbook(path: Path, label: str) -> Workbook:
    """The workbook at a path, read once though each of its sheets is a table."""
    try:
        status = path.stat()
        return _open_cached(path, label, status.st_mtime_ns, status.st_size)
    except OSError:
        return Workbook(path, label)


@lru_cache(maxsize=8)
def _open_cached(path: Path, label: str, *_stamp: int) -> Workbook:
    """The workbook as it was when the file had this time and size: a file that changes is read again."""
    return Workbook(path, label)


def _arrange_sheet(sheet: RawSheet) -> Sheet:
    """A sheet with its cells as texts and values, each number with what its format shows."""
    values, details = sheet.values, sheet.details
    for row, column, shown in details.formats:
        _put_format(values, row, column, shown)
    rows = [[_cell_text(value) for value in row] for row in values]
    # calamine gives formulas that have no value as blank cells.
    for position, text in details.errors.items():
        _put_cell(rows, *position, text)
    return _trim_sheet(rows, details, sheet.is_hidden)


def _trim_sheet(rows: list[list[str]], details: SheetDetails, is_hidden: bool) -> Sheet:
    """A sheet of these rows, without those below the last and the columns before the first that hold anything."""
    while rows and is_blank_row(rows[-1]):
        rows.pop()
    filled = [[*cells] for row in rows if (cells := filled_cells(row))]
    first = min((positions[0] for positions in filled), default=0)
    width = max((positions[-1] + 1 for positions in filled), default=0)
    trimmed = [[*row, *[""] * (width - len(row))][first:width] for row in rows]
    return Sheet(trimmed, details.shifted_left(first), is_hidden)


def _put_format(values: Sequence[list[Any]], row: int, column: int, shown: CellFormat) -> None:
    """Gives a number what its format shows beside it."""
    value: Any = values[row][column] if row < len(values) and column < len(values[row]) else ""
    if type(value) in {int, float}:  # a bool is an int, too
        values[row][column] = WorkbookValue(value, shown.currency, shown.percent_scale)


def _put_cell(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """Puts a text into a cell, beyond the last row or column where need be: calamine ends with the last value."""
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = text


def _cell_text(value: Any) -> str:
    return value if isinstance(value, str) else WorkbookValue(value)
