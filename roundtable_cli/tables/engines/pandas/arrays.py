"""Values as arrays of numpy and pandas, of the type that a field's columns have in all frames."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from roundtable_cli.tables.reading.bulk.cell_spans import Array
from roundtable_cli.tables.table import TIME_TYPES, Field

_PANDAS_DTYPES = {"integer": "Int64", "boolean": "boolean", "number": "float64"}


def build_array(values: Any, field: Field) -> Array:
    """Values, a list or an array, as an array of a field's type; None becomes what is missing in that type."""
    if field.type in TIME_TYPES:
        return np.array(values, dtype="datetime64[us]")
    dtype: Any = _PANDAS_DTYPES.get(field.type, "str")
    if isinstance(values, np.ndarray):
        return pd.Series(values, dtype=dtype, copy=False).array  # `pd.array` would copy it
    return pd.array(values, dtype)
