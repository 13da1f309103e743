"""Numbers, money, percentages and dates as a language writes them."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel import Locale
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.indicators.results import ResultValue
from roundtable_cli.output.language import number_format

LANGUAGES = ("en", "ru", "ky")


def shown(value: ResultValue, unit: str = "", language: str = "en") -> str:
    """A value as a reader sees it, with every kind of space written as a plain one."""
    return re.sub(r"\s", " ", number_format.format_value(value, unit, Locale(language)))


@pytest.mark.parametrize(
    ("value", "en", "ru", "ky"),
    [
        (0, "0", "0", "0"),
        (999, "999", "999", "999"),
        (61933, "61,933", "61 933", "61 933"),
        (-1234, "-1,234", "-1 234", "-1 234"),
        (1234567, "1,234,567", "1 234 567", "1 234 567"),
        (Decimal("8847.57"), "8,847.57", "8 847,57", "8 847,57"),
        (Decimal("1000000.00"), "1,000,000", "1 000 000", "1 000 000"),
        (1234567.891, "1,234,567.89", "1 234 567,89", "1 234 567,89"),
    ],
)
def test_thousands_and_decimals(value: ResultValue, en: str, ru: str, ky: str) -> None:
    """Each language groups thousands and marks decimals in its own way; whole numbers have no decimals."""
    assert [shown(value, "", language) for language in LANGUAGES] == [en, ru, ky]


@pytest.mark.parametrize(
    ("value", "unit", "en", "ru", "ky"),
    [
        (61933, "USD", "$61,933", "61 933 $", "61 933 USD"),
        (Decimal("8847.57"), "USD", "$8,847.57", "8 847,57 $", "8 847,57 USD"),
        (Decimal("8420.6"), "USD", "$8,420.60", "8 420,60 $", "8 420,60 USD"),
        (500, "KGS", "KGS 500", "500 KGS", "500 сом"),
        (Decimal("1500.5"), "KGS", "KGS 1,500.50", "1 500,50 KGS", "1 500,50 сом"),
    ],
)
def test_money(value: ResultValue, unit: str, en: str, ru: str, ky: str) -> None:
    """Money carries its currency where the language puts it, and both cents or none."""
    assert [shown(value, unit, language) for language in LANGUAGES] == [en, ru, ky]


def test_currency_without_cents() -> None:
    """A currency that has no cents is shown without them."""
    assert shown(Decimal("1234.5"), "JPY") == "¥1,235"


@pytest.mark.parametrize(("unit", "money"), [("USD", True), ("KGS", True), ("ABC", False), ("usd", False), ("", False)])
def test_what_is_money(unit: str, money: bool) -> None:
    """Only the code of a currency makes a number money."""
    assert number_format.is_money(unit) is money


@pytest.mark.parametrize(
    ("value", "en", "ru", "ky"),
    [
        (53.921568, "53.9%", "53,9 %", "53,9%"),
        (100, "100.0%", "100,0 %", "100,0%"),
        (0, "0.0%", "0,0 %", "0,0%"),
        (1234.56, "1,234.6%", "1 234,6 %", "1 234,6%"),
    ],
)
def test_percent(value: ResultValue, en: str, ru: str, ky: str) -> None:
    """A percentage has one decimal, and is not multiplied again."""
    assert [shown(value, "%", language) for language in LANGUAGES] == [en, ru, ky]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Decimal("0.125"), "", "0.13"),
        (Decimal("0.135"), "", "0.14"),
        (2.675, "", "2.68"),
        (Decimal("-0.125"), "", "-0.13"),
        (Decimal("0.125"), "USD", "$0.13"),
        (Decimal("0.005"), "USD", "$0.01"),
        (12.25, "%", "12.3%"),
        (Decimal("12.35"), "%", "12.4%"),
    ],
)
def test_half_up(value: ResultValue, unit: str, expected: str) -> None:
    """A half is rounded away from zero, as people round, not to the even digit and not as binary has it."""
    assert shown(value, unit) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("value", "unit"),
    [(-0.0, ""), (Decimal("-0.00"), ""), (Decimal("-0.001"), "USD"), (Decimal("-0.04"), "%"), (-0.0, "%")],
)
def test_no_negative_zero(value: ResultValue, unit: str, language: str) -> None:
    """What rounds to zero has no minus."""
    assert "-" not in shown(value, unit, language)
    assert "−" not in shown(value, unit, language)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.05, "0.05"),
        (0.051, "0.051"),
        (0.00012345, "0.00012"),
        (Decimal("-0.0009996"), "-0.001"),
        (1e-07, "0.0000001"),
    ],
)
def test_small_numbers(value: ResultValue, expected: str) -> None:
    """A small number keeps two digits that say something, and has no exponent."""
    assert shown(value) == expected


@pytest.mark.parametrize("unit", ["", "USD", "%", "people"])
def test_nothing(unit: str) -> None:
    """No value is a dash, in any unit."""
    assert shown(None, unit) == "–"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Nov 19, 2018"), ("ru", "19 нояб. 2018 г."), ("ky", "2018-ж., 19-ноя.")],
)
def test_dates(language: str, expected: str) -> None:
    """A date is written in words of the language."""
    assert shown(date(2018, 11, 19), "", language) == expected


def test_texts() -> None:
    """A value that is a text stays as it is."""
    assert shown("007", "USD") == "007"


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=6), st.sampled_from(LANGUAGES))
def test_read_back(value: Decimal, language: str) -> None:
    """What a reader of the language reads is the value, rounded to two decimals or to two digits."""
    written = number_format.format_number(value, Locale(language))
    small = 1 - value.adjusted() if value else 0
    places = Decimal(1).scaleb(-max(2, small))
    assert parse_decimal(written, locale=language) == value.quantize(places, ROUND_HALF_UP)


@pytest.mark.parametrize("unit", ["", "USD", "%"])
@pytest.mark.parametrize("value", [10**28, 10**70 + 1, 1e28, 1e300, Decimal("1e28"), -(10**40)])
def test_numbers_of_any_size_are_written(value: int | float | Decimal, unit: str) -> None:
    """All their digits, as they are."""
    digits = re.sub(r"\D", "", shown(value, unit, "en"))
    assert digits.startswith(str(abs(int(Decimal(str(value))))))
