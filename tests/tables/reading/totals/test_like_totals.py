"""Rows that are labelled like proven totals, and hold the sum of few rows."""

from __future__ import annotations

from roundtable_cli.tables.reading.totals.total_search import search_totals


def proven(text: str) -> set[int]:
    """The rows that are totals among some that are written with commas and semicolons."""
    return {*search_totals([line.split(",") for line in text.split(";")], {}).proven}


def test_a_total_of_one_row_is_told_by_the_others() -> None:
    """`Gesamt Osh` is proven by its sum, and `Gesamt Naryn` by its likeness."""
    text = "A,10,110;B,20,120;Gesamt Osh,30,230;C,77,77;Gesamt Naryn,77,77;D,4,9;E,6,8;Gesamt Talas,10,17"
    assert proven(text) == {2, 4, 7}


def test_another_number_makes_it_a_record() -> None:
    """A shop whose name begins with that word is counted, if its number is its own."""
    text = "A,10,110;B,20,120;Gesamt Osh,30,230;C,77,77;Gesamt Bau,76,77;D,4,9;E,6,8;Gesamt Talas,10,17"
    assert 4 not in proven(text)
