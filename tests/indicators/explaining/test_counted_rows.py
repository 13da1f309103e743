"""First appearances and categories of the rows that count."""

from __future__ import annotations

from typing import Any

TOML = """
[indicators.people]
table = "t"
measure = "unique"
column = "id"
dedupe = "first"
[indicators.state]
table = "t"
measure = "count"
accumulation = "latest"
[indicators.young]
table = "t"
measure = "share"
column = "id"
meets = { age = { below = 18 } }
blank = "exclude"
"""
TABLES = {"t": "id,age,topics,day\nP1,20,a|b,2018-01-02\nP1,15,b,2018-04-02\nP2,,a,2018-04-02\n"}
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "id"},
                    {"name": "age", "type": "integer"},
                    {"name": "topics", "type": "list", "delimiter": "|"},
                    {"name": "day", "type": "date"},
                ]
            },
        }
    ]
}


def reasons(explanation: Any) -> list[str | None]:
    """Of each row the reason."""
    with explanation:
        return [row.reason and row.reason.kind for row in explanation.rows()]


def test_rows_that_others_stand_for(project: Any) -> None:
    """Who is counted with an earlier date; and what is not of the latest date."""
    opened = project(TOML, TABLES, PACKAGE)
    assert reasons(opened.explain("people", period="2018")) == [None, "earlier", None]
    assert reasons(opened.explain("state")) == ["not-latest", None, None]


def test_a_share_of_people(project: Any) -> None:
    """A person meets the condition by any row; a row in which it is blank is in no part of the share."""
    with project(TOML, TABLES, PACKAGE).explain("young") as explanation:
        rows = [(row.status, row.adds, row.adds_below, row.reason and row.reason.kind) for row in explanation.rows()]
    assert rows == [
        ("counted", 0, 1, "only-denominator"),
        ("repeat", 1, 0, None),
        ("left-out", None, None, "undecided"),
    ]


def test_a_row_in_several_categories(project: Any) -> None:
    """It has all of them, and once."""
    with project(TOML, TABLES, PACKAGE).explain("young", by=["topics"]) as explanation:
        assert [row.categories for row in explanation.rows()] == [(("a", "b"),), (("b",),), (("a",),)]
