"""Rows below the records, or beside totals, that hold statistics of them: the largest number, the least, the median.

The label tells which statistic, and arithmetic proves it: each number of the row is that statistic of the same rows. A
label that a record may have as well (Max is a name) needs such a row of another kind beside it, or a total. A sure one
that does not fit is told, and counted.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from roundtable_cli.tables.reading.totals import total_labels
from roundtable_cli.tables.reading.totals.addend_rows import AddendRows, Addends
from roundtable_cli.tables.reading.totals.label_groups import LabelGroups
from roundtable_cli.tables.reading.totals.number_columns import ColumnNumbers, NumberTable
from roundtable_cli.tables.reading.totals.own_cells import OwnCells
from roundtable_cli.tables.values.cell_text import filled_cells

MAX_STATISTIC_ROWS = 12  # first and last records that are looked at
_USUAL_SHARE = 0.9  # of the rows that fill a column which a record seldom leaves blank
_QUARTERS = 4


class StatisticRows(NamedTuple):
    """Rows that hold statistics of others, and those that a label alone names so."""

    proven: dict[int, str]  # each with the name of its statistic
    possible: frozenset[int]


class _Candidate(NamedTuple):
    """A row with the label of a statistic: the column of its label, what it is, and whether no record is called so."""

    position: int
    kind: str
    is_sure: bool


def find_statistic_rows(
    table: NumberTable, labels: LabelGroups, addends: AddendRows, own_cells: OwnCells, records: Sequence[int]
) -> StatisticRows:
    """The statistics among the first and the last records; `addends` knows the totals that are proven."""
    ends = {*records[:MAX_STATISTIC_ROWS], *records[-MAX_STATISTIC_ROWS:]}
    candidates = {index: found for index in sorted(ends) if (found := _read_label(table, labels, index))}
    if not candidates:
        return StatisticRows({}, frozenset())
    fitting = {index for index in candidates if _holds_statistic(own_cells, addends, index, candidates)}
    proven = {
        index: label.kind
        for index, label in candidates.items()
        if index in fitting and (label.is_sure or _has_neighbour(index, candidates, fitting, addends.proven))
    }
    told = {index for index in candidates if index in fitting or candidates[index].is_sure}
    for index in (*candidates, *reversed(candidates)):  # rows beside each other belong together
        told |= {index} if not told.isdisjoint({index - 1, index + 1}) else set()
    doubtful = told - proven.keys()
    last = {index for index in doubtful if all(other in candidates for other in records if other > index)}
    return StatisticRows(proven, frozenset(last))


def find_short_rows(table: NumberTable, labels: LabelGroups, records: Collection[int]) -> Iterator[int]:
    """The records that look like totals or statistics, whatever their numbers are: no whole record is called so."""
    known, usually_filled = {*records}, list[bool]()
    for groups in labels.by_column.values():
        for label, indexes in groups.items():
            if not total_labels.missing_cells_of_label(label) or known.isdisjoint(indexes):
                continue
            usually_filled = usually_filled or list_usually_filled(map(table.texts, range(table.width)))
            if all(is_short_row(table.rows[index], usually_filled) for index in indexes):
                yield from known.intersection(indexes)


def list_usually_filled(columns: Iterable[Sequence[object]]) -> list[bool]:
    """For each column whether nearly all of its cells are filled."""
    return [sum(map(bool, cells)) >= _USUAL_SHARE * len(cells) for cells in columns]


def is_short_row(row: Sequence[str], usually_filled: Sequence[bool]) -> bool:
    """Whether a row has numbers, no text but the label of a total or statistic, and blank cells that others fill."""
    cells = filled_cells(row)
    labels = [text for text in cells.values() if any(map(str.isalpha, text))]
    least = total_labels.missing_cells_of_label(labels[0]) if len(labels) == 1 and len(cells) > 1 else None
    return least is not None and least <= sum(
        is_usual and place not in cells for place, is_usual in enumerate(usually_filled)
    )


def find_last_statistic(rows: Sequence[Sequence[str]]) -> str:
    """The first label of the rows that end a file and are called statistics, if it shows no records; else empty.

    No numbers prove it, as those of the other rows are not known: a label is sure, or two name different statistics,
    and nothing else in their rows has letters.
    """
    labels = list[str]()
    for row in reversed(rows[-MAX_STATISTIC_ROWS:]):
        label, *others = [text for cell in row if (text := cell.strip())] or [""]
        if not total_labels.find_statistic(label) or any(map(str.isalpha, "".join(others))):
            break
        labels.insert(0, label)
    is_shown = any(map(total_labels.is_sure_statistic_label, labels)) or len(labels) > 1
    return labels[0] if is_shown and len({*map(total_labels.find_statistic, labels)}) == len(labels) else ""


def _read_label(table: NumberTable, labels: LabelGroups, index: int) -> _Candidate | None:
    """What a row is called, where that names a statistic and no other row is called so."""
    for position in range(table.width):
        text = table.texts(position)[index]
        kind = total_labels.find_statistic(text) if text else ""
        if kind and labels.by_column[position].get(text) == [index]:
            return _Candidate(position, kind, total_labels.is_sure_statistic_label(text))
    return None


def _has_neighbour(
    index: int, candidates: Mapping[int, _Candidate], fitting: Collection[int], proven: Collection[int]
) -> bool:
    """Whether a total stands beside a row, or a fitting row of another statistic."""
    beside = {index - 1, index + 1}
    return not beside.isdisjoint(proven) or any(
        other in fitting and candidates[other].kind != candidates[index].kind for other in beside
    )


def _holds_statistic(
    own_cells: OwnCells, addends: AddendRows, index: int, candidates: Mapping[int, _Candidate]
) -> bool:
    """Whether the numbers of a row are one statistic of some other rows, in one of the ways to choose these."""
    (position, kind, _), table = candidates[index], own_cells.table
    for way in _list_ways(addends, [*candidates], position):
        rows = way(index)
        if len(rows) > 1 and not {*own_cells.find_positions(index, rows)} - {position}:
            outcomes = [_compare_column(table, place, index, rows, kind) for place in table.measure_positions]
            if True in outcomes and False not in outcomes:
                return not own_cells.are_declared(index, [position])
    return False


def _list_ways(addends: AddendRows, every: Sequence[int], position: int) -> Iterator[Addends]:
    """The ways in which rows of statistics may describe others: all above, all below, those of their group."""
    yield addends.list_around(every, below=False)
    yield addends.list_around(every, below=True)
    yield from addends.list_ways(every, position)


def _compare_column(table: NumberTable, place: int, index: int, rows: Sequence[int], kind: str) -> bool | None:
    """Whether a number is the statistic of a column; None where it holds none, or all numbers are the same."""
    outcomes = [
        _is_statistic(column, index, rows, kind) for column in table.readings(place) if column.values[index] is not None
    ]
    if not outcomes:
        return None
    return True if True in outcomes else None if None in outcomes else False


def _is_statistic(column: ColumnNumbers, index: int, rows: Sequence[int], kind: str) -> bool | None:
    """Whether the number of a row is the statistic of some rows, as exactly as it is shown."""
    number, parts = column.values[index] or 0, [value for row in rows if (value := column.values[row]) is not None]
    scale, shown = 10**column.places, 10 ** (column.places - column.decimals[index])
    if len(parts) < 2:
        return None if not parts else False
    is_right = any(abs(number - value) <= shown / 2 for value in _list_values(kind, parts, scale))
    if is_right and min(parts) == max(parts) and kind != total_labels.COUNT:
        return None
    return is_right


def _list_values(kind: str, parts: Sequence[int], scale: int) -> Sequence[float]:
    """What a statistic of some numbers may be: there are two deviations, and several quartiles."""
    if kind == total_labels.DEVIATION:
        return [statistics.stdev(parts), statistics.pstdev(parts)]
    if kind == total_labels.VARIANCE:
        return [statistics.variance(parts) / scale, statistics.pvariance(parts) / scale]
    if kind in total_labels.QUARTILES:
        cuts = [statistics.quantiles(parts, n=_QUARTERS, method=method) for method in ("inclusive", "exclusive")]
        return [cut[total_labels.QUARTILES.index(kind)] for cut in cuts]
    return _SINGLE_VALUES[kind](parts, scale)


_SINGLE_VALUES: Mapping[str, Callable[[Sequence[int], int], Sequence[float]]] = {
    total_labels.LARGEST: lambda parts, _: [max(parts)],
    total_labels.LEAST: lambda parts, _: [min(parts)],
    total_labels.MEDIAN: lambda parts, _: [statistics.median(parts)],
    total_labels.MODE: lambda parts, _: statistics.multimode(parts),
    total_labels.RANGE: lambda parts, _: [max(parts) - min(parts)],
    total_labels.COUNT: lambda parts, scale: [len(parts) * scale],
    total_labels.MEAN: lambda parts, _: [statistics.fmean(parts)],
}
