"""Reporting periods: 2018, 2018S1, 2018Q4, 2018-11, 2018/19, a..b over dates or periods, and the last one finished."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal-year": 12}
LAST = {"last-month": "month", "last-quarter": "quarter", "last-year": "year"}
FORMS = "2018, 2018S1, 2018Q4, 2018-11, 2018/19, 2018-04-01..2018-09-30, last-month, last-quarter or last-year"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(
    r"(?P<year>\d{4})(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|-(?P<month>\d{2})|/(?P<next>\d{2}|\d{4}))?", re.ASCII
)


class Period(NamedTuple):
    """Days from `start` to `end`, both included; None is open. `name` is how it is written."""

    name: str
    start: date | None = None
    end: date | None = None

    @property
    def fineness(self) -> str:
        """What a date must tell for the period to be known of it: day, month or year."""
        first, last = self.start or date(1, 1, 1), self.end or date.max
        if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
            return "day"
        return "month" if (first.month, last.month) != (1, 12) else "year"

    def until(self, other: Period | None) -> Period:
        """The same period, ended where another one ends earlier."""
        if other is None or other.end is None or (self.end and self.end <= other.end):
            return self
        return Period(self.name, self.start, other.end)


def parse(text: str, fiscal_year_start: int = 1, today: date | None = None) -> Period:
    """The period that a text names; `last-…` is counted from `today`. Raises ValueError, with the forms accepted."""
    text = text.strip()
    if text in LAST:
        return _last(LAST[text], today or date.today())
    first, dots, last = text.partition("..")
    if not dots:
        return _single(text, fiscal_year_start)
    low = _single(first.strip(), fiscal_year_start) if first.strip() else Period("")
    high = _single(last.strip(), fiscal_year_start) if last.strip() else Period("")
    if low.start and high.end and low.start > high.end:
        raise ValueError(f'the period "{text}" ends before it starts')
    if not low.start and not high.end:
        raise ValueError(f'the period "{text}" has no bound; leave it out for all records')
    return Period(text, low.start, high.end)


def containing(day: date, unit: str, fiscal_year_start: int = 1) -> Period:
    """The month, quarter, half, year or fiscal year that holds a day. Quarters and halves are the calendar's."""
    months = MONTHS[unit]
    offset = fiscal_year_start - 1 if unit == "fiscal-year" else 0
    ordinal = (day.year * 12 + day.month - 1 - offset) // months
    return _numbered(ordinal, unit, offset)


def every(unit: str, first: date, last: date, fiscal_year_start: int = 1) -> Iterator[Period]:
    """The periods from that of `first` to that of `last`, none left out."""
    period = containing(first, unit, fiscal_year_start)
    while period.start and period.start <= last:
        yield period
        if period.end is None or period.end == date.max:
            return
        period = containing(period.end + timedelta(1), unit, fiscal_year_start)


def _numbered(ordinal: int, unit: str, offset: int) -> Period:
    """The period of a unit that is the `ordinal`-th since year 0; one that runs off the calendar ends with it."""
    months = MONTHS[unit]
    year, month = divmod(ordinal * months + offset, 12)
    last_year, last_month = divmod((ordinal + 1) * months + offset - 1, 12)
    names = {
        "month": f"{year:04d}-{month + 1:02d}",
        "quarter": f"{year:04d}Q{month // 3 + 1}",
        "half": f"{year:04d}S{month // 6 + 1}",
        "year": f"{year:04d}",
        "fiscal-year": f"{year:04d}/{(year + 1) % 100:02d}",
    }
    start = date(year, month + 1, 1) if year >= date.min.year else date.min
    if last_year > date.max.year:
        return Period(names[unit], start, date.max)
    return Period(
        names[unit], start, date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    )


def _single(text: str, fiscal_year_start: int) -> Period:
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(f'"{text}" is not a day of the calendar') from None
        return Period(text, day, day)
    match = _YEAR.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is not a period: write {FORMS}')
    year, month, unit = int(match["year"]), 1, "year"
    if match["half"]:
        month, unit = int(match["half"]) * 6, "half"
    elif match["quarter"]:
        month, unit = int(match["quarter"]) * 3, "quarter"
    elif match["month"]:
        month, unit = int(match["month"]), "month"
    elif match["next"]:
        month, unit = fiscal_year_start, "fiscal-year"
        if match["next"] not in {f"{year + 1:04d}", f"{(year + 1) % 100:02d}"}:
            raise ValueError(
                f'"{text}" is not a fiscal year: the one that starts in {year} is {year}/{(year + 1) % 100:02d}'
            )
    if not (1 <= month <= 12 and year):
        raise ValueError(f'"{text}" is not a month of the calendar')
    return containing(date(year, month, 1), unit, fiscal_year_start)


def _last(unit: str, today: date) -> Period:
    """The last month, quarter or year that is over."""
    this = containing(today, unit)
    return containing((this.start or today) - timedelta(1), unit)
