"""Where the records of a project end."""

from __future__ import annotations

from datetime import date

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.computing.dated_rows.last_records import find_last_date
from tests.conftest import Make

TOML = """
[indicators.n]
table = "t"
measure = "count"

[indicators.m]
table = "u"
measure = "count"
"""


@pytest.mark.parametrize(
    ("others", "last"),
    [
        ("id,date\n1,2026-08-01\n", date(2026, 8, 1)),
        ("id,date\n1,2025-08-01\n", date(2026, 5, 11)),
        ("id,date\n1,\n", date(2026, 5, 11)),
        ("id,began,ended\n1,2026-08-01,2026-09-01\n", date(2026, 5, 11)),
        ("id\n1\n", date(2026, 5, 11)),
        ("id,date\n1,2026-08-01\n2,soon\n3,2026-08-01\n", date(2026, 5, 11)),
    ],
)
def test_it_is_the_last_date_of_all_tables(make: Make, others: str, last: date) -> None:
    """Blank dates, tables without one date, and those that can't be read tell nothing."""
    project = Project.open(make(TOML, {"t": "id,date\n1,2026-01-10\n2,2026-05-11\n", "u": others}))
    with project._engine_lease.computing() as engine:
        assert find_last_date(engine, project._build_binder()) == last


def test_without_dates_there_is_none(make: Make) -> None:
    """Of a project of lists without dates nothing tells when they end."""
    project = Project.open(make(TOML, {"t": "id\n1\n", "u": "id\n1\n"}))
    with project._engine_lease.computing() as engine:
        assert find_last_date(engine, project._build_binder()) is None
