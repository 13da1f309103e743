"""All periods of a tracking table are answered together, before each is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.computing import cell_answers
from roundtable_cli.indicators.computing.windows import PeriodQuery

DEFINITIONS = """
[project]
title = "t"

[indicators.visits]
label = "visits"
table = "t"
measure = "count"
date = "day"
disaggregate = []
"""


def test_periods_are_answered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No month is asked for alone where rows add up: three months and the life of project take one question."""
    (tmp_path / "indicators.toml").write_text(DEFINITIONS)
    (tmp_path / "t.csv").write_text("id,day\n1,2024-01-05\n2,2024-03-05\n3,2024-03-06\n")
    asked = list[str]()
    answer_query = cell_answers.answer_query

    def note_query(query: PeriodQuery) -> object:
        asked.append(query.period.name if query.period else "all")
        return answer_query(query)

    monkeypatch.setattr(cell_answers, "answer_query", note_query)
    tracking = Project.open(tmp_path).track(["visits"], by=["month"])
    assert [line.result.value for line in tracking] == [1, 0, 2, 3]
    assert asked == ["all"]
