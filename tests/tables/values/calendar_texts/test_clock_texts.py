"""Times of a day, and lengths of time, as people write them."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.values.calendar_texts.clock_texts import MICROSECONDS, parse_clock_time


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00", 0),
        ("9:05", 9 * 3600 + 300),
        (" 23:59:59 ", 86_399),
        ("24:00", 86_400),
        ("26:15", 26 * 3600 + 900),
        ("12:30 AM", 1800),
        ("12:30 p.m.", 45_000),
        ("1:00PM", 13 * 3600),
        ("00:00:01.5", 1.5),
        ("00:00:00.000001000", 0.000001),
    ],
)
def test_a_time_is_read(text: str, seconds: float) -> None:
    """From midnight on; 12 AM is midnight and 12 PM noon, and lengths of time may be more than a day."""
    assert parse_clock_time(text) == round(seconds * MICROSECONDS)


@pytest.mark.parametrize(
    "text",
    ["", "9h30", "9.30", "10:61", "10:00:60", "13:00 PM", "0:30 AM", "10:00:00.1234567", "-1:00", "25:00 AM"],
)
def test_another_text_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match=r"is no time|AM or PM|decimals"):
        parse_clock_time(text)
