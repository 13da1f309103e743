"""What is in a workbook, read from its bytes: for each sheet the values of its cells, and what calamine does not tell.

This runs in a process of its own (`separate_process`): damaged bytes may end it, or keep it busy without end.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from typing import Any
from zipfile import ZipFile

import python_calamine
from python_calamine import CalamineWorkbook, SheetMetadata, SheetVisibleEnum

from roundtable_cli.errors import Refused
from roundtable_cli.tables.reading.file_bytes import OLE_SIGNATURE
from roundtable_cli.tables.reading.workbooks.ods_details import OdsSheet, read_ods_sheets
from roundtable_cli.tables.reading.workbooks.sheet_details import (
    NO_DETAILS,
    RawSheet,
    WorkbookContent,
    unreadable_refusal,
    workbook_refusal,
)
from roundtable_cli.tables.reading.workbooks.workbook_archive import (
    BINARY_PART,
    CONTENT_PART,
    DAMAGE_ERRORS,
    WorkbookArchive,
)
from roundtable_cli.tables.reading.workbooks.xlsx_details import XlsxArchive, XlsxSheet

_MAX_SHEET_CELLS = 50_000_000  # cells up to the last one: calamine holds them all, blank ones too
_PASSWORD_MARKER = "EncryptedPackage".encode("utf-16-le")  # what holds an .xlsx with a password
_CALAMINE_ERRORS = (python_calamine.CalamineError, *DAMAGE_ERRORS)


def read_workbook_content(content: bytes) -> WorkbookContent:
    """The sheets of a workbook. Refused where it needs a password, is damaged, or too large."""
    try:
        return _read_old_workbook(content) if content.startswith(OLE_SIGNATURE) else _read_archive(content)
    except Refused:
        raise
    except MemoryError:
        raise workbook_refusal("the workbook is too large", "save the sheet as CSV") from None
    except BaseException as error:
        is_panic = type(error).__name__ == "PanicException"  # of Rust, which has no public name in Python
        if not is_panic and not isinstance(error, _CALAMINE_ERRORS):
            raise
        raise unreadable_refusal(error) from None


def unpacked_size(content: bytes) -> int:
    """How large a workbook says that it is, unpacked."""
    try:
        archive = ZipFile(io.BytesIO(content))
    except DAMAGE_ERRORS:
        return len(content)
    return sum(part.file_size for part in archive.infolist())


def _read_old_workbook(content: bytes) -> WorkbookContent:
    if _PASSWORD_MARKER in content:
        raise _password_refusal()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise _password_refusal() from None
    return _collect_sheets(book, {}, is_old_format=True)


def _read_archive(content: bytes) -> WorkbookContent:
    archive = WorkbookArchive(content)
    if archive.needs_password:
        raise _password_refusal()
    packed = archive.pack_checked()
    parts = ZipFile(io.BytesIO(packed))
    if archive.kind == BINARY_PART:
        return _collect_sheets(CalamineWorkbook.from_filelike(io.BytesIO(packed)), {}, is_old_format=True)
    if archive.kind == CONTENT_PART:
        sheets = read_ods_sheets(parts)
        for name, sheet in sheets.items():
            _check_size(name, sheet)  # calamine reads all of an .ods when it opens it
        book = CalamineWorkbook.from_filelike(io.BytesIO(packed))
        if [*sheets] != book.sheet_names:
            raise ValueError("its sheets are not written as spreadsheet programs write them")
        return _collect_sheets(book, sheets)
    read = XlsxArchive(parts, archive.sheets)
    book = CalamineWorkbook.from_filelike(io.BytesIO(packed))
    return _collect_sheets(book, {name: read.read_sheet(name) for name in book.sheet_names})


def _collect_sheets(
    book: CalamineWorkbook, read: Mapping[str, OdsSheet | XlsxSheet], *, is_old_format: bool = False
) -> WorkbookContent:
    _check_names(book)
    sheets = [_collect_sheet(book, described, read.get(described.name)) for described in book.sheets_metadata]
    return WorkbookContent(sheets, is_old_format)


def _check_names(book: CalamineWorkbook) -> None:
    if "" in book.sheet_names:
        raise ValueError("a sheet has no name")
    for name, times in Counter(book.sheet_names).items():
        if times > 1:
            fault = f'{times} sheets have the name "{name}", so that they can\'t be told apart'
            raise workbook_refusal(fault, "rename them in a spreadsheet program, and save it")


def _collect_sheet(book: CalamineWorkbook, described: SheetMetadata, read: OdsSheet | XlsxSheet | None) -> RawSheet:
    """A sheet with its details, of which none are known in an old format."""
    name, is_hidden = described.name, described.visible != SheetVisibleEnum.Visible
    if not read:
        values, merged = _read_cells(book, name)
        return RawSheet(name, is_hidden, values or [], NO_DETAILS._replace(merged=merged))
    _check_size(name, read)
    details = read.read_details()
    values, merged = _read_cells(book, name)
    if values is None and read.count_cells(_MAX_SHEET_CELLS):
        raise ValueError(f"the cells of the sheet {name} are not where the workbook says")
    if values and isinstance(read, XlsxSheet):
        _restore_negative_numbers(values, read)
    return RawSheet(name, is_hidden, values or [], details._replace(merged=details.merged or merged))


def _read_cells(book: CalamineWorkbook, name: str) -> tuple[list[list[Any]] | None, tuple[Any, ...]]:
    """The cells of a sheet, blank ones between them too, and the first and last cell of each block that is merged.

    None where the sheet can have no cells, as a chart.
    """
    try:
        sheet = book.get_sheet_by_name(name)
    except python_calamine.WorksheetNotFound:
        return None, ()
    return sheet.to_python(skip_empty_area=False), tuple(sheet.merged_cell_ranges or ())


def _restore_negative_numbers(values: list[list[Any]], read: XlsxSheet) -> None:
    """Puts numbers below zero in the place of the dates and times that calamine reads, where a format shows dates."""
    for (row, column), number in read.find_negative_numbers():
        cells = values[row] if row < len(values) else []
        if column < len(cells) and isinstance(cells[column], (date, time)):
            cells[column] = number


def _check_size(name: str, sheet: OdsSheet | XlsxSheet) -> None:
    """Refused where a sheet has more cells than a table that anybody keeps in a workbook."""
    if sheet.count_cells(_MAX_SHEET_CELLS) > _MAX_SHEET_CELLS:
        fault = f"a cell of the sheet {name} is so far out that the sheet has more than {_MAX_SHEET_CELLS:,} cells"
        raise workbook_refusal(fault, "delete the rows and columns beyond the table, and save it again")


def _password_refusal() -> Refused:
    remedy = "save a copy without the password, or save the sheet as CSV"
    return workbook_refusal("the workbook is protected by a password", remedy)
