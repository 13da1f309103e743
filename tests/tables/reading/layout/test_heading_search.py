"""Titles above headings and headings in several rows are found where they are proven, and nowhere else."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.layout.heading_search import find_heading_block, may_be_second_headings
from tests.tables.reading.layout.sheets import sample

RECORDS = ["Ak-Suu,5,7", "Tash-Bulak,6,8", "Kara-Oy,4,9"]


@pytest.mark.parametrize(
    ("above", "titles", "headings"),
    [
        (["Report on villages,,", "village,men,women"], (1,), (2,)),
        (["Report on villages", "village,men,women"], (1,), (2,)),
        (["Report", "of 2018", "", "village,men,women"], (1, 2), (4,)),
        (["Period:,2018Q4,", "village,men,women"], (1,), (2,)),
        (["Report,,", "Period:,2018Q4,", ",,", "village,men,women"], (1, 2), (4,)),
        (["Report on villages, of men, of women, of 2018", "village,men,women"], (1,), (2,)),
        (["village,people,", ",men,women"], (), (1, 2)),
        (["village,people,people", "village,men,women"], (), (1, 2)),
        ([",people,", "village,men,women"], (), (1, 2)),
        ([",2018,", ",people,", "village,men,women"], (), (1, 2, 3)),
        (["Report,,", ",people,", "village,men,women"], (1,), (2, 3)),
        (["village,people,", ",2018,2019"], (), (1, 2)),
        (["village,people,", ",0-17,18+"], (), (1, 2)),
        (["Report,,", "village,2018,2019"], (1,), (2,)),
    ],
)
def test_headings_below_titles_or_in_several_rows(
    above: list[str], titles: tuple[int, ...], headings: tuple[int, ...]
) -> None:
    """Whether the titles have the delimiters of the table or not."""
    assert find_heading_block(sample(*above, *RECORDS)) == (titles, headings)


@pytest.mark.parametrize(
    "rows",
    [
        ["village,men,women", *RECORDS],
        ["village,men,women", "Ak-Suu,many,few", *RECORDS],
        ["village,,women", *RECORDS],
        ["village,men,men", *RECORDS],
        ["village,,women", "Osh,n/a,n/a", *RECORDS],
        ["name,,city", "Anna,f,Osh", "Olya,f,Talas", "Ira,f,Osh"],
        ["name,", "Anna,", "Olya,", "Ira,Osh"],
        ["name;sex", "Anna,f", "Olya,f", "Ira,f"],
        ["id,name", "1,A,x", "2,B,x", "3,C,x"],
        [",name,n", "0,Anna,5", "1,Olya,6"],
        ["name,", "only"],
        ["a"],
    ],
)
def test_records_are_no_headings(rows: list[str]) -> None:
    """Whatever the first row lacks: where nothing proves that another row is the headings, none is."""
    assert find_heading_block(sample(*rows)) is None


def test_words_alone_are_headings_below_a_title_of_another_width() -> None:
    """No column of values is needed there, or below a blank row; a record's text that comes again is no heading."""
    people = ["Anna,f,Osh", "Olya,f,Talas"]
    assert find_heading_block(sample("List of people", "name,sex,city", *people)) == ((1,), (2,))
    assert find_heading_block(sample("List of people,,", ",,", "name,sex,city", *people)) == ((1,), (3,))
    assert find_heading_block(sample("List of people,,", "name,sex,city", *people)) is None
    assert find_heading_block(sample("List of people", "Aida,f,Naryn", *people)) is None


def test_titles_and_notes_in_a_column_of_their_own() -> None:
    """The table may begin in the second column: what is in use is told from the rows below the headings."""
    rows = ["Report,,,", "", ",village,people,", ",,men,women", ",Osh,5,7", ",Talas,6,8", "Prepared by A.,,,"]
    assert find_heading_block(sample(*rows)) == ((1,), (3, 4))


def test_the_row_below_complete_headings_may_say_more() -> None:
    """What is under a group, or the units: words above values alone, and nothing where each record has something."""
    below = ["id,name,Results", ",,visits", "1,Asan,5", "2,Bek,7"]
    assert find_heading_block(sample(*below)) == ((), (1, 2))
    assert find_heading_block(sample("List of people", *below)) == ((1,), (2, 3))
    wide = ["id,name,Money,Results", ",,amount,visits", "1,Asan,729,5", "2,Bek,,7"]
    assert find_heading_block(sample(*wide)) == ((), (1, 2))
    for record in (",Ene,visits", "3,,visits", ",,n/a", ",,9", ",Ene,"):
        assert find_heading_block(sample(below[0], record, *below[2:])) is None, record


@pytest.mark.parametrize(
    ("below", "is_odd"),
    [
        ("Start time,What sex?,How many kits", True),
        ("unknown,What sex?,How many kits", False),
        ("Start time,f,How many kits", False),
        ("Start time,What sex?,5", False),
        ("Start time,,How many kits", False),
        ("Week 2,What sex?,How many kits", False),
    ],
)
def test_a_second_row_of_headings_has_words_above_values(below: str, is_odd: bool) -> None:
    """In each column; a mark, a text that comes again, a number or a blank cell is a record's."""
    records = ["2024-01-01,f,3", "2024-01-02,m,4", "2024-01-02,f,7"]
    assert may_be_second_headings(sample("start,q1,q2", below, *records)) is is_odd


def test_one_word_above_few_numbers_is_no_heading() -> None:
    """A class may be called Prep beside 1, 2 and 3; of five there are enough."""
    rows = ["class,teacher", "Prep,Ann", "1,Eva", "2,Kim", "3,Lee"]
    assert not may_be_second_headings(sample(*rows))
    assert may_be_second_headings(sample(*rows, "4,Olga", "5,Ira"))


def test_units_may_come_again_with_the_headings() -> None:
    """In a column of few numbers the repeated headings are no words among them."""
    rows = ["id,sex,day,people", ",,,pcs", "1,f,2026-01-02,4", "2,m,2026-01-02,", "3,f,2026-02-03,6"]
    block = find_heading_block(sample(*rows, *rows[:2], "4,m,2026-02-03,7", "5,f,2026-03-05,"))
    assert block is not None
    assert block.headings == (1, 2)
