"""Values that no category has are told with their row, and counted all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project
from tests.checking.small_project import ROWS, TOML, findings_of


def test_categories_that_nobody_declared(project: Callable[..., Project]) -> None:
    """Each spelling once, with the first row of it and how many there are; aliases, case and blanks are none."""
    (found,) = findings_of(project(TOML, {"t": ROWS}), "undeclared-category")
    assert (found.file, found.row, found.column, found.severity) == ("t.csv", 5, "sex", "warning")
    assert '"х" is in none of the categories of sex (2 rows)' in found.message


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
    found = findings_of(
        project(toml, {"t": "place\nS1\nS9\n", "places": "id,name\nS1,One\n"}, package), "undeclared-category"
    )
    assert [(one.row, '"S9"' in one.message) for one in found] == [(3, True)]


@pytest.mark.parametrize("key", [[], ["id", "name"]])
def test_categories_of_a_table_without_a_key(project: Callable[..., Project], key: list[str]) -> None:
    """It is a finding that the table has no key of one column; its rows are not compared with anything."""
    toml = '[dimensions.place]\ncolumn = "place"\ncategories = { table = "places", label = "name" }\n'
    schema = {"fields": [{"name": "id"}, {"name": "name"}], "primaryKey": key}
    package = {
        "resources": [{"name": "t", "path": "t.csv"}, {"name": "places", "path": "places.csv", "schema": schema}]
    }
    toml += '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    checked = project(toml, {"t": "place\nS9\n", "places": "id,name\nS1,One\n"}, package)

    assert findings_of(checked, "undeclared-category") == []
    (finding,) = findings_of(checked, "definition-error")
    assert finding.column == "[dimensions.place]"
    assert "places has no key of one column" in finding.message


def test_bands_with_labels_have_every_number(project: Callable[..., Project]) -> None:
    """Labels of bands are no list of values: ages and dates of birth are in a band each."""
    bands = 'bands = [{ from = 0, label = "children" }, { from = 18, label = "adults" }]\n'
    toml = f'[dimensions.age]\ncolumn = "age"\n{bands}[dimensions.born]\ncolumn = "born"\n{bands}'
    toml += '[indicators.n]\ntable = "t"\nmeasure = "count"\ndate = "day"\n'
    rows = "age,born,day\n7,2001-07-05,2018-01-01\n40,1963-10-12,2018-01-02\n"
    assert not findings_of(project(toml, {"t": rows}), "undeclared-category")
