"""What the records hold and the definitions leave out: categories nobody declared, dates outside the project's life."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from functools import lru_cache
from typing import NamedTuple

from roundtable_cli.errors import OUTSIDE_LIFE, UNDECLARED_CATEGORY, WARNING, Finding, FindingCollector, RowPlace
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.definitions.framework import Dimension, normalize_spelling
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


class DateColumn(NamedTuple):
    """A column of dates, and whether what it dates before the project's start counts nowhere."""

    source: Source
    field: Field
    counts_from_start: bool


def find_definition_warnings(names: Binder) -> Iterator[Finding]:
    """Warnings, each with the row that shows it first."""
    for dimension in names.framework.dimensions.values():
        if known := _known_spellings(names, dimension):
            for source in names.sources.values():
                name = dimension.column_in_table(source.table.name)
                if name in source.column_names and not isinstance(source, KeySource):
                    yield from _find_undeclared_values(source, source.get_field(name), dimension, known)
    for dated in _period_date_columns(names):
        yield from _find_dates_outside_life(names, dated)


def _known_spellings(names: Binder, dimension: Dimension) -> set[str]:
    """Every spelling of a dimension's categories; none where any value makes a category."""
    if dimension.category_table in names.sources:
        source = names.sources[dimension.category_table]
        return {
            normalize_spelling(text)
            for text, _ in _located_category_keys(source, source.get_field(source.table.primary_key[0]))
        }
    listed = [category for category in dimension.categories if not category.where]
    return {normalize_spelling(word) for category in listed for word in (category.code, *category.aliases)}


def _find_undeclared_values(source: Source, field: Field, dimension: Dimension, known: set[str]) -> Iterator[Finding]:
    first: dict[str, RowPlace] = {}
    times: Counter[str] = Counter()
    for text, place in _located_category_keys(source, field):
        times[text] += 1
        first.setdefault(text, place)
    for text, (file, row) in first.items():
        if normalize_spelling(text) not in known:
            shown, rows = "the value" if field.personal else f'"{text}"', f"{times[text]} row{'s' * (times[text] > 1)}"
            fault = f"{shown} is in none of the categories of {dimension.name} ({rows})"
            remedy = "correct it, or make it a category or an alias of one"
            yield Finding(UNDECLARED_CATEGORY, fault, remedy, file, row, field.name, WARNING)


def _period_date_columns(names: Binder) -> Iterator[DateColumn]:
    """The columns that put the rows of an indicator in a period; of one to date also rows from before count."""
    gather, found = FindingCollector(), dict[tuple[Source, Field], bool]()
    for indicator in names.framework.indicators.values():
        for part in indicator.per_table if not indicator.is_formula else ():
            with gather:  # what is wrong with a definition is said elsewhere
                column = names.resolve_date(part)
                if column and not column.derivation:
                    key = names.resolve_source(column.path[-1].resource if column.path else part.table), column.field
                    found[key] = found.get(key, True) and part.accumulation == "non-cumulative"
    yield from (DateColumn(source, field, from_start) for (source, field), from_start in found.items())


def _find_dates_outside_life(names: Binder, dated: DateColumn) -> Iterator[Finding]:
    """Rows dated before the project began, or after it ended."""
    source, field, from_start = dated
    start, end = names.framework.start if from_start else None, names.framework.end
    if not (start or end) or field.empty:
        return
    for cell, (file, row) in _located_values(source, field):
        early = start and isinstance(cell, datetime) and cell < datetime.combine(start, time())
        late = end and isinstance(cell, datetime) and cell > datetime.combine(end, time.max)
        if early or late:
            shown = "the date" if field.personal else parsing.value_to_text(cell, field)
            fault = f"{shown} is {'before' if early else 'after'} the project's {'start' if early else 'end'}"
            remedy = "correct the date, or [project] start and end"
            yield Finding(OUTSIDE_LIFE, f"{fault}, {start if early else end}", remedy, file, row, field.name, WARNING)


def _located_values(source: Source, field: Field) -> Iterator[tuple[parsing.CellValue | None, RowPlace]]:
    """Each value of a column, none where a text is no value, with its place."""
    read = lru_cache(2**16)(parsing.make_cell_reader(field))
    return ((read(text)[0], place) for (text,), place in source.iter_records([field]))


def _located_category_keys(source: Source, field: Field) -> Iterator[tuple[str, RowPlace]]:
    """Each value of a column as a category's key writes it, of a list each item, with its place."""
    for cell, place in _located_values(source, field):
        if cell is not None and field.type == "list":
            yield from ((item, place) for item in str(cell).split(parsing.LIST_SEPARATOR) if item)
        elif cell is not None:
            yield parsing.value_to_text(cell, field), place
