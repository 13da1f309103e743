"""A row of totals that ends a large file: of rows that are no records, the commonest in a clean export.

It is told only where nothing is in doubt, so that the careful way finds the same: its label names totals, it has
nothing else but numbers, and each of them is the sum of a column of plain numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from roundtable_cli.tables.reading.bulk.cell_spans import Array, CellSpans, PlainNumbers
from roundtable_cli.tables.reading.totals import total_labels

_HALF = np.int64(2**31)  # numbers are added up in two parts, so that no sum is too large
_THOUSANDS = 3  # decimals of numbers whose points may part thousands


def is_total_row(columns: Sequence[CellSpans], declared_labels: Collection[str]) -> bool:
    """Whether the last cells of some columns, all of a table, are the totals of the others.

    `declared_labels` are those of records.
    """
    label = columns[0].take_cells(slice(-1, None)).decode_texts()[0]
    if not total_labels.is_total_label(label) or label in declared_labels:
        return False
    filled = [column for column in columns[1:] if column.is_filled[-1]]
    added = [_count_addends(column) for column in filled]
    return bool(added) and min(added) >= 0 and max(added) > 1


def _count_addends(column: CellSpans) -> int:
    """Of how many numbers but zero the last cell of a column is the sum; -1 where it is none, or nothing is sure."""
    numbers = column.plain_numbers(".")
    is_plain = numbers.text_shapes >= 0
    if not (is_plain | ~column.is_filled).all():
        return -1
    decimals = {*np.unique(numbers.decimal_places[is_plain]).tolist()}
    if decimals - {0} == {_THOUSANDS}:
        return -1
    last = PlainNumbers(*(values[-1:] for values in numbers))
    others = PlainNumbers(*(values[:-1][is_plain[:-1]] for values in numbers))
    places = max(decimals)
    is_sum = _add_exactly(others, places) == _add_exactly(last, places)
    return int(np.count_nonzero(others.digits)) if is_sum else -1


def _add_exactly(numbers: PlainNumbers, places: int) -> int:
    """The sum of numbers in units of their last decimal place."""
    values: Array = numbers.integer_values
    total = 0
    for decimals in np.unique(numbers.decimal_places).tolist():
        some = values[numbers.decimal_places == decimals]
        high, low = some // _HALF, some % _HALF
        total += (int(high.sum()) * int(_HALF) + int(low.sum())) * 10 ** (places - decimals)
    return total
