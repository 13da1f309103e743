"""Of the rows of an indicator those stay that meet its own conditions and those of the request."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.binding.request import build_request
from roundtable_cli.indicators.computing.computation import load_computation
from tests.comparison.small_project import make_project


@pytest.mark.parametrize(
    ("where", "rows"), [(None, 4), ({"sex": "f"}, 2), ({"sex": "f", "date": {"min": date(2018, 11, 1)}}, 1)]
)
def test_all_conditions_are_applied(tmp_path: Path, where: dict[str, Any] | None, rows: int) -> None:
    """Courses alone are counted; conditions on the request are added to that."""
    project = Project.open(make_project(tmp_path / "p"))
    request = build_request(project.framework, ("trained",), (), where, None)
    with project._engine_lease.computing() as engine:
        prepared = load_computation(project._build_binder(), engine, request).prepare_indicator("trained")
        assert prepared.rows.count_rows() == rows
    assert prepared.query.column == prepared.bound.column
