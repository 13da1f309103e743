"""Beside a row stand its key, what the conditions test, and what is counted; calculated columns with their operands."""

from __future__ import annotations

from typing import Any

TOML = """
[indicators.spent]
table = "t"
measure = "sum"
column = "usd"
where = { "place.district" = "D1" }
[calculated.t.usd]
of = ["amount", "rate"]
measure = "ratio"
"""
TABLES = {"t": "no,place,amount,rate,note\n1,S1,100,4,x\n2,S2,90,3,y\n", "places": "code,district\nS1,D1\nS2,D2\n"}
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [{"name": name} for name in ("no", "place")]
                + [{"name": name, "type": "number"} for name in ("amount", "rate")]
                + [{"name": "note"}],
                "primaryKey": "no",
                "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}],
            },
        },
        {
            "name": "places",
            "path": "places.csv",
            "schema": {"fields": [{"name": "code"}, {"name": "district"}], "primaryKey": "code"},
        },
    ]
}


def test_what_is_shown(project: Any) -> None:
    """A column of another table is named by the way to it; one that nothing reads is not shown."""
    with project(TOML, TABLES, PACKAGE).explain("spent") as explanation:
        assert explanation.shown_names == ["no", "place.district", "amount", "rate", "usd"]
        first, second = explanation.rows()
    assert first.cells == {"no": "1", "place.district": "D1", "amount": "100", "rate": "4", "usd": "25"}
    assert (first.adds, second.status) == (25, "left-out")
    assert second.reason.cells == (("place.district", "D2"),)


def test_a_key_that_repeats_refuses_nothing_more(project: Any) -> None:
    """A sum is given for rows with one key twice, and so is its explanation."""
    doubled = {**TABLES, "t": TABLES["t"].replace("2,S2", "1,S2")}
    opened = project(TOML, doubled, PACKAGE)
    with opened.explain("spent") as explanation:
        assert [row.cells["no"] for row in explanation.rows()] == ["1", "1"]
        assert explanation.result == opened.compute(["spent"])[0]
