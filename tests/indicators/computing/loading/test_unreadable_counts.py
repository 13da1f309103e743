"""Cells that are left out because they can't be read are counted for each indicator that reads their column."""

from __future__ import annotations

import json
from pathlib import Path

from roundtable_cli import Project

DEFINITIONS = """
[indicators.days]
table = "t"
measure = "sum"
column = "days"
[indicators.rows]
table = "t"
measure = "count"
[indicators.days_each]
measure = "ratio"
of = ["days", "rows"]
"""


def count_in_results(folder: Path, **more: str) -> dict[str, int]:
    """What the results of a small project say of cells that can't be read; `more` are keys of its column."""
    fields = [{"name": "id", "type": "string"}, {"name": "days", "type": "number", **more}]
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "indicators.toml").write_text(DEFINITIONS, encoding="utf-8")
    (folder / "t.csv").write_text("id,days\na,3\nb,soon\nc,two\nd,\n", encoding="utf-8")
    results = Project.open(folder).compute(["days", "rows", "days_each"])
    return {code: count for code, count in results.unreadable.items() if count}


def test_each_indicator_that_reads_the_column_has_the_count(tmp_path: Path) -> None:
    """A formula has that of its parts; who reads other columns has none, nor is a blank cell one."""
    assert count_in_results(tmp_path, **{"rt:unreadable": "missing"}) == {"days": 2, "days_each": 2}
