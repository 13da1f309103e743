"""A first row is a record only where the rows below prove it."""

from __future__ import annotations

import random

import pytest

from roundtable_cli.tables.reading.layout.missing_headings import FirstRow, judge_first_row
from tests.tables.reading.layout.sheets import sample


@pytest.mark.parametrize(
    "rows",
    [
        ["1,Anna,f", "2,Olya,f", "3,Ira,m", "4,Eva,f"],
        ["A-01,05.02.2018", "A-02,06.02.2018", "A-03,07.02.2018", "A-04,07.02.2018"],
        ["Osh,05.02.2018,10", "Osh,06.02.2018,5", "Talas,07.02.2018,8", "Osh,07.02.2018,9"],
        ["20101199001234,f", "20101199001235,m", "20101199001236,f", "20101199001237,f"],
        ["7,Ira,4,2021-05-03", "9,Eva,12,2021-05-04", "2,Olya,8,2021-06-01"],
        ["Ira,03.05.2021", "Eva,04.05.2021", "Olya,01.06.2021"],
        ["1,2", "2,9", "3,4", "4,4"],
    ],
)
def test_records_in_the_first_row(rows: list[str]) -> None:
    """Numbers from 1, codes of one shape, and long ids, with another column that agrees; dates above two dates."""
    assert judge_first_row(sample(*rows)) == FirstRow.RECORD


@pytest.mark.parametrize(
    "rows",
    [
        ["id,name,sex", "1,Anna,f", "2,Olya,f", "3,Ira,m"],
        ["village,2018,2019", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["village,01.01.2018,01.02.2018", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["group,0-5,6-17", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["village,101,102,103", "Osh,5,6,2", "Talas,7,8,2", "Naryn,9,1,3"],
        ["village,2018,2019,2020", "Osh,5,6,7"],
        ["village,2020,2019", "Osh,5,6"],
        ["village,2018Q1,2018Q2", "Osh,5,6", "Talas,7,8"],
        ["village,05.01.2018,12.01.2018", "Osh,5,6"],
        ["village,2018,2019,2020"],
        ["village,05.01.2018,12.01.2018"],
        ["group,0-5,6-17"],
        ["name,day", "Ira,2021-05-03"],
        ["1,2,3", "5,6,7", "8,9,1", "2,2,2"],
        ["q1,q2", "yes,no", "no,no", "yes,yes"],
        ["name,city", "name,city", "Anna,Osh", "Olya,Osh"],
        ["Anna,Osh", "Olya,Talas"],
    ],
)
def test_headings_in_the_first_row(rows: list[str]) -> None:
    """Words above values; years, quarters, days, age bands, numbers in a row, above few rows or none; words alone."""
    assert judge_first_row(sample(*rows)) == FirstRow.HEADINGS


@pytest.mark.parametrize(
    "rows",
    [
        ["Osh,10,5", "Talas,7,6", "Naryn,9,1", "Chuy,4,4"],
        ["Osh,10,11", "Talas,7,6", "Naryn,9,1", "Chuy,4,4"],
        ["P1,2018,2019", "P2,2019,2021", "P3,2017,2018"],
        ["1,Anna", "2,Olya"],
        ["Osh,10", "Talas,7"],
        ["Osh,03.05.2021", "Talas,04.05.2021"],
        ["7,Ira,03.05.2021"],
    ],
)
def test_what_may_be_a_record_is_left_open(rows: list[str]) -> None:
    """Numbers above numbers may be headings; a date above one date, or above no row, is likely none."""
    assert judge_first_row(sample(*rows)) == FirstRow.DOUBTFUL


def test_a_name_above_names_is_a_record_where_another_column_says_so() -> None:
    """Alone it may be the leader above her group; a word that says what a column holds is never a name."""
    names = ["Bekov Azamat,town,male", "Osmonov Timur,town,male", "Osmonov Emil,town,male", "Osmonova Aida,ail,female"]
    assert judge_first_row(sample("Asanova Aigul,town,male", *names)) == FirstRow.RECORD
    assert judge_first_row(sample("Asanova Aigul,place,sex", *names)) == FirstRow.DOUBTFUL
    assert judge_first_row(sample("Participant Name,place,sex", *names)) == FirstRow.HEADINGS


def test_headings_of_years_and_words_are_no_records() -> None:
    """In thousands of random tables with headings, of one row and more."""
    chance = random.Random(5)  # noqa: S311
    for _ in range(3_000):
        kind = chance.choice([["visits", "kg", "day"], ["2018", "2019", "2020"], ["2018Q1", "2018Q2"], ["0-5", "6-17"]])
        heads = chance.sample(kind, len(kind)) if chance.random() < 0.5 else kind
        largest = chance.choice([9, 300, 5000])
        rows = [
            ",".join([f"Village {row}", *(str(chance.randint(0, largest)) for _ in heads)])
            for row in range(chance.randint(0, 9))
        ]
        assert judge_first_row(sample(",".join(["place", *heads]), *rows)) == FirstRow.HEADINGS, (heads, rows)
