"""All definitions against the headers and declared types, before any row is read."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.errors import DEFINITION, Gathering, Refused, fault, nearest, placed
from roundtable_cli.indicators.binding.binder import Names
from roundtable_cli.indicators.binding.bound_indicator import bind
from roundtable_cli.indicators.definitions.framework import Dimension, Framework, KeyTable
from roundtable_cli.indicators.definitions.periods import MONTHS
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.source import Source


def validate(framework: Framework, sources: Mapping[str, Source]) -> None:
    """Refused, with every fault of every indicator and dimension, where a name or a declared type is wrong."""
    names, gather = Names(framework, {name: source.sketch() for name, source in sources.items()}), Gathering()
    for keys in framework.tables.values():
        with gather, placed(framework.file, f"[tables.{keys.name}]"):
            _keys(names, keys)
    gather.settle()  # what is wrong with a table would be said of all that names it
    read = {table for one in framework.indicators.values() for table in (one.tables or (one.table,))}
    used = read & {*sources}
    gather.findings += [finding for table in sorted(used) for finding in sources[table].absent()]
    for indicator in framework.indicators.values():
        if not indicator.formula:
            with gather:
                bind(names, indicator)
    for table, columns in framework.calculated.items():
        for name in columns:
            with gather, placed(framework.file, f"[calculated.{table}.{name}]"):
                names.column(table, name)
    for dimension in framework.dimensions.values():
        with gather, placed(framework.file, f"[dimensions.{dimension.name}]"):
            _dimension(names, dimension)
    # What is wrong inside a file refuses only the numbers that read it; the loading of those will say so.
    gather.findings = [f for f in gather.findings if f.code == DEFINITION or f.code.endswith("-label")]
    gather.settle()


def _keys(names: Names, keys: KeyTable) -> None:
    """A table of keys has a name of its own, and takes them from columns that a file holds."""
    if not isinstance(names.sources.get(keys.name), KeySource | None):
        raise fault(f'a file holds a table "{keys.name}" already', "give the table of keys another name")
    if keys.origin in names.framework.tables:
        raise fault(f'"{keys.origin}" is a table of keys itself', "name a table that files hold")
    origin = names.source(keys.origin)
    for name in keys.each:
        if keys.each.count(name) > 1:
            raise fault(f'each names "{name}" twice', "name it once")
        if name in names.framework.calculated.get(keys.origin, ()):
            raise fault(f'each: "{name}" is a calculated column', f"name columns that {keys.origin} has in its file")
        if name not in origin.names:
            raise fault(f'each: {keys.origin} has no column "{name}"', nearest(name, origin.names))


def _dimension(names: Names, dimension: Dimension) -> None:
    """A dimension's columns are in the tables named, or in one at least; so is the table of its categories."""
    gather = Gathering()
    for table, column in dimension.columns.items():
        with gather:
            names.column(table, column)
    tested = [condition.name for category in dimension.categories for condition in category.where]
    for name in filter(None, (dimension.column, *tested)):
        with gather:
            _somewhere(names, name)
    if dimension.category_table:
        if len(names.source(dimension.category_table).table.primary_key) != 1:
            raise fault(f"{dimension.category_table} has no key of one column", "declare its primaryKey")
        for name in dimension.category_label.texts.values():
            with gather:
                names.column(dimension.category_table, name)
    gather.settle()


def _somewhere(names: Names, name: str) -> None:
    """Refused where no table has a name; a table that can't be read might have it."""
    if any(name in columns for columns in names.framework.calculated.values()):
        return  # what is wrong with it is said where it is defined
    headers = [_header(source) for source in names.sources.values()]
    known = [*names.framework.dimensions, *MONTHS]
    if name in known or None in headers or any(_has(names, table, name) for table in names.sources):
        return
    known += [other for header in headers for other in header or ()]
    raise fault(f'no table has a column "{name}"', nearest(name, known))


def _has(names: Names, table: str, column: str) -> bool:
    try:
        names.column(table, column)
    except Refused:
        return False
    return True


def _header(source: Source) -> list[str] | None:
    try:
        return source.names
    except Refused:
        return None
