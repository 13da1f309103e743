"""Dates and times: every form reads back, and a field knows how finely it tells time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.calendar_texts import date_forms
from tests.tables.values.test_parsing import (
    ANY_DATE,
    CLOCK,
    DATE,
    DATETIME,
    DOTTED,
    MONTH,
    MONTHLY,
    STAMP,
    YEAR,
    YEARLY,
    named,
    read,
)


def test_the_time_zone_of_a_date_moves_no_day() -> None:
    """A date taken from a survey's time stamp is the day that was written there, at midnight and without a zone."""
    field = Field("c", "date", "%Y-%m-%dT%H:%M:%S%z")

    assert read("2018-11-19T02:00:00+0600", field) == datetime(2018, 11, 19)


@pytest.mark.parametrize(
    ("field", "finest"),
    [
        *((field, "day") for field in (DATE, ANY_DATE, DOTTED, CLOCK, DATETIME, STAMP)),
        *((field, "month") for field in (MONTH, MONTHLY, Field("c", "date", "%B %Y"))),
        *((field, "year") for field in (YEAR, YEARLY)),
    ],
    ids=named,
)
def test_a_date_field_knows_how_finely_it_tells_time(field: Field, finest: str) -> None:
    """Day, month or year: a finer period can't be asked of it."""
    assert date_forms.date_precision(field) == finest


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d %B %Y", "%Y%m%d", "%j-%Y"]))
def test_a_date_reads_back_from_every_pattern(day: date, pattern: str) -> None:
    """The pattern says how it is spelled; the value is midnight of that day."""
    assert read(day.strftime(pattern), Field("c", "date", pattern)) == datetime(day.year, day.month, day.day)


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 1, 1)), st.integers(-12 * 60, 14 * 60))
def test_an_offset_never_moves_a_time(moment: datetime, minutes: int) -> None:
    """The wall clock counts, as it was written."""
    zoned = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert read(zoned.isoformat(), DATETIME) == moment


def test_the_example_of_a_spreadsheets_date_is_in_its_own_system() -> None:
    """The same day has two numbers, in a workbook that counts from 1900 and in one that counts from 1904."""
    for serial in (1900, 1904):
        parse = date_forms.make_serial_date_parser(Field("c", "date", serial=serial))
        with pytest.raises(ValueError, match=r"expected one like [0-9]+ for 2026-12-31") as error:
            parse("31.12.2026")
        (example,) = re.findall("[0-9]{5}", str(error.value))
        assert parse(example) == datetime(2026, 12, 31)


@pytest.mark.parametrize("form", date_forms.UNAMBIGUOUS_FORMATS["date"])
def test_a_form_of_any_can_be_read_in_one_way_only(form: str) -> None:
    """The day before the month or after, no other accepted form reads it as another day."""
    text = date(2026, 2, 3).strftime(form)
    others = [other for other in date_forms.UNAMBIGUOUS_FORMATS["date"] if other != form]

    assert date_forms.parse_date(text, [form]) == date_forms.parse_date(text, [*others, form])


def test_a_look_at_the_shape_leaves_out_no_date() -> None:
    """Texts are read as strptime reads them, one digit short, with spaces and with a word in the form too."""
    texts = ["1.2.2018", " 1.02.2018", "31.02.2018", "01.02.18", "1.2.2018 7:5", "1.2.2018  07:05", "5 May 2018", "x"]
    for form in ("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d %b %Y", "%d.%m.%y"):
        for text in texts:
            try:
                expected: object = datetime.strptime(text, form).date()
            except ValueError:
                expected = None
            try:
                found: object = date_forms.parse_date(text, [form]).date()
            except ValueError:
                found = None
            assert found == expected
