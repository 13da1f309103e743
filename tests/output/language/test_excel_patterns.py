"""Excel's patterns: they show a value as its text does, in every language."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pytest
from babel import Locale
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.indicators.results import NumericValue, ResultValue
from roundtable_cli.output.language import excel_patterns, number_format
from roundtable_cli.output.page import ValueText

LANGUAGES = ("en", "ru", "ky")
UNITS = ("", "%", "USD", "KGS", "JPY")
PARTS = re.compile(r'"([^"]*)"|\\(.)|([#0][#0,.]*)|(%| )')  # of a section: texts, a letter, a number, a sign


class Section(NamedTuple):
    """A section of a pattern: what is before and after the digits, the decimals, and what is done to the number."""

    before: str
    after: str
    decimals: int
    grouped: bool
    percent: bool


def section(text: str) -> Section:
    """A section as Excel reads it; anything but texts, a number and signs is a mistake."""
    assert re.fullmatch(f"(?:{PARTS.pattern})*", text), text
    before = after = digits = ""
    for match in PARTS.finditer(text):
        if match[3]:
            assert not digits, text
            digits = match[3]
        elif digits:
            after += match[1] or match[2] or match[4] or ""
        else:
            before += match[1] or match[2] or match[4] or ""
    decimals = len(digits.partition(".")[2])
    return Section(before, after, decimals, "," in digits, '%"' in f'{text}"' or "%" in re.sub('"[^"]*"', "", text))


def as_excel(number: NumericValue, pattern: str, language: str = "en") -> str:
    """A number as Excel shows it, rounded half up, in a spreadsheet of a language."""
    sections = [section(text) for text in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', pattern)]
    own = sections[-1] if number < 0 else sections[0]
    value = abs(Decimal(str(number))) * (100 if own.percent else 1)
    rounded = value.quantize(Decimal(1).scaleb(-own.decimals), ROUND_HALF_UP)
    digits = f"{rounded:{',' if own.grouped else ''}f}"
    marks = {",": get_group_symbol(language), ".": get_decimal_symbol(language)}
    written = "".join(marks.get(letter, letter) for letter in digits)
    return "-" * (number < 0 and len(sections) == 1) + own.before + written + own.after


def figure(value: ResultValue, unit: str = "", language: str = "en") -> ValueText:
    """The text of a value that a workbook can hold as a number or date."""
    text = number_format.format_value(value, unit, Locale(language))
    assert isinstance(text, ValueText)
    return text


@given(
    st.integers(-(10**9), 10**9) | st.decimals(-(10**6), 10**6, allow_nan=False, places=5),
    st.sampled_from(UNITS),
    st.sampled_from(LANGUAGES),
)
def test_shows_the_same(value: int | Decimal, unit: str, language: str) -> None:
    """Excel shows the number as the text does: its decimals, signs, currency and percent, never a negative zero."""
    found = figure(value, unit, language)
    assert not isinstance(found.number, date)
    assert as_excel(found.number, found.pattern, language) == found


@pytest.mark.parametrize(
    ("value", "unit", "language", "number", "pattern"),
    [
        (106, "people", "en", 106, "#,##0"),
        (Decimal("8847.57"), "", "en", Decimal("8847.57"), "#,##0.00"),
        (Decimal("8847.50"), "", "ru", Decimal("8847.50"), "#,##0.0"),
        (0.00012345, "", "en", 0.00012345, "#,##0.00000"),
        (61933, "USD", "en", 61933, '"$"#,##0'),
        (61933, "USD", "ru", 61933, '#,##0"\N{NO-BREAK SPACE}$"'),
        (Decimal("1500.5"), "KGS", "ky", Decimal("1500.5"), '#,##0.00"\N{NO-BREAK SPACE}сом"'),
        (Decimal("53.9"), "%", "en", Decimal("0.539"), "0.0%"),
        (53.9, "%", "ru", 0.539, '0.0"\N{NO-BREAK SPACE}"%'),
        (100, "%", "en", 1, "0.0%"),
        (999.96, "%", "en", 9.9996, "#,##0.0%"),
    ],
)
def test_patterns(value: ResultValue, unit: str, language: str, number: NumericValue, pattern: str) -> None:
    """A figure holds the whole number, a percentage as a part of 1, and the plain pattern that shows it."""
    found = figure(value, unit, language)
    assert (found.number, found.pattern) == (number, pattern)


def test_minus_elsewhere() -> None:
    """Where a language puts the minus elsewhere than Excel does, or there is none, the pattern says so."""
    assert figure(-5, "USD", "nl").pattern == '"US$ "#,##0;"US$ -"#,##0'.replace(" ", "\N{NO-BREAK SPACE}")
    assert figure(Decimal("-0.001"), "USD").pattern == '"$"#,##0.00;"$"#,##0.00'


def test_word() -> None:
    """The name of a unit is a part of the pattern, whatever letters are in it."""
    assert number_format.append_unit(figure(106), "people") == "106 people"
    for word in ("people", 'the "best" %', "0.0#;@", "ж\nа", '"'):
        found = number_format.append_unit(figure(1234), word)
        assert isinstance(found, ValueText)
        assert (found.number, found.startswith("1,234 ")) == (1234, True)
        texts = re.sub(r'\\"', "", found.pattern.removeprefix("#,##0 "))
        assert re.fullmatch(r'(?:"[^"\n]*")+', texts), texts
    assert not isinstance(number_format.append_unit(number_format.NO_VALUE, "people"), ValueText)


def test_too_many_decimals() -> None:
    """A number of more decimals than Excel shows is a text."""
    assert isinstance(number_format.format_value(Decimal("1e-28"), "", Locale("en")), ValueText)
    assert not isinstance(number_format.format_value(Decimal("1.5e-40"), "", Locale("en")), ValueText)


def test_no_figures() -> None:
    """Texts, and what has no value, are no figures."""
    assert not isinstance(number_format.format_value("007", "USD", Locale("en")), ValueText)
    assert not isinstance(number_format.format_value(None, "USD", Locale("en")), ValueText)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '[$-409]mmm" "d", "yyyy'),
        ("ru", '[$-419]d" "mmm" "yyyy"\N{NARROW NO-BREAK SPACE}г."'),
        ("ky", '[$-440]yyyy"-ж., "d"-"mmm'),
        ("en_GB", '[$-809]d" "mmm" "yyyy'),
        ("ja", '[$-411]yyyy"/"mm"/"dd'),
    ],
)
def test_dates(language: str, expected: str) -> None:
    """The pattern of a date has the order, the words and the names of months of the language."""
    assert excel_patterns.date_pattern(Locale.parse(language)) == expected


@given(st.dates(date(1900, 3, 1)), st.sampled_from(LANGUAGES))
def test_dates_show_the_same(day: date, language: str) -> None:
    """Excel shows a date as the text does, with the language's own short names of months."""
    found, names = figure(day, "", language), get_month_names("abbreviated", locale=language)
    codes = {"yyyy": str(day.year), "mmm": names[day.month], "d": str(day.day)}
    parts = re.findall(r'"([^"]*)"|([ymd]+)', re.sub(r"^\[\$-[0-9A-F]+\]", "", found.pattern))
    assert "".join(codes[code] if code else text for text, code in parts) == found
    assert found.number == day
