"""Reporting periods: the days of every spelling, its edges, and what is no period."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.indicators.definitions.periods import (
    MONTHS_PER_UNIT,
    ReportingPeriod,
    iter_periods,
    parse_period,
    period_containing,
)

DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018S1", "2018-01-01", "2018-06-30"),
        ("2018S2", "2018-07-01", "2018-12-31"),
        ("2018Q1", "2018-01-01", "2018-03-31"),
        ("2018Q2", "2018-04-01", "2018-06-30"),
        ("2018Q4", "2018-10-01", "2018-12-31"),
        ("2018-11", "2018-11-01", "2018-11-30"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),  # divisible by 4
        ("1900-02", "1900-02-01", "1900-02-28"),  # by 100
        ("2000-02", "2000-02-01", "2000-02-29"),  # by 400
        ("2018-12", "2018-12-01", "2018-12-31"),
        ("2018-11-19", "2018-11-19", "2018-11-19"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2018-04-01..2018-09-30", "2018-04-01", "2018-09-30"),
        ("2018Q2..2018Q3", "2018-04-01", "2018-09-30"),
        ("2018..2018-06", "2018-01-01", "2018-06-30"),
        ("2018-11-19..2018-11-19", "2018-11-19", "2018-11-19"),
        (" 2018 ", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_period_has_the_days_that_the_calendar_gives_it(written: str, start: str, end: str) -> None:
    """Both ends are included; months end on their last day, leap years too."""
    period = parse_period(written)
    assert (str(period.start), str(period.end)) == (start, end)
    assert period.name == written.strip()


def test_a_range_may_be_open_at_either_end() -> None:
    """The bound that is not written is none."""
    assert parse_period("2018Q2..") == ReportingPeriod("2018Q2..", date(2018, 4, 1), None)
    assert parse_period("..2018-06") == ReportingPeriod("..2018-06", None, date(2018, 6, 30))


@pytest.mark.parametrize(
    ("written", "first_month", "start", "end"),
    [
        ("2018/19", 4, "2018-04-01", "2019-03-31"),
        ("2018/2019", 4, "2018-04-01", "2019-03-31"),
        ("2019/20", 3, "2019-03-01", "2020-02-29"),  # ends on a leap day
        ("1999/00", 7, "1999-07-01", "2000-06-30"),
        ("2018/19", 12, "2018-12-01", "2019-11-30"),
        ("2018/19", 1, "2018-01-01", "2018-12-31"),
    ],
)
def test_a_fiscal_year_starts_in_the_projects_month(written: str, first_month: int, start: str, end: str) -> None:
    """2018/19 is the year that starts in 2018."""
    period = parse_period(written, first_month)
    assert (str(period.start), str(period.end)) == (start, end)


def test_quarters_and_halves_are_the_calendars() -> None:
    """A fiscal year that starts in April moves no quarter."""
    assert parse_period("2018Q1", 4) == parse_period("2018Q1")
    assert parse_period("2018S1", 4) == parse_period("2018S1")


@pytest.mark.parametrize(
    ("written", "today", "name"),
    [
        ("last-month", "2018-11-19", "2018-10"),
        ("last-month", "2018-01-01", "2017-12"),
        ("last-month", "2018-03-31", "2018-02"),
        ("last-quarter", "2018-11-19", "2018Q3"),
        ("last-quarter", "2018-03-31", "2017Q4"),
        ("last-year", "2018-12-31", "2017"),
    ],
)
def test_the_last_period_is_the_last_one_that_is_over(written: str, today: str, name: str) -> None:
    """On the last day of a quarter, the quarter is not over."""
    period = parse_period(written, today=date.fromisoformat(today))
    assert (period.start, period.end) == (parse_period(name).start, parse_period(name).end)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "18",
        "2018Q5",
        "2018Q0",
        "2018S3",
        "2018-13",
        "2018-00",
        "2018-1",
        "0000",
        "2018-02-29",
        "2018-02-30",
        "2018/11/19",
        "19.11.2018",
        "2018Q",
        "2018/18",
        "2018/20",
        "2018/1919",
        "2018/2119",
        "..",
        "2019..2018",
        "2018-06-30..2018-04-01",
        "2018..2019..2020",
        "last-week",
        "٢٠١٨",
    ],
)
def test_what_is_no_period_is_refused_in_words(written: str) -> None:
    """No day is guessed: the message quotes what was written, or the part of it that is at fault."""
    with pytest.raises(ValueError, match=r"period|real|fiscal") as refused:
        parse_period(written)
    quoted = re.search('"(.*?)"', str(refused.value))
    assert quoted is not None
    assert quoted[1] in written


def test_a_text_that_is_no_period_is_answered_with_the_forms() -> None:
    """The message says what may be written."""
    with pytest.raises(ValueError, match=r"2018Q4.*last-quarter"):
        parse_period("autumn 2018")


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Q4 2018", "2018Q4"),
        ("2018-Q4", "2018Q4"),
        ("4Q/2018", "2018Q4"),
        ("4 квартал 2018", "2018Q4"),
        ("H1 2018", "2018S1"),
        ("11.2018", "2018-11"),
        ("2018/1", "2018-01"),
        ("2018 4", ""),  # the quarter, or the month
        ("Q5 2018", ""),
        ("Q4 18", ""),
        ("2018 2019 Q1", ""),
    ],
)
def test_a_period_in_another_form_is_answered_with_ours(written: str, nearest: str) -> None:
    """Where only one can be meant; it is offered, and not taken."""
    with pytest.raises(ValueError, match="is not a period; write ") as refused:
        parse_period(written)
    assert str(refused.value).endswith(f"write {nearest}" if nearest else "or last-year")


@pytest.mark.parametrize(
    ("written", "fineness"),
    [
        ("2018", "year"),
        ("2018..2020", "year"),
        ("2018..", "year"),
        ("2018Q1", "month"),
        ("2018S1", "month"),
        ("2018-11", "month"),
        ("2018-11-01..2018-11-30", "month"),
        ("2018-01-01..2018-12-31", "year"),
        ("2018-11-19", "day"),
        ("2018-01-01..2018-12-30", "day"),
        ("..2018-06-15", "day"),
    ],
)
def test_a_period_says_how_fine_the_dates_must_be(written: str, fineness: str) -> None:
    """What counts is where it starts and ends, not how it is written."""
    assert parse_period(written).required_precision == fineness


def test_the_last_year_of_the_calendar_is_a_period() -> None:
    """9999 has no day after its last, and is a year all the same."""
    assert parse_period("9999").end == date(9999, 12, 31)
    assert parse_period("9999").required_precision == "year"
    assert parse_period("9999Q4").required_precision == "month"


def test_every_leaves_no_period_out() -> None:
    """From the period of the first day to that of the last, empty ones between them too."""
    names = [period.name for period in iter_periods("quarter", date(2017, 11, 30), date(2018, 7, 1))]
    assert names == ["2017Q4", "2018Q1", "2018Q2", "2018Q3"]
    assert [period.name for period in iter_periods("half", date(2018, 6, 30), date(2018, 7, 1))] == ["2018S1", "2018S2"]
    assert [period.name for period in iter_periods("month", date(2020, 2, 29), date(2020, 2, 29))] == ["2020-02"]
    fiscal = iter_periods("fiscal-year", date(2018, 3, 31), date(2018, 4, 1), 4)
    assert [period.name for period in fiscal] == ["2017/18", "2018/19"]


def test_every_ends_with_the_calendar() -> None:
    """The last month there is has none after it."""
    assert [period.name for period in iter_periods("month", date(9999, 12, 1), date.max)] == ["9999-12"]


@given(day=DAYS, unit=st.sampled_from([*MONTHS_PER_UNIT]), first_month=st.integers(1, 12))
def test_a_day_is_in_the_period_that_contains_it(day: date, unit: str, first_month: int) -> None:
    """The period holds the day, its name reads back as the same days, and the next day after it is another's."""
    period = period_containing(day, unit, first_month)
    assert period.start is not None
    assert period.end is not None
    assert period.start <= day <= period.end
    assert parse_period(period.name, first_month) == period
    assert period_containing(period.end + timedelta(1), unit, first_month).start == period.end + timedelta(1)


@pytest.mark.parametrize(
    ("written", "first_month", "name", "start", "end"),
    [
        ("2018/19Q1", 7, "2018/19Q1", date(2018, 7, 1), date(2018, 9, 30)),
        ("2018/19Q4", 7, "2018/19Q4", date(2019, 4, 1), date(2019, 6, 30)),
        ("2018/2019Q2", 10, "2018/19Q2", date(2019, 1, 1), date(2019, 3, 31)),
        ("2018/19S2", 4, "2018/19S2", date(2018, 10, 1), date(2019, 3, 31)),
        ("2018/19Q1", 1, "2018/19Q1", date(2018, 1, 1), date(2018, 3, 31)),
    ],
)
def test_quarters_and_halves_of_a_fiscal_year(
    written: str, first_month: int, name: str, start: date, end: date
) -> None:
    """They begin with the fiscal year, and have its name; the next quarter begins the day after."""
    period = parse_period(written, first_month)
    assert period == (name, start, end)
    unit = "fiscal-quarter" if "Q" in written else "fiscal-half"
    assert period_containing(end, unit, first_month) == period
    assert period_containing(end + timedelta(1), unit, first_month).start == end + timedelta(1)


@pytest.mark.parametrize("written", ["2018/20Q1", "2018/19Q5", "2018/19S3", "9999/00Q4"])
def test_what_is_no_fiscal_quarter_is_refused(written: str) -> None:
    """Two years that do not follow each other, a fifth quarter, or one after the last year."""
    with pytest.raises(ValueError, match=r"not a|after"):
        parse_period(written, 7)


@pytest.mark.parametrize(
    ("written", "first_month", "offered"),
    [
        ("FY18Q1", 10, ["starts in 2018, write 2018/19Q1", "ends then, 2017/18Q1"]),
        ("Q2 FY2018", 4, ["starts in 2018, write 2018/19Q2", "ends then, 2017/18Q2"]),
        ("FY2018-S2", 7, ["starts in 2018, write 2018/19S2"]),
        ("2018/19 Q4", 10, ["write 2018/19Q4"]),
        ("fy18", 10, ["starts in 2018, write 2018/19; if it ends then, 2017/18"]),
        ("FY2018/19", 10, ["write 2018/19"]),
        ("FY18Q3", 1, ["write 2018Q3"]),
    ],
)
def test_a_part_of_a_fiscal_year_in_another_form_is_refused_with_what_to_write(
    written: str, first_month: int, offered: list[str]
) -> None:
    """Both years are named where one number tells neither its start nor its end; what is offered is a period."""
    with pytest.raises(ValueError, match=r"calendar|period") as refused:
        parse_period(written, first_month)
    for words in offered:
        assert words in str(refused.value)
    for period in re.findall(r"(?:write|then,) (\d{4}\S*?)(?:;|$)", str(refused.value)):
        assert parse_period(period, first_month).start


@pytest.mark.parametrize("written", ["FY18Q5", "FY18S3", "FY", "FY9999Q1", "18Q1"])
def test_what_is_no_part_of_a_year_is_told_the_forms(written: str) -> None:
    """A fifth quarter, or no year."""
    with pytest.raises(ValueError, match="write 2018, 2018S1"):
        parse_period(written, 10)
