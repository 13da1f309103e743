"""How much longer a tracking table of many months takes than one of one month.

python tests/benchmarks/many_periods.py [ROWS [MONTHS]] [--engine NAME]

The project has attendances of people over some months, and calculated columns of what each person has. Each indicator
is tracked for its last month, and by month; seconds are those of the processor, start and reading of files included.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

FIRST_DAY = np.datetime64("2018-01-01")
DAYS_PER_MONTH = 30.4
LIMIT = 3.0  # of 13 months against one
TYPES = {"date": "date", "joined_on": "date", "amount": "number"}
DEFINITIONS = """
[calculated.people.visits]
from = "attendances"
measure = "count"
[calculated.people.paid]
from = "attendances"
measure = "sum"
column = "amount"
[calculated.people.trainings]
from = "attendances"
measure = "count"
where = { kind = "training" }
"""
OF_ATTENDANCES = {
    "count": 'measure = "count"',
    "sum": 'measure = "sum"\ncolumn = "amount"',
    "unique": 'measure = "unique"\ncolumn = "person_id"',
    "mean": 'measure = "mean"\ncolumn = "amount"',
    "share": 'measure = "share"\nmeets = { kind = "training" }',
    "share_of_people": 'measure = "share"\ncolumn = "person_id"\nmeets = { kind = "training" }',
    "latest": 'measure = "sum"\ncolumn = "amount"\naccumulation = "latest"',
    "known_unique": 'measure = "unique"\ncolumn = "person_id"\nwhere = { "person_id.visits" = { min = 3 } }',
}
OF_PEOPLE = {
    "known_count": 'measure = "count"\nwhere = { trainings = { min = 1 } }',
    "known_sum": 'measure = "sum"\ncolumn = "paid"',
    "known_mean": 'measure = "mean"\ncolumn = "visits"',
    "known_share": 'measure = "share"\nmeets = { trainings = { min = 1 } }',
}


def write_project(folder: Path, rows: int, months: int) -> None:
    """The project, the same at every run: three attendances for each person, one after another."""
    draw, people = np.random.default_rng(2018), max(1, rows // 3)
    days, joined = (FIRST_DAY + draw.integers(int(months * DAYS_PER_MONTH), size=size) for size in (rows, people))
    persons, cents = draw.integers(people, size=rows), draw.integers(1_000_000, size=rows)
    kinds = np.array(["training", "meeting", "visit"])[draw.integers(3, size=rows)]
    columns = zip(persons, days, cents, kinds, strict=True)
    attendances = [f"P{person:08},{day},{amount / 100:.2f},{kind}" for person, day, amount, kind in columns]
    people_rows = [f"P{number:08},{day}" for number, day in enumerate(joined)]
    tables = {
        "attendances": ("person_id,date,amount,kind", attendances),
        "people": ("person_id,joined_on", people_rows),
    }
    resources = []
    for name, (heading, lines) in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
        fields = [{"name": one, "type": TYPES.get(one, "string")} for one in heading.split(",")]
        schema: dict[str, Any] = {"fields": fields}
        schema |= {"primaryKey": "person_id"} if name == "people" else {"foreignKeys": [key_to_people()]}
        resources.append({"name": name, "path": f"{name}.csv", "encoding": "utf-8", "schema": schema})
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    definitions = [DEFINITIONS]
    for table, indicators in (("attendances", OF_ATTENDANCES), ("people", OF_PEOPLE)):
        definitions += (f'[indicators.{code}]\ntable = "{table}"\n{text}\n' for code, text in indicators.items())
    (folder / "indicators.toml").write_text("\n".join(definitions), encoding="utf-8")


def key_to_people() -> dict[str, object]:
    """The foreign key of an attendance."""
    return {"fields": "person_id", "reference": {"resource": "people", "fields": "person_id"}}


def processor_seconds(*options: str) -> float:
    """The seconds of the processor that `rt-stats track` takes with some options."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "roundtable_cli", "track", "-f", "csv", *options]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints, for each indicator, the seconds of one month and of all, and their ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=200_000)
    parser.add_argument("months", type=int, nargs="?", default=13)
    parser.add_argument("--engine", default="pandas")
    asked = parser.parse_args()
    last = (FIRST_DAY.astype("datetime64[M]") + asked.months - 1).astype(str)
    with tempfile.TemporaryDirectory() as home:
        write_project(Path(home), asked.rows, asked.months)
        for code in (*OF_ATTENDANCES, *OF_PEOPLE):
            common = (code, "-d", home, "--engine", asked.engine)
            one, many = processor_seconds(*common, "-p", str(last)), processor_seconds(*common, "--by", "month")
            verdict = "" if many <= LIMIT * one else f"  more than {LIMIT:g}"
            print(f"{code:16} {one:6.2f} s {many:6.2f} s {many / one:5.2f}{verdict}", flush=True)


if __name__ == "__main__":
    main()
