"""The time between moments over many rows, and far apart, on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

from roundtable_cli import Project

Open = Callable[..., Project]


def test_the_hours_of_many_rows_add_up(project: Open) -> None:
    """Moments a second more apart in each row, over the ends of months and of a year: 0 + 1 + … + 499 seconds."""
    first = datetime(2025, 12, 31, 23, 58)
    moments = [first + timedelta(seconds=number) for number in range(500)]
    lines = "".join(f"{first.isoformat()},{moment.isoformat()}\n" for moment in moments)
    toml = '[calculated.t.k]\nof = ["until", "since"]\nmeasure = "difference"\nunit = "minutes"\nfactor = 60\n'
    toml += '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
    fields = [{"name": "since", "type": "datetime"}, {"name": "until", "type": "datetime"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    value = project(toml, {"t": "since,until\n" + lines}, package).compute()[0].value
    assert isinstance(value, int)
    assert Fraction(value) == 499 * 500 // 2
