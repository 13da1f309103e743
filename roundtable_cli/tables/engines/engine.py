"""The contract of an engine: it opens a table as a narwhals frame, and gives plain Python rows back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

Frame = Any  # a narwhals DataFrame or LazyFrame: the expressions are the same for both
Row = tuple[Any, ...]
NO_FIELDS: Mapping[str, Field] = MappingProxyType({})


class Engine(Protocol):
    """What an engine does; nothing above it knows which one it is.

    Every engine can number the rows that it holds: where `ROW_NUMBER_FIELD` is among the fields of `open_frame`, its
    column has the ordinal of each record in its table, from 0, in the order of `Source.row_places`. It stays with the
    row through every filter, join and `persist_frame`, so that the file and row of each row counted can be named.
    """

    def open_source(self, table: Table, folder: Path) -> Source:
        """The table with its files, as the engine is to read them."""
        ...

    def announce_fields(self, source: Source, fields: Iterable[Field]) -> None:
        """Tell the engine, before anything is opened, which fields will be: it can then read the files once for all."""
        ...

    def open_frame(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """A typed frame of the fields, each in the column that the mapping names.

        The columns are strings, Int64, Float64, Boolean, and datetimes at midnight; lists are text with separators.
        A column of `codes` tells only which rows have equal values of its field, and which have none: an engine may
        put numbers in place of the texts, which are compared sooner. Refused where a cell breaks its type or its
        constraints.
        """
        ...

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """The rows of a frame, in any order, as plain Python: int, float, str, bool, datetime or None."""
        ...

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a row whose list is missing stays, once."""
        ...

    def persist_frame(self, frame: Frame, rows: int, is_deep: bool = False) -> Frame:
        """A frame of about so many `rows`, worked out once for all later questions.

        One that is put together from small tables may stay a query, unless it `is_deep`: made of many joins.
        """
        ...

    def drop_unused(self) -> None:
        """Free what only the frames opened so far need: none of them is used any more."""
        ...

    def close(self) -> None:
        """Free all that the engine holds."""
        ...


def to_python_value(value: Any) -> Any:
    """A value of any engine as plain Python: a date becomes the datetime of its midnight, what is missing None."""
    if hasattr(value, "item"):
        value = value.item()  # a scalar of numpy
    if (value == value) is not True:  # noqa: PLR0124 - NaN, NaT and pandas' NA are not equal to themselves
        return None
    if isinstance(value, datetime):
        return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value
