"""Which rows of a file name its columns: the header, a row of HXL hashtags, a title above, headings in several rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby, islice, takewhile

from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.values.cell_text import clean_cell, filled_cells

HASHTAG_SEARCH_ROWS = 25  # rows from the top in which a row of HXL hashtags is looked for
TOP_ROWS = 80  # rows from the top that show where the headings stand
# A tag and its attributes, as https://hxlstandard.org writes them: `#adm1 +code`.
_HASHTAG_PATTERN = r"#[A-Za-z][A-Za-z0-9_]*(?:\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*"
_SAMPLE_ROWS = 1000  # records that show what a column holds
_MAX_TITLE_ROWS = 10  # rows of a title, at most
_NUMBER_PATTERN = r"(?s)[^\w]*\d.*"  # a date begins with a digit too


def find_hashtag_row(rows: Sequence[Sequence[str]]) -> int | None:
    """The index of the row of hashtags near the top; None where there is none.

    It holds two hashtags at least and nothing else; or a single one, in the only filled cell, below a heading, where no
    other row has a "#" in that column.
    """
    for index, row in enumerate(rows[:HASHTAG_SEARCH_ROWS]):
        if is_hashtag_row(row) or _is_single_tag_row(rows, index):
            return index
    return None


def is_hashtag_row(row: Sequence[str]) -> bool:
    """Whether a row holds HXL hashtags: at least two, and nothing else."""
    filled = filter(None, map(str.strip, row))  # most rows end at the first cell, however wide they are
    tags = [*takewhile(lambda text: re.fullmatch(_HASHTAG_PATTERN, text), filled)]
    return len(tags) > 1 and len(tags) == sum(map(bool, map(str.strip, row)))


def _is_single_tag_row(rows: Sequence[Sequence[str]], index: int) -> bool:
    """Whether a row tags a single column: its heading stands in the row above, and no other text is like a tag."""
    cells = [*islice(((place, text) for place, cell in enumerate(rows[index]) if (text := cell.strip())), 2)]
    if len(cells) != 1 or not index:
        return False
    ((place, text),) = cells
    if not re.fullmatch(_HASHTAG_PATTERN, text):
        return False
    others = [row[place].strip() for number, row in enumerate(rows) if number != index and place < len(row)]
    above = filled_cells(rows[index - 1])
    is_labelled = place in above and len(above) == len(rows[index])
    return is_labelled and any(map(filled_cells, rows[index + 1 :])) and not any(text[:1] == "#" for text in others)


def join_heading_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name for each column, from the cells that stand above each other in one or several rows, cleaned.

    The text of a merged cell holds for the columns to its right that have a name below and none of their own, up to
    the next text of its row or of a row above. A text that is the same as the one above it is taken once.
    """
    width = max(map(len, rows))
    cells = [[*map(clean_cell, row), *[""] * (width - len(row))] for row in rows]
    levels, group_starts = list[list[str]](), set[int]()
    for level, row in enumerate(cells):
        has_below = [any(lower[place] for lower in cells[level + 1 :]) for place in range(width)]
        levels.append(_spread_groups(row, has_below, group_starts))
        group_starts |= {place for place, text in enumerate(row) if text}
    columns = zip(*levels, strict=True)
    return [" ".join(text for text, _ in groupby(filter(None, column))) for column in columns]


def _spread_groups(row: Sequence[str], has_below: Sequence[bool], group_starts: Collection[int]) -> list[str]:
    """The texts of one row of headings, each carried on over the blank cells that belong to its group."""
    names, carried = list[str](), ""
    for place, text in enumerate(row):
        if text or place in group_starts:
            carried = text
        names.append(text or (carried if has_below[place] else ""))
        carried = carried if has_below[place] else ""
    return names


def unique_positions(names: Sequence[str]) -> dict[str, int]:
    """The names that are neither blank nor repeated, each with its position from 0."""
    counts = Counter(names)
    return {name: position for position, name in enumerate(names) if name and counts[name] == 1}


def name_repeated_headings(headings: Sequence[str], table: Table) -> tuple[str, ...]:
    """The headings of a file, those that are there several times by the names that the schema has for them in order.

    The schema must have a field for each column in the same order ("fieldsMatch": exact): the other headings show it.
    """
    declared = [field.name for field in table.fields or ()]
    counts = Counter(headings)
    is_repeated = [bool(heading) and counts[heading] > 1 for heading in headings]
    if table.fields_match != "exact" or len(declared) != len(headings) or not any(is_repeated):
        return tuple(headings)
    pairs = zip(headings, declared, is_repeated, strict=True)
    return tuple(declared) if all(repeated or heading == name for heading, name, repeated in pairs) else tuple(headings)


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
    begin_with_digit = (text for text in headings.values() if re.fullmatch(_NUMBER_PATTERN, text))
    if not all(map(cell_kinds.is_numeric_heading, begin_with_digit)):
        return None
    records = [cells for row in rows[index + 1 :][:_SAMPLE_ROWS] if (cells := filled_cells(row)) != headings]
    recurs = any(
        _recurs_in_records(text, [cells.get(position, "") for cells in records]) for position, text in headings.items()
    )
    return None if recurs else index


def _recurs_in_records(text: str, cells: Sequence[str]) -> bool:
    """Whether some cell is the same text but for its digits; for a year, whether most filled cells are years."""
    if cell_kinds.numeric_heading_kind(text) == "year":
        years = sum(cell_kinds.numeric_heading_kind(cell) == "year" for cell in cells)
        return 2 * years > sum(map(bool, cells)) > 0
    return any(cell_kinds.cell_shape(cell) == cell_kinds.cell_shape(text) for cell in cells)
