"""A stray quote that has made one cell of several rows is refused; texts of several lines are read as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
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
