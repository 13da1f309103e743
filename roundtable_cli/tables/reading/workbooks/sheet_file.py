"""A sheet of a workbook as a file of records: which sheet that is, and what is told of cells that are not all seen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from roundtable_cli.errors import MAX_LISTED, WARNING, Finding, PluralWording, Refused, quote_alternatives
from roundtable_cli.finding_codes import (
    HIDDEN_COLUMN,
    HIDDEN_ROW,
    HIDDEN_SHEET,
    MERGED_CELLS,
    NO_TABLE,
    OLD_FORMAT,
    SOURCE_ERROR,
    FindingCode,
)
from roundtable_cli.tables.reading import row_faults
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.reading.workbooks import merged_cells
from roundtable_cli.tables.reading.workbooks.merged_cells import MergedValues
from roundtable_cli.tables.reading.workbooks.workbook import Sheet, Workbook, open_workbook
from roundtable_cli.tables.table import Table


class SheetFile(TableFile):
    """A sheet of a workbook. Its cells that are not texts are `WorkbookValue`."""

    has_typed_cells = True

    @cached_property
    def book(self) -> Workbook:
        """The workbook that it is in."""
        return open_workbook(self.path, self._book_label)

    @property
    def _book_label(self) -> str:
        return self.table._replace(sheets=()).file_label(self.path)

    @cached_property
    def sheet_name(self) -> str:
        """The sheet's name. Refused where the workbook has none of that name, or several and none is named."""
        names = [*self.book.sheets]
        if not names:
            raise Refused(
                self.error_finding(SOURCE_ERROR, "the workbook is empty", "a table needs a row of column headings")
            )
        if self.table.sheet in names or (len(names) == 1 and not self.table.sheet):
            return self.table.sheet or names[0]
        fault = f'no sheet "{self.table.sheet}"' if self.table.sheet else f"{len(names)} sheets, and none is named"
        wanted = _plain_name(self.table.sheet)
        likely = [name for name in names if _plain_name(name) == wanted] or names
        remedy = f'in datapackage.json, write "rt:sheet": {quote_alternatives(likely[:MAX_LISTED])}'
        raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy))

    @property
    def sheet(self) -> Sheet:
        """The sheet itself."""
        return self.book.sheets[self.sheet_name]

    def numbered_rows(self) -> Iterator[NumberedRow]:
        """All rows of the sheet. Refused where one fills cells beyond the last column that a table may have."""
        for number, row in enumerate(self.sheet.rows, 1):
            if len(row) > row_faults.MAX_COLUMNS and any(map(str.strip, row[row_faults.MAX_COLUMNS :])):
                raise Refused(row_faults.column_limit_finding(self.label, number))
            yield number, row

    @cached_property
    def _merged(self) -> MergedValues:
        return merged_cells.find_merged_values(self.sheet.rows, self.sheet.details.merged, self.header_row)

    @cached_property
    def _rows_below_header(self) -> tuple[list[NumberedRow], list[int]]:
        """The rows below the header that aren't blank, with the values of merged cells; the numbers of blank rows."""
        filled, blank = super()._rows_below_header
        return [(number, self._merged.complete_row(number, row)) for number, row in filled], blank

    def describe_reading(self) -> str:
        """The sheet, where it isn't named, and the row of its header, where it isn't the first."""
        sheet = f'read the sheet "{self.sheet_name}"' if not self.table.sheet else ""
        header = f"column headings in row {self.header_row}" if self.header_row > 1 else ""
        return ", ".join(filter(None, (sheet, header)))

    def decided_table(self) -> Table:
        """Its table, declaring its sheet and the row of its header."""
        return super().decided_table()._replace(sheets=(self.sheet_name,))

    def decision_warnings(self) -> Iterator[Finding]:
        """What a reader of the workbook may not see or know, then the rows that were left out."""
        if self.sheet_name and self.book.is_old_format:  # refused before, where there is no sheet to speak of
            fault = (
                "in this old format, a formula error looks like a blank cell; which rows are hidden, and which numbers "
                "are shown in percent or with a currency, is not known"
            )
            yield self.warning_finding(OLD_FORMAT, fault, "save it as .xlsx")
        yield from self._passed_over_sheets()
        yield from self._hidden_parts()
        yield from self._merged_cells()
        yield from super().decision_warnings()

    def _passed_over_sheets(self) -> Iterator[Finding]:
        """Sheets of the workbook that are no tables of the project, where nothing is declared."""
        for name in (name for name in self.table.passed_over if name != self.sheet_name):
            if self.book.sheets[name].holds_table:
                code, fault = HIDDEN_SHEET, f'the sheet "{name}" is hidden; nothing is counted from it'
                remedy = f'to use it, unhide it, or name it in datapackage.json: "rt:sheet": "{name}"'
            else:
                code, fault = NO_TABLE, f'the sheet "{name}" has no table; nothing is counted from it'
                remedy = "a table has a row of at least two column headings, and records below"
            yield Finding(code, fault, remedy, self._book_label, severity=WARNING)

    def _hidden_parts(self) -> Iterator[Finding]:
        """Rows and columns that are read though nobody sees them, or a whole sheet."""
        details, is_hidden = self.sheet.details, self.sheet.is_hidden
        if is_hidden:
            is_counted = self.sheet_name not in self.table.passed_over
            fault = f"the sheet is hidden; {'its rows are counted' if is_counted else 'nothing is counted from it'}"
            yield self.warning_finding(HIDDEN_SHEET, fault, f"unhide it to {'see' if is_counted else 'use'} it")
        left_out = {finding.row for finding in self.left_out_findings}
        records = (number for number, _ in self.filled_rows if number not in left_out)
        hidden = [number for number in records if number - 1 in details.hidden_rows]
        by_filter = " by a filter" if details.is_filtered else ""
        plural = PluralWording(
            f"the rows are hidden{by_filter}; they are counted", "if they should not be counted, delete them"
        )
        for number in hidden:
            fault = f"the row is hidden{by_filter}; it is counted"
            finding = self.warning_finding(HIDDEN_ROW, fault, "if it should not be counted, delete it", number)
            yield finding._replace(plural=plural)
        if details.is_filtered and not hidden:
            fault = "a filter is set, which hides no row; all rows are counted"
            yield self.warning_finding(HIDDEN_ROW, fault, "clear the filter")
        for column in sorted(details.hidden_columns & {*range(len(self.column_names))}):
            if self.column_names[column]:
                fault = "the column is hidden; its values are read"
                yield self._column_finding(HIDDEN_COLUMN, fault, "unhide it to see it", None, column)

    def _merged_cells(self) -> Iterator[Finding]:
        """Cells that have the value of a row above, and those that may have and are read as blank."""
        remedy = "if that is wrong, unmerge the cells"
        fault = "the cell is merged with the one above, and has its value"
        filled = {number for number, _ in self.filled_rows}
        for number, shared in self._merged.texts.items():
            for column in shared if number in filled else ():
                yield self._column_finding(MERGED_CELLS, fault, remedy, number, column)
        for block in self._merged.numbers:
            rows = f"rows {block.first_row}–{block.last_row}"
            fault = f"{rows} share one number in merged cells: it is read in row {block.first_row} alone"
            remedy = "unmerge the cells, and write in each row its own number"
            yield self._column_finding(MERGED_CELLS, fault, remedy, block.first_row, block.column)
        for block in self._merged.headings:
            fault = f"a heading is merged with cells down to row {block.last_row}, which are read as blank"
            yield self._column_finding(MERGED_CELLS, fault, "unmerge the cells", block.first_row, block.column)

    def _column_finding(self, code: FindingCode, fault: str, remedy: str, row: int | None, column: int) -> Finding:
        """A warning about a column of the sheet."""
        name = self.column_names[column] if column < len(self.column_names) else ""
        return self.warning_finding(code, fault, remedy, row)._replace(column=name)


def _plain_name(name: str) -> str:
    """A sheet's name without what is easily written in another way: capitals and white space."""
    return "".join(name.split()).casefold()
