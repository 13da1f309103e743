"""Rows dated by periods: they count in what their period lies in wholly; what divides it is refused with its row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.computing.register_project import COUNT, Open, cells, refused

TABLE = {"t": "pe,ou\n2018Q1,A\n201804,A\n2018W15,B\n2018W5,B\n2019,C\n"}
DECLARED = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {"fields": [{"name": "pe", "type": "string", "format": "rt:period"}, {"name": "ou"}]},
        }
    ]
}


@pytest.mark.parametrize("package", [None, DECLARED], ids=["inferred", "declared"])
def test_rows_count_in_the_period_that_they_lie_in(project: Open, package: object) -> None:
    """A month and a week in their quarter; a year in its year."""
    opened = project(COUNT, TABLE, package) if package else project(COUNT, TABLE)
    assert cells(opened.compute(by=["year"])) == {("2018",): 4, ("2019",): 1, ("total",): 5}
    assert cells(opened.compute(by=["quarter"], where={"ou": ["A", "B"]})) == {
        ("2018Q1",): 2,
        ("2018Q2",): 2,
        ("total",): 4,
    }
    assert opened.compute(period="2018Q2")[0].value == 2
    assert opened.compute(period="2018Q1..2018Q2")[0].value == 4


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ({"by": ["quarter"]}, 6),
        ({"by": ["month"], "where": {"ou": "A"}}, 2),
        ({"by": ["month"], "where": {"ou": "B"}}, 5),
        ({"period": "2018-04-10..2018-12-31"}, 3),
        ({"period": "2018-02"}, 2),
        ({"period": "2018-01"}, 2),
    ],
)
def test_a_period_that_is_divided_is_refused(project: Open, asked: dict[str, Any], row: int) -> None:
    """A year by quarters, a quarter by months, the week from 29 January; rows that meet no condition are no matter."""
    (finding,) = refused(project(COUNT, TABLE), **asked)
    assert (finding.file, finding.row, finding.column) == ("t.csv", row, "pe")
    assert "lies only partly in one" in finding.fault


def test_the_text_of_a_period_is_a_category_and_a_key(project: Open) -> None:
    """The month 201801 and the quarter 2018Q1 begin on one day, and are two."""
    opened = project(COUNT, {"t": "pe,ou\n2018Q1,A\n201801,A\n"})
    assert cells(opened.compute(by=["pe"])) == {("2018Q1",): 1, ("201801",): 1, ("total",): 2}
    assert opened.compute(where={"pe": "2018Q1"})[0].value == 1


def test_a_date_goes_before_a_period(project: Open) -> None:
    """A table with both is dated by the date, as ever; the period may be named."""
    table = {"t": "pe,day\n2018Q1,2018-05-01\n2018Q2,2018-05-02\n"}
    assert cells(project(COUNT, table).compute(by=["quarter"])) == {("2018Q2",): 2, ("total",): 2}
    named = project(COUNT + 'date = "pe"\n', table)
    assert cells(named.compute(by=["quarter"])) == {("2018Q1",): 1, ("2018Q2",): 1, ("total",): 2}
