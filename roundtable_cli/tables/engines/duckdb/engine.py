"""DuckDB: tables of any size on one machine, within the memory that it is given; what does not fit goes to the disk."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pandas  # noqa: F401 - else DuckDB imports it at the first literal, and loses a signal that comes meanwhile

from roundtable_cli.errors import EngineFailure, Finding, Refused, UnreadableFiles
from roundtable_cli.finding_codes import ENGINE_FAILURE, SOURCE_ERROR
from roundtable_cli.tables.engines.duckdb import file_queries
from roundtable_cli.tables.engines.duckdb.dialect import DIALECT
from roundtable_cli.tables.engines.engine import Engine, Frame, Row, to_python_value
from roundtable_cli.tables.engines.sql.database import BATCH_ROWS
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.external_files import TOO_PRECISE_PREFIX
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR

DEFAULT_MEMORY = 2 * 2**30  # bytes that the process takes, unless more is given
DUCKDB_SHARE = 0.65  # of these, what DuckDB counts as its own: readers, buffers and Python come on top
# Of these, what the files may take whose tables are held in memory; others are kept on the disk, in less space.
IN_MEMORY_SHARE = 1 / 3
# What DuckDB raises on a file; also an internal error, which bytes that are not UTF-8 can end in.
_FILE_ERRORS = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException, duckdb.InternalException)
_DISK_FULL_SIGNS = ("max_temp_directory_size", "No space left")  # of the disk, or what may be taken of it


class DuckDBEngine(SqlEngine):
    """A connection to a database in memory, made when it is first asked, and the folder for what does not fit there.

    The connection, the folder and the database in it are cached properties: while `__dict__` does not have them, there
    is nothing to be closed or removed.
    """

    dialect = DIALECT

    def __init__(self, python_engine: Engine, memory: int | None = None) -> None:
        """`memory` is what the process may take, in bytes; `python_engine` reads what DuckDB does not."""
        super().__init__(python_engine)
        self.memory = memory or DEFAULT_MEMORY
        self._memory_tables: dict[str, int] = {}  # the tables in memory, each with about the bytes that it takes

    @cached_property
    def spill(self) -> str:
        """The folder for what does not fit into the memory. Refused where there can be none."""
        try:
            folder = tempfile.mkdtemp(prefix="rt-stats-")
        except OSError:
            fault = "there is no folder for temporary files"
            remedy = "set TMPDIR to a folder that you can write to"
            raise EngineFailure(Finding(ENGINE_FAILURE, fault, remedy, column="duckdb")) from None
        self._remove_spill = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)  # at the latest at exit
        return folder

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection."""
        return duckdb.connect(
            config={
                "memory_limit": f"{int(self.memory * DUCKDB_SHARE)}B",
                "temp_directory": self.spill,
                "temp_file_encryption": True,  # the folder may hold personal records
                # Encrypt with what DuckDB brings along, whose random numbers are not the best: otherwise nothing could
                # be spilled without an extension from the network.
                "force_mbedtls_unsafe": "true",
                "preserve_insertion_order": False,  # which would hold whole tables in memory
            }
        )

    @cached_property
    def disk(self) -> str:
        """The database for tables that the memory had better not hold, in which they are compressed and encrypted."""
        name = self.new_name()
        key = f"ENCRYPTION_KEY {DIALECT.quote_literal(token_urlsafe())}"
        self.connection.execute(f"ATTACH {DIALECT.quote_literal(str(Path(self.spill) / name))} AS {name} ({key})")
        self.connection.execute(f"SET search_path = 'memory,{name}'")
        return name

    def _close_connection(self) -> None:
        """Close the connection, if there is one, and with it what it keeps."""
        if "connection" in self.__dict__:
            self.connection.close()
            del self.connection
        if "disk" in self.__dict__:
            (Path(self.spill) / self.disk).unlink(missing_ok=True)
            del self.disk
        self._memory_tables.clear()

    def close(self) -> None:
        """Close the connection, if there is one, and remove what it spilled."""
        self._close_connection()
        if "spill" in self.__dict__:
            self._remove_spill()
            del self.spill
        self.forget_tables()

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """The rows of a frame as plain Python."""
        with self.translating_errors():
            return [tuple(map(to_python_value, row)) for row in nw.to_native(frame).fetchall()]

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a missing list stays, once."""
        mark = f"chr({ord(LIST_SEPARATOR)})"
        items = f"CASE WHEN {column} IS NULL THEN [NULL] ELSE string_split(trim({column}, {mark}), {mark}) END"
        return nw.from_native(nw.to_native(frame).project(f"* REPLACE (unnest({items}) AS {column})"))

    def text_query(self, source: ExternalTable, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """The query of texts; compressed files are proved to be whole before, for DuckDB would not tell."""
        source.check_gzip_files()
        return DIALECT.with_ordinals(file_queries.text_files_query(source, names), ordinal, where)

    def parquet_query(self, source: ExternalTable, names: Sequence[str], ordinal: bool) -> str:
        """The query of columns of Parquet files."""
        return DIALECT.with_ordinals(file_queries.parquet_files_query(source, names), ordinal)

    def keep_query(self, name: str, query: str, size: int, ordered: bool) -> None:
        """Keep the rows of a query in memory, or on the disk."""
        self._create_table(name, size, ordered, lambda table: self.connection.execute(table + query))

    def keep_frame(self, name: str, frame: Frame, size: int) -> None:
        """Keep the rows of a frame in memory, or on the disk."""
        relation = nw.to_native(frame)
        self._create_table(name, size, False, lambda table: relation.query("frame", f"{table}SELECT * FROM frame"))

    def _create_table(self, name: str, size: int, ordered: bool, create: Callable[[str], object]) -> None:
        """Create a table in memory, or on the disk where it would leave too little memory to work in."""
        is_in_memory = sum(self._memory_tables.values()) + size <= self.memory * IN_MEMORY_SHARE
        self.connection.execute(f"SET preserve_insertion_order = {str(ordered).lower()}")
        create(f"CREATE TABLE {'memory' if is_in_memory else self.disk}.{name} AS ")
        if is_in_memory:
            self._memory_tables[name] = size

    def drop_table(self, name: str) -> None:
        """Drop a table; its memory is free at once."""
        self.connection.execute(f"DROP TABLE {name}")
        self._memory_tables.pop(name, None)

    def recover_from_error(self) -> bool:
        """Whether DuckDB can go on: some errors end its database, and it gets another one if that kept nothing."""
        try:
            self.connection.execute("SELECT 1")
        except duckdb.Error:
            if self._loaded_tables:
                return False
            self._close_connection()
        return True

    def table_names(self) -> set[str]:
        """The tables that are kept, in memory and on the disk."""
        return {name for (name,) in self.query_rows("SELECT table_name FROM duckdb_tables()")}

    def query_rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, by a cursor of its own: others may be asked before it has come to its end."""
        cursor = self.connection.cursor()
        if "disk" in self.__dict__:
            cursor.execute(f"SET search_path = 'memory,{self.disk}'")
        result = cursor.execute(query)
        while batch := result.fetchmany(BATCH_ROWS):
            yield from (tuple(map(to_python_value, row)) for row in batch)

    def load_dataframe(self, name: str, dataframe: Any, types: Mapping[str, str]) -> None:
        """Keep a frame of pandas as a table."""
        select = ", ".join(f"CAST({column} AS {type_}) AS {column}" for column, type_ in types.items())
        self.connection.from_df(dataframe).query("given", f"CREATE TABLE {name} AS SELECT {select} FROM given")

    def table_frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """A frame over a kept table."""
        select = ", ".join(f"{value} AS {column}" for column, value in columns.items())
        return nw.from_native(self.connection.table(name).project(select))

    def parquet_columns(self, path: Path) -> Mapping[str, str]:
        """The columns of a Parquet file and their types; numbers that DuckDB would change have a type of our own."""
        with self.translating_errors():
            described = self.query_rows(f"DESCRIBE SELECT * FROM {file_queries.read_parquet_call(path)}")
            types = {str(name): str(type_) for name, type_, *_ in described}
            precisions = self.query_rows(file_queries.too_precise_query(path))
            return types | {
                name: f"{TOO_PRECISE_PREFIX} {digits} digits" for name, digits in precisions if name in types
            }

    def has_values(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        column = DIALECT.quote_identifier(name)
        query = f"SELECT 1 FROM {file_queries.read_parquet_call(path)} WHERE {column} IS NOT NULL LIMIT 1"
        with self.translating_errors():
            return any(self.query_rows(query))

    def sample_parquet_texts(self, path: Path, name: str, most: int) -> Iterator[str]:
        """The first values of a column of a Parquet file, as DuckDB reads it."""
        text = DIALECT.cast_to_text(DIALECT.quote_identifier(name))
        query = f"SELECT {text} FROM {file_queries.read_parquet_call(path)} LIMIT {most}"
        with self.translating_errors():
            yield from (cell or "" for (cell,) in self.query_rows(query))

    def stream_parquet_rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The rows of a Parquet file in its order."""
        texts = ", ".join(DIALECT.cast_to_text(DIALECT.quote_identifier(name)) for name in self.parquet_columns(path))
        query = f"SELECT file_row_number, {texts} FROM {file_queries.read_parquet_call(path, numbered=True)}"
        with self.translating_errors():
            self.connection.execute("SET preserve_insertion_order = true")
            for number, *row in self.query_rows(query):
                yield int(number) + 1, ["" if cell is None else str(cell) for cell in row]

    @contextmanager
    def translating_errors(self) -> Iterator[None]:
        """Within it, what DuckDB raises becomes a refusal in words."""
        try:
            yield
        except duckdb.Error as error:
            raise self._refusal_for(error) from None
        except RuntimeError as error:
            if "interrupted" not in str(error):
                raise
            raise KeyboardInterrupt from None  # DuckDB took it for itself

    def _refusal_for(self, error: duckdb.Error) -> Refused:
        if any(sign in str(error) for sign in _DISK_FULL_SIGNS):
            fault, folder = "the disk for temporary files is full", str(Path(self.spill).parent)
            remedy = "free some space there, or set TMPDIR to a folder on a larger disk"
            return EngineFailure(Finding(ENGINE_FAILURE, fault, remedy, folder))
        if isinstance(error, duckdb.OutOfMemoryException):
            fault = f"{self.memory // 2**20} MiB of memory are not enough"
            return EngineFailure(Finding(ENGINE_FAILURE, fault, "give it more: --memory 4GB", column="duckdb"))
        message = str(error).splitlines()[0]
        # Of damaged Parquet it raises no more than the general error.
        if isinstance(error, _FILE_ERRORS) or type(error) is duckdb.Error:
            return UnreadableFiles(Finding(SOURCE_ERROR, message, "", column="duckdb"))
        return EngineFailure(Finding(ENGINE_FAILURE, message, "", column="duckdb"))
