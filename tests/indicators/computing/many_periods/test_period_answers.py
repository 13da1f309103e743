"""Periods answered together have the numbers that each has alone."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.computing import cell_answers
from roundtable_cli.indicators.computing.many_periods import known_rows
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.tracking import tracking_table
from tests import run_length
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
                patch.setattr(tracking_table, "answer_all_periods", lambda *_: None)
                apart = track_lines(project, code, by, period)
            assert together == apart, (seed, code, by, period)


@pytest.mark.parametrize("engine", ["pandas"])
@pytest.mark.parametrize("seed", [2, 8])
def test_periods_together_equal_periods_apart(tmp_path: Path, seed: int, engine: str) -> None:
    """Of any measure, breakdown and unit of time: values, counts, parts, hidden values and notes."""
    compare_both_ways(tmp_path, seed, engine, 4)


@pytest.mark.long
@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("seed", range(100, 100 + run_length.count_trials(5)))
def test_many_periods_together_equal_periods_apart(tmp_path: Path, seed: int, engine: str) -> None:
    """The same over many random projects."""
    compare_both_ways(tmp_path, seed, engine, 10)


@pytest.mark.long
@pytest.mark.parametrize("engine", ["spark"])
def test_periods_together_on_spark(tmp_path: Path, engine: str) -> None:
    """A few of the same questions, asked of Spark."""
    compare_both_ways(tmp_path, 101, engine, 2)


@pytest.mark.parametrize("engine", ["pandas"])
def test_periods_are_not_asked_for_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """With calculated columns and without, only the life of project is; but all where a measure does not add up."""
    asked: list[str] = []
    answer_query = cell_answers.answer_query

    def note_query(query: PeriodQuery) -> object:
        asked.append(query.bound.indicator.code)
        return answer_query(query)

    monkeypatch.setattr(cell_answers, "answer_query", note_query)
    write_random_project(tmp_path, 5)
    project = Project.open(tmp_path, engine=engine)
    codes = ["rows", "people", "least", "frequent", "active", "mean_visits", "holders", "rich_share"]
    assert len(project.track([*codes, "middle"], by=["half"])) > len(codes) * 3
    assert [code for code in asked if code != "middle"] == codes
    assert asked.count("middle") > 3


@pytest.mark.long
@pytest.mark.parametrize("engine", ["pandas"])
@pytest.mark.parametrize("most", [0, 60])
def test_columns_that_change_too_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, engine: str) -> None:
    """Where their rows would not fit into memory, the numbers are those of one period after another."""
    monkeypatch.setattr(known_rows, "MAX_JOINED_ROWS", most)
    compare_both_ways(tmp_path, 6, engine, 8)
