"""Reporting periods: 2018, 2018S1, 2018Q4, 2018-11, 2018/19, 2018/19Q1, a..b, and the last one finished."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

_FISCAL_UNITS = {"fiscal-quarter": 3, "fiscal-half": 6, "fiscal-year": 12}
MONTHS_PER_UNIT = {"month": 1, "quarter": 3, "half": 6, "year": 12} | _FISCAL_UNITS
LAST_PERIODS = {"last-month": "month", "last-quarter": "quarter", "last-year": "year"}
ACCEPTED_FORMS = (
    "2018, 2018S1, 2018Q4, 2018-11, 2018/19, 2018/19Q1, 2018-04-01..2018-09-30, last-month, last-quarter or last-year"
)
_DAY_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PERIOD_PATTERN = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})|(?:/(?P<next>\d{2}|\d{4}))?(?:S(?P<half>[12])|Q(?P<quarter>[1-4]))?)",
    re.ASCII,
)

# FY18, FY2018/19, FY18Q1, FY 2018 Q1, Q1 FY18, 2018/19Q1: a fiscal year by one year or two, and a part of it.
_FISCAL_PART = r"[\s-]*(?P<unit>[QSH])(?P<number>[1-4])"
_FISCAL_YEAR = r"(?P<year>\d{4}|\d{2})(?P<next>/(?:\d{4}|\d{2}))?"
_FISCAL_PATTERNS = [
    re.compile(pattern, re.ASCII | re.IGNORECASE)
    for pattern in (
        rf"(?P<label>FY[\s-]*{_FISCAL_YEAR})(?:{_FISCAL_PART})?",
        rf"(?P<unit>[QSH])(?P<number>[1-4])[\s-]*(?P<label>FY[\s-]*{_FISCAL_YEAR})",
        rf"(?P<label>(?P<year>\d{{4}})(?P<next>/(?:\d{{4}}|\d{{2}}))){_FISCAL_PART}",
    )
]

# A year, and the number and the name of its part, in whatever order and with whatever signs between.
_WORD_PATTERN = re.compile(r"\d+|[^\W\d_]+")
_PART_NAMES = {
    "QUARTER": "Q",
    "КВАРТАЛ": "Q",
    "ЧЕЙРЕК": "Q",
    "QTR": "Q",
    "КВ": "Q",
    "Q": "Q",
    "HALF": "S",
    "H": "S",
    "S": "S",
}


class ReportingPeriod(NamedTuple):
    """Days from `start` to `end`, both included; None is open. `name` is how it is written."""

    name: str
    start: date | None = None
    end: date | None = None

    @property
    def required_precision(self) -> str:
        """How exact a date must be to say whether it is in the period: "day", "month" or "year"."""
        first, last = self.start or date(1, 1, 1), self.end or date.max
        if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
            return "day"
        return "month" if (first.month, last.month) != (1, 12) else "year"

    def clip_end(self, other: ReportingPeriod | None) -> ReportingPeriod:
        """The period, under its own name, cut off at the end of another one."""
        if other is None or other.end is None or (self.end and self.end <= other.end):
            return self
        return ReportingPeriod(self.name, self.start, other.end)


def parse_period(text: str, fiscal_year_start: int = 1, today: date | None = None) -> ReportingPeriod:
    """The period that a text names; `last-…` is counted from `today`. Raises ValueError, with the forms accepted."""
    text = text.strip()
    if text in LAST_PERIODS:
        return _last_finished_period(LAST_PERIODS[text], today or date.today())
    first, dots, last = text.partition("..")
    if not dots:
        return _parse_single_period(text, fiscal_year_start)
    low = _parse_single_period(first.strip(), fiscal_year_start) if first.strip() else ReportingPeriod("")
    high = _parse_single_period(last.strip(), fiscal_year_start) if last.strip() else ReportingPeriod("")
    if low.start and high.end and low.start > high.end:
        raise ValueError(f'the period "{text}" ends before it starts')
    if not low.start and not high.end:
        raise ValueError(f'the period "{text}" has no start and no end; for all records, ask without a period')
    return ReportingPeriod(text, low.start, high.end)


def period_containing(day: date, unit: str, fiscal_year_start: int = 1) -> ReportingPeriod:
    """The period of a unit that holds a day: of the fiscal year where the unit is called so, else the calendar's."""
    months, offset = MONTHS_PER_UNIT[unit], unit_offset(unit, fiscal_year_start)
    ordinal = (day.year * 12 + day.month - 1 - offset) // months
    return _period_by_ordinal(ordinal, unit, offset)


def unit_offset(unit: str, fiscal_year_start: int) -> int:
    """By how many months the periods of a unit begin after those of the calendar's year."""
    return fiscal_year_start - 1 if unit in _FISCAL_UNITS else 0


def is_period_of_unit(text: str, unit: str, fiscal_year_start: int = 1) -> bool:
    """Whether a text is the name of a month, a quarter, … whichever the unit is."""
    try:
        start = parse_period(text, fiscal_year_start).start
    except ValueError:
        return False
    return start is not None and period_containing(start, unit, fiscal_year_start).name == text


def iter_periods(unit: str, first: date, last: date, fiscal_year_start: int = 1) -> Iterator[ReportingPeriod]:
    """All periods of a unit from the one with the day `first` to the one with the day `last`."""
    period = period_containing(first, unit, fiscal_year_start)
    while period.start and period.start <= last:
        yield period
        if period.end is None or period.end == date.max:
            return
        period = period_containing(period.end + timedelta(1), unit, fiscal_year_start)


def _period_by_ordinal(ordinal: int, unit: str, offset: int) -> ReportingPeriod:
    """The period of a unit with this number, counted from year 0; it ends with the year 9999 at the latest."""
    months = MONTHS_PER_UNIT[unit]
    year, month = divmod(ordinal * months + offset, 12)
    fiscal_year = ordinal * months // 12
    fiscal_name = f"{fiscal_year:04d}/{(fiscal_year + 1) % 100:02d}"
    last_year, last_month = divmod((ordinal + 1) * months + offset - 1, 12)
    names = {
        "month": f"{year:04d}-{month + 1:02d}",
        "quarter": f"{year:04d}Q{month // 3 + 1}",
        "half": f"{year:04d}S{month // 6 + 1}",
        "year": f"{year:04d}",
        "fiscal-quarter": f"{fiscal_name}Q{ordinal % 4 + 1}",
        "fiscal-half": f"{fiscal_name}S{ordinal % 2 + 1}",
        "fiscal-year": fiscal_name,
    }
    start = date(year, month + 1, 1) if year >= date.min.year else date.min
    if last_year > date.max.year:
        return ReportingPeriod(names[unit], start, date.max)
    return ReportingPeriod(
        names[unit], start, date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1])
    )


def _parse_single_period(text: str, fiscal_year_start: int) -> ReportingPeriod:
    if _DAY_PATTERN.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(f'"{text}" is not a real date') from None
        return ReportingPeriod(text, day, day)
    match = _PERIOD_PATTERN.fullmatch(text)
    if not match:
        fault = _describe_fiscal_form(text, fiscal_year_start)
        raise ValueError(fault or f'"{text}" is not a period; write {_nearest_form(text) or ACCEPTED_FORMS}')
    year, month, unit = int(match["year"]), 1, "year"
    if match["half"]:
        month, unit = int(match["half"]) * 6 - 5, "half"
    elif match["quarter"]:
        month, unit = int(match["quarter"]) * 3 - 2, "quarter"
    elif match["month"]:
        month, unit = int(match["month"]), "month"
    if not (1 <= month <= 12 and year):
        raise ValueError(f'"{text}" is not a real month')
    if match["next"]:
        if match["next"] not in {f"{year + 1:04d}", f"{(year + 1) % 100:02d}"}:
            raise ValueError(
                f'"{text}" is not a fiscal year; the one that starts in {year} is {year}/{(year + 1) % 100:02d}'
            )
        month, unit = month + fiscal_year_start - 1, f"fiscal-{unit}"
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if year > date.max.year:
        raise ValueError(f'"{text}" is after the last year that is read, {date.max.year}')
    return period_containing(date(year, month, 1), unit, fiscal_year_start)


def _describe_fiscal_form(text: str, fiscal_year_start: int) -> str:
    """Why a fiscal year, or a part of one, in another form is no period, and what to write; "" for all else.

    FY18 is the year that ends in 2018 to some, and the one that starts in 2018
    to others: both are named, unless the year is the calendar's too, or two years are written.
    """
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _FISCAL_PATTERNS)), None)
    year = int(match["year"]) if match else 0
    year += 2000 if match and len(match["year"]) == 2 else 0
    if not match or not date.min.year < year < date.max.year - 1:
        return ""
    groups = match.groupdict()
    months = {"Q": 3, "S": 6, "H": 6}.get((groups.get("unit") or "").upper(), 12)
    number = int(groups.get("number") or 1)
    if number * months > 12:
        return ""

    def written(start_year: int) -> str:
        part = "" if months == 12 else f"{'Q' if months == 3 else 'S'}{number}"
        return f"{start_year}{part}" if fiscal_year_start == 1 else f"{start_year}/{(start_year + 1) % 100:02d}{part}"

    fault = f'"{text}" is not a period; '
    if fiscal_year_start == 1 or match["next"]:
        return fault + f"write {written(year)}"
    return fault + f"if {match['label']} starts in {year}, write {written(year)}; if it ends then, {written(year - 1)}"


def _nearest_form(text: str) -> str:
    """The period that a text of another form has in mind: 2026Q1 for Q1 2026 or 1Q/2026; "" where none is sure."""
    words = _WORD_PATTERN.findall(text.upper())
    years = [word for word in words if len(word) == 4 and word.isdecimal()]
    others = [word for word in words if word not in years]
    if len(years) != 1 or len(others) not in {1, 2}:
        return ""
    part = "".join(sorted(others, key=str.isdecimal))
    part = next((letter + part.replace(name, "") for name, letter in _PART_NAMES.items() if name in part), part)
    if part.isdecimal() and " " in text:
        return ""  # the first month, or the first quarter
    written = f"{years[0]}-{int(part):02d}" if part.isdecimal() else years[0] + part
    return written if _PERIOD_PATTERN.fullmatch(written) and written != text else ""


def _last_finished_period(unit: str, today: date) -> ReportingPeriod:
    """The last month, quarter or year that is over."""
    this = period_containing(today, unit)
    return period_containing((this.start or today) - timedelta(1), unit)
