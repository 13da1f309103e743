"""A request is answered as a whole: with the values of its period, and none after the last record."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.binding.request import build_request
from roundtable_cli.indicators.computing.request_results import compute_request
from tests.comparison.small_project import make_project


@pytest.mark.parametrize(("period", "value"), [(None, 3), ("2018Q4", 2), ("2018Q3", 1), ("2017", 0), ("2019", None)])
def test_the_value_of_a_period(tmp_path: Path, period: str | None, value: int | None) -> None:
    """Three people came to courses, two in the last quarter; of a year after the last record there is no value."""
    project = Project.open(make_project(tmp_path / "p"))
    request = build_request(project.framework, ("trained",), (), None, period)
    said: list[str] = []
    with project._engine_lease.computing() as engine:
        results = compute_request(project._build_binder(), engine, request, said.append)
    assert [result.value for result in results if not result.cell] == [value]
    assert said
