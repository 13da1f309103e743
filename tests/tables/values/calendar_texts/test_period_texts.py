"""Periods as DHIS2 and reports write them: the days of each, and what is none."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.calendar_texts import period_texts

PERIODS = Field("pe", "string", period_texts.PERIOD_FORMAT)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("201802", "2018-02-01", "2018-02-28"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("202002", "2020-02-01", "2020-02-29"),
        ("20180205", "2018-02-05", "2018-02-05"),
        ("2018-02-05", "2018-02-05", "2018-02-05"),
        ("2018Q1", "2018-01-01", "2018-03-31"),
        ("2018-Q4", "2018-10-01", "2018-12-31"),
        ("Q2 2018", "2018-04-01", "2018-06-30"),
        ("2018S1", "2018-01-01", "2018-06-30"),
        ("H2 2018", "2018-07-01", "2018-12-31"),
        ("2018W5", "2018-01-29", "2018-02-04"),
        ("2018W05", "2018-01-29", "2018-02-04"),
        ("2020W53", "2020-12-28", "2021-01-03"),
        ("2018BiW3", "2018-01-29", "2018-02-11"),
        ("201802B", "2018-03-01", "2018-04-30"),
        ("2018April", "2018-04-01", "2019-03-31"),
        ("2018Oct", "2018-10-01", "2019-09-30"),
        ("2018AprilS2", "2018-10-01", "2019-03-31"),
        ("I кв. 2018", "2018-01-01", "2018-03-31"),
        ("4 квартал 2018 г.", "2018-10-01", "2018-12-31"),
        ("2-й квартал 2018 года", "2018-04-01", "2018-06-30"),
        ("2018-ж. 3-чейрек", "2018-07-01", "2018-09-30"),
        ("2nd quarter 2018", "2018-04-01", "2018-06-30"),
        ("1 полугодие 2018", "2018-01-01", "2018-06-30"),
    ],
)
def test_a_period_has_its_days(text: str, first: str, last: str) -> None:
    """Both included; the column stays text, and dates its rows by the first of them."""
    days = period_texts.parse_period_text(text)
    assert (str(days.first), str(days.last)) == (first, last)
    assert parsing.make_text_parser(PERIODS)(text) == text
    dating = period_texts.period_date_field(PERIODS)
    assert parsing.make_text_parser(dating)(text) == datetime.fromisoformat(first)


@pytest.mark.parametrize(
    "text",
    [
        "2018Q5", "201813", "201800", "2018W54", "2019W53", "2018S3", "201807B", "20180230", "1800", "180001", "999912",
        "2018/19", "FY18Q1", "2018Q", "Q1", "18Q1", "5 кв. 2018", "3 полугодие 2018", "2018BiW28", "12018", "2018 2",
        "", "soon",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    """As text, and as the date of a row."""
    for field in (PERIODS, period_texts.period_date_field(PERIODS)):
        with pytest.raises(ValueError, match="is not a period; expected one like 2018Q1"):
            parsing.make_text_parser(field)(text)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_none(text: str) -> None:
    """No text ends in another error."""
    with suppress(ValueError):
        days = period_texts.parse_period_text(text)
        assert days.first <= days.last


def test_only_periods_have_another_reading() -> None:
    """Any other field dates rows as it is."""
    assert period_texts.period_date_field(Field("c")) == Field("c")
    assert period_texts.is_period_field(PERIODS)
    assert not period_texts.is_period_field(Field("c", "date", period_texts.PERIOD_FORMAT))
