"""The definitions as values: names of bands, the dimension of a name, texts in several languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.localized_text import LocalizedText

Open = Callable[..., Project]
SEX = '[dimensions.sex]\ncolumn = "sex"\n'
STAFF = """
[project]
languages = ["en", "ky"]
[dimensions.sex]
label = { en = "Sex", ky = "Жынысы" }
column = "sex"
categories.female = { label = { en = "women" } }
categories.male = {}
[indicators.rate]
measure = "ratio"
of = ["staff_trained", "staff_trained"]
[indicators.staff_trained]
label = { en = "Staff trained" }
definition = "Distinct staff members."
table = "people"
measure = "count"
"""
COUNT = '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
PEOPLE = {"people": "id,sex\n1,f\n"}


def test_a_project_without_indicators_says_so(project: Open) -> None:
    """An empty table would look like an answer."""
    with pytest.raises(Refused, match="no indicators"):
        project("", {"t": "id\n1\n"}).compute()


def test_a_name_that_no_dimension_has_is_a_unit_of_time_or_a_column() -> None:
    """The unit has its label from the language, the column its own name."""
    framework = ResultsFramework(dimensions={"sex": Dimension("sex", column="gender")})
    assert framework.find_dimension("sex").column == "gender"
    assert framework.find_dimension("quarter") == Dimension("quarter")
    assert framework.find_dimension("place") == Dimension("place", LocalizedText({"": "place"}), "place")


def test_parts_come_before_the_formulas_made_of_them() -> None:
    """Each once, however many formulas share it."""
    label = LocalizedText()
    parts = {"a": (), "b": (), "ab": ("a", "b"), "aab": ("ab", "a")}
    framework = ResultsFramework(
        indicators={code: Indicator(code, label, "product", parts=codes) for code, codes in parts.items()}
    )
    assert [indicator.code for indicator in framework.with_parts(["aab", "b"])] == ["a", "b", "ab", "aab"]
