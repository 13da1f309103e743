"""Rows below the records that hold the largest number of each column, the least, the middle one, or the deviation.

The label says which, and the numbers have to agree. A record may be called Max too, and have the largest number: such a
row alone, with a short label, is only possible. So is one that a long label names, and whose numbers do not agree.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.tables.reading.totals import total_labels
from roundtable_cli.tables.reading.totals.label_groups import Declared
from roundtable_cli.tables.reading.totals.number_columns import ColumnNumbers, NumberTable

_MIN_RECORDS = 2
_STATISTICS: Mapping[str, Sequence[Callable[[Iterable[int]], float]]] = {
    "max": (max,),
    "min": (min,),
    "median": (statistics.median,),
    "deviation": (statistics.stdev, statistics.pstdev),
}


class StatisticRows(NamedTuple):
    """The rows that surely hold statistics of the records, and those that may."""

    proven: tuple[int, ...] = ()
    possible: tuple[int, ...] = ()


def find_statistic_rows(
    table: NumberTable, totals: Collection[int], declared: Declared = MappingProxyType({})
) -> StatisticRows:
    """The last rows but `totals` whose labels name statistics of those above; `declared` are labels of records.

    Beside rows that are surely totals or means a short label is one too.
    """
    rows = [index for index in range(len(table.rows)) if index not in totals]
    found = dict[int, str]()
    for index in reversed(rows):
        label = total_labels.row_label(table.rows[index])
        kind = total_labels.find_statistic(label)
        if not kind or any(label in texts for texts in declared.values()):
            break
        found[index] = kind
    records = [index for index in rows if index not in found]
    if not found or len(records) < _MIN_RECORDS:
        return StatisticRows()
    agreeing = [index for index, kind in found.items() if _agrees(table, index, kind, records)]
    names = {index for index in found if total_labels.may_be_name(total_labels.row_label(table.rows[index]))}
    are_several = bool(totals) or len({found[index] for index in agreeing}) > 1
    proven = {index for index in agreeing if are_several or index not in names}
    possible = {index for index in found if index in agreeing or index not in names} - proven
    return StatisticRows(tuple(sorted(proven)), tuple(sorted(possible)))


def _agrees(table: NumberTable, index: int, kind: str, records: Sequence[int]) -> bool:
    """Whether each number of a row, one at least, is what its label says of the records."""
    columns = [
        [column for column in table.readings(place) if column.values[index] is not None]
        for place in table.measure_positions
    ]
    return any(columns) and all(
        any(_is_statistic(column, index, kind, records) for column in readings) for readings in columns if readings
    )


def _is_statistic(column: ColumnNumbers, index: int, kind: str, records: Sequence[int]) -> bool:
    """Whether the number of a row is that statistic of the records, as far as the digits go that its cell shows."""
    numbers = [value for record in records if (value := column.values[record]) is not None]
    if len(numbers) < _MIN_RECORDS:
        return False
    shown, number = 10 ** (column.places - column.decimals[index]), column.values[index] or 0
    return any(2 * abs(compute(numbers) - number) <= shown for compute in _STATISTICS[kind])
