"""Which rows of a file name its columns: the header, a row of HXL hashtags, a title above, headings in several rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from roundtable_cli.tables.values.cell_text import clean_cell, filled_cells, is_blank_row

HASHTAG_SEARCH_ROWS = 25  # rows from the top in which a row of HXL hashtags is looked for
# A tag and its attributes, as https://hxlstandard.org writes them: `#adm1 +code`.
_HASHTAG_PATTERN = r"#[A-Za-z][A-Za-z0-9_]*(?:\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*"
_SAMPLE_ROWS = 1000  # records that show what a column holds
_MAX_TITLE_ROWS = 10  # rows of a title, at most
_NUMBER_PATTERN = r"(?s)[^\w]*\d.*"  # a date begins with a digit too
_YEAR_PATTERN = r"(?:19|20)\d\d(?!\d|[-./,]\d)\D*|(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d"
_AGE_BAND_PATTERN = r"\d{1,2}\s*(?:[-–—]\s*\d{1,2}|\+)"


def find_header_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the row that names the columns: the hashtags near the top, else the first row that isn't blank.

    None where all rows are blank.
    """
    tagged = (index for index, row in enumerate(rows[:HASHTAG_SEARCH_ROWS]) if is_hashtag_row(row))
    filled = (index for index, row in enumerate(rows) if not is_blank_row(row))
    return next(tagged, next(filled, None))


def is_hashtag_row(row: Sequence[str]) -> bool:
    """Whether a row holds HXL hashtags: at least two, and nothing else."""
    cells = filled_cells(row).values()
    return len(cells) > 1 and all(re.fullmatch(_HASHTAG_PATTERN, cell) for cell in cells)


def join_heading_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name for each column, from the cells that stand above each other in one or several rows, cleaned."""
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return [" ".join(filter(None, map(clean_cell, cells))) for cells in zip(*padded, strict=True)]


def unique_positions(names: Sequence[str]) -> dict[str, int]:
    """The names that are neither blank nor repeated, each with its position from 0."""
    counts = Counter(names)
    return {name: position for position, name in enumerate(names) if name and counts[name] == 1}


def find_names_below(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the row below a header with blank names that names these columns; None where it is a record.

    Such a row names a column that the header leaves blank. Its texts are all different; none is a number, except years
    and age bands; and no record repeats them.
    """
    several = sum(map(bool, names)) > 1
    candidates = (index for index, row in enumerate(rows[:_MAX_TITLE_ROWS]) if several or len(filled_cells(row)) > 1)
    index = next(candidates, None)
    if index is None or len(names) < 2:
        return None
    headings = filled_cells(rows[index])
    if not any(not names[position] for position in headings) or len({*headings.values()}) < len(headings):
        return None
    if any(re.fullmatch(_NUMBER_PATTERN, text) and not _is_numeric_heading(text) for text in headings.values()):
        return None
    records = [cells for row in rows[index + 1 :][:_SAMPLE_ROWS] if (cells := filled_cells(row)) != headings]
    recurs = any(
        _recurs_in_records(text, [cells.get(position, "") for cells in records]) for position, text in headings.items()
    )
    return None if recurs else index


def _is_numeric_heading(text: str) -> bool:
    """Whether a text that begins with a digit may be a column heading: a year, a span of years, or an age band."""
    return bool(re.fullmatch(_YEAR_PATTERN, text) or re.fullmatch(_AGE_BAND_PATTERN, text))


def _recurs_in_records(text: str, cells: Sequence[str]) -> bool:
    """Whether some cell is the same text but for its digits; for a year, whether most filled cells are years."""
    if re.fullmatch(_YEAR_PATTERN, text):
        return 2 * sum(bool(re.fullmatch(_YEAR_PATTERN, cell)) for cell in cells) > sum(map(bool, cells)) > 0
    return any(_without_digits(cell) == _without_digits(text) for cell in cells)


def _without_digits(text: str) -> str:
    """A text in lower case in which every number is written as 0."""
    return re.sub(r"\d+", "0", text.casefold())


def begins_with_numbering(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row only numbers the columns: at least two columns hold texts in all other rows."""
    first, *others = rows or [[]]
    if not others or [cell.strip() for cell in first] != column_numbering(len(first)):
        return False
    records = [row for row in others if len(row) == len(first)]
    text_columns = [all(row[column].strip()[:1].isalpha() for row in records) for column in range(len(first))]
    return sum(text_columns) > 1 and bool(records)


def column_numbering(width: int) -> list[str]:
    """The cells 1, 2, 3 … that official forms put below the column headings."""
    return [str(number) for number in range(1, width + 1)]


def is_repeated_header(row: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row is the column headings once more, as in files that were joined; of one column none is."""
    # The first cell settles it for most rows.
    return len(names) > 1 and row[0].strip() == names[0] and [cell.strip() for cell in row] == [*names]
