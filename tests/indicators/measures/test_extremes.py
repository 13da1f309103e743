"""The least and the greatest of values that are no days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.indicators.measures.one_indicator import Open, indicator, result


@pytest.mark.parametrize(
    ("type_", "cells", "value"),
    [("year", "2018\n2019\n", 2019), ("yearmonth", "2018-03\n2018-11\n", date(2018, 11, 1))],
)
def test_the_greatest_year_is_a_year_and_the_greatest_month_its_first_day(
    project: Open, type_: str, cells: str, value: object
) -> None:
    """A month-and-year date is its first day."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": type_}]}}]}
    assert result(project(indicator("max", "v"), {"t": "v\n" + cells}, package)).value == value
