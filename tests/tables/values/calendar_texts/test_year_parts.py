"""A year in one cell and its quarter, month or half in another: how both may be written, and what is no date."""

from __future__ import annotations

from datetime import date

import pytest

from roundtable_cli.tables.values.calendar_texts import year_parts

Q1 = (date(2018, 1, 1), date(2018, 3, 31))
NOVEMBER = (date(2018, 11, 1), date(2018, 11, 30))
SECOND_HALF = (date(2018, 7, 1), date(2018, 12, 31))


@pytest.mark.parametrize("year", ["2018", "2018 г.", "2018-жыл"])
@pytest.mark.parametrize(
    ("unit", "parts", "days"),
    [
        (
            "quarter",
            ["1", "01", "I", "q1", "Q 1", "Q1 2018", "2018Q1", "1 квартал", "I кв.", "кв. 1", "1st quarter"],
            Q1,
        ),
        ("quarter", ["Quarter 1", "Qtr 1", "1-чейрек", "1 квартал 2018 г."], Q1),
        (
            "month",
            ["11", "XI", "Nov", "Nov.", "ноябрь", "ноября", "ноябрь айы", "11. Nov", "2018-11", "Nov 2018"],
            NOVEMBER,
        ),
        ("half", ["2", "II", "H2", "S2", "2 полугодие", "2018H2"], SECOND_HALF),
        ("quarter", ["H2", "2 полугодие"], SECOND_HALF),
    ],
)
def test_each_way_of_writing_has_its_days(year: str, unit: str, parts: list[str], days: tuple[date, date]) -> None:
    """A word or letter says which part it is, whatever the column holds; a number alone is what the column holds."""
    for part in parts:
        assert year_parts.parse_split_period(year, part, unit, 1) == days, part


@pytest.mark.parametrize(
    ("part", "unit", "start", "first"),
    [
        ("Q1", "quarter", 7, date(2018, 7, 1)),
        ("4", "quarter", 7, date(2019, 4, 1)),
        ("2", "half", 4, date(2018, 10, 1)),
        ("Q4", "quarter", 2, date(2018, 11, 1)),
        ("Nov", "month", 7, date(2018, 11, 1)),
        ("2", "month", 7, date(2019, 2, 1)),
        ("Feb 2019", "month", 7, date(2019, 2, 1)),
    ],
)
def test_parts_of_fiscal_years(part: str, unit: str, start: int, first: date) -> None:
    """Quarters and halves are counted from the start of the fiscal year; months are the calendar's, within it."""
    for year in ("2018/19", "2018/2019", "2018-2019"):
        assert year_parts.parse_split_period(year, part, unit, start).first == first


@pytest.mark.parametrize(
    ("year", "part", "unit", "start"),
    [
        ("2018", "5", "quarter", 1),
        ("2018", "0", "quarter", 1),
        ("2018", "13", "month", 1),
        ("2018", "3", "half", 1),
        ("2018", "annual", "quarter", 1),
        ("2018", "2018", "quarter", 1),
        ("2019", "Q1 2018", "quarter", 1),
        ("2018", "12 ноября", "month", 1),
        ("18", "1", "quarter", 1),
        ("20180", "1", "quarter", 1),
        ("total", "1", "quarter", 1),
        ("2018/20", "1", "quarter", 7),
        ("2018/19", "1", "quarter", 1),
        ("2018/19", "Feb 2018", "month", 7),
        ("2018/19", "Q1 2018", "quarter", 7),
    ],
)
def test_what_is_no_date_is_refused(year: str, part: str, unit: str, start: int) -> None:
    """No such part, no year, or two years; a fiscal year where the project has none."""
    with pytest.raises(ValueError):  # noqa: PT011 - its words are not told
        year_parts.parse_split_period(year, part, unit, start)
