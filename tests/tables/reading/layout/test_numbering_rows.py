"""Rows that only number the columns are known by their sequence and by the records below them."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.layout import numbering_rows
from tests.tables.reading.layout.sheets import cells

NAMES = ("Anna,f,5", "Olya,f,6", "Ira,m,7")


@pytest.mark.parametrize(
    "row", ["1,2,3", "(1),(2),(3)", "A,1,2", "а,б,1", "А,Б,В", "a,b,3", "1.,2.,3.", "1,2,3=1+2", "№1,№2,№3"]
)
def test_ways_to_number_columns(row: str) -> None:
    """Figures and letters, with and without brackets, and with the formulas of official forms."""
    assert numbering_rows.numbers_columns(row.split(","))
    assert numbering_rows.is_numbering_row(row.split(","), cells(*NAMES))


@pytest.mark.parametrize("row", ["1,2,4", "2,3,4", "a,c,1", "1,a,2", "1,,3", "x,y,z", "5", "1,2,x"])
def test_what_numbers_no_columns(row: str) -> None:
    """A gap, another beginning, other letters, or one cell alone."""
    assert not numbering_rows.numbers_columns(row.split(","))


@pytest.mark.parametrize(
    ("row", "records"),
    [("1,2,3", ["4,5,6", "7,8,9"]), ("1,2", ["3,4"]), ("a,b,1", ["a,b,2", "b,a,3"]), ("1,2", ["A,5"]), ("1,2,3", [])],
)
def test_a_record_may_look_so(row: str, records: list[str]) -> None:
    """Where the records below are of the same kind, or too few."""
    assert not numbering_rows.is_numbering_row(row.split(","), cells(*records))


def test_running_numbers_that_begin_below_show_it() -> None:
    """Of numbers alone: the records begin with 1 again."""
    assert numbering_rows.is_numbering_row(["1", "2", "3"], cells("1,50,60", "2,70,80", "3,5,6"))


def test_notes_below_the_records_do_not_hide_it() -> None:
    """Of a column of words only the filled cells are asked."""
    assert numbering_rows.is_numbering_row(["1", "2"], cells("A1,Asan", "A2,Bek", "A3,Ene", "Note: all,", "Signed,"))


def test_a_number_above_dates_or_percentages_shows_it() -> None:
    """No date is called 2, and no percentage lacks its sign alone."""
    dated = cells("5,01.02.2026", "6,03.02.2026", "7,28.02.2026")
    assert numbering_rows.is_numbering_row(["1", "2"], dated)
    assert numbering_rows.is_numbering_row(["1", "2"], cells("5,40%", "6,50%", "7,5%"))
    assert not numbering_rows.is_numbering_row(["1", "2"], cells("5,40%", "6,50", "7,5%"))
    assert not numbering_rows.is_numbering_row(["1", "2"], dated[:2])


def test_a_date_that_is_not_known_hides_no_numbering() -> None:
    """A mark of no value says nothing, neither for nor against."""
    records = cells("5,01.02.2026", "6,?", "7,28.02.2026", "8,03.03.2026")
    assert numbering_rows.is_numbering_row(["1", "2"], records)
    assert not numbering_rows.is_numbering_row(["1", "2"], cells("5,?", "6,?", "7,n/a"))
