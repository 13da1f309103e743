"""Spark: tables that many machines read, or all cores of this one; locally, by a master, or over Spark Connect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import narwhals.stable.v2 as nw
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import functions as f

from roundtable_cli.errors import ENGINE_FAILURE, SOURCE_ERROR, EngineFailure, Finding, Refused, UnreadableFiles
from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.spark import cluster_session, files
from roundtable_cli.tables.engines.spark.files import exact_pattern, spark_path, well_formed_pattern
from roundtable_cli.tables.engines.sql.casts import COMPOSED_PATTERN, TIME_PATTERN, Cast
from roundtable_cli.tables.engines.sql.engine import SqlEngine
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.engines.sql.parquet_file import holds_no_values
from roundtable_cli.tables.engines.sql.sql_dialect import column_position, to_python_value
from roundtable_cli.tables.engines.sql.text_loader import FILLED_PATTERN
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.reading.streamed_file import StreamedFile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR

_MISSING_LIBRARY = r"^Class \S+ not found|^No FileSystem for scheme"  # a library for an address
RAGGED_ROW = "a row is ragged"  # what stops a query; where none is, its line is a part of one
FAILED_READ = "[FAILED_READ_FILE"  # what it says of a file that is damaged, or not there
_MULTILINE_FAULT = "a cell of several lines, which Spark can't read"
_DATE_PATTERN = (
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_DATETIME_PATTERN = rf"{_DATE_PATTERN}[T ]{TIME_PATTERN}"
_NUMBER_PATTERN = r"-?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]+)?"
_ARROW_TYPES = {
    "BIGINT": "int64",
    "DOUBLE": "float64",
    "BOOLEAN": "bool_",
    "STRING": "string",
}  # types by their names there
_SMALL_FRAME_ROWS = 10_000  # rows that are sent with each query sooner than they are kept
_PARTITION_STRIDE = 2**33  # which parts have numbers of their own, of which the lines of each are numbered on
_PARTITION_BYTES = 4 * 2**20  # bytes of a file that are one part at the most


class SparkEngine(SqlEngine):
    """A session of Spark, begun when it is first asked. It outlives the engine, for starting one takes seconds."""

    sql_types: ClassVar = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "STRING",
        "datetime": "TIMESTAMP_NTZ",
    }

    undecoded_mark = "\ufffd"
    order_clause = "ORDER BY file, block, line"

    def __init__(self) -> None:
        super().__init__()
        self._frames: dict[str, Any] = {}
        self._views: list[str] = []  # of files, which keep nothing

    @cached_property
    def session(self) -> Any:
        """The session. Refused where there is no Java, or where the cluster can't be reached."""
        with self.translating_errors():
            return cluster_session.start_session()

    def open_source(self, table: Table, folder: Path) -> Source:
        """As `Sql` has it; what URLs stand for, files, folders of files or patterns, is told by Spark."""
        if not any(map(urls.url_from_path, table.paths)):
            return super().open_source(table, folder)
        with self.translating_errors():
            paths = [one for path in table.paths for one in files.find_spark_files(self.session, path)]
        return ExternalTable(table._replace(paths=tuple(paths)), folder, self)

    def close(self) -> None:
        """Give back what is kept."""
        with suppress(PySparkException, Py4JError):  # of a session that has ended, nothing is left to be given back
            for name in [*self._frames]:
                self.drop_table(name)
            for name in self._views:
                self.session.catalog.dropTempView(name)
        self._frames.clear()
        self._views.clear()
        self.__dict__.pop("session", None)  # one that has ended would not be begun anew
        self.forget_tables()

    def fetch_rows(self, frame: Frame) -> list[Row]:
        """Plain rows; a date is the datetime of its midnight, a time that of no zone."""
        native = nw.to_native(frame)
        with self.translating_errors():
            zoned = [name for name, type_ in native.dtypes if type_ == "timestamp"]
            if zoned:
                native = native.withColumns({name: f.col(name).cast("timestamp_ntz") for name in zoned})
            return [tuple(map(to_python_value, row)) for row in native.collect()]

    def explode_list(self, frame: Frame, column: str) -> Frame:
        """Items between separators become rows of their own."""
        items = f.split(f.expr(f"trim(BOTH {self.quote_literal(LIST_SEPARATOR)} FROM {column})"), LIST_SEPARATOR)
        return nw.from_native(nw.to_native(frame).withColumn(column, f.explode_outer(items)))

    def text_query(self, source: ExternalTable, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """Lines cut into cells; of those with quotes only well-formed ones."""
        files = [file for file in source.files.values() if isinstance(file, StreamedFile)]
        parts = [self._csv_file_query(file, index, names) for index, file in enumerate(files)]
        return self.with_ordinals(" UNION ALL ".join(parts), ordinal, where)

    def _csv_file_query(self, file: StreamedFile, index: int, names: Sequence[str | int]) -> str:
        """The columns of one file, and where its rows stand. A row that is ragged stops the query."""
        if file.header_row != 1:
            fault, remedy = f"has its header in row {file.header_row}", "Spark reads one in the first row"
            raise Refused(Finding(SOURCE_ERROR, fault, remedy, file.label))
        if any(character in name for name in file.header for character in "\r\n"):
            fault, remedy = "has a name of two lines in its header", "write it in one line"
            raise Refused(Finding(SOURCE_ERROR, fault, remedy, file.label))
        select = [f"nullif(cells[{column_position(file, name)}], '') AS t{number}" for number, name in enumerate(names)]
        whole = f"coalesce({self._cells_expression(file)}, raise_error({self.quote_literal(RAGGED_ROW)}))"
        parts = f"value, split(value, {self.quote_literal(exact_pattern(file.delimiter))}, -1) AS parts, block, line"
        rows = f"SELECT {whole} AS cells, block, line FROM (SELECT {parts} FROM {self._create_lines_view(file.path)})"
        return f"SELECT {', '.join(select)}, {index} AS file, block, line FROM ({rows})"

    def _create_lines_view(self, path: Path) -> str:
        """A view of the lines below the header that hold anything, with the block that each is in, and their order."""
        view, texts = self.new_name(), self.session.read.text(spark_path(path))
        block = f.col("_metadata.file_block_start").alias("block")
        value, line = f.make_valid_utf8("value").alias("value"), f.monotonically_increasing_id().alias("line")
        lines = texts.select(value, block, line, _view_marker(view))
        lines = lines.where(f"NOT (block = 0 AND line % {_PARTITION_STRIDE} = 0)").where(
            self.matches_pattern("value", FILLED_PATTERN)
        )
        whole = (
            not urls.url_from_path(path) and path.stat().st_size <= _PARTITION_BYTES
        )  # which then no query on it has to shuffle
        return self._create_view(view, lines.coalesce(1) if whole else lines)

    def _create_view(self, name: str, frame: Any) -> str:
        frame.createOrReplaceTempView(name)
        self._views.append(name)
        return name

    def _cells_expression(self, file: StreamedFile) -> str:
        """The cells of a line: its parts, or if it has quotes, and these are well-formed, what they hold; else null."""
        width, quote = len(file.header), self.quote_literal(file.table.quote)
        options = f"map('sep', {self.quote_literal(file.delimiter)}, 'quote', {quote}, 'escape', {quote})"
        schema = self.quote_literal(", ".join(f"h{position} STRING" for position in range(width)))
        parsed = ", ".join(f"from_csv(value, {schema}, {options}).h{position}" for position in range(width))
        whole = self.matches_pattern("value", well_formed_pattern(file.delimiter, file.table.quote, width))
        return (
            f"CASE WHEN contains(value, {quote}) THEN CASE WHEN {whole} THEN array({parsed}) END "
            f"WHEN size(parts) = {width} THEN parts END"
        )

    def parquet_query(self, source: ExternalTable, names: Sequence[str], ordinal: bool) -> str:
        """The columns of Parquet files."""
        parts = []
        for index, (path, file) in enumerate(source.files.items()):
            view = self.new_name()
            rows = self.session.read.parquet(spark_path(path))
            held = (f.lit(None) if holds_no_values(file, name) else f.col(_quote_identifier(name)) for name in names)
            columns = [column.alias(f"t{number}") for number, column in enumerate(held)]
            place = f.lit(0).alias("block"), f.col("_metadata.row_index").alias("line")
            rows = rows.select(*columns, f.lit(index).alias("file"), *place, _view_marker(view))
            parts.append(f"SELECT * FROM {self._create_view(view, rows)}")
        return self.with_ordinals(" UNION ALL ".join(parts), ordinal)

    def integer_cast(self, text: str) -> Cast:
        """A pattern tells, so that no cast is trusted with another text."""
        return Cast(f"try_cast({text} AS BIGINT)", self._matches_whole(text, "-?[0-9]{1,18}"))

    def number_cast(self, text: str, point: str) -> Cast:
        """So with numbers, but for those that are too large for one."""
        number = text if point == "." else f"replace({text}, {self.quote_literal(point)}, '.')"
        value = f"try_cast({number} AS DOUBLE)"
        dotted = "" if point == "." else f" AND NOT contains({text}, '.')"
        return Cast(value, f"{self._matches_whole(number, _NUMBER_PATTERN)}{dotted} AND {self.is_finite(value)}")

    def text_cast(self, text: str) -> Cast:
        """So with texts."""
        return Cast(text, self._matches_whole(text, rf"(?!Err:|Ошибка:){COMPOSED_PATTERN}"))

    def moment_cast(self, text: str, type_: str) -> Cast | None:
        """So with dates, of which 29 February is left to Python."""
        pattern = {"date": _DATE_PATTERN, "datetime": _DATETIME_PATTERN}.get(type_)
        return Cast(f"try_cast({text} AS TIMESTAMP_NTZ)", self._matches_whole(text, pattern)) if pattern else None

    def _matches_whole(self, text: str, pattern: str) -> str:
        return self.matches_pattern(text, rf"^(?:{pattern})\z")

    def quote_literal(self, text: str) -> str:
        """A text in SQL, in which a backslash has a meaning."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def matches_pattern(self, text: str, pattern: str) -> str:
        """In the syntax of Java."""
        return f"rlike({text}, {self.quote_literal(pattern)})"

    def has_wide_letters(self, text: str) -> str:
        """Of which it counts more bytes than letters."""
        return f"octet_length({text}) > char_length({text})"

    def is_finite(self, number: str) -> str:
        """Neither infinite nor NaN, which is the greatest of all numbers."""
        return f"abs({number}) < double('infinity')"

    def keep_query(self, name: str, query: str, weight: int, ordered: bool) -> None:  # noqa: ARG002 - rows are numbered by line
        """As a view of rows that are kept where they were read."""
        self._add_frame(name, self.session.sql(query).persist())

    def keep_frame(self, name: str, frame: Frame, weight: int) -> None:  # noqa: ARG002 - Spark knows what it can hold
        """As a view of rows that are kept where they were worked out."""
        self._add_frame(name, nw.to_native(frame).persist())

    def _add_frame(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._frames[name] = frame

    def drop_table(self, name: str) -> None:
        """Its rows are given back."""
        self._frames.pop(name).unpersist()
        self.session.catalog.dropTempView(name)

    def table_names(self) -> set[str]:
        """Those of which it has frames."""
        return {*self._frames}

    def query_rows(self, query: str) -> Iterator[Row]:
        """All at once, as plain values."""
        yield from (tuple(map(to_python_value, row)) for row in self.session.sql(query).collect())

    def load_dataframe(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """By Arrow, which Spark brings: sent once, it needs no process of Python on the other side."""
        import pyarrow as pa

        known = {name: getattr(pa, type_)() for name, type_ in _ARROW_TYPES.items()} | {
            "TIMESTAMP_NTZ": pa.timestamp("us")
        }
        schema = pa.schema([(column, known[type_]) for column, type_ in types.items()])
        frame = self.session.createDataFrame(pa.Table.from_pandas(columns, schema, preserve_index=False))
        self._add_frame(name, frame.coalesce(1) if len(columns) < _SMALL_FRAME_ROWS else frame.persist())

    def table_frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """The columns of a kept view."""
        select = [f"{value} AS {column}" for column, value in columns.items()]
        return nw.from_native(self._frames[name].selectExpr(*select))

    def parquet_columns(self, path: Path) -> Mapping[str, str]:
        """As Spark describes a Parquet file; what it calls a timestamp has a zone."""
        with self.translating_errors():
            types = self.session.read.parquet(spark_path(path)).dtypes
        return {name: "TIMESTAMP WITH TIME ZONE" if type_ == "timestamp" else type_.upper() for name, type_ in types}

    def has_values(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        with self.translating_errors():
            rows = self.session.read.parquet(spark_path(path))
            return bool(rows.where(f.col(_quote_identifier(name)).isNotNull()).head(1))

    def stream_rows(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Rows in the order of the file."""
        index = f.col("_metadata.row_index").alias("row")
        with self.translating_errors():
            rows = self.session.read.parquet(spark_path(path))
            texts = [f.col(_quote_identifier(name)).cast("string") for name in rows.columns]
            for number, *row in rows.select(index, *texts).orderBy("row").toLocalIterator():
                yield int(number) + 1, ["" if cell is None else str(cell) for cell in row]

    def stream_lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:
        """Lines of a file at a URL, in its order."""
        with self.translating_errors():
            yield from files.stream_file_lines(self.session, path, most)

    @contextmanager
    def translating_errors(self) -> Iterator[None]:
        """What it raises, in words."""
        try:
            yield
        except (PySparkException, Py4JError) as error:
            if RAGGED_ROW in str(error):
                raise UnreadableFiles(
                    Finding(SOURCE_ERROR, _MULTILINE_FAULT, "write it in one", column="spark")
                ) from None
            said = _error_line(error)
            if FAILED_READ in said:
                remedy = "see whether it is whole, and whether all of Spark reaches it"
                raise UnreadableFiles(Finding(SOURCE_ERROR, said, remedy, column="spark")) from None
            remedy = "start Spark with what reads it, as --packages does" if re.search(_MISSING_LIBRARY, said) else ""
            raise EngineFailure(Finding(ENGINE_FAILURE, said, remedy, column="spark")) from None


def _view_marker(view: str) -> Any:
    """A column that makes a query like no other: of equal ones Spark gives what it kept, though the file is new."""
    return f.lit(view).alias("view")


def _error_line(error: Exception) -> str:
    """The line of an error that tells what is wrong, without the names of Java's classes before it."""
    lines = [line for line in str(error).strip().splitlines() if not line.startswith("An error occurred while calling")]
    return re.sub(r"^(?:: )?(?:[\w.$]+(?:Exception|Error): )*", "", lines[0] if lines else type(error).__name__)


def _quote_identifier(name: str) -> str:
    """A column's name, though it have dots."""
    return "`" + name.replace("`", "``") + "`"
