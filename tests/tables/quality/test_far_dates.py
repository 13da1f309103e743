"""Dates far from the rest of their column: years mistyped and blanks exported as 1900; and what must be left alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from roundtable_cli.tables.quality.far_dates import find_far_dates, find_far_moments
from roundtable_cli.tables.table import Constraints, Field
from tests.tables.profiling.test_column_profile import column

DAYS = ["2018-01-05", "2018-02-03", "2018-11-19"]


@pytest.mark.parametrize("text", ["0205-03-01", "2202-03-01", "1900-01-01", "2118-01-05"])
@pytest.mark.parametrize("time", ["", "T10:00:00"])
def test_a_year_far_outside_is_told(tmp_path: Path, text: str, time: str) -> None:
    """With its row, and the range of the others."""
    texts = [f"{day}{time}" for day in (*DAYS, text)]
    (finding,) = find_far_dates(column(tmp_path, texts))
    assert (finding.code, finding.row, finding.severity) == ("far-date", 5, "warning")
    assert finding.fault.startswith(f'"{texts[-1]}" is decades away from the other dates (2018-01-05 to 2018-11-19)')


def test_a_declared_bound_answers_it(tmp_path: Path) -> None:
    """Somebody has said from when on dates may be; that says nothing of late ones."""
    field = Field("c", "date", constraints=Constraints(minimum="1900-01-01"))

    texts = [*DAYS, "1901-01-01", "2202-01-01"]
    found = find_far_dates(column(tmp_path, texts, field, Field("n")))

    assert [finding.row for finding in found] == [6]


@pytest.mark.parametrize("text", ["0205-03-01", "2202-03-01"])
def test_of_two_dates_the_unusual_one_is_told(tmp_path: Path, text: str) -> None:
    """No project has a date in that year."""
    assert [finding.row for finding in find_far_dates(column(tmp_path, [text, "2018-01-05"]))] == [2]


@pytest.mark.parametrize(
    "texts",
    [
        DAYS,
        [*DAYS, "1999-01-01"],
        ["1930-05-01", "1970-01-01", "1985-03-02", "1995-07-08", "1999-01-01"],  # dates of birth
        ["1905-01-01", "1950-01-01", "1990-01-01"],  # schools, founded
        ["1850-01-01", "1851-01-01", "1853-01-01"],  # an archive
        ["2018-01-05"],
        ["1960-01-05", "2018-01-05"],
    ],
    ids=lambda texts: texts[0],
)
def test_what_may_be_is_not_told(tmp_path: Path, texts: list[str]) -> None:
    """Old people, old schools and old archives."""
    assert list(find_far_dates(column(tmp_path, texts))) == []


def test_no_personal_date_is_told(tmp_path: Path) -> None:
    """Its row is enough."""
    (finding,) = find_far_dates(column(tmp_path, [*DAYS, "2202-03-01"]).as_personal())
    assert "20" not in finding.fault


def test_ordinary_columns_have_no_far_dates() -> None:
    """Thousands of random columns: events of some years, and births of a century."""
    rng = Random(16)  # noqa: S311 - it makes tables, no secrets
    for _ in range(5000):
        first, years = datetime(rng.randrange(1990, 2020), 1, 1), rng.randrange(1, 12)
        events = {first + timedelta(rng.randrange(365 * years)): 1 for _ in range(rng.randrange(1, 40))}
        assert find_far_moments(events) == set()
        births = {datetime(int(rng.triangular(1930, 2018, 1995)), 1, 1): 1 for _ in range(rng.randrange(20, 200))}
        assert find_far_moments(births) == set()


def test_the_ends_of_the_calendar_are_dates_too() -> None:
    """No difference leaves the calendar."""
    days = {datetime(1, 1, 1): 1, datetime(2018, 1, 1): 5, datetime(9999, 12, 31): 1}
    assert find_far_moments(days) == {datetime(1, 1, 1), datetime(9999, 12, 31)}
