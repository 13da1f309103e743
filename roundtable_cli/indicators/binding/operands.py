"""What a measure counts: its column, weights, currency, conditions and dates, of types that it can take.

A column that no schema declares may turn out to be text only when its rows are read. Such a column is bound as it is;
whoever reads the rows names the cells that are no numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.errors import Refused, definition_error
from roundtable_cli.indicators.binding import key_paths
from roundtable_cli.indicators.binding.bound_columns import (
    BoundColumn,
    BoundTest,
    Derivation,
    combine_columns,
    flatten_tests,
)
from roundtable_cli.indicators.binding.conditions.literals import check_condition_values
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.conditions import WhereTest
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Indicator
from roundtable_cli.tables.table import TIME_TYPES, Field, is_currency
from roundtable_cli.tables.values.numerals import MAX_DIGITS

ORDERED_TEXT_TYPES = ("string", "any")  # of which calculated columns take the least and greatest; not of times of day
NUMBERS, NUMBERS_OR_DATES, ALL_NUMBERS_OR_ALL_DATES = "numbers", "numbers or dates", "all numbers or all dates"


def bind_operand(resolver: Resolver, indicator: Indicator, is_printed: bool, takes_texts: bool = False) -> BoundColumn:
    """The column that the measure counts, or the set of several. Refused where the measure can't take its type.

    Least and greatest are of texts too where it `takes_texts`. Where the value `is_printed`, a measure whose value is
    one of the column's own may not be of a personal column.
    """
    if indicator.columns:
        return combine_columns(tuple(_bind_counted_name(resolver, indicator, name) for name in indicator.columns))
    column, traits = _bind_counted_name(resolver, indicator, indicator.column), indicator.traits
    if is_printed and column.field.personal and traits.tells_one_value:
        raise definition_error(
            f'"{indicator.column}" is personal data, and its value would be printed',
            "count it instead, or use --show-values",
        )
    if not (takes_texts and traits.is_own_value and column.field.type in ORDERED_TEXT_TYPES):
        _check_operand_type(indicator, column)
    # An empty column needs a type for the arithmetic; least and greatest of a calculated column keep any type.
    as_numbers = traits.needs_numbers or (is_printed and traits.needs_order)
    return column.with_type_if_untyped("number") if as_numbers else column


def _bind_counted_name(resolver: Resolver, indicator: Indicator, name: str) -> BoundColumn:
    """What a name in `column` means: of what is told apart, a dimension goes before a column of its name.

    Its categories are then counted, other spellings merged. Other measures need the values of the column.
    """
    dimension = resolver.framework.dimensions.get(name) if indicator.traits.counts_distinct else None
    has_values = dimension and (dimension.category_table or dimension.categories)
    if dimension is None or not has_values or dimension.has_conditions or dimension.bands:
        return resolver.resolve_column(indicator.table, name)
    breakdown = resolver.bind_breakdown(indicator, name)
    if breakdown.column is None or breakdown.is_list or breakdown.column.field.personal:
        return resolver.resolve_column(indicator.table, name)
    return BoundColumn(Field(name), (), Derivation(None, (breakdown.column,), breakdown=breakdown))


def _check_operand_type(indicator: Indicator, column: BoundColumn) -> None:
    name, field, traits, unit = indicator.column, column.field, indicator.traits, indicator.unit("")
    if field.type == "list" and traits.needs_column:
        raise definition_error(
            f'"{name}" is a list; {indicator.measure} can\'t be computed from it', "count the rows, broken down by it"
        )
    if field.currency and unit != field.currency and is_currency(unit):
        raise definition_error(
            f'"{name}" is in {field.currency}, but the unit is {unit}', "correct the unit, or the currency of the field"
        )
    if traits.needs_numbers and not (column.is_numeric or field.inferred):
        raise wrong_type_refusal(indicator.measure, name, column, NUMBERS)
    if traits.needs_order and not (column.is_numeric or column.is_date or field.ambiguous):
        raise wrong_type_refusal(indicator.measure, name, column, NUMBERS_OR_DATES)


def wrong_type_refusal(user: str, name: str, column: BoundColumn, needed: str) -> Refused:
    """The refusal of a column whose type its user, a measure or a key of the definitions, can't take."""
    return definition_error(
        f'"{name}" is {column.field.type}; {user} needs {needed}',
        "name another column, or correct its type in datapackage.json",
    )


def check_short_numbers(user: str, name: str, column: BoundColumn) -> None:
    """Refuse to calculate a column from numbers with more digits than a float holds: engines do it in floats."""
    if column.field.has_long_numbers:
        fault = f'"{name}" has numbers with more than {MAX_DIGITS} digits; {user} can\'t be calculated from them'
        raise definition_error(fault, "round them in the file, or take the measure in an indicator")


def check_unchanged_texts(definition: CalculatedColumn) -> None:
    """Refuse to multiply or round the least or greatest of texts."""
    if definition.changes_numbers:
        raise definition_error("factor and decimals can't be used with texts", "delete them")


def bind_weight(resolver: Resolver, indicator: Indicator) -> BoundColumn | None:
    """The column that says how many people each row stands for, if the indicator has one."""
    if not indicator.weight:
        return None
    column = resolver.resolve_column(indicator.table, indicator.weight).with_type_if_untyped("number")
    if not (column.is_numeric or column.field.inferred):
        raise wrong_type_refusal("weight", indicator.weight, column, NUMBERS)
    return column


def bind_checked_conditions(
    resolver: Resolver, indicator: Indicator, conditions: tuple[WhereTest, ...]
) -> tuple[BoundTest, ...]:
    """Conditions with what they test. Refused where a value does not fit that."""
    bound_conditions = resolver.bind_conditions(indicator, conditions)
    for bound_condition in flatten_tests(bound_conditions):
        check_condition_values(bound_condition)
    return bound_conditions


def bind_currency_column(resolver: Resolver, table: str, column: BoundColumn) -> BoundColumn | None:
    """The column that names the currency of each amount, as the schema declares it, or as the table's cells show it."""
    if column.derivation:
        # Amounts of linked rows were checked to be of one currency when they were added up.
        currency = None if column.derivation.link else column.derivation.currency
        return currency._replace(path=(*column.path, *currency.path)) if currency else None
    field = resolver.row_currencies.find_for_amount(column.owner_table(table), column.field)
    return BoundColumn(field, column.path) if field else None


def find_common_currency(
    resolver: Resolver, table: str, user: str, columns: Sequence[BoundColumn], unit: str = ""
) -> BoundColumn | None:
    """The column that names the currency of amounts of one row, if any; `user` needs them to be in one currency.

    Refused where they are of two, or not of the unit, if that is a currency.
    """
    per_row = {bind_currency_column(resolver, table, column) for column in columns} - {None}
    fixed = {column.field.currency for column in columns} - {""}
    currencies = sorted(fixed) + [f"that of {column.field.name}" for column in per_row if column]
    if is_currency(unit) and currencies and currencies != [unit]:
        currencies.append(unit)
    if len(currencies) > 1:
        raise definition_error(f"{user} in {' and '.join(currencies)}", "convert them into one currency first")
    return next(iter(per_row), None)


def bind_operand_date(resolver: Resolver, indicator: Indicator, needed_by: str = "") -> BoundColumn | None:
    """The column that dates each row; None where there is none and nothing needs one.

    `needed_by` names what needs it besides the measure. A column without any value yet may be the date.
    """
    column = resolver.resolve_date(indicator)
    if indicator.dedupe == "first" or indicator.accumulation != "non-cumulative":
        needed_by = "accumulation or dedupe"
    elif not needed_by and indicator.traits.needs_date:
        needed_by = indicator.measure
    if column or not needed_by:
        return column
    fields = resolver.table_fields(indicator.table)
    untyped_fields = [field for field in fields if field.is_untyped]
    if not untyped_fields or any(field.type in TIME_TYPES for field in fields):
        raise definition_error(
            f"{needed_by} needs a date, and {indicator.table} has no date column, or several",
            f"name the column: {key_paths.date_remedy(resolver, indicator.table)}",
        )
    return BoundColumn(untyped_fields[-1]).with_type_if_untyped("date")


def check_types_meet(left: str, left_field: Field, right: str, right_field: Field, or_else: str = "") -> None:
    """Refuse to compare two columns, called `left` and `right`, of different types: no value would ever be equal."""
    if left_field.has_long_numbers != right_field.has_long_numbers:
        long, other = (left, right) if left_field.has_long_numbers else (right, left)
        fault = f"{long} has numbers with more than {MAX_DIGITS} digits, {other} has none; they can't be compared"
        raise definition_error(fault, f'declare both as "string" in datapackage.json{or_else}')
    if left_field.type != right_field.type and not (left_field.is_untyped or right_field.is_untyped):
        raise definition_error(
            f"{left} is {left_field.type}, {right} is {right_field.type}, so no value can be equal",
            f"declare both with one type in datapackage.json{or_else}",
        )


def check_is_date(column: BoundColumn, name: str) -> None:
    """Refuse a column that holds something else than dates; one without any value may be of dates."""
    if not (column.is_date or column.field.is_untyped):
        raise definition_error(f'"{name}" is {column.field.type}, not a date', "name a column of dates")
