"""Two columns that date rows, of whatever type their cells are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.computing.register_project import Open, cells

SUM = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\ndate = ["Year", "Quarter"]\n'


@pytest.mark.parametrize(
    ("year", "part"),
    [("integer", "integer"), ("number", "string"), ("year", "number"), ("string", "integer"), ("any", "any")],
)
def test_cells_of_each_type_are_read(project: Open, year: str, part: str) -> None:
    """The same quarters, whether the year is a number, a year or a text."""
    fields: list[dict[str, Any]] = [
        {"name": "Year", "type": year},
        {"name": "Quarter", "type": part},
        {"name": "usd", "type": "integer"},
    ]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    opened = project(SUM, {"t": "Year,Quarter,usd\n2018,1,5\n2018,4,7\n2019,1,20\n,1,1\n"}, package)
    assert cells(opened.compute(by=["year"])) == {("2018",): 12, ("2019",): 20, ("not recorded",): 1, ("total",): 33}
    assert opened.compute(period="2018Q4")[0].value == 7


def test_a_year_and_part_of_different_rows_make_no_date(project: Open) -> None:
    """Each code of a date is its pair's alone: 2019 with a quarter that can't be read is not the last of 2018."""
    opened = project(SUM, {"t": "Year,Quarter,usd\n2018,1,1\n2018,2,2\n2019,1,4\n2019,x,8\n2018,y,16\nx,1,32\n"})
    assert cells(opened.compute(by=["year"])) == {("2018",): 3, ("2019",): 4, ("not recorded",): 56, ("total",): 63}
