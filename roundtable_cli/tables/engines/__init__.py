"""The seam: each engine opens a table as a narwhals frame, and gives plain Python rows back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field

Frame = Any  # a narwhals DataFrame or LazyFrame: its expressions are the same
Row = tuple[Any, ...]


class Engine(Protocol):
    """What an engine does; nothing above it knows which one it is."""

    def open(self, source: Source, fields: Mapping[str, Field]) -> Frame:
        """A typed frame of the fields, each in the column that the mapping names.

        Strings, Int64, Float64, Boolean, and datetimes at midnight; lists as text with separators. Refused where a
        cell breaks its type or its constraints.
        """
        ...

    def fetch(self, frame: Frame) -> list[Row]:
        """The rows of a frame as plain Python: int, float, str, bool, datetime or None."""
        ...

    def explode(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a row whose list is missing stays, once."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...
