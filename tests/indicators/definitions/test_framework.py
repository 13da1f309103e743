"""The definitions as values: what a name stands for, the order of parts, what adds up over time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.localized_text import LocalizedText

Open = Callable[..., Project]


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


@pytest.mark.parametrize(
    ("indicator", "adds_up"),
    [
        (Indicator("n", LocalizedText(), "count"), True),
        (Indicator("n", LocalizedText(), "sum", column="usd"), True),
        (Indicator("n", LocalizedText(), "sum", column="usd", accumulation="cumulative"), False),
        (Indicator("n", LocalizedText(), "unique", column="id"), False),
        (Indicator("n", LocalizedText(), "unique", column="id", dedupe="first"), True),
        (Indicator("n", LocalizedText(), "difference", parts=("reached", "left")), False),
        (Indicator("n", LocalizedText(), "sum", parts=("reached", "left")), False),
    ],
)
def test_what_adds_up_over_time(indicator: Indicator, adds_up: bool) -> None:
    """Targets of quarters are added up where their values are: who is counted in two quarters is in no such sum.

    A formula may be made of such counts, so none is taken to add up.
    """
    assert indicator.adds_up_over_time is adds_up
