"""What is told of the rows of a clean file without making them: which are the same, and which a formula failed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid
from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans
from roundtable_cli.tables.values import formula_errors

Array = Any  # of numpy


def find_repeated_rows(grid: CellGrid) -> Iterator[tuple[int, int]]:
    """The number of each row that is the same as an earlier one, and that of the first such."""
    records = grid.record_spans()
    places = zip(records.starts.tolist(), records.ends.tolist(), strict=True)
    hashes = np.fromiter((hash(grid.content[start:end]) for start, end in places), np.int64, grid.record_count)
    alike = np.flatnonzero(pd.Series(hashes).duplicated(keep=False))
    first: dict[str, int] = {}
    for text, position in zip(records.take_cells(alike).decode_texts(), alike.tolist(), strict=True):
        number = grid.row_numbers[position]
        earlier = first.setdefault(text, number)
        if earlier != number:
            yield number, earlier


def find_error_cells(grid: CellGrid) -> list[tuple[int, int, str]]:
    """Row, column (from 0) and text of each cell that holds the error of a formula, row by row."""
    found = []
    for column in range(grid.cell_ends.shape[1]):
        cells = grid.column_spans(column)
        marked = _find_error_candidates(cells)
        for text, position in zip(cells.take_cells(marked).decode_texts(), marked.tolist(), strict=True):
            if formula_errors.is_formula_error(text):
                found.append((grid.row_numbers[position], column, text))
    return sorted(found)


def has_error_cell(cells: CellSpans) -> bool:
    """Whether the error of a formula is among the cells."""
    return any(map(formula_errors.is_formula_error, {*cells.take_cells(_find_error_candidates(cells)).decode_texts()}))


def _find_error_candidates(cells: CellSpans) -> Array:
    """The cells that may be the error of a formula: each begins with "#", or ends with a colon and three digits."""
    content = np.frombuffer(cells.content, np.uint8)
    return np.flatnonzero((content[cells.starts] == ord("#")) | (content.take(cells.ends - 4, mode="clip") == ord(":")))
