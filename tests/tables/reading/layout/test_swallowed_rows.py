"""A stray quote that has made one cell of several rows is refused; texts of several lines are read as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.layout.swallowed_rows import find_swallowed_rows
from tests.tables.reading.layout import lines_in_cells
from tests.tables.reading.layout.sheets import text_file, told

ROWS = [f"{number},place {number},{number * 10}" for number in range(1, 600)]


@pytest.mark.parametrize(("first", "last"), [(0, 3), (0, 1), (5, 505)])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_in_a_cell(tmp_path: Path, first: int, last: int, end: str) -> None:
    """However many: the finding names the first and the last of them."""
    rows = [*ROWS]
    rows[first] = rows[first].replace(",place", ',"place')
    rows[last] = rows[last].replace(f"place {last + 1}", f'place {last + 1}"')
    with pytest.raises(Refused) as refused:
        _ = text_file(tmp_path, end.join(["id,place,people", *rows, ""])).records
    (finding,) = refused.value.findings
    assert (finding.code, finding.row, finding.column) == ("stray-quote", first + 2, "place")
    assert f"rows {first + 2} to {last + 2}" in finding.fault


def test_a_stray_quote_in_place_of_the_last_cell(tmp_path: Path) -> None:
    """The quote that ends the cell stands where a number was; marks for no value stand among the others."""
    rows = [*ROWS[:20]]
    rows[3], rows[5], rows[8] = '4,place 4,"40', "6,place 6,n/a", '9,place 9,"'
    with pytest.raises(Refused, match="a stray quote has joined 6 rows"):
        _ = text_file(tmp_path, "\n".join(["id,place,people", *rows, ""])).records


def test_stray_quotes_in_place_of_blank_cells(tmp_path: Path) -> None:
    """The first line of the cell may be blank as the last may, though all other rows have something there."""
    text = 'id,day,people,place\n1,2026-06-11,91,"\n2,2026-03-25,81,"\n3,2026-03-18,53,Osh\n'
    with pytest.raises(Refused, match="a stray quote has joined 2 rows"):
        _ = text_file(tmp_path, text).records


def test_rows_of_words_in_a_cell(tmp_path: Path) -> None:
    """Where no column holds numbers, three lines and three columns show it."""
    text = 'name,place,work\nAnna,"Osh,cook\nOlya,Osh,none\nIra,Talas",cook\nEva,Osh,cook\n'
    with pytest.raises(Refused, match="a stray quote has joined 3 rows"):
        _ = text_file(tmp_path, text).records


@pytest.mark.parametrize(
    "cell",
    [
        "Osh, Lenin street 5\nflat 7",
        "came late,\nleft early",
        "one\ntwo\nthree",
        "a, b\nc, d\ne, f",
        "5,\n6,7",
        "first, 2\n",
    ],
)
def test_texts_of_several_lines(tmp_path: Path, cell: str) -> None:
    """Addresses and comments, with delimiters in them, are no damage."""
    for header, before, after in (("id,note,people", "1,", ",5"), ("note,people", "", ",5"), ("id,note", "1,", "")):
        rows = f'{header}\n{before}"{cell}"{after}\n{before}"x"{after}\n{before}"y"{after}\n'
        file = text_file(tmp_path, rows)
        assert (len(file.records.rows), told(file)) == (3, [])


def false_alarms(seeds: Iterable[int]) -> list[int]:
    """The seeds of the tables with texts of several lines in which a row is taken for several."""
    return [seed for seed in seeds if [*find_swallowed_rows(*lines_in_cells.table_with_texts(seed))]]


def missed_rows(seeds: Iterable[int]) -> list[int]:
    """The seeds of the tables with two stray quotes in which the rows between are not found."""
    missed = []
    for seed in seeds:
        rows, width, delimiter, span = lines_in_cells.table_with_stray_quotes(seed)
        found = [(row.number, row.number + row.lines - 1) for row in find_swallowed_rows(rows, width, delimiter)]
        missed += [] if found == ([span] if span[0] < span[1] else []) else [seed]
    return missed


def test_rows_with_gaps_in_a_cell(tmp_path: Path) -> None:
    """A swallowed row may lack what all other rows have, and so may the row of the quote, before it."""
    text = 'code;count;rate;day;place;sex\nK0;;9;13.03.26;Osh;f\nK1;30;82;;;"f\nK2;7;3;01.02.26;Osh;m\nK3;;8;;Osh;"\n'
    rows = [f"K{row};{row * 3};{row};02.0{row}.26;Talas;m" for row in range(4, 9)]
    with pytest.raises(Refused, match="a stray quote has joined 3 rows"):
        _ = text_file(tmp_path, text.replace("K0;;", "K0;5;") + "\n".join(rows) + "\n", delimiter=";").records


def test_random_texts_and_stray_quotes() -> None:
    """In random tables with gaps, comments and lists are no rows, and all rows between stray quotes are found."""
    assert (false_alarms(range(60)), missed_rows(range(60))) == ([], [])


@pytest.mark.long
def test_many_random_texts_and_stray_quotes() -> None:
    """Of many more, rows of nearly nothing but gaps may be missed."""
    assert false_alarms(range(2500)) == []
    assert len(missed_rows(range(2500))) <= 2
