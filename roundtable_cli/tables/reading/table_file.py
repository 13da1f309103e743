"""One file of a table, whatever its kind: its header, its records as texts, and what is wrong with its rows.

Each kind is a subclass that says how its rows are had. Row numbers are those that a spreadsheet shows.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.errors import WARNING, Finding, PluralWording, Refused
from roundtable_cli.finding_codes import (
    ASSUMPTION_CODES,
    BLANK_ROW,
    ENCODING_GUESSED,
    NO_ROWS,
    SOURCE_ERROR,
    FindingCode,
)
from roundtable_cli.tables.reading import kobo_headers, row_faults
from roundtable_cli.tables.reading.layout import header_rows, left_out_rows, second_tables, table_layout, title_scales
from roundtable_cli.tables.reading.layout.column_sample import ColumnSample, NumberedRow
from roundtable_cli.tables.reading.layout.left_out_rows import NoRecord
from roundtable_cli.tables.reading.layout.table_layout import TableLayout
from roundtable_cli.tables.reading.row_faults import TotalFindings
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values import formula_errors
from roundtable_cli.tables.values.cell_text import is_blank_row

if TYPE_CHECKING:  # it brings numpy
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid


_BLANK_ROWS = PluralWording("the rows are blank; they are not counted", "delete these rows")


class FileRecords(NamedTuple):
    """A file's header and its records that are not blank, with the row number of each.

    `column_positions` are the names that a definition may use, each with the position of its column.
    """

    label: str
    header: tuple[str, ...]
    rows: list[list[str]]
    row_numbers: list[int]
    column_positions: Mapping[str, int] = MappingProxyType({})

    def column_texts(self, name: str) -> list[str]:
        """The cells of one column; blank ones, if the file does not have it."""
        position = self.column_positions.get(name)
        if position is None:
            return [""] * len(self.rows)
        return [row[position] for row in self.rows]


class TableFile(ABC):
    """One file of a table, or one sheet of a workbook. Nothing is read before it is asked for, and all of it once."""

    has_typed_cells = False  # whether cells may be values of a workbook, not texts

    def __init__(self, path: Path, table: Table) -> None:
        self.path, self.table, self.label = path, table, table.file_label(path)

    @abstractmethod
    def numbered_rows(self) -> Iterator[NumberedRow]:
        """All rows, blank ones and the header too. Refused where the file can't be read to its end."""

    @abstractmethod
    def describe_reading(self) -> str:
        """How the file was read, in words; empty where that is the plain way."""

    @property
    def encoding_name(self) -> str | None:
        """What people call its encoding; None where it is not a text."""
        return None

    @property
    def delimiter(self) -> str | None:
        """The character between its cells; None where it is not a text."""
        return None

    @property
    def grid(self) -> CellGrid | None:
        """Where its cells stand in its bytes, if it is a large, clean text."""
        return None

    def decided_table(self) -> Table:
        """Its table with all declared that was decided about the file, so that it is read the same when it changes."""
        found = self.layout.header_rows
        rows = self.table.header_rows or (() if found == (1,) else found)
        return self.table._replace(header_rows=rows, has_header=bool(found))

    # The header.

    @cached_property
    def top_rows(self) -> list[list[str]]:
        """The first rows, blank ones too."""
        return [row for _, row in islice(self.numbered_rows(), header_rows.TOP_ROWS)]

    @cached_property
    def layout(self) -> TableLayout:
        """Which rows name the columns, and which are titles above them. Refused where the file is empty."""
        top = [*enumerate(self.top_rows, 1)]
        if layout := table_layout.find_table_layout(top, self.table):
            return layout
        for number, row in self.numbered_rows():
            if not is_blank_row(row):
                return TableLayout((number,))
        raise Refused(self.error_finding(SOURCE_ERROR, "the file is empty", "a table needs a row of column headings"))

    @property
    def header_row(self) -> int:
        """The number of the header's row, of the last where it has several; 0 where all rows are records.

        Refused where the file is empty.
        """
        return self.layout.last_header_row

    @property
    def has_hashtags(self) -> bool:
        """Whether its columns are named by HXL hashtags."""
        return header_rows.find_hashtag_row(self.top_rows) == self.header_row - 1

    @cached_property
    def labels_above(self) -> tuple[str, ...]:
        """The texts in the row above the hashtags; none where there are no hashtags."""
        above = self.top_rows[self.header_row - 2] if self.has_hashtags and self.header_row > 1 else []
        return tuple(text.strip() for text in above)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where there are none, or where the file is damaged."""
        if self.damage_findings:
            raise Refused(*self.damage_findings)
        return self.column_names

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The headings; of one that is there twice what the schema calls its columns. Refused where there are none."""
        if not self.layout.header_rows:
            return self._names_without_header()
        return header_rows.name_repeated_headings(self.written_headings, self.table)

    @cached_property
    def written_headings(self) -> tuple[str, ...]:
        """The headings of the columns, cleaned; one without a hashtag has the text above. Refused without a header."""
        names = header_rows.join_heading_rows([self._find_row(number) for number in self.layout.header_rows])
        above = [*self.labels_above, *[""] * len(names)]
        return tuple(name or text for name, text in zip(names, above, strict=False))

    def _names_without_header(self) -> tuple[str, ...]:
        """The names of the declared fields, then `field3` and so on, for as many columns as the first rows have."""
        declared = [field.name for field in self.table.fields or ()]
        width = max(ColumnSample([*enumerate(self.top_rows, 1)]).width, len(declared))
        if declared and self.table.fields_match in {"exact", "equal", "superset"}:
            width = len(declared)
        return (*declared, *(f"field{number}" for number in range(len(declared) + 1, width + 1)))

    def _find_row(self, wanted: int) -> list[str]:
        """A row by its number. Refused where the file has no such row."""
        if wanted <= len(self.top_rows):
            return self.top_rows[wanted - 1]
        for number, row in self.numbered_rows():
            if number == wanted:
                return row
        fault = f"headerRows names row {wanted}, but there is no such row"
        raise Refused(self.error_finding(SOURCE_ERROR, fault, "correct headerRows in datapackage.json"))

    @cached_property
    def column_positions(self) -> dict[str, int]:
        """The names that a definition may use, each with its column's position from 0.

        These are names neither blank nor repeated; then the texts above hashtags, and the last parts of Kobo's
        `group/question`, where they name one column only.
        """
        positions = header_rows.unique_positions(self.header)
        for others in (self.labels_above[: len(self.header)], kobo_headers.question_names(self.header)):
            taken = {*self.header, *positions}
            more = header_rows.unique_positions(others)
            positions |= {name: position for name, position in more.items() if name not in taken}
        return positions

    # The rows below it.

    @cached_property
    def _rows_below_header(self) -> tuple[list[NumberedRow], list[int]]:
        """The rows below the header that aren't blank, and the numbers of those that are, in one pass."""
        filled, blank = list[NumberedRow](), list[int]()
        for number, row in islice(self.numbered_rows(), self.header_row, None):
            if is_blank_row(row):
                blank.append(number)
            else:
                filled.append((number, row))
        return filled, blank

    @property
    def filled_rows(self) -> list[NumberedRow]:
        """The rows below the header that aren't blank. Refused where the file can't be read to its end."""
        return self._rows_below_header[0]

    @cached_property
    def damage_findings(self) -> list[Finding]:
        """What makes the whole file unusable, row by row."""
        return []

    @cached_property
    def no_records(self) -> list[NoRecord]:
        """Each row that is the headings again, numbers the columns, or is a note below the table."""
        numbers = dict.fromkeys((*self.layout.title_rows, *self.layout.header_rows))
        above = [self._find_row(number) for number in numbers]
        width, label_row = len(self.column_names), self.layout.label_row
        return [*left_out_rows.find_no_records(width, above, self.filled_rows, label_row)]

    @cached_property
    def _possible_records(self) -> list[NumberedRow]:
        """The filled rows below the header but those of `no_records`; totals may be among them."""
        left_out = {row.number for row in self.no_records}
        return [row for row in self.filled_rows if row[0] not in left_out] if left_out else self.filled_rows

    @cached_property
    def _declared_labels(self) -> dict[int, set[str]]:
        """The categories that the schema declares, by the position of their column: a row called so is a record."""
        declared = {field.name: {*map(str, field.declared_values)} for field in self.table.fields or ()}
        return {place: texts for place, name in enumerate(self.column_names) if (texts := declared.get(name))}

    @cached_property
    def total_findings(self) -> TotalFindings:
        """Rows of totals: left out, counted and told, or refused."""
        width = len(self.column_names)
        return row_faults.find_total_findings(self.label, width, self._possible_records, self._declared_labels)

    @cached_property
    def row_findings(self) -> list[Finding]:
        """What is wrong with the rows: those that do not fit the header, and those that may be no records."""
        if moved := table_layout.find_moved_header([*enumerate(self.top_rows, 1)], self.table, self.label):
            return [moved]
        if self.layout.header_rows == (self.header_row,) and not self.table.header_rows and not self.has_hashtags:
            title = row_faults.find_title_finding(self.label, self.column_names, self.header_row, self.filled_rows)
            if title:
                return [title]
        faults = row_faults.find_row_faults(self.label, self.column_names, self._possible_records, self.delimiter)
        return faults + self.total_findings.errors

    @property
    def left_out_findings(self) -> list[Finding]:
        """A warning for each row below the header that is neither blank nor a record: it is left out, and told."""
        others = [row.left_out_finding(self.label) for row in self.no_records]
        return sorted(others + self.total_findings.left_out, key=lambda finding: finding.row or 0)

    @property
    def possible_total_findings(self) -> list[Finding]:
        """A warning for each record that may be a row of totals: it is counted, and told."""
        return self.total_findings.possible

    @cached_property
    def records(self) -> FileRecords:
        """All records, without blank rows and those left out. Refused where a row is wrong."""
        header = self.header
        if self.row_findings:
            raise Refused(*self.row_findings)
        rows, numbers = [row for _, row in self._numbered_records], [number for number, _ in self._numbered_records]
        return FileRecords(self.label, header, rows, numbers, self.column_positions)

    @cached_property
    def _numbered_records(self) -> list[NumberedRow]:
        left_out = {finding.row for finding in self.left_out_findings}
        return [row for row in self.filled_rows if row[0] not in left_out] if left_out else self.filled_rows

    @property
    def record_count(self) -> int:
        """The number of its records."""
        return len(self.filled_rows) - len(self.left_out_findings)

    def repeated_rows(self) -> Iterator[tuple[int, int]]:
        """The number of each record that is the same as an earlier one in every cell, and that of the first such."""
        first: dict[tuple[str, ...], int] = {}
        for number, row in self._numbered_records:
            earlier = first.setdefault(tuple(map(str.strip, row)), number)
            if earlier != number:
                yield number, earlier

    def error_cells(self) -> Iterator[tuple[int, int, str]]:
        """Row, column (from 0) and text of each cell in which a spreadsheet shows an error in place of a value."""
        for number, row in self.filled_rows:
            if formula_errors.may_hold_formula_error("".join(row)):
                for column, cell in enumerate(row[: len(self.column_names)]):
                    if formula_errors.is_formula_error(text := cell.strip()):
                        yield number, column, text

    # What is told of it.

    @property
    def may_have_lost_letters(self) -> bool:
        """Whether some text in it may have lost letters before it was written; its columns tell."""
        return True

    def decision_warnings(self) -> Iterator[Finding]:
        """For `check`: what was guessed about the file, and the rows left out or possibly totals, as warnings.

        A row of headings alone is a table, and seldom the one that was meant; one that looks like a record is told so.
        """
        if not (self.record_count or self.layout.is_doubtful):
            fault = "there are column headings, and no rows below them"
            yield self.warning_finding(NO_ROWS, fault, "if there should be rows, export it again")
        for number in self._rows_below_header[1]:
            finding = self.warning_finding(BLANK_ROW, "the row is blank; it is not counted", "delete this row", number)
            yield finding._replace(plural=_BLANK_ROWS)
        yield from table_layout.describe_layout(self.layout, self.table, self.label)
        titles = [*enumerate(self.top_rows[: min(self.layout.header_rows, default=1) - 1], 1)]
        yield from title_scales.describe_title_scale(self.label, titles, self.column_names)
        yield from second_tables.find_second_tables(self.label, self._numbered_records, self._rows_below_header[1])
        yield from second_tables.find_section_rows(self.label, self._numbered_records)
        yield from self.left_out_findings
        yield from self.possible_total_findings

    def assumptions(self) -> Iterator[Finding]:
        """The `decision_warnings` that stand under every table of numbers made from it."""
        return (finding for finding in self.decision_warnings() if finding.code in ASSUMPTION_CODES)

    def decision_lines(self) -> Iterator[str]:
        """For `-v`: how the file was read, then `decision_warnings` in words, one line for all of a kind."""
        if reading := self.describe_reading():
            yield f"{self.label}: {reading}"
        told_elsewhere = {ENCODING_GUESSED, *ASSUMPTION_CODES}  # by describe_reading, and under the tables
        by_code = defaultdict[str, list[Finding]](list)
        for finding in self.decision_warnings():
            if finding.code not in told_elsewhere:
                by_code[finding.code].append(finding)
        for findings in by_code.values():
            more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
            yield f"{findings[0]}{more}"

    def error_finding(
        self, code: FindingCode, fault: str, remedy: str, row: int | None = None, column: str = ""
    ) -> Finding:
        """An error in this file."""
        return Finding(code, fault, remedy, self.label, row, column)

    def warning_finding(self, code: FindingCode, fault: str, remedy: str, row: int | None = None) -> Finding:
        """A warning about this file."""
        return Finding(code, fault, remedy, self.label, row, severity=WARNING)
