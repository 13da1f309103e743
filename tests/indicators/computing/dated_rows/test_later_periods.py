"""A period that begins after the last dated record of the project has no value; worked out by hand beside each case."""

from __future__ import annotations

from datetime import date

import pytest

from roundtable_cli import Project, Results
from tests.conftest import Make

TOML = """
[indicators.n]
table = "t"
measure = "count"

[indicators.people]
table = "t"
measure = "unique"
column = "who"
accumulation = "cumulative"

[indicators.per_person]
measure = "ratio"
of = ["n", "people"]

[indicators.m]
table = "u"
measure = "count"
headline = false
"""
# Three rows of two people, the last on 20 May; another table ends in August.
TABLES = {"t": "who,date\na,2026-01-10\na,2026-02-10\nb,2026-05-20\n", "u": "id,date\n1,2026-08-05\n"}


def values(results: Results) -> list[object]:
    """The values, in order."""
    return [result.value for result in results]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026Q2", [1, 2, 0.5]),
        ("2026-06", [0, 2, 0]),
        ("2026Q3", [0, 2, 0]),
        ("2026-08-05..2026-12-31", [0, 2, 0]),
        ("2026-08-06..2026-12-31", [None, None, None]),
        ("2026Q4", [None, None, None]),
        ("2026-09..", [None, None, None]),
        ("..2026Q4", [3, 2, 1.5]),
        ("2025", [0, 0, None]),
    ],
)
def test_a_period_after_the_last_record_has_no_value(make: Make, period: str, expected: list[object]) -> None:
    """Not for a cumulative indicator either; a period before that, of which another table tells, has a true 0."""
    results = Project.open(make(TOML, TABLES)).compute(period=period)
    assert values(results) == expected
    told = [(note.kind, note.about["day"]) for note in results.notes if note.kind == "after-records"]
    assert told == ([("after-records", date(2026, 8, 5))] * 3 if expected[0] is None else [])


def test_later_periods_of_a_breakdown_have_none(make: Make) -> None:
    """Of the quarters of a year those that have begun by the last record have their 0, the fourth has no value."""
    results = Project.open(make(TOML, TABLES)).compute(["n"], by=["quarter"], period="2026")
    assert values(results) == [2, 1, 0, None, 3]


def test_a_condition_does_not_end_the_records(make: Make) -> None:
    """Nobody who meets it came in May, which is a true 0."""
    assert values(Project.open(make(TOML, TABLES)).compute(["n"], where={"who": "a"}, period="2026-05")) == [0]


def test_without_any_dated_record_there_is_no_end(make: Make) -> None:
    """Of lists without rows the count of a period is 0."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\ndate = "date"\n'
    assert values(Project.open(make(toml, {"t": "who,date\n"})).compute(["n"], period="2026")) == [0]


def test_tracking_shows_what_was_counted(make: Make) -> None:
    """There a period without records has the value 0, and is judged."""
    assert [line.result.value for line in Project.open(make(TOML, TABLES)).track(["n"], period="2026Q4")] == [0]


def test_a_column_called_year_is_no_period(make: Make) -> None:
    """The year of a budget may be a later one than that of the last record: its rows have been recorded."""
    toml = TOML + '[indicators.budget]\ntable = "b"\nmeasure = "count"\ndate = "signed"\n'
    files = TABLES | {"b": "year,signed\n2026,2026-01-05\n2027,2026-01-06\n2027,2026-01-07\n"}
    results = Project.open(make(toml, files)).compute(["budget"], by=["year"])
    assert values(results) == [1, 2, 3]
    assert not [note for note in results.notes if note.kind == "after-records"]
    beside = Project.open(make(toml, files)).compute(["n", "budget"], by=["year"], period="2026")
    assert [result.value for result in beside if result.code == "budget"] == [1, 2, 3]
