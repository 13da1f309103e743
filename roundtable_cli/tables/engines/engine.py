"""The contract of an engine: it opens a table as a narwhals frame, and gives plain Python rows back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

Frame = Any  # a narwhals DataFrame or LazyFrame: its expressions are the same


Row = tuple[Any, ...]


NO_FIELDS: Mapping[str, Field] = MappingProxyType({})


class Engine(Protocol):
    """What an engine does; nothing above it knows which one it is."""

    def open_source(self, table: Table, folder: Path) -> Source:
        """The table with its files, as the engine is to read them."""
        ...

    def announce_fields(self, source: Source, fields: Iterable[Field]) -> None:
        """All that will be opened of a table, told before: an engine that reads files itself reads them once for it."""
        ...

    def open_frame(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """A typed frame of the fields, each in the column that the mapping names.

        Strings, Int64, Float64, Boolean, and datetimes at midnight; lists as text with separators. Columns of `codes`
        are only equal and missing where the field is, and are sooner told apart than texts, where the engine can do
        so. Refused where a cell breaks its type or its constraints.
        """
        ...

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """The rows of a frame as plain Python: int, float, str, bool, datetime or None."""
        ...

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a row whose list is missing stays, once."""
        ...

    def persist_frame(self, frame: Frame, rows: int) -> Frame:
        """The same frame, of about so many rows, worked out once for all that will be asked of it."""
        ...

    def drop_unused(self) -> None:
        """Give back what only frames need that were opened so far: none of them is asked any more."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...
