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
from typing import Any, ClassVar

import duckdb
import narwhals.stable.v2 as nw
import pandas  # noqa: F401 - else DuckDB does at the first literal, and loses a signal that comes meanwhile

from roundtable_cli.errors import ENGINE_FAILURE, SOURCE_ERROR, EngineFailure, Finding, Refused, UnreadableFiles
from roundtable_cli.tables.engines.duckdb import files
from roundtable_cli.tables.engines.duckdb.files import quote_identifier, read_parquet_call
from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.sql.casts import COMPOSED_PATTERN, TIME_PATTERN, Cast
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.engines.sql.parquet_file import TOO_PRECISE_PREFIX
from roundtable_cli.tables.engines.sql.sql_dialect import BATCH_ROWS, quote_standard_literal, to_python_value
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR

DEFAULT_MEMORY = 2 * 2**30  # bytes that the process takes, unless more is given
DUCKDB_SHARE = 0.65  # of it that DuckDB counts as its own: readers, buffers and Python come on top
IN_MEMORY_SHARE = (
    1 / 3
)  # of it that files may take whose tables are held in memory; others are kept on the disk, in less space
_DATETIME_PATTERN = rf"[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}[T ]{TIME_PATTERN}"
# What it raises on a file; also an internal error, which bytes that are not UTF-8 can end in.
_FILE_ERRORS = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException, duckdb.InternalException)


class DuckDBEngine(SqlEngine):
    """A connection to a database in memory, made when it is first asked, and the folder for what does not fit there."""

    sql_types: ClassVar = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "VARCHAR",
        "datetime": "TIMESTAMP",
    }

    def __init__(self, memory: int | None = None) -> None:
        """`memory` is what the process may take, in bytes."""
        super().__init__()
        self.memory = memory or DEFAULT_MEMORY
        self._memory_tables: dict[str, int] = {}  # the tables in memory, each with about the bytes that it takes

    @cached_property
    def spill(self) -> str:
        """The folder for what does not fit into the memory. Refused where there can be none."""
        try:
            folder = tempfile.mkdtemp(prefix="rt-stats-")
        except OSError:
            fault = "there is no folder for what does not fit into the memory"
            remedy = "point TMPDIR to one that can be written"
            raise EngineFailure(Finding(ENGINE_FAILURE, fault, remedy, column="duckdb")) from None
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)  # at the latest at exit
        return folder

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection."""
        return duckdb.connect(
            config={
                "memory_limit": f"{int(self.memory * DUCKDB_SHARE)}B",
                "temp_directory": self.spill,
                "temp_file_encryption": True,  # the folder may hold personal records
                # Leave to encrypt with what it brings along, whose random numbers are not the best: otherwise nothing
                # could be spilled without an extension from the network.
                "force_mbedtls_unsafe": "true",
                "preserve_insertion_order": False,  # which would hold whole tables in memory
            }
        )

    @cached_property
    def disk(self) -> str:
        """The database for tables that the memory had better not hold, in which they are compressed and encrypted."""
        name = self.new_name()
        key = f"ENCRYPTION_KEY {quote_standard_literal(token_urlsafe())}"
        self.connection.execute(f"ATTACH {quote_standard_literal(str(Path(self.spill) / name))} AS {name} ({key})")
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
            self._remove()
            del self.spill
        self.forget_tables()

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """Plain rows; a date is the datetime of its midnight."""
        with self.translating_errors():
            return [tuple(map(to_python_value, row)) for row in nw.to_native(frame).fetchall()]

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """Items between separators become rows of their own."""
        mark = f"chr({ord(LIST_SEPARATOR)})"
        items = f"CASE WHEN {column} IS NULL THEN [NULL] ELSE string_split(trim({column}, {mark}), {mark}) END"
        return nw.from_native(nw.to_native(frame).project(f"* REPLACE (unnest({items}) AS {column})"))

    def text_query(self, source: ExternalTable, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """Texts as its reader gives them, which asks no compressed file whether it is still what it was."""
        source.check_gzip_files()
        return self.with_ordinals(files.csv_query(source, names), ordinal, where)

    def parquet_query(self, source: ExternalTable, names: Sequence[str], ordinal: bool) -> str:
        """The columns of Parquet files."""
        return self.with_ordinals(files.parquet_files_query(source, names), ordinal)

    def integer_cast(self, text: str) -> Cast:
        """Its cast rounds `1.5`, and takes `0x10` too; what it gives back tells."""
        value = f"TRY_CAST({text} AS BIGINT)"
        return Cast(value, f"CAST({value} AS VARCHAR) = {text}")

    def number_cast(self, text: str, point: str) -> Cast:
        """Its cast takes `1_000` and `+-5` too, and knows infinity."""
        written = text if point == "." else f"replace({text}, {quote_standard_literal(point)}, '.')"
        value = f"TRY_CAST({written} AS DOUBLE)"
        strange = [
            f"contains({text}, {quote_standard_literal(sign)})"
            for sign in ("_", "+", *(() if point == "." else (".",)))
        ]
        return Cast(value, f"isfinite({value}) AND NOT ({' OR '.join(strange)})")

    def text_cast(self, text: str) -> Cast:
        """Of ASCII it is enough to look at both ends; other texts are looked at letter by letter."""
        ends = f"{text} >= '$' AND {text}[-1] > ' ' AND NOT ({text} >= 'Err:' AND {text} < 'Err;')"
        ascii_ = f"{ends} AND strlen({text}) = length({text}) AND NOT contains({text}, chr(0))"
        other = f"NOT prefix({text}, 'Err:') AND NOT prefix({text}, 'Ошибка:')"
        composed = f"regexp_full_match({text}, {quote_standard_literal(COMPOSED_PATTERN)})"
        # Of a CASE, and not of an OR, the second part is looked at only where the first does not hold.
        return Cast(text, f"CASE WHEN {ascii_} THEN true ELSE {composed} AND {other} END")

    def moment_cast(self, text: str, type_: str) -> Cast | None:
        """A day is what it gives back; of times a pattern tells."""
        if type_ == "date":
            day = f"TRY_CAST({text} AS DATE)"
            return Cast(f"CAST({day} AS TIMESTAMP)", f"strlen({text}) = 10 AND CAST({day} AS VARCHAR) = {text}")
        if type_ == "datetime":
            value = f"TRY_CAST({text} AS TIMESTAMP)"
            return Cast(
                value, f"regexp_full_match({text}, {quote_standard_literal(_DATETIME_PATTERN)}) AND {value} IS NOT NULL"
            )
        return None

    def matches_pattern(self, text: str, pattern: str) -> str:
        """In the syntax of RE2."""
        return f"regexp_matches({text}, {quote_standard_literal(pattern)})"

    def has_wide_letters(self, text: str) -> str:
        """Of which it counts more bytes than letters."""
        return f"strlen({text}) > length({text})"

    def is_finite(self, number: str) -> str:
        """Neither infinite nor NaN."""
        return f"isfinite(CAST({number} AS DOUBLE))"

    def keep_query(self, name: str, query: str, weight: int, ordered: bool) -> None:
        """In memory, or on the disk."""
        self._create_table(name, weight, ordered, lambda table: self.connection.execute(table + query))

    def keep_frame(self, name: str, frame: Frame, weight: int) -> None:
        """In memory, or on the disk."""
        relation = nw.to_native(frame)
        self._create_table(name, weight, False, lambda table: relation.query("held", f"{table}SELECT * FROM held"))

    def _create_table(self, name: str, weight: int, ordered: bool, create: Callable[[str], object]) -> None:
        """Create a table in memory, or on the disk where it would leave too little memory to work in."""
        is_held = sum(self._memory_tables.values()) + weight <= self.memory * IN_MEMORY_SHARE
        self.connection.execute(f"SET preserve_insertion_order = {str(ordered).lower()}")
        create(f"CREATE TABLE {'memory' if is_held else self.disk}.{name} AS ")
        if is_held:
            self._memory_tables[name] = weight

    def drop_table(self, name: str) -> None:
        """It is gone at once."""
        self.connection.execute(f"DROP TABLE {name}")
        self._memory_tables.pop(name, None)

    def recover_from_error(self) -> bool:
        """Some errors end its database: it gets another one, if nothing was kept in that."""
        try:
            self.connection.execute("SELECT 1")
        except duckdb.Error:
            if self._loaded_tables:
                return False
            self._close_connection()
        return True

    def table_names(self) -> set[str]:
        """As it lists them."""
        return {name for (name,) in self.query_rows("SELECT table_name FROM duckdb_tables()")}

    def query_rows(self, query: str) -> Iterator[Row]:
        """By a cursor of its own, so that others may be asked meanwhile."""
        cursor = self.connection.cursor()
        if "disk" in self.__dict__:
            cursor.execute(f"SET search_path = 'memory,{self.disk}'")
        found = cursor.execute(query)
        while batch := found.fetchmany(BATCH_ROWS):
            yield from (tuple(map(to_python_value, row)) for row in batch)

    def load_dataframe(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """From a frame of pandas."""
        select = ", ".join(f"CAST({column} AS {type_}) AS {column}" for column, type_ in types.items())
        self.connection.from_df(columns).query("given", f"CREATE TABLE {name} AS SELECT {select} FROM given")

    def table_frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """The relation of a table's columns."""
        select = ", ".join(f"{value} AS {column}" for column, value in columns.items())
        return nw.from_native(self.connection.table(name).project(select))

    def parquet_columns(self, path: Path) -> Mapping[str, str]:
        """As DuckDB describes a Parquet file."""
        with self.translating_errors():
            found = self.query_rows(f"DESCRIBE SELECT * FROM {read_parquet_call(path)}")
            types = {str(name): str(type_) for name, type_, *_ in found}
            fine = self.query_rows(files.too_precise_query(path))  # of which it would read other numbers
            return types | {name: f"{TOO_PRECISE_PREFIX} {digits} digits" for name, digits in fine if name in types}

    def has_values(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        with self.translating_errors():
            return any(
                self.query_rows(
                    f"SELECT 1 FROM {read_parquet_call(path)} WHERE {quote_identifier(name)} IS NOT NULL LIMIT 1"
                )
            )

    def stream_rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Rows in the order of the file."""
        texts = ", ".join(f"CAST({quote_identifier(name)} AS VARCHAR)" for name in self.parquet_columns(path))
        with self.translating_errors():
            self.connection.execute("SET preserve_insertion_order = true")
            for number, *row in self.query_rows(
                f"SELECT file_row_number, {texts} FROM {read_parquet_call(path, numbered=True)}"
            ):
                yield int(number) + 1, ["" if cell is None else str(cell) for cell in row]

    @contextmanager
    def translating_errors(self) -> Iterator[None]:
        """What it raises, in words."""
        try:
            yield
        except duckdb.Error as error:
            raise self._refusal_for(error) from None
        except RuntimeError as error:
            if "interrupted" not in str(error):
                raise
            raise KeyboardInterrupt from None  # which it had taken for itself

    def _refusal_for(self, error: duckdb.Error) -> Refused:
        if _is_disk_full(error):
            fault = "the disk for what does not fit into the memory is full"
            remedy = "free some of it, or point TMPDIR to a larger one"
            return EngineFailure(Finding(ENGINE_FAILURE, fault, remedy, str(Path(self.spill).parent)))
        if isinstance(error, duckdb.OutOfMemoryException):
            fault = f"{self.memory // 2**20} MiB of memory do not suffice"
            return EngineFailure(Finding(ENGINE_FAILURE, fault, "give it more: --memory 4GB", column="duckdb"))
        said = str(error).splitlines()[0]
        if (
            isinstance(error, _FILE_ERRORS) or type(error) is duckdb.Error
        ):  # which is all that it says of damaged Parquet
            return UnreadableFiles(Finding(SOURCE_ERROR, said, "", column="duckdb"))
        return EngineFailure(Finding(ENGINE_FAILURE, said, "", column="duckdb"))


def _is_disk_full(error: duckdb.Error) -> bool:
    """Whether the disk, or what may be taken of it, is full."""
    return any(sign in str(error) for sign in ("max_temp_directory_size", "No space left"))
