"""Two columns that date rows: what they may not be is refused before any row is read."""

from __future__ import annotations

from typing import Any

import pytest

from tests.indicators.computing.register_project import Open, refused

TOML = '[indicators.n]\ntable = "t"\nmeasure = "count"\ndate = {}\n'
TABLES = {"t": "Year,Quarter,P,day,ok,id\n2018,1,2,2018-01-01,true,a\n", "k": "id,Month\na,1\n"}
FIELDS = [
    {"name": "Year", "type": "integer"},
    {"name": "Quarter"},
    {"name": "P"},
    {"name": "day", "type": "date"},
    {"name": "ok", "type": "boolean"},
    {"name": "id"},
]
PACKAGE: dict[str, Any] = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": FIELDS,
                "foreignKeys": [{"fields": "id", "reference": {"resource": "k", "fields": "id"}}],
            },
        },
        {"name": "k", "path": "k.csv", "schema": {"fields": [{"name": "id"}, {"name": "Month"}], "primaryKey": "id"}},
    ]
}


@pytest.mark.parametrize(
    ("date", "fault", "remedy"),
    [
        ('["Year", "Quartr"]', 't has no column "Quartr"', "Quarter"),
        ('["Yaer", "Quarter"]', 't has no column "Yaer"', "Year"),
        ('["Year", "P"]', "the headings do not say", 'write date = { year = "Year", quarter = "P" }'),
        ('{ year = "Year", quarter = "day" }', '"day" holds whole dates', 'write date = "day"'),
        ('{ year = "Year", quarter = "ok" }', '"ok" is boolean', "numbers or texts"),
        ('{ year = "ok", quarter = "Quarter" }', '"ok" is boolean', "numbers or texts"),
        ('["Year", "id.Month"]', "are of two tables", "one table"),
    ],
)
def test_what_can_not_date_rows_is_refused(project: Open, date: str, fault: str, remedy: str) -> None:
    """With the place in the definitions and what to do; whatever is asked for."""
    (finding,) = refused(project(TOML.replace("{}", date), TABLES, PACKAGE))
    assert finding.column == "[indicators.n] date"
    assert fault in finding.fault
    assert remedy in finding.remedy


def test_columns_of_a_referenced_table(project: Open) -> None:
    """Both along one key are a date; whole periods are none for `until`."""
    tables = {"t": "id\na\na\nb\n", "k": "id,Year,Month\na,2018,1\nb,2018,2\n"}
    package = {
        "resources": [
            {
                "name": "t",
                "path": "t.csv",
                "schema": {
                    "fields": [{"name": "id"}],
                    "foreignKeys": [{"fields": "id", "reference": {"resource": "k", "fields": "id"}}],
                },
            },
            {
                "name": "k",
                "path": "k.csv",
                "schema": {
                    "fields": [{"name": "id"}, {"name": "Year", "type": "year"}, {"name": "Month"}],
                    "primaryKey": "id",
                },
            },
        ]
    }
    opened = project(TOML.replace("{}", '["id.Year", "id.Month"]'), tables, package)
    assert opened.compute(period="2018-01")[0].value == 2
    assert opened.compute(period="2018-02")[0].value == 1


def test_until_needs_exact_dates(project: Open) -> None:
    """A quarter is neither before a day in it nor after."""
    toml = """
[calculated.p.n]
from = "t"
match = { id = "id" }
measure = "count"
until = "day"
date = ["Year", "Quarter"]
[indicators.n]
table = "p"
measure = "sum"
column = "n"
"""
    (finding,) = refused(project(toml, {"p": "id,day\na,2018-02-01\n", "t": "id,Year,Quarter\na,2018,1\n"}))
    assert "until and since need the exact date" in finding.fault
