"""pandas: tables of the size that people edit by hand, read cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from roundtable_cli.errors import FindingCollector
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.engine import NO_FIELDS, Frame, Row
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, TIME_TYPES, Field, Table
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR

_PANDAS_DTYPES = {"integer": "Int64", "boolean": "boolean", "number": "float64"}
MIN_CODED_ROWS = 100_000  # rows from which texts are better told apart by numbers


class PandasEngine:
    """The default engine. It keeps the columns that it has read, and the codes of their texts."""

    def __init__(self) -> None:
        self._column_cache: dict[tuple[Source, Field], Any] = {}
        self._code_cache: dict[tuple[Source, Field], Any] = {}

    def open_source(self, table: Table, folder: Path) -> Source:
        """The table with its files, which Python reads."""
        return Source(table, folder)

    def announce_fields(self, source: Source, fields: Iterable[Field]) -> None:
        """A source holds what it has read of its files."""

    def open_frame(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """The columns as pandas series; see `Engine.open`."""
        gather, columns = FindingCollector(), dict[str, Any]()
        for name, field in fields.items():
            with gather:
                columns[name] = self._cached_column(source, field)
        for name, field in codes.items():
            with gather:
                columns[name] = self._cached_codes(source, field)
        gather.raise_if_any()
        return nw.from_native(pd.DataFrame(columns, index=range(len(source)), copy=False), eager_only=True)

    def _cached_column(self, source: Source, field: Field) -> Any:
        if (source, field) not in self._column_cache:
            self._column_cache[source, field] = _read_column(source, field)
        return self._column_cache[source, field]

    def _cached_codes(self, source: Source, field: Field) -> Any:
        """The number of each different text: found once, and not for every count of them."""
        if len(source) < MIN_CODED_ROWS:
            return self._cached_column(source, field)
        if (source, field) not in self._code_cache:
            codes = _read_bulk_codes(source, field)
            if codes is None:
                codes = pd.factorize(self._cached_column(source, field))[0]
            self._code_cache[source, field] = pd.arrays.IntegerArray(codes.astype(np.int64), codes < 0)
        return self._code_cache[source, field]

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """Plain rows; numpy's and pandas' own missing values become None."""
        return [tuple(_to_python_value(value) for value in row) for row in frame.rows()]

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """Items between separators become rows of their own."""
        native = nw.to_native(frame)
        items = native[column].str.strip(LIST_SEPARATOR).str.split(LIST_SEPARATOR)
        return nw.from_native(native.assign(**{column: items}).explode(column, ignore_index=True), eager_only=True)

    def persist_frame(self, frame: Frame, rows: int) -> Frame:  # noqa: ARG002 - pandas works everything out at once
        """It is already."""
        return frame

    def drop_unused(self) -> None:
        """Frames hold their columns themselves."""

    def close(self) -> None:
        """Nothing is kept any more."""
        self._column_cache.clear()
        self._code_cache.clear()


def _read_column(source: Source, field: Field) -> Any:
    if field is ROW_NUMBER_FIELD:
        return np.arange(len(source))
    if source.bulk_grids:
        from roundtable_cli.tables.engines.pandas import vectorized  # small tables do without

        found = vectorized.read_bulk_column(source, field)
        if found is not None:
            return found
    return build_array(cell_checks.read_checked_values(source, field), field)


def _read_bulk_codes(source: Source, field: Field) -> Any:
    """The number of each different text of a clean file; None where it takes texts to tell."""
    if not source.bulk_grids:
        return None
    from roundtable_cli.tables.engines.pandas import vectorized

    return vectorized.read_text_codes(source, field)


def build_array(cells: Any, field: Field) -> Any:
    """Values as an array of the type that a field's columns have."""
    if field.type in TIME_TYPES:
        return np.array(cells, dtype="datetime64[us]")
    dtype: Any = _PANDAS_DTYPES.get(field.type, "str")
    return pd.Series(cells, dtype=dtype, copy=False).array if isinstance(cells, np.ndarray) else pd.array(cells, dtype)


def _to_python_value(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN is not itself
        return None
    if isinstance(value, datetime):
        return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return value.item() if isinstance(value, np.generic) else value
