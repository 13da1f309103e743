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

from roundtable_cli.errors import Failed, Finding, Refused, Unread
from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.spark import cluster_session, files
from roundtable_cli.tables.engines.spark.files import address, exactly, well_formed
from roundtable_cli.tables.engines.sql.casts import COMPOSED, TIME, Form
from roundtable_cli.tables.engines.sql.engine import Sql
from roundtable_cli.tables.engines.sql.external_table import Large
from roundtable_cli.tables.engines.sql.parquet_file import holds_nothing
from roundtable_cli.tables.engines.sql.sql_dialect import place, plain
from roundtable_cli.tables.engines.sql.text_loader import FILLED
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.reading.streamed_file import LargeFile
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values.parsing import SEPARATOR

_LACKING = r"^Class \S+ not found|^No FileSystem for scheme"  # a library for an address
RAGGED = "a row is ragged"  # what stops a query; where none is, its line is a part of one
UNREAD = "[FAILED_READ_FILE"  # what it says of a file that is damaged, or not there
_PART_OF_ONE = "a cell of several lines, which Spark can't read"
_DAY = (
    r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_TIME = rf"{_DAY}[T ]{TIME}"
_NUMBER = r"-?(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]+)?"
_ARROW = {"BIGINT": "int64", "DOUBLE": "float64", "BOOLEAN": "bool_", "STRING": "string"}  # types by their names there
_FEW = 10_000  # rows that are sent with each query sooner than they are kept
_PARTS = 2**33  # which parts have numbers of their own, of which the lines of each are numbered on
_PART = 4 * 2**20  # bytes of a file that are one part at the most


class Spark(Sql):
    """A session of Spark, begun when it is first asked. It outlives the engine, for starting one takes seconds."""

    types: ClassVar = {
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
        "string": "STRING",
        "datetime": "TIMESTAMP_NTZ",
    }

    undecoded = "\ufffd"
    order = "ORDER BY file, block, line"

    def __init__(self) -> None:
        super().__init__()
        self._frames: dict[str, Any] = {}
        self._views: list[str] = []  # of files, which keep nothing

    @cached_property
    def session(self) -> Any:
        """The session. Refused where there is no Java, or where the cluster can't be reached."""
        with self.told():
            return cluster_session.session()

    def source(self, table: Table, folder: Path) -> Source:
        """As `Sql` has it; what URLs stand for, files, folders of files or patterns, is told by Spark."""
        if not any(map(urls.url, table.paths)):
            return super().source(table, folder)
        with self.told():
            paths = [one for path in table.paths for one in files.found(self.session, path)]
        return Large(table._replace(paths=tuple(paths)), folder, self)

    def close(self) -> None:
        """Give back what is kept."""
        with suppress(PySparkException, Py4JError):  # of a session that has ended, nothing is left to be given back
            for name in [*self._frames]:
                self.drop(name)
            for name in self._views:
                self.session.catalog.dropTempView(name)
        self._frames.clear()
        self._views.clear()
        self.__dict__.pop("session", None)  # one that has ended would not be begun anew
        self.forget()

    def fetch(self, frame: Frame) -> list[Row]:
        """Plain rows; a date is the datetime of its midnight, a time that of no zone."""
        native = nw.to_native(frame)
        with self.told():
            zoned = [name for name, type_ in native.dtypes if type_ == "timestamp"]
            if zoned:
                native = native.withColumns({name: f.col(name).cast("timestamp_ntz") for name in zoned})
            return [tuple(map(plain, row)) for row in native.collect()]

    def explode(self, frame: Frame, column: str) -> Frame:
        """Items between separators become rows of their own."""
        items = f.split(f.expr(f"trim(BOTH {self.quoted(SEPARATOR)} FROM {column})"), SEPARATOR)
        return nw.from_native(nw.to_native(frame).withColumn(column, f.explode_outer(items)))

    def raw(self, source: Large, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """Lines cut into cells; of those with quotes only well-formed ones."""
        files = [file for file in source.files.values() if isinstance(file, LargeFile)]
        parts = [self._csv(file, index, names) for index, file in enumerate(files)]
        return self.numbered(" UNION ALL ".join(parts), ordinal, where)

    def _csv(self, file: LargeFile, index: int, names: Sequence[str | int]) -> str:
        """The columns of one file, and where its rows stand. A row that is ragged stops the query."""
        if file.header_row != 1:
            fault, remedy = f"has its header in row {file.header_row}", "Spark reads one in the first row"
            raise Refused(Finding("source-error", fault, remedy, file.label))
        if any(character in name for name in file.header for character in "\r\n"):
            fault, remedy = "has a name of two lines in its header", "write it in one line"
            raise Refused(Finding("source-error", fault, remedy, file.label))
        select = [f"nullif(cells[{place(file, name)}], '') AS t{number}" for number, name in enumerate(names)]
        whole = f"coalesce({self._cells(file)}, raise_error({self.quoted(RAGGED)}))"
        parts = f"value, split(value, {self.quoted(exactly(file.mark))}, -1) AS parts, block, line"
        rows = f"SELECT {whole} AS cells, block, line FROM (SELECT {parts} FROM {self._lines(file.path)})"
        return f"SELECT {', '.join(select)}, {index} AS file, block, line FROM ({rows})"

    def _lines(self, path: Path) -> str:
        """A view of the lines below the header that hold anything, with the block that each is in, and their order."""
        view, texts = self.fresh(), self.session.read.text(address(path))
        block = f.col("_metadata.file_block_start").alias("block")
        value, line = f.make_valid_utf8("value").alias("value"), f.monotonically_increasing_id().alias("line")
        lines = texts.select(value, block, line, _own(view))
        lines = lines.where(f"NOT (block = 0 AND line % {_PARTS} = 0)").where(self.matches("value", FILLED))
        whole = not urls.url(path) and path.stat().st_size <= _PART  # which then no query on it has to shuffle
        return self._view(view, lines.coalesce(1) if whole else lines)

    def _view(self, name: str, frame: Any) -> str:
        frame.createOrReplaceTempView(name)
        self._views.append(name)
        return name

    def _cells(self, file: LargeFile) -> str:
        """The cells of a line: its parts, or if it has quotes, and these are well-formed, what they hold; else null."""
        width, quote = len(file.header), self.quoted(file.table.quote)
        options = f"map('sep', {self.quoted(file.mark)}, 'quote', {quote}, 'escape', {quote})"
        schema = self.quoted(", ".join(f"h{position} STRING" for position in range(width)))
        parsed = ", ".join(f"from_csv(value, {schema}, {options}).h{position}" for position in range(width))
        whole = self.matches("value", well_formed(file.mark, file.table.quote, width))
        return (
            f"CASE WHEN contains(value, {quote}) THEN CASE WHEN {whole} THEN array({parsed}) END "
            f"WHEN size(parts) = {width} THEN parts END"
        )

    def typed(self, source: Large, names: Sequence[str], ordinal: bool) -> str:
        """The columns of Parquet files."""
        parts = []
        for index, (path, file) in enumerate(source.files.items()):
            view = self.fresh()
            rows = self.session.read.parquet(address(path))
            held = (f.lit(None) if holds_nothing(file, name) else f.col(_named(name)) for name in names)
            columns = [column.alias(f"t{number}") for number, column in enumerate(held)]
            place = f.lit(0).alias("block"), f.col("_metadata.row_index").alias("line")
            rows = rows.select(*columns, f.lit(index).alias("file"), *place, _own(view))
            parts.append(f"SELECT * FROM {self._view(view, rows)}")
        return self.numbered(" UNION ALL ".join(parts), ordinal)

    def integer(self, text: str) -> Form:
        """A pattern tells, so that no cast is trusted with another text."""
        return Form(f"try_cast({text} AS BIGINT)", self._fits(text, "-?[0-9]{1,18}"))

    def number(self, text: str, point: str) -> Form:
        """So with numbers, but for those that are too large for one."""
        number = text if point == "." else f"replace({text}, {self.quoted(point)}, '.')"
        value = f"try_cast({number} AS DOUBLE)"
        dotted = "" if point == "." else f" AND NOT contains({text}, '.')"
        return Form(value, f"{self._fits(number, _NUMBER)}{dotted} AND {self.finite(value)}")

    def text(self, text: str) -> Form:
        """So with texts."""
        return Form(text, self._fits(text, rf"(?!Err:|Ошибка:){COMPOSED}"))

    def moment(self, text: str, type_: str) -> Form | None:
        """So with dates, of which 29 February is left to Python."""
        pattern = {"date": _DAY, "datetime": _TIME}.get(type_)
        return Form(f"try_cast({text} AS TIMESTAMP_NTZ)", self._fits(text, pattern)) if pattern else None

    def _fits(self, text: str, pattern: str) -> str:
        return self.matches(text, rf"^(?:{pattern})\z")

    def quoted(self, text: str) -> str:
        """A text in SQL, in which a backslash has a meaning."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def matches(self, text: str, pattern: str) -> str:
        """In the syntax of Java."""
        return f"rlike({text}, {self.quoted(pattern)})"

    def is_wide(self, text: str) -> str:
        """Of which it counts more bytes than letters."""
        return f"octet_length({text}) > char_length({text})"

    def finite(self, number: str) -> str:
        """Neither infinite nor NaN, which is the greatest of all numbers."""
        return f"abs({number}) < double('infinity')"

    def keep(self, name: str, query: str, weight: int, ordered: bool) -> None:  # noqa: ARG002 - rows are numbered by line
        """As a view of rows that are kept where they were read."""
        self._add(name, self.session.sql(query).persist())

    def hold(self, name: str, frame: Frame, weight: int) -> None:  # noqa: ARG002 - Spark knows what it can hold
        """As a view of rows that are kept where they were worked out."""
        self._add(name, nw.to_native(frame).persist())

    def _add(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._frames[name] = frame

    def drop(self, name: str) -> None:
        """Its rows are given back."""
        self._frames.pop(name).unpersist()
        self.session.catalog.dropTempView(name)

    def names(self) -> set[str]:
        """Those of which it has frames."""
        return {*self._frames}

    def rows(self, query: str) -> Iterator[Row]:
        """All at once, as plain values."""
        yield from (tuple(map(plain, row)) for row in self.session.sql(query).collect())

    def given(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """By Arrow, which Spark brings: sent once, it needs no process of Python on the other side."""
        import pyarrow as pa

        known = {name: getattr(pa, type_)() for name, type_ in _ARROW.items()} | {"TIMESTAMP_NTZ": pa.timestamp("us")}
        schema = pa.schema([(column, known[type_]) for column, type_ in types.items()])
        frame = self.session.createDataFrame(pa.Table.from_pandas(columns, schema, preserve_index=False))
        self._add(name, frame.coalesce(1) if len(columns) < _FEW else frame.persist())

    def frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """The columns of a kept view."""
        select = [f"{value} AS {column}" for column, value in columns.items()]
        return nw.from_native(self._frames[name].selectExpr(*select))

    def columns(self, path: Path) -> Mapping[str, str]:
        """As Spark describes a Parquet file; what it calls a timestamp has a zone."""
        with self.told():
            types = self.session.read.parquet(address(path)).dtypes
        return {name: "TIMESTAMP WITH TIME ZONE" if type_ == "timestamp" else type_.upper() for name, type_ in types}

    def holds(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""
        with self.told():
            rows = self.session.read.parquet(address(path))
            return bool(rows.where(f.col(_named(name)).isNotNull()).head(1))

    def stream(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """Rows in the order of the file."""
        index = f.col("_metadata.row_index").alias("row")
        with self.told():
            rows = self.session.read.parquet(address(path))
            texts = [f.col(_named(name)).cast("string") for name in rows.columns]
            for number, *row in rows.select(index, *texts).orderBy("row").toLocalIterator():
                yield int(number) + 1, ["" if cell is None else str(cell) for cell in row]

    def lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:
        """Lines of a file at a URL, in its order."""
        with self.told():
            yield from files.lines(self.session, path, most)

    @contextmanager
    def told(self) -> Iterator[None]:
        """What it raises, in words."""
        try:
            yield
        except (PySparkException, Py4JError) as error:
            if RAGGED in str(error):
                raise Unread(Finding("source-error", _PART_OF_ONE, "write it in one", column="spark")) from None
            said = _said(error)
            if UNREAD in said:
                remedy = "see whether it is whole, and whether all of Spark reaches it"
                raise Unread(Finding("source-error", said, remedy, column="spark")) from None
            remedy = "start Spark with what reads it, as --packages does" if re.search(_LACKING, said) else ""
            raise Failed(Finding("engine", said, remedy, column="spark")) from None


def _own(view: str) -> Any:
    """A column that makes a query like no other: of equal ones Spark gives what it kept, though the file is new."""
    return f.lit(view).alias("view")


def _said(error: Exception) -> str:
    """The line of an error that tells what is wrong, without the names of Java's classes before it."""
    lines = [line for line in str(error).strip().splitlines() if not line.startswith("An error occurred while calling")]
    return re.sub(r"^(?:: )?(?:[\w.$]+(?:Exception|Error): )*", "", lines[0] if lines else type(error).__name__)


def _named(name: str) -> str:
    """A column's name, though it have dots."""
    return "`" + name.replace("`", "``") + "`"
