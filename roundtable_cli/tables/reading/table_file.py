"""The records of one file as text, each with the row number that a spreadsheet shows, and what is wrong in its rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.errors import (
    BLANK_ROW,
    ENCODING_GUESSED,
    EXTRA_CELL,
    MISSING_CELL,
    REPEATED_HEADER,
    SOURCE_ERROR,
    TITLE_ROW,
    TOTAL_ROW,
    WARNING,
    Finding,
    FindingCode,
    Refused,
)
from roundtable_cli.tables.reading import header_rows, kobo_headers, text_dialect, total_rows
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values import formula_errors

if TYPE_CHECKING:
    from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid


class FileRecords(NamedTuple):
    """A file's header and its records that are not blank; `numbers` are their rows, the header's included.

    `columns` are the names that a definition may use, each with the position of its column.
    """

    label: str
    header: tuple[str, ...]
    rows: list[list[str]]
    row_numbers: list[int]
    column_positions: Mapping[str, int] = MappingProxyType({})

    def column_texts(self, name: str) -> list[str]:
        """The cells of one column."""
        position = self.column_positions[name]
        return [row[position] for row in self.rows]


class TableFile(ABC):
    """One file of a table, or one sheet of a workbook, read once. How its rows are had is its kind's own."""

    has_typed_cells = False  # whether its cells may be values of their own, not texts
    encoding_name: str | None = None  # what people call its encoding, where it is a text
    delimiter: str | None = None  # what stands between its cells, where it is a text
    grid: CellGrid | None = None  # where its cells stand, if it is a text that is clean

    def __init__(self, path: Path, table: Table) -> None:
        self.path, self.table, self.label = path, table, table.file_label(path)

    @abstractmethod
    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """All rows, numbered as a spreadsheet numbers them. Refused where the file can't be read to its end."""

    @abstractmethod
    def describe_reading(self) -> str:
        """How it was read, in words, where that is not the plain way."""

    def decided_table(self) -> Table:
        """Its table, declaring what was decided about it: so it is read the same, whatever is added to it."""
        header = () if self.header_row == 1 else (self.header_row,)
        return self.table._replace(header_rows=self.table.header_rows or header)

    @cached_property
    def damage_findings(self) -> list[Finding]:
        """What makes the whole file unusable, row by row."""
        return []

    @cached_property
    def top_rows(self) -> list[list[str]]:
        """The first rows, blank ones too."""
        return [row for _, row in islice(self.numbered_rows(), text_dialect.HASHTAG_SEARCH_ROWS)]

    @cached_property
    def header_row(self) -> int:
        """The row of the header, the last of several, as a spreadsheet counts. Refused where the file is empty."""
        found = max(self.table.header_rows, default=text_dialect.find_header_row(self.top_rows) + 1)
        if not found:
            found = next((number for number, row in self.numbered_rows() if _has_filled_cell(row)), 0)
        if not found:
            raise Refused(self.error_finding(SOURCE_ERROR, "the file is empty", "a table needs a header row"))
        return found

    @property
    def has_hashtags(self) -> bool:
        """Whether its columns are named by HXL's hashtags."""
        return self.header_row <= len(self.top_rows) and text_dialect.is_hashtag_row(self.top_rows[self.header_row - 1])

    @cached_property
    def labels_above(self) -> tuple[str, ...]:
        """The texts over hashtags."""
        over = self.top_rows[self.header_row - 2] if self.has_hashtags and self.header_row > 1 else []
        return tuple(text.strip() for text in over)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns. Refused where there are none, or where the file is damaged."""
        if self.damage_findings:
            raise Refused(*self.damage_findings)
        return self.column_names

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, trimmed; one without a hashtag has the text above. Refused where there are none."""
        numbers = self.table.header_rows or (self.header_row,)
        rows = [self._find_row(number) for number in numbers]
        names = [
            " ".join(filter(None, map(text_dialect.normalize_column_name, cells)))
            for cells in zip(*_pad_rows(rows), strict=True)
        ]
        above = [*self.labels_above, *[""] * len(names)]
        return tuple(name or over for name, over in zip(names, above, strict=False))

    def _find_row(self, wanted: int) -> list[str]:
        """A row by its number. Refused where the file has no such row."""
        if wanted <= len(self.top_rows):
            return self.top_rows[wanted - 1]
        if found := next((row for number, row in self.numbered_rows() if number == wanted), None):
            return found
        fault = f"there is no row {wanted}, which headerRows names"
        raise Refused(self.error_finding(SOURCE_ERROR, fault, "correct headerRows in datapackage.json"))

    @cached_property
    def column_positions(self) -> dict[str, int]:
        """The names that a definition may use, each with its column's position.

        Names neither blank nor repeated; the texts over hashtags, and the last parts of `group/question`, where they
        name one column only.
        """
        positions = _unique_positions(self.header)
        for others in (self.labels_above[: len(self.header)], kobo_headers.question_names(self.header)):
            taken = {*self.header, *positions}
            positions |= {name: position for name, position in _unique_positions(others).items() if name not in taken}
        return positions

    @cached_property
    def _rows_below_header(self) -> tuple[list[tuple[int, list[str]]], list[int]]:
        """The rows below the header that aren't blank, numbered, and the numbers of those that are, in one pass."""
        filled, blank = list[tuple[int, list[str]]](), list[int]()
        for number, row in islice(self.numbered_rows(), self.header_row, None):
            if _has_filled_cell(row):
                filled.append((number, row))
            else:
                blank.append(number)
        return filled, blank

    @property
    def filled_rows(self) -> list[tuple[int, list[str]]]:
        """The rows below the header that aren't blank, numbered. Refused where a quote is not closed."""
        return self._rows_below_header[0]

    @cached_property
    def _total_rows(self) -> tuple[int | None, list[Finding]]:
        """The number of the last row, where it holds the sums of those above; the findings of what else is none."""
        width = len(self.column_names)
        rows = [(number, row) for number, row in self.filled_rows if len(row) == width]
        last, others, below = total_rows.find_total_rows([row for _, row in rows])
        told = [self.total_row_finding(rows[index][0]) for index in others]
        fault, remedy = "stands below the totals: a signature or a note", "take it out, or move a record above them"
        told += [self.error_finding(TOTAL_ROW, fault, remedy, rows[index][0]) for index in below]
        return None if last is None else rows[last][0], told

    @property
    def total_row(self) -> int | None:
        """The number of the last row, where it holds the sums of those above it: it is no record."""
        return self._total_rows[0]

    @cached_property
    def row_findings(self) -> list[Finding]:
        """Rows that have more cells than the header, or fewer, or are no records; a header that is not all of it."""
        names, width = list(self.column_names), len(self.column_names)
        if finding := self._title_finding():
            return [finding]
        found = [
            self._row_width_finding(number, len(row), width) for number, row in self.filled_rows if len(row) != width
        ]
        if width > 1 and all(names):
            again = (
                number for number, row in self.filled_rows if row[0].strip() == names[0] and _trim_cells(row) == names
            )
            found += [self.repeated_header_finding(number) for number in again]
        if header_rows.begins_with_numbering([row for _, row in self.filled_rows]):
            fault, remedy = "the numbers of the columns, which are no record", "take the row out"
            found.append(self.error_finding(TITLE_ROW, fault, remedy, self.filled_rows[0][0]))
        return found + self._total_rows[1]

    def _title_finding(self) -> Finding | None:
        """The finding for a header whose names stand below it, some of them or all."""
        width = len(self.column_names)
        below = [number for number, row in self.filled_rows if len(row) == width] if not all(self.column_names) else []
        if self.table.header_rows or self.has_hashtags or not below:
            return None
        index = header_rows.find_names_below(
            self.column_names, [row for _, row in self.filled_rows if len(row) == width]
        )
        if index is None:
            return None
        if sum(map(bool, self.column_names)) > 1:
            fault, rows = "names that go on in the row below", f"[{self.header_row}, {below[index]}]"
            record = f", or [{self.header_row}] if it is a record"
        else:
            fault, rows, record = "a title; the names stand below it", f"[{below[index]}]", ""
        remedy = f'declare where the names stand: "dialect": {{"headerRows": {rows}}}{record}'
        return self.error_finding(TITLE_ROW, fault, remedy, self.header_row)

    @cached_property
    def records(self) -> FileRecords:
        """All records. Refused where a row is ragged."""
        header = self.header
        if self.row_findings:
            raise Refused(*self.row_findings)
        kept = [(number, row) for number, row in self.filled_rows if number != self.total_row]
        return FileRecords(
            self.label, header, [row for _, row in kept], [number for number, _ in kept], self.column_positions
        )

    def describe_decisions(self) -> Iterator[str]:
        """What was decided about it, and left out of it, a line each; of several blank rows one line."""
        if how := self.describe_reading():
            yield f"{self.label}: {how}"
        kinds: dict[str, list[Finding]] = {}
        for finding in self.decision_warnings():
            if finding.code != ENCODING_GUESSED:  # said already
                kinds.setdefault(finding.code, []).append(finding)
        for found in kinds.values():
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            yield f"{found[0]}{more}"

    def decision_warnings(self) -> Iterator[Finding]:
        """What was decided about the file, and what was left out of it, as warnings."""
        for number in self._rows_below_header[1]:
            yield self.warning_finding(BLANK_ROW, "the row is blank", "take it out", number)
        if self.total_row is not None:
            fault, remedy = "a row of totals, left out: its numbers are the sums of those above", "take it out"
            yield self.warning_finding(TOTAL_ROW, fault, remedy, self.total_row)

    @property
    def record_count(self) -> int:
        """The number of its records."""
        return len(self.filled_rows) - (self.total_row is not None)

    def repeated_rows(self) -> Iterator[tuple[int, int]]:
        """The number of each row that is the same as an earlier one in every cell, and that of the first such."""
        first: dict[tuple[str, ...], int] = {}
        for number, row in self.filled_rows:
            earlier = first.setdefault(tuple(row), number)
            if earlier != number:
                yield number, earlier

    def error_cells(self) -> Iterator[tuple[int, int, str]]:
        """Row, column (from 0) and text of each cell in which a spreadsheet shows an error in place of a value."""
        for number, row in self.filled_rows:
            if formula_errors.may_hold_formula_error("".join(row)):
                for column, cell in enumerate(row[: len(self.column_names)]):
                    if formula_errors.is_formula_error(text := cell.strip()):
                        yield number, column, text

    def error_finding(
        self, code: FindingCode, fault: str, remedy: str, row: int | None = None, column: str = ""
    ) -> Finding:
        """An error in this file."""
        return Finding(code, fault, remedy, self.label, row, column)

    def warning_finding(self, code: FindingCode, fault: str, remedy: str, row: int | None = None) -> Finding:
        """A warning in this file."""
        return Finding(code, fault, remedy, self.label, row, severity=WARNING)

    def total_row_finding(self, number: int) -> Finding:
        """The finding for a row that looks like one of totals."""
        fault, remedy = "looks like a row of totals, which is no record", "take it out, or give the record another name"
        return self.error_finding(TOTAL_ROW, fault, remedy, number)

    def _row_width_finding(self, number: int, cells: int, width: int) -> Finding:
        long = cells > width
        remedy = f'a cell that holds a "{self.delimiter}" needs quotes' if long else "add the cells it lacks"
        if long and self._is_header_shifted:
            remedy = 'if the names stand in another row, declare it: "dialect": {"headerRows": [row]}'
        fault = f"{cells} cells under {width} column names"
        return self.error_finding(EXTRA_CELL if long else MISSING_CELL, fault, remedy, number)

    @cached_property
    def _is_header_shifted(self) -> bool:
        """Whether all rows are of one width, and the header of another: it may be a title."""
        widths = {len(row) for _, row in self.filled_rows}
        return len(widths) == 1 and len(self.filled_rows) > 1

    def repeated_header_finding(self, number: int) -> Finding:
        """The finding for a row that is the header once more."""
        remedy = "take the row out: it is no record"
        return self.error_finding(REPEATED_HEADER, "the header once more", remedy, number)


def _unique_positions(names: Sequence[str]) -> dict[str, int]:
    """The names that are neither blank nor repeated, each with its position."""
    times = Counter(names)
    return {name: position for position, name in enumerate(names) if name and times[name] == 1}


def _pad_rows(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows made as wide as the widest."""
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _trim_cells(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row]


def _has_filled_cell(row: Sequence[str]) -> bool:
    """Whether a row has a cell that isn't blank; the first one settles it for most."""
    return bool(row) and (bool(row[0].strip()) or any(cell.strip() for cell in row))
