"""How sure it is that the numbers of a row are the sums or means of other rows, and not by chance: in bits.

One bit is the evidence of one toss of a coin: a row of which chance alone would make such a row once in a million
tries has 20. A number of which each column could hold a thousand others gives ten; one that recurs in its column
gives less, and so does a column that the others of the row foretell (men and women give all, the same in dollars).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from roundtable_cli.tables.reading.totals.number_columns import ColumnNumbers, NumberTable

PROOF_BITS = 20.0  # of a sum that chance makes once in a million tries
LIKELY_BITS = 5.0  # of one that is told, and counted
AGREEING_PART = 0.8  # of rows that are judged together, those that add up
MISFIT_BITS = 3.0  # that a number takes away which is neither a sum nor a mean
_MAX_SAMPLE_ROWS = 60  # rows that show which columns follow from others
_DEPENDENT_PART = 1e-6  # of a column, what the others do not foretell: less is nothing


class RowFit(NamedTuple):
    """How the numbers of a row compare with some other rows, its addends.

    `summed` are the columns in which it holds the sum of at least two numbers but zero, each with its bits; `averaged`
    those with a mean. `trivial` counts the sums of nothing but zeros and one number, which prove nothing; percentages
    that are neither sums nor means are passed over, for of rates nobody expects sums.
    """

    summed: Mapping[int, float]
    averaged: Mapping[int, float]
    trivial: int
    misfits: tuple[int, ...]

    @property
    def agrees(self) -> bool:
        """Whether no number is wrong, though it may prove nothing."""
        return not self.misfits and bool(self.summed or self.averaged or self.trivial)


NO_FIT = RowFit({}, {}, 0, ())


def compare_sums(
    table: NumberTable, total: int, addends: Sequence[int], positions: Sequence[int] | None = None
) -> RowFit:
    """How a row compares with the sums and means of others, in some columns or in all that people may add up."""
    summed, averaged, misfits, trivial = dict[int, float](), dict[int, float](), list[int](), 0
    for position in table.measure_positions if positions is None else positions:
        readings = [column for column in table.readings(position) if column.values[total] is not None]
        outcomes = [_compare_column(column, total, addends) for column in readings]
        kinds = dict(outcomes)
        if "sum" in kinds:
            summed[position] = kinds["sum"]
        elif "mean" in kinds:
            averaged[position] = kinds["mean"]
        elif "trivial" in kinds:
            trivial += 1
        elif outcomes and "constant" not in kinds and "%" not in table.texts(position)[total]:
            misfits.append(position)
    return RowFit(summed, averaged, trivial, tuple(misfits))


def _compare_column(column: ColumnNumbers, total: int, addends: Sequence[int]) -> tuple[str, float]:
    """What the number of a row is to those of its addends, with its bits."""
    number = column.values[total] or 0
    parts = [value for index in addends if (value := column.values[index]) is not None]
    nonzero = sum(map(bool, parts))
    shown = 10 ** (column.places - column.decimals[total])  # the last digit that the cell shows
    difference = abs(sum(parts) - number)
    if (parts or not number) and 2 * difference <= (shown if shown > 1 else 0):
        if number and nonzero > 1:
            return "sum", _chance_bits(column, number, total, max(column.unit, shown))
        return "trivial", 0.0
    if nonzero > 1 and 2 * abs(sum(parts) - number * len(parts)) <= shown * len(parts):
        is_finer = column.decimals[total] > max(column.decimals[index] for index in addends)
        spread = (max(parts) - min(parts)) / max(shown, 1)
        return (
            ("mean", math.log2(spread) if is_finer and spread > 1 else 0.0)
            if min(parts) < max(parts)
            else ("constant", 0)
        )
    return ("constant" if parts and min(parts) == max(parts) == number else "wrong"), 0.0


def mean_bits(table: NumberTable, position: int, total: int, addends: Sequence[int]) -> float:
    """The bits of a mean in a row that has another sign of being no record.

    That is how many numbers there are between the least and the largest, of which those in the middle are twice as
    common. Without such a sign a mean proves nothing: a record in the middle may well hold it.
    """
    column = next(column for column in table.readings(position) if _compare_column(column, total, addends)[0] == "mean")
    parts = [value for index in addends if (value := column.values[index]) is not None]
    shown = 10 ** (column.places - column.decimals[total])
    return max(0.0, math.log2((max(parts) - min(parts)) / max(shown, column.unit)) - 1)


def _chance_bits(column: ColumnNumbers, number: int, total: int, unit: int) -> float:
    """The bits of a sum: how many numbers its column could hold in its place, and how many hold it."""
    same = sum(value == number for index, value in enumerate(column.values) if index != total)
    likely = same / len(column.values)
    return min(math.log2(max(abs(number) / unit, 1)), -math.log2(likely) if likely else math.inf)


def add_bits(table: NumberTable, bits: Mapping[int, float], records: Sequence[int]) -> float:
    """The bits of several columns together: a column that follows from others by `records` adds next to nothing."""
    sample, basis, total = list(islice(records, _MAX_SAMPLE_ROWS)), list[list[float]](), 0.0
    for position in sorted(bits, key=bits.__getitem__):
        vector = [float(table.values(position)[index] or 0) for index in sample]
        length, rest = math.hypot(*vector), vector
        for other in basis:
            along = sum(map(float.__mul__, rest, other))
            rest = [value - along * part for value, part in zip(rest, other, strict=True)]
        left = math.hypot(*rest) / length if length else 0.0
        if left > _DEPENDENT_PART:
            total += max(0.0, bits[position] + math.log2(left))
            basis.append([value / math.hypot(*rest) for value in rest])
    return total


def position_bits(table: NumberTable, fit: RowFit, addends: Sequence[int]) -> float:
    """The bits of a first or last row that holds the largest number of a column that is not sorted."""
    for position in fit.summed:
        parts = [value for index in addends if (value := table.values(position)[index]) is not None]
        ordered = sorted(parts)
        if ordered and ordered[0] >= 0 and parts not in (ordered, ordered[::-1]):
            return math.log2(len(parts) + 1)
    return 0.0


def choice_bits(fit: RowFit) -> float:
    """What a row's evidence loses, because the columns that fit are chosen among others that do not."""
    fits, misfits = len(fit.summed) + len(fit.averaged), len(fit.misfits)
    return math.log2(math.comb(fits + misfits, fits)) + MISFIT_BITS * misfits


def fit_bits(table: NumberTable, fit: RowFit, bits: Mapping[int, float], addends: Sequence[int]) -> float:
    """The bits of one row's sums or means, less those of the choice of its columns."""
    return add_bits(table, bits, addends) - choice_bits(fit)


def most_wrong(count: int) -> int:
    """How many of some rows that are judged together need not add up."""
    return round(count * 10 * (1 - AGREEING_PART)) // 10  # rounded, for 5 * (1 - 0.8) is less than 1
