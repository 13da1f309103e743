"""The key `date`: one column, or two; each other form is a fault with what to write."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.framework import DateColumns, TableDates
from roundtable_cli.indicators.definitions.validation.date_columns import read_date_columns
from roundtable_cli.mapping_reader import MappingReader


def read(value: Any, table_count: int = 1) -> tuple[str | DateColumns | TableDates, list[Finding]]:
    """What a value of `date` is read as, and the faults in it."""
    findings: list[Finding] = []
    reader = MappingReader({"date": value}, "indicators.toml", "[indicators.n]", findings)
    return read_date_columns(reader, table_count), findings


@pytest.mark.parametrize(
    ("value", "table_count", "dates"),
    [
        (["day", "opened"], 2, TableDates(("day", "opened"))),
        (["day", "day"], 2, TableDates(("day", "day"))),
        (["day", "month"], 2, TableDates(("day", "month"))),
        (["Year", "Quarter"], 2, DateColumns("Year", "Quarter", "quarter")),
        (["Year", "Quarter", "day"], 3, TableDates(("Year", "Quarter", "day"))),
        (["day"], 3, "day"),
        ("day", 3, "day"),
    ],
)
def test_several_tables_may_each_have_a_date(value: Any, table_count: int, dates: object) -> None:
    """One in each, in their order; a year and its quarter are those of each table."""
    assert read(value, table_count) == (dates, [])


@pytest.mark.parametrize("value", [["day", "opened"], ["a", "b", "c", "d"], ["day", "opened", ""]])
def test_each_of_several_tables_needs_its_date(value: list[str]) -> None:
    """Two for three tables, or a blank, are a fault."""
    dates, (finding,) = read(value, 3)
    assert dates == ""
    assert "for 3 tables; name one for each table" in finding.fault or "found a blank" in finding.fault


@pytest.mark.parametrize(
    ("value", "columns"),
    [
        ("day", "day"),
        (["day"], "day"),
        (["Year", "Quarter"], DateColumns("Year", "Quarter", "quarter")),
        (["Quarter", "Year"], DateColumns("Year", "Quarter", "quarter")),
        (["Год", "Квартал"], DateColumns("Год", "Квартал", "quarter")),
        (["Жыл", "Чейрек"], DateColumns("Жыл", "Чейрек", "quarter")),
        (["Год", "Месяц"], DateColumns("Год", "Месяц", "month")),
        (["report_year", "report_month"], DateColumns("report_year", "report_month", "month")),
        (["Year", "Half-year"], DateColumns("Year", "Half-year", "half")),
        (["visit.Year", "visit.Month"], DateColumns("visit.Year", "visit.Month", "month")),
        (["Y", "Quarter"], DateColumns("Y", "Quarter", "quarter")),
        (["Year", "P"], DateColumns("Year", "P", "")),
        (["Year", "Year of birth"], DateColumns("Year", "Year of birth", "")),
        ({"year": "A", "half": "B"}, DateColumns("A", "B", "half")),
    ],
)
def test_headings_and_keys_say_what_columns_have(value: Any, columns: str | DateColumns) -> None:
    """In whichever order; where the headings do not say it, nothing is guessed."""
    assert read(value) == (columns, [])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (["Year", "Quarter", "Month"], "it names 3 columns"),
        ([], "it names 0 columns"),
        (["Year", "Year"], 'it names "Year" twice'),
        (["Year", 4], "found a number"),
        ({"year": "A", "quarter": "A"}, 'it names "A" twice'),
        ({"year": "A"}, "one of quarter, month and half"),
        ({"year": "A", "quarter": "B", "month": "C"}, "one of quarter, month and half"),
        ({"quarter": "B", "month": "C"}, "one of quarter, month and half"),
        ({"year": "A", "quarter": ""}, "expected the name of a column"),
        (2018, "expected a text"),
    ],
)
def test_other_forms_are_faults(value: Any, words: str) -> None:
    """Each has its place, and says what is wrong."""
    _, (finding,) = read(value)
    assert finding.column == "[indicators.n] date"
    assert words in finding.fault
