"""Texts that are dates in two ways, or contradict each other: what shows it, and what declares each way."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.calendar_texts import date_forms, word_dates

DAY_OR_MONTH, TWO_ORDERS, FISCAL_YEAR, SHORT_YEAR = "day or month", "two orders", "fiscal year", "short year"
_YEAR_AND_TWO_DIGITS = re.compile(r"([0-9]{4})-([0-9]{2})")


class DateDoubt(NamedTuple):
    """Why the dates of a column are in doubt: the `texts` with two readings, and what declares each reading.

    Of `TWO_ORDERS` the `texts` have the month first alone, and `contrary_texts` the day first: no declaration helps.
    """

    kind: str
    texts: frozenset[str]
    declarations: tuple[str, ...] = ()
    contrary_texts: frozenset[str] = frozenset()


def find_date_doubt(field: Field, texts: Collection[str]) -> DateDoubt | None:
    """What is in doubt of some trimmed texts, none of them missing; None unless all of them share the doubt.

    It is asked where no sure form fits them all.
    """
    for formats in date_forms.AMBIGUOUS_DATE_FORMATS:
        if doubt := _find_order_doubt(field, texts, formats):
            return doubt
    return _find_fiscal_year_doubt(texts) or find_short_year_doubt(texts)


def matching_date_formats(field: Field, texts: Collection[str], formats: Iterable[str]) -> list[str]:
    """The forms, of some, in which all texts are dates."""
    candidates = (field._replace(type="date", format=format_) for format_ in formats)
    return [candidate.format for candidate in candidates if parsing.texts_fit_field(texts, candidate)]


def _find_order_doubt(field: Field, texts: Collection[str], formats: tuple[str, str]) -> DateDoubt | None:
    """Dates that are other days with the day first than with the month first; or some of either order alone."""
    matching = matching_date_formats(field, texts, formats)
    if len(matching) == len(formats):
        differing = frozenset(text for text in texts if _differs_by_format(text, formats))
        first, second = formats
        declarations = (f'"type": "date" with "format": "{first}"', f'"format": "{second}"')
        return DateDoubt(DAY_OR_MONTH, differing, declarations) if differing else None
    return None if matching else _find_two_orders(field, texts, formats)


def _find_two_orders(field: Field, texts: Collection[str], formats: tuple[str, str]) -> DateDoubt | None:
    """Dates of which some have a day above 12 first, and others in the second place. Each must be a date in one way."""
    day_first, month_first = (field._replace(type="date", format=format_) for format_ in formats)
    orders: dict[tuple[bool, bool], set[str]] = {}
    for text in texts:
        order = parsing.texts_fit_field([text], day_first), parsing.texts_fit_field([text], month_first)
        if not any(order):
            return None
        orders.setdefault(order, set()).add(text)
    days, months = orders.get((True, False), set()), orders.get((False, True), set())
    if not (days and months):
        return None
    return DateDoubt(TWO_ORDERS, frozenset(months), contrary_texts=frozenset(days))


def _differs_by_format(text: str, formats: tuple[str, str]) -> bool:
    """Whether a text that is a date in both of two forms is another day in each."""
    first, second = formats
    return date_forms.parse_date(text, [first]) != date_forms.parse_date(text, [second])


def _find_fiscal_year_doubt(texts: Collection[str]) -> DateDoubt | None:
    """Months that may all be fiscal years, 2009-10 and 2010-11: the two digits are those of the next year.

    One month of any other number settles it, and so does a text that is no month, 2012-13.
    """
    for text in texts:
        match = _YEAR_AND_TWO_DIGITS.fullmatch(text)
        if not match or int(match[2]) != (int(match[1]) + 1) % 100 or not 1 <= int(match[2]) <= 12:
            return None
    ways = ('"type": "yearmonth", if these are months,', '"type": "string", if these are fiscal years')
    return DateDoubt(FISCAL_YEAR, frozenset(texts), ways)


def find_short_year_doubt(texts: Collection[str]) -> DateDoubt | None:
    """Months with two digits that may all be days, Jan-05 and Mar-21, unless the digits run on as years do.

    They run on where no year between the first and the last could be without a text of its own.
    """
    numbers = set[int]()
    for text in texts:
        pair = word_dates.parse_month_number(text)
        if not pair or not pair.is_month_first or not 1 <= pair.number <= 31:
            return None
        numbers.add(pair.number)
    if max(numbers) - min(numbers) < len(texts):
        return None
    ways = ('"type": "yearmonth" with "format": "any", if the number is a year,', '"type": "string", if it is a day')
    return DateDoubt(SHORT_YEAR, frozenset(texts), ways)
