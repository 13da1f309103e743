"""The values of a condition read as the type of the column that they are compared with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundCondition
from roundtable_cli.indicators.definitions.conditions import Condition, InRange, IsMissing, OneOf
from roundtable_cli.mapping_reader import Scalar, type_word
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.parsing import CellValue


def check_condition_values(test: BoundCondition) -> None:
    """Refused where a condition's values don't fit what it tests; no row is read."""
    if isinstance(test.target, BoundColumn):
        with_typed_values(test.condition, test.target.field)
    elif isinstance(test.condition.test, InRange):
        raise definition_error(f"{test.condition.name} is a dimension: it has no range", "name its categories")


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
