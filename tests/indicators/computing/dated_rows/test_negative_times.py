"""Times of a day that come before those that they are taken from: each number that reads one is told so."""

from __future__ import annotations

import pytest

from tests.indicators.computing.register_project import Open

TOML = '[calculated.t.k]\nof = ["ended", "started"]\nmeasure = "difference"\nunit = "hours"\n{more}'
TOML += '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
TOML += '[indicators.rows]\ntable = "t"\nmeasure = "count"\n'
NIGHT = "22:00,23:00\n23:00,01:00\n22:30,02:30\n22:00,\n"


@pytest.mark.parametrize(("more", "value"), [("", -41), ("factor = -2\n", 82)])
def test_a_row_past_midnight_is_told(project: Open, more: str, value: int) -> None:
    """1 − 22 − 20 hours; two rows go past midnight, and their numbers stand in the note. Others do not read it."""
    opened = project(TOML.format(more=more), {"t": "started,ended\n" + NIGHT})
    results = opened.compute(["n"])
    assert results[0].value == value
    assert [one.fault for one in results.assumptions] == [
        "2 rows (3, 4) have an earlier time in ended than in started: the time between them is less than 0"
    ]
    assert not opened.compute(["rows"]).assumptions
    found = [one.code for report in opened.check() for one in report.findings]
    assert sum(code == "negative-time" for code in found) == 1


def test_one_row_is_told_by_its_number(project: Open) -> None:
    """And the place is that of the calculated column."""
    (told,) = project(TOML.format(more=""), {"t": "started,ended\n22:00,23:00\n23:00,01:00\n"}).compute().assumptions
    assert (told.file, told.row, told.column) == ("t.csv", 3, "k")
    assert "2026-03-01T23:30" in told.remedy


def test_moments_and_times_in_order_are_not_told(project: Open) -> None:
    """Of two moments with their days it is known which comes first; so it is of times in order."""
    assert not project(TOML.format(more=""), {"t": "started,ended\n22:00,23:00\n22:00,22:00\n"}).compute().assumptions
    moments = "started,ended\n2026-01-02T22:00:00,2026-01-01T23:00:00\n2026-01-02T22:00:00,2026-01-02T23:30:00\n"
    assert not project(TOML.format(more=""), {"t": moments}).compute().assumptions


def test_in_two_files_rows_have_no_number(project: Open) -> None:
    """A row's number would not say in which file it is."""
    package = {"resources": [{"name": "t", "path": ["a.csv", "b.csv"]}]}
    files = {"a": "started,ended\n" + NIGHT, "b": "started,ended\n20:00,21:00\n"}
    (told,) = project(TOML.format(more=""), files, package).compute().assumptions
    assert told.fault.startswith("2 rows have")
