"""Files as Spark finds and reads them, here or at a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import functions as f

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import SOURCE_ERROR
from roundtable_cli.tables.engines.spark.dialect import DIALECT
from roundtable_cli.tables.engines.sql.external_files import ExternalFile
from roundtable_cli.tables.engines.sql.non_records import FILLED_PATTERN
from roundtable_cli.tables.reading import file_bytes, urls

RAGGED_ROW = "a row is ragged"  # what stops a query at a line that has not the cells of a row
_PARTITION_STRIDE = 2**33  # `monotonically_increasing_id` numbers the lines of each part of a file on from a multiple
_PARTITION_BYTES = 4 * 2**20  # bytes of a file that are one part at the most


def spark_path(path: Path) -> str:
    """A file as Spark is to find it, wherever it runs. Refused where it would read something else, or nothing."""
    if url := urls.url_from_path(path):
        return _escape_glob(url)
    if not file_bytes.is_utf8_name(str(path)):
        raise file_bytes.foreign_name_refusal(path, "Spark")
    absolute, is_named_gzip = str(path.resolve()), path.suffix == ".gz"  # it unpacks what is called so, nothing else
    if path.name.startswith(("_", ".")) or ":" in absolute or is_named_gzip != file_bytes.is_gzip_file(path):
        remedy = 'rename it: no "_" or "." at the beginning, no ":", and ".gz" at the end only if it is compressed'
        raise Refused(Finding(SOURCE_ERROR, "Spark can't read a file of this name", remedy, path.name))
    return _escape_glob(absolute)


def _escape_glob(name: str) -> str:
    """A pattern that means this file alone."""
    return re.sub(r"[\\*?\[\]{}]", r"\\\g<0>", name)


def find_spark_files(session: Any, path: Path) -> Sequence[Path]:
    """A file itself; of a URL the files that it stands for, by name. Refused where there is none."""
    url = urls.url_from_path(path)
    if not url:
        return [path]
    try:  # of files that are opened as bytes, Spark lists what it is not asked to open
        rows = session.read.format("binaryFile").load(url).select("path").orderBy("path").collect()
    except AnalysisException as error:
        if error.getCondition() != "PATH_NOT_FOUND":
            raise
        rows = []
    if not rows:
        fault, remedy = f"there is no file at {url}, or it is empty", "correct the table's path, or put the file there"
        raise Refused(Finding(SOURCE_ERROR, fault, remedy))
    paths = [urls.path_from_url(row.path) for row in rows]
    if None in paths:
        fault = f"the file is among the files of {url}, and can't be read from there alone"
        remedy = "write the URLs of the files one by one"
        raise Refused(Finding(SOURCE_ERROR, fault, remedy, str(rows[paths.index(None)].path)))
    return [found for found in paths if found]


def stream_file_lines(session: Any, path: Path, most: int | None = None) -> Iterator[bytes]:
    """The lines of a file in its order, the first of them or all; as bytes, for a text would hide what is none."""
    lines = session.read.text(spark_path(path)).select(f.col("value").cast("binary").alias("value"), *_line_place())
    if most:
        return (bytes(row.value) for row in lines.where("block = 0").limit(most).collect())
    return (bytes(row.value) for row in lines.orderBy("block", "line").toLocalIterator())


def _line_place() -> tuple[Any, Any]:
    """Columns that sort the lines of a file: the part of it that each is in, and its number in that part."""
    block = f.col("_metadata.file_block_start").alias("block")
    return block, f.monotonically_increasing_id().alias("line")


def check_header(file: ExternalFile) -> None:
    """Refused where the header is not the first line of the file, and that line alone: no other is left out."""
    if file.header_row != 1:
        fault = f"the file has its column headings in row {file.header_row}"
        remedy = "move them to row 1: Spark reads them only there"
        raise Refused(Finding(SOURCE_ERROR, fault, remedy, file.label))
    if any(character in name for name in file.header for character in "\r\n"):
        fault, remedy = (
            "the file has a column heading of two lines",
            "write it in one line: Spark can't read it otherwise",
        )
        raise Refused(Finding(SOURCE_ERROR, fault, remedy, file.label))


def cells_query(file: ExternalFile, index: int, names: Sequence[str | int], view: str) -> str:
    """The texts of some columns, as t0, t1 …, and where the rows stand, from a view of a file's lines.

    A ragged row stops the query. `index` is the place of the file among those of its table.
    """
    select = [f"nullif(cells[{file.column_position(name)}], '') AS t{number}" for number, name in enumerate(names)]
    cells = f"coalesce({_cells_expression(file)}, raise_error({DIALECT.quote_literal(RAGGED_ROW)})) AS cells"
    delimiter = DIALECT.quote_literal(exact_pattern(str(file.delimiter)))
    parts = f"SELECT value, split(value, {delimiter}, -1) AS parts, block, line FROM {view}"
    return f"SELECT {', '.join(select)}, {index} AS file, block, line FROM (SELECT {cells}, block, line FROM ({parts}))"


def filled_lines(session: Any, path: Path, view: str) -> Any:
    """The lines below the header that hold anything, with the part of the file that each is in, and their order."""
    value = f.make_valid_utf8("value").alias("value")
    lines = session.read.text(spark_path(path)).select(value, *_line_place(), _view_marker(view))
    is_header = f"block = 0 AND line % {_PARTITION_STRIDE} = 0"
    lines = lines.where(f"NOT ({is_header})").where(DIALECT.matches_pattern("value", FILLED_PATTERN))
    is_small = not urls.url_from_path(path) and path.stat().st_size <= _PARTITION_BYTES
    return lines.coalesce(1) if is_small else lines  # in one part, which then no query on it has to shuffle


def _cells_expression(file: ExternalFile) -> str:
    """The cells of a line: its parts, or if it has quotes, and these are well-formed, what they hold; else null."""
    delimiter, width, quote = str(file.delimiter), len(file.header), DIALECT.quote_literal(file.table.quote)
    options = f"map('sep', {DIALECT.quote_literal(delimiter)}, 'quote', {quote}, 'escape', {quote})"
    schema = DIALECT.quote_literal(", ".join(f"h{position} STRING" for position in range(width)))
    parsed = ", ".join(f"from_csv(value, {schema}, {options}).h{position}" for position in range(width))
    is_well_formed = DIALECT.matches_pattern("value", well_formed_pattern(delimiter, file.table.quote, width))
    return (
        f"CASE WHEN contains(value, {quote}) THEN CASE WHEN {is_well_formed} THEN array({parsed}) END "
        f"WHEN size(parts) = {width} THEN parts END"
    )


def parquet_rows(session: Any, file: ExternalFile, index: int, names: Sequence[str], view: str) -> Any:
    """Some columns of one Parquet file, as t0, t1 …, and where its rows stand."""
    columns = [
        (f.lit(None) if file.has_only_nulls(name) else f.col(DIALECT.quote_identifier(name))).alias(f"t{number}")
        for number, name in enumerate(names)
    ]
    place = f.lit(index).alias("file"), f.lit(0).alias("block"), f.col("_metadata.row_index").alias("line")
    return session.read.parquet(spark_path(file.path)).select(*columns, *place, _view_marker(view))


def _view_marker(view: str) -> Any:
    """A column that makes a query like no other: of equal ones Spark gives what it kept, though the file is new."""
    return f.lit(view).alias("view")


def exact_pattern(mark: str) -> str:
    """A pattern of Java that is a mark and nothing else."""
    return f"\\Q{mark}\\E"


def well_formed_pattern(delimiter: str, quote: str, width: int) -> str:
    """A pattern of a line of so many cells, each quoted as a whole, or not begun with a quote."""
    delimiter, quote = exact_pattern(delimiter), exact_pattern(quote)
    quoted = f"{quote}(?:(?!{quote}).|{quote}{quote})*+{quote}"
    cell = f"(?:{quoted}|(?!{quote})(?:(?!{delimiter}).)*+)"
    return rf"^{cell}(?:{delimiter}{cell}){{{width - 1}}}\z"
