"""A sheet of a workbook (Excel, OpenDocument) as a file of records: typed cells, and what a formula left behind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from roundtable_cli.errors import MERGED_CELLS, OLD_FORMAT, SOURCE_ERROR, Finding, Refused, quote_alternatives
from roundtable_cli.tables.reading import file_bytes, workbook_xml
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values.workbook_value import WorkbookValue

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

ReturnType = TypeVar("ReturnType")
MAX_SHEET_CELLS, MAX_UNPACKED_BYTES = (
    50_000_000,
    2**30,
)  # of a sheet, and bytes of a workbook: beyond them the memory is at risk
PASSWORD_MARKER = "EncryptedPackage".encode("utf-16-le")  # what holds an .xlsx with a password
XLSB_MARKER = b"xl/workbook.bin"  # what an .xlsb holds


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
            remedy = "pip install 'roundtable-cli[excel]', or save it as CSV"
            raise Refused(
                self._source_finding("is a workbook, and what reads workbooks is not installed", remedy)
            ) from None
        return self._call_calamine(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.content)))

    def _call_calamine(self, read: Callable[[], ReturnType]) -> ReturnType:
        """What the reader of workbooks gives. Refused where the workbook is damaged, or a password protects it."""
        try:
            return read()
        except BaseException as error:
            if not _is_calamine_failure(error):
                raise
            raise Refused(self._unreadable_finding(error)) from None

    def _read_archive(self, read: Callable[[], int]) -> int:
        """What the parts of the workbook tell. Refused where they are damaged."""
        try:
            return read()
        except workbook_xml.DAMAGE_ERRORS as error:
            raise Refused(self._unreadable_finding(error)) from None

    def _unreadable_finding(self, error: BaseException) -> Finding:
        """The finding for a workbook that can't be read."""
        if self._has_password():
            return self._source_finding(
                "is protected by a password", "save a copy without one, or save the sheet as CSV"
            )
        return self._source_finding(f"is a workbook that can't be read: {error}", "save it again")

    def _has_password(self) -> bool:
        """Whether a password protects it: its reader tells that of a file with the right ending, not of bytes."""
        import python_calamine

        if self.content.startswith(file_bytes.OLE_SIGNATURE) and PASSWORD_MARKER in self.content:
            return True
        try:
            python_calamine.CalamineWorkbook.from_path(self.path)
        except BaseException as error:
            if not _is_calamine_failure(error):
                raise
            return isinstance(error, python_calamine.PasswordError)
        return False

    @cached_property
    def rows_by_sheet(self) -> dict[str, list[list[str]]]:
        """The rows of each sheet that holds anything, by its name, in the order of the workbook."""
        if (
            not self.is_old_format
            and self._read_archive(lambda: workbook_xml.unpacked_size(self.content)) > MAX_UNPACKED_BYTES
        ):
            fault, remedy = f"unpacks to more than {MAX_UNPACKED_BYTES // 2**20:,} MiB", "save the table as CSV"
            raise Refused(self._source_finding(fault, remedy))
        return {name: rows for name in self._calamine_book.sheet_names if (rows := self._read_sheet_rows(name))}

    def _read_sheet_rows(self, name: str) -> list[list[str]]:
        """The rows down to the last that isn't blank; the columns from the first to the last that has a cell."""
        rows = [
            [_cell_text(value) for value in row] for row in self._call_calamine(lambda: self._read_sheet_values(name))
        ]
        for number, column, text in self._uncomputed_cells(name):
            _put_cell(rows, number - 1, column, text)
        while rows and not _filled_width(rows[-1]):
            rows.pop()
        width = max(map(_filled_width, rows), default=0)
        first = min((_leading_blanks(row) for row in rows), default=0)
        return [[*row, *[""] * (width - len(row))][first:width] for row in rows]

    def _read_sheet_values(self, name: str) -> Sequence[Sequence[Any]]:
        """The cells of a sheet as the reader of workbooks gives them, which holds all that lie between them too."""
        import python_calamine

        if (
            not self.is_old_format
            and self._read_archive(lambda: workbook_xml.sheet_extent(self.content, name)) > MAX_SHEET_CELLS
        ):
            fault = f"has a cell so far out in the sheet {name} that it spans more than {MAX_SHEET_CELLS:,} cells"
            raise Refused(
                self._source_finding(fault, "delete the rows and columns beyond the table, and save it again")
            )
        try:
            return self._calamine_book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except python_calamine.WorksheetNotFound:  # a chart has a name and no cells
            return ()

    def _uncomputed_cells(self, name: str) -> Iterator[tuple[int, int, str]]:
        """The cells of formulas that have no value, which the reader of workbooks gives as blank ones."""
        if not self.is_old_format:
            try:
                yield from workbook_xml.find_uncomputed_cells(self.content, name)
            except workbook_xml.DAMAGE_ERRORS as error:
                raise Refused(
                    self._source_finding(f"is a workbook that can't be read: {error}", "save it again")
                ) from None

    @property
    def is_old_format(self) -> bool:
        """Whether it is an .xls or .xlsb, where the error of a formula can't be told from a blank cell."""
        return self.content.startswith(file_bytes.OLE_SIGNATURE) or XLSB_MARKER in self.content

    def merged_ranges(self, name: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last cell of each block that is merged into one, row and column from 0."""
        return self._calamine_book.get_sheet_by_name(name).merged_cell_ranges or ()

    def _source_finding(self, fault: str, remedy: str) -> Finding:
        return Finding(SOURCE_ERROR, fault, remedy, self.label)


class SheetFile(TableFile):
    """A sheet of a workbook. Its cells that are no texts are `Native`."""

    has_typed_cells = True

    @cached_property
    def book(self) -> Workbook:
        """The workbook that it is in."""
        return open_workbook(self.path, self.table._replace(sheet="").file_label(self.path))

    @cached_property
    def sheet_name(self) -> str:
        """The sheet's name. Refused where the workbook has none of that name, or several and none is named."""
        names = list(self.book.rows_by_sheet)
        if not names:
            raise Refused(self.error_finding(SOURCE_ERROR, "the workbook is empty", "a table needs a header row"))
        if self.table.sheet in names:
            return self.table.sheet
        fault = f'no sheet "{self.table.sheet}"' if self.table.sheet else f"{len(names)} sheets, and none is named"
        if self.table.sheet or len(names) > 1:
            raise Refused(self.error_finding(SOURCE_ERROR, fault, f'write "rt:sheet": {quote_alternatives(names)}'))
        return names[0]

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows of the sheet."""
        yield from enumerate(self.book.rows_by_sheet[self.sheet_name], 1)

    def describe_reading(self) -> str:
        """The sheet, where it isn't named, and the row of its header, where it isn't the first."""
        told = [f'read the sheet "{self.sheet_name}"'] if not self.table.sheet else []
        told += [f"header in row {self.header_row}"] if self.header_row != 1 else []
        return ", ".join(told)

    def decided_table(self) -> Table:
        """Its table, declaring its sheet and the row of its header."""
        return super().decided_table()._replace(sheet=self.sheet_name)

    def decision_warnings(self) -> Iterator[Finding]:
        """What was left out, and where cells may be blank that were none to the eye."""
        merged = self.book.merged_ranges(self.sheet_name)
        if self.book.is_old_format:
            fault, remedy = "in this old format a formula's error reads as a blank cell", "save it as .xlsx"
            yield self.warning_finding(OLD_FORMAT, fault, remedy)
        for (first, _), (last, _) in merged:
            if last > self.header_row - 1 and last > first:
                fault = f"merged cells down to row {last + 1}: only the first of them holds the value"
                yield self.warning_finding(MERGED_CELLS, fault, "part them, and fill in each row", first + 1)
        yield from super().decision_warnings()


def open_workbook(path: Path, label: str) -> Workbook:
    """The workbook at a path, read once though each of its sheets is a table."""
    try:
        status = path.stat()
        return _open_cached(path, label, status.st_mtime_ns, status.st_size)
    except OSError:
        return Workbook(path, label)


@lru_cache(maxsize=8)
def _open_cached(path: Path, label: str, *_state: int) -> Workbook:
    """As it is in this state of the file."""
    return Workbook(path, label)


def _is_calamine_failure(error: BaseException) -> bool:
    """Whether it is the reader of workbooks that failed, or panicked, which is no `Exception` of Python's."""
    import python_calamine

    known = (python_calamine.CalamineError, OSError, ValueError)
    return isinstance(error, known) or type(error).__name__ == "PanicException"


def _put_cell(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """A text into a cell; the reader of workbooks ends rows and columns with the last that has a value."""
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = text


def _cell_text(value: Any) -> str:
    return value if isinstance(value, str) else WorkbookValue(value)


def _leading_blanks(row: Sequence[str]) -> int:
    """How many blank cells stand before the first that isn't; of a blank row all."""
    return next((index for index, cell in enumerate(row) if cell.strip()), len(row))


def _filled_width(row: Sequence[str]) -> int:
    """How many cells there are up to the last that isn't blank."""
    return next((index for index in range(len(row), 0, -1) if row[index - 1].strip()), 0)
