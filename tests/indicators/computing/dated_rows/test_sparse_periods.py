"""Breakdowns by time that one far date would make nearly all empty are refused; others are printed as ever."""

from __future__ import annotations

from datetime import date

import pytest

from roundtable_cli import Refused
from roundtable_cli.indicators.computing.dated_rows import sparse_periods
from tests.indicators.computing.register_project import COUNT, Open, cells, refused


def days(*texts: str) -> dict[str, str]:
    """A table of these dates."""
    return {"t": "id,day\n" + "".join(f"{number},{text}\n" for number, text in enumerate(texts))}


@pytest.mark.parametrize("far", ["0205-03-01", "2202-03-01", "1900-01-01", "2118-02-03"])
@pytest.mark.parametrize("unit", ["month", "quarter", "half", "year", "fiscal-quarter", "fiscal-half", "fiscal-year"])
def test_the_row_of_a_far_date_is_named(project: Open, far: str, unit: str) -> None:
    """With the years of the others, which can be asked for instead."""
    opened = project(COUNT, days("2018-01-05", "2018-02-03", far, "2019-02-03"))
    (finding,) = refused(opened, by=[unit])
    assert (finding.code, finding.file, finding.row, finding.column) == ("far-date", "t.csv", 4, "day")
    assert finding.remedy.endswith("--period 2018..2019")
    assert opened.compute(by=[unit], period="2018..2019")[-1].value == 3


def test_of_two_dates_the_unusual_one_is_named(project: Open) -> None:
    """Nothing happened in 2202."""
    (finding,) = refused(project(COUNT, days("2018-01-05", "2202-03-01")), by=["year"])
    assert finding.row == 3


def test_the_years_to_ask_for_leave_out_every_far_date(project: Open) -> None:
    """Of two slips of a year one is named, and neither is among the years to ask for instead."""
    opened = project(COUNT, days("0205-01-05", "2018-02-03", "2203-03-01", "2019-02-03"))
    (finding,) = refused(opened, by=["year"])
    assert finding.remedy.endswith("--period 2018..2019")


@pytest.mark.parametrize(
    ("unit", "texts", "periods"),
    [
        ("month", ("2010-01-05", "2019-12-03"), 120),  # baseline and endline
        ("year", ("1950-01-05", "1990-02-03", "2018-01-01"), 69),
        ("year", tuple(f"{year}-01-01" for year in range(1900, 2020, 3)), 118),
        ("month", tuple(f"{year}-01-01" for year in range(1990, 2010)), 229),
    ],
)
def test_long_spans_without_a_far_date_are_printed(
    project: Open, unit: str, texts: tuple[str, ...], periods: int
) -> None:
    """Each period has its 0."""
    results = project(COUNT, days(*texts)).compute(by=[unit])
    assert len(results) == periods + 1


def test_months_of_a_century_are_refused(project: Open) -> None:
    """Twelve hundred, of which twelve have records."""
    texts = [f"{year}-01-01" for year in range(1910, 2020, 10)]
    (finding,) = refused(project(COUNT, days(*texts)), by=["month"])
    assert "by month there would be 1,201 periods, of which 11 have records" in finding.fault


def test_the_tracking_table_has_no_hundreds_of_empty_lines(project: Open) -> None:
    """It is refused too."""
    opened = project(COUNT, days("2018-01-05", "2202-03-01", "2018-02-03"))
    with pytest.raises(Refused) as error:
        opened.track(by=["quarter"])
    assert [finding.row for finding in error.value.findings] == [3]


@pytest.mark.parametrize(
    ("unit", "first", "count"), [("month", 1, "119,988"), ("year", 1, "9,999"), ("quarter", 1999, "32,004")]
)
def test_more_periods_than_anybody_reads_are_refused_at_once(unit: str, first: int, count: str) -> None:
    """The number and the limit are named; a hundred years of months are none too many."""
    with pytest.raises(Refused, match=f"{count} periods; at most 1,200"):
        sparse_periods.check_period_count(unit, date(first, 1, 1), date.max)
    sparse_periods.check_period_count("month", date(1950, 1, 1), date(2049, 12, 31))


def test_a_blank_date_is_no_month(project: Open) -> None:
    """Decades between dates, and a row without one: its months are looked at all the same."""
    rows = "day,id\n1980-01-01,a\n1990-05-01,b\n,c\n"
    found = cells(project(COUNT, {"t": rows}).compute(by=["year"]))
    assert (found["1980",], found["1990",], found["not recorded",]) == (1, 1, 1)
