"""What the records hold and the definitions leave out: categories nobody declared, dates outside the project's life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache
from typing import NamedTuple

from roundtable_cli.errors import WARNING, Finding, Gathering, Place
from roundtable_cli.indicators.binding.binder import Names
from roundtable_cli.indicators.definitions.framework import Dimension, fold
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


class Dated(NamedTuple):
    """A column of dates, and whether what it dates before the project's start counts nowhere."""

    source: Source
    field: Field
    from_start: bool


def doubts(names: Names) -> Iterator[Finding]:
    """Warnings, each with the row that shows it first."""
    for dimension in names.framework.dimensions.values():
        if known := _known(names, dimension):
            for source in names.sources.values():
                name = dimension.column_in(source.table.name)
                if name in source.names and not isinstance(source, KeySource):
                    yield from _undeclared(source, source.field(name), dimension, known)
    for dated in _dated(names):
        yield from _outside(names, dated)


def _known(names: Names, dimension: Dimension) -> set[str]:
    """Every spelling of a dimension's categories; none where any value makes a category."""
    if dimension.category_table in names.sources:
        source = names.sources[dimension.category_table]
        return {fold(text) for text, _ in _items(source, source.field(source.table.primary_key[0]))}
    listed = [category for category in dimension.categories if not category.where]
    return {fold(word) for category in listed for word in (category.code, *category.aliases)}


def _undeclared(source: Source, field: Field, dimension: Dimension, known: set[str]) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    times: Counter[str] = Counter()
    for text, place in _items(source, field):
        times[text] += 1
        first.setdefault(text, place)
    for text, (file, row) in first.items():
        if fold(text) not in known:
            shown, rows = "the value" if field.personal else f'"{text}"', f"{times[text]} row{'s' * (times[text] > 1)}"
            fault = f"{shown} is in none of the categories of {dimension.name} ({rows})"
            remedy = "correct it, or make it a category or an alias of one"
            yield Finding("undeclared-category", fault, remedy, file, row, field.name, WARNING)


def _dated(names: Names) -> Iterator[Dated]:
    """The columns that put the rows of an indicator in a period; of one to date also rows from before count."""
    gather, found = Gathering(), dict[tuple[Source, Field], bool]()
    for indicator in names.framework.indicators.values():
        for part in indicator.each if not indicator.formula else ():
            with gather:  # what is wrong with a definition is said elsewhere
                column = names.date(part)
                if column and not column.made:
                    key = names.source(column.path[-1].resource if column.path else part.table), column.field
                    found[key] = found.get(key, True) and part.accumulation == "non-cumulative"
    yield from (Dated(source, field, from_start) for (source, field), from_start in found.items())


def _outside(names: Names, dated: Dated) -> Iterator[Finding]:
    """Rows dated before the project began, or after it ended."""
    source, field, from_start = dated
    start, end = names.framework.start if from_start else None, names.framework.end
    if not (start or end) or field.empty:
        return
    for cell, (file, row) in _cells(source, field):
        early = start and isinstance(cell, datetime) and cell < datetime.combine(start, time())
        late = end and isinstance(cell, datetime) and cell > datetime.combine(end, time.max)
        if early or late:
            shown = "the date" if field.personal else parsing.text(cell, field)
            fault = f"{shown} is {'before' if early else 'after'} the project's {'start' if early else 'end'}"
            remedy = "correct the date, or [project] start and end"
            yield Finding("outside-life", f"{fault}, {start if early else end}", remedy, file, row, field.name, WARNING)


def _cells(source: Source, field: Field) -> Iterator[tuple[parsing.Value | None, Place]]:
    """Each value of a column, none where a text is no value, with its place."""
    read = lru_cache(2**16)(parsing.reader(field))
    return ((read(text)[0], place) for (text,), place in source.records([field]))


def _items(source: Source, field: Field) -> Iterator[tuple[str, Place]]:
    """Each value of a column as a category's key writes it, of a list each item, with its place."""
    for cell, place in _cells(source, field):
        if cell is not None and field.type == "list":
            yield from ((item, place) for item in str(cell).split(parsing.SEPARATOR) if item)
        elif cell is not None:
            yield parsing.text(cell, field), place
