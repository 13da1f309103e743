"""Subtotals that leave blank what all records fill; incomplete records that do so are none."""

from __future__ import annotations

from random import Random

import pytest

from roundtable_cli.tables.reading.totals.bare_rows import find_bare_rows
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.total_search import search_totals

GROUPS = """\
K1,Asan,m,Osh,5
K2,Bek,m,Osh,8
K3,Uluk,f,Osh,9
{osh},,,Osh,22
K4,Ene,f,Naryn,7
{naryn},,,Naryn,7
K5,Aida,f,Talas,3
K6,Emil,m,Talas,6
{talas},,,Talas,9
"""


def rows(text: str) -> list[list[str]]:
    """Lines of cells with commas between them."""
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize("word", ["Gesamt", "Zusammen", "Σ", ""])
def test_subtotals_of_small_numbers_are_proven_by_what_they_leave_blank(word: str) -> None:
    """Whatever their label is; one over a single record, too."""
    texts = {place: f"{word} {place}".strip() if word else "" for place in ("osh", "naryn", "talas")}
    assert {*search_totals(rows(GROUPS.format(**texts)), {}).proven} == {3, 5, 8}


def test_bare_rows_lack_two_columns_that_all_complete_rows_fill() -> None:
    """A row that lacks one is an incomplete record; a word among codes is no code."""
    table = NumberTable(rows("K1,Asan,m,5\nK2,Bek,f,6\nK3,,f,7\nTotal,,,18\nK4,Ene,f,1\n"))
    assert find_bare_rows(table, range(5)) == {3: 2}
    table = NumberTable(rows("K1,Asan,m,5\nK2,Bek,f,6\nTotal,,,11\nK4,Ene,f,1\n"))
    assert find_bare_rows(table, range(4)) == {2: 3}


@pytest.mark.long
def test_incomplete_records_are_no_totals() -> None:
    """In random tables whose records lack cells, none is proven to be a total."""
    chance = Random(5)  # noqa: S311 - it makes tables, no secrets
    for _ in range(1500):
        size = chance.randint(3, 25)
        table = [
            [
                f"K{number}",
                *("" if chance.random() < 0.3 else text for text in (f"name {number}", chance.choice("fm"), "Osh")),
                str(chance.randint(1, 9)),
                str(chance.randint(1, 60)),
            ]
            for number in range(size)
        ]
        assert search_totals(table, {}).proven == {}, table
