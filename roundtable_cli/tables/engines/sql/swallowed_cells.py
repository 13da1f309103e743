"""Cells of files that an engine has read, in which a stray quote may have joined rows: looked for, and refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roundtable_cli.errors import Finding, refuse_findings
from roundtable_cli.tables.engines.sql.database import SqlDatabase
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.reading.layout import swallowed_rows

_MAX_COUNTED_WIDTH = 200  # columns up to which a pattern counts the delimiters of a line
_SAMPLE_ROWS = 500  # rows beside which a swallowed one stands out


def refuse_swallowed_rows(database: SqlDatabase, source: ExternalTable) -> None:
    """Refused where a cell of a table that has been read holds rows: `source.record_count` is known.

    Only files with quotes and more lines than rows are looked at: first by the engine, then by Python, row by row.
    """
    rows = source.record_count + sum(file.header_row for file in source.files)
    if sum(file.count_lines() for file in source.files) > rows and _may_hold_rows(database, source):
        refuse_findings(_find_swallowed_rows(source))


def _may_hold_rows(database: SqlDatabase, source: ExternalTable) -> bool:
    """Whether the lines of some cell have the delimiters of rows, or in a very wide table some cell has lines."""
    width = len(source.header)
    conditions = (
        database.dialect.matches_pattern(f"t{place}", pattern)
        for place, pattern in enumerate(_line_patterns(width, source.files[0].delimiter or ","))
    )
    query = (
        f"SELECT 1 FROM ({database.text_query(source, range(width), False)}) WHERE {' OR '.join(conditions)} LIMIT 1"
    )
    return any(True for _ in database.query_rows(query))


def _line_patterns(width: int, delimiter: str) -> Iterator[str]:
    """For each column a pattern of cells that a stray quote may have made of rows (`swallowed_rows.may_hold_rows`)."""
    mark, other = re.escape(delimiter), rf"[^\n{re.escape(delimiter)}]*"
    for place in range(width):
        if width > _MAX_COUNTED_WIDTH:
            yield r"\n"
            continue
        first, inner, last = (
            rf"{other}(?:{mark}{other}){{{count}}}" for count in (width - 1 - place, width - 1, place)
        )
        yield rf"^{first}(?:\n{inner})*\n{last}$"


def _find_swallowed_rows(source: ExternalTable) -> Iterator[Finding]:
    """The findings of a pass over all rows, of which the first are held, and those with a cell of several lines."""
    for file in source.files:
        names, width, delimiter = file.header, len(file.header), file.delimiter or ","
        rows = [row for row in file.stream_rows() if row[0] <= _SAMPLE_ROWS or _has_lines(row[1])]
        for found in swallowed_rows.find_swallowed_rows(rows, width, delimiter):
            yield swallowed_rows.swallowed_rows_finding(file.label, found, names[found.place])


def _has_lines(row: list[str]) -> bool:
    whole = "".join(row)
    return "\n" in whole or "\r" in whole
