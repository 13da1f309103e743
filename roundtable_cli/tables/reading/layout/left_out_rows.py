"""Rows below the headings that are no records, and are left out: headings once more, numbers of columns, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import NOTE_ROW, REPEATED_HEADER, TITLE_ROW, FindingCode
from roundtable_cli.tables.reading.layout import note_rows, numbering_rows
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.values.cell_text import clean_cell

_SAMPLE_RECORDS = 60  # records that show that a row numbers the columns


def find_left_out_rows(
    label: str, width: int, above: Sequence[Sequence[str]], rows: Sequence[NumberedRow]
) -> Iterator[Finding]:
    """A warning for each filled row below the headings that is left out; each record has `width` cells.

    `above` are the rows of titles and headings, the last of the headings last; none where all rows are records.
    """
    again = _find_repeated_rows([[*map(clean_cell, row)] for row in above], rows) if above and width > 1 else set()
    others = [row for row in rows if row[0] not in again]
    notes = {*note_rows.find_note_rows(others, width)}
    numbering = _find_numbering_row(width, [row for row in others if row[0] not in notes]) if above else None
    marks = [*map(str.strip, numbering[1])] if numbering else []
    for number, row in rows:
        if number in again:
            fault = "the column headings again; the row is not counted"
            yield _left_out(REPEATED_HEADER, fault, "delete this row: it is not a record", label, number)
        elif number in notes:
            fault = "a note or a signature below the table; it is not counted"
            yield _left_out(
                NOTE_ROW, fault, "delete this row, or, if it is a record, fill its blank cells", label, number
            )
        elif numbering and [*map(str.strip, row)] == marks and (again or number == numbering[0]):
            fault = "this row only numbers the columns; it is not counted"
            yield _left_out(TITLE_ROW, fault, "delete this row", label, number)


def _left_out(code: FindingCode, fault: str, remedy: str, label: str, number: int) -> Finding:
    return Finding(code, fault, remedy, label, number, severity=WARNING)


def _find_repeated_rows(above: Sequence[Sequence[str]], rows: Sequence[NumberedRow]) -> set[int]:
    """The numbers of rows that are the last of the headings once more, and of headings and titles right above them."""
    header, found = [*above[-1]], set[int]()
    for index, (number, row) in enumerate(rows):
        # The first cell settles it for most rows.
        if not row or clean_cell(row[0]) != header[0] or [*map(clean_cell, row)] != header:
            continue
        found.add(number)
        before = index - 1
        while before >= 0 and [*map(clean_cell, rows[before][1])] in above:
            found.add(rows[before][0])
            before -= 1
    return found


def _find_numbering_row(width: int, rows: Sequence[NumberedRow]) -> NumberedRow | None:
    """The first row below the headings, if it numbers the columns."""
    records = [row for _, row in rows[1 : _SAMPLE_RECORDS + 1] if len(row) == width and row != rows[0][1]]
    is_numbering = bool(rows) and len(rows[0][1]) == width and numbering_rows.is_numbering_row(rows[0][1], records)
    return rows[0] if is_numbering else None
