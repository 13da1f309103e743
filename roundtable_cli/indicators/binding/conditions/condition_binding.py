"""Conditions, with the columns and dimensions of a table that their names stand for."""

from __future__ import annotations

from roundtable_cli.errors import Finding, FindingCollector, Refused, UnknownName, definition_error
from roundtable_cli.indicators.binding import operands
from roundtable_cli.indicators.binding.bound_columns import BoundAlternatives, BoundColumn, BoundCondition, BoundTest
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.conditions import (
    ANY,
    ANY_REMEDY,
    IS,
    NOT,
    AnyOf,
    ComparedWith,
    Condition,
    WhereTest,
)
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.table import NUMBER_TYPES

_MOMENT_TYPES = ("date", "datetime")  # which are compared by their days


def bind_conditions(
    resolver: Resolver, indicator: Indicator, conditions: tuple[WhereTest, ...], within: str = ""
) -> tuple[BoundTest, ...]:
    """Conditions with what they test, in the table of the indicator.

    A dimension is meant before a column of its name, but not by a condition `within` that dimension. Refused with every
    fault; with those of names that the table does not have, only where there is no other.
    """
    collector, bound, unknown = FindingCollector(), list[BoundTest](), list[Finding]()
    for condition in conditions:
        with collector:
            try:
                bound.append(bind_condition(resolver, indicator, condition, within))
            except UnknownName as refused:
                is_any = isinstance(condition, Condition) and condition.name == ANY
                unknown += (one._replace(remedy=ANY_REMEDY) if is_any else one for one in refused.findings)
    if unknown and not collector.findings:
        raise UnknownName(*unknown)
    collector.findings += unknown
    collector.raise_if_any()
    return tuple(bound)


def bind_condition(resolver: Resolver, indicator: Indicator, condition: WhereTest, within: str = "") -> BoundTest:
    """One condition with what it tests. Raises `UnknownName` where the indicator's table does not have its name."""
    if isinstance(condition, AnyOf):
        return _bind_groups(resolver, indicator, condition, within)
    return _bind_one_name(resolver, indicator, condition, within)


def _bind_groups(resolver: Resolver, indicator: Indicator, groups: AnyOf, within: str) -> BoundAlternatives:
    """The conditions of an `any`, all of which are bound as if they stood alone, so that every fault is told."""
    written = [condition for group in groups.groups for condition in group]
    bound = iter(bind_conditions(resolver, indicator, tuple(written), within))
    return BoundAlternatives(tuple(tuple(next(bound) for _ in group) for group in groups.groups))


def _bind_one_name(resolver: Resolver, indicator: Indicator, condition: Condition, within: str) -> BoundCondition:
    name, table = condition.name, indicator.table
    if isinstance(condition.test, ComparedWith):
        return _bind_comparison(resolver, table, condition, condition.test)
    if name == within:
        return BoundCondition(condition, resolver.resolve_column(table, name))
    is_time_unit = name in MONTHS_PER_UNIT and name not in resolver.known_column_names(table)
    if name in resolver.framework.dimensions or is_time_unit:
        return BoundCondition(condition, resolver.bind_breakdown(indicator, name))
    return BoundCondition(condition, resolver.resolve_coded_column(table, name))


def _bind_comparison(resolver: Resolver, table: str, condition: Condition, test: ComparedWith) -> BoundCondition:
    """Two columns of a row that are compared. Refused where their types or currencies differ, or have no order."""
    names = condition.name, test.column
    own, other = (_resolve_compared(resolver, table, name) for name in names)
    own, other = own.with_type_if_untyped(other.field.type), other.with_type_if_untyped(own.field.type)
    _check_comparable(condition, test, own, other)
    operands.find_common_currency(resolver, table, f"{names[0]} is compared with {names[1]}, which are", (own, other))
    return BoundCondition(condition, own, other)


def _resolve_compared(resolver: Resolver, table: str, name: str) -> BoundColumn:
    """A column that is compared; a dimension is none, though it may be called as one."""
    try:
        column = resolver.resolve_coded_column(table, name)
    except UnknownName:
        dimension = resolver.framework.dimensions.get(name)
        if dimension is None:
            raise
        raise definition_error(
            f'"{name}" is a dimension; only columns are compared with each other',
            f'name a column of {table}, such as "{dimension.column_in_table(table) or "…"}"',
        ) from None
    if column.field.ambiguous:
        source = resolver.resolve_source(column.owner_table(table))
        raise Refused(ambiguous_columns.describe_ambiguity(source, column.field))
    return column


def _check_comparable(condition: Condition, test: ComparedWith, own: BoundColumn, other: BoundColumn) -> None:
    """Refuse columns of two types, lists, and an order of what has none; numbers are one type, and so are days."""
    named = {condition.name: own, test.column: other}
    types = {column.field.type for column in named.values() if not column.field.is_untyped}
    if len(types) > 1 and not (types.issubset(NUMBER_TYPES) or types.issubset(_MOMENT_TYPES)):
        fault = " and ".join(f'"{name}" is {column.field.type}' for name, column in named.items())
        raise definition_error(
            f"{fault}; they can't be compared", "name columns of one type, or correct a type in datapackage.json"
        )
    is_equality = test.relation in {IS, NOT}
    are_long = all(column.field.has_long_numbers for column in named.values())
    for name, column in named.items():
        if "list" in types:
            raise definition_error(f'"{name}" is a list; lists can\'t be compared', "name a column of single values")
        if not is_equality and not (column.is_numeric or column.is_date):
            raise operands.wrong_type_refusal(test.relation, name, column, operands.NUMBERS_OR_DATES)
        if not (is_equality and are_long):
            operands.check_short_numbers(f"a comparison with {test.column}", name, column)
