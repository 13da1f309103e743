"""A row is asked in order: its date, then the conditions of the definition, then those of the request."""

from __future__ import annotations

from typing import Any

TOML = """
[dimensions.age_group]
column = "age"
bands = [18, 30]
[indicators.people]
table = "t"
measure = "unique"
column = "id"
where = { kind = "a", any = [{ age = { min = 20 } }, { age = { missing = true }, kind = "b" }] }
"""
TABLES = {
    "t": "id,kind,age,day\nP1,a,25,2018-01-02\nP2,b,10,2019-01-02\nP3,b,10,2018-02-02\nP4,a,10,2018-02-02\nP5,a,40,\n"
}


def test_the_first_check_that_fails_is_told(project: Any) -> None:
    """With the cells that it reads: of alternatives those of all of them."""
    with project(TOML, TABLES).explain("people", where={"age_group": "18-29"}, period="2018") as explanation:
        reasons = [row.reason and (row.reason.kind, row.reason.cells) for row in explanation.rows()]
        kinds = [(step.kind, step.rows) for step in explanation.funnels[0].steps]
    assert reasons == [
        None,
        ("outside-period", (("day", "2019-01-02"),)),
        ("condition", (("kind", "b"),)),
        ("condition", (("age", "10"), ("kind", "a"))),
        ("no-date", ()),
    ]
    assert kinds == [
        ("read", 5),
        ("no-date", -1),
        ("outside-period", -1),
        ("condition", -1),
        ("condition", -1),
        ("counted", 1),
        ("repeats", 0),
    ]
