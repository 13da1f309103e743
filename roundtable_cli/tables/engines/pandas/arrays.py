"""Values as arrays of numpy and pandas, of the type that a field's columns have in all frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from roundtable_cli.tables.reading.bulk.cell_spans import Array, CellSpans
from roundtable_cli.tables.table import TIME_TYPES, Field

_CHUNK_CELLS = 2**17  # of a chunk of texts: small enough to be put where other columns were, before the memory grows
_PANDAS_DTYPES = {"integer": "Int64", "boolean": "boolean", "number": "float64"}


def build_array(values: Any, field: Field) -> Array:
    """Values, a list or an array, as an array of a field's type; None becomes what is missing in that type."""
    if field.type in TIME_TYPES:
        return np.array(values, dtype="datetime64[us]")
    dtype: Any = "str" if field.has_long_numbers else _PANDAS_DTYPES.get(field.type, "str")
    if isinstance(values, np.ndarray):
        return pd.Series(values, dtype=dtype, copy=False).array  # `pd.array` would copy it
    return pd.array(values, dtype)


def build_arrow_texts(parts: Sequence[CellSpans]) -> Array | None:
    """The texts of cells as an array of Arrow, made from their bytes; an empty one is missing.

    None where pandas keeps texts as objects (pyarrow is not installed), and where a text is to be composed.
    """
    if pd.StringDtype(na_value=np.nan).storage != "pyarrow":
        return None
    import pyarrow as pa

    chunks = []
    for cells in (piece for part in parts for _, piece in part.iterate_blocks(_CHUNK_CELLS)):
        if (joined := cells.join_composed()) is None:
            return None
        offsets = np.zeros(len(cells.starts) + 1, np.int64)
        np.cumsum(cells.ends - cells.starts, out=offsets[1:])
        present = np.packbits(cells.is_filled, bitorder="little")
        buffers = (pa.py_buffer(piece) for piece in (offsets, joined, present))
        chunks.append(pa.LargeStringArray.from_buffers(len(cells.starts), *buffers))
    return pd.array(pa.chunked_array(chunks), dtype="str")
