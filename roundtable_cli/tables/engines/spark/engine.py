"""Spark: tables that many machines read, or all cores of this one; locally, by a master, or over Spark Connect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import functions as f

from roundtable_cli.errors import EngineFailure, Finding, Refused, UnreadableFiles
from roundtable_cli.finding_codes import ENGINE_FAILURE, SOURCE_ERROR
from roundtable_cli.tables.engines.engine import Engine, Frame, Row, to_python_value
from roundtable_cli.tables.engines.spark import cluster_session, file_rows
from roundtable_cli.tables.engines.spark.dialect import DIALECT
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR

_MISSING_LIBRARY = r"^Class \S+ not found|^No FileSystem for scheme"  # what Spark says without a library for a URL
FAILED_READ = "[FAILED_READ_FILE"  # what it says of a file that is damaged, or not there
_ARROW_TYPES = {  # by the types of SQL that the columns of a frame get
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "STRING": pa.string(),
    "TIMESTAMP_NTZ": pa.timestamp("us"),
}
_SMALL_FRAME_ROWS = 10_000  # rows that are sent with each query sooner than they are kept


class SparkEngine(SqlEngine):
    """A session of Spark, begun when it is first asked. It outlives the engine, for starting one takes seconds."""

    dialect = DIALECT

    def __init__(self, python_engine: Engine) -> None:
        """`python_engine` reads what Spark does not."""
        super().__init__(python_engine)
        self._frames: dict[str, Any] = {}
        self._views: list[str] = []  # of files, which keep nothing

    @cached_property
    def session(self) -> Any:
        """The session. Refused where there is no Java, or where the cluster can't be reached."""
        with self.translating_errors():
            return cluster_session.start_session()

    def open_source(self, table: Table, folder: Path) -> Source:
        """The table with its files; what URLs stand for, files, folders or patterns, is told by Spark."""
        if not any(map(urls.url_from_path, table.paths)):
            return super().open_source(table, folder)
        with self.translating_errors():
            paths = [found for path in table.paths for found in file_rows.find_spark_files(self.session, path)]
        return ExternalTable(table._replace(paths=tuple(paths)), folder, self)

    def close(self) -> None:
        """Free what is kept; the session stays."""
        with suppress(PySparkException, Py4JError):  # a session that has ended keeps nothing
            for name in [*self._frames]:
                self.drop_table(name)
            for name in self._views:
                self.session.catalog.dropTempView(name)
        self._frames.clear()
        self._views.clear()
        self.__dict__.pop("session", None)  # so that one that has ended is begun anew
        self.forget_tables()

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """The rows of a frame as plain Python; times that a query has put into a zone are taken out of it."""
        native = nw.to_native(frame)
        with self.translating_errors():
            zoned = [name for name, type_ in native.dtypes if type_ == "timestamp"]
            if zoned:
                native = native.withColumns({name: f.col(name).cast("timestamp_ntz") for name in zoned})
            return [tuple(map(to_python_value, row)) for row in native.collect()]

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """A row for each item of a list column; a missing list stays, once."""
        items = f.split(f.expr(f"trim(BOTH {DIALECT.quote_literal(LIST_SEPARATOR)} FROM {column})"), LIST_SEPARATOR)
        return nw.from_native(nw.to_native(frame).withColumn(column, f.explode_outer(items)))

    def text_query(self, source: ExternalTable, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """The query of texts: lines cut into cells; of lines with quotes only well-formed ones."""
        queries = []
        for index, file in enumerate(source.files):
            file_rows.check_header(file)
            view = self._create_view(partial(file_rows.filled_lines, self.session, file.path))
            queries.append(file_rows.cells_query(file, index, names, view))
        return DIALECT.with_ordinals(" UNION ALL ".join(queries), ordinal, where)

    def parquet_query(self, source: ExternalTable, names: Sequence[str], ordinal: bool) -> str:
        """The query of columns of Parquet files."""
        views = [
            self._create_view(partial(file_rows.parquet_rows, self.session, file, index, names))
            for index, file in enumerate(source.files)
        ]
        return DIALECT.with_ordinals(" UNION ALL ".join(f"SELECT * FROM {view}" for view in views), ordinal)

    def _create_view(self, frame_for_view: Callable[[str], Any]) -> str:
        """The name of a view of a frame, which is made for that name."""
        name = self.new_name()
        frame_for_view(name).createOrReplaceTempView(name)
        self._views.append(name)
        return name

    def keep_query(self, name: str, query: str, size: int, ordered: bool) -> None:  # noqa: ARG002 - see `order_clause`
        """Keep the rows of a query as a view, where they were read."""
        self._add_frame(name, self.session.sql(query).persist())

    def keep_frame(self, name: str, frame: Frame, size: int) -> None:  # noqa: ARG002 - Spark knows what it can hold
        """Keep the rows of a frame as a view, where they were worked out."""
        self._add_frame(name, nw.to_native(frame).persist())

    def _add_frame(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._frames[name] = frame

    def drop_table(self, name: str) -> None:
        """Drop a view and the rows that it keeps."""
        self._frames.pop(name).unpersist()
        self.session.catalog.dropTempView(name)

    def table_names(self) -> set[str]:
        """The views that keep rows."""
        return {*self._frames}

    def query_rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, all at once."""
        yield from (tuple(map(to_python_value, row)) for row in self.session.sql(query).collect())

    def load_dataframe(self, name: str, dataframe: Any, types: Mapping[str, str]) -> None:
        """Keep a frame of pandas as a view; sent by Arrow, it needs no process of Python on the other side."""
        schema = pa.schema([(column, _ARROW_TYPES[type_]) for column, type_ in types.items()])
        frame = self.session.createDataFrame(pa.Table.from_pandas(dataframe, schema, preserve_index=False))
        self._add_frame(name, frame.coalesce(1) if len(dataframe) < _SMALL_FRAME_ROWS else frame.persist())

    def table_frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """A frame over a kept view."""
        select = [f"{value} AS {column}" for column, value in columns.items()]
        return nw.from_native(self._frames[name].selectExpr(*select))

    def parquet_columns(self, path: Path) -> Mapping[str, str]:
        """The columns of a Parquet file and their types; what Spark calls a timestamp has a time zone."""
        with self.translating_errors():
            types = self.session.read.parquet(file_rows.spark_path(path)).dtypes
        return {name: "TIMESTAMP WITH TIME ZONE" if type_ == "timestamp" else type_.upper() for name, type_ in types}

    def has_values(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        with self.translating_errors():
            rows = self.session.read.parquet(file_rows.spark_path(path))
            return bool(rows.where(f.col(DIALECT.quote_identifier(name)).isNotNull()).head(1))

    def sample_parquet_texts(self, path: Path, name: str, most: int) -> Iterator[str]:
        """The first values of a column of a Parquet file, as Spark reads it."""
        with self.translating_errors():
            rows = self.session.read.parquet(file_rows.spark_path(path))
            text = f.col(DIALECT.quote_identifier(name)).cast("string")
            yield from (cell or "" for (cell,) in rows.select(text).limit(most).toLocalIterator())

    def stream_parquet_rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The rows of a Parquet file in its order."""
        index = f.col("_metadata.row_index").alias("row")
        with self.translating_errors():
            rows = self.session.read.parquet(file_rows.spark_path(path))
            texts = [f.col(DIALECT.quote_identifier(name)).cast("string") for name in rows.columns]
            for number, *row in rows.select(index, *texts).orderBy("row").toLocalIterator():
                yield int(number) + 1, ["" if cell is None else str(cell) for cell in row]

    def stream_lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:
        """The lines of a file at a URL, in its order."""
        with self.translating_errors():
            yield from file_rows.stream_file_lines(self.session, path, most)

    @contextmanager
    def translating_errors(self) -> Iterator[None]:
        """Within it, what Spark raises becomes a refusal in words."""
        try:
            yield
        except (PySparkException, Py4JError) as error:
            raise _refusal_for(error) from None


def _refusal_for(error: Exception) -> Refused:
    if file_rows.RAGGED_ROW in str(error):  # of no row that Python finds ragged: then its line is a part of one
        fault, remedy = "a cell has several lines, which Spark can't read", "write it in one line"
        return UnreadableFiles(Finding(SOURCE_ERROR, fault, remedy, column="spark"))
    message = _error_line(error)
    if FAILED_READ in message:
        remedy = "check that the file is whole, and that every machine of Spark can open it"
        return UnreadableFiles(Finding(SOURCE_ERROR, message, remedy, column="spark"))
    is_missing = re.search(_MISSING_LIBRARY, message)
    remedy = "start Spark with the library that reads such a URL: --packages NAME" if is_missing else ""
    return EngineFailure(Finding(ENGINE_FAILURE, message, remedy, column="spark"))


def _error_line(error: Exception) -> str:
    """The line of an error that tells what is wrong, without the names of Java's classes before it."""
    lines = [line for line in str(error).strip().splitlines() if not line.startswith("An error occurred while calling")]
    return re.sub(r"^(?:: )?(?:[\w.$]+(?:Exception|Error): )*", "", lines[0] if lines else type(error).__name__)
