"""Files as Spark finds them, here or at a URL, and what a line of one is to look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import functions as f

from roundtable_cli.errors import SOURCE_ERROR, Finding, Refused
from roundtable_cli.tables.reading import file_bytes, urls


def spark_path(path: Path) -> str:
    """A file as Spark is to find it, wherever it runs. Refused where it would read something else, or nothing."""
    if url := urls.url_from_path(path):
        return _escape_glob(url)
    here, told = str(path.resolve()), path.suffix == ".gz"  # by which alone it knows what is packed
    if path.name.startswith(("_", ".")) or ":" in here or told != file_bytes.is_gzip_file(path):
        remedy = (
            'rename it: without a "_" or "." before, without a ":", and with ".gz" at its end only if it is compressed'
        )
        raise Refused(Finding(SOURCE_ERROR, "Spark can't read a file of this name", remedy, path.name))
    return _escape_glob(here)


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
        fault, remedy = f"no file, or none that holds anything, at {url}", "correct the table's path, or put it there"
        raise Refused(Finding(SOURCE_ERROR, fault, remedy))
    paths = [urls.path_from_url(row.path) for row in rows]
    if not all(paths):
        fault = f"is no URL of a file that can be read alone, as {url} has it"
        raise Refused(Finding(SOURCE_ERROR, fault, "name the files one by one", str(rows[paths.index(None)].path)))
    return [one for one in paths if one]


def stream_file_lines(session: Any, path: Path, most: int | None = None) -> Iterator[bytes]:
    """The lines of a file in its order, the first of them or all; as bytes, for a text would hide what is none."""
    texts = session.read.text(spark_path(path))
    value = f.col("value").cast("binary").alias("value")
    block = f.col("_metadata.file_block_start").alias("block")
    line = f.monotonically_increasing_id().alias("line")
    rows = texts.select(value, block, line)
    if most:
        return (bytes(row.value) for row in rows.where("block = 0").limit(most).collect())
    return (bytes(row.value) for row in rows.orderBy("block", "line").toLocalIterator())


def exact_pattern(mark: str) -> str:
    """A pattern of Java that is a mark and nothing else."""
    return f"\\Q{mark}\\E"


def well_formed_pattern(mark: str, quote: str, width: int) -> str:
    """A pattern of a line of so many cells, each quoted as a whole, or not begun with a quote."""
    other, quote = exact_pattern(mark), exact_pattern(quote)
    quoted = f"{quote}(?:(?!{quote}).|{quote}{quote})*+{quote}"
    cell = f"(?:{quoted}|(?!{quote})(?:(?!{other}).)*+)"
    return rf"^{cell}(?:{other}{cell}){{{width - 1}}}\z"
