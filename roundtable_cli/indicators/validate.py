"""All definitions against the headers and declared types, before any row is read."""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.errors import Gathering, Refused, nearest
from roundtable_cli.indicators.framework import Dimension, Framework
from roundtable_cli.indicators.names import Names, fault, placed
from roundtable_cli.indicators.periods import MONTHS
from roundtable_cli.indicators.tasks import bind
from roundtable_cli.shape import DEFINITION
from roundtable_cli.tables.source import Source


def validate(framework: Framework, sources: Mapping[str, Source]) -> None:
    """Refused, with every fault of every indicator and dimension, where a name or a declared type is wrong."""
    names, gather = Names(framework, {name: source.sketch() for name, source in sources.items()}), Gathering()
    used = {indicator.table for indicator in framework.indicators.values() if indicator.table in sources}
    gather.findings += [finding for table in sorted(used) for finding in sources[table].absent()]
    for indicator in framework.indicators.values():
        if not indicator.formula:
            with gather:
                bind(names, indicator)
    for dimension in framework.dimensions.values():
        with gather, placed(framework.file, f"[dimensions.{dimension.name}]"):
            _dimension(names, dimension)
    # What is wrong inside a file refuses only the numbers that read it; the loading of those will say so.
    gather.findings = [f for f in gather.findings if f.code == DEFINITION or f.code.endswith("-label")]
    gather.settle()


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
