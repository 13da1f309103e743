"""What a measure counts: its column, weights, currency, conditions and dates, of types that it can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roundtable_cli.errors import Refused, fault
from roundtable_cli.indicators.binding.bound_columns import Column, Test, together
from roundtable_cli.indicators.definitions.conditions import Condition
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.frames import predicates
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, Field, is_currency
from roundtable_cli.tables.values import parsing

if TYPE_CHECKING:
    from roundtable_cli.indicators.binding.binder import Names

NUMERIC = ("sum", "mean")
ORDERED = ("min", "max")


def column(names: Names, indicator: Indicator, printed: bool) -> Column:
    """The counted column, or the set of several, of a type that the measure can take and may print."""
    if indicator.columns:
        return together(tuple(names.column(indicator.table, name) for name in indicator.columns))
    column = names.column(indicator.table, indicator.column)
    measure = indicator.measure
    if printed and column.field.personal and measure in {*ORDERED, "latest"}:
        raise fault(
            f'"{indicator.column}" is personal: its value would be printed', "count it, or ask with --show-values"
        )
    if column.field.type == "list" and measure in {"unique", "latest"}:
        raise fault(f'{measure} over "{indicator.column}", which is a list', "count the rows, broken down by it")
    if column.field.currency and (unit := indicator.unit("")) != column.field.currency and is_currency(unit):
        raise fault(f'"{indicator.column}" is in {column.field.currency}, the unit is {unit}', "correct one of the two")
    if column.field.ambiguous and measure in (*NUMERIC, *ORDERED):
        raise Refused(cell_checks.ambiguous(_owner(names, indicator, column), column.field))
    if measure in NUMERIC and column.field.inferred and not column.numeric:
        _check_numbers(_owner(names, indicator, column), column.field)
    if measure in NUMERIC and not column.numeric:
        raise fault(f'{measure} over "{indicator.column}", which is {column.field.type}', "a number is needed")
    if measure in ORDERED and not (column.numeric or column.timed):
        raise fault(
            f'{measure} over "{indicator.column}", which is {column.field.type}', "a number or a date is needed"
        )
    return column.used_as("number") if measure in NUMERIC or (printed and measure in ORDERED) else column


def _owner(names: Names, indicator: Indicator, column: Column) -> Source:
    """The table that holds a column."""
    return names.source(column.path[-1].resource if column.path else indicator.table)


def weight(names: Names, indicator: Indicator) -> Column | None:
    """The column that weights each row."""
    if not indicator.weight:
        return None
    column = names.column(indicator.table, indicator.weight).used_as("number")
    if column.field.inferred and not column.numeric:
        _check_numbers(_owner(names, indicator, column), column.field)
    if not column.numeric:
        raise fault(f'"{indicator.weight}" is {column.field.type}', "a number is needed")
    return column


def tests(names: Names, indicator: Indicator, conditions: tuple[Condition, ...]) -> tuple[Test, ...]:
    """Conditions bound to what they test. Refused where a value does not fit that."""
    bound = names.tests(indicator, conditions)
    for test in bound:
        predicates.check(test)
    return bound


def currency(names: Names, table: str, column: Column) -> Column | None:
    """The column that names the currency of each amount, where the schema says that one does."""
    if column.made:
        own = column.made.currency if not column.made.link else None
        return own._replace(path=(*column.path, *own.path)) if own else None
    if not column.field.currency_column:
        return None
    owner = column.path[-1].resource if column.path else table
    return Column(names.source(owner).field(column.field.currency_column), column.path)


def _check_numbers(source: Source, field: Field) -> None:
    """Where an inferred column holds numbers and other texts, those texts are to be corrected, each in its row."""
    texts = [text for text in source.counts(field) if text.strip()]
    number = field._replace(type="number")
    if len(parsing.column(texts, number)[1]) < len(texts):
        cell_checks.typed(source, number)


def date(names: Names, indicator: Indicator, needed: bool = False) -> Column | None:
    """The date column, which some measures can't do without; one without any value yet may be it."""
    date = names.date(indicator)
    timed = indicator.dedupe == "first" or indicator.accumulation != "non-cumulative"
    if date is None and (timed or needed or indicator.measure == "latest"):
        blank = [field for field in names.fields(indicator.table) if field.empty]
        if not blank or any(field.type in TIME_TYPES for field in names.fields(indicator.table)):
            what = "accumulation or dedupe" if timed else "until or since" if needed else indicator.measure
            raise fault(f"{what} needs a date, and {indicator.table} has none, or several", 'write date = "…"')
        return Column(blank[-1]).used_as("date")
    return date
