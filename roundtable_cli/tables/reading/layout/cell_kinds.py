"""What a cell looks like beside others: a value (number, date, code), a word, or neither; and how it is shaped.

Headings are words that stand above values. These rules are coarse on purpose: they compare cells of one column, and
decide nothing about how a cell is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from roundtable_cli.tables.values import missing_marks
from roundtable_cli.tables.values.currency_signs import remove_currency_or_percent
from roundtable_cli.tables.values.workbook_value import WorkbookValue

BLANK, VALUE, WORD, UNCLEAR = "blank", "value", "word", "unclear"
# Digits with what stands between and around them in numbers, dates and times: a sign, brackets, a percent sign.
_VALUE_PATTERN = re.compile(r"[^\w]*\d[\d\s.,:/'’+\-–()]*(?:[eE][+-]?\d+|[TZ][\d:.+Z]*)?\s*[^\w]*", re.IGNORECASE)
_HEADING_PATTERNS = {
    "year": r"(?:19|20)\d\d(?!\d|[-./,]\d)\D*|(?:19|20)\d\d\s*[-–—/]\s*(?:(?:19|20)\d\d|\d\d)",
    "month": r"\d{1,2}[-./](?:19|20)\d\d|(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2]|[1-9])",
    "band": r"\d{1,3}\s*(?:[-–—]\s*\d{1,3}|\+)|[<>≤≥]\s*\d{1,3}",
}
_DATE_PATTERN = r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[T ].*)?|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d\d)(?: .*)?"
_HEADING_SIGNS = "№#%‰"  # head a column of running numbers, or of rates; and so do the signs of currencies


def cell_kind(cell: str) -> str:
    """BLANK; VALUE for a number, a date or a time; WORD for a text with letters; UNCLEAR for what may be either.

    Unclear are a text that begins with a digit (`2018Q4`, `5 villages`), one without letters, and what people write for
    no value (`n/a`).
    """
    if isinstance(cell, WorkbookValue):
        return VALUE if cell.strip() else BLANK
    text = cell.strip()
    if not text:
        return BLANK
    if any(map(str.isdigit, text)):
        if _VALUE_PATTERN.fullmatch(text) or _VALUE_PATTERN.fullmatch(remove_currency_or_percent(text)):
            return VALUE
        return UNCLEAR if re.match(r"[^\w]*\d", text) else WORD
    is_sign = text[0] in _HEADING_SIGNS or unicodedata.category(text[0]) == "Sc"
    is_word = (is_sign or any(map(str.isalpha, text))) and not missing_marks.is_possible_mark(text)
    return WORD if is_word else UNCLEAR


def is_value(cell: str) -> bool:
    """Whether a cell holds a number, a date or a time."""
    return cell_kind(cell) == VALUE


def is_date(cell: str) -> bool:
    """Whether a cell holds a day, in one of the common forms."""
    return bool(re.fullmatch(_DATE_PATTERN, cell.strip()))


def is_numeric_heading(text: str) -> bool:
    """Whether a text of digits may be a column heading: a year, a month, a span of years, or an age band."""
    return bool(numeric_heading_kind(text))


def numeric_heading_kind(text: str) -> str:
    """`year`, `month` or `band` for a text of digits that may be a column heading; "" for another."""
    matching = (kind for kind, pattern in _HEADING_PATTERNS.items() if re.fullmatch(pattern, text.strip()))
    return next(matching, "")


def cell_shape(text: str) -> str:
    """A text in lower case in which every run of digits is a 0: `A-001` and `a-27` have one shape."""
    return re.sub(r"\d+", "0", text.strip().casefold())


def mostly_values(cells: Iterable[str], least: int = 1, share: float = 0.8) -> bool:
    """Whether at least so many cells, and that share of those filled, hold values; what means no value is passed over.

    A word among them counts against; what is unclear does not.
    """
    kinds = [cell_kind(cell) for cell in cells]
    values, words = kinds.count(VALUE), kinds.count(WORD)
    return values >= least and values >= share * (values + words)
