"""The cells of a clean file that a formula failed in, told from its bytes."""

from __future__ import annotations

from typing import Any

import numpy as np

from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans
from roundtable_cli.tables.values import formula_errors

Array = Any  # of numpy


def has_error_cell(cells: CellSpans) -> bool:
    """Whether the error of a formula is among the cells."""
    return any(map(formula_errors.is_formula_error, {*cells.take_cells(find_error_candidates(cells)).decode_texts()}))


def find_error_candidates(cells: CellSpans) -> Array:
    """The cells that may be the error of a formula: each begins with "#", or ends with a colon and three digits."""
    content = np.frombuffer(cells.content, np.uint8)
    return np.flatnonzero((content[cells.starts] == ord("#")) | (content.take(cells.ends - 4, mode="clip") == ord(":")))
