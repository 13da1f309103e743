"""The number of people whose values a group adds up."""

from __future__ import annotations

from roundtable_cli import Project
from roundtable_cli.indicators.results import GroupSize
from tests.conftest import ROOT


def test_each_group_has_its_rows_and_its_people() -> None:
    """P1 was paid three times; of who was not paid in a quarter there is no group."""
    results = Project.open(ROOT / "tests" / "projects" / "stipends").compute(["paid"], by=["quarter"])
    assert [result.size for result in results] == [GroupSize(3, 1), GroupSize(4, 4), GroupSize(7, 5)]
