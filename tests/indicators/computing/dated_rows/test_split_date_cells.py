"""Rows dated by two columns, the year and its quarter, month or half: worked out by hand, on every engine."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.computing.register_project import Open, cells, refused

SUM = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\ndate = ["Year", "Quarter"]\n'
# 10 + 5 in Q1 of 2018, 7 in its Q2, 20 in Q1 of 2019; 1 has no quarter, and 2 and 3 have none that can be read
TABLE = {
    "t": "Year,Quarter,Month,id,usd\n2018,Q1,Jan,a,10\n2018,I,3,b,5\n2018,2 кв.,июнь,a,7\n2019,1,ноябрь айы,a,20\n"
    "2018,,2,c,1\n2018,Q7,13,c,2\n2019,Q1 2018,12,d,3\n"
}


def test_rows_count_in_their_quarters(project: Open) -> None:
    """By quarter, half and year the amounts are those added up by hand; the rest is not recorded."""
    opened = project(SUM, TABLE)
    by_quarter = cells(opened.compute(by=["quarter"], period="2018"))
    assert by_quarter == {("2018Q1",): 15, ("2018Q2",): 7, ("2018Q3",): 0, ("2018Q4",): 0, ("total",): 22}
    assert cells(opened.compute(by=["half"], period="2018S1")) == {("2018S1",): 22, ("total",): 22}
    by_year = cells(opened.compute(by=["year"]))
    assert by_year == {("2018",): 22, ("2019",): 20, ("not recorded",): 6, ("total",): 48}
    (result,) = opened.compute(period="2018Q1")
    assert (result.value, result.counts.outside) == (15, 3)


def test_rows_count_in_their_months(project: Open) -> None:
    """January and March of 2018, June, and November of 2019; February has a row, month 13 has no day."""
    opened = project(SUM.replace("Quarter", "Month"), TABLE)
    found = {key[0]: value for key, value in cells(opened.compute(by=["month"])).items() if value}
    assert found == {
        "2018-01": 10,
        "2018-02": 1,
        "2018-03": 5,
        "2018-06": 7,
        "2019-11": 20,
        "2019-12": 3,
        "not recorded": 2,
        "total": 48,
    }


@pytest.mark.parametrize(
    "asked", [{"by": ["month"]}, {"period": "2018-02"}, {"period": "2018-01-01..2018-02-28"}], ids=str
)
def test_quarters_are_not_divided(project: Open, asked: dict[str, Any]) -> None:
    """A month of a quarter is refused, with the first row of it."""
    (finding,) = refused(project(SUM, TABLE), **asked)
    assert (finding.file, finding.row, finding.column) == ("t.csv", 2, "Year, Quarter")
    assert '"2018, Q1" is 2018-01-01 to 2018-03-31, and lies only partly in one' in finding.fault


def test_what_can_not_be_read_is_told(project: Open) -> None:
    """Rows 7 and 8 have a quarter that is none, or is of another year; the blank one is no fault."""
    opened = project(SUM, TABLE)
    told = [one for one in opened.compute(period="2018").assumptions if one.code == "unread-date"]
    assert [one.fault for one in told] == [
        "2018, Q7: 2 rows (7, 8) have no date that can be read, and count as without a date"
    ]
    found = [one for report in opened.check() for one in report.findings if one.code == "unread-date"]
    assert [one.fault for one in found] == [told[0].fault]


def test_people_and_states_follow_such_dates(project: Open) -> None:
    """Each person in the quarter of the first row; the latest quarter's rows; all to date."""
    people = SUM.replace('"sum"\ncolumn = "usd"', '"unique"\ncolumn = "id"')
    by_year = cells(project(people + 'dedupe = "first"\n', TABLE).compute(by=["year"]))
    assert (by_year["2018",], by_year["2019",]) == (2, 0)
    (latest,) = project(SUM + 'accumulation = "latest"\n', TABLE).compute(period="2018")
    assert latest.value == 7
    by_year = cells(project(SUM + 'accumulation = "cumulative"\n', TABLE).compute(by=["year"]))
    assert (by_year["2018",], by_year["2019",]) == (22, 42)


FISCAL = SUM + "[project]\nfiscal_year_start = 7\n"


def test_fiscal_years(project: Open) -> None:
    """Q1 of 2018/19 is July to September of 2018; without a fiscal year such years are refused."""
    table = {"t": "Year,Quarter,usd\n2018/19,Q1,1\n2018/19,3,2\n2019/20,I,4\n"}
    opened = project(FISCAL, table)
    assert opened.compute(period="2018Q3")[0].value == 1
    assert opened.compute(period="2018/19")[0].value == 3
    by_quarter = cells(opened.compute(by=["fiscal-quarter"], period="2018/19"))
    assert [by_quarter[f"2018/19Q{number}",] for number in (1, 2, 3, 4)] == [1, 0, 2, 0]
    (finding,) = refused(project(SUM, table), period="2018")
    assert "fiscal_year_start = 7" in finding.remedy


def test_fiscal_quarters_that_are_none_of_the_calendar(project: Open) -> None:
    """Where the fiscal year starts in February, its quarters divide those of the calendar, and are refused."""
    opened = project(FISCAL.replace("7", "2"), {"t": "Year,Quarter,usd\n2018/19,Q1,1\n"})
    assert opened.compute(period="2018/19Q1")[0].value == 1
    assert cells(opened.compute(by=["fiscal-quarter"])) == {("2018/19Q1",): 1, ("total",): 1}
    (finding,) = refused(opened, by=["quarter"])
    assert finding.row == 2


def test_a_column_called_quarter_that_dates_rows_is_its_unit(project: Open) -> None:
    """By quarter means the quarters of the years, not the column of them; by its own name only the column."""
    opened = project(SUM.replace("Year", "year").replace("Quarter", "quarter"), {"t": "year,quarter,usd\n2018,1,5\n"})
    assert cells(opened.compute(by=["quarter"])) == {("2018Q1",): 5, ("total",): 5}


CALCULATED = """
[calculated.p.paid]
from = "t"
match = { id = "id" }
measure = "sum"
column = "usd"
date = { year = "Year", quarter = "Quarter" }
[indicators.n]
table = "p"
measure = "sum"
column = "paid"
date = "day"
"""


def test_calculated_columns_take_such_dates(project: Open) -> None:
    """What was paid by the end of a quarter; a period that ends within a quarter is refused with its row."""
    tables = {"p": "id,day\na,2018-01-05\nb,2018-01-06\n", **TABLE}
    opened = project(CALCULATED, tables)
    assert opened.compute(period="2018Q1")[0].value == 15
    assert opened.compute(period="2018Q1..2018Q2")[0].value == 22
    (finding,) = refused(opened, period="2018-02")
    assert (finding.file, finding.row) == ("t.csv", 2)


def test_nothing_that_can_be_read_is_refused(project: Open) -> None:
    """Texts that are no quarters at all are another column."""
    (finding,) = refused(project(SUM, {"t": "Year,Quarter,usd\n2018,north,1\n2018,south,2\n"}), by=["year"])
    assert (finding.file, finding.column) == ("t.csv", "Year, Quarter")
    assert '"2018, north" or "2018, south"' in finding.fault


def test_two_columns_without_any_cell(project: Open) -> None:
    """No date at all is no fault: each row is without one."""
    opened = project(SUM, {"t": "Year,Quarter,usd\n,,1\n2018,,2\n"})
    assert cells(opened.compute(by=["year"])) == {("not recorded",): 3, ("total",): 3}
