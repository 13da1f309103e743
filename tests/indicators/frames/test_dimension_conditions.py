"""Dimensions whose categories are conditions, on columns and on other dimensions."""

from __future__ import annotations

import pytest

from roundtable_cli import Refused
from tests.indicators.frames.one_breakdown import AGES, COUNT, Open, breakdown, fields, rows

DISABILITY = (
    "[dimensions.disability]\ncategories.severe = { where = { domains = { min = 3 } } }\n"
    "categories.with = { where = { domains = { min = 1 } } }\ncategories.without = { where = { domains = 0 } }\n"
)


def test_a_row_is_in_the_first_category_whose_condition_it_meets(project: Open) -> None:
    """3 domains are severe though `with` holds too; the blank is not recorded; all stand in their order."""
    opened = project(COUNT + DISABILITY, rows("domains", ["3", "1", "", "0", "0"]))
    assert breakdown(opened, "disability") == [
        ("severe", 1),
        ("with", 1),
        ("without", 2),
        ("not recorded", 1),
        ("total", 5),
    ]


def test_a_category_by_condition_without_rows_is_zero(project: Open) -> None:
    """It is declared, so it stands."""
    opened = project(COUNT + DISABILITY, rows("domains", ["1", "0"]))
    assert breakdown(opened, "disability") == [("severe", 0), ("with", 1), ("without", 1), ("total", 2)]


def test_all_conditions_of_a_category_hold(project: Open) -> None:
    """On columns and on other dimensions, bands and lists among them."""
    toml = (
        COUNT
        + AGES
        + '[dimensions.girl]\ncategories.yes = { where = { sex = "f", ages = ["<14", "14-17"], topics = "sport" } }\n'
        + "categories.no = { where = { sex = { missing = false } } }\n"
    )
    table = {"t": "id,sex,age,topics\n1,f,17,sport;art\n2,f,18,sport\n3,f,13,art\n4,m,13,sport\n5,,13,sport\n"}
    package = fields(
        {"name": "id"},
        {"name": "sex"},
        {"name": "age", "type": "integer"},
        {"name": "topics", "type": "list", "delimiter": ";"},
    )
    opened = project(toml, table, package)
    assert breakdown(opened, "girl") == [("yes", 1), ("no", 3), ("not recorded", 1), ("total", 5)]


def test_a_value_in_a_category_by_condition_is_checked_too(project: Open) -> None:
    """A typo there would put every row into another category."""
    toml = (
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n[dimensions.woman]\n'
        'categories.yes = { where = { sex = "femal" } }\ncategories.no = { where = { sex = "male" } }\n'
    )
    with pytest.raises(Refused, match="femal"):
        project(toml, {"t": "sex\nfemale\nmale\n"}).compute(by=["woman"])


def test_a_label_of_two_categories_is_not_guessed(project: Open) -> None:
    """Two settlements of one name: which is meant must be said by its code."""
    toml = (
        '[indicators.n]\ntable = "t"\nmeasure = "count"\n[dimensions.place]\ncolumn = "place"\n'
        'categories = { table = "places", label = "name" }\n'
    )
    package = {
        "resources": [
            {"name": "t", "path": "t.csv"},
            {"name": "places", "path": "places.csv", "schema": {"primaryKey": "code"}},
        ]
    }
    opened = project(toml, {"t": "place\nS1\nS2\nS2\n", "places": "code,name\nS1,Ak-Jar\nS2,Ak-Jar\n"}, package)
    assert opened.compute(where={"place": "S1"})[0].value == 1
    with pytest.raises(Refused, match="Ak-Jar"):
        opened.compute(where={"place": "Ak-Jar"})
