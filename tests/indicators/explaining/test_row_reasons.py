"""What a row adds is exact, and in the number's own form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

TOML = """
[indicators.total]
table = "t"
measure = "sum"
column = "usd"
weight = "w"
[indicators.average]
table = "t"
measure = "mean"
column = "usd"
weight = "w"
"""
TABLES = {"t": "usd,w\n0.10,3\n0.20,2\nnone,1\n"}
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "usd", "type": "number", "missingValues": ["", "none"]},
                    {"name": "w", "type": "integer"},
                ]
            },
        }
    ]
}


def test_weighted_sums_and_means(project: Any) -> None:
    """A row adds its value times its weight; to the denominator of a mean its weight."""
    opened = project(TOML, TABLES, PACKAGE)
    with opened.explain("total") as explanation:
        assert [row.adds for row in explanation.rows()] == [Decimal("0.3"), Decimal("0.4"), None]
    with opened.explain("average") as explanation:
        rows = list(explanation.rows())
    assert [row.adds_below for row in rows] == [3, 2, None]
    assert (rows[2].reason.kind, rows[2].reason.cells) == ("blank", (("usd", "none"),))
