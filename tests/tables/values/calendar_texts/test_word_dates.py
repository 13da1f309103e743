"""Dates with the month in words, as people, offices and spreadsheets write them; and what only looks like one."""

from __future__ import annotations

import contextlib
from datetime import datetime

import pytest
from babel import Locale, dates
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.values.calendar_texts import word_dates


@pytest.mark.parametrize(
    "text",
    [
        "31 июля 2021 г.",
        "31 июля 2021 года",
        "«31» июля 2021 г.",
        "31-Jul-21",
        "31 July 2021",
        "31st July, 2021",
        "July 31, 2021",
        "JUL 31 2021",
        "31.июл.21",
        "2021-ж. 31-июль",
        "2021-жылдын 31-июлу",
        "2021-жылдын 31-июлунда",
        "31-июль, 2021-ж.",
        "2021 July 31",
        "2021-Jul-31",
        "31июля2021",
    ],
)
def test_the_month_is_read_wherever_it_stands(text: str) -> None:
    """With the words for a year or without, in three languages."""
    assert word_dates.parse_word_date(text) == (datetime(2021, 7, 31), "day")


@pytest.mark.parametrize(
    "text", ["июль 2021", "Июль 2021 г.", "Jul-21", "Jul 2021", "July, 2021", "2021 июль", "2021-ж. июль"]
)
def test_a_month_and_a_year_are_the_first_of_that_month(text: str) -> None:
    """And tell no day."""
    assert word_dates.parse_word_date(text) == (datetime(2021, 7, 1), "month")


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("pattern", ["d MMMM y", "d MMM y", "y MMMM d", "d LLLL y", "LLLL d, y", "d MMM yy"])
@given(day=st.dates(datetime(2000, 1, 1).date(), datetime(2029, 12, 31).date()))
def test_what_babel_writes_is_read_back(language: str, pattern: str, day: datetime) -> None:
    """Every month in the forms of dates and of headings."""
    written = dates.format_date(day, pattern, locale=Locale.parse(language))
    assert word_dates.parse_word_date(written) == (datetime(day.year, day.month, day.day), "day")


@pytest.mark.parametrize(
    "text",
    [
        "9-May",  # no year
        "21 Jul",
        "31 июня 2021",  # June has 30 days
        "May",
        "5 km 20",
        "31 July 2021 10:00",
        "31-Jul-45",  # 1945 or 2045
        "Jul 45",
        "31 July 31 2021",
        "31 July of August 2021",
        "310 July 2021",
        "31 July 205",
        "0 May 2021",
        "31 Juli 2021",
        "маяк 5, 2021",
        "+31 July 2021",
        "31: July 2021",
        "",
    ],
)
def test_all_else_is_no_date(text: str) -> None:
    """Nothing is guessed: a day without a year, a day that the calendar has not, a word that is no month."""
    with pytest.raises(ValueError):  # noqa: PT011 - it has no words: who asks says what was expected
        word_dates.parse_word_date(text)


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_none(text: str) -> None:
    """No text ends in another error."""
    with contextlib.suppress(ValueError):
        word_dates.parse_word_date(text)
    word_dates.parse_month_number(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9-May", (5, 9, False)),
        ("Oct-14", (10, 14, True)),
        ("05-сен", (9, 5, False)),
        ("05.сен", (9, 5, False)),
        ("9 May 2021", None),
        ("May 2021", None),
        ("9-10", None),
        ("May", None),
    ],
)
def test_a_month_beside_a_number_alone(text: str, found: object) -> None:
    """As a spreadsheet shows a day without its year."""
    assert word_dates.parse_month_number(text) == found
