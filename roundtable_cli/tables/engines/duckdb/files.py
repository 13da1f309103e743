"""Files as DuckDB is to read them: what a query says of each, so that nothing of it is guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.engines.sql.parquet_file import holds_no_values
from roundtable_cli.tables.engines.sql.sql_dialect import column_position, quote_standard_literal
from roundtable_cli.tables.reading import file_bytes

MAX_LINE_BYTES = 2 * 2**20  # bytes of a line, at the most: its reader holds sixteen times as many for each thread
_MAX_PRECISION = 38  # of a decimal, at the most


def csv_query(source: ExternalTable, names: Sequence[str | int]) -> str:
    """The columns of texts; files that follow one another and are written alike are read together."""

    def written(path: Path) -> object:
        file = source.files[path]
        return file.header, file.header_row, file.delimiter, file_bytes.is_gzip_file(path)

    return " UNION ALL ".join(_read_csv_query(source, [*paths], names) for _, paths in groupby(source.files, written))


def _read_csv_query(source: ExternalTable, paths: Sequence[Path], names: Sequence[str | int]) -> str:
    file = source.files[paths[0]]
    columns = ", ".join(f"'h{position}': 'VARCHAR'" for position in range(len(file.header)))
    select = ", ".join(f"h{column_position(file, name)} AS t{index}" for index, name in enumerate(names))
    quote = quote_standard_literal(source.table.quote)
    return (
        f"SELECT {select} FROM read_csv([{', '.join(map(_quote_path, paths))}], columns={{{columns}}}, "
        f"auto_detect=false, header=false, skip={file.header_row}, "
        f"delim={quote_standard_literal(file.delimiter or ',')}, "
        f"compression='{'gzip' if file_bytes.is_gzip_file(paths[0]) else 'none'}', "
        f"quote={quote}, escape={quote}, strict_mode=true, null_padding=false, allow_quoted_nulls=true, "
        f"nullstr='', max_line_size={MAX_LINE_BYTES}, hive_partitioning=false)"
    )


def parquet_files_query(source: ExternalTable, names: Sequence[str]) -> str:
    """The columns of Parquet files, whatever type one has that holds nothing."""

    def held(path: Path) -> Sequence[str]:
        return [name for name in names if not holds_no_values(source.files[path], name)]

    parts = []
    for known, paths in groupby(source.files, held):
        values = (quote_identifier(name) if name in known else "NULL" for name in names)
        select = ", ".join(f"{value} AS t{index}" for index, value in enumerate(values)) or "1 AS t0"
        parts.append(f"SELECT {select} FROM {read_parquet_call(*paths)}")
    return " UNION ALL ".join(parts)


def read_parquet_call(*paths: Path, numbered: bool = False) -> str:
    """The rows of Parquet files, with their columns as they are called in them; numbered, if that is asked."""
    options = f"union_by_name=true, hive_partitioning=false, file_row_number={str(numbered).lower()}"
    return f"read_parquet([{', '.join(map(_quote_path, paths))}], {options})"


def too_precise_query(path: Path) -> str:
    """The columns of a Parquet file with numbers of more digits than DuckDB can hold, and how many these have."""
    return f"SELECT name, precision FROM parquet_schema({_quote_path(path)}) WHERE precision > {_MAX_PRECISION}"


def quote_identifier(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _quote_path(path: Path) -> str:
    """A file's name in SQL; signs that would make it a pattern stand for themselves."""
    return quote_standard_literal(re.sub(r"([*?\[])", r"[\1]", str(path)))
