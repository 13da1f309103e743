"""A workbook (Excel, OpenDocument), read once: the cells of its sheets as texts and typed values, and their details."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import SOURCE_ERROR
from roundtable_cli.tables.reading import file_bytes
from roundtable_cli.tables.reading.workbooks import ods_details
from roundtable_cli.tables.reading.workbooks.number_formats import CellFormat
from roundtable_cli.tables.reading.workbooks.ods_details import OdsSheet, read_ods_sheets
from roundtable_cli.tables.reading.workbooks.sheet_details import (
    DAMAGE_ERRORS,
    NO_DETAILS,
    CellPosition,
    SheetDetails,
)
from roundtable_cli.tables.reading.workbooks.table_sheets import holds_table
from roundtable_cli.tables.reading.workbooks.xlsx_details import XlsxArchive, XlsxSheet
from roundtable_cli.tables.values.cell_text import filled_cells, is_blank_row
from roundtable_cli.tables.values.workbook_value import WorkbookValue

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

_MAX_SHEET_CELLS = 50_000_000  # cells up to the last one: calamine holds them all, blank ones too
_PASSWORD_MARKER = "EncryptedPackage".encode("utf-16-le")  # what holds an .xlsx with a password
_XLSB_MARKER = b"xl/workbook.bin"  # what an .xlsb holds


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
    """A workbook, read once. Refused where it can't be opened, needs a password or is damaged."""

    def __init__(self, path: Path, label: str) -> None:
        self.path, self.label = path, label
        self.content = file_bytes.read_file_bytes(path, label)

    @cached_property
    def _calamine_book(self) -> CalamineWorkbook:
        try:
            import python_calamine
        except ImportError:
            fault = "this is a workbook, and the package that reads workbooks is not installed"
            remedy = "run pip install 'roundtable-cli[excel]', or save the sheet as CSV"
            raise Refused(self._source_finding(fault, remedy)) from None
        with self._translating_failures():
            return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.content))

    @contextmanager
    def _translating_failures(self) -> Iterator[None]:
        """Within it, what fails because the workbook is damaged or has a password is a refusal in words."""
        try:
            yield
        except Refused:
            raise
        except BaseException as error:
            if not isinstance(error, DAMAGE_ERRORS) and not _is_calamine_failure(error):
                raise
            if self._has_password():
                remedy = "save a copy without the password, or save the sheet as CSV"
                raise Refused(self._source_finding("the workbook is protected by a password", remedy)) from None
            remedy = "open it in a spreadsheet program, and save it again"
            raise Refused(self._source_finding(f"this is a workbook that can't be read: {error}", remedy)) from None

    def _has_password(self) -> bool:
        """Whether a password protects it; of an .ods calamine tells that from the path of a file, not from bytes."""
        import python_calamine

        if self.content.startswith(file_bytes.OLE_SIGNATURE) and _PASSWORD_MARKER in self.content:
            return True
        try:
            python_calamine.CalamineWorkbook.from_path(self.path)
        except BaseException as error:
            if not _is_calamine_failure(error):
                raise
            return isinstance(error, python_calamine.PasswordError)
        return False

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The sheets that hold anything, by their names, in order. Refused where the workbook is too large."""
        if not self.is_old_format:
            with self._translating_failures():
                size = sum(part.file_size for part in self._archive.infolist())
                for name, sheet in self._ods_sheets.items() if size <= file_bytes.MAX_UNPACKED_BYTES else ():
                    self._check_size(name, sheet)  # calamine reads all of an .ods when it opens it
            if size > file_bytes.MAX_UNPACKED_BYTES:
                fault = f"unpacks to more than {file_bytes.MAX_UNPACKED_BYTES // 2**20:,} MiB"
                raise Refused(self._source_finding(fault, "save the table as CSV"))
        described = self._calamine_book.sheets_metadata
        for name, times in Counter(sheet.name for sheet in described).items():
            if times > 1:
                fault = f'{times} sheets have the name "{name}", so that they can\'t be told apart'
                raise Refused(self._source_finding(fault, "rename them in a spreadsheet program, and save it"))
        read = {sheet.name: self._read_sheet(sheet) for sheet in described}
        return {name: sheet for name, sheet in read.items() if sheet.rows}

    def table_sheets(self) -> list[str]:
        """The names of the sheets that hold a table; of all that hold anything, where none has one."""
        return [name for name, sheet in self.sheets.items() if sheet.holds_table] or [*self.sheets]

    def _read_sheet(self, described: SheetMetadata) -> Sheet:
        """A sheet with its cells as texts and values, each number with what its format shows."""
        import python_calamine

        name, is_hidden = described.name, described.visible != python_calamine.SheetVisibleEnum.Visible
        with self._translating_failures():
            details = self._read_details(name)
            values = self._read_values(name)
            details = details._replace(merged=details.merged or tuple(self._find_merged(name)))
        for row, column, shown in details.formats:
            _put_format(values, row, column, shown)
        rows = [[_cell_text(value) for value in row] for row in values]
        # calamine gives formulas that have no value as blank cells.
        for position, text in details.errors.items():
            _put_cell(rows, *position, text)
        return _trim_sheet(rows, details, is_hidden)

    def _read_details(self, name: str) -> SheetDetails:
        """What calamine does not tell of a sheet. Refused where its cells would fill the memory."""
        if self.is_old_format:
            return NO_DETAILS
        sheet = self._ods_sheets[name] if self._ods_sheets else self._xlsx_archive.read_sheet(name)
        self._check_size(name, sheet)
        return sheet.read_details()

    def _check_size(self, name: str, sheet: OdsSheet | XlsxSheet) -> None:
        """Refused where a sheet has more cells than a table that anybody keeps in a workbook."""
        if sheet.count_cells(_MAX_SHEET_CELLS) > _MAX_SHEET_CELLS:
            fault = f"a cell of the sheet {name} is so far out that the sheet has more than {_MAX_SHEET_CELLS:,} cells"
            remedy = "delete the rows and columns beyond the table, and save it again"
            raise Refused(self._source_finding(fault, remedy))

    @cached_property
    def _archive(self) -> ZipFile:
        return ZipFile(io.BytesIO(self.content))

    @cached_property
    def _xlsx_archive(self) -> XlsxArchive:
        return XlsxArchive(self._archive)

    @cached_property
    def _ods_sheets(self) -> dict[str, OdsSheet]:
        """The sheets of an .ods; none of another workbook."""
        return read_ods_sheets(self._archive) if ods_details.CONTENT_PART in self._archive.namelist() else {}

    def _read_values(self, name: str) -> Sequence[list[Any]]:
        """The cells of a sheet as calamine gives them, blank ones between them too."""
        import python_calamine

        try:
            return self._calamine_book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except python_calamine.WorksheetNotFound:  # a chart has a name and no cells
            return ()

    def _find_merged(self, name: str) -> Sequence[tuple[CellPosition, CellPosition]]:
        """First and last cell of each block that is merged into one, row and column from 0."""
        import python_calamine

        try:
            return self._calamine_book.get_sheet_by_name(name).merged_cell_ranges or ()
        except python_calamine.WorksheetNotFound:
            return ()

    @property
    def is_old_format(self) -> bool:
        """Whether it is an .xls or .xlsb, where the error of a formula can't be told from a blank cell."""
        return self.content.startswith(file_bytes.OLE_SIGNATURE) or _XLSB_MARKER in self.content

    def _source_finding(self, fault: str, remedy: str) -> Finding:
        return Finding(SOURCE_ERROR, fault, remedy, self.label)


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


def _is_calamine_failure(error: BaseException) -> bool:
    """Whether calamine failed, or panicked: a panic of Rust is a BaseException that has no public name."""
    import python_calamine

    known = (python_calamine.CalamineError, OSError, ValueError)
    return isinstance(error, known) or type(error).__name__ == "PanicException"


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
