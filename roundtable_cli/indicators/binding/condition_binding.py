"""Conditions, with the columns and dimensions of a table that their names stand for."""

from __future__ import annotations

from roundtable_cli.errors import Finding, FindingCollector, UnknownName
from roundtable_cli.indicators.binding.bound_columns import BoundAlternatives, BoundCondition, BoundTest
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.conditions import AnyOf, Condition, WhereTest
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT


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
                unknown += refused.findings
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
    if name == within:
        return BoundCondition(condition, resolver.resolve_column(table, name))
    is_time_unit = name in MONTHS_PER_UNIT and name not in resolver.known_column_names(table)
    if name in resolver.framework.dimensions or is_time_unit:
        return BoundCondition(condition, resolver.bind_breakdown(indicator, name))
    return BoundCondition(condition, resolver.resolve_coded_column(table, name))
