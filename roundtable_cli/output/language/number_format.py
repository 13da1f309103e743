"""Numbers, money, percentages and dates as a language writes them. Here, and only here, values are rounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from copy import copy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from babel import Locale
from babel.numbers import NumberPattern, get_currency_precision, is_currency

from roundtable_cli.indicators.definitions.framework import PERCENT
from roundtable_cli.indicators.results import NumericValue, ResultValue
from roundtable_cli.output.language import excel_patterns
from roundtable_cli.output.page import ValueText
from roundtable_cli.tables.values.numerals import EXACT_CONTEXT

NO_VALUE = "–"  # where there is no value
MAX_SHOWN_DECIMALS = 2  # but for the first digits of a number close to 0


def format_value(value: ResultValue, unit: str, locale: Locale) -> str:
    """A value without the name of its unit, unless the unit is a part of the number: `$61,933`, `52.9%`.

    The text of a number or a date is a `ValueText`, here and in all functions below, so that a workbook can hold it.
    """
    if value is None:
        return NO_VALUE
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        from babel.dates import format_date

        return ValueText(format_date(value, "medium", locale=locale), value, excel_patterns.date_pattern(locale))
    if is_money(unit):
        return _format_money(value, unit, locale)
    if unit == PERCENT:
        number = Decimal(str(value))
        part = number.scaleb(-2, EXACT_CONTEXT)
        return _percent_text(number, float(part) if isinstance(value, float) else part, locale)
    return format_number(value, locale)


def format_as_written(value: int | Decimal, unit: str, locale: Locale) -> str:
    """A value that somebody states, with as many decimals as it is stated with: `84%`, `84.0%`, `$61,933`."""
    exponent = Decimal(value).as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    if unit == PERCENT:
        part, pattern = Decimal(value).scaleb(-2, EXACT_CONTEXT), locale.percent_formats[None]
        return excel_patterns.number_with_pattern(
            _apply_pattern(part, pattern, (decimals, decimals), locale), part, decimals
        )
    if is_money(unit) or value == int(value):
        return format_value(value, unit, locale)
    written = _apply_pattern(Decimal(value), locale.decimal_formats[None], (decimals, decimals), locale)
    return excel_patterns.number_with_pattern(written, value, decimals)


def format_percentage(part: NumericValue, locale: Locale) -> str:
    """A part of 1 as a percentage: 0.539 is `53.9%`."""
    return _percent_text(Decimal(str(part)).scaleb(2, EXACT_CONTEXT), part, locale)


def append_unit(text: str, word: str) -> str:
    """A value and the name of its unit: `106 people`."""
    shown = f"{text} {word}"
    if not isinstance(text, ValueText):
        return shown
    return ValueText(shown, text.number, f"{text.pattern} {excel_patterns.quote_literal(word)}", text.details)


def append_details(text: str, shown: str, details: Mapping[str, str]) -> str:
    """A value and, in brackets, the text `shown` beside it, which is made of these details, each with a name."""
    whole = f"{text} ({shown})"
    return ValueText(whole, text.number, text.pattern, details) if isinstance(text, ValueText) else whole


def format_number(value: NumericValue, locale: Locale) -> str:
    """A number with the language's separators: whole as it is, else to two decimals, or two digits if it is small."""
    number = Decimal(str(value))
    small = max(0, 1 - number.adjusted()) if number else 0
    digits = 0 if number == number.to_integral_value() else max(MAX_SHOWN_DECIMALS, small)
    rounded = _round_half_up(number, digits)
    written = _apply_pattern(rounded, locale.decimal_formats[None], (0, digits), locale)
    return excel_patterns.number_with_pattern(written, value, len(f"{rounded:f}".partition(".")[2].rstrip("0")))


@cache
def is_money(unit: str) -> bool:
    """Whether a unit is a currency's code."""
    return bool(re.fullmatch("[A-Z]{3}", unit)) and is_currency(unit)


def _format_money(value: NumericValue, currency: str, locale: Locale) -> str:
    """An amount; its cents only where there are any."""
    amount = Decimal(str(value))
    digits = 0 if amount == amount.to_integral_value() else get_currency_precision(currency)
    pattern = locale.currency_formats["standard"]
    written = _apply_pattern(_round_half_up(amount, digits), pattern, (digits, digits), locale, currency)
    apart = re.sub(r"(?<=[^\W\d_])(?=\d)", "\N{NO-BREAK SPACE}", written)  # KGS 500, not KGS500
    return excel_patterns.number_with_pattern(apart, value, digits)


def _percent_text(value: Decimal, part: NumericValue, locale: Locale) -> str:
    """A percentage to one decimal, of which `part` is the part of 1."""
    with _exact_digits(value):
        rounded = _round_half_up(value, 1).scaleb(-2)
    written = _apply_pattern(rounded, locale.percent_formats[None], (1, 1), locale)
    return excel_patterns.number_with_pattern(written, part, 1)


def _exact_digits(value: Decimal) -> AbstractContextManager[object]:
    """Within it all digits of a value are kept: Decimal's own 28 are fewer than a sum or a number of 1e30 may have."""
    return localcontext(prec=60 + max(0, value.adjusted()) + max(0, -int(value.as_tuple().exponent)))


def _round_half_up(value: Decimal, digits: int) -> Decimal:
    """Rounded half up, as people round; never to a negative zero; `round` rounds half to even, 2.5 to 2."""
    with _exact_digits(value):
        return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def _apply_pattern(
    value: Decimal, pattern: NumberPattern, decimals: tuple[int, int], locale: Locale, currency: str | None = None
) -> str:
    """A value in a pattern of the language, with this many decimals at the least and at the most."""
    pattern = copy(pattern)
    pattern.frac_prec = decimals
    with _exact_digits(value):
        return str(pattern.apply(value, locale, currency=currency, currency_digits=False))
