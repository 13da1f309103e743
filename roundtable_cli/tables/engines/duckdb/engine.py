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

from roundtable_cli.errors import Failed, Finding, Refused, Unread
from roundtable_cli.tables.engines.duckdb import files
from roundtable_cli.tables.engines.duckdb.files import named, parquet
from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.sql.casts import COMPOSED, TIME, Form
from roundtable_cli.tables.engines.sql.engine import Sql
from roundtable_cli.tables.engines.sql.external_table import Large
from roundtable_cli.tables.engines.sql.parquet_file import UNTOLD
from roundtable_cli.tables.engines.sql.sql_dialect import BATCH, plain, quoted
from roundtable_cli.tables.values.parsing import SEPARATOR

MEMORY = 2 * 2**30  # bytes that the process takes, unless more is given
SHARE = 0.65  # of it that DuckDB counts as its own: readers, buffers and Python come on top
HELD = 1 / 3  # of it that files may take whose tables are held in memory; others are kept on the disk, in less space
_TIME = rf"[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}[T ]{TIME}"
# What it raises on a file; also an internal error, which bytes that are not UTF-8 can end in.
_OF_FILES = (duckdb.InvalidInputException, duckdb.ConversionException, duckdb.IOException, duckdb.InternalException)


class DuckDB(Sql):
    """A connection to a database in memory, made when it is first asked, and the folder for what does not fit there."""

    types: ClassVar = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "VARCHAR",
        "datetime": "TIMESTAMP",
    }

    def __init__(self, memory: int | None = None) -> None:
        """`memory` is what the process may take, in bytes."""
        super().__init__()
        self.memory = memory or MEMORY
        self._held: dict[str, int] = {}  # the tables in memory, each with about the bytes that it takes

    @cached_property
    def spill(self) -> str:
        """The folder for what does not fit into the memory. Refused where there can be none."""
        try:
            folder = tempfile.mkdtemp(prefix="rt-stats-")
        except OSError:
            fault = "there is no folder for what does not fit into the memory"
            remedy = "point TMPDIR to one that can be written"
            raise Failed(Finding("engine", fault, remedy, column="duckdb")) from None
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)  # at the latest at exit
        return folder

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection."""
        return duckdb.connect(
            config={
                "memory_limit": f"{int(self.memory * SHARE)}B",
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
        name = self.fresh()
        key = f"ENCRYPTION_KEY {quoted(token_urlsafe())}"
        self.connection.execute(f"ATTACH {quoted(str(Path(self.spill) / name))} AS {name} ({key})")
        self.connection.execute(f"SET search_path = 'memory,{name}'")
        return name

    def _closed(self) -> None:
        """Close the connection, if there is one, and with it what it keeps."""
        if "connection" in self.__dict__:
            self.connection.close()
            del self.connection
        if "disk" in self.__dict__:
            (Path(self.spill) / self.disk).unlink(missing_ok=True)
            del self.disk
        self._held.clear()

    def close(self) -> None:
        """Close the connection, if there is one, and remove what it spilled."""
        self._closed()
        if "spill" in self.__dict__:
            self._remove()
            del self.spill
        self.forget()

    def fetch(self, frame: Frame) -> list[Row]:
        """Plain rows; a date is the datetime of its midnight."""
        with self.told():
            return [tuple(map(plain, row)) for row in nw.to_native(frame).fetchall()]

    def explode(self, frame: Frame, column: str) -> Frame:
        """Items between separators become rows of their own."""
        mark = f"chr({ord(SEPARATOR)})"
        items = f"CASE WHEN {column} IS NULL THEN [NULL] ELSE string_split(trim({column}, {mark}), {mark}) END"
        return nw.from_native(nw.to_native(frame).project(f"* REPLACE (unnest({items}) AS {column})"))

    def raw(self, source: Large, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """Texts as its reader gives them, which asks no compressed file whether it is still what it was."""
        source.check_packed()
        return self.numbered(files.texts(source, names), ordinal, where)

    def typed(self, source: Large, names: Sequence[str], ordinal: bool) -> str:
        """The columns of Parquet files."""
        return self.numbered(files.typed(source, names), ordinal)

    def integer(self, text: str) -> Form:
        """Its cast rounds `1.5`, and takes `0x10` too; what it gives back tells."""
        value = f"TRY_CAST({text} AS BIGINT)"
        return Form(value, f"CAST({value} AS VARCHAR) = {text}")

    def number(self, text: str, point: str) -> Form:
        """Its cast takes `1_000` and `+-5` too, and knows infinity."""
        written = text if point == "." else f"replace({text}, {quoted(point)}, '.')"
        value = f"TRY_CAST({written} AS DOUBLE)"
        strange = [f"contains({text}, {quoted(sign)})" for sign in ("_", "+", *(() if point == "." else (".",)))]
        return Form(value, f"isfinite({value}) AND NOT ({' OR '.join(strange)})")

    def text(self, text: str) -> Form:
        """Of ASCII it is enough to look at both ends; other texts are looked at letter by letter."""
        ends = f"{text} >= '$' AND {text}[-1] > ' ' AND NOT ({text} >= 'Err:' AND {text} < 'Err;')"
        ascii_ = f"{ends} AND strlen({text}) = length({text}) AND NOT contains({text}, chr(0))"
        other = f"NOT prefix({text}, 'Err:') AND NOT prefix({text}, 'Ошибка:')"
        composed = f"regexp_full_match({text}, {quoted(COMPOSED)})"
        # Of a CASE, and not of an OR, the second part is looked at only where the first does not hold.
        return Form(text, f"CASE WHEN {ascii_} THEN true ELSE {composed} AND {other} END")

    def moment(self, text: str, type_: str) -> Form | None:
        """A day is what it gives back; of times a pattern tells."""
        if type_ == "date":
            day = f"TRY_CAST({text} AS DATE)"
            return Form(f"CAST({day} AS TIMESTAMP)", f"strlen({text}) = 10 AND CAST({day} AS VARCHAR) = {text}")
        if type_ == "datetime":
            value = f"TRY_CAST({text} AS TIMESTAMP)"
            return Form(value, f"regexp_full_match({text}, {quoted(_TIME)}) AND {value} IS NOT NULL")
        return None

    def matches(self, text: str, pattern: str) -> str:
        """In the syntax of RE2."""
        return f"regexp_matches({text}, {quoted(pattern)})"

    def is_wide(self, text: str) -> str:
        """Of which it counts more bytes than letters."""
        return f"strlen({text}) > length({text})"

    def finite(self, number: str) -> str:
        """Neither infinite nor NaN."""
        return f"isfinite(CAST({number} AS DOUBLE))"

    def keep(self, name: str, query: str, weight: int, ordered: bool) -> None:
        """In memory, or on the disk."""
        self._create(name, weight, ordered, lambda table: self.connection.execute(table + query))

    def hold(self, name: str, frame: Frame, weight: int) -> None:
        """In memory, or on the disk."""
        relation = nw.to_native(frame)
        self._create(name, weight, False, lambda table: relation.query("held", f"{table}SELECT * FROM held"))

    def _create(self, name: str, weight: int, ordered: bool, create: Callable[[str], object]) -> None:
        """Create a table in memory, or on the disk where it would leave too little memory to work in."""
        is_held = sum(self._held.values()) + weight <= self.memory * HELD
        self.connection.execute(f"SET preserve_insertion_order = {str(ordered).lower()}")
        create(f"CREATE TABLE {'memory' if is_held else self.disk}.{name} AS ")
        if is_held:
            self._held[name] = weight

    def drop(self, name: str) -> None:
        """It is gone at once."""
        self.connection.execute(f"DROP TABLE {name}")
        self._held.pop(name, None)

    def revived(self) -> bool:
        """Some errors end its database: it gets another one, if nothing was kept in that."""
        try:
            self.connection.execute("SELECT 1")
        except duckdb.Error:
            if self._kept:
                return False
            self._closed()
        return True

    def names(self) -> set[str]:
        """As it lists them."""
        return {name for (name,) in self.rows("SELECT table_name FROM duckdb_tables()")}

    def rows(self, query: str) -> Iterator[Row]:
        """By a cursor of its own, so that others may be asked meanwhile."""
        cursor = self.connection.cursor()
        if "disk" in self.__dict__:
            cursor.execute(f"SET search_path = 'memory,{self.disk}'")
        found = cursor.execute(query)
        while batch := found.fetchmany(BATCH):
            yield from (tuple(map(plain, row)) for row in batch)

    def given(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """From a frame of pandas."""
        select = ", ".join(f"CAST({column} AS {type_}) AS {column}" for column, type_ in types.items())
        self.connection.from_df(columns).query("given", f"CREATE TABLE {name} AS SELECT {select} FROM given")

    def frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """The relation of a table's columns."""
        select = ", ".join(f"{value} AS {column}" for column, value in columns.items())
        return nw.from_native(self.connection.table(name).project(select))

    def columns(self, path: Path) -> Mapping[str, str]:
        """As DuckDB describes a Parquet file."""
        with self.told():
            found = self.rows(f"DESCRIBE SELECT * FROM {parquet(path)}")
            types = {str(name): str(type_) for name, type_, *_ in found}
            fine = self.rows(files.too_fine(path))  # of which it would read other numbers
            return types | {name: f"{UNTOLD} {digits} digits" for name, digits in fine if name in types}

    def holds(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        with self.told():
            return any(self.rows(f"SELECT 1 FROM {parquet(path)} WHERE {named(name)} IS NOT NULL LIMIT 1"))

    def stream(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Rows in the order of the file."""
        texts = ", ".join(f"CAST({named(name)} AS VARCHAR)" for name in self.columns(path))
        with self.told():
            self.connection.execute("SET preserve_insertion_order = true")
            for number, *row in self.rows(f"SELECT file_row_number, {texts} FROM {parquet(path, numbered=True)}"):
                yield int(number) + 1, ["" if cell is None else str(cell) for cell in row]

    @contextmanager
    def told(self) -> Iterator[None]:
        """What it raises, in words."""
        try:
            yield
        except duckdb.Error as error:
            raise self._refused(error) from None
        except RuntimeError as error:
            if "interrupted" not in str(error):
                raise
            raise KeyboardInterrupt from None  # which it had taken for itself

    def _refused(self, error: duckdb.Error) -> Refused:
        if _is_full(error):
            fault = "the disk for what does not fit into the memory is full"
            remedy = "free some of it, or point TMPDIR to a larger one"
            return Failed(Finding("engine", fault, remedy, str(Path(self.spill).parent)))
        if isinstance(error, duckdb.OutOfMemoryException):
            fault = f"{self.memory // 2**20} MiB of memory do not suffice"
            return Failed(Finding("engine", fault, "give it more: --memory 4GB", column="duckdb"))
        said = str(error).splitlines()[0]
        if isinstance(error, _OF_FILES) or type(error) is duckdb.Error:  # which is all that it says of damaged Parquet
            return Unread(Finding("source-error", said, "", column="duckdb"))
        return Failed(Finding("engine", said, "", column="duckdb"))


def _is_full(error: duckdb.Error) -> bool:
    """Whether the disk, or what may be taken of it, is full."""
    return any(sign in str(error) for sign in ("max_temp_directory_size", "No space left"))
