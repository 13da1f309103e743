"""Totals over rows that nothing but their order groups: a province above its districts, a half-year below its quarters.

A row is tried as the sum of the rows next to it, of which those that are totals themselves stand for the rows that they
sum. Rows can be cut in many ways, so that every such sum has to prove much by itself, and all together enough.

Small numbers prove little, so that a whole tree is told too: one row that sums all others, over totals of groups. Of
random rows from 1 to 10 not one table in 4,000 is such a tree, from 1 to 100 none in 200,000.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.tables.reading.totals import sum_evidence
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.own_cells import MaySum

MAX_NESTED_ROWS = 1000  # of longer files no rows are cut so
_LEAST_BITS = 8.0  # of each sum
_LEAST_CANDIDATE_BITS = 1.0  # of each where something else tells the rows
_LEVEL_BITS, _ONE_LEVEL_BITS = 15.0, 12.0  # of levels that tell which rows each total sums; of one total alone
_LEAST_TREE_SUMS = 3  # one of all, and those of two groups


class NestedTotals(NamedTuple):
    """Rows with the rows that they sum, and the bits of all together, less those of the choice among all rows."""

    addends: dict[int, tuple[int, ...]]
    bits: float

    def cover_rows(self, rows: Collection[int]) -> bool:
        """Whether each of some rows is a total, or summed by one."""
        return {*rows} <= {*self.addends}.union(*self.addends.values())


def find_nested_totals(
    table: NumberTable, records: Sequence[int], may_sum: MaySum, groups: Iterable[Sequence[int]] = ()
) -> NestedTotals:
    """The totals above their addends, or those below them, whichever prove more; `may_sum` judges their other cells.

    `groups` are rows that something tells from all others, as the form of their labels does (Q1 and H1 among names of
    months): if those of one group are sums, each needs to prove less. Only numbers from zero on are looked at, in
    short tables: sums that may fall would have to be tried to the end.
    """
    places = [place for place in table.measure_positions if all((value or 0) >= 0 for value in table.values(place))]
    if not places or len(records) > MAX_NESTED_ROWS:
        return NestedTotals({}, 0.0)
    finest = max(places, key=lambda place: _largest_number(table, place))
    ways, numbers = (records, records[::-1]), table.values(finest)
    cuts = [_cut_rows(table, rows, numbers, may_sum) for rows in ways]
    of_groups = [_cut_rows(table, rows, numbers, may_sum, {*group}) for group in groups for rows in ways]
    choice_bits = math.log2(len(of_groups) or 1)
    cuts += [found._replace(bits=found.bits - choice_bits) for found in of_groups]
    return max(cuts, key=lambda found: found.bits)


def find_whole_tree(table: NumberTable, records: Sequence[int], may_sum: MaySum) -> dict[int, tuple[int, ...]]:
    """The totals of a table in which one row sums all others, over totals of groups, with the rows that each sums.

    It is the first row or the last. Most numbers of each total have to be sums: a code beside its name is none.
    """
    if len(records) > MAX_NESTED_ROWS:
        return {}
    for place in table.measure_positions:
        numbers = table.values(place)
        if all((value or 0) >= 0 for value in numbers):
            for rows in (records, records[::-1]):
                found = _fold_rows(rows, numbers)
                if len(found) >= _LEAST_TREE_SUMS and all(
                    _mostly_sums(table, index, addends) and may_sum(index, addends) for index, addends in found.items()
                ):
                    return found
    return {}


def find_levelled_totals(table: NumberTable, records: Sequence[int], may_sum: MaySum) -> NestedTotals:
    """The rows that sum those of the next level below them, as codes (417, 41702) or spaces before names tell levels.

    The levels say which rows each may sum, so that nothing is chosen: nearly all of them have to add up.
    """
    for place in range(table.width) if len(records) <= MAX_NESTED_ROWS else ():
        for is_below in _list_level_signs(table, records, place):
            children = _list_children(table, records, place, is_below)
            if 2 * len(set(children).union(*children.values())) > len(records):
                places = [other for other in table.measure_positions if other != place]
                fits = {index: sum_evidence.compare_sums(table, index, of, places) for index, of in children.items()}
                found = {
                    index: tuple(children[index])
                    for index, fit in fits.items()
                    if fit.agrees and not fit.averaged and may_sum(index, children[index])
                }
                if any(fits[index].summed for index in found) and len(fits) - len(found) <= sum_evidence.most_wrong(
                    len(fits)
                ):
                    others = [row for row in records if row not in found]
                    sums = [sum_evidence.fit_bits(table, fits[index], fits[index].summed, others) for index in found]
                    return NestedTotals(found, sum(sums) + (_LEVEL_BITS if len(found) > 1 else _ONE_LEVEL_BITS))
    return NestedTotals({}, 0.0)


def _list_level_signs(table: NumberTable, records: Sequence[int], place: int) -> Iterator[Callable[[str, str], bool]]:
    """What may tell the levels of rows in a column: spaces before some cells; codes that are all different."""
    if place in table.numbering_positions:
        return
    if any(table.rows[index][place][:1].isspace() for index in records):
        yield _is_indented_below
    codes = {text for index in records if (text := table.texts(place)[index])}
    if len(codes) == len(records) and len({*map(len, codes)}) > 1:
        yield _is_code_below


def _list_children(
    table: NumberTable, records: Sequence[int], place: int, is_below: Callable[[str, str], bool]
) -> dict[int, list[int]]:
    """The rows of the level right below each row that has such rows, by the cells of one column."""
    above, children = list[int](), dict[int, list[int]]()
    for index in records:
        cell = table.rows[index][place].rstrip()
        while above and not is_below(cell, table.rows[above[-1]][place].rstrip()):
            above.pop()
        if above:
            children.setdefault(above[-1], []).append(index)
        above.append(index)
    return children


def _is_indented_below(cell: str, other: str) -> bool:
    """Whether a cell begins with more spaces than another."""
    return bool(cell and other) and len(cell) - len(cell.lstrip()) > len(other) - len(other.lstrip())


def _is_code_below(cell: str, other: str) -> bool:
    """Whether a code begins with a shorter one."""
    code, start = cell.strip(), other.strip()
    return bool(start) and len(code) > len(start) and code.startswith(start) and start[-1:].isalnum()


def _fold_rows(rows: Sequence[int], numbers: Sequence[int | None]) -> dict[int, tuple[int, ...]]:
    """The rows that sum the ones before them, each of which stands for those; none unless one is left at the end."""
    before, found = list[int](), dict[int, tuple[int, ...]]()
    for index in rows:
        if addends := _rows_adding_up(before, numbers, numbers[index] or 0):
            found[index] = tuple(sorted(addends))
            del before[-len(addends) :]
        before.append(index)
    return found if len(before) == 1 else {}


def _mostly_sums(table: NumberTable, index: int, addends: Sequence[int]) -> bool:
    """Whether more numbers of a row are sums of some others than are not."""
    fit = sum_evidence.compare_sums(table, index, addends)
    return len(fit.summed) > len(fit.misfits) + len(fit.averaged)


def _largest_number(table: NumberTable, place: int) -> float:
    """The largest number of a column in its smallest units."""
    (column, *_) = table.readings(place) or (None,)
    return max(filter(None, column.values), default=0) / column.unit if column else 0.0


def _cut_rows(
    table: NumberTable,
    rows: Sequence[int],
    numbers: Sequence[int | None],
    may_sum: MaySum,
    candidates: Collection[int] | None = None,
) -> NestedTotals:
    """The rows that sum the ones before them, in the order of `rows`; `numbers` are those of the column that tells.

    Any row that proves enough by itself; or no others than the candidates, of which nearly all have to be sums.
    """
    before, found, bits = list[int](), dict[int, tuple[int, ...]](), 0.0
    for index in rows:
        may_be = candidates is None or index in candidates
        addends = _rows_adding_up(before, numbers, numbers[index] or 0) if may_be else []
        # Candidates that sum all rows since the one before, as totals of groups do, leave no choice.
        is_whole = candidates is not None and not {*before} - {*found} - {*addends}
        choice_bits = 0.0 if is_whole else math.log2(len(before) or 1)
        own_bits = _sum_bits(table, index, addends, may_sum) - choice_bits if addends else 0.0
        if own_bits >= (_LEAST_BITS if candidates is None else _LEAST_CANDIDATE_BITS):
            found[index] = tuple(sorted(addends))
            bits += own_bits
            del before[-len(addends) :]
        before.append(index)
    choices = len(rows) if candidates is None else len(candidates)
    if candidates is not None and choices - len(found) > sum_evidence.most_wrong(choices):
        return NestedTotals({}, 0.0)
    return NestedTotals(found, bits - math.log2(math.comb(choices, len(found))))


def _rows_adding_up(before: Sequence[int], numbers: Sequence[int | None], total: int) -> list[int]:
    """The last rows, two at least, whose numbers add up to a total; none where no such rows do."""
    rest, addends = total, list[int]()
    for index in reversed(before) if total else ():
        rest -= numbers[index] or 0
        addends.append(index)
        if rest <= 0:
            break
    return addends if total and rest == 0 and len(addends) > 1 else []


def _sum_bits(table: NumberTable, index: int, addends: Sequence[int], may_sum: MaySum) -> float:
    """What the sums of a row prove; nothing where its other cells say that it is a record."""
    fit = sum_evidence.compare_sums(table, index, addends)
    if not fit.summed or not may_sum(index, addends):
        return 0.0
    # Other rows show better than a few addends which columns follow from others.
    others = [row for row in range(len(table.rows)) if row != index]
    return sum_evidence.add_bits(table, fit.summed, others) - sum_evidence.choice_bits(fit)
