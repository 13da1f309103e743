"""Every row behind a number can be named: its file, and the row that a spreadsheet shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing.computation import load_computation
from roundtable_cli.indicators.definitions.conditions import parse_where_table
from roundtable_cli.indicators.definitions.periods import parse_period
from roundtable_cli.indicators.results import CellKey
from roundtable_cli.tables.source import RowOrTablePlace

Open = Callable[..., Project]
TOML = """
[dimensions.sex]
column = "sex"
[dimensions.age_group]
column = "age"
bands = [18, 30]
[dimensions.language]
column = "languages"
[indicators.rows]
table = "visits"
measure = "count"
[indicators.people]
table = "visits"
measure = "unique"
column = "id"
[indicators.running]
table = "visits"
measure = "sum"
column = "age"
accumulation = "cumulative"
[indicators.anybody]
table = ["visits", "calls"]
measure = "unique"
column = "id"
[indicators.last]
table = "visits"
measure = "latest"
column = "age"
[indicators.young]
table = "visits"
measure = "share"
meets = { age = { max = 20 } }
"""
TABLES = {
    "visits": "id,sex,age,day,languages\nP1,f,17,2018-01-05,ky|ru\nP2,m,40,2018-02-05,ru\nP1,f,17,2018-02-07,\n"
    "P3,,25,,ky|ky\nP2,m,,2018-03-01,ru\n",
    "calls": "id,sex,age,day\nP4,f,50,2018-01-09\nP1,f,17,2018-02-09\nP5,m,20,2018-02-10\n",
}
PACKAGE = {
    "resources": [
        {
            "name": name,
            "path": f"{name}.csv",
            "schema": {
                "fields": [
                    {"name": "id"},
                    {"name": "sex"},
                    {"name": "age", "type": "integer"},
                    {"name": "day", "type": "date"},
                    *([{"name": "languages", "type": "list", "delimiter": "|"}] if name == "visits" else []),
                ]
            },
        }
        for name in TABLES
    ]
}


def located(
    project: Project, code: str, by: tuple[str, ...] = (), period: str | None = None, **where: Any
) -> dict[CellKey, list[RowOrTablePlace]]:
    """The rows behind the value of each cell, which are as many as the result says."""
    request = IndicatorRequest((code,), by, parse_where_table(where), parse_period(period) if period else None)
    with project._engine_lease.computing() as engine:
        computation = load_computation(project._build_binder(), engine, request, show_columns=lambda _: ())
        results = computation.compute_results(request.period)
        found = {result.cell: computation.locate_counted_rows(code, result.cell, request.period) for result in results}
    assert {cell: len(rows) for cell, rows in found.items()} == {result.cell: result.counts.rows for result in results}
    return found


def visits(*rows: int) -> list[RowOrTablePlace]:
    """Rows of one file."""
    return [("visits.csv", row) for row in rows]


@pytest.mark.parametrize("code", ["rows", "people", "running", "young", "last"])
def test_the_rows_of_a_total_and_of_each_category(project: Open, code: str) -> None:
    """Every measure counts the rows that meet its conditions, those without a value too."""
    found = located(project(TOML, TABLES, PACKAGE), code, ("sex",))
    assert found == {
        (("sex", "f"),): visits(2, 4),
        (("sex", "m"),): visits(3, 6),
        (("sex", "not recorded"),): visits(5),
        (): visits(2, 3, 4, 5, 6),
    }


def test_conditions_and_periods_leave_rows_out(project: Open) -> None:
    """A row without a date is in no period."""
    opened = project(TOML, TABLES, PACKAGE)
    assert located(opened, "rows", period="2018-02") == {(): visits(3, 4)}
    assert located(opened, "rows", sex="f") == {(): visits(2, 4)}
    assert located(opened, "rows", ("age_group",))[("age_group", "18-29"),] == visits(5)


def test_cumulative_values_count_the_rows_before(project: Open) -> None:
    """Each month those up to its end; rows without a date stand apart."""
    found = located(project(TOML, TABLES, PACKAGE), "running", ("month", "sex"))
    assert found[("month", "2018-01"),] == visits(2)
    assert found[("month", "2018-02"),] == visits(2, 3, 4)
    assert found[("month", "2018-03"),] == visits(2, 3, 4, 6)
    assert found[("month", "2018-03"), ("sex", "f")] == visits(2, 4)
    assert found[("month", "not recorded"),] == visits(5)


def test_a_row_of_several_categories_is_behind_each(project: Open) -> None:
    """Once, though its list names one of them twice."""
    found = located(project(TOML, TABLES, PACKAGE), "rows", ("language",))
    assert found[("language", "ky"),] == visits(2, 5)
    assert found[("language", "ru"),] == visits(2, 3, 6)
    assert found[("language", "not recorded"),] == visits(4)


def test_rows_of_several_tables(project: Open) -> None:
    """Each in its own file."""
    found = located(project(TOML, TABLES, PACKAGE), "anybody", ("sex",), "2018-02")
    calls = [("calls.csv", row) for row in (3, 4)]
    assert found[("sex", "f"),] == [*visits(4), calls[0]]
    assert found[("sex", "m"),] == [*visits(3), calls[1]]
    assert found[()] == [*visits(3, 4), *calls]


def test_a_table_of_keys_has_no_rows_to_name(project: Open) -> None:
    """Only its name; a unique count over it reads what the keys are found in."""
    toml = '[tables.persons]\nfrom = "visits"\neach = "id"\n'
    toml += '[indicators.n]\ntable = "persons"\nmeasure = "unique"\ncolumn = "id"\n'
    assert located(project(toml, TABLES, PACKAGE), "n") == {(): [("persons", None)] * 3}
