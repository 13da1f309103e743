"""What loaders ask of a database, DuckDB's or Spark's: to read files, to keep tables, to answer queries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import count
from typing import Any, ClassVar, NamedTuple

from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.sql.dialect import SqlDialect
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.table import Field

BATCH_ROWS = 100_000  # rows, or values, that Python looks at together
NEEDS_PYTHON = "needs_python"  # the column of a loaded table that marks rows of which Python has to read a cell


class LoadedTable(NamedTuple):
    """A table that a database keeps: its name there, the column of each field, and the SQL of the field's values.

    The two differ where ids are kept as codes (`id_codes.py`): the column holds the code.
    """

    table_name: str
    columns: Mapping[Field, str]
    value_expressions: Mapping[Field, str]

    @classmethod
    def of_value_columns(cls, table_name: str, columns: Mapping[Field, str]) -> LoadedTable:
        """A table whose columns hold the values."""
        return cls(table_name, columns, columns)


class SqlDatabase(ABC):
    """A database that is asked in SQL."""

    _name_counter = count()
    dialect: ClassVar[SqlDialect]

    def new_name(self) -> str:
        """A name that nothing else has, in no database: frames of a closed engine must not meet those of another."""
        return f"k{next(self._name_counter)}"

    @abstractmethod
    def text_query(self, source: ExternalTable, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """The query of the texts of some columns of all files, as t0, t1 …, blank cells null; numbered if asked.

        A column is named by its heading, or by its place, from 0. `where` leaves out rows before they are numbered.
        """

    @abstractmethod
    def parquet_query(self, source: ExternalTable, names: Sequence[str], ordinal: bool) -> str:
        """The query of some columns of all Parquet files, as t0, t1 …, of the types that they have there."""

    @abstractmethod
    def keep_query(self, name: str, query: str, size: int, ordered: bool) -> None:
        """Work a query out and keep its rows as a table; `size` is about its bytes.

        `ordered` says that the query numbers its rows, so that they have to come in the order of the files.
        """

    @abstractmethod
    def keep_frame(self, name: str, frame: Frame, size: int) -> None:
        """Work a frame out and keep its rows as a table; `size` is about its bytes."""

    @abstractmethod
    def drop_table(self, name: str) -> None:
        """Give back what a kept table takes."""

    @abstractmethod
    def table_names(self) -> set[str]:
        """The tables that are kept."""

    @abstractmethod
    def query_rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, as plain Python."""

    @abstractmethod
    def load_dataframe(self, name: str, dataframe: Any, types: Mapping[str, str]) -> None:
        """Keep a frame of pandas as a table, its columns of these types of SQL."""

    @abstractmethod
    def table_frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """A frame of narwhals over a kept table: each column's name with the SQL of its values."""

    @abstractmethod
    def translating_errors(self) -> AbstractContextManager[None]:
        """Within it, what the database raises becomes a refusal in words.

        `UnreadableFiles` where the fault is in the files, `EngineFailure` where the engine can't go on.
        """
