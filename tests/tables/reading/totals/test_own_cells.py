"""What a row says of its own, beside the rows that it may sum."""

from __future__ import annotations

from roundtable_cli.tables.reading.totals.number_columns import NumberTable
from roundtable_cli.tables.reading.totals.own_cells import OwnCells

ROWS = [line.split(",") for line in "Osh,m,10 Osh,f,20 Osh,Both,30 Naryn,None,5".split()]


def test_the_label_of_a_total_is_its_only_own_cell() -> None:
    """The place that all its addends have is no own cell; a record has a place and a name of its own."""
    own = OwnCells(NumberTable(ROWS), {})
    assert own.find_positions(2, [0, 1]) == [1]
    assert own.allow_sum(2, [0, 1])
    assert own.unique_positions == [(1,), (1,), (1,), (0, 1)]
    assert not own.allow_sum(3, [0, 1])


def test_a_declared_label_is_a_record() -> None:
    """Whoever declares the category says so."""
    assert not OwnCells(NumberTable(ROWS), {1: {"Both"}}).allow_sum(2, [0, 1])


def test_rows_without_numbers_are_no_addends() -> None:
    """A second row of headings, or a record whose number is blank, does not show that a total says something else."""
    rows = [line.split(",") for line in "District,Sex,People Osh,m,10 Talas,f, Osh,f,20 Osh,,30".split()]
    assert OwnCells(NumberTable(rows), {}).find_positions(4, [0, 1, 2, 3]) == []
