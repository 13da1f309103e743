"""Calculated columns over columns of their own row (`of`): what these may be, and in which currency and unit."""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.errors import FindingCollector, definition_error, quote_alternatives
from roundtable_cli.indicators.binding import operands
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, constant_column
from roundtable_cli.indicators.binding.conditions.literals import with_typed_values
from roundtable_cli.indicators.binding.operands import ORDERED_TEXT_TYPES
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.conditions import Condition, OneOf
from roundtable_cli.indicators.definitions.framework import CLOCK_UNITS, DURATION_UNITS, CalculatedColumn
from roundtable_cli.tables.table import TIME_TYPES


def bind_row_columns(resolver: Resolver, definition: CalculatedColumn) -> Derivation:
    """A column computed from columns of its own row, and from constants."""
    traits, collector, columns = definition.rule.traits, FindingCollector(), list[BoundColumn]()
    for operand in definition.operands:
        with collector:
            if isinstance(operand, str):
                columns.append(resolver.resolve_column(definition.table, operand))
            else:
                columns.append(constant_column(operand))
    collector.raise_if_any()
    if not (traits.needs_numbers or traits.needs_order):
        return _bind_values(definition, columns)
    if definition.blank_is_zero:
        check_blank_is_of_numbers(definition, columns)
    typed = [column for column in columns if not column.field.is_untyped]
    if traits.is_formula and traits.needs_order and any(column.is_time_of_day for column in typed):
        _check_times_of_day(definition, columns)
        return Derivation(definition, tuple(column.with_type_if_untyped("time") for column in columns))
    types = {column.field.type for column in columns if not column.field.is_untyped}
    if traits.needs_order and types and types.issubset(TIME_TYPES):
        _check_dates(definition, columns)
        return Derivation(definition, tuple(column.with_type_if_untyped("date") for column in columns))
    if traits.is_own_value and not (types or definition.changes_numbers or definition.blank_is_zero):
        return Derivation(definition, tuple(columns))  # no value tells of which type they are
    if traits.is_own_value and types and types.issubset(ORDERED_TEXT_TYPES) and not definition.constants:
        operands.check_unchanged_texts(definition)
        return Derivation(definition, tuple(columns))
    return _bind_numbers(resolver, definition, columns)


def _bind_numbers(resolver: Resolver, definition: CalculatedColumn, columns: Sequence[BoundColumn]) -> Derivation:
    """Columns of numbers. Refused where one is of something else, or they are in two currencies."""
    traits, constants = definition.rule.traits, {str(constant) for constant in definition.constants}
    needed = operands.NUMBERS if traits.needs_numbers else operands.ALL_NUMBERS_OR_ALL_DATES
    for name, column in zip(map(str, definition.operands), columns, strict=True):
        if not column.is_numeric and name in constants:
            fault = f"{name} is a {column.field.type}, and it is computed with numbers; {definition.rule.measure} needs"
            raise definition_error(f"{fault} {needed}", "write a number, or name columns of dates")
        if not column.is_numeric:
            raise operands.wrong_type_refusal(definition.rule.measure, name, column, needed)
        operands.check_short_numbers(definition.name, name, column)
    currency = _bind_row_currency(resolver, definition, columns)
    return Derivation(definition, tuple(column.with_type_if_untyped("number") for column in columns), currency=currency)


def _bind_values(definition: CalculatedColumn, columns: Sequence[BoundColumn]) -> Derivation:
    """Columns of any type, of which values are only counted: all, the different ones, or those that `is` names."""
    types = {column.field.type for column in columns if not column.field.is_untyped}
    if definition.rule.traits.counts_across and len(types) > 1:
        raise definition_error(
            f"{definition.rule.measure} needs columns of one type; these are {' and '.join(sorted(types))}",
            "name columns of one type",
        )
    if definition.rule.traits.counts_across and len({column.field.has_long_numbers for column in columns}) > 1:
        for name, column in zip(definition.row_columns, columns, strict=True):
            operands.check_short_numbers(definition.name, name, column)
    if not definition.matching_values:
        return Derivation(definition, tuple(columns))
    named = zip(definition.row_columns, columns, strict=True)
    conditions = (
        with_typed_values(Condition(name, OneOf(definition.matching_values)), column.field) for name, column in named
    )
    return Derivation(definition, tuple(columns), value_conditions=tuple(conditions))


def _bind_row_currency(
    resolver: Resolver, definition: CalculatedColumn, columns: Sequence[BoundColumn]
) -> BoundColumn | None:
    """The column that names the currency of the value. Refused where the amounts are of two, or not of the unit.

    A ratio and a product may convert a currency: they are in the unit that they declare.
    """
    if not definition.rule.traits.keeps_unit:
        return None
    user, unit = f"{definition.rule.measure} of amounts", definition.rule.unit("")
    return operands.find_common_currency(resolver, definition.table, user, columns, unit)


def _check_times_of_day(definition: CalculatedColumn, columns: Sequence[BoundColumn]) -> None:
    """Refuse a difference of a time of a day and something else, or in another unit than those of a clock."""
    operands_of = zip(columns, definition.operands, strict=True)
    names = {column: f'"{name}"' if isinstance(name, str) else str(name) for column, name in operands_of}
    others = [column for column in columns if not (column.is_time_of_day or column.field.is_untyped)]
    if others:
        known = next(name for column, name in names.items() if column.is_time_of_day)
        fault = f"{names[others[0]]} is {others[0].field.type}, and {known} is a time of the day"
        remedy = "name another column"
        if others[0].field.inferred:
            remedy = 'declare "type": "time" for it in datapackage.json: each cell that is no time is then named'
        raise definition_error(f"{fault}; a difference needs two of one kind", remedy)
    if definition.rule.unit("") not in CLOCK_UNITS:
        fault = "a difference of times of a day needs a unit of the clock"
        raise definition_error(fault, f"write unit = {quote_alternatives(CLOCK_UNITS)}")


def _check_dates(definition: CalculatedColumn, columns: Sequence[BoundColumn]) -> None:
    """Refuse a difference of dates without a unit of time, or in hours without times of day; and numbers' keys."""
    unit = definition.rule.unit("") if definition.rule.is_formula else ""
    if definition.rule.is_formula and unit not in DURATION_UNITS:
        raise definition_error(
            "a difference of dates needs a unit", f"write unit = {quote_alternatives(DURATION_UNITS)}"
        )
    for operand, column in zip(definition.operands, columns, strict=True) if unit in CLOCK_UNITS else ():
        if column.field.type != "datetime" and not column.field.is_untyped:
            name = f'"{operand}"' if isinstance(operand, str) else str(operand)
            remedy = f"write {operand}T00:00:00"
            if isinstance(operand, str):
                remedy = 'write unit = "days", or name a column of times'
            raise definition_error(f"{name} has no time of day; {unit} need one", remedy)
    if definition.changes_numbers and unit not in CLOCK_UNITS:
        raise definition_error("factor and decimals can't be used with dates", "delete them")


def check_blank_is_of_numbers(definition: CalculatedColumn, columns: Sequence[BoundColumn]) -> None:
    """Refuse blank = 0 where the values are texts or dates, of which none is 0."""
    names = definition.operands or (definition.rule.column,)
    for name, column in zip(names, columns, strict=True):
        if not column.is_numeric:
            raise definition_error(f'"{name}" is {column.field.type}; blank = 0 is for numbers', "delete blank")
