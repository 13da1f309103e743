"""Spans that a spreadsheet made dates when it opened a file: 9-May for 5-9, Oct-14 for 10-14; how they are told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import SPREADSHEET_DATE
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.calendar_texts import date_forms, word_dates
from roundtable_cli.tables.values.calendar_texts.word_dates import MonthNumber

# As a spreadsheet shows a day of this year: 9-May, Oct-14, 05.сен, with no space.
_DAY_AND_MONTH = r"[0-9]{1,2}[-./][^\W\d_]{3,}\.?|[^\W\d_]{3,}\.?[-./][0-9]{1,2}"
_SPAN = r"([0-9]{1,3})\s*[-–—]\s*([0-9]{1,3})(?![0-9-])(?:\s+[^\W\d_]+\.?)?"
_WHOLE_DATE = r"[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}"
# How each of these begins, with spaces before it; in most columns no text begins so.
_BEGINNING = r"\s*(?:[0-9]{1,4}\s*[-./–—]|[^\W\d_]{3,}\.?[-./][0-9])"
_LAST_DAY = 31


def find_span_dates(texts: Collection[str]) -> dict[str, str]:
    """The texts of a column that a spreadsheet likely made of spans, each with its span, in their order.

    A day and a month without a year is one wherever it stands: as a date it tells nothing. Months with two digits that
    run on as years do (Dec-20, Jan-21) are none, unless spans stand beside them. A whole date is one where spans
    (0-4, 15-19) are as many as the dates, and most of the other texts, as in a column of age groups.
    """
    likely = _find_likely_texts(texts)
    spans = [text for text in likely if _is_span(text)]
    pairs = {text: pair for text in likely if (pair := _parse_day_and_month(text))}
    if not spans and _run_on_as_years(pairs.values()):
        pairs = {}
    dates = [text for text in likely if re.fullmatch(_WHOLE_DATE, text) and not _is_span(text)] if spans else []
    others = len(texts) - len(pairs) - len(dates)
    if len(dates) > len(spans) or others > 2 * len(spans):
        dates = []
    found = {text: _join_span(pair.month, pair.number) for text, pair in pairs.items()}
    found |= {text: _span_of_date(text) for text in dates}
    return {text: found[text] for text in likely if found.get(text)}


def may_hold_span_dates(texts: Collection[str]) -> bool:
    """Whether some texts of a column make it worth to look at all of them: one is a span, or a day without a year."""
    return any(_is_span(text) or re.fullmatch(_DAY_AND_MONTH, text) for text in _find_likely_texts(texts))


def describe_span_dates(
    field: Field, text_counts: Mapping[str, int], named: Collection[str] = ()
) -> Iterator[tuple[str, Finding]]:
    """Each such text of a column that definitions do not name as a value, with a warning that has no place."""
    if field.type != "string" or field.ambiguous or field.declared_values or not _find_likely_texts(text_counts):
        return
    trimmed: dict[str, int] = {}
    for text, rows in text_counts.items():
        trimmed[text.strip()] = trimmed.get(text.strip(), 0) + rows
    for text, span in find_span_dates([text for text in trimmed if text not in field.missing_texts]).items():
        if text not in named:
            count = f" ({trimmed[text]:,} rows)" if trimmed[text] > 1 else ""
            shown = "the span" if field.personal else f'"{span}"'
            fault = f"{field.quote_value(text)}{count} is what a spreadsheet makes of {shown}"
            remedy = f"write {shown} in cells that are formatted as text; a date needs its year"
            yield text, Finding(SPREADSHEET_DATE, fault, remedy, column=field.name, severity=WARNING)


def _find_likely_texts(texts: Iterable[str]) -> list[str]:
    """The texts that begin as a span, a day and a month, or a whole date does: all others are none of these."""
    begins_so = re.compile(_BEGINNING).match
    return [text for text in texts if begins_so(text)]


def _is_span(text: str) -> bool:
    match = re.fullmatch(_SPAN, text)
    return match is not None and int(match[1]) < int(match[2])


def _parse_day_and_month(text: str) -> MonthNumber | None:
    """The month and the number of a text that is nothing else, as a spreadsheet writes it."""
    return word_dates.parse_month_number(text) if re.fullmatch(_DAY_AND_MONTH, text) else None


def _run_on_as_years(pairs: Collection[MonthNumber]) -> bool:
    """Whether all have the month first, and their numbers are no further apart than years with a month each may be."""
    numbers = [pair.number for pair in pairs if pair.is_month_first]
    return len(numbers) == len(pairs) > 0 and max(numbers) - min(numbers) < len(pairs)


def _span_of_date(text: str) -> str:
    """The span of a whole date: its day and month, or its month and a year that is no day (10-49 became 1 Oct 1949)."""
    try:
        day: date = date_forms.parse_date(text, date_forms.UNAMBIGUOUS_FORMATS["date"])
    except ValueError:
        return ""
    short_year = day.year % 100
    return _join_span(day.month, short_year if day.day == 1 and short_year > _LAST_DAY else day.day)


def _join_span(one: int, other: int) -> str:
    """The two numbers as a span, the smaller one first; "" where they are equal."""
    return "" if one == other else f"{min(one, other)}-{max(one, other)}"
