"""A table without some of its rows is computed as if they were not there."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli import Project
from roundtable_cli.comparison.causes.row_subset import RowSubset
from tests.comparison.small_project import make_project


def test_rows_that_are_left_out_are_gone_and_the_others_keep_their_places(tmp_path: Path) -> None:
    """Types stay those of all rows, and a table without any row is a table still."""
    whole = Project.open(make_project(tmp_path / "p")).sources["visits"]
    places = [*whole.row_places()]
    subset = RowSubset(whole, places[1:3])
    assert [*subset.row_places()] == [places[0], *places[3:]]
    assert subset.raw_cells("person") == ["P1", "P3", "P4"]
    assert subset.find_type("income") == whole.find_type("income")
    nothing = RowSubset(whole, places)
    assert nothing
    assert len(nothing) == 0
