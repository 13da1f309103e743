"""Tables of texts, and how they are broken into lines."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.output.page import Page, PageNote, PageTable, TidyData, ValueText

GAP = 2  # what stands between two columns of a table
WHOLE = 12  # words up to here are never broken

cells = st.lists(st.text("abжү|-", min_size=1, max_size=18), max_size=6).map(" ".join)


@st.composite
def grids(draw: st.DrawFn) -> PageTable:
    """Grids of one to four columns, any of which may wrap, in any order."""
    columns = draw(st.integers(1, 4))
    row = st.tuples(*[cells] * columns)
    wrap = draw(st.lists(st.integers(0, columns - 1), unique=True))
    return PageTable(draw(row), tuple(draw(st.lists(row, max_size=4))), wrap_columns=tuple(wrap))


def letters(grid: PageTable) -> list[str]:
    """The cells without their spaces and line breaks."""
    return [re.sub(r"\s", "", cell) for row in (grid.head, *grid.rows) for cell in row]


def width_of(grid: PageTable) -> int:
    """The characters that a grid takes, cells with line breaks at their longest line."""
    columns = zip(grid.head, *grid.rows, strict=True)
    widths = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    return sum(widths) + GAP * (len(widths) - 1)


def narrowest(grid: PageTable) -> int:
    """The characters it takes at the least, where words of up to twelve letters stay whole."""
    columns = list(zip(grid.head, *grid.rows, strict=True))
    widths = [
        max(min(len(word), WHOLE) for cell in column for word in cell.split(" "))
        if index in grid.wrap_columns
        else max(map(len, column))
        for index, column in enumerate(columns)
    ]
    return sum(widths) + GAP * (len(widths) - 1)


@given(grids(), st.integers(1, 100))
def test_nothing_is_lost(grid: PageTable, width: int) -> None:
    """Fitting a table to a width loses no letter, row or column of it."""
    fitted, _ = grid.fit_width(width)
    assert letters(fitted) == letters(grid)
    assert len(fitted.rows) == len(grid.rows)
    assert (fitted.title, fitted.right_aligned) == (grid.title, grid.right_aligned)


@given(grids(), st.integers(1, 100))
def test_says_whether_it_fits(grid: PageTable, width: int) -> None:
    """A table says that it fits exactly when it does."""
    fitted, fits = grid.fit_width(width)
    assert fits == (width_of(fitted) <= width)


@given(grids(), st.integers(1, 100))
def test_fits_where_it_can(grid: PageTable, width: int) -> None:
    """A table fits wherever the columns that stay whole, and words of twelve letters, leave room for it."""
    _, fits = grid.fit_width(max(width, narrowest(grid)))
    assert fits


@given(grids())
def test_wide_enough(grid: PageTable) -> None:
    """A table that fits as it is stays as it is."""
    fitted, fits = grid.fit_width(width_of(grid))
    assert fits
    assert (fitted.head, fitted.rows) == (grid.head, grid.rows)


@given(grids(), st.integers(1, 100))
def test_only_wrapping_columns_break(grid: PageTable, width: int) -> None:
    """A column that isn't said to wrap, such as one of numbers, is never broken."""
    fitted, _ = grid.fit_width(width)
    for before, after in zip((grid.head, *grid.rows), (fitted.head, *fitted.rows), strict=True):
        kept = [index for index in range(len(before)) if index not in grid.wrap_columns]
        assert [before[index] for index in kept] == [after[index] for index in kept]


def test_whole_words() -> None:
    """Words stay whole where there is room for them."""
    grid = PageTable(("code", "label"), (("a", "one two three four"),), wrap_columns=(1,))
    fitted, fits = grid.fit_width(15)
    assert fits
    assert fitted.rows[0][1].split() == ["one", "two", "three", "four"]


def test_stacked_codes() -> None:
    """Where whole words have no room beside the codes, labels stand below them; else the table stays as it is."""
    grid = PageTable(("code", "label", "value"), (("a" * 20, "unmistakably long", "5"),), "", frozenset({2}), (1,))
    assert not grid.fits_in_words(35)
    stacked = grid.stack_codes(35)
    assert stacked.fits_in_words(35)
    assert (stacked.head, stacked.right_aligned) == (("code, label", "value"), frozenset({1}))
    assert stacked.rows == (("a" * 20 + "\nunmistakably long", "5"),)
    assert grid.stack_codes(60) == grid == grid.stack_codes(None)


def test_column() -> None:
    """A column of data is found by its name."""
    assert TidyData(("code", "value"), (("a", 1), ("b", None))).column_values("value") == [1, None]


def test_printable() -> None:
    """Control characters are shown as signs in every text of a page; a line break and other letters stay."""
    said = "a\x1b\x00\x9f\tb\nж\ufffe\uffff"
    page = Page(said, (said,), (PageTable((said,), ((said,),), said),), (said,)).as_visible()
    (grid,) = page.tables
    assert {page.title, *page.lines, *page.notes, grid.title, *grid.head, *grid.rows[0]} == {
        r"a\x1b\x00\x9f\tb" "\n" r"ж\ufffe\uffff"
    }


def test_printable_keeps_figures() -> None:
    """A page made printable keeps its numbers, what stands beside them, and what its notes are about."""
    figure = ValueText("5 a\x07", 5, '#,##0 "a\x07"', {"b\x07": "6\x07"})
    page = Page(tables=(PageTable(("h",), ((figure,),)),), notes=(PageNote("n\x07", ["x"]),)).as_visible()
    ((found,),), (note,) = page.tables[0].rows, page.notes
    assert isinstance(found, ValueText)
    assert (found, found.number, found.pattern, found.details) == (
        r"5 a\x07",
        5,
        r'#,##0 "a\x07"',
        {r"b\x07": r"6\x07"},
    )
    assert isinstance(note, PageNote)
    assert note == r"n\x07"
    assert note.codes == {"x"}
