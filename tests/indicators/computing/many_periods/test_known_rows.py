"""Calculated columns as known at the end of each period, worked out by hand."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.computing.computation import IndicatorComputation
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from tests.conftest import Make

DEFINITIONS = """
[calculated.people.visits]
from = "visits"
match = { person = "person" }
date = "day"
measure = "count"
[calculated.people.places]
from = "visits"
match = { person = "person" }
date = "day"
measure = "unique"
column = "place"
[indicators.few]
table = "people"
measure = "count"
date = "joined"
where = { visits = { max = 1 } }
[indicators.places]
table = "people"
measure = "sum"
column = "places"
date = "joined"
"""
# a visits P in January, P again in February, Q in March; b visits P in March; c never, and joins in February.
TABLES = {
    "people": "person,joined\na,2018-01-05\nb,2018-01-06\nc,2018-02-01\nd,\n",
    "visits": "person,place,day\na,P,2018-01-07\na,P,2018-02-07\na,Q,2018-03-01\n"
    "b,P,2018-03-31\nc,P,\nd,P,2018-02-02\n",
}


def test_rows_enter_and_leave(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few visits: a and b in January, b and c to the end of February, when a has two, and still in March.

    Places: 1 in January, a's P; still 1 in February; 3 in March, P and Q of a and P of b. The undated count nowhere.
    """
    queries: list[ReportingPeriod | None] = []
    period_query = IndicatorComputation.period_query

    def note_query(self: IndicatorComputation, code: str, period: ReportingPeriod | None, periods: object) -> object:
        queries.append(period)
        return period_query(self, code, period, periods)  # type: ignore[arg-type]

    monkeypatch.setattr(IndicatorComputation, "period_query", note_query)
    tracking = Project.open(make(DEFINITIONS, TABLES)).track(by=["month"], period="2018-01..2018-03")
    lines = [(line.period, line.result.value, line.to_date, line.result.counts.outside) for line in tracking]
    assert lines[:4] == [("2018-01", 2, 2, 1), ("2018-02", 1, 2, 1), ("2018-03", 0, 2, 1), ("lop", 3, 3, 0)]
    assert lines[4:] == [("2018-01", 1, 1, 1), ("2018-02", 0, 1, 1), ("2018-03", 0, 3, 1), ("lop", 5, 5, 0)]
    assert queries == [None, None]
