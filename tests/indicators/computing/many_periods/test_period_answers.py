"""Periods answered together have the numbers that each has alone."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.computing.computation import IndicatorComputation
from tests.indicators.computing.many_periods.random_projects import OVER_PEOPLE, OVER_ROWS, write_random_project

CHOICES = [[], ["sex"], ["home"], ["sex", "ages"], ["group"], ["place"], ["home", "place"]]
UNITS = ["month", "quarter", "half", "year", "fiscal-year"]
PERIODS = [None, None, "2018Q1", "2018-02..2018-05", "2018-03..", "..2018-04"]


def track_lines(project: Project, code: str, by: list[str], period: str | None) -> list[object] | str:
    """The lines of one indicator, with all counts and notes; or why it is refused."""
    try:
        tracking = project.track([code], by=by, period=period)
    except Refused as refused:
        return str(refused)
    return [*tracking, *tracking.notes]


def compare_both_ways(folder: Path, seed: int, engine: str, count: int) -> None:
    """Tracks some indicators of a random project, together and one period at a time."""
    write_random_project(folder, seed)
    draw = Random(seed)  # noqa: S311 - no secret
    with Project.open(folder, engine=engine) as project:
        for code in draw.sample([*OVER_ROWS, *OVER_PEOPLE], count):
            over_people = code in OVER_PEOPLE
            by = [draw.choice(UNITS), *draw.choice([[], [], ["home"]] if over_people else CHOICES)]
            period = draw.choice(PERIODS)
            together = track_lines(project, code, by, period)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(IndicatorComputation, "answer_all_periods", lambda *_: None)
                apart = track_lines(project, code, by, period)
            assert together == apart, (seed, code, by, period)


@pytest.mark.parametrize("seed", range(3))
def test_periods_together_equal_periods_apart(tmp_path: Path, seed: int) -> None:
    """Of any measure, breakdown and unit of time: values, counts, parts, hidden values and notes."""
    compare_both_ways(tmp_path, seed, "pandas", 6)


@pytest.mark.long
@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("seed", range(100, 160))
def test_many_periods_together_equal_periods_apart(tmp_path: Path, seed: int, engine: str) -> None:
    """The same over many random projects."""
    compare_both_ways(tmp_path, seed, engine, 12)
