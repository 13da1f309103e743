"""Conditions as expressions: the values of a `where` read as the column's type, the missing always spelled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, suggest_nearest
from roundtable_cli.finding_codes import UNKNOWN_VALUE
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.conditions.literals import with_typed_values
from roundtable_cli.indicators.definitions.conditions import ComparedWith, Condition, InRange, IsMissing, OneOf
from roundtable_cli.indicators.frames import spellings
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.table import NUMBER_TYPES, TEXT_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.bounds import comparable_value, parse_bound
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR


def column_predicate(condition: Condition, column: BoundColumn, view: TableView) -> nw.Expr:
    """The rows for which a condition on a column holds."""
    condition = with_typed_values(condition, column.field)
    if isinstance(condition.test, InRange) and column.field.has_long_numbers:
        return _long_range_predicate(condition.test, column, view)
    if not isinstance(condition.test, OneOf):
        return condition_predicate(condition, view[column])
    held = [value for value in condition.test.values if not isinstance(value, Decimal)]  # no float is any other
    test = OneOf(spellings.with_other_spellings(held, column, view), condition.test.wanted)
    if column.field.type == "list":
        return list_predicate(test, view[column])
    return condition_predicate(condition._replace(test=test), view[column])


def condition_predicate(condition: Condition, column: nw.Expr) -> nw.Expr:
    """The test of a condition whose values have the column's type; for a missing value it is false, or null as in SQL.

    So tests are put together with `ignore_nulls=False`: a filter or a `when` then leaves the row out either way.
    """
    match condition.test:
        case IsMissing(wanted):
            return column.is_null() if wanted else ~column.is_null()
        case OneOf((), wanted):
            return constant_test(column, is_true=not wanted)
        case OneOf(wanted_values, wanted):
            among = column == wanted_values[0] if len(wanted_values) == 1 else column.is_in(list(wanted_values))
            return among if wanted else ~among | column.is_null()
        case InRange(low, high, low_strict, high_strict):
            tests = [~column.is_null()]
            if low is not None:
                tests.append(column > low if low_strict else column >= low)
            if high is not None:
                tests.append(column < high if high_strict else column <= high)
            return nw.all_horizontal(*tests, ignore_nulls=True)
        case ComparedWith():
            raise TypeError(condition)  # it is of two columns: see `column_comparisons`


def _long_range_predicate(test: InRange, column: BoundColumn, view: TableView) -> nw.Expr:
    """Whether a long number is in a range: Python tells it of each different number, as no engine compares them."""
    within = [text for text in view.list_values(column) if test.contains(Decimal(text))]
    return view[column].is_in(within) if within else constant_test(view[column], is_true=False)


def constant_test(column: nw.Expr, *, is_true: bool) -> nw.Expr:
    """True of every row, or of none: an expression of literals has no length on some engines."""
    return column.is_null() | ~column.is_null() if is_true else column.is_null() & ~column.is_null()


def list_predicate(test: OneOf, column: nw.Expr) -> nw.Expr:
    """Whether a list holds one of the values."""
    if not test.values:
        return constant_test(column, is_true=not test.wanted)
    # A list stands in a frame as a text that has separators before, between and after its items.
    items = (f"{LIST_SEPARATOR}{parsing.value_to_text(value)}{LIST_SEPARATOR}" for value in test.values)
    any_of = nw.any_horizontal(*(column.str.contains(item, literal=True) for item in items), ignore_nulls=True)
    return any_of & ~column.is_null() if test.wanted else ~any_of | column.is_null()


def find_unknown_value(condition: Condition, column: BoundColumn, view: TableView) -> Finding | None:
    """The fault of naming a text that a column neither declares nor has: a typing mistake must not give 0.

    Other values are ones that the column could hold, and 0 is then an answer: a number or a date within the limits that
    are declared, yes or no. What is left out (`not`) may be in no row.
    """
    field, test = column.field, with_typed_values(condition, column.field).test
    if not isinstance(test, OneOf) or not test.wanted:
        return None
    declared = {parse_bound(field, value) for value in field.declared_values}
    wanted: Sequence[Any] = test.values
    unknown: list[Any] = [
        value
        for value in wanted
        if comparable_value(field, value) not in declared
        and not _could_be_held(column, value)
        and not spellings.has_spelling(value, column, view)
    ]
    values: Iterable[object]
    if field.type == "list" and unknown:
        values = distinct_items(view.list_values(column))
        unknown = [value for value in unknown if value not in values]
    elif unknown := view.find_absent_values(column, unknown):
        nearest = unknown[0]
        values = view.nearby_values(column, float(nearest) if isinstance(nearest, Decimal) else nearest)
    if not unknown or not (known := {*declared, *values}):
        return None
    if field.personal:
        return Finding(UNKNOWN_VALUE, f"{condition.name} is personal, and has no such value", "correct it")
    texts = sorted(parsing.value_to_text(value, field) for value in known)
    return unknown_value_finding(condition, parsing.value_to_text(unknown[0], field), texts)


def could_hold(column: BoundColumn, text: str) -> bool:
    """Whether a column could hold a value that is written as a text, though no row has it."""
    field = column.field
    type_ = field.item_type if field.type == "list" else field.type
    for form in (Field(field.name, type_), field._replace(type=type_)):
        with suppress(ValueError):
            return _could_be_held(column, parsing.make_text_parser(form)(text))
    return False


def _could_be_held(column: BoundColumn, value: Any) -> bool:
    """Whether a value of a column's type is no misspelling, though no row may have it.

    A column of texts could hold only what it has; others what is within their declared limits.
    """
    field = column.field
    if (field.item_type if field.type == "list" else field.type) in TEXT_TYPES or field.declared_values:
        return False
    low, high = field.constraints.minimum, field.constraints.maximum
    if field.type not in {*NUMBER_TYPES, *TIME_TYPES}:
        return True
    bounded: Any = comparable_value(field, value)
    is_above = low is None or parse_bound(field, low) <= bounded
    return is_above and (high is None or bounded <= parse_bound(field, high))


def unknown_value_finding(condition: Condition, value: object, known: Iterable[str]) -> Finding:
    """The finding for a value that nothing has."""
    return Finding(UNKNOWN_VALUE, f'{condition.name} has no value "{value}"', suggest_nearest(str(value), known))


def distinct_items(lists: Iterable[object]) -> list[str]:
    """The different items of lists."""
    return sorted({item for text in lists for item in str(text).split(LIST_SEPARATOR) if item})
