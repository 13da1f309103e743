"""What the records hold and the definitions leave out is told with its row, and counts all the same."""

from __future__ import annotations

from collections.abc import Callable

from roundtable_cli import Project
from roundtable_cli.errors import Finding

TOML = """
[project]
start = 2018-01-01
end = 2018-12-31
[dimensions.sex]
column = "sex"
categories.female = { aliases = ["f", "ж"] }
categories.male = { aliases = ["m"] }
[indicators.n]
table = "t"
measure = "count"
date = "day"
"""
ROWS = "sex,day\nF,2018-01-01\nж ,2018-12-31\nm,2017-12-31\nх,2019-01-01\nх,\n,2018-06-01\n"


def doubts(project: Project, *codes: str) -> list[Finding]:
    """The findings of these codes in the report on the table."""
    return [finding for report in project.check() for finding in report.findings if finding.code in codes]


def test_categories_that_nobody_declared(project: Callable[..., Project]) -> None:
    """Each spelling once, with the first row of it and how many there are; aliases, case and blanks are none."""
    (found,) = doubts(project(TOML, {"t": ROWS}), "undeclared-category")
    assert (found.file, found.row, found.column, found.severity) == ("t.csv", 5, "sex", "warning")
    assert '"х" is in none of the categories of sex (2 rows)' in found.message


def test_dates_outside_the_project_s_life(project: Callable[..., Project]) -> None:
    """The first and the last day are inside; a row without a date is not outside."""
    found = doubts(project(TOML, {"t": ROWS}), "outside-life")
    assert [(one.row, one.column) for one in found] == [(4, "day"), (5, "day")]
    assert "before" in found[0].message
    assert "after" in found[1].message


def test_what_is_counted_to_date_may_be_older(project: Callable[..., Project]) -> None:
    """A cumulative indicator counts what was there when the project began."""
    toml = TOML + 'accumulation = "cumulative"\n'
    assert [one.row for one in doubts(project(toml, {"t": ROWS}), "outside-life")] == [5]


def test_personal_values_are_not_told(project: Callable[..., Project]) -> None:
    """Neither a category nor a date of a personal column is in a message."""
    fields = [{"name": "sex", "rt:personal": True}, {"name": "day", "type": "date", "rt:personal": True}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    found = doubts(project(TOML, {"t": ROWS}, package), "undeclared-category", "outside-life")
    assert len(found) == 3
    assert all("х" not in one.message and "2019-01" not in one.message for one in found)


def test_categories_of_a_table(project: Callable[..., Project]) -> None:
    """Where another table has the categories, a code that is not in it is told."""
    toml = '[dimensions.place]\ncolumn = "place"\ncategories = { table = "places", label = "name" }\n'
    package = {
        "resources": [
            {"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "place"}]}},
            {
                "name": "places", "path": "places.csv",
                "schema": {"fields": [{"name": "id"}, {"name": "name"}], "primaryKey": "id"},
            },
        ]
    }  # fmt: skip
    toml += '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    found = doubts(
        project(toml, {"t": "place\nS1\nS9\n", "places": "id,name\nS1,One\n"}, package), "undeclared-category"
    )
    assert [(one.row, '"S9"' in one.message) for one in found] == [(3, True)]


def test_no_doubt_depends_on_who_computes(project: Callable[..., Project]) -> None:
    """A table that an engine reads is looked at row by row like any other."""
    fields = [{"name": "sex", "type": "string"}, {"name": "day", "type": "date"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    rows = "sex,day\n" + "f,2018-01-01\n" * 20_000 + "x,2019-01-01\n"
    found = doubts(project(TOML, {"t": rows}, package), "outside-life", "undeclared-category")
    assert sorted((finding.code, finding.row) for finding in found) == [
        ("outside-life", 20_002), ("undeclared-category", 20_002)]  # fmt: skip
