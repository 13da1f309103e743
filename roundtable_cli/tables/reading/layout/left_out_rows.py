"""Rows below the headings that are no records, and are left out: headings once more, numbers of columns, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, PluralWording
from roundtable_cli.finding_codes import NOTE_ROW, REPEATED_HEADER, TITLE_ROW, FindingCode
from roundtable_cli.tables.reading.layout import note_rows, numbering_rows
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.values.cell_text import clean_cell

_SAMPLE_RECORDS = 60  # records that show that a row numbers the columns


class _RowKind(NamedTuple):
    """What is said of a row that is no record, and of several: what it is, and what to do."""

    one: str
    several: str
    remedy: str = "delete this row"
    remedy_for_several: str = "delete these rows"


_HEADINGS_AGAIN = _RowKind("the column headings again", "the column headings again")
_NOTE = _RowKind(
    "a note or a signature below the table",
    "notes or signatures below the table",
    "delete this row, or, if it is a record, fill its blank cells",
    "delete these rows, or, if they are records, fill their blank cells",
)
_LABELS = _RowKind("this row names the columns once more", "these rows name the columns once more")
_NUMBERING = _RowKind("this row only numbers the columns", "these rows only number the columns")


class NoRecord(NamedTuple):
    """A filled row below the headings that is no record."""

    number: int
    code: FindingCode
    kind: _RowKind

    def left_out_finding(self, label: str) -> Finding:
        """The warning that it is left out of a file, which messages call `label`."""
        kind = self.kind
        plural = PluralWording(f"{kind.several}; they are not counted", kind.remedy_for_several)
        fault = f"{kind.one}; it is not counted"
        return Finding(self.code, fault, kind.remedy, label, self.number, severity=WARNING, plural=plural)

    def kept_finding(self, label: str) -> Finding:
        """The error that it stands in a file so large that no row is left out of it."""
        fault = f"{self.kind.one}; it is not left out of so large a file"
        return Finding(self.code, fault, self.kind.remedy, label, self.number)


def find_no_records(
    width: int, above: Sequence[Sequence[str]], rows: Sequence[NumberedRow], label_row: int = 0
) -> Iterator[NoRecord]:
    """Each filled row below the headings that is to be left out; each record has `width` cells.

    `above` are the rows of titles and headings, the last of the headings last; none where all rows are records.
    `label_row` is the number of the row that names the columns once more, 0 where none does.
    """
    again = _find_repeated_rows([[*map(clean_cell, row)] for row in above], rows) if above and width > 1 else set()
    others = [row for row in rows if row[0] not in {*again, label_row}]
    notes = {*note_rows.find_note_rows(others, width)}
    numbering = _find_numbering_row(width, [row for row in others if row[0] not in notes]) if above else None
    marks = [*map(str.strip, numbering[1])] if numbering else []
    for number, row in rows:
        if number in again:
            yield NoRecord(number, REPEATED_HEADER, _HEADINGS_AGAIN)
        elif number == label_row:
            yield NoRecord(number, REPEATED_HEADER, _LABELS)
        elif number in notes:
            yield NoRecord(number, NOTE_ROW, _NOTE)
        elif numbering and [*map(str.strip, row)] == marks and (again or number == numbering[0]):
            yield NoRecord(number, TITLE_ROW, _NUMBERING)


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
