"""Conditions as expressions: the values of a `where` read as the column's type, the missing always spelled out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import UNKNOWN_VALUE, Finding, definition_error, suggest_nearest
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundCondition
from roundtable_cli.indicators.definitions.conditions import Condition, InRange, IsMissing, OneOf
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.mapping_reader import Scalar, type_word
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.bounds import parse_bound
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR, CellValue


def check_condition_values(test: BoundCondition) -> None:
    """Refused where a condition's values don't fit what it tests; no row is read."""
    if isinstance(test.target, BoundColumn):
        with_typed_values(test.condition, test.target.field)
    elif isinstance(test.condition.test, InRange):
        raise definition_error(f"{test.condition.name} is a dimension: it has no range", "name its categories")


def column_predicate(condition: Condition, column: BoundColumn, view: TableView) -> nw.Expr:
    """The rows for which a condition on a column holds."""
    condition = with_typed_values(condition, column.field)
    if isinstance(condition.test, OneOf) and column.field.type == "list":
        return list_predicate(condition.test, view[column])
    return condition_predicate(condition, view[column])


def condition_predicate(condition: Condition, column: nw.Expr) -> nw.Expr:
    """The test of a condition whose values have the column's type; for a missing value it is false, or null as in SQL.

    So tests are put together with `ignore_nulls=False`: a filter or a `when` then leaves the row out either way.
    """
    match condition.test:
        case IsMissing(wanted):
            return column.is_null() if wanted else ~column.is_null()
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


def replace_condition_values(condition: Condition, written: Iterable[Scalar]) -> Condition:
    """The same condition over other values."""
    wanted = not isinstance(condition.test, OneOf) or condition.test.wanted
    return condition._replace(test=OneOf(tuple(written), wanted))


def condition_values(condition: Condition) -> tuple[Scalar, ...]:
    """The values that a condition names."""
    return condition.test.values if isinstance(condition.test, OneOf) else ()


def list_predicate(test: OneOf, column: nw.Expr) -> nw.Expr:
    """Whether a list holds one of the values."""
    if not test.values:
        return column.is_null() & ~column.is_null() if test.wanted else column.is_null() | ~column.is_null()
    any_of = nw.any_horizontal(
        *(
            column.str.contains(f"{LIST_SEPARATOR}{parsing.value_to_text(value)}{LIST_SEPARATOR}", literal=True)
            for value in test.values
        ),
        ignore_nulls=True,
    )
    return any_of & ~column.is_null() if test.wanted else ~any_of | column.is_null()


def with_typed_values(condition: Condition, field: Field) -> Condition:
    """The same condition with its values read as the type of `field`."""
    if field.empty or isinstance(condition.test, IsMissing):
        return condition
    item = field._replace(type=field.item_type) if field.type == "list" else field

    def convert_value(value: Scalar) -> CellValue:
        return (
            _convert_toml_value(condition, value, item)
            if condition.has_typed_values
            else _parse_option_value(condition, str(value), item)
        )

    test = condition.test
    if isinstance(test, OneOf):
        return condition._replace(test=OneOf(tuple(convert_value(value) for value in test.values), test.wanted))
    if item.type in {"string", "any", "boolean"}:
        raise definition_error(f"{condition.name} is {item.type}: it has no range", "name the values")
    low: Any = None if test.low is None else convert_value(test.low)
    high: Any = None if test.high is None else _end_of_day(convert_value(test.high), test.high, item)
    if low is not None and high is not None and low > high:
        raise definition_error(
            f"{condition.name}: the range {test.low}..{test.high} ends before it starts", "turn it round"
        )
    if test.low_strict and test.low is not None:
        low = _end_of_day(low, test.low, item)
    if test.high_strict and test.high is not None:
        high = convert_value(test.high)
    return condition._replace(test=test._replace(low=low, high=high))


def _end_of_day(value: CellValue, written: Scalar, field: Field) -> CellValue:
    """A day that ends a range of times is meant to its last moment."""
    whole_day = (isinstance(written, date) and not isinstance(written, datetime)) or (
        isinstance(written, str) and "T" not in written
    )
    if field.type == "datetime" and isinstance(value, datetime) and whole_day:
        return value.replace(hour=23, minute=59, second=59, microsecond=999999)
    return value


def _convert_toml_value(condition: Condition, value: Scalar, field: Field) -> CellValue:
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
        raise definition_error(
            f"{condition.name} is {field.type}, and {type_word(value)} is compared with it", _literal_hint(field)
        )
    if isinstance(value, Decimal):
        return float(value)
    if field.type == "year" and isinstance(value, int):
        return datetime(value, 1, 1)
    if field.type == "yearmonth" and isinstance(value, str):
        return _parse_option_value(condition, value, field)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def _literal_hint(field: Field) -> str:
    written = {"string": '"…" in quotes', "boolean": "true or false", "date": "2018-11-19, without quotes"}
    return f"write {written.get(field.type, 'a number, without quotes')}"


def _parse_option_value(condition: Condition, text: str, field: Field) -> CellValue:
    """A value of the command line: in the plain forms, else as the file writes its cells."""
    plain = Field(field.name, field.type)
    if field.type == "datetime" and len(text) == 10:
        plain = plain._replace(type="date")
    for form in (plain, field):
        try:
            if (value := parsing.make_text_parser(form)(text)) is not None:
                return value
        except ValueError as error:
            reason = str(error)
    raise definition_error(f'{condition.name}: "{text}" {reason}')


def find_unknown_value(condition: Condition, column: BoundColumn, view: TableView) -> Finding | None:
    """The fault of naming a value that a column neither declares nor contains: a typo must not give 0."""
    field, test = column.field, with_typed_values(condition, column.field).test
    if field.type == "boolean" or not isinstance(test, OneOf):
        return None
    declared = {parse_bound(field, value) for value in field.declared_values}
    strange: list[Any] = [
        value for value in test.values if value not in declared and not _is_within_limits(field, value)
    ]
    there: Iterable[object]
    if field.type == "list" and strange:
        there = distinct_items(view.list_values(column))
        strange = [value for value in strange if value not in there]
    elif strange := view.find_absent_values(column, strange):
        there = view.nearby_values(column, strange[0])
    if not strange or not (known := {*declared, *there}):
        return None
    if field.personal:
        return Finding(UNKNOWN_VALUE, f"{condition.name} is personal, and has no such value", "correct it")
    return unknown_value_finding(
        condition,
        parsing.value_to_text(strange[0], field),
        sorted(parsing.value_to_text(value, field) for value in known),
    )


def unknown_value_finding(condition: Condition, value: object, known: Iterable[str]) -> Finding:
    """The finding for a value that nothing has."""
    return Finding(UNKNOWN_VALUE, f'{condition.name} has no value "{value}"', suggest_nearest(str(value), known))


def distinct_items(lists: Iterable[object]) -> list[str]:
    """The different items of lists."""
    return sorted({item for text in lists for item in str(text).split(LIST_SEPARATOR) if item})


def _is_within_limits(field: Field, value: object) -> bool:
    """Whether declared limits make a number known, though no row has it."""
    low, high = field.constraints.minimum, field.constraints.maximum
    if not isinstance(value, (int, float, datetime)) or low is None or high is None:
        return False
    return parse_bound(field, low) <= value <= parse_bound(field, high)  # type: ignore[operator]
