"""The sample: drawn by its seed alone, of each category, whatever the order of rows and the engine."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from roundtable_cli import Project
from tests.comparison.small_project import make_project, write_visits


def visit_ids(project: Project, size: int, seed: int, by: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The visits that are drawn, each with its category."""
    rows = project.draw_recount("income", size, seed=seed, by=by).rows
    return sorted((row.row.cells["visit"] or "", row.category) for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with 200 visits."""
    folder = make_project(tmp_path)
    write_visits(folder, [f"V{n},P{n},{'fm'[n % 3 % 2]},course,2018-10-02,{n}" for n in range(200)])
    return folder


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_the_seed_alone_draws(folder: Path, engine: str) -> None:
    """Sorted otherwise, and by another engine, the same rows are drawn; by another seed, others."""
    drawn = visit_ids(Project.open(folder), 20, 7)
    rows = (folder / "visits.csv").read_text(encoding="utf-8").splitlines()[1:]
    random.Random(3).shuffle(rows)  # noqa: S311 - no secret
    write_visits(folder, rows)
    assert visit_ids(Project.open(folder, engine=engine), 20, 7) == drawn
    assert visit_ids(Project.open(folder), 20, 8) != drawn
    assert len(drawn) == 20


def test_so_many_of_each_category(folder: Path) -> None:
    """Of a category with fewer rows all are drawn, and each row says of how many."""
    rows = Project.open(folder).draw_recount("income", 80, seed=1, by=("sex",)).rows
    assert Counter(row.category for row in rows) == {"f": 80, "m": 67}
    assert {(row.category, row.drawn, row.rows_in_category) for row in rows} == {("f", 80, 133), ("m", 67, 67)}
    assert [row.number for row in rows] == [*range(1, 81), *range(1, 68)]


def test_every_row_has_the_same_chance(folder: Path) -> None:
    """Of 60 samples of 40 among 200 rows, each row is in about 12, none in all or nearly none."""
    project = Project.open(folder)
    with project:
        counts = Counter(visit for seed in range(60) for visit, _ in visit_ids(project, 40, seed))
    assert len(counts) == 200
    assert 1 <= min(counts.values()) <= max(counts.values()) <= 28


def test_repeats_are_not_drawn(tmp_path: Path) -> None:
    """Three people came to courses, one of them twice: three rows can be drawn."""
    rows = Project.open(make_project(tmp_path)).draw_recount("trained", 10, seed=1).rows
    assert sorted(row.row.cells["person"] or "" for row in rows) == ["P1", "P2", "P4"]
