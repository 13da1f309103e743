"""Dimensions whose categories are conditions, on columns and on other dimensions."""

from __future__ import annotations

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
