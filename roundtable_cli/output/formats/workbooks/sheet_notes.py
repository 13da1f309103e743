"""Notes below a table of a workbook: each in a row of its own, over as many columns and lines as it needs."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING

from roundtable_cli.output.formats.workbooks.cell_writer import CellWriter

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NOTE_WIDTH, EMPTY_COLUMN_WIDTH = 100, 8  # characters: of a note's lines, of a column that holds nothing
LINE_HEIGHT, MAX_ROW_HEIGHT = 15, 409  # points: of a line of text, and of the highest row that Excel has


def write_note(worksheet: Worksheet, row: int, note: str, widths: Sequence[int], writer: CellWriter) -> None:
    """A note in a row of its own; a long one spans several columns and lines."""
    room = columns = 0
    for width in chain(widths, repeat(EMPTY_COLUMN_WIDTH)):
        if room >= NOTE_WIDTH:
            break
        room, columns = room + width, columns + 1
    lines = textwrap.wrap(note, room * 9 // 10)  # some letters are wider than a digit
    if len(lines) > 1:
        # Merged while empty: `merge_range` would write the note as a number or a formula if it looks like one.
        worksheet.merge_range(row, 0, row, columns - 1, "", writer.cell_format(text_wrap=True))
        worksheet.set_row(row, min(LINE_HEIGHT * len(lines), MAX_ROW_HEIGHT))
    writer.write_text(worksheet, (row, 0), note, text_wrap=len(lines) > 1)
