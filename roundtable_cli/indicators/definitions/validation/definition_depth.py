"""How deep calculated columns and dimensions are made of one another: never of themselves, and not without a limit.

A calculated column over a calculated column is a query inside a query, and a dimension that tests dimensions is all of
their conditions at once. Formulas over indicators have no such limit: they are computed one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.errors import MAX_LISTED
from roundtable_cli.indicators.definitions.conditions import ComparedWith
from roundtable_cli.indicators.definitions.definition_graph import describe_circle, order_parts_first
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, ResultsFramework
from roundtable_cli.mapping_reader import MappingReader

MAX_DEPTH = 50  # calculated columns and dimensions, each made of the next
MAX_TESTS = 10_000  # conditions of a dimension, those of the dimensions that it tests counted each time


class Definition(NamedTuple):
    """A calculated column of a table, or without a table a dimension."""

    name: str
    table: str = ""

    @property
    def section(self) -> str:
        """The heading of its section in the file."""
        return f"[calculated.{self.table}.{self.name}]" if self.table else f"[dimensions.{self.name}]"


def report_circle(circle: tuple[str, ...], fault: str, remedy: str, kind: str, reader: MappingReader) -> None:
    """Adds a fault for a circle of names to the section of each of them, of the first few where they are many."""
    for name in circle[:MAX_LISTED]:
        reader.add_fault(f"{fault}: {describe_circle(circle)}", remedy, f"[{kind}.{name}]")


def check_depth(framework: ResultsFramework, reader: MappingReader) -> None:
    """Adds a fault for dimensions in a circle, and for each definition with which a chain, or its tests, are too many.

    Calculated columns in a circle are told where they are bound to the columns of their tables.
    """
    dimensions = framework.dimensions
    tested = order_parts_first(dimensions, lambda name: _tested_dimensions(framework, name))
    for circle in tested.circles:
        fault, remedy = "categories of dimensions in a circle", "test a column in one of them"
        report_circle(circle, fault, remedy, "dimensions", reader)
    _check_chains(framework, reader)
    if not tested.circles:
        _check_test_counts(framework, tested.ordered, reader)


def _tested_dimensions(framework: ResultsFramework, name: str) -> Iterator[str]:
    """The dimensions that the categories of one test, one as often as it is tested; its own name means a column."""
    for condition in framework.dimensions[name].conditions:
        is_value = not isinstance(condition.test, ComparedWith)  # which is with columns alone
        if is_value and condition.name != name and condition.name in framework.dimensions:
            yield condition.name


def _check_test_counts(framework: ResultsFramework, ordered: Iterable[str], reader: MappingReader) -> None:
    counts: dict[str, int] = {}
    for name in ordered:
        own = sum(1 for _ in framework.dimensions[name].conditions)
        # Over the limit it is told once, and counts no more: each dimension that tests it would be at fault too.
        counts[name] = own + sum(counts[tested] for tested in _tested_dimensions(framework, name))
        if counts[name] > MAX_TESTS and own != counts[name]:
            fault = f"with those of the dimensions that it tests it has more than {MAX_TESTS:,} conditions"
            reader.add_fault(fault, "test columns instead of dimensions", f"[dimensions.{name}]")
            counts[name] = 0


def _check_chains(framework: ResultsFramework, reader: MappingReader) -> None:
    """The first definition of each chain with which it is too long."""
    names = _DefinitionNames(framework)
    depths: dict[Definition, int] = {}
    for definition in order_parts_first(names.definitions, names.list_parts).ordered:
        depths[definition] = 1 + max((depths.get(part, 0) for part in names.list_parts(definition)), default=0)
        if depths[definition] == MAX_DEPTH + 1:
            what = "calculated columns and dimensions, each made of the next"
            fault = f"it ends a chain of more than {MAX_DEPTH} {what}"
            reader.add_fault(fault, "compute it from columns in fewer steps", definition.section)


class _DefinitionNames:
    """The definitions that a name may stand for. Files are not asked: what is a column of one ends a chain anyway."""

    def __init__(self, framework: ResultsFramework) -> None:
        self.framework = framework
        columns = [Definition(name, table) for table, own in framework.calculated_columns.items() for name in own]
        self.definitions = (*columns, *map(Definition, framework.dimensions))
        self._columns_by_name: dict[str, list[Definition]] = {}
        for column in columns:
            self._columns_by_name.setdefault(column.name, []).append(column)

    def list_parts(self, definition: Definition) -> list[Definition]:
        """The definitions that one may be made of, each once, without itself."""
        if not definition.table:
            dimension = self.framework.dimensions[definition.name]
            columns = {dimension.column, *dimension.columns_by_table.values()}
            tests = {name for condition in dimension.conditions for name in condition.names} - {definition.name}
            found = [*self._find_columns(columns | tests), *self._find_dimensions(tests)]
        else:
            found = self._column_parts(self.framework.calculated_columns[definition.table][definition.name])
        return [part for part in dict.fromkeys(found) if part != definition]

    def _column_parts(self, column: CalculatedColumn) -> list[Definition]:
        rule = column.rule
        tests = {name for condition in rule.conditions for name in condition.names}
        own = {*column.row_columns, *column.match.values(), column.until, column.since}
        linked = {rule.column, *rule.columns, *column.match, *rule.date_names} | tests
        if not column.linked_table:
            own, linked = own | linked, set()
        return [
            *self._find_columns(own, column.table),
            *self._find_columns(linked, column.linked_table),
            *self._find_dimensions(tests | {rule.column}),
        ]

    def _find_columns(self, names: Iterable[str], table: str = "") -> Iterator[Definition]:
        """The calculated columns of these names, of any table where none is given; of paths those at their ends."""
        for name in sorted(names):
            named = self._columns_by_name.get(name, ())
            yield from (column for column in named if not table or column.table == table)
            for position in (position for position, letter in enumerate(name) if letter == "."):
                yield from self._columns_by_name.get(name[position + 1 :], ())

    def _find_dimensions(self, names: Iterable[str]) -> Iterator[Definition]:
        return (Definition(name) for name in sorted(names) if name in self.framework.dimensions)
