"""All definitions against the headers and declared types, before any row is read."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.errors import (
    DEFINITION,
    FindingCollector,
    Refused,
    definition_error,
    locating_findings,
    suggest_nearest,
)
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_indicator import bind_indicator
from roundtable_cli.indicators.definitions.framework import Dimension, KeyTableDefinition, ResultsFramework
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.tables.source import Source


def validate_definitions(framework: ResultsFramework, sources: Mapping[str, Source]) -> None:
    """Refused, with every fault of every indicator and dimension, where a name or a declared type is wrong."""
    names, gather = (
        Binder(framework, {name: source.without_rows() for name, source in sources.items()}),
        FindingCollector(),
    )
    for keys in framework.key_tables.values():
        with gather, locating_findings(framework.file, f"[tables.{keys.name}]"):
            _check_key_table(names, keys)
    gather.raise_if_any()  # what is wrong with a table would be said of all that names it
    read = {table for one in framework.indicators.values() for table in (one.tables or (one.table,))}
    used = read & {*sources}
    gather.findings += [finding for table in sorted(used) for finding in sources[table].find_missing_files()]
    for indicator in framework.indicators.values():
        if not indicator.is_formula:
            with gather:
                bind_indicator(names, indicator)
    for table, columns in framework.calculated_columns.items():
        for name in columns:
            with gather, locating_findings(framework.file, f"[calculated.{table}.{name}]"):
                names.resolve_column(table, name)
    for dimension in framework.dimensions.values():
        with gather, locating_findings(framework.file, f"[dimensions.{dimension.name}]"):
            _check_dimension_columns(names, dimension)
    # What is wrong inside a file refuses only the numbers that read it; the loading of those will say so.
    gather.findings = [f for f in gather.findings if f.code == DEFINITION or f.code.is_of_heading]
    gather.raise_if_any()


def _check_key_table(names: Binder, keys: KeyTableDefinition) -> None:
    """A table of keys has a name of its own, and takes them from columns that a file holds."""
    if keys.name in names.sources and not names.sources[keys.name].is_key_table:
        raise definition_error(f'a file holds a table "{keys.name}" already', "give the table of keys another name")
    if keys.source_table in names.framework.key_tables:
        raise definition_error(f'"{keys.source_table}" is a table of keys itself', "name a table that files hold")
    origin = names.resolve_source(keys.source_table)
    for name in keys.key_columns:
        if keys.key_columns.count(name) > 1:
            raise definition_error(f'each names "{name}" twice', "name it once")
        if name in names.framework.calculated_columns.get(keys.source_table, ()):
            raise definition_error(
                f'each: "{name}" is a calculated column', f"name columns that {keys.source_table} has in its file"
            )
        if name not in origin.column_names:
            raise definition_error(
                f'each: {keys.source_table} has no column "{name}"', suggest_nearest(name, origin.column_names)
            )


def _check_dimension_columns(names: Binder, dimension: Dimension) -> None:
    """A dimension's columns are in the tables named, or in one at least; so is the table of its categories."""
    gather = FindingCollector()
    for table, column in dimension.columns_by_table.items():
        with gather:
            names.resolve_column(table, column)
    tested = [condition.name for category in dimension.categories for condition in category.where]
    for name in filter(None, (dimension.column, *tested)):
        with gather:
            _check_name_exists(names, name)
    if dimension.category_table:
        if len(names.resolve_source(dimension.category_table).table.primary_key) != 1:
            raise definition_error(f"{dimension.category_table} has no key of one column", "declare its primaryKey")
        for name in dimension.category_label.texts.values():
            with gather:
                names.resolve_column(dimension.category_table, name)
    gather.raise_if_any()


def _check_name_exists(names: Binder, name: str) -> None:
    """Refused where no table has a name; a table that can't be read might have it."""
    if any(name in columns for columns in names.framework.calculated_columns.values()):
        return  # what is wrong with it is said where it is defined
    headers = [_readable_header(source) for source in names.sources.values()]
    known = [*names.framework.dimensions, *MONTHS_PER_UNIT]
    if name in known or None in headers or any(_has_column(names, table, name) for table in names.sources):
        return
    known += [other for header in headers for other in header or ()]
    raise definition_error(f'no table has a column "{name}"', suggest_nearest(name, known))


def _has_column(names: Binder, table: str, column: str) -> bool:
    try:
        names.resolve_column(table, column)
    except Refused:
        return False
    return True


def _readable_header(source: Source) -> list[str] | None:
    try:
        return source.column_names
    except Refused:
        return None
