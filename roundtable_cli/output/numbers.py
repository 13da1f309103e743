"""Numbers, money, percentages and dates as a language writes them. Here, and only here, values are rounded."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache

from babel import Locale
from babel.numbers import NumberPattern, get_currency_precision, is_currency

from roundtable_cli.indicators.framework import PERCENT
from roundtable_cli.indicators.results import Number, Value

NOTHING = "–"  # where there is no value
DECIMALS = 2


def text(value: Value, unit: str, locale: Locale) -> str:
    """A value without the name of its unit, unless the unit is a part of the number: `$61,933`, `52.9%`."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        from babel.dates import format_date

        return format_date(value, "medium", locale=locale)
    number = Decimal(str(value))
    if is_money(unit):
        return _money(number, unit, locale)
    if unit == PERCENT:
        return _apply(_rounded(number, 1) / 100, locale.percent_formats[None], (1, 1), locale)
    return plain(number, locale)


def plain(value: Number, locale: Locale) -> str:
    """A number with the language's separators: whole as it is, else to two decimals, or two digits if it is small."""
    number = Decimal(str(value))
    small = max(0, 1 - number.adjusted()) if number else 0
    digits = 0 if number == number.to_integral_value() else max(DECIMALS, small)
    return _apply(_rounded(number, digits), locale.decimal_formats[None], (0, digits), locale)


@cache
def is_money(unit: str) -> bool:
    """Whether a unit is a currency's code."""
    return bool(re.fullmatch("[A-Z]{3}", unit)) and is_currency(unit)


def _money(amount: Decimal, currency: str, locale: Locale) -> str:
    """An amount; its cents only where there are any."""
    digits = 0 if amount == amount.to_integral_value() else get_currency_precision(currency)
    pattern = locale.currency_formats["standard"]
    written = _apply(_rounded(amount, digits), pattern, (digits, digits), locale, currency)
    return re.sub(r"(?<=[^\W\d_])(?=\d)", "\N{NO-BREAK SPACE}", written)  # KGS 500, not KGS500


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Rounded half up, as people round; never to a negative zero."""
    with localcontext(prec=60):
        return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0


def _apply(
    value: Decimal, pattern: NumberPattern, decimals: tuple[int, int], locale: Locale, currency: str | None = None
) -> str:
    """A value in a pattern of the language, with this many decimals at the least and at the most."""
    pattern = copy(pattern)
    pattern.frac_prec = decimals
    return str(pattern.apply(value, locale, currency=currency, currency_digits=False))
