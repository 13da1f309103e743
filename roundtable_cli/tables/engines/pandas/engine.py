"""pandas: tables of the size that people edit by hand, read cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from roundtable_cli.errors import Gathering
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.engine import NO_FIELDS, Frame, Row
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW, TIME_TYPES, Field, Table
from roundtable_cli.tables.values.parsing import SEPARATOR

_DTYPES = {"integer": "Int64", "boolean": "boolean", "number": "float64"}
MANY = 100_000  # rows from which texts are better told apart by numbers


class Pandas:
    """The default engine. It keeps the columns that it has read, and the codes of their texts."""

    def __init__(self) -> None:
        self._columns: dict[tuple[Source, Field], Any] = {}
        self._codes: dict[tuple[Source, Field], Any] = {}

    def source(self, table: Table, folder: Path) -> Source:
        """The table with its files, which Python reads."""
        return Source(table, folder)

    def want(self, source: Source, fields: Iterable[Field]) -> None:
        """A source holds what it has read of its files."""

    def open(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """The columns as pandas series; see `Engine.open`."""
        gather, columns = Gathering(), dict[str, Any]()
        for name, field in fields.items():
            with gather:
                columns[name] = self._column(source, field)
        for name, field in codes.items():
            with gather:
                columns[name] = self._code(source, field)
        gather.settle()
        return nw.from_native(pd.DataFrame(columns, index=range(len(source)), copy=False), eager_only=True)

    def _column(self, source: Source, field: Field) -> Any:
        if (source, field) not in self._columns:
            self._columns[source, field] = _column(source, field)
        return self._columns[source, field]

    def _code(self, source: Source, field: Field) -> Any:
        """The number of each different text: found once, and not for every count of them."""
        if len(source) < MANY:
            return self._column(source, field)
        if (source, field) not in self._codes:
            codes = _numbered(source, field)
            if codes is None:
                codes = pd.factorize(self._column(source, field))[0]
            self._codes[source, field] = pd.arrays.IntegerArray(codes.astype(np.int64), codes < 0)
        return self._codes[source, field]

    def fetch(self, frame: Frame) -> list[Row]:
        """Plain rows; numpy's and pandas' own missing values become None."""
        return [tuple(_plain(value) for value in row) for row in frame.rows()]

    def explode(self, frame: Frame, column: str) -> Frame:
        """Items between separators become rows of their own."""
        native = nw.to_native(frame)
        items = native[column].str.strip(SEPARATOR).str.split(SEPARATOR)
        return nw.from_native(native.assign(**{column: items}).explode(column, ignore_index=True), eager_only=True)

    def persist(self, frame: Frame, rows: int) -> Frame:  # noqa: ARG002 - pandas works everything out at once
        """It is already."""
        return frame

    def tidy(self) -> None:
        """Frames hold their columns themselves."""

    def close(self) -> None:
        """Nothing is kept any more."""
        self._columns.clear()
        self._codes.clear()


def _column(source: Source, field: Field) -> Any:
    if field is ROW:
        return np.arange(len(source))
    if source.grids:
        from roundtable_cli.tables.engines.pandas import vectorized  # small tables do without

        found = vectorized.column(source, field)
        if found is not None:
            return found
    return array(cell_checks.typed(source, field), field)


def _numbered(source: Source, field: Field) -> Any:
    """The number of each different text of a clean file; None where it takes texts to tell."""
    if not source.grids:
        return None
    from roundtable_cli.tables.engines.pandas import vectorized

    return vectorized.codes(source, field)


def array(cells: Any, field: Field) -> Any:
    """Values as an array of the type that a field's columns have."""
    if field.type in TIME_TYPES:
        return np.array(cells, dtype="datetime64[us]")
    dtype: Any = _DTYPES.get(field.type, "str")
    return pd.Series(cells, dtype=dtype, copy=False).array if isinstance(cells, np.ndarray) else pd.array(cells, dtype)


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN is not itself
        return None
    if isinstance(value, datetime):
        return value.to_pydatetime() if isinstance(value, pd.Timestamp) else value
    return value.item() if isinstance(value, np.generic) else value
