"""A first row is a record only where the rows below prove it."""

from __future__ import annotations

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
    ],
)
def test_records_in_the_first_row(rows: list[str]) -> None:
    """Numbers from 1, codes of one shape, dates, and long ids, with another column that agrees."""
    assert judge_first_row(sample(*rows)) == FirstRow.RECORD


@pytest.mark.parametrize(
    "rows",
    [
        ["id,name,sex", "1,Anna,f", "2,Olya,f", "3,Ira,m"],
        ["village,2018,2019", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["village,01.01.2018,01.02.2018", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["group,0-5,6-17", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["village,101,102", "Osh,5,6", "Talas,7,8", "Naryn,9,1"],
        ["1,2,3", "5,6,7", "8,9,1", "2,2,2"],
        ["q1,q2", "yes,no", "no,no", "yes,yes"],
        ["name,city", "name,city", "Anna,Osh", "Olya,Osh"],
        ["1,Anna", "2,Olya"],
    ],
)
def test_headings_in_the_first_row(rows: list[str]) -> None:
    """Words above values; years, days, age bands and numbers in a row; or too few rows to tell."""
    assert judge_first_row(sample(*rows)) == FirstRow.HEADINGS


def test_numbers_above_numbers_leave_it_open() -> None:
    """They may be headings."""
    assert judge_first_row(sample("Osh,10,5", "Talas,7,6", "Naryn,9,1", "Chuy,4,4")) == FirstRow.DOUBTFUL
