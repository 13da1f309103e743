"""Rows at the ends of a table, and what they are to its records."""

from __future__ import annotations

import random

import pytest

from roundtable_cli.tables.reading.totals import end_rows
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.total_rows import find_total_rows
from roundtable_cli.tables.reading.totals.total_search import search_totals


def table(text: str) -> NumberTable:
    """Rows that are written with semicolons, a line each."""
    return NumberTable([line.split(";") for line in text.split()])


@pytest.mark.parametrize(
    ("text", "summed", "averaged"),
    [
        ("K;12;3 L;40;9 M;35;6 ;87;18 ;29;6", [3], [4]),
        (";87;18 ;29;6 K;12;3 L;40;9 M;35;6", [0], [1]),
        ("K;12;3 L;40;9 M;35;6 ;29;6 ;87;18", [4], [3]),
        ("K;12 L;40 M;35 ;87 ;29", [3], [4]),
        ("701;12 288;40 390;35 ;87 ;29", [3], [4]),
        ("K;€12,50;14% L;€40,00;45% M;€36,50;41% ;€89,00;100% ;€29,67;33%", [3], [4]),
        ("1;K;12 2;L;40 3;M;35 ;;87 ;;29", [3], [4]),
    ],
)
def test_sums_and_means_without_labels(text: str, summed: list[int], averaged: list[int]) -> None:
    """Below each other or above the records, in either order; beside codes, percentages, numbers of rows."""
    found = search_totals(table(text).rows, {})
    assert [sorted(index for index in found.proven if found.proven[index] is kind) for kind in (False, True)] == [
        summed,
        averaged,
    ]


def test_further_rows_without_a_label_are_told() -> None:
    """They are neither sums nor means: the largest numbers, say."""
    found = search_totals(table("K;12;3 L;40;9 M;35;6 ;87;18 ;29;6 ;40;9").rows, {})
    assert (sorted(found.proven), [*found.possible]) == ([3, 4], [5])


def test_a_mean_alone_is_told() -> None:
    """A record in the middle may hold it, whose name is missing."""
    found = search_totals(table("K;12;3 L;40;9 M;35;6 ;29;6").rows, {})
    assert (found.proven, [*found.possible]) == ({}, [3])


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("Ysyk;A;14 Ysyk;B;27 Ysyk;;41 Talas;C;6 Talas;D;13 Talas;;19 Wszyscy;;60", [2, 5, 6]),
        ("Wszyscy;;60 Ysyk;;41 Ysyk;A;14 Ysyk;B;27 Talas;;19 Talas;C;6 Talas;D;13", [0, 1, 4]),
        ("Ysyk;A;14;40% Ysyk;B;27;20% Ysyk;;41;27% Talas;C;6;1% Talas;D;13;9% Talas;;19;6% Xy;;60;20%", [2, 5, 6]),
        ("Ysyk;A;14 Ysyk;B;27 ;;41 Talas;C;6 Talas;D;13 ;;19 ;;60 ;;15", [2, 5, 6, 7]),
        (
            "Y;P;a;14 Y;P;b;27 Y;P;;41 Y;Q;c;6 Y;Q;d;13 Y;Q;;19 Y;;;60 "
            "T;R;e;15 T;R;f;8 T;R;;23 T;S;g;31 T;S;h;5 T;S;;36 T;;;59 Xy;;;119",
            [2, 5, 6, 9, 12, 13, 14],
        ),
    ],
)
def test_subtotals_without_labels_and_their_grand_total(text: str, totals: list[int]) -> None:
    """Under a word of no catalogue; above the records; with rates; in three levels; with a mean below."""
    assert sorted(search_totals(table(text).rows, {}).proven) == totals


def test_a_last_row_that_sums_no_group_and_not_all_is_a_record() -> None:
    """The subtotals above it are totals all the same."""
    found = search_totals(table("Ysyk;A;14 Ysyk;B;27 Ysyk;;41 Talas;C;6 Talas;D;13 Talas;;19 Naryn;;77").rows, {})
    assert sorted(found.proven) == [2, 5]


def test_blank_ends_are_blank_where_all_records_are_filled() -> None:
    """Not a column of measures, nor rows in the middle."""
    rows = table("K;;14;5 L;x;22;5 M;;3;7 ;y;;8")
    assert [*end_rows.list_blank_ends(rows, [0, 1, 2, 3])] == [(0, [3])]


@pytest.mark.parametrize("tries", [1_000, pytest.param(8_000, marks=pytest.mark.long)])
def test_records_without_a_name_are_no_totals(tries: int) -> None:
    """Neither the last ones, nor those of a category that was not recorded, but in one of ten thousand such tables."""
    chance, proven = random.Random(tries), 0  # noqa: S311
    for _ in range(tries):
        largest, width = chance.choice([9, 30, 100, 1000]), chance.randint(1, 3)
        names, blank = chance.randint(2, 11), chance.randint(1, 2)
        categories = chance.choice([("m", "f", ""), ("", "m", "f"), ("a", "b", "c", "")])
        for labels in (
            [(f"n{row}" if row < names else "",) for row in range(names + blank)],
            [(f"P{place}", label) for place in range(chance.randint(2, 5)) for label in categories],
        ):
            rows = [[*label, *(str(chance.randint(1, largest)) for _ in range(width))] for label in labels]
            found = find_total_rows(rows)
            proven += bool(found.summed or found.averaged)
    assert proven <= 1 + tries / 10_000
