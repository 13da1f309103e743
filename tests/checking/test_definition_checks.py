"""The checks of definitions together: nothing personal is told, and no finding depends on the engine."""

from __future__ import annotations

from collections.abc import Callable

from roundtable_cli import Project
from tests.checking.small_project import ROWS, TOML, findings_of


def test_personal_values_are_not_told(project: Callable[..., Project]) -> None:
    """Neither a category nor a date of a personal column is in a message."""
    fields = [{"name": "sex", "rt:personal": True}, {"name": "day", "type": "date", "rt:personal": True}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    found = findings_of(project(TOML, {"t": ROWS}, package), "undeclared-category", "outside-life")
    assert len(found) == 3
    assert all("х" not in one.message and "2019-01" not in one.message for one in found)


def test_no_finding_depends_on_who_computes(project: Callable[..., Project]) -> None:
    """A table that an engine reads is looked at row by row like any other."""
    fields = [{"name": "sex", "type": "string"}, {"name": "day", "type": "date"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    rows = "sex,day\n" + "f,2018-01-01\n" * 20_000 + "x,2019-01-01\n"
    found = findings_of(project(TOML, {"t": rows}, package), "outside-life", "undeclared-category")
    assert sorted((finding.code, finding.row) for finding in found) == [
        ("outside-life", 20_002), ("undeclared-category", 20_002)]  # fmt: skip
