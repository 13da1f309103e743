"""The time between moments, and between times of a day, on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from roundtable_cli import Project
from roundtable_cli.errors import Refused

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


LENGTH = '[calculated.t.k]\nof = {of}\nmeasure = "difference"\nunit = "{unit}"\n'
SUM = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'


@pytest.mark.parametrize("is_declared", [True, False], ids=["declared", "inferred"])
@pytest.mark.parametrize(("unit", "expected"), [("minutes", "215.5"), ("hours", "2.5")])
def test_times_of_the_day_are_taken_from_one_another(
    project: Open, unit: str, expected: str, is_declared: bool
) -> None:
    """90, 45, 45 and 35.5 minutes, to midnight the last; of the two rows with a blank nothing is known. In hours 2.5.

    The half minute is left out of the hours, whose sum would have no end.
    """
    rows = "09:30,11:00\n9:00,9:45\n11:45,12:30\n23:24:30,24:00\n,10:00\n10:00,\n"
    if unit == "hours":
        rows = rows.replace("23:24:30,24:00\n", "").replace("12:30", "12:00")
    fields = [{"name": "started", "type": "time"}, {"name": "ended", "type": "time"}] if is_declared else []
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]} if fields else None
    toml = LENGTH.format(of='["ended", "started"]', unit=unit) + SUM
    result = project(toml, {"t": "started,ended\n" + rows}, package).compute()[0]
    assert str(result.value) == expected
    assert result.counts.missing == 2


def test_a_constant_time_stands_beside_a_column(project: Open) -> None:
    """Minutes after nine o'clock: 10, 0 and −5; the row that is before it is told."""
    toml = LENGTH.format(of='["came", 09:00:00]', unit="minutes") + SUM
    results = project(toml, {"t": "id,came\na,09:10\nb,09:00\nc,08:55\n"}).compute()
    assert results[0].value == 5
    assert [(one.code, one.row) for one in results.assumptions] == [("negative-time", 4)]


def test_a_column_without_times_has_none(project: Open) -> None:
    """A column in which every cell is blank fits beside one of times."""
    toml = LENGTH.format(of='["ended", "started"]', unit="minutes") + SUM
    result = project(toml, {"t": "id,started,ended\na,,10:00\nb,,11:00\n"}).compute()[0]
    assert (result.value, result.counts.missing) == (None, 2)


@pytest.mark.parametrize(
    ("of", "unit", "fault"),
    [
        ('["ended", "started"]', "days", "times of a day needs a unit of the clock"),
        ('["ended", "started"]', "", "times of a day needs a unit of the clock"),
        ('["ended", "day"]', "hours", '"day" is date, and "ended" is a time of the day'),
        ('["ended", "mixed"]', "hours", '"mixed" is string, and "ended" is a time of the day'),
        ('["ended", 3]', "hours", '3 is integer, and "ended" is a time of the day'),
        ('["ended", 2026-01-01T00:00:00]', "hours", '2026-01-01 00:00:00 is datetime, and "ended" is a time'),
        ("[09:00:00, 2026-01-01]", "hours", "a time of day, and another constant is a date"),
    ],
)
def test_times_and_other_things_are_not_taken_from_one_another(project: Open, of: str, unit: str, fault: str) -> None:
    """Refused in the place of the definition."""
    toml = LENGTH.format(of=of, unit=unit).replace('unit = ""\n', "") + SUM
    with pytest.raises(Refused) as caught:
        project(
            toml, {"t": "day,started,ended,mixed\n2026-01-01,09:00,10:00,9:00\n2026-01-01,09:00,10:00,9h30\n"}
        ).compute()
    assert any(fault in one.fault for one in caught.value.findings), caught.value.findings
    assert "[calculated.t.k]" in str(caught.value.findings[0].column)


def test_a_cell_that_is_no_time_is_refused_with_its_row(project: Open) -> None:
    """Where the schema says that the column is one of times."""
    fields = [{"name": "started", "type": "time"}, {"name": "ended", "type": "time"}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    toml = LENGTH.format(of='["ended", "started"]', unit="minutes") + SUM
    for cell in ("9h30", "13:00 PM", "10:61", "10:00:00.1234567"):
        with pytest.raises(Refused) as caught:
            project(toml, {"t": f"started,ended\n09:00,10:00\n09:00,{cell}\n"}, package).compute()
        (finding,) = caught.value.findings
        assert (finding.file, finding.row, finding.column) == ("t.csv", 3, "ended")
