"""Periods as DHIS2 and reports write them: 2018Q1, 201801, 2018W5, 2018S1, `I кв. 2018`; the days of each.

A field of type string and format `rt:period` holds such texts. It stays text; to date a row it is read as the first day
of the period, by the field that `period_date_field` gives.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from roundtable_cli.tables.table import Field

PERIOD_FORMAT = "rt:period"
EXAMPLE_PERIODS = "2018Q1, 201801, 2018W5, 2018S1 or 2018"
FIRST_PERIOD_YEAR, LAST_PERIOD_YEAR = 1950, 2100  # of periods: other digits are some other number
MONTHS_OF_QUARTER, MONTHS_OF_HALF, MONTHS_OF_YEAR = 3, 6, 12
ROMAN_NUMBERS = {roman: number for number, roman in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
YEAR_WORD = r"(?:[\s-]*(?:г|год|года|ж|жыл|жылы|жылдын)\b\.?)?"  # after a year, or nothing
_YEAR = rf"(?P<year>[0-9]{{4}}){YEAR_WORD}"
_NUMBER = r"(?P<number>[1-4]|iv|i{1,3})(?:[\s-]*(?:й|ый|ой|ое|st|nd|rd|th)\b)?"
_QUARTER = r"(?:кв|квартал|чейрек|quarter|qtr)\b\.?"
_HALF = r"(?:полугодие|жарым\s+жылдык|half)\b\.?"


class PeriodDays(NamedTuple):
    """The first and the last day of a period."""

    first: date
    last: date


def period_date_field(field: Field) -> Field:
    """The field by which a column of periods dates its rows; any other field as it is."""
    return field._replace(type="date") if is_period_field(field) else field


def is_period_field(field: Field) -> bool:
    """Whether a column holds texts of periods."""
    return field.type == "string" and field.format == PERIOD_FORMAT


def parse_period_text(text: str) -> PeriodDays:
    """The days of the period that a text writes. Raises ValueError where it writes none, or one of an unlikely year."""
    folded = unicodedata.normalize("NFC", text).casefold()
    for pattern, read_days in _FORMS if re.match(_FORM_START, folded) else ():
        if match := re.fullmatch(pattern, folded):
            try:
                if FIRST_PERIOD_YEAR <= int(match["year"]) <= LAST_PERIOD_YEAR:
                    return read_days(match)
            except ValueError:  # the calendar has no such month, week or day
                pass
            break
    raise ValueError(f"is not a period; expected one like {EXAMPLE_PERIODS}")


def parse_part_text(folded: str) -> tuple[int, int] | None:
    """How many months a part of a year has that says so itself (`q1`, `1 квартал`, `кв. i`, `h2`), and its number.

    None for any other text. Letters are small.
    """
    for pattern, months in _PART_FORMS:
        if match := re.fullmatch(pattern, folded):
            return months, ROMAN_NUMBERS.get(match["number"]) or int(match["number"])
    return None


def _read_months(months: int) -> Callable[[re.Match[str]], PeriodDays]:
    """What reads a period of so many months that has a number in its year."""

    def read_days(match: re.Match[str]) -> PeriodDays:
        written = match.groupdict().get("number") or "1"
        number = ROMAN_NUMBERS.get(written) or int(written)
        if not 1 <= number * months <= MONTHS_OF_YEAR:
            raise ValueError
        return days_of_months(int(match["year"]), (number - 1) * months, months)

    return read_days


def _read_from_month(match: re.Match[str]) -> PeriodDays:
    """A year or half that starts in the month that is named: 2018April, 2018AprilS2."""
    first = {"april": 3, "july": 6, "oct": 9}[match["month"]]
    half = int(match.groupdict().get("number") or 0)
    if not half:
        return days_of_months(int(match["year"]), first, MONTHS_OF_YEAR)
    return days_of_months(int(match["year"]), first + (half - 1) * MONTHS_OF_HALF, MONTHS_OF_HALF)


def days_of_months(year: int, first: int, months: int) -> PeriodDays:
    """The days of some months from the one with this number, 0 for the January of the year."""
    start_year, start_month = divmod(year * MONTHS_OF_YEAR + first, MONTHS_OF_YEAR)
    end_year, end_month = divmod(year * MONTHS_OF_YEAR + first + months - 1, MONTHS_OF_YEAR)
    last_day = calendar.monthrange(end_year, end_month + 1)[1]
    return PeriodDays(date(start_year, start_month + 1, 1), date(end_year, end_month + 1, last_day))


def _read_weeks(weeks: int) -> Callable[[re.Match[str]], PeriodDays]:
    """What reads one week or two, from a Monday, numbered as ISO 8601 does."""

    def read_days(match: re.Match[str]) -> PeriodDays:
        first = date.fromisocalendar(int(match["year"]), (int(match["number"]) - 1) * weeks + 1, 1)
        return PeriodDays(first, first + timedelta(days=7 * weeks - 1))

    return read_days


def _read_day(match: re.Match[str]) -> PeriodDays:
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    return PeriodDays(day, day)


_PART_FORMS = (
    (r"q[\s.-]*(?P<number>[1-4])", MONTHS_OF_QUARTER),
    (rf"{_NUMBER}[\s.-]*{_QUARTER}", MONTHS_OF_QUARTER),
    (rf"{_QUARTER}[\s.-]*{_NUMBER}", MONTHS_OF_QUARTER),
    (r"[sh][\s.-]*(?P<number>[12])", MONTHS_OF_HALF),
    (rf"{_NUMBER}[\s.-]*{_HALF}", MONTHS_OF_HALF),
    (rf"{_HALF}[\s.-]*{_NUMBER}", MONTHS_OF_HALF),
)
# What each form has, a first letter and a year: a look at it spares most texts all of them.
_FORM_START = r"[0-9]{4}|[0-9qshi](?s:.*)[0-9]{4}"
# Each is tried in this order; letters are small.
_FORMS: tuple[tuple[str, Callable[[re.Match[str]], PeriodDays]], ...] = (
    (r"(?P<year>[0-9]{4})", _read_months(MONTHS_OF_YEAR)),
    (r"(?P<year>[0-9]{4})-?(?P<number>[0-9]{2})", _read_months(1)),
    (r"(?P<year>[0-9]{4})[\s-]?q(?P<number>[1-4])", _read_months(MONTHS_OF_QUARTER)),
    (r"q(?P<number>[1-4])[\s-]?(?P<year>[0-9]{4})", _read_months(MONTHS_OF_QUARTER)),
    (r"(?P<year>[0-9]{4})[\s-]?[sh](?P<number>[12])", _read_months(MONTHS_OF_HALF)),
    (r"[sh](?P<number>[12])[\s-]?(?P<year>[0-9]{4})", _read_months(MONTHS_OF_HALF)),
    (r"(?P<year>[0-9]{4})-?w(?P<number>[0-9]{1,2})", _read_weeks(1)),
    (r"(?P<year>[0-9]{4})biw(?P<number>[0-9]{1,2})", _read_weeks(2)),
    (r"(?P<year>[0-9]{4})(?P<number>0[1-6])b", _read_months(2)),
    (r"(?P<year>[0-9]{4})(?P<month>april|july|oct)", _read_from_month),
    (r"(?P<year>[0-9]{4})(?P<month>april)s(?P<number>[12])", _read_from_month),
    (r"(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})", _read_day),
    (rf"{_NUMBER}[\s.-]*{_QUARTER}[\s,]*{_YEAR}", _read_months(MONTHS_OF_QUARTER)),
    (rf"{_YEAR}[\s,]*{_NUMBER}[\s.-]*{_QUARTER}", _read_months(MONTHS_OF_QUARTER)),
    (rf"{_NUMBER}[\s.-]*{_HALF}[\s,]*{_YEAR}", _read_months(MONTHS_OF_HALF)),
    (rf"{_YEAR}[\s,]*{_NUMBER}[\s.-]*{_HALF}", _read_months(MONTHS_OF_HALF)),
)
