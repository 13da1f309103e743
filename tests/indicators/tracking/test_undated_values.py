"""Indicators whose records have no dates: judged where the project ends, by all records."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from tests.conftest import Make

TOML = """
[project]
start = 2026-01-01
end = 2026-06-30
[indicators.homes]
table = "u"
measure = "count"
target = 4
"""
DATED = '[indicators.n]\ntable = "t"\nmeasure = "count"\ntarget = 1\n'
FILES = {"u": "id,sex\na,f\nb,m\nc,f\n", "t": "id,date\n1,2026-02-01\n"}


@pytest.mark.parametrize("period", ["2026Q2", "..2026-06-30", "2026"])
def test_at_the_end_all_records_count(make: Make, period: str) -> None:
    """3 of 4 to date, whatever period reaches the end; the period itself has no value, and a note says why."""
    tracking = Project.open(make(TOML, FILES)).track(["homes"], period=period)
    (line,) = tracking
    assert (line.result.value, line.to_date, line.milestone, line.status) == (None, 3, 4, "off-track")
    assert (line.achievement, line.milestone_met) == (0.75, 0.75)
    assert "undated-to-date" in [note.kind for note in tracking.notes]


@pytest.mark.parametrize("period", ["2026Q1", "..2026-06-29", "2025"])
def test_before_the_end_nothing_is_known(make: Make, period: str) -> None:
    """Which of the records there were by then nobody can tell."""
    tracking = Project.open(make(TOML.replace("start = 2026-01-01", "start = 2025-01-01"), FILES)).track(period=period)
    assert [(line.to_date, line.status) for line in tracking] == [(None, "no-data")]
    assert "undated-to-date" not in [note.kind for note in tracking.notes]


def test_by_quarter_and_category(make: Make) -> None:
    """The last quarter, and the life of project; each category has its own records."""
    tracking = Project.open(make(TOML + DATED, FILES)).track(["homes", "n"], by=["quarter", "sex"])
    homes = tracking.of(tracking.results.indicators[0])
    found = {(line.period, dict(line.cell).get("sex", "")): line.to_date for line in homes}
    assert found == {
        **{("2026Q1", sex): None for sex in ("f", "m", "")},
        **{(period, sex): value for period in ("2026Q2", "lop") for sex, value in (("f", 2), ("m", 1), ("", 3))},
    }


def test_a_table_with_dates_is_not_meant(make: Make) -> None:
    """Of two dates none is chosen: that is said, and nothing is judged."""
    files = {"u": "id,began,ended\na,2026-01-01,2026-01-02\n"}
    (line,) = Project.open(make(TOML, files)).track(period="2026Q2")
    assert (line.to_date, line.status) == (None, "no-data")


def test_a_formula_of_such_indicators_is_one(make: Make) -> None:
    """A ratio of two undated counts; not one of which a part has dates."""
    formula = '[indicators.{code}]\nmeasure = "ratio"\nof = ["homes", "{other}"]\ntarget = 1\n'
    toml = TOML + DATED + formula.format(code="r", other="homes") + formula.format(code="mixed", other="n")
    lines = Project.open(make(toml, FILES)).track(["r", "mixed"], period="2026Q2")
    assert [(line.to_date, line.status) for line in lines] == [(1, "achieved"), (None, "no-data")]
