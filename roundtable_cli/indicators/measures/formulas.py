"""Ratio, difference, product and sum: of the answers of other indicators in a cell, or of columns of a row.

They are never taken of rounded values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import prod

import narwhals.stable.v2 as nw

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Indicator
from roundtable_cli.indicators.frames import dates
from roundtable_cli.indicators.frames.scaled import Quotient, ScaledInteger, align_units, multiply_scaled
from roundtable_cli.indicators.measures.answers import ExactNumber, GroupAnswer

# Of the answers of other indicators


def combine_answers(indicator: Indicator, parts: Sequence[GroupAnswer]) -> GroupAnswer:
    """The answer of a formula over those of its parts, which are times their own factors already.

    It has no value where a part has none, or what it divides by is 0. What its parts lack is missing in it too.
    """
    numbers = [part.value for part in parts]
    inexact = any(part.inexact for part in parts)
    currencies = tuple(dict.fromkeys(currency for part in parts for currency in part.currencies))
    missing = sum(part.missing for part in parts)
    if any(part.is_hidden for part in parts):
        shown = currencies if indicator.traits.keeps_unit else ()
        return GroupAnswer(None, missing=missing, currencies=shown).hide_value()
    if any(number is None for number in numbers):
        return GroupAnswer(None, missing=missing, currencies=currencies)
    if len(currencies) > 1:
        fault = f"{indicator.code}: {indicator.measure} of amounts in {' and '.join(currencies)}"
        raise definition_error(fault, "convert them into one currency")
    exact = [number for number in numbers if isinstance(number, ExactNumber)]
    if len(exact) != len(numbers):
        fault = f"{indicator.code}: {indicator.measure} of a value that is not a number"
        raise definition_error(fault, "name indicators whose values are numbers")
    answer = FORMULAS[indicator.measure](exact)
    currencies = currencies if indicator.traits.keeps_unit else ()
    of_people = [part for part in parts if part.people is not None]
    smallest = min(of_people, key=lambda part: part.people or 0, default=GroupAnswer(None))
    answer = answer._replace(rows=smallest.rows, people=smallest.people)
    return answer._replace(missing=missing, inexact=inexact, currencies=currencies)


def _divide(parts: Sequence[ExactNumber]) -> GroupAnswer:
    first, second = parts
    return GroupAnswer(Fraction(first) / second if second else None, parts=(first, second))


def _subtract(parts: Sequence[ExactNumber]) -> GroupAnswer:
    first, second = parts
    return GroupAnswer(Fraction(first) - second)


def _multiply(parts: Sequence[ExactNumber]) -> GroupAnswer:
    return GroupAnswer(Fraction(prod(parts)))


def _add(parts: Sequence[ExactNumber]) -> GroupAnswer:
    return GroupAnswer(sum(parts, Fraction(0)))


FORMULAS: Mapping[str, Callable[[Sequence[ExactNumber]], GroupAnswer]] = {
    "ratio": _divide,
    "difference": _subtract,
    "product": _multiply,
    "sum": _add,
}


# Of columns of a row


def ratio_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The first of two numbers over the second."""
    return Quotient(numbers[0], numbers[1])


def difference_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The first of two numbers less the second."""
    first, second = align_units(numbers)
    is_present, largest = first.is_present & second.is_present, first.largest + second.largest
    return Quotient(first._replace(number=first.number - second.number, is_present=is_present, largest=largest))


def product_terms(numbers: Sequence[ScaledInteger]) -> Quotient:
    """The product of all the numbers; none where one of them is missing."""
    return Quotient(multiply_scaled(numbers))


def days_between(moments: Sequence[nw.Expr], definition: CalculatedColumn) -> nw.Expr:
    """The first of two dates less the second, in the unit of the definition."""
    return dates.date_difference(moments[0], moments[1], definition.rule.unit(""))
