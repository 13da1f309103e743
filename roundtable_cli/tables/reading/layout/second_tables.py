"""A second table below the first in one sheet or file: its headings are no records, and its columns are others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import SECOND_TABLE
from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.reading.layout.cell_kinds import VALUE, WORD
from roundtable_cli.tables.reading.layout.column_sample import NumberedRow
from roundtable_cli.tables.values.cell_text import filled_cells

_MIN_HEADINGS = 2
_SAMPLE_RECORDS = 60  # records that show what a column holds


def find_second_tables(label: str, rows: Sequence[NumberedRow], blank_rows: Collection[int]) -> Iterator[Finding]:
    """A warning for the first row below a blank one that looks like headings: what follows is counted with the rest.

    `rows` are the filled rows below the headings. It has nothing but words, one at least where the records above have
    numbers, and there is a number under one of them. A title of one cell may stand above it.
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


def _are_headings(sample: Sequence[Sequence[str]], rows: Sequence[NumberedRow], index: int) -> bool:
    """Whether the row before the last of a sample heads others; the sample ends with the row below it."""
    if not 0 < index < len(rows) - 1:
        return False
    *above, headings, first = sample
    cells = filled_cells(headings)
    if len(cells) < _MIN_HEADINGS or any(cell_kinds.cell_kind(cell) != WORD for cell in cells.values()):
        return False
    if not any(cell_kinds.cell_kind(cell) == VALUE for place, cell in filled_cells(first).items() if place in cells):
        return False
    columns = ([row[place] for row in above if place < len(row)] for place in cells)
    return any(cell_kinds.mostly_values(column, share=0.6) for column in columns)
