"""The seam: each engine opens a table as a narwhals frame, and gives plain Python rows back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from roundtable_cli.errors import Finding, Refused, nearest
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

Frame = Any  # a narwhals DataFrame or LazyFrame: its expressions are the same
Row = tuple[Any, ...]
NO_FIELDS: Mapping[str, Field] = MappingProxyType({})


class Engine(Protocol):
    """What an engine does; nothing above it knows which one it is."""

    def source(self, table: Table, folder: Path) -> Source:
        """The table with its files, as the engine is to read them."""
        ...

    def want(self, source: Source, fields: Iterable[Field]) -> None:
        """All that will be opened of a table, told before: an engine that reads files itself reads them once for it."""
        ...

    def open(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """A typed frame of the fields, each in the column that the mapping names.

        Strings, Int64, Float64, Boolean, and datetimes at midnight; lists as text with separators. Columns of `codes`
        are only equal and missing where the field is, and are sooner told apart than texts, where the engine can do
        so. Refused where a cell breaks its type or its constraints.
        """
        ...

    def fetch(self, frame: Frame) -> list[Row]:
        """The rows of a frame as plain Python: int, float, str, bool, datetime or None."""
        ...

    def explode(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a row whose list is missing stays, once."""
        ...

    def persist(self, frame: Frame, rows: int) -> Frame:
        """The same frame, of about so many rows, worked out once for all that will be asked of it."""
        ...

    def tidy(self) -> None:
        """Give back what only frames need that were opened so far: none of them is asked any more."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...


DEFAULT = "pandas"
NAMES = ("pandas", "duckdb", "spark")
LEAST_MEMORY = 500_000_000  # bytes that DuckDB takes to start, and what is around it


def check(name: str, memory: int | None = None) -> None:
    """Refused where there is no engine called so, or it takes no such memory."""
    if name not in NAMES:
        raise Refused(Finding("usage", f'no engine "{name}"', nearest(name, NAMES), column="--engine"))
    if memory is not None and name != "duckdb":
        raise Refused(Finding("usage", f"--memory is what duckdb may take, and the engine is {name}"))
    if memory is not None and not (isinstance(memory, int) and memory >= LEAST_MEMORY):
        fault = f"{memory!r} is no number of bytes, {LEAST_MEMORY} or more"
        raise Refused(Finding("usage", fault, "give it what it takes to start", column="--memory"))


def named(name: str, memory: int | None = None) -> Engine:
    """The engine called so; `memory`, in bytes, is what DuckDB may take. Refused where it is not installed."""
    check(name, memory)
    try:
        if name == "duckdb":
            from roundtable_cli.tables.engines.duckdb import DuckDB

            return DuckDB(memory)
        if name == "spark":
            from roundtable_cli.tables.engines.spark import Spark

            return Spark()
    except ModuleNotFoundError:
        remedy = f"install it: pip install 'roundtable-cli[{name}]'"
        raise Refused(Finding("usage", f"the engine {name} is not installed", remedy, column="--engine")) from None
    from roundtable_cli.tables.engines.pandas import Pandas

    return Pandas()
