"""Which categories a dimension has, in which order, and which spellings mean them."""

from __future__ import annotations

import pytest

from tests.indicators.frames.one_breakdown import AGES, COUNT, SEX, Open, breakdown, fields, rows


def test_undeclared_values_are_categories_in_natural_order(project: Open) -> None:
    """S2 goes before S10, capitals have no meaning, and what is not recorded stands last before the total."""
    opened = project(COUNT, rows("place", ["S10", "S2", "", "S1", "S2"]))
    assert breakdown(opened, "place") == [("S1", 1), ("S2", 2), ("S10", 1), ("not recorded", 1), ("total", 5)]


@pytest.mark.parametrize("codes", [["S01", "S1", "S001", "S2"], ["07", "7", "007", "8"]])
def test_categories_that_differ_in_zeros_have_one_order(project: Open, codes: list[str]) -> None:
    """Whatever the order in which their rows come."""
    tables = rows("place", [*codes, codes[0]])
    orders = [breakdown(project(COUNT, {"t": text}, fields({"name": "id"}, {"name": "place"})), "place")
              for text in (tables["t"], _backwards(tables["t"]))]  # fmt: skip
    assert [name for name, _ in orders[0]] == [*sorted(codes[:3]), codes[3], "total"]
    assert orders[0] == orders[1]


def _backwards(text: str) -> str:
    header, *lines = text.splitlines(keepends=True)
    return "".join([header, *reversed(lines)])


def test_declared_categories_stand_in_their_order_with_zeros(project: Open) -> None:
    """Male is declared first and has no row; a value that is not declared comes after them."""
    opened = project(COUNT + SEX, rows("sex", ["x", "female", ""]))
    assert breakdown(opened, "sex") == [("male", 0), ("female", 1), ("x", 1), ("not recorded", 1), ("total", 3)]


SETTLEMENTS = '[dimensions.settlement]\ncolumn = "settlement"\ncategories = { table = "settlements", label = "name" }\n'

WITH_KEY = {
    "resources": [
        {"name": "t", "path": "t.csv"},
        {"name": "settlements", "path": "settlements.csv", "schema": {"primaryKey": "code"}},
    ]
}


def test_the_categories_of_a_table_stand_in_its_order_with_labels_and_zeros(project: Open) -> None:
    """S3 before S1 as in the file, S2 with 0; S3 has no name and is called by its code."""
    tables = rows("settlement", ["S1", "S3", "S1", ""]) | {"settlements": "code,name\nS3,\nS1,Ak-Jar\nS2,Ala-Too\n"}
    opened = project(COUNT + SETTLEMENTS, tables, WITH_KEY)
    assert breakdown(opened, "settlement") == [("S3", 1), ("S1", 2), ("S2", 0), ("not recorded", 1), ("total", 4)]
    labels = [category.label("en") for category in opened.compute(by=["settlement"]).categories["settlement"][:3]]
    assert labels == ["S3", "Ak-Jar", "Ala-Too"]


def test_labels_of_categories_may_have_a_column_per_language(project: Open) -> None:
    """Each language's column is read."""
    toml = (
        '[project]\nlanguages = ["en", "ky"]\n' + COUNT + SETTLEMENTS.replace('"name"', '{ en = "name", ky = "aty" }')
    )
    tables = rows("settlement", ["S1"]) | {"settlements": "code,name,aty\nS1,New,Жаңы\n"}
    (category,) = project(toml, tables, WITH_KEY).compute(by=["settlement"]).categories["settlement"]
    assert (category.label("en"), category.label("ky")) == ("New", "Жаңы")


def test_a_code_of_numbers_is_a_category_too(project: Open) -> None:
    """The table's order holds, not that of the numbers."""
    tables = rows("settlement", ["2", "10"]) | {"settlements": "code,name\n10,a\n2,b\n3,c\n"}
    opened = project(COUNT + SETTLEMENTS, tables, WITH_KEY)
    assert breakdown(opened, "settlement") == [("10", 1), ("2", 1), ("3", 0), ("total", 2)]


def test_codes_that_differ_in_case_alone_stay_apart(project: Open) -> None:
    """A value that is a code is that code, whatever else folds into it."""
    tables = rows("settlement", ["A", "a", "a"]) | {"settlements": "code,name\nA,x\na,y\n"}
    opened = project(COUNT + SETTLEMENTS, tables, WITH_KEY)
    assert breakdown(opened, "settlement") == [("A", 1), ("a", 2), ("total", 3)]


def test_below_and_above_the_bands_are_categories_of_their_own(project: Open) -> None:
    """In their places before and after the bands, which stand with 0."""
    opened = project(COUNT + AGES, rows("age", ["13", "25", "0", "99"]))
    assert breakdown(opened, "ages") == [("<14", 2), ("14-17", 0), ("18-24", 0), ("25+", 2), ("total", 4)]
