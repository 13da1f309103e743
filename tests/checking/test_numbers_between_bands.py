"""`check` tells of numbers between two bands, whether or not a table has been broken down by them."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from tests.conftest import Make

TOML = """
[dimensions.age_group]
column = "age"
bands = {}
[indicators.n]
table = "t"
measure = "count"
"""
ROWS = "id,age\n" + "".join(f"i,{age}\n" for age in ("17", "17.5", "24.5", "24.9", "25", "25.5", "18.0", ""))


def told(make: Make, bands: str, more: str = "") -> list[str]:
    """What is told of the bands."""
    reports = Project.open(make(TOML.format(bands) + more, {"t": ROWS})).check()
    return [one.fault for report in reports for one in report.findings if one.code == "between-bands"]


@pytest.mark.parametrize("more", ["", 'where = { age_group = "18-24" }\n'])
def test_numbers_between_bands_are_told_once(make: Make, more: str) -> None:
    """As under a table; and no second time where an indicator asks for a band."""
    (fault,) = told(make, "[0, 18, 25]", more)
    assert fault == "3 rows have numbers between two bands of age_group, like 17.5: 0-17 holds all that is less than 18"


@pytest.mark.parametrize("bands", ["[18]", "[0.5, 18.5]", "[26, 30]", '[{ from = 0, label = "minors" }, 18, 19]'])
def test_other_bands_are_not_told(make: Make, bands: str) -> None:
    """One alone, some with decimals or with a label, and such in which no number lies between."""
    assert told(make, bands) == []
