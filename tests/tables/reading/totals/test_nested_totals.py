"""Totals that nothing but the order of rows groups."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals.nested_totals import find_nested_totals, find_whole_tree
from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.sum_evidence import PROOF_BITS
from roundtable_cli.tables.reading.totals.total_search import search_totals

PROVINCES = "All,3105,3201 Osh,1205,1230 Alai,600,615 Uzgen,605,615 Naryn,1900,1971 Atbashi,900,950 Jumgal,1000,1021"
QUARTERS = "Q1,100.50 Q2,200.25 H1,300.75 Q3,50.10 Q4,75.20 H2,125.30 Year,426.05"


@pytest.mark.parametrize(
    ("text", "addends"),
    [
        (PROVINCES, {0: (1, 4), 1: (2, 3), 4: (5, 6)}),
        (QUARTERS, {2: (0, 1), 5: (3, 4), 6: (2, 5)}),
    ],
)
def test_totals_of_totals_above_and_below(text: str, addends: dict[int, tuple[int, ...]]) -> None:
    """A total stands for its addends in the next total; all are left out together."""
    rows = [line.split(",") for line in text.split()]
    found = find_nested_totals(NumberTable(rows), range(len(rows)), lambda _, __: True)
    assert found.addends == addends
    assert found.bits >= PROOF_BITS
    assert {*search_totals(rows, {}).proven} == {*addends}


def test_the_form_of_labels_tells_small_totals() -> None:
    """Quarters and a half-year among months are told, if nearly all of them are sums."""
    months = "Jan,10 Feb,20 Mar,31 Q1,61 Apr,5 May,6 Jun,9 Q2,20 H1,{}"
    found = search_totals([line.split(",") for line in months.format(81).split()], {})
    assert (found.proven, sorted(found.possible)) == ({}, [3, 7, 8])
    assert search_totals([line.split(",") for line in months.format(80).split()], {}).possible == {}


@pytest.mark.parametrize("text", ["A,10 B,20 C,30 D,60", "A,-5 B,705 C,700 D,1400", "A,512.5 B,204.75 C,717.25 D,11"])
def test_small_or_single_sums_prove_nothing(text: str) -> None:
    """Nor do numbers below zero."""
    rows = [line.split(",") for line in text.split()]
    assert find_nested_totals(NumberTable(rows), range(len(rows)), lambda _, __: True).bits < PROOF_BITS


def test_rows_with_cells_of_their_own_are_records() -> None:
    """They are asked about before they are cut."""
    rows = [line.split(",") for line in QUARTERS.split()]
    assert find_nested_totals(NumberTable(rows), range(len(rows)), lambda _, __: False).addends == {}


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("Country,300 Osh,120 Alai,70 Uzgen,50 Chuy,180 Sokuluk,100 Alamudun,80", [0, 1, 4]),
        ("Alai,7 Uzgen,5 Osh,12 Sokuluk,10 Alamudun,8 Chuy,18 Country,30", [2, 5, 6]),
        ("Country,301 Osh,120 Alai,70 Uzgen,50 Chuy,180 Sokuluk,100 Alamudun,80", []),
        ("Osh,120 Alai,70 Uzgen,50 Chuy,180 Sokuluk,100 Alamudun,80", []),
        ("Mon,5 Tue,7 Wed,1 Week1,13 Mon,4 Tue,3 Wed,2 Week2,9", [3, 7]),
        ("Mon,5 Tue,7 Wed,1 Week1,13 Mon,4 Tue,3 Wed,2 Week2,9 Mon,6", []),
    ],
)
def test_small_totals_are_told_where_each_row_belongs_to_one(text: str, possible: list[int]) -> None:
    """One row sums all others over totals of groups, or rows of one form divide the table; one row too many is none."""
    assert sorted(search_totals([line.split(",") for line in text.split()], {}).possible) == possible


def test_a_code_beside_totals_is_no_sum() -> None:
    """Most other numbers have to be sums."""
    text = "417,60,300 41702,25,120 4170201,15,70 4170202,10,50 41703,35,180 4170301,20,100 4170302,15,80"
    table = NumberTable([line.split(",") for line in text.split()])
    expected = {0: (1, 4), 1: (2, 3), 4: (5, 6)}
    assert find_whole_tree(table, range(len(table.rows)), lambda _, __: True) == expected


LEVELS = (
    "417,Kyrgyz Republic,60,300;41702,Osh,25,120;4170201,a,15,70;4170202,b,10,50;41703,Chui,35,180;4170301,c,20,100"
)


def test_levels_tell_which_rows_a_total_sums() -> None:
    """By codes that begin with those above them, or by spaces before names, though the sums are small."""
    codes = [line.split(",") for line in f"{LEVELS};4170302,d,15,80".split(";")]
    assert {*search_totals(codes, {}).proven} == {0, 1, 4}
    names = [[" " * (len(code) == 7) + name, *numbers] for code, name, *numbers in codes]
    assert {*search_totals(names, {}).proven} == {0, 1, 4}


def test_levels_without_sums_are_records() -> None:
    """A number that is no sum shows that rows of a higher level have their own; numbers of rows are no levels."""
    codes = [line.split(",") for line in f"{LEVELS};4170302,d,15,81".split(";")]
    assert not search_totals(codes, {}).proven
    rows = [[str(number), f"Place {number}", str(number)] for number in range(1, 14)]
    rows[0][2] = "46"  # of rows 10 to 13
    assert not search_totals(rows, {}).proven
