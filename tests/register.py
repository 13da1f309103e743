"""A project with a register of people so long that an engine reads it itself."""

from __future__ import annotations

import json
from pathlib import Path

from roundtable_cli.tables.engines.sql.external_table import PYTHON_MAX_BYTES

ROWS = 170_000
PEOPLE = 70_001  # who come up more than once each
FIELDS = {"id": "string", "sex": "string", "age": "integer", "day": "date", "usd": "number"}
INDICATORS = """
[dimensions.sex]
column = "sex"

[dimensions.age]
column = "age"

[indicators.rows]
table = "people"
measure = "count"

[indicators.people]
table = "people"
measure = "unique"
column = "id"

[indicators.women]
table = "people"
measure = "unique"
column = "id"
where = { sex = "female" }

[indicators.usd]
table = "people"
measure = "sum"
column = "usd"

[indicators.mean]
table = "people"
measure = "mean"
column = "usd"
where = { sex = "male" }
"""


def written(folder: Path, rows: int = ROWS, end: str = "") -> Path:
    """The project, with what else the file ends with."""
    folder.mkdir(exist_ok=True)
    lines = (
        f"P{number % PEOPLE:07},{'female' if number % 3 else 'male'},{number % 50},"
        f"2018-{number % 9 + 1:02}-{number % 28 + 1:02},{number % 977}.{number % 100:02}\n"
        for number in range(rows)
    )
    with (folder / "people.csv").open("w", encoding="utf-8") as file:
        file.write(",".join(FIELDS) + "\n")
        file.writelines(lines)
        file.write(end)
    assert (folder / "people.csv").stat().st_size > PYTHON_MAX_BYTES
    return described(folder, "people.csv")


def described(folder: Path, path: str) -> Path:
    """The definitions of such a project, whose table is this file."""
    folder.mkdir(exist_ok=True)
    fields = [{"name": name, "type": type_} for name, type_ in FIELDS.items()]
    package = {"resources": [{"name": "people", "path": path, "schema": {"fields": fields}}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "indicators.toml").write_text(INDICATORS, encoding="utf-8")
    return folder
