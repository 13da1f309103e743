"""Which sheets of a workbook hold a table: a cover sheet, a page of notes or a form has rows, and no records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from roundtable_cli.tables.values.cell_text import filled_cells
from roundtable_cli.tables.values.workbook_value import WorkbookValue

_MAX_TITLE_ROWS = 25  # rows of one cell or more above the column headings
_FORM_KINDS = 3  # texts, numbers and dates below each other: no column of a table has all of them


def holds_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether some row names at least two columns, and a row below it has values in two of them.

    Rows of one cell are titles or notes. Where no row has more than two cells, they may be a form or a list of notes,
    which the lines themselves prove: most names end with a colon; the values are of three kinds (texts, numbers,
    dates); or the first cells count the lines from 1, the first line too.
    """
    filled = [cells for row in rows if (cells := filled_cells(row))]
    tops = (index for index, cells in enumerate(filled[:_MAX_TITLE_ROWS]) if len(cells) > 1)
    has_records = any(_is_record_below(filled[top], filled[top + 1 :]) for top in tops)
    return has_records and not _are_form_lines(rows)


def _is_record_below(headings: Mapping[int, str], below: Sequence[Mapping[int, str]]) -> bool:
    return any(len(headings.keys() & cells.keys()) > 1 for cells in below)


def _are_form_lines(rows: Sequence[Sequence[str]]) -> bool:
    pairs = [[row[index] for index in cells] for row in rows if len(cells := filled_cells(row)) > 1]
    if any(len(pair) > 2 for pair in pairs):
        return False
    names, values = [pair[0].strip() for pair in pairs], [pair[1] for pair in pairs]
    numbering = [name.rstrip(".) ") for name in names]
    return (
        2 * sum(name.endswith(":") for name in names) > len(names)
        or len({*map(_value_kind, values)}) == _FORM_KINDS
        or numbering == [str(number) for number in range(1, len(numbering) + 1)]
    )


def _value_kind(cell: str) -> str:
    """Whether a cell holds a date, a number or a text."""
    if not isinstance(cell, WorkbookValue):
        return "text"
    return "date" if isinstance(cell.value, date) else "number"
