"""Rows that leave blank columns which all other rows fill: a subtotal does so, whatever its label is.

An incomplete record lacks cells as well. So the numbers of such a row have to be sums (`total_search`), and the columns
count that no complete record leaves blank. A word in a column of numbers is no number: a label stands there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from roundtable_cli.tables.reading.totals import total_labels
from roundtable_cli.tables.reading.totals.label_groups import LabelGroups
from roundtable_cli.tables.reading.totals.number_columns import NumberTable

MIN_BLANK_COLUMNS = 2
_LABEL_BITS = 8.0  # of labels, as well, that begin or end with a word for totals
_ODD_WORD_BITS = 6.0  # of a word, as well, where all others have codes
_MAX_COPIED_BITS = 3.0
_WAYS = 4  # in which such rows may sum others
_ONE_COLUMN_BITS, _TWO_COLUMNS_BITS = 9.0, 13.0  # of a row that leaves one column blank which all others fill, or two
_COLUMN_BITS = 2.0  # of each further one
_MAX_COLUMNS = 5


def find_bare_rows(table: NumberTable, rows: Sequence[int]) -> dict[int, int]:
    """The rows that leave more columns blank than most rows, two at least.

    Each is with the number of those columns that no other row leaves blank.
    """
    lacking: dict[int, list[int]] = {index: [] for index in rows}
    columns = [place for place in range(table.width) if any(table.texts(place))]
    for place in columns:
        for index in _find_lacking(table, place, rows):
            lacking[index].append(place)
    least = sorted(map(len, lacking.values()))[(len(rows) - 1) // 2] + 1 if rows else 0  # more than most rows lack
    short = {index for index, places in lacking.items() if len(places) >= max(least, MIN_BLANK_COLUMNS)}
    if not short:
        return {}
    usual = {place for place in columns if not any(place in lacking[index] for index in rows if index not in short)}
    return {index: len(usual.intersection(lacking[index])) for index in sorted(short)}


def _find_lacking(table: NumberTable, place: int, rows: Sequence[int]) -> list[int]:
    """The rows whose cell is blank, or has no number in a column of numbers, or no digit in one of codes and dates."""
    if place in table.number_positions:
        numbers = table.values(place)
        return [index for index in rows if numbers[index] is None]
    texts = table.texts(place)
    without_digits = {text for text in {*texts} if not any(map(str.isdigit, text))}
    lacking = [index for index in rows if texts[index] in without_digits]
    return lacking if 2 * len(lacking) <= len(rows) else [index for index in lacking if not texts[index]]


def bare_row_bits(
    table: NumberTable,
    labels: LabelGroups,
    blank_columns: Mapping[int, int],
    indexes: Sequence[int],
    records: Sequence[int],
) -> float:
    """What it proves that rows leave so many columns blank, as the one that leaves fewest, and what labels add."""
    count = min(_MAX_COLUMNS, *(blank_columns[index] for index in indexes))
    if not count:  # incomplete records leave the same columns blank
        return -math.log2(_WAYS * len(blank_columns))
    bits = _ONE_COLUMN_BITS if count == 1 else _TWO_COLUMNS_BITS + _COLUMN_BITS * (count - 2)
    bits -= math.log2(_WAYS)
    if all(any(map(total_labels.label_kind, table.rows[index])) for index in indexes):
        return bits + _LABEL_BITS
    return bits + (_ODD_WORD_BITS if labels.have_odd_word(indexes, records) else 0.0)


def copied_bits(table: NumberTable, indexes: Sequence[int]) -> float:
    """What it proves that rows have the numbers of the row above: how many there are to choose from, in one column."""
    return sum(
        max(
            (
                min(math.log2(len({*table.texts(place)})), _MAX_COPIED_BITS)
                for place in table.measure_positions
                if table.values(place)[index]
            ),
            default=0.0,
        )
        for index in indexes
    )
