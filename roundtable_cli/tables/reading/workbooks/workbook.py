"""A sheet of a workbook (Excel, OpenDocument) as a file of records: typed cells, and what a formula left behind."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roundtable_cli.errors import MERGED_CELLS, OLD_FORMAT, SOURCE_ERROR, Finding, Refused, quote_alternatives
from roundtable_cli.tables.reading import file_bytes
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.reading.workbooks import workbook_xml
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values.cell_text import filled_cells, is_blank_row
from roundtable_cli.tables.values.workbook_value import WorkbookValue

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MAX_SHEET_CELLS = 50_000_000  # cells up to the last one: calamine holds them all, blank ones too
_PASSWORD_MARKER = "EncryptedPackage".encode("utf-16-le")  # what holds an .xlsx with a password
_XLSB_MARKER = b"xl/workbook.bin"  # what an .xlsb holds


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
            if not isinstance(error, workbook_xml.DAMAGE_ERRORS) and not _is_calamine_failure(error):
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
    def rows_by_sheet(self) -> dict[str, list[list[str]]]:
        """The rows of each sheet that holds anything, by its name, in the order of the workbook."""
        if not self.is_old_format:
            with self._translating_failures():
                size = workbook_xml.unpacked_size(self.content)
            if size > file_bytes.MAX_UNPACKED_BYTES:
                fault = f"unpacks to more than {file_bytes.MAX_UNPACKED_BYTES // 2**20:,} MiB"
                raise Refused(self._source_finding(fault, "save the table as CSV"))
        return {name: rows for name in self._calamine_book.sheet_names if (rows := self._read_sheet_rows(name))}

    def _read_sheet_rows(self, name: str) -> list[list[str]]:
        """The rows down to the last that isn't blank; the columns from the first to the last that has a cell."""
        with self._translating_failures():
            rows = [[_cell_text(value) for value in row] for row in self._read_sheet_values(name)]
            # calamine gives formulas that have no value as blank cells.
            uncomputed = [] if self.is_old_format else [*workbook_xml.find_uncomputed_cells(self.content, name)]
        for number, column, text in uncomputed:
            _put_cell(rows, number - 1, column, text)
        while rows and is_blank_row(rows[-1]):
            rows.pop()
        filled = [[*cells] for row in rows if (cells := filled_cells(row))]
        first = min((positions[0] for positions in filled), default=0)
        width = max((positions[-1] + 1 for positions in filled), default=0)
        return [[*row, *[""] * (width - len(row))][first:width] for row in rows]

    def _read_sheet_values(self, name: str) -> Sequence[Sequence[Any]]:
        """The cells of a sheet as calamine gives them, blank ones between them too."""
        import python_calamine

        if not self.is_old_format and workbook_xml.sheet_extent(self.content, name) > _MAX_SHEET_CELLS:
            fault = f"a cell of the sheet {name} is so far out that the sheet has more than {_MAX_SHEET_CELLS:,} cells"
            remedy = "delete the rows and columns beyond the table, and save it again"
            raise Refused(self._source_finding(fault, remedy))
        try:
            return self._calamine_book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except python_calamine.WorksheetNotFound:  # a chart has a name and no cells
            return ()

    @property
    def is_old_format(self) -> bool:
        """Whether it is an .xls or .xlsb, where the error of a formula can't be told from a blank cell."""
        return self.content.startswith(file_bytes.OLE_SIGNATURE) or _XLSB_MARKER in self.content

    def merged_ranges(self, name: str) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last cell of each block that is merged into one, row and column from 0."""
        return self._calamine_book.get_sheet_by_name(name).merged_cell_ranges or ()

    def _source_finding(self, fault: str, remedy: str) -> Finding:
        return Finding(SOURCE_ERROR, fault, remedy, self.label)


class SheetFile(TableFile):
    """A sheet of a workbook. Its cells that are not texts are `WorkbookValue`."""

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
            raise Refused(
                self.error_finding(SOURCE_ERROR, "the workbook is empty", "a table needs a row of column headings")
            )
        if self.table.sheet in names:
            return self.table.sheet
        fault = f'no sheet "{self.table.sheet}"' if self.table.sheet else f"{len(names)} sheets, and none is named"
        if self.table.sheet or len(names) > 1:
            remedy = f'in datapackage.json, write "rt:sheet": {quote_alternatives(names)}'
            raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy))
        return names[0]

    def numbered_rows(self) -> Iterator[NumberedRow]:
        """All rows of the sheet."""
        yield from enumerate(self.book.rows_by_sheet[self.sheet_name], 1)

    def describe_reading(self) -> str:
        """The sheet, where it isn't named, and the row of its header, where it isn't the first."""
        sheet = f'read the sheet "{self.sheet_name}"' if not self.table.sheet else ""
        header = f"column headings in row {self.header_row}" if self.header_row > 1 else ""
        return ", ".join(filter(None, (sheet, header)))

    def decided_table(self) -> Table:
        """Its table, declaring its sheet and the row of its header."""
        return super().decided_table()._replace(sheet=self.sheet_name)

    def decision_warnings(self) -> Iterator[Finding]:
        """Formats and merged cells that hide values, then the rows that were left out."""
        merged = self.book.merged_ranges(self.sheet_name)
        if self.book.is_old_format:
            fault = "in this old format, a formula error looks like a blank cell"
            yield self.warning_finding(OLD_FORMAT, fault, "save it as .xlsx")
        for (first, _), (last, _) in merged:
            if last > self.header_row - 1 and last > first:
                fault = f"cells are merged down to row {last + 1}: only row {first + 1} has the value"
                remedy = "unmerge the cells, and write the value in each row"
                yield self.warning_finding(MERGED_CELLS, fault, remedy, first + 1)
        yield from super().decision_warnings()


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


def _put_cell(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """Puts a text into a cell, beyond the last row or column where need be: calamine ends with the last value."""
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = text


def _cell_text(value: Any) -> str:
    return value if isinstance(value, str) else WorkbookValue(value)
