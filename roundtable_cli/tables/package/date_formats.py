"""Formats of dates as Table Schema writes them, and what to write for one that people write otherwise: `dd.mm.yyyy`."""

from __future__ import annotations

import re
from datetime import datetime

from roundtable_cli.tables.table import TIME_TYPES, Field
from roundtable_cli.tables.values.calendar_texts.period_texts import PERIOD_FORMAT

_PLAIN_FORMATS = frozenset({"default", "any", "", PERIOD_FORMAT})
_LETTER_RUN = re.compile(r"([^\W\d_])\1*", re.IGNORECASE)
# The letters of English and Russian for parts of dates, in capitals; M is a month, and a minute after the hours.
_DIRECTIVES = {"D": "%d", "Д": "%d", "M": "%m", "М": "%m", "H": "%H", "Ч": "%H", "S": "%S", "С": "%S"}
_YEAR_LETTERS, _MONTH_LETTERS, _HOUR_LETTERS = frozenset("YГ"), frozenset("MМ"), frozenset("HЧ")
_EXAMPLE = datetime(2026, 12, 31, 10, 20, 30)


def is_readable_format(field: Field) -> bool:
    """Whether a field of dates has a format by which a date can be read; fields of other types have none."""
    if field.type not in TIME_TYPES or field.format in _PLAIN_FORMATS:
        return True
    try:
        datetime.strptime(_EXAMPLE.strftime(field.format), field.format)
    except (ValueError, re.error):
        return False
    return "%" in field.format


def suggest_date_format(written: str) -> str:
    """The format that a text such as `dd.mm.yyyy` or `ДД.ММ.ГГГГ` means; empty where none is known."""
    has_hours = False
    directives = list[str]()

    def write_directive(match: re.Match[str]) -> str:
        nonlocal has_hours
        run, letter = match.group(), match.group()[0].upper()
        if letter in _YEAR_LETTERS:
            directive = "%y" if len(run) == 2 else "%Y"
        elif letter in _MONTH_LETTERS:
            directive = "%M" if has_hours else {3: "%b", 4: "%B"}.get(len(run), "%m")
        else:
            directive = _DIRECTIVES.get(letter, run)
        has_hours = has_hours or letter in _HOUR_LETTERS
        directives.append(directive)
        return directive

    suggested = "" if "%" in written else _LETTER_RUN.sub(write_directive, written)
    is_known = len({*directives}) == len(directives) and all(directive.startswith("%") for directive in directives)
    return suggested if directives and is_known else ""
