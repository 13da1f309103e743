"""A header that is not the whole of it: a title, or names of several columns, above the row that names each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SAMPLE_ROWS = 1000  # records that show what a column holds
_MAX_TITLE_ROWS = 10  # lines of a title, at most
_NUMBER_PATTERN = r"(?s)[^\w]*\d.*"  # a date is one too
_YEAR_PATTERN = r"(?:19|20)\d\d(?!\d|[-./,]\d)\D*|(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d"
_AGE_BAND_PATTERN = r"\d{1,2}\s*(?:[-–—]\s*\d{1,2}|\+)"  # of ages


def find_names_below(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the row below a header with blank names that names these columns; None where it is a record.

    It has texts in some of them, all different, no numbers but years and spans, and nothing that a record repeats.
    """
    several = sum(map(bool, names)) > 1
    index = next(
        (index for index, row in enumerate(rows[:_MAX_TITLE_ROWS]) if several or len(_filled_cells(row)) > 1), None
    )
    if index is None or len(names) < 2:
        return None
    cells = _filled_cells(rows[index])
    named = any(not names[place] for place in cells) and len({*cells.values()}) == len(cells)
    if not named or any(
        re.fullmatch(_NUMBER_PATTERN, cell) and not _is_numeric_heading(cell) for cell in cells.values()
    ):
        return None
    records = [_filled_cells(row) for row in rows[index + 1 :][:_SAMPLE_ROWS]]
    others = [record for record in records if record != cells]
    return (
        None
        if any(_recurs_in_records(cell, [one.get(place, "") for one in others]) for place, cell in cells.items())
        else index
    )


def _filled_cells(row: Sequence[str]) -> dict[int, str]:
    """The cells that aren't blank, by their places."""
    return {place: text for place, cell in enumerate(row) if (text := cell.strip())}


def _is_numeric_heading(cell: str) -> bool:
    """Whether what begins with a digit may be a column's name: a year, years, or a span of ages."""
    return bool(re.fullmatch(_YEAR_PATTERN, cell) or re.fullmatch(_AGE_BAND_PATTERN, cell))


def _recurs_in_records(cell: str, cells: Sequence[str]) -> bool:
    """Whether records have the like: the same text, but for its digits; a year where most are years."""
    if re.fullmatch(_YEAR_PATTERN, cell):
        return 2 * sum(bool(re.fullmatch(_YEAR_PATTERN, one)) for one in cells) > sum(map(bool, cells)) > 0
    return any(_text_shape(one) == _text_shape(cell) for one in cells)


def _text_shape(cell: str) -> str:
    """A text of which all digits are alike, and case is no matter."""
    return re.sub(r"\d+", "0", cell.casefold())


def begins_with_numbering(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds the numbers of the columns: in two of them at least all others are texts."""
    first, *others = rows or [[]]
    if not others or [cell.strip() for cell in first] != column_numbering(len(first)):
        return False
    alike = [row for row in others if len(row) == len(first)]
    texts = [all(row[column].strip()[:1].isalpha() for row in alike) for column in range(len(first))]
    return sum(texts) > 1 and bool(alike)


def column_numbering(width: int) -> list[str]:
    """The row of columns' numbers that stands below the names in official forms, 1, 2, 3 and so on."""
    return [str(number) for number in range(1, width + 1)]
