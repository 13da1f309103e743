"""The last rows of a table, or the first, that hold the sums and means of all its records.

Spreadsheets have rows without a label below each other: a row of sums, one of means. They leave blank the column that
all records fill, so that they are looked at together: that only the last rows are blank there happens by chance the
more rarely the more they are. And they have a grand total beside subtotals, which belongs to no group.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from roundtable_cli.tables.reading.totals import sum_evidence
from roundtable_cli.tables.reading.totals.label_groups import LabelGroups
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.own_cells import MaySum
from roundtable_cli.tables.reading.totals.sum_evidence import PROOF_BITS, RowFit

EDGE_ROWS = 3  # first and last rows that may sum all others, as Total and Average below each other
MAX_UNLABELLED_ROWS = 4  # below each other: sums, means, the largest and the least
_MORE_ROWS_BITS = 3.0  # of each further row that is blank where all records are filled
_KNOWN_BLANK_BITS = 4.0  # of a row that leaves blank what known totals leave blank
_FEW_RECORDS = 2  # of which a sum is too easily met


class UnlabelledTotals(NamedTuple):
    """Rows that are totals, and whether means; and those that may be, each with the rows that it sums or averages."""

    proven: dict[int, bool]
    possible: dict[int, tuple[int, ...]]


class UnlabelledRows(NamedTuple):
    """Rows without a label: what each is to the records, those that are neither sums nor means, and the bits of all."""

    fits: Mapping[int, RowFit]
    others: tuple[int, ...]
    bits: float

    def has_sure_sums(self, records: int) -> bool:
        """Whether sums are among them, of two columns where there are but two records.

        Means alone are what a record in the middle has, whose name is missing.
        """
        return any(len(fit.summed) > (records <= _FEW_RECORDS) for fit in self.fits.values())


def find_unlabelled_totals(
    table: NumberTable, labels: LabelGroups, records: Sequence[int], proven: Collection[int], may_sum: MaySum
) -> UnlabelledTotals:
    """The first or last records without a label that hold sums and means of the others; `proven` are known totals.

    They need sums among them, and bits enough with those of the blank label. Beside proven ones, the others that are
    blank there may be totals too.
    """
    possible = dict[int, tuple[int, ...]]()
    for position, rows in list_blank_ends(table, records):
        addends = tuple(index for index in records if index not in rows)
        found = compare_with_records(table, rows, addends, may_sum)
        odd_bits = labels.repeated_label_bits(rows, position, records) if found.fits else 0.0
        is_known = any(not table.texts(position)[index] for index in proven)
        bits = found.bits + odd_bits + _KNOWN_BLANK_BITS * is_known
        if bits >= PROOF_BITS and (is_known or found.has_sure_sums(len(addends))):
            totals = {index: not fit.summed for index, fit in found.fits.items()}
            return UnlabelledTotals(totals, possible | dict.fromkeys(found.others, ()))
        if odd_bits and found.bits >= 0:
            possible |= dict.fromkeys(found.fits, addends)
    return UnlabelledTotals({}, possible)


def list_end_rows(records: Sequence[int]) -> set[int]:
    """The first and the last records, which may sum all others."""
    return {*records[:EDGE_ROWS], *records[-EDGE_ROWS:]}


def list_blank_ends(table: NumberTable, records: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """The first or the last records that leave blank a column which all the others fill, with its position.

    A column of numbers that people may add up is none, for its blank cells are numbers not known; but the first column
    is one, where its numbers are all different: they are codes, or stand for names.
    """
    for position in range(table.width):
        texts = table.texts(position)
        filled = [texts[index] for index in records if texts[index]]
        blank = [index for index in records if not texts[index]] if len(filled) < len(records) else []
        is_number = position in table.measure_positions and (position > 0 or len({*filled}) < len(filled))
        is_end = blank in (list(records[: len(blank)]), list(records[len(filled) :]))
        if is_end and not is_number and 0 < len(blank) <= MAX_UNLABELLED_ROWS and len(filled) >= _FEW_RECORDS:
            yield position, blank


def compare_with_records(
    table: NumberTable, rows: Sequence[int], records: Sequence[int], may_sum: MaySum
) -> UnlabelledRows:
    """What some rows are to the records, the others: sums and means, each row in most of its columns.

    What the choice of the rows that fit gives by chance is taken off.
    """
    fits = {index: sum_evidence.compare_sums(table, index, records) for index in rows}
    fits = {
        index: fit
        for index, fit in fits.items()
        if len(fit.summed) + len(fit.averaged) > len(fit.misfits) and may_sum(index, records)
    }
    bits = sum(_row_bits(table, index, fit, records) for index, fit in fits.items())
    bits += _MORE_ROWS_BITS * max(len(fits) - 1, 0) - math.log2(math.comb(len(rows), len(fits)))
    return UnlabelledRows(fits, tuple(index for index in rows if index not in fits), bits)


def _row_bits(table: NumberTable, index: int, fit: RowFit, records: Sequence[int]) -> float:
    """The bits of the sums and means of one row."""
    bits = {**fit.summed, **{place: sum_evidence.mean_bits(table, place, index, records) for place in fit.averaged}}
    return sum_evidence.add_bits(table, bits, records) - sum_evidence.choice_bits(fit)


def find_grand_totals(
    table: NumberTable, rows: Iterable[int], records: Sequence[int], may_sum: MaySum
) -> dict[int, tuple[RowFit, Sequence[int]]]:
    """The rows, of some that sum no group, of which every number is the sum of all records; each with its fit."""
    fits = {index: sum_evidence.compare_sums(table, index, records) for index in rows}
    return {
        index: (fit, records)
        for index, fit in fits.items()
        if fit.summed and not fit.misfits and not fit.averaged and may_sum(index, records)
    }
