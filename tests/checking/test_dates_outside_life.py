"""Dates before the project began or after it ended are told with their row, and counted all the same."""

from __future__ import annotations

from collections.abc import Callable

from roundtable_cli import Project
from tests.checking.small_project import ROWS, TOML, findings_of


def test_dates_outside_the_project_s_life(project: Callable[..., Project]) -> None:
    """The first and the last day are inside; a row without a date is not outside."""
    found = findings_of(project(TOML, {"t": ROWS}), "outside-life")
    assert [(one.row, one.column) for one in found] == [(4, "day"), (5, "day")]
    assert "before" in found[0].message
    assert "after" in found[1].message


def test_what_is_counted_to_date_may_be_older(project: Callable[..., Project]) -> None:
    """A cumulative indicator counts what was there when the project began."""
    toml = TOML + 'accumulation = "cumulative"\n'
    assert [one.row for one in findings_of(project(toml, {"t": ROWS}), "outside-life")] == [5]
