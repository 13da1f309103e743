"""What is wrong with the rows below a header, as findings: functions over numbered rows, each row a list of cells.

Rows are numbered as a spreadsheet numbers them, and blank ones are not among them. `label` is what messages call the
file, `names` are the column names of its header.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, PluralWording, list_row_numbers
from roundtable_cli.finding_codes import (
    EXTRA_CELL,
    MISSING_CELL,
    POSSIBLE_TOTAL,
    REPEATED_HEADER,
    SOURCE_ERROR,
    TITLE_ROW,
    TOTAL_ROW,
)
from roundtable_cli.tables.reading.layout import header_rows
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.reading.totals import total_labels, total_rows

# What is said of a row that is left out, and of several.
_SUMMED = (
    "a row of totals; it is not counted: its numbers are the sums of other rows",
    "rows of totals; they are not counted: their numbers are the sums of other rows",
)
_AVERAGED = (
    "a row of averages; it is not counted: its numbers are the means of other rows",
    "rows of averages; they are not counted: their numbers are the means of other rows",
)
_LABELLED = (
    "a row of totals, as its label says; it is not counted",
    "rows of totals, as their labels say; they are not counted",
)
_STATISTICS = (
    "its label and its numbers are statistics of the other rows; it is not counted",
    "their labels and their numbers are statistics of the other rows; they are not counted",
)
_PARTS = (
    "its label says that the total above counts the same; it is not counted",
    "their labels say that the total above counts the same; they are not counted",
)
_NOTES = ("a note below the totals; it is not counted", "notes below the totals; they are not counted")
MAX_COLUMNS = 16_384  # as many as a sheet of Excel has: what is wider is hardly a table of records


class TotalFindings(NamedTuple):
    """Warnings for rows that are left out, and for records that may be totals; errors for doubtful rows."""

    left_out: list[Finding]
    possible: list[Finding]
    errors: list[Finding]


def find_row_faults(
    label: str, names: Sequence[str], rows: Sequence[NumberedRow], delimiter: str | None
) -> list[Finding]:
    """Rows with more cells than the header, or fewer."""
    uneven = [(number, len(row)) for number, row in rows if len(row) != len(names)]
    remedy = wide_row_remedy(rows, delimiter, len(names)) if uneven else ""
    return [row_width_finding(label, number, cells, len(names), remedy) for number, cells in uneven]


def find_total_findings(
    label: str, width: int, rows: Sequence[NumberedRow], declared: Mapping[int, Collection[str]]
) -> TotalFindings:
    """Rows of totals among those of the header's width, and notes below them.

    `declared` are the categories that the schema declares, by the position of their column: a row that has one for its
    label is a record.
    """
    rows = [(number, row) for number, row in rows if len(row) == width]
    numbers, found = [number for number, _ in rows], total_rows.find_total_rows([row for _, row in rows], declared)
    left_out = [
        left_out_finding(label, numbers[index], *faults)
        for indexes, faults in (
            (found.summed, _SUMMED),
            (found.averaged, _AVERAGED),
            (found.labelled, _LABELLED),
            (found.statistics, _STATISTICS),
            (found.parts, _PARTS),
            (found.notes, _NOTES),
        )
        for index in indexes
    ]
    possible = [
        possible_total_finding(label, numbers[index], rows[index][1], [numbers[addend] for addend in addends])
        for index, addends in sorted(found.possible.items())
    ]
    errors = [total_row_finding(label, numbers[index]) for index in found.doubtful]
    return TotalFindings(sorted(left_out, key=lambda finding: finding.row or 0), possible, errors)


def find_title_finding(
    label: str, names: Sequence[str], header_row: int, rows: Sequence[NumberedRow]
) -> Finding | None:
    """The finding for a header that is a title, or only the first row of the column headings."""
    below = [(number, row) for number, row in rows if len(row) == len(names)] if not all(names) else []
    index = header_rows.find_names_below(names, [row for _, row in below]) if below else None
    if index is None:
        return None
    number = below[index][0]
    if sum(map(bool, names)) > 1:
        fault, declared = f"the column headings continue in row {number}", f"[{header_row}, {number}]"
        or_record, first = f", or [{header_row}] if row {number} is a record", "write them in one row"
    else:
        fault, declared, or_record = f"this row is a title; the column headings are in row {number}", f"[{number}]", ""
        first = "delete the rows above them"
    remedy = f'{first}; or in datapackage.json, write "dialect": {{"headerRows": {declared}}}{or_record}'
    return Finding(TITLE_ROW, fault, remedy, label, header_row)


def row_width_finding(label: str, number: int, cells: int, width: int, wide_remedy: str) -> Finding:
    """The finding for a row that has another number of cells than the header; `wide_remedy` is for too many."""
    fault = f"{_count(cells, 'cell')}, but {_count(width, 'column heading')}"
    if cells < width:
        return Finding(MISSING_CELL, fault, "add the missing cells", label, number)
    return Finding(EXTRA_CELL, fault, wide_remedy, label, number)


def column_limit_finding(label: str, number: int) -> Finding:
    """The finding for a row of more cells than a table may have columns, after which no other row is read."""
    fault = f"this row has more than {MAX_COLUMNS:,} cells; no table may have more columns (Excel has as many)"
    remedy = "if rows and columns are swapped, swap them; else export the file again with fewer columns"
    return Finding(SOURCE_ERROR, fault, remedy, label, number)


def wide_row_remedy(rows: Sequence[NumberedRow], delimiter: str | None, width: int) -> str:
    """What to do about rows that have more cells than the header.

    A quote after a space begins no quoted cell. Rows may end with delimiters that the header lacks. If all rows have as
    many cells, the header may be a title.
    """
    if not any(cell.strip() for _, row in rows for cell in row[width:]):
        return f'these rows end with "{delimiter}", and the column headings do not: write it behind them too'
    if any(cell[:1] == " " and cell.lstrip().startswith('"') for _, row in rows for cell in row):
        return f'delete the spaces between "{delimiter}" and a quote, so that the quote begins the cell'
    if len(rows) > 1 and len({len(row) for _, row in rows}) == 1:
        return 'if the column headings are in another row, write its number: "dialect": {"headerRows": [row]}'
    return f'put quotes around a cell that contains "{delimiter}"'


def repeated_header_finding(label: str, number: int) -> Finding:
    """The finding for a row that is the header once more."""
    return Finding(REPEATED_HEADER, "the column headings again", "delete this row: it is not a record", label, number)


def left_out_finding(label: str, number: int, fault: str, fault_of_several: str) -> Finding:
    """The warning for a row that is left out: of totals, or a note below them."""
    plural = PluralWording(fault_of_several, "delete these rows")
    return Finding(TOTAL_ROW, fault, "delete this row", label, number, severity=WARNING, plural=plural)


def summed_row_finding(label: str, number: int) -> Finding:
    """The warning for a row whose numbers are the sums of other rows."""
    return left_out_finding(label, number, *_SUMMED)


def possible_total_finding(label: str, number: int, row: Sequence[str], addends: Sequence[int]) -> Finding:
    """The warning for a row that adds up by a small chance, or is no sum of `addends` at all, and is counted."""
    if not addends and total_labels.is_part_label(total_labels.row_label(row)):
        fault, remedy = (
            "its label says that another row counts the same; both are counted",
            "delete this row, if that is so",
        )
        plural = PluralWording(
            "their labels say that other rows count the same; all are counted", "delete these rows, if that is so"
        )
        return Finding(POSSIBLE_TOTAL, fault, remedy, label, number, severity=WARNING, plural=plural)
    if addends:
        rows = f"the sums or means of rows {list_row_numbers(addends)}"
        reason, reason_for_several = f"its numbers are {rows}", f"their numbers are {rows}"
    elif any(total_labels.label_kind(cell) or total_labels.find_statistic(cell) for cell in row):
        reason, reason_for_several = "its label says so", "their labels say so"
    else:
        reason = "it has no label, as the totals beside it"
        reason_for_several = "they have no label, as the totals beside them"
    fault = f"possible total: {reason}; it is counted"
    plural = PluralWording(
        f"possible totals: {reason_for_several}; they are counted", "delete these rows, if they are totals"
    )
    remedy = "delete this row, if it is a total"
    return Finding(POSSIBLE_TOTAL, fault, remedy, label, number, severity=WARNING, plural=plural)


def total_row_finding(label: str, number: int) -> Finding:
    """The finding for a row that looks like one of totals."""
    fault, remedy = "looks like a row of totals, not a record", "delete this row, or give the record another name"
    return Finding(TOTAL_ROW, fault, remedy, label, number)


def _count(number: int, noun: str) -> str:
    """`1 cell`, `2 cells`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
