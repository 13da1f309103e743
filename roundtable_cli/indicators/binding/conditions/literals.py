"""The values of a condition, read as the type of the column that they are compared with."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundCondition
from roundtable_cli.indicators.definitions.conditions import ComparedWith, Condition, InRange, IsMissing
from roundtable_cli.indicators.definitions.validation.other_words import suggest_comparison
from roundtable_cli.mapping_reader import Scalar, type_word
from roundtable_cli.tables.table import NUMBER_TYPES, TEXT_TYPES, Field
from roundtable_cli.tables.values import currency_signs, numerals, parsing

# What TOML may give for a field of each type; a field of any other type takes text.
_TOML_TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int, float, Decimal),
    "number": (int, float, Decimal),
    "boolean": (bool,),
    "year": (int, date),
    "date": (date,),
    "datetime": (date,),
    "yearmonth": (date, str),
}


def check_condition_values(bound: BoundCondition) -> None:
    """Refuse a condition whose values do not fit the column or dimension that it tests.

    The typed values are not kept: where rows are tested they are read again, for the column as it is in that view.
    """
    if isinstance(bound.target, BoundColumn):
        with_typed_values(bound.condition, bound.target.field)
    elif isinstance(bound.condition.test, InRange):
        name = bound.condition.name
        raise definition_error(f"{name} is a dimension; it has categories, not a range", "name its categories")


def with_typed_values(condition: Condition, field: Field) -> Condition:
    """The same condition with its values as cells of `field` hold them. Refused where one does not fit."""
    if field.is_untyped or isinstance(condition.test, IsMissing | ComparedWith):
        return condition
    item = field._replace(type=field.item_type) if field.type == "list" else field
    if isinstance(condition.test, InRange):
        return condition._replace(test=_with_typed_bounds(condition, condition.test, item))
    return condition.with_named_values(_typed_value(condition, value, item) for value in condition.test.values)


def _with_typed_bounds(condition: Condition, test: InRange, field: Field) -> InRange:
    if field.type in {*TEXT_TYPES, "boolean"}:
        raise definition_error(
            f"{condition.name} is {field.type}; a range needs numbers or dates", "name the values instead"
        )
    low, high = (_typed_bound(condition, bound, field) for bound in (test.low, test.high))
    # A day includes all its hours: a range up to it ends with them, and one above it starts after them.
    last = high if test.high is None else _end_of_day(high, test.high, field)
    if low is not None and last is not None and low > last:
        raise definition_error(
            f"{condition.name}: the range {test.low}..{test.high} ends before it starts", "write the lower end first"
        )
    typed = test._replace(
        low=_end_of_day(low, test.low, field) if test.low_strict and test.low is not None else low,
        high=high if test.high_strict else last,
    )
    return typed if field.has_long_numbers else _with_float_bounds(typed)


def _with_float_bounds(test: InRange) -> InRange:
    """The range with floats for bounds that no float is: between the same two floats it begins, and ends."""
    if isinstance(test.low, Decimal):
        low = float(test.low)
        test = test._replace(low=low, low_strict=Decimal(repr(low)) < test.low)
    if isinstance(test.high, Decimal):
        high = float(test.high)
        test = test._replace(high=high, high_strict=Decimal(repr(high)) > test.high)
    return test


def _typed_bound(condition: Condition, bound: Scalar | None, field: Field) -> Any:
    """A bound as it is compared; of long numbers, which are texts, the number."""
    value = None if bound is None else _typed_value(condition, bound, field)
    return Decimal(str(value)) if field.has_long_numbers and value is not None else value


def _end_of_day(value: Scalar, written: Scalar, field: Field) -> Scalar:
    """The last moment of a day that bounds a column of times; any other value as it is."""
    is_day = (
        "T" not in written
        if isinstance(written, str)
        else isinstance(written, date) and not isinstance(written, datetime)
    )
    if field.type == "datetime" and isinstance(value, datetime) and is_day:
        return datetime.combine(value, time.max)
    return value


def _typed_value(condition: Condition, value: Scalar, field: Field) -> Scalar:
    if isinstance(value, str) and field.format in currency_signs.CURRENCY_FORMATS:
        return currency_signs.normalize_currency(value, field.format)
    if condition.has_typed_values:
        return _convert_toml_value(condition, value, field)
    return _parse_option_value(condition, str(value), field)


def _convert_toml_value(condition: Condition, value: Scalar, field: Field) -> Scalar:
    """A value of TOML, which has a type already, as cells of the field hold it."""
    # Python counts true and false among the numbers.
    if not isinstance(value, _TOML_TYPES.get(field.type, (str,))) or (
        isinstance(value, bool) and field.type != "boolean"
    ):
        raise definition_error(
            f"{condition.name} is {field.type}, and it is compared with {type_word(value)}",
            (isinstance(value, str) and suggest_comparison(condition.name, value)) or _literal_remedy(field),
        )
    if isinstance(value, (int, float, Decimal)) and field.type in NUMBER_TYPES:
        return _convert_toml_number(condition, value, field)
    if field.type == "year" and isinstance(value, int):
        return datetime(value, 1, 1)
    if field.type == "yearmonth" and isinstance(value, str):
        return _parse_option_value(condition, value, field)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value


def _convert_toml_number(condition: Condition, value: int | float | Decimal, field: Field) -> Scalar:
    """A number of TOML as cells of the field hold it. Refused where it is too large for any."""
    written = numerals.write_decimal(Decimal(str(value)))
    # A part of a whole number equals none, and lies between two: a float tells between which.
    is_whole = field.type == "integer" and "." not in written
    form = Field(field.name, "integer" if is_whole else "number", has_long_numbers=field.has_long_numbers)
    try:
        number = _read_value(written, form)
    except ValueError as error:
        raise definition_error(f'{condition.name}: "{written}" {error}') from None
    return written if number is None else number


def _read_value(text: str, form: Field) -> Scalar | None:
    """The value of a text; of a number that no float is, where the column holds floats, a Decimal."""
    if form.type == "number" and not form.has_long_numbers:
        plain = numerals.make_plain_reader(form)(text)
        if numerals.is_long_number(plain):
            return Decimal(numerals.write_long_number(plain))
    return parsing.make_text_parser(form)(text)


def _literal_remedy(field: Field) -> str:
    examples = {"string": '"…" in quotes', "boolean": "true or false", "date": "2018-11-19, without quotes"}
    return f"write {examples.get(field.type, 'a number, without quotes')}"


def _parse_option_value(condition: Condition, text: str, field: Field) -> Scalar:
    """A value of the command line: in the standard form of its type, else as the file writes its cells."""
    standard = Field(field.name, field.type, has_long_numbers=field.has_long_numbers)
    if field.type == "datetime" and len(text) == len("2018-11-19"):
        standard = standard._replace(type="date")
    for form in (standard, field):
        try:
            if (value := _read_value(text, form)) is not None:
                return value
        except ValueError as error:
            reason = str(error)
    raise definition_error(f'{condition.name}: "{text}" {reason}')
