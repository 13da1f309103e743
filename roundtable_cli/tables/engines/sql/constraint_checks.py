"""Whether the columns that an engine has read keep their constraints, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.checks.cell_checks import NAMED
from roundtable_cli.tables.engines.engine import Row
from roundtable_cli.tables.engines.sql.casts import Kept
from roundtable_cli.tables.engines.sql.external_table import Large
from roundtable_cli.tables.engines.sql.sql_dialect import BATCH, Database
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values import parsing


def check(engine: Database, source: Large, kept: Kept) -> None:
    """Refused where values break the constraints of their fields."""
    ruled = [field for field in kept.columns if field.constraints != Constraints() or field.declared]
    broken = [
        field
        for field in ruled
        if not all(cell_checks.keeps(field, batch) for batch in _different(engine, kept, field))
    ]
    if broken:
        raise source.refusal(broken)
    for field in ruled:
        if field.constraints.unique:
            twice = _twice(engine, kept, field)
            cell_checks.refuse(cell_checks.unique(source, field, {(parsing.text(key[0], field),) for key in twice}))


def _different(engine: Database, kept: Kept, field: Field) -> Iterator[list[Any]]:
    """The different values of a column; of bounds the least and the greatest tell."""
    rules, name, column = field.constraints, kept.table, kept.columns[field]
    if rules.required:
        yield from ([None] for _ in engine.rows(f"SELECT 1 FROM {name} WHERE {column} IS NULL LIMIT 1"))
    if not (rules.of_values or field.declared):
        return
    if field.declared or rules.pattern or engine.type_of(field) == engine.types["string"]:
        different = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL"
        query = f"SELECT {kept.values[field]} FROM ({different})"
    else:
        query = f"SELECT min({column}) FROM {name} UNION ALL SELECT max({column}) FROM {name}"
    found = (value for (value,) in engine.rows(query) if value is not None)
    while batch := [value for value, _ in zip(found, range(BATCH), strict=False)]:
        yield batch


def _twice(engine: Database, kept: Kept, field: Field) -> Iterator[Row]:
    """The values that several rows have, some of them if they are many."""
    column = kept.columns[field]
    groups = f"SELECT {column} FROM {kept.table} WHERE {column} IS NOT NULL GROUP BY {column}"
    return engine.rows(
        f"SELECT {kept.values[field]} FROM ({groups} HAVING count(*) > 1 ORDER BY {column} LIMIT {NAMED})"
    )
