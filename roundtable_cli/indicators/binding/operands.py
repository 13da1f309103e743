"""What a measure counts: its column, weights, currency, conditions and dates, of types that it can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtable_cli.errors import Refused, definition_error
from roundtable_cli.indicators.binding import literals
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundCondition, combine_columns
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.tables.checks import ambiguous_columns, cell_checks
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, Field, is_currency
from roundtable_cli.tables.values import parsing

if TYPE_CHECKING:
    from roundtable_cli.indicators.binding.binder import Binder


def bind_operand(names: Binder, indicator: Indicator, printed: bool) -> BoundColumn:
    """The counted column, or the set of several, of a type that the measure can take and may print."""
    if indicator.columns:
        return combine_columns(tuple(names.resolve_column(indicator.table, name) for name in indicator.columns))
    column = names.resolve_column(indicator.table, indicator.column)
    measure, traits = indicator.measure, indicator.traits
    if printed and column.field.personal and traits.is_own_value:
        raise definition_error(
            f'"{indicator.column}" is personal: its value would be printed', "count it, or ask with --show-values"
        )
    if column.field.type == "list" and traits.needs_column:
        raise definition_error(
            f'{measure} over "{indicator.column}", which is a list', "count the rows, broken down by it"
        )
    if column.field.currency and (unit := indicator.unit("")) != column.field.currency and is_currency(unit):
        raise definition_error(
            f'"{indicator.column}" is in {column.field.currency}, the unit is {unit}', "correct one of the two"
        )
    if column.field.ambiguous and (traits.needs_numbers or traits.needs_order):
        raise Refused(ambiguous_columns.describe_ambiguity(_owner_source(names, indicator, column), column.field))
    if traits.needs_numbers and column.field.inferred and not column.is_numeric:
        _check_number_texts(_owner_source(names, indicator, column), column.field)
    if traits.needs_numbers and not column.is_numeric:
        raise definition_error(
            f'{measure} over "{indicator.column}", which is {column.field.type}', "a number is needed"
        )
    if traits.needs_order and not (column.is_numeric or column.is_date):
        raise definition_error(
            f'{measure} over "{indicator.column}", which is {column.field.type}', "a number or a date is needed"
        )
    return column.with_type_if_empty("number") if traits.needs_numbers or (printed and traits.needs_order) else column


def _owner_source(names: Binder, indicator: Indicator, column: BoundColumn) -> Source:
    """The table that holds a column."""
    return names.resolve_source(column.path[-1].resource if column.path else indicator.table)


def bind_weight(names: Binder, indicator: Indicator) -> BoundColumn | None:
    """The column that weights each row."""
    if not indicator.weight:
        return None
    column = names.resolve_column(indicator.table, indicator.weight).with_type_if_empty("number")
    if column.field.inferred and not column.is_numeric:
        _check_number_texts(_owner_source(names, indicator, column), column.field)
    if not column.is_numeric:
        raise definition_error(f'"{indicator.weight}" is {column.field.type}', "a number is needed")
    return column


def bind_checked_conditions(
    names: Binder, indicator: Indicator, conditions: tuple[Condition, ...]
) -> tuple[BoundCondition, ...]:
    """Conditions bound to what they test. Refused where a value does not fit that."""
    bound = names.bind_conditions(indicator, conditions)
    for test in bound:
        literals.check_condition_values(test)
    return bound


def bind_currency_column(names: Binder, table: str, column: BoundColumn) -> BoundColumn | None:
    """The column that names the currency of each amount, where the schema says that one does."""
    if column.derivation:
        own = column.derivation.currency if not column.derivation.link else None
        return own._replace(path=(*column.path, *own.path)) if own else None
    if not column.field.currency_column:
        return None
    owner = column.path[-1].resource if column.path else table
    return BoundColumn(names.resolve_source(owner).get_field(column.field.currency_column), column.path)


def _check_number_texts(source: Source, field: Field) -> None:
    """Where an inferred column holds numbers and other texts, those texts are to be corrected, each in its row."""
    texts = [text for text in source.count_texts(field) if text.strip()]
    number = field._replace(type="number")
    if len(parsing.parse_column(texts, number)[1]) < len(texts):
        cell_checks.read_checked_values(source, number)


def bind_operand_date(names: Binder, indicator: Indicator, needed: bool = False) -> BoundColumn | None:
    """The date column, which some measures can't do without; one without any value yet may be it."""
    date = names.resolve_date(indicator)
    timed = indicator.dedupe == "first" or indicator.accumulation != "non-cumulative"
    if date is None and (timed or needed or indicator.traits.needs_date):
        blank = [field for field in names.table_fields(indicator.table) if field.empty]
        if not blank or any(field.type in TIME_TYPES for field in names.table_fields(indicator.table)):
            what = "accumulation or dedupe" if timed else "until or since" if needed else indicator.measure
            raise definition_error(
                f"{what} needs a date, and {indicator.table} has none, or several", 'write date = "…"'
            )
        return BoundColumn(blank[-1]).with_type_if_empty("date")
    return date
