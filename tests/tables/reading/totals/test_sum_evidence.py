"""How much a sum proves."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals import sum_evidence
from roundtable_cli.tables.reading.totals.number_columns import NumberTable


def bits(*rows: str) -> float:
    """The bits of the last row as the sum of those above it."""
    table = NumberTable([row.split() for row in rows])
    last = len(rows) - 1
    return sum_evidence.add_bits(table, sum_evidence.compare_sums(table, last, range(last)).summed, range(last))


def test_larger_numbers_prove_more() -> None:
    """Where fewer numbers could stand, a sum is more likely by chance."""
    assert bits("1", "3", "4") < bits("17", "24", "41") < bits("12.31", "7.02", "19.33")
    assert bits("20", "10", "30") == bits("2", "1", "3")  # all are multiples of ten


def test_columns_that_follow_from_others_prove_nothing_more() -> None:
    """The same in another currency, and the sum of two others; two that are their own prove twice as much."""
    alone = bits("120", "231", "75", "426")
    assert bits("120 1.41", "231 2.72", "75 0.88", "426 5.01") < alone + 1
    assert bits("120 7 127", "231 1 232", "75 44 119", "426 52 478") < alone + 7
    assert bits("120 17", "231 9", "75 44", "426 70") > alone + 4


@pytest.mark.parametrize(
    ("total", "summed", "averaged", "misfits"),
    [("60", 1, 0, 0), ("20.0", 0, 1, 0), ("20", 0, 1, 0), ("61", 0, 0, 1), ("", 0, 0, 0)],
)
def test_a_number_is_a_sum_a_mean_or_wrong(total: str, summed: int, averaged: int, misfits: int) -> None:
    """A blank cell is nothing."""
    table = NumberTable([["10"], ["20"], ["30"], [total]])
    fit = sum_evidence.compare_sums(table, 3, range(3))
    assert (len(fit.summed), len(fit.averaged), len(fit.misfits)) == (summed, averaged, misfits)


def test_one_number_is_the_sum_of_nothing_else() -> None:
    """A row that equals another one is no sum; nor is a sum of zeros."""
    table = NumberTable([["0", "0"], ["7", "0"], ["7", "0"]])
    fit = sum_evidence.compare_sums(table, 2, range(2))
    assert (fit.summed, fit.trivial, fit.misfits) == ({}, 2, ())


def test_totals_are_rounded_to_what_they_show() -> None:
    """13.7 is the mean of 10, 20 and 11; 42 the sum of 20.4 and 21.3."""
    assert sum_evidence.compare_sums(NumberTable([["10"], ["20"], ["11"], ["13.7"]]), 3, range(3)).averaged
    assert sum_evidence.compare_sums(NumberTable([["20.4"], ["21.3"], ["42"]]), 2, range(2)).summed
