"""Queries by which DuckDB reads files: they say of each file how it is written, so that nothing of it is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from roundtable_cli.tables.engines.duckdb.dialect import DIALECT
from roundtable_cli.tables.engines.sql.external_files import ExternalFile
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.reading import file_bytes

MAX_QUERIED_LINE_BYTES = 2 * 2**20  # bytes of a line, at the most: DuckDB holds sixteen times as many for each thread
_MAX_PRECISION = 38  # digits of a decimal number, at the most


def text_files_query(source: ExternalTable, names: Sequence[str | int]) -> str:
    """The texts of some columns, as t0, t1 …; files that follow one another and are written alike are read together."""

    def file_layout(file: ExternalFile) -> object:
        return file.header, file.header_row, file.delimiter, file_bytes.is_gzip_file(file.path)

    groups = groupby(source.files, file_layout)
    return " UNION ALL ".join(_read_csv_query(source, [*files], names) for _, files in groups)


def _read_csv_query(source: ExternalTable, files: Sequence[ExternalFile], names: Sequence[str | int]) -> str:
    file, paths = files[0], [file.path for file in files]
    columns = ", ".join(f"'h{position}': 'VARCHAR'" for position in range(len(file.header)))
    select = ", ".join(f"h{file.column_position(name)} AS t{index}" for index, name in enumerate(names))
    quote = DIALECT.quote_literal(source.table.quote)
    return (
        f"SELECT {select} FROM read_csv([{', '.join(map(_quote_path, paths))}], columns={{{columns}}}, "
        f"auto_detect=false, header=false, skip={file.header_row}, "
        f"delim={DIALECT.quote_literal(file.delimiter or ',')}, "
        f"compression='{'gzip' if file_bytes.is_gzip_file(paths[0]) else 'none'}', "
        f"quote={quote}, escape={quote}, strict_mode=true, null_padding=false, allow_quoted_nulls=true, "
        f"nullstr='', max_line_size={MAX_QUERIED_LINE_BYTES}, hive_partitioning=false)"
    )


def parquet_files_query(source: ExternalTable, names: Sequence[str]) -> str:
    """The columns of Parquet files, as t0, t1 …; one that holds nothing is null, whatever type it has."""

    def filled_names(file: ExternalFile) -> Sequence[str]:
        return [name for name in names if not file.has_only_nulls(name)]

    queries = []
    for filled, files in groupby(source.files, filled_names):
        values = (DIALECT.quote_identifier(name) if name in filled else "NULL" for name in names)
        select = ", ".join(f"{value} AS t{index}" for index, value in enumerate(values)) or "1 AS t0"
        queries.append(f"SELECT {select} FROM {read_parquet_call(*(file.path for file in files))}")
    return " UNION ALL ".join(queries)


def read_parquet_call(*paths: Path, numbered: bool = False) -> str:
    """The rows of Parquet files, with their columns as the files call them; with `file_row_number` too, if asked."""
    options = f"union_by_name=true, hive_partitioning=false, file_row_number={str(numbered).lower()}"
    return f"read_parquet([{', '.join(map(_quote_path, paths))}], {options})"


def too_precise_query(path: Path) -> str:
    """The columns of a Parquet file with numbers of more digits than DuckDB can hold, and how many these have."""
    return f"SELECT name, precision FROM parquet_schema({_quote_path(path)}) WHERE precision > {_MAX_PRECISION}"


def _quote_path(path: Path) -> str:
    """A file's name in SQL; signs that would make it a pattern stand for themselves. Refused where it is no text."""
    if not file_bytes.is_utf8_name(str(path)):
        raise file_bytes.foreign_name_refusal(path, "DuckDB")
    return DIALECT.quote_literal(re.sub(r"([*?\[])", r"[\1]", str(path)))
