"""Spark's SQL: texts and names are what they are, and the patterns of exact texts take no other."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from roundtable_cli.tables.engines.spark import dialect
from roundtable_cli.tables.engines.spark.dialect import DIALECT
from roundtable_cli.tables.values.numerals import INT64_LIMIT


@pytest.mark.parametrize(
    ("text", "literal", "name"),
    [("it's", r"'it\'s'", "`it's`"), ("a\\", r"'a\\'", "`a\\`"), ("a`b.c", "'a`b.c'", "`a``b.c`")],
)
def test_texts_and_names_are_quoted(text: str, literal: str, name: str) -> None:
    """A backslash has a meaning in Spark's texts, and a dot in its names."""
    assert (DIALECT.quote_literal(text), DIALECT.quote_identifier(text)) == (literal, name)


def test_dates_are_those_of_the_calendar() -> None:
    """All but 29 February, which is left to Python; and no other."""
    days = [date(2015, 12, 31) + timedelta(days=number) for number in range(1200)]
    exact = {day for day in days if re.fullmatch(dialect._DATE_PATTERN, day.isoformat())}
    assert {*days} - exact == {date(2016, 2, 29)}
    written = [f"2018-{month:02}-{day:02}" for month in range(14) for day in range(33)]
    dates = {text for text in written if re.fullmatch(dialect._DATE_PATTERN, text)}
    assert dates == {day.isoformat() for day in days if day.year == 2018}


def test_whole_numbers_fit_into_64_bits() -> None:
    """Of as many digits as any number of which fits."""
    longest = max(range(1, 30), key=lambda digits: bool(re.fullmatch(dialect._INTEGER_PATTERN, "9" * digits)) * digits)
    assert 10**longest - 1 < INT64_LIMIT <= 10 ** (longest + 1) - 1
