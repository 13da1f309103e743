"""What the first rows of a file hold: the width of the records, the columns in use, and how a row differs from them."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.layout.column_sample import HeadingContrast
from tests.tables.reading.layout.sheets import sample


@pytest.mark.parametrize(
    ("rows", "width"),
    [
        (["a,b", "1,2", "3,4"], 2),
        (["Title", "a,b", "1,2"], 2),
        (["a,b,c", "1,2", "1,2,3", "1,2,3,4"], 3),
        (["Title", "more", "and more", "a,b,c", "1,2,3"], 3),
        (["a", "1", "2"], 1),
        ([], 0),
    ],
)
def test_the_width_of_records(rows: list[str], width: int) -> None:
    """The commonest, or the header's; titles of one cell do not count."""
    assert sample(*rows).width == width


def test_columns_in_use_and_blank_rows() -> None:
    """A column is in use if a row below the first fills it; blank rows are passed over."""
    rows = sample(",a,b,", ",,,", ",1,2,")
    assert (rows.numbers, rows.used, rows.cells(0)) == ([1, 3], [1, 2], {1: "a", 2: "b"})
    assert not rows.is_adjacent(0)


def test_how_headings_differ() -> None:
    """Words above values, years above other values, blanks above what all records fill."""
    found = HeadingContrast(sample("name,n,2018,", "A,5,7,x", "B,6,8,y"), 0)
    assert (found.words, found.numerals, found.values, found.left_blank, found.recurs) == ([1], [2], [], [3], False)
    record = HeadingContrast(sample("name,n,2018", "A-1,5,7", "A-2,6,8"), 1)
    assert (record.words, record.values, record.recurs) == ([], [1, 2], True)
