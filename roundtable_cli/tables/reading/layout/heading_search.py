"""Titles above the column headings, and headings in several rows: found by how they differ from the records.

A file whose first row names every column, each once, is looked at no further than the row below, which may say more of
some columns (`_has_lower_names`): so no record of an ordinary file is taken for a heading. Where the first row leaves
columns without a name, repeats names, or has another number of cells than the records, a row below it is the headings
if it is a row of words above columns of values, and more besides: see `_is_proven`. What is not proven is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from roundtable_cli.tables.reading.layout import cell_kinds, numbering_rows
from roundtable_cli.tables.reading.layout.cell_kinds import VALUE, WORD
from roundtable_cli.tables.reading.layout.column_sample import ColumnSample, HeadingContrast
from roundtable_cli.tables.reading.layout.header_rows import join_heading_rows
from roundtable_cli.tables.values.missing_marks import is_possible_mark
from roundtable_cli.tables.vocabulary import headings

_MAX_TOP_ROWS = 15  # rows of titles and headings, at most
_USUAL_PART = 0.7  # of the rows below headings, that fill a column which no record leaves blank
_FEW_PART = 0.25  # of the columns, in which a second row of headings may stand above a single value
_FEW_COLUMNS = 2  # columns of a table in which a title looks much like a record
_FEW_VALUES = 2  # values below a word that may be there by chance
_SURE_COLUMNS = 3  # with words above nothing but values, by no chance
_MANY_VALUES = 5  # below a word that are not there by chance
_OTHER_DELIMITERS = ",;|\t"


class HeadingBlock(NamedTuple):
    """Rows of titles, and the rows below them that together name the columns; as numbers of rows in the file."""

    titles: tuple[int, ...]
    headings: tuple[int, ...]


def find_heading_block(sample: ColumnSample) -> HeadingBlock | None:
    """The titles and headings of a file whose first row is not its headings, or not all of them; None elsewhere."""
    if len(sample.rows) < 3:
        return None
    if _names_all_columns(sample) and not _is_key_and_value(sample, 0):
        return HeadingBlock((), tuple(sample.numbers[:2])) if _has_lower_names(sample, 0) else None
    for last in range(min(_MAX_TOP_ROWS, len(sample.rows) - 1) - 1, 0, -1):
        if block := _block_ending_with(sample.seen_below(last), last):
            return block
    return None


def _block_ending_with(sample: ColumnSample, last: int) -> HeadingBlock | None:
    """The titles and headings, if a row is surely the last of the headings."""
    contrast = HeadingContrast(sample, last)
    first = _first_heading(sample, last) if _may_be_headings(sample, last, contrast) else None
    if first is None or not all(_is_title(sample, index) for index in range(first)):
        return None
    if not _is_proven(sample, first, last, contrast):
        return None
    end = last + 1 + _has_lower_names(sample, last)
    return HeadingBlock(tuple(sample.numbers[:first]), tuple(sample.numbers[first:end]))


def _names_all_columns(sample: ColumnSample) -> bool:
    """Whether the first row has the width of the records, and a name for each column that is in use, none twice."""
    names = [*sample.cells(0).values()]
    return len(sample.rows[0]) == sample.width and len(names) == len(sample.used) == len({*names})


def _has_lower_names(sample: ColumnSample, index: int) -> bool:
    """Whether the row below a row of headings says more of some columns: what is under a group, or the units.

    It has nothing but words above values, stands right below, and leaves blank a column that nearly all rows fill: no
    record has so little.
    """
    if index + 2 >= len(sample.rows) or not sample.is_adjacent(index):
        return False
    filled = [*sample.cells(index + 1)]
    if len(sample.rows[index + 1]) != sample.width or len(filled) == len(sample.used):
        return False
    above, contrast = HeadingContrast(sample, index), HeadingContrast(sample, index + 1)
    return (
        contrast.words == filled != []
        and len(contrast.records) > 1
        and _leaves_usual_blank(sample, contrast)
        and (len(filled) <= _FEW_PART * len(sample.used) or any(contrast.value_counts[place] > 1 for place in filled))
        and not (above.values or above.recurs)
    )


def may_be_second_headings(sample: ColumnSample, last: int = 0) -> bool:
    """Whether the row below the last of the headings looks like headings once more, in words or another language.

    It fills all columns with words that no cell below repeats. They have no digit where the rows below have values,
    and such columns, or those of codes, are two; or one of more values. A record with words for numbers has them too.
    """
    is_complete = last > 0 or _names_all_columns(sample)
    if not is_complete or len(sample.rows) < last + _FEW_VALUES + 2 or not sample.is_adjacent(last):
        return False
    sample = sample.seen_below(last)
    cells = sample.cells(last + 1)
    is_worded = [*cells] == sample.used and all(cell_kinds.cell_kind(text) == WORD for text in cells.values())
    if not is_worded or len(sample.rows[last + 1]) != sample.width:
        return False  # as in nearly all files: the many columns of a wide one are not looked through
    above, contrast = HeadingContrast(sample, last), HeadingContrast(sample, last + 1)
    if above.values or contrast.recurs:
        return False
    valued = [place for place in contrast.value_counts if contrast.value_counts[place] >= _FEW_VALUES]
    if not valued:
        return False
    columns = {place: [text for row in contrast.records if (text := row[place])] for place in cells}
    counts = [len(columns[place]) for place in cells if _has_digits_below(cells[place], columns[place])]
    is_odd = all(_has_digits_below(cells[place], columns[place]) for place in valued)
    return is_odd and (len(counts) > 1 or max(counts) >= _MANY_VALUES)


def are_labels_below(sample: ColumnSample, last: int = 0) -> bool:
    """Whether the row below the last of the headings, which may be headings once more, surely is.

    Its texts are all different, and stand above nothing but values in three columns, or in two if most of them are
    about what the headings above are: `age`, `Age of respondent`.
    """
    sample = sample.seen_below(last)
    names, labels = sample.rows[last], sample.rows[last + 1]
    columns = zip(*HeadingContrast(sample, last + 1).records, strict=True)
    filled = ([cell for cell in column if cell.strip()] for column in columns)
    valued = sum(len(cells) >= _FEW_VALUES and all(map(cell_kinds.is_value, cells)) for cells in filled)
    related = sum(map(_share_word, names, labels))
    is_distinct = len({*map(str.casefold, labels)}) == len(labels)
    return is_distinct and (valued >= _SURE_COLUMNS or (valued > 1 and 2 * related > len(labels)))


def _share_word(name: str, label: str) -> bool:
    """Whether two headings have a word in common, in some form."""
    words, others = headings.heading_words(name), headings.heading_words(label)
    return any(headings.are_words_related((word,), others) for word in words)


def _has_digits_below(text: str, cells: Sequence[str]) -> bool:
    """Whether a text has no digit, and four of five cells below have, but those that mean no value."""
    known = [cell for cell in cells if any(map(str.isdigit, cell)) or not is_possible_mark(cell)]
    digits = sum(any(map(str.isdigit, cell)) for cell in known)
    return not any(map(str.isdigit, text)) and 0 < 5 * digits >= 4 * len(known)


def _leaves_usual_blank(sample: ColumnSample, contrast: HeadingContrast) -> bool:
    """Whether a row leaves blank a column that most rows below fill; totals and notes among them may not."""
    others = [place for place in sample.used if place not in contrast.cells]
    filled = (sum(bool(row[place].strip()) for row in contrast.records) for place in others)
    return any(count >= _USUAL_PART * len(contrast.records) for count in filled)


def _may_be_headings(sample: ColumnSample, index: int, contrast: HeadingContrast) -> bool:
    """Whether a row may be the last of the headings: no value is in it, and its texts are no record's."""
    row = sample.rows[index]
    below = sample.rows[index + 1 :]
    is_even = 5 * sum(len(other) == sample.width for other in below) >= 4 * len(below)
    return (
        len(row) == sample.width
        and bool(contrast.records)
        and is_even
        and not contrast.values
        and not contrast.recurs
        and len(contrast.cells) > 1
        and not numbering_rows.numbers_columns(row)
    )


def _first_heading(sample: ColumnSample, last: int) -> int | None:
    """The index of the first row of the headings that end with a row; None where columns stay without a name."""
    first = last
    while (
        first and sample.is_adjacent(first - 1) and _is_group_row(sample, first - 1, _joined_names(sample, first, last))
    ):
        first -= 1
    names = _joined_names(sample, first, last)
    named = [name for name in names if name]
    if len({*named}) < len(named) or 2 * len(named) <= len(names):
        return None
    # Titles can't be told from the upper row of headings that name only some columns.
    return first if len(named) == len(names) or first == last else None


def _joined_names(sample: ColumnSample, first: int, last: int) -> list[str]:
    """The names that rows of headings give the columns in use, joined."""
    names = join_heading_rows([sample.rows[index] for index in range(first, last + 1)])
    return [names[place] if place < len(names) else "" for place in sample.used]


def _is_group_row(sample: ColumnSample, index: int, names: Sequence[str]) -> bool:
    """Whether a row is one more of the headings, above those that give these names.

    It is if it names columns that they leave blank, or tells columns apart that they call alike. Above names that are
    complete it is, if it has several texts that do not stand beside each other at its beginning, as a key and its
    value do, or one that is not at its beginning, where titles stand, or one that the names have too.
    """
    cells = sample.cells(index)
    if not cells or _is_key_and_value(sample, index) or len(sample.rows[index]) != sample.width:
        return False
    if any(cell_kinds.cell_kind(text) == VALUE and not cell_kinds.is_numeric_heading(text) for text in cells.values()):
        return False
    unnamed = [place for place, name in zip(sample.used, names, strict=True) if not name]
    if unnamed:
        return any(place in cells for place in unnamed)
    if len({*names}) < len(names):
        return True
    is_said_twice = any(cells.get(place) == name for place, name in zip(sample.used, names, strict=True))
    return is_said_twice or sample.used[0] not in cells or (len(cells) > 1 and not _is_pair(sample, cells))


def _is_title(sample: ColumnSample, index: int) -> bool:
    """Whether a row above the headings may be a title: short, and without the values that a record has.

    It fills one cell, or at most half of the columns; or it is of keys, each with its value beside it.
    """
    if _is_key_and_value(sample, index):
        return True
    cells = [text for cell in sample.rows[index] if (text := cell.strip())]
    if len(sample.rows[index]) > sample.width:  # a sentence with delimiters in it
        return not any(map(cell_kinds.is_value, cells))
    if len(cells) > 1 and 2 * len(cells) > len(sample.used):
        return False
    numbers = [text for text in cells if cell_kinds.is_value(text)]
    is_pair = len(sample.used) > 2 * len(cells) - 1 and _is_pair(sample, sample.cells(index))
    return is_pair or len(cells) == 1 or all(map(_is_time_or_band, numbers))


def _is_time_or_band(text: str) -> bool:
    """Whether a text is a day, or may be a heading though it is of digits."""
    return cell_kinds.is_date(text) or cell_kinds.is_numeric_heading(text)


def _is_pair(sample: ColumnSample, cells: Mapping[int, str]) -> bool:
    """Whether a row fills its first two columns alone, as a key and its value do."""
    return [*cells] == sample.used[:2]


def _is_key_and_value(sample: ColumnSample, index: int) -> bool:
    """Whether a row holds keys that end with a colon, each with at most one value after it: `Period:`, `2018Q4`."""
    cells = [text for cell in sample.rows[index] if (text := cell.strip())]
    keys = [text.endswith(":") for text in cells]
    return bool(cells) and keys[0] and all(any(pair) for pair in pairwise(keys))


def _is_proven(sample: ColumnSample, first: int, last: int, contrast: HeadingContrast) -> bool:
    """Whether rows are surely the headings, `first` to `last`, and what stands above them surely titles.

    A row of words above values is a heading, if it is so in two columns, or above three values; else something else has
    to show it: below a name of the row above it leaves blank what every record fills, or titles do (`_titles_show`).
    A row of two different years, months or age bands above other values counts as one of words.
    """
    words = len(contrast.words)
    contrasts = words + (len({contrast.cells[place] for place in contrast.numerals}) > 1)
    if first < last:
        above = {place for index in range(first, last) for place in sample.cells(index)}
        is_merged_down = any(place in above for place in contrast.left_blank)
        most = max((contrast.value_counts[place] for place in contrast.words), default=0)
        return len(contrast.records) > 1 and (words > 1 or (contrasts > 0 and is_merged_down) or most > _FEW_VALUES)
    return _titles_show(sample, first, contrast, contrasts)


def _titles_show(sample: ColumnSample, heading: int, contrast: HeadingContrast, contrasts: int) -> bool:
    """Whether the rows above a row that names all columns show that these are titles, and it the headings.

    With a contrast: they are of one cell above three columns or more, or several, or parted by a blank row, or of
    another number of cells than all rows below, or keys with their values; above two columns, three values are needed.
    Without one, all must be words, one in each column, and the titles of one cell: of another width than all rows
    below, or above three columns and parted from them by a blank row.
    """
    titles = range(heading)
    is_short = all(sum(bool(cell.strip()) for cell in sample.rows[index]) == 1 for index in titles)
    is_uneven = all(len(sample.rows[index]) != sample.width for index in titles)
    is_parted = not sample.is_adjacent(heading - 1)
    is_wide = len(sample.used) > _FEW_COLUMNS
    if contrasts:
        most = max((contrast.value_counts[place] for place in contrast.words), default=0)
        has_keys = all(_is_key_and_value(sample, index) for index in titles)
        return contrasts > 1 or is_uneven or most > _FEW_VALUES or (is_short and is_wide) or has_keys
    is_worded = all(cell_kinds.cell_kind(text) == WORD for text in contrast.cells.values())
    is_complete = len(contrast.cells) == len(sample.used) == sample.width
    if not (is_worded and is_complete and is_short) or _is_of_other_delimiter(sample, heading):
        return False
    return is_uneven or (is_parted and is_wide)


def _is_of_other_delimiter(sample: ColumnSample, heading: int) -> bool:
    """Whether the row above is split by another delimiter into as many cells as the records: a header, not a title."""
    text = "".join(sample.rows[heading - 1])
    return any(text.count(mark) == sample.width - 1 for mark in _OTHER_DELIMITERS)
