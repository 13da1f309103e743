"""A project that is small enough to see every number in it: people who came to courses in two quarters."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from roundtable_cli import Project

HEADER = "visit,person,sex,kind,date,income"
ROWS = [
    "V1,P1,f,course,2018-10-02,100",
    "V2,P2,m,course,2018-10-09,250",
    "V3,P1,f,course,2018-11-20,100",
    "V4,P3,f,talk,2018-12-01,75.5",
    "V5,P4,m,course,2018-09-30,60",
]
DEFINITIONS = """
[project]
title = "Courses"
languages = ["en"]

[dimensions.sex]
column = "sex"

[indicators.trained]
label = "People trained"
table = "visits"
measure = "unique"
column = "person"
where = { kind = "course" }
disaggregate = ["sex"]
targets = { "2018Q4" = 3, lop = 10 }

[indicators.income]
label = "Income told"
table = "visits"
measure = "sum"
column = "income"

[indicators.income_each]
label = "Income for each person"
measure = "ratio"
of = ["income", "trained"]
headline = false
"""
PACKAGE = """{"resources": [{"name": "visits", "path": "visits.csv", "schema": {"fields": [
 {"name": "visit", "type": "string"}, {"name": "person", "type": "string"}, {"name": "sex", "type": "string"},
 {"name": "kind", "type": "string"}, {"name": "date", "type": "date"}, {"name": "income", "type": "number"}],
 "primaryKey": ["visit"]}}]}
"""


def write_visits(folder: Path, rows: list[str]) -> Path:
    """The table of a project, with these rows."""
    path = folder / "visits.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def make_project(folder: Path) -> Path:
    """A folder with the project."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "indicators.toml").write_text(DEFINITIONS, encoding="utf-8")
    (folder / "datapackage.json").write_text(PACKAGE, encoding="utf-8")
    write_visits(folder, ROWS)
    return folder


def make_frozen_project(folder: Path) -> Path:
    """A folder with the project, whose fourth quarter is frozen."""
    shutil.copytree(_frozen_template().name, folder)
    return folder


@cache
def _frozen_template() -> tempfile.TemporaryDirectory[str]:
    """Frozen once for all tests: to compute the values takes longer than to copy the files."""
    folder = tempfile.TemporaryDirectory()
    Project.open(make_project(Path(folder.name))).freeze("2018Q4")
    return folder
