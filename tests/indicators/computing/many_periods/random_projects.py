"""Random small projects, whose indicators of every kind are tracked over many periods."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

FIRST_DAY = date(2017, 11, 20)
PEOPLE = ("a", "b", "c", "d", "e", "f", "")

DEFINITIONS = """
[project]
least_people = {least}
[dimensions.sex]
column = "sex"
[dimensions.home]
column = "person.home"
columns = {{ people = "home" }}
[dimensions.ages]
column = "age"
bands = [14, 18, 25]
[dimensions.group]
categories.young = {{ where = {{ age = {{ below = 18 }} }} }}
categories.old = {{ where = {{ age = {{ min = 16 }} }} }}
[dimensions.place]
column = "place"
assign = "first"
[calculated.people.visits]
from = "t"
measure = "count"
where = {{ kind = "x" }}
[calculated.people.paid]
from = "t"
measure = "sum"
column = "usd"
[calculated.people.places]
from = "t"
measure = "unique"
column = "place"
[calculated.people.oldest]
from = "t"
measure = "max"
column = "age"
[calculated.people.middle]
from = "t"
measure = "median"
column = "age"
[calculated.people.newest]
from = "grants"
measure = "share"
meets = {{ kind = "x" }}
match = {{ holder = "person" }}
[calculated.people.granted]
from = "grants"
measure = "sum"
column = "usd"
match = {{ holder = "person" }}
[calculated.people.per_visit]
of = ["paid", "visits"]
measure = "ratio"
[calculated.people.early]
from = "t"
measure = "count"
until = "joined"
date = "day"
[calculated.homes.rich]
from = "people"
measure = "count"
where = {{ paid = {{ min = 3 }} }}
"""
OVER_ROWS = {
    "rows": 'measure = "count"',
    "people": 'measure = "unique"\ncolumn = "person"',
    "amount": 'measure = "sum"\ncolumn = "usd"',
    "average": 'measure = "mean"\ncolumn = "usd"',
    "least": 'measure = "min"\ncolumn = "usd"',
    "last_day": 'measure = "max"\ncolumn = "day"',
    "middle": 'measure = "median"\ncolumn = "usd"',
    "minors": 'measure = "share"\nmeets = { age = { below = 18 } }',
    "young": 'measure = "share"\ncolumn = "person"\nmeets = { age = { below = 18 } }',
    "minors_known": 'measure = "share"\nmeets = { age = { below = 18 } }\nblank = "exclude"',
    "young_known": 'measure = "share"\ncolumn = "person"\nblank = "exclude"\n'
    'meets = { any = [{ age = { below = 18 } }, { kind = "x" }] }',
    "weighted": 'measure = "count"\nweight = "weight"',
    "weighted_amount": 'measure = "sum"\ncolumn = "usd"\nweight = "weight"',
    "weighted_average": 'measure = "mean"\ncolumn = "usd"\nweight = "weight"',
    "weighted_share": 'measure = "share"\nmeets = { kind = "x" }\nweight = "weight"',
    "reached": 'measure = "unique"\ncolumn = "person"\naccumulation = "cumulative"',
    "spent": 'measure = "sum"\ncolumn = "usd"\naccumulation = "cumulative"',
    "state": 'measure = "count"\naccumulation = "latest"',
    "state_amount": 'measure = "sum"\ncolumn = "usd"\naccumulation = "latest"',
    "new": 'measure = "unique"\ncolumn = "person"\ndedupe = "first"',
    "earned": 'measure = "sum"\ncolumn = "pay"',
    "usual_pay": 'measure = "mean"\ncolumn = "pay"',
    "frequent": 'measure = "unique"\ncolumn = "person"\nwhere = { "person.visits" = { min = 2 } }',
    "rich_rows": 'measure = "count"\nwhere = { "person.paid" = { above = 1 } }',
    "rich_amount": 'measure = "sum"\ncolumn = "usd"\nwhere = { "person.paid" = { above = 1 } }',
    "rich_pay": 'measure = "sum"\ncolumn = "pay"\nwhere = { "person.paid" = { above = 1 } }',
    "rich_share": 'measure = "share"\ncolumn = "person"\nmeets = { "person.visits" = { min = 2 } }',
    "at_home": 'measure = "count"\nwhere = { "person.home.rich" = { min = 1 } }',
}
OVER_PEOPLE = {
    "active": 'measure = "count"\nwhere = { visits = { min = 1 } }',
    "passive": 'measure = "count"\nwhere = { visits = 0 }',
    "holders": 'measure = "unique"\ncolumn = "home"\nwhere = { per_visit = { above = 1 }, granted = { min = 1 } }',
    "paid": 'measure = "sum"\ncolumn = "paid"',
    "mean_visits": 'measure = "mean"\ncolumn = "visits"',
    "mean_middle": 'measure = "mean"\ncolumn = "middle"',
    "most": 'measure = "max"\ncolumn = "oldest"',
    "share_active": 'measure = "share"\nmeets = { visits = { min = 1 }, places = { min = 2 } }',
    "share_granted": 'measure = "share"\nmeets = { newest = { above = 0 } }',
    "homes_active": 'measure = "share"\ncolumn = "home"\nmeets = { visits = { min = 2 } }',
    "paid_to_date": 'measure = "sum"\ncolumn = "paid"\naccumulation = "cumulative"',
    "early_birds": 'measure = "sum"\ncolumn = "early"',
}
TYPES = {"age": "integer", "usd": "number", "weight": "integer", "day": "date", "joined": "date", "pay": "integer"}
HEADINGS = {
    "t": ("person", "sex", "age", "usd", "weight", "kind", "place", "day", "pay"),
    "people": ("person", "home", "joined"),
    "grants": ("holder", "kind", "usd", "day"),
    "homes": ("home",),
}
KEYS = {"t": ("person", "people"), "people": ("home", "homes")}


def write_random_project(folder: Path, seed: int) -> None:
    """A project of four small tables, the same for the same seed, with every kind of indicator."""
    draw, home = Random(seed), folder  # noqa: S311 - no secret
    span = draw.choice([40, 200, 500])

    def day() -> str:
        return "" if not draw.randrange(12) else str(FIRST_DAY + timedelta(days=draw.randrange(span)))

    def visit() -> list[object]:
        usd = draw.choice(["", draw.randrange(-300, 900) / 100])
        person, place = draw.choice(PEOPLE), draw.choice(["P", "Q", ""])
        own = [draw.choice("fm "), draw.choice(["", draw.randrange(12, 30)]), usd, draw.randrange(4)]
        return [person, *own, draw.choice(["x", "y", ""]), place, day(), draw.choice(["", draw.randrange(9)])]

    rows: dict[str, list[list[object]]] = {
        "t": [visit() for _ in range(draw.choice([0, 3, 12, 40]))],
        "people": [[person, draw.choice(["H", "I", ""]), day()] for person in PEOPLE if person],
        "grants": [
            [draw.choice(PEOPLE), draw.choice("xy"), draw.randrange(9), day()] for _ in range(draw.randrange(9))
        ],
        "homes": [["H"], ["I"]],
    }
    for name, records in rows.items():
        lines = [",".join(map(str, record)) for record in (HEADINGS[name], *records)]
        (home / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    resources = [_describe_table(name) for name in rows]
    (home / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    toml = DEFINITIONS.format(least=draw.choice([1, 3]))
    for table, indicators, dated in (("t", OVER_ROWS, "day"), ("people", OVER_PEOPLE, "joined")):
        for code, text in indicators.items():
            toml += f'[indicators.{code}]\ntable = "{table}"\ndate = "{dated}"\n{text}\n'
    (home / "indicators.toml").write_text(toml, encoding="utf-8")


def _describe_table(name: str) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [{"name": one, "type": TYPES.get(one, "string")} for one in HEADINGS[name]]
    fields = [one | {"rt:personal": True} if one["name"] == "pay" else one for one in fields]
    schema: dict[str, Any] = {"fields": fields}
    if name in KEYS:
        own, other = KEYS[name]
        schema["foreignKeys"] = [{"fields": own, "reference": {"resource": other, "fields": own}}]
    if name in {"people", "homes"}:
        schema["primaryKey"] = HEADINGS[name][0]
    return {"name": name, "path": f"{name}.csv", "schema": schema}
