"""How dates and times are written: the accepted forms, the reading of each, and what is sure or ambiguous of them.

A date, month or year is read as a datetime at midnight of its first day. Forms are the patterns of `strptime`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import lru_cache

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.calendar_texts import period_texts, word_dates
from roundtable_cli.tables.values.numerals import make_plain_reader
from roundtable_cli.tables.values.workbook_value import DATE_EPOCHS

ISO_DATE_FORMATS = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m", "year": "%Y"}
# strptime takes 2018-1-9 too, and other digits than ASCII's.
_ISO_DATE_PATTERNS = {"date": r"\d{4}-\d{2}-\d{2}", "yearmonth": r"\d{4}-\d{2}", "year": r"\d{4}"}
_FIRST_DAY_SUFFIX = {"date": "", "yearmonth": "-01", "year": "-01-01"}
# What "any" accepts beside months in words: forms that can be read in one way only.
UNAMBIGUOUS_FORMATS = {
    "date": ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"),
    "yearmonth": ("%Y-%m", "%m.%Y", "%m/%Y", "%Y/%m"),
    "year": ("%Y",),
}
_WORD_PRECISIONS = {"date": "day", "yearmonth": "month"}
# What a column that no schema declares is tried for, in this order: "default" is ISO 8601.
INFERRED_DATE_FORMATS = ("default", "%d.%m.%Y", "%Y/%m/%d")
AMBIGUOUS_DATE_FORMATS = (("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y"))  # a value above 12 tells which it is
INFERRED_MONTH_FORMATS = ("default", "%m.%Y", "%m/%Y")
INFERRED_DATETIME_FORMATS = ("default", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")
_TIMESTAMP_START = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:|$)", re.ASCII)
# Digits as strptime takes them, those of other scripts too, a space in place of a first 0.
_PART_SHAPES = {"%Y": r"\d{4}"} | dict.fromkeys(("%d", "%m", "%H", "%M", "%S"), r"\s?\d{1,2}")
_EXAMPLE_DATE = datetime(2026, 12, 31)  # shows in messages what is accepted, and the day from the month


def date_precision(field: Field) -> str:
    """How finely a field tells time: day, month or year; period, where each cell has another length."""
    if field.format == period_texts.PERIOD_FORMAT:
        return "period"
    if field.type in {"year", "yearmonth"}:
        return "year" if field.type == "year" else "month"
    if field.format in {"default", "any", ""} or re.search(r"%[dejcxDFs]", field.format):
        return "day"
    return "month" if re.search(r"%[mbB]", field.format) else "year"


def parse_date(text: str, formats: Iterable[str]) -> datetime:
    """The day of a text in the first of some forms that it has. Raises ValueError where it has none of them."""
    for format_ in formats:
        try:
            return _parse_form(text, format_).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        except ValueError:
            continue
    raise ValueError


def _parse_form(text: str, format_: str) -> datetime:
    """The time of a text in a form of `strptime`. Raises ValueError where it has another form.

    A look at its shape comes first: strptime is slow, and most texts that columns are tried with are no dates.
    """
    shape = _shape_of_form(format_)
    if shape and not shape.fullmatch(text):
        raise ValueError
    return datetime.strptime(text, format_)


@lru_cache(maxsize=64)
def _shape_of_form(format_: str) -> re.Pattern[str] | None:
    """What all texts of a form match, and others may; None for a form with a part of which that is not known."""
    parts = re.split(r"(%.|\s+)", format_)
    if any(part.startswith("%") and part not in _PART_SHAPES for part in parts):
        return None
    shapes = (_PART_SHAPES.get(part) or (r"\s+" if part.isspace() else re.escape(part)) for part in parts)
    return re.compile("".join(shapes), re.IGNORECASE)


def make_date_parser(field: Field) -> Callable[[str], datetime]:
    """The function that reads a trimmed cell as a date, month or year: ISO 8601, or the field's own form.

    It raises ValueError, with the fault in words.
    """
    if field.format == period_texts.PERIOD_FORMAT:
        return _read_first_day
    is_iso = field.format in {"default", ""}
    read_text = (
        _make_iso_reader(field.type) if is_iso else _make_any_reader(field.type) if field.format == "any" else None
    )
    kind = {"date": "a date", "yearmonth": "a month", "year": "a year"}[field.type]
    example = _write_example(field.format if read_text is None else ISO_DATE_FORMATS[field.type])
    fault = f"is not {kind}; expected {kind} like {example}"

    def parse_field_date(text: str) -> datetime:
        try:
            return read_text(text) if read_text else parse_date(text, (field.format,))
        except ValueError:
            raise ValueError(fault) from None

    return parse_field_date


@lru_cache(maxsize=64)  # asked for each column and each form that it is tried with
def _write_example(format_: str, hour: int = 0) -> str:
    return _EXAMPLE_DATE.replace(hour=hour).strftime(format_)


def _read_first_day(text: str) -> datetime:
    """The first day of a period."""
    first = period_texts.parse_period_text(text).first
    return datetime(first.year, first.month, first.day)


def _make_iso_reader(type_: str) -> Callable[[str], datetime]:
    """The function that reads a date, month or year in the standard form."""
    form, first_day = re.compile(_ISO_DATE_PATTERNS[type_], re.ASCII), _FIRST_DAY_SUFFIX[type_]

    def read_iso_date(text: str) -> datetime:
        if not form.fullmatch(text):
            raise ValueError
        return datetime.fromisoformat(text + first_day)  # many times as quick as strptime

    return read_iso_date


def _make_any_reader(type_: str) -> Callable[[str], datetime]:
    """The function that reads a date, month or year in any form that has one reading, months in words among them."""

    def read_any_date(text: str) -> datetime:
        if any(map(str.isalpha, text)):
            found = word_dates.parse_word_date(text)
            if found.precision != _WORD_PRECISIONS.get(type_):
                raise ValueError
            return found.first_day
        return parse_date(text, UNAMBIGUOUS_FORMATS[type_])

    return read_any_date


def make_datetime_parser(field: Field) -> Callable[[str], datetime]:
    """The function that reads a trimmed cell as a date and time; it raises ValueError, with the fault in words.

    The time is the one on the clock, as written: an offset from UTC does not move it to another day.
    """
    is_iso = field.format in {"default", "any", ""}
    written = _EXAMPLE_DATE.replace(hour=10).isoformat() if is_iso else _write_example(field.format, hour=10)
    fault = f"is not a date and time; expected one like {written}"

    def parse_datetime(text: str) -> datetime:
        try:
            if not is_iso:
                return _parse_form(text, field.format).replace(tzinfo=None)
            if _TIMESTAMP_START.match(text):  # fromisoformat also reads weeks and ordinal days
                return datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            pass
        raise ValueError(fault)

    return parse_datetime


def make_serial_date_parser(field: Field) -> Callable[[str], datetime]:
    """The function that reads a trimmed cell as a spreadsheet's number of a date: days since its day 0, and parts.

    It raises ValueError, with the fault in words.
    """
    read_plain, epoch = make_plain_reader(Field(field.name, "number")), DATE_EPOCHS[field.serial]
    example = f"{(_EXAMPLE_DATE - epoch).days} for {_EXAMPLE_DATE.date()}"

    def parse_serial_date(text: str) -> datetime:
        try:
            moment = epoch + timedelta(seconds=round(float(read_plain(text)) * 86_400))
        except (ValueError, OverflowError):
            raise ValueError(f"is not a date as a spreadsheet's number; expected one like {example}") from None
        return moment if field.type == "datetime" else moment.replace(hour=0, minute=0, second=0)

    return parse_serial_date
