"""Columns of a row bound to what they are computed with: the type of the value is that of its columns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project

Open = Callable[..., Project]


@pytest.mark.parametrize(
    ("operands", "measure", "expected"),
    [
        ('["whole", "part"]', "max", "0.5"),
        ('["whole", "whole"]', "max", "0"),
        ('["whole", 0.25]', "max", "0.25"),
    ],
)
def test_the_greatest_of_whole_and_other_numbers_keeps_its_fraction(
    project: Open, operands: str, measure: str, expected: str
) -> None:
    """A sum over it adds the fraction too: the column is one of whole numbers only where all its columns are."""
    toml = f'[calculated.t.k]\nof = {operands}\nmeasure = "{measure}"\n'
    toml += '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
    fields = [{"name": "whole", "type": "integer"}, {"name": "part", "type": "number"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    assert str(project(toml, {"t": "whole,part\n0,0.5\n"}, package).compute()[0].value) == expected


def test_the_latest_of_days_and_times_is_a_time(project: Open) -> None:
    """Whichever is named first."""
    fields = [{"name": "day", "type": "date"}, {"name": "at", "type": "datetime"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    for operands in ('["day", "at"]', '["at", "day"]', '[2026-01-01, "at"]'):
        toml = f'[calculated.t.k]\nof = {operands}\nmeasure = "max"\n'
        toml += '[calculated.t.left]\nof = ["k", 2026-01-05T09:00:00]\nmeasure = "difference"\nunit = "hours"\n'
        toml += '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "left"\n'
        table = {"t": "day,at\n2026-01-04,2026-01-05T10:30:00\n"}
        assert str(project(toml, table, package).compute()[0].value) == "1.5"


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        ("b,a", '"a"'),
        ("2026-01-02,2026-01-01", "2026-01-01"),
        ("2,1", "1"),
        ("2,1", "{ max = 1 }"),
        (",", "{ missing = true }"),
    ],
)
def test_the_least_of_columns_that_no_schema_declares_has_the_type_of_their_cells(
    project: Open, cells: str, where: str
) -> None:
    """A condition on it is not refused before the rows are looked at; of blank columns any type is right."""
    toml = '[calculated.t.k]\nof = ["x", "y"]\nmeasure = "min"\n'
    toml += f'[indicators.n]\ntable = "t"\nmeasure = "count"\nwhere = {{ k = {where} }}\n'
    assert project(toml, {"t": f"no,x,y\n1,{cells}\n"}).compute()[0].value == 1
    toml = '[calculated.t.k]\nof = ["x", "y"]\nmeasure = "min"\n'
    toml += '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
    assert project(toml, {"t": "no,x,y\n1,,\n"}).compute()[0].value is None
