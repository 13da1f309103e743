"""The values of a column one by one, each with its place in its file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from roundtable_cli.errors import RowPlace
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


def iter_values(source: Source, field: Field) -> Iterator[tuple[parsing.CellValue | None, RowPlace]]:
    """Each value of a column with its file and row; None for a missing one, and for a text that is no value."""
    parse_cell = lru_cache(2**16)(parsing.make_cell_reader(field))  # most columns repeat their texts
    return ((parse_cell(text)[0], place) for (text,), place in source.iter_records([field]))


def iter_category_keys(source: Source, field: Field) -> Iterator[tuple[str, RowPlace]]:
    """Each value as the key of its category, of a list each item, with its file and row; missing ones are left out."""
    for value, place in iter_values(source, field):
        if value is None:
            continue
        if field.type == "list":
            yield from ((item, place) for item in str(value).split(parsing.LIST_SEPARATOR) if item)
        else:
            yield parsing.value_to_text(value, field), place
