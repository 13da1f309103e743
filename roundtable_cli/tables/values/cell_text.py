"""What counts as the text of a cell, and which cells and rows are blank: the one rule for every room."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def clean_cell(cell: str) -> str:
    """A cell without the white space around it, in Unicode's composed form (NFC): a Mac writes й in two parts."""
    return unicodedata.normalize("NFC", cell.strip())


def is_blank_row(row: Sequence[str]) -> bool:
    """Whether every cell is empty or white space."""
    # The first cell decides for most rows: to ask it alone before the others makes large files quicker.
    return not (row and row[0].strip()) and not any(cell.strip() for cell in row)


def filled_cells(row: Sequence[str]) -> dict[int, str]:
    """The cells that are not blank, trimmed, by their positions from 0."""
    return {position: text for position, cell in enumerate(row) if (text := cell.strip())}
