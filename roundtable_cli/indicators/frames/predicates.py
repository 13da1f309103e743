"""Conditions as expressions: the values of a `where` read as the column's type, the missing always spelled out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, fault, nearest
from roundtable_cli.indicators.binding.bound_columns import Column, Test
from roundtable_cli.indicators.definitions.conditions import Between, Condition, Missing, OneOf
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.mapping_reader import Scalar, word
from roundtable_cli.tables.checks.cell_checks import bound
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.parsing import SEPARATOR, Value

UNKNOWN = "unknown-value"


def check(test: Test) -> None:
    """Refused where a condition's values don't fit what it tests; no row is read."""
    if isinstance(test.target, Column):
        read(test.condition, test.target.field)
    elif isinstance(test.condition.test, Between):
        raise fault(f"{test.condition.name} is a dimension: it has no range", "name its categories")


def column_expression(condition: Condition, column: Column, view: View) -> nw.Expr:
    """The rows for which a condition on a column holds."""
    condition = read(condition, column.field)
    if isinstance(condition.test, OneOf) and column.field.type == "list":
        return holds(condition.test, view[column])
    return expression(condition, view[column])


def expression(condition: Condition, column: nw.Expr) -> nw.Expr:
    """The test of a condition whose values have the column's type; for a missing value it is false, or null as in SQL.

    So tests are put together with `ignore_nulls=False`: a filter or a `when` then leaves the row out either way.
    """
    match condition.test:
        case Missing(wanted):
            return column.is_null() if wanted else ~column.is_null()
        case OneOf(wanted_values, wanted):
            among = column == wanted_values[0] if len(wanted_values) == 1 else column.is_in(list(wanted_values))
            return among if wanted else ~among | column.is_null()
        case Between(low, high, low_strict, high_strict):
            tests = [~column.is_null()]
            if low is not None:
                tests.append(column > low if low_strict else column >= low)
            if high is not None:
                tests.append(column < high if high_strict else column <= high)
            return nw.all_horizontal(*tests, ignore_nulls=True)


def with_values(condition: Condition, written: Iterable[Scalar]) -> Condition:
    """The same condition over other values."""
    wanted = not isinstance(condition.test, OneOf) or condition.test.wanted
    return condition._replace(test=OneOf(tuple(written), wanted))


def values_of(condition: Condition) -> tuple[Scalar, ...]:
    """The values that a condition names."""
    return condition.test.values if isinstance(condition.test, OneOf) else ()


def holds(test: OneOf, column: nw.Expr) -> nw.Expr:
    """Whether a list holds one of the values."""
    if not test.values:
        return column.is_null() & ~column.is_null() if test.wanted else column.is_null() | ~column.is_null()
    any_of = nw.any_horizontal(
        *(column.str.contains(f"{SEPARATOR}{parsing.text(value)}{SEPARATOR}", literal=True) for value in test.values),
        ignore_nulls=True,
    )
    return any_of & ~column.is_null() if test.wanted else ~any_of | column.is_null()


def read(condition: Condition, field: Field) -> Condition:
    """The same condition with its values read as the type of `field`."""
    if field.empty or isinstance(condition.test, Missing):
        return condition
    item = field._replace(type=field.item_type) if field.type == "list" else field

    def one(value: Scalar) -> Value:
        return _typed(condition, value, item) if condition.typed else _from_text(condition, str(value), item)

    test = condition.test
    if isinstance(test, OneOf):
        return condition._replace(test=OneOf(tuple(one(value) for value in test.values), test.wanted))
    if item.type in {"string", "any", "boolean"}:
        raise fault(f"{condition.name} is {item.type}: it has no range", "name the values")
    low: Any = None if test.low is None else one(test.low)
    high: Any = None if test.high is None else _end(one(test.high), test.high, item)
    if low is not None and high is not None and low > high:
        raise fault(f"{condition.name}: the range {test.low}..{test.high} ends before it starts", "turn it round")
    if test.low_strict and test.low is not None:
        low = _end(low, test.low, item)
    if test.high_strict and test.high is not None:
        high = one(test.high)
    return condition._replace(test=test._replace(low=low, high=high))


def _end(value: Value, written: Scalar, field: Field) -> Value:
    """A day that ends a range of times is meant to its last moment."""
    whole_day = (isinstance(written, date) and not isinstance(written, datetime)) or (
        isinstance(written, str) and "T" not in written
    )
    if field.type == "datetime" and isinstance(value, datetime) and whole_day:
        return value.replace(hour=23, minute=59, second=59, microsecond=999999)
    return value


def _typed(condition: Condition, value: Scalar, field: Field) -> Value:
    """A value of TOML, which has a type of its own."""
    fits: dict[str, tuple[type, ...]] = {
        "integer": (int, float, Decimal),
        "number": (int, float, Decimal),
        "boolean": (bool,),
        "year": (int, date),
        "date": (date,),
        "datetime": (date,),
        "yearmonth": (date, str),
    }
    if not isinstance(value, fits.get(field.type, (str,))) or (isinstance(value, bool) and field.type != "boolean"):
        raise fault(f"{condition.name} is {field.type}, and {word(value)} is compared with it", _hint(field))
    if isinstance(value, Decimal):
        return float(value)
    if field.type == "year" and isinstance(value, int):
        return datetime(value, 1, 1)
    if field.type == "yearmonth" and isinstance(value, str):
        return _from_text(condition, value, field)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def _hint(field: Field) -> str:
    written = {"string": '"…" in quotes', "boolean": "true or false", "date": "2018-11-19, without quotes"}
    return f"write {written.get(field.type, 'a number, without quotes')}"


def _from_text(condition: Condition, text: str, field: Field) -> Value:
    """A value of the command line: in the plain forms, else as the file writes its cells."""
    plain = Field(field.name, field.type)
    if field.type == "datetime" and len(text) == 10:
        plain = plain._replace(type="date")
    for form in (plain, field):
        try:
            if (value := parsing.parser(form)(text)) is not None:
                return value
        except ValueError as error:
            reason = str(error)
    raise fault(f'{condition.name}: "{text}" {reason}')


def unknown(condition: Condition, column: Column, view: View) -> Finding | None:
    """The fault of naming a value that a column neither declares nor contains: a typo must not give 0."""
    field, test = column.field, read(condition, column.field).test
    if field.type == "boolean" or not isinstance(test, OneOf):
        return None
    declared = {bound(field, value) for value in field.declared}
    strange: list[Any] = [value for value in test.values if value not in declared and not _within(field, value)]
    there: Iterable[object]
    if field.type == "list" and strange:
        there = items(view.values(column))
        strange = [value for value in strange if value not in there]
    elif strange := view.lacking(column, strange):
        there = view.around(column, strange[0])
    if not strange or not (known := {*declared, *there}):
        return None
    if field.personal:
        return Finding(UNKNOWN, f"{condition.name} is personal, and has no such value", "correct it")
    return no_value(condition, parsing.text(strange[0], field), sorted(parsing.text(value, field) for value in known))


def no_value(condition: Condition, value: object, known: Iterable[str]) -> Finding:
    """The finding for a value that nothing has."""
    return Finding(UNKNOWN, f'{condition.name} has no value "{value}"', nearest(str(value), known))


def items(lists: Iterable[object]) -> list[str]:
    """The different items of lists."""
    return sorted({item for text in lists for item in str(text).split(SEPARATOR) if item})


def _within(field: Field, value: object) -> bool:
    """Whether declared limits make a number known, though no row has it."""
    low, high = field.constraints.minimum, field.constraints.maximum
    if not isinstance(value, (int, float, datetime)) or low is None or high is None:
        return False
    return bound(field, low) <= value <= bound(field, high)  # type: ignore[operator]
