"""pandas: tables that Python reads, cell by cell, or from their bytes where files are large and clean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from roundtable_cli.errors import FindingCollector
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.engines.engine import NO_FIELDS, Engine, Frame, Row, to_python_value
from roundtable_cli.tables.engines.pandas.arrays import build_array
from roundtable_cli.tables.reading.bulk.cell_spans import Array
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field, Table
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR

MIN_CODED_ROWS = 100_000  # rows from which texts are better told apart by numbers


class PandasEngine(Engine):
    """The default engine. It keeps the columns that it has read, and the codes of their texts."""

    def __init__(self) -> None:
        self._column_cache: dict[tuple[Source, Field], Array] = {}
        self._code_cache: dict[tuple[Source, Field], Array] = {}

    def open_source(self, table: Table, folder: Path) -> Source:
        """The table with its files, which Python reads."""
        return Source(table, folder)

    def announce_fields(self, source: Source, fields: Iterable[Field]) -> None:
        """Nothing to do: a source holds what it has read of its files."""

    def open_frame(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """The columns as pandas series; see `Engine.open_frame`."""
        collector, columns = FindingCollector(), dict[str, Any]()
        for name, field in fields.items():
            with collector:
                columns[name] = self._cached_column(source, field)
        for name, field in codes.items():
            with collector:
                columns[name] = self._cached_codes(source, field)
        collector.raise_if_any()
        return nw.from_native(pd.DataFrame(columns, index=range(len(source)), copy=False), eager_only=True)

    def _cached_column(self, source: Source, field: Field) -> Array:
        if (source, field) not in self._column_cache:
            self._column_cache[source, field] = _read_column(source, field)
        return self._column_cache[source, field]

    def _cached_codes(self, source: Source, field: Field) -> Array:
        """The number of each different text: worked out once, and not for every count of them."""
        if len(source) < MIN_CODED_ROWS:
            return self._cached_column(source, field)
        if (source, field) not in self._code_cache:
            codes = _read_bulk_array(source, field, as_codes=True)
            if codes is None:
                codes = pd.factorize(self._cached_column(source, field))[0]
            self._code_cache[source, field] = pd.arrays.IntegerArray(codes.astype(np.int64), codes < 0)
        return self._code_cache[source, field]

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """The rows of a frame as plain Python."""
        return [tuple(map(to_python_value, row)) for row in frame.rows()]

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a missing list stays, once."""
        native = nw.to_native(frame)
        items = native[column].str.strip(LIST_SEPARATOR).str.split(LIST_SEPARATOR)
        return nw.from_native(native.assign(**{column: items}).explode(column, ignore_index=True), eager_only=True)

    def persist_frame(self, frame: Frame, rows: int, is_deep: bool = False) -> Frame:  # noqa: ARG002 - see below
        """The frame itself, because pandas works everything out at once."""
        return frame

    def drop_unused(self) -> None:
        """Nothing to do: frames hold their columns themselves."""

    def close(self) -> None:
        """Forget all columns."""
        self._column_cache.clear()
        self._code_cache.clear()


def _read_column(source: Source, field: Field) -> Array:
    if field is ROW_NUMBER_FIELD:
        return np.arange(len(source))
    values = _read_bulk_array(source, field)
    return values if values is not None else build_array(cell_checks.read_checked_values(source, field), field)


def _read_bulk_array(source: Source, field: Field, *, as_codes: bool = False) -> Array | None:
    """The values of a column of clean files, or numbers that tell its texts apart; None where texts must tell."""
    if not source.bulk_grids:
        return None
    from roundtable_cli.tables.engines.pandas import bulk_columns  # small tables start sooner without

    read_column = bulk_columns.read_text_codes if as_codes else bulk_columns.read_bulk_column
    return read_column(source, field)
