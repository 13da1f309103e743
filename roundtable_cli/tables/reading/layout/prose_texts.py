"""A letter or another running text, in which a reader of tables would take commas for delimiters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.values.cell_text import is_blank_row

_MIN_WORDS = 3  # in a line, on average
_SENTENCE_END = r"\w[»”\")]*[.!?…:](?:\s|$)"  # both patterns are made when first needed
_LINE_END = r".*[.!?…:,]"
_DELIMITER = ","  # no sentence has another one between its words


def is_prose(rows: Sequence[Sequence[str]], delimiter: str | None) -> bool:
    """Whether the lines of a text are sentences: of these are the rows, as the delimiter parts their cells.

    The first line ends as a sentence or a greeting does, and most lines have the end of a sentence; a space follows
    each comma, and no cell is a number, a date or a time.
    """
    filled = [row for row in rows if not is_blank_row(row)]
    if not filled or (delimiter != _DELIMITER and any(len(row) > 1 for row in filled)):
        return False
    lines = [_DELIMITER.join(row).strip() for row in filled]
    sentence_ends = sum(re.search(_SENTENCE_END, line) is not None for line in lines)
    if not re.fullmatch(_LINE_END, lines[0]) or 2 * sentence_ends < len(lines):
        return False
    if any(cell and not cell.startswith(" ") for row in filled for cell in row[1:]):
        return False
    words = sum(len(line.split()) for line in lines)
    return words >= _MIN_WORDS * len(lines) and not any(
        map(cell_kinds.is_value, (cell for row in filled for cell in row))
    )
