"""Whether the columns that an engine has read keep their constraints, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from roundtable_cli.errors import Finding, Refused, Unread
from roundtable_cli.tables import checks, values
from roundtable_cli.tables.checks import NAMED
from roundtable_cli.tables.engines import Row
from roundtable_cli.tables.engines.large import Large
from roundtable_cli.tables.table import Constraints, Field

if TYPE_CHECKING:
    from roundtable_cli.tables.engines.sql import Sql

BATCH = 100_000  # values that Python looks at together


def check(engine: Sql, source: Large, name: str, fields: Mapping[Field, str]) -> None:
    """Refused where values break the constraints of their fields."""
    ruled = {field: column for field, column in fields.items() if field.constraints != Constraints() or field.declared}
    broken = [
        field
        for field, column in ruled.items()
        if not all(checks.keeps(field, batch) for batch in _different(engine, name, field, column))
    ]
    if broken:
        raise named(source, broken)
    for field, column in ruled.items():
        if field.constraints.unique:
            twice = _twice(engine, name, column)
            checks.refuse(checks.unique(source, field, {(values.text(key[0], field),) for key in twice}))


def _different(engine: Sql, name: str, field: Field, column: str) -> Iterator[list[Any]]:
    """The different values of a column; of bounds the least and the greatest tell."""
    rules = field.constraints
    if rules.required:
        yield from ([None] for _ in engine.rows(f"SELECT 1 FROM {name} WHERE {column} IS NULL LIMIT 1"))
    if field.declared or rules.pattern or engine.type_of(field) == engine.types["string"]:
        query = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL"
    else:
        query = f"SELECT min({column}) FROM {name} UNION ALL SELECT max({column}) FROM {name}"
    found = (value for (value,) in engine.rows(query) if value is not None)
    while batch := [value for value, _ in zip(found, range(BATCH), strict=False)]:
        yield batch


def _twice(engine: Sql, name: str, column: str) -> Iterator[Row]:
    """The values that several rows have, some of them if they are many."""
    groups = f"SELECT {column} FROM {name} WHERE {column} IS NOT NULL GROUP BY {column}"
    return engine.rows(f"{groups} HAVING count(*) > 1 LIMIT {NAMED}")


def named(source: Large, fields: Iterable[Field], said: Unread | None = None) -> Refused:
    """The refusal of a table, its rows named by a pass over them; else what the engine has said."""
    try:
        found = list(source.faults(fields))
    except Refused as refused:
        return refused
    because = f": {said.findings[0].fault}" if said else ""
    fault, remedy = f"can't be read as it is written{because}", "save it as UTF-8 CSV with one kind of line ends"
    return Refused(*(found or source.uneven() or [Finding("source-error", fault, remedy, ", ".join(source.paths))]))
