"""Ratio, difference and product: over the answers of other indicators, cell by cell, never over rounded values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from math import prod

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.measures.catalogue import ExactNumber, GroupAnswer
from roundtable_cli.indicators.results import ResultValue, to_output_number
from roundtable_cli.tables.table import Field


def combine_answers(indicator: Indicator, parts: Sequence[GroupAnswer]) -> GroupAnswer:
    """The answer of a formula; none where a part has none, or what it divides by is 0. The parts are scaled already."""
    numbers = [part.value for part in parts]
    inexact = any(part.inexact for part in parts)
    currencies = tuple(dict.fromkeys(currency for part in parts for currency in part.currencies))
    if any(number is None for number in numbers):
        return GroupAnswer(None, currencies=currencies)
    if len(currencies) > 1:
        told = " and ".join(currencies)
        raise definition_error(
            f"{indicator.code}: {indicator.measure} of amounts in {told}", "convert them into one currency"
        )
    exact = [number for number in numbers if isinstance(number, ExactNumber)]
    if len(exact) != len(numbers):
        raise definition_error(
            f"{indicator.code}: {indicator.measure} over a value that is no number", "name other indicators"
        )
    return FORMULAS[indicator.measure](exact)._replace(
        inexact=inexact, currencies=currencies if indicator.traits.keeps_unit else ()
    )


def _divide(parts: Sequence[ExactNumber]) -> GroupAnswer:
    first, second = parts
    return GroupAnswer(Fraction(first) / second if second else None, parts=(first, second))


def _subtract(parts: Sequence[ExactNumber]) -> GroupAnswer:
    first, second = parts
    return GroupAnswer(Fraction(first) - second)


def _multiply(parts: Sequence[ExactNumber]) -> GroupAnswer:
    return GroupAnswer(Fraction(prod(parts)))


FORMULAS: Mapping[str, Callable[[Sequence[ExactNumber]], GroupAnswer]] = {
    "ratio": _divide,
    "difference": _subtract,
    "product": _multiply,
}


def apply_factor(indicator: Indicator, answer: GroupAnswer) -> ExactNumber | datetime | str | bool | None:
    """The answer's value times the indicator's factor, still exact."""
    value = answer.value
    return (
        value * Fraction(indicator.total_factor)
        if isinstance(value, ExactNumber) and not isinstance(value, bool)
        else value
    )


def to_output_value(
    indicator: Indicator, value: ExactNumber | datetime | str | bool | None, field: Field | None = None
) -> ResultValue:
    """The value as it is handed out: an int or Decimal where that is exact, a float for quotients, a date for dates."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.year if field and field.type == "year" else value.date()
    if not isinstance(value, ExactNumber):
        return value
    return to_output_number(value, quotient=indicator.traits.is_quotient)
