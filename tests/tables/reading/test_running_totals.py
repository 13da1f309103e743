"""Rows of totals among more records than can be held."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading import total_rows
from roundtable_cli.tables.reading.running_totals import find_running_totals

RECORDS = [["a", "1.5", "x"], ["b", "2.5", ""], ["c", "5", "y"]]


@pytest.mark.parametrize(
    ("before", "total", "after", "is_sum"),
    [
        (RECORDS, ["Total", "9", ""], [], True),
        (RECORDS, ["Total", "9.00", "z"], [], True),
        (RECORDS, ["Total", "", "3"], [], True),
        (RECORDS, ["Total", "3", ""], [], True),
        (RECORDS, ["Total", "3.00", "z"], [], True),
        ([], ["Total", "9", ""], RECORDS, True),
        (RECORDS, ["Total", "9", ""], RECORDS[:2], True),
        ([*RECORDS, ["Subtotal", "9", ""], *RECORDS], ["Total", "18", ""], [], True),
        (RECORDS, ["Total", "8", ""], [], False),
        (RECORDS, ["Total", "", ""], [], False),
        (RECORDS, ["Total", "n/a", ""], RECORDS, False),
        (RECORDS[:1], ["Total", "1.5", ""], [], False),
        ([], ["Total", "9", ""], [], False),
        ([["a", "1,5", ""], ["b", "2,5", ""]], ["Итого:", "4,0", ""], [], True),
        ([["a", "1", ""]] * 5, ["Total", "1", ""], [], False),
    ],
)
def test_a_sum_of_records(before: list[list[str]], total: list[str], after: list[list[str]], is_sum: bool) -> None:
    """Those above it or below it, in either way of writing decimals; their number, or a mean of different ones."""
    rows = [*enumerate([*before, total, *after], start=2)]
    named = {number: row for number, row in rows if total_rows.is_total_label(total_rows.row_label(row))}
    number = len(before) + 2

    assert (number in find_running_totals(rows, named)) == is_sum


def test_of_many_rows_of_such_a_name_some_are_looked_at() -> None:
    """The others are neither told nor added to the sums."""
    rows = [*enumerate([*RECORDS, ["Total", "1000", ""], *RECORDS, ["Total", "18", ""]])]
    assert find_running_totals(rows, {7: rows[7][1]}) == {7}
