"""Columns of periods (2018Q1, 201801) and of times (08:30): what tells them from numbers, codes and other texts."""

from __future__ import annotations

import re
from collections.abc import Collection

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.calendar_texts import clock_texts, period_texts
from roundtable_cli.tables.vocabulary import headings

_DIGITS = "[0-9]{4}|[0-9]{6}|[0-9]{8}"
_MONTH_DIGITS = 6
_CLOCK_FORMATS = (
    (r"[0-9]{2}:[0-9]{2}:[0-9]{2}", "default"),
    (r"[0-9]{2}:[0-9]{2}", "%H:%M"),
)
_ISO_DURATION = r"P(?=[0-9T])(?:[0-9]+[YMWD])*(?:T(?:[0-9]+(?:\.[0-9]+)?[HMS])+)?"


def infer_period_field(plain: Field, distinct: Collection[str]) -> Field | None:
    """The field of a column whose different texts are all periods; None where they may be something else.

    A letter shows it (2018Q1, 2018W5), beside which digits are periods too. Digits alone are numbers, unless the
    heading says "period"; or "month", where each has six of them.
    """
    has_letters = False
    for text in distinct:
        if text.isdigit():
            if not re.fullmatch(_DIGITS, text):
                return None
        elif any(map(str.isalpha, text)):
            has_letters = True
        try:
            period_texts.parse_period_text(text)
        except ValueError:
            return None
    if not has_letters and not _is_period_heading(plain.name, distinct):
        return None
    return plain._replace(format=period_texts.PERIOD_FORMAT)


def _is_period_heading(name: str, texts: Collection[str]) -> bool:
    kinds = headings.heading_kinds(name)
    return "period" in kinds or ("month" in kinds and all(len(text) == _MONTH_DIGITS for text in texts))


def infer_time_field(plain: Field, distinct: Collection[str]) -> Field | None:
    """The field of a column whose different texts are all times of a day, or all durations; None for other texts."""
    if _match_all(clock_texts.CLOCK_TIME, distinct):
        formats = (format_ for form, format_ in _CLOCK_FORMATS if _match_all(form, distinct))
        return plain._replace(type="time", format=next(formats, "any"))
    if _match_all(_ISO_DURATION, distinct):
        return plain._replace(type="duration")
    return plain._replace(format="rt:duration") if _match_all(clock_texts.HOURS_AND_MINUTES, distinct) else None


def _match_all(pattern: str, texts: Collection[str]) -> bool:
    return all(re.fullmatch(pattern, text) for text in texts)
