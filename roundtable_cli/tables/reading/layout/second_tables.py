"""Headings among the records of a sheet or file: of a second table below the first, and of sections of one table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence, Set
from itertools import pairwise

from roundtable_cli.errors import WARNING, Finding, PluralWording
from roundtable_cli.finding_codes import SECOND_TABLE, SECTION_ROW
from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.reading.layout.cell_kinds import VALUE, WORD
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.values.cell_text import filled_cells

_MIN_HEADINGS = 2
_MIN_BLANK_COLUMNS = 2  # of numbers or dates, that headings over texts leave blank
MIN_COLUMNS = 3  # of a table in which one filled cell is few
_SECTIONS = PluralWording(
    "these rows may head the sections below them; they are counted as records",
    "write what they say into a column of each record, and delete these rows",
)
_SAMPLE_RECORDS = 60  # records that show what a column holds


def find_second_tables(label: str, rows: Sequence[NumberedRow], blank_rows: Collection[int]) -> Iterator[Finding]:
    """A warning for the first row below a blank one that looks like headings: what follows is counted with the rest.

    `rows` are the filled rows below the headings. It has nothing but words, one at least where the records above have
    numbers, and there is a number under one of them; or it leaves all columns of numbers and dates blank, two at least.
    A title of one cell may stand above it.
    """
    places = {number: index for index, (number, _) in enumerate(rows)}
    for number in sorted({blank + 1 for blank in blank_rows} & places.keys()):
        index = places[number]
        index += len(filled_cells(rows[index][1])) == 1
        if _are_headings([row for _, row in rows[max(0, index - _SAMPLE_RECORDS) : index + 2]], rows, index):
            fault = "a second table may begin here: words stand where other rows have numbers; all its rows are counted"
            remedy = "move it to a sheet or file of its own; or delete this row, if the records go on below it"
            yield Finding(SECOND_TABLE, fault, remedy, label, rows[index][0], severity=WARNING)
            return


def find_section_rows(label: str, records: Sequence[NumberedRow]) -> Iterator[Finding]:
    """A warning for each record that may be the heading of those below it: `Quarter 1`, and no other cell is filled.

    Of such rows the first begins the table, another comes later, and none is beside another or the last. They say what
    no other row says, in one column, nor are they numbered as what others say; each other row fills two cells at least.
    """
    if not records or len(records[0][1]) < MIN_COLUMNS or len(filled_cells(records[0][1])) != 1:
        return
    filled = [filled_cells(row) for _, row in records]
    alone = [index for index, cells in enumerate(filled) if len(cells) == 1]
    (place,) = filled[0]
    texts = [filled[index].get(place, "") for index in alone]
    others = {cells.get(place, "") for index, cells in enumerate(filled) if index not in {*alone}}
    if are_section_headings(alone, len(records), texts, others):
        fault = "this row may head the section below it; it is counted as a record"
        remedy = "write what it says into a column of each record, and delete this row"
        for index in alone:
            number = records[index][0]
            yield Finding(SECTION_ROW, fault, remedy, label, number, severity=WARNING, plural=_SECTIONS)


def are_section_headings(alone: Sequence[int], count: int, texts: Sequence[str], others: Set[str]) -> bool:
    """Whether the rows of one filled cell may head sections of a table of so many rows.

    `alone` are their indexes; `texts` and `others` are what stands in one column of them, and of the other rows.
    """
    are_apart = len(alone) > 1 and all(later - earlier > 1 for earlier, later in pairwise((*alone, count)))
    if not are_apart or "" in texts or len({*texts}) < len(texts) or not others.isdisjoint(texts):
        return False
    numbered = {shape for text in texts if (shape := _shape_of_digits(text)) != text}
    return numbered.isdisjoint(map(_shape_of_digits, others)) if numbered else True


def _shape_of_digits(text: str) -> str:
    """A text with one sign in place of each digit: ids that are numbered have one shape."""
    return re.sub("[0-9]", "#", text)


def _are_headings(sample: Sequence[Sequence[str]], rows: Sequence[NumberedRow], index: int) -> bool:
    """Whether the row before the last of a sample heads others; the sample ends with the row below it."""
    if not 0 < index < len(rows) - 1:
        return False
    *above, headings, first = sample
    cells = filled_cells(headings)
    if len(cells) < _MIN_HEADINGS or any(cell_kinds.cell_kind(cell) != WORD for cell in cells.values()):
        return False
    columns = [[row[place] for row in above if place < len(row)] for place in range(len(headings))]
    of_values = {place for place, column in enumerate(columns) if cell_kinds.mostly_values(column, share=0.6)}
    if len(of_values) >= _MIN_BLANK_COLUMNS and of_values.isdisjoint(cells):
        return True
    has_value = any(
        cell_kinds.cell_kind(cell) == VALUE for place, cell in filled_cells(first).items() if place in cells
    )
    return has_value and not of_values.isdisjoint(cells)
