"""Periods written in two cells, the year in one and its quarter, month or half in another: `2018` and `Q1`, `Nov`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from roundtable_cli.tables.values.calendar_texts import period_texts, word_dates
from roundtable_cli.tables.values.calendar_texts.period_texts import (
    MONTHS_OF_HALF,
    MONTHS_OF_QUARTER,
    MONTHS_OF_YEAR,
    ROMAN_NUMBERS,
    YEAR_WORD,
    PeriodDays,
)

MONTHS_PER_PART = {"quarter": MONTHS_OF_QUARTER, "month": 1, "half": MONTHS_OF_HALF}
_FISCAL_YEAR = re.compile(r"(?P<year>[0-9]{4})\s*[/–-]\s*(?P<next>[0-9]{4}|[0-9]{2})")


class WrittenYear(NamedTuple):
    """The year that a cell writes: of the calendar, or the fiscal year that starts in it."""

    number: int
    is_fiscal: bool


@lru_cache(2**12)
def parse_split_period(year_text: str, part_text: str, unit: str, fiscal_year_start: int) -> PeriodDays:
    """The days of the part of a year. Raises ValueError where one of the two texts can't be read, or they contradict.

    `unit` says what a number alone is: "quarter", "month" or "half". A quarter or half of a fiscal year (2018/19) is
    counted from the month in which it starts; a month is the calendar's.
    """
    year = _parse_year(year_text)
    if year.is_fiscal and fiscal_year_start == 1:
        raise ValueError("the fiscal year starts with the calendar's")
    folded = unicodedata.normalize("NFC", part_text).casefold().strip()
    dated = _parse_dated_part(folded)
    if dated is not None:
        months = (dated.last.year - dated.first.year) * MONTHS_OF_YEAR + dated.last.month - dated.first.month + 1
        found = _locate_part(year, months, (dated.first.month - 1) // months + 1, fiscal_year_start)
        if found != dated or (year.is_fiscal and months > 1):
            raise ValueError("the two cells name two years")
        return found
    months, number = _parse_part(folded, unit)
    return _locate_part(year, months, number, fiscal_year_start)


def is_fiscal_year(text: str) -> bool:
    """Whether a text writes a fiscal year, such as 2018/19."""
    try:
        return _parse_year(text).is_fiscal
    except ValueError:
        return False


def _parse_year(text: str) -> WrittenYear:
    folded = re.sub(rf"{YEAR_WORD}$", "", unicodedata.normalize("NFC", text).casefold().strip())
    match = _FISCAL_YEAR.fullmatch(folded)
    if match is None and not re.fullmatch("[0-9]{4}", folded):
        raise ValueError("is not a year")
    year = int(folded[:4])
    if not period_texts.FIRST_PERIOD_YEAR <= year <= period_texts.LAST_PERIOD_YEAR:
        raise ValueError("is not a likely year")
    if match and match["next"] not in {f"{year + 1:04d}", f"{(year + 1) % 100:02d}"}:
        raise ValueError("is not a fiscal year")
    return WrittenYear(year, match is not None)


def _parse_dated_part(folded: str) -> PeriodDays | None:
    """The days of a part that names its year too (`q1 2018`, `nov 2018`, `2018-11`); None where it names none."""
    if not re.search("[0-9]{4}", folded):
        return None
    try:
        days = period_texts.parse_period_text(folded)
    except ValueError:
        found = word_dates.parse_word_date(folded)
        if found.precision != "month":
            raise ValueError("is a day") from None
        first = found.first_day.date()
        return period_texts.days_of_months(first.year, first.month - 1, 1)
    if days.first.day != 1 or days not in (
        period_texts.days_of_months(days.first.year, days.first.month - 1, months)
        for months in MONTHS_PER_PART.values()
    ):
        raise ValueError("is no quarter, month or half")
    return days


def _parse_part(folded: str, unit: str) -> tuple[int, int]:
    """How many months a part has, and which in its year it is."""
    if (found := period_texts.parse_part_text(folded)) is not None:
        return found
    bare = folded.rstrip(".")
    number = int(bare) if re.fullmatch("[0-9]{1,2}", bare) else ROMAN_NUMBERS.get(bare, 0)
    if number:
        return MONTHS_PER_PART[unit], number
    return 1, word_dates.parse_month_word(folded)


def _locate_part(year: WrittenYear, months: int, number: int, fiscal_year_start: int) -> PeriodDays:
    if not 1 <= number * months <= MONTHS_OF_YEAR:
        raise ValueError("there is no such part of a year")
    first = (number - 1) * months
    if year.is_fiscal and months == 1:
        first += MONTHS_OF_YEAR if number < fiscal_year_start else 0
    elif year.is_fiscal:
        first += fiscal_year_start - 1
    return period_texts.days_of_months(year.number, first, months)
