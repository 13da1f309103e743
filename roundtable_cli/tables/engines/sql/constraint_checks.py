"""Whether the columns that an engine has read keep their constraints, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from roundtable_cli.errors import refuse_findings
from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.engines.engine import Row
from roundtable_cli.tables.engines.sql.database import BATCH_ROWS, LoadedTable, SqlDatabase
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values import parsing


def check_loaded_values(database: SqlDatabase, source: ExternalTable, loaded: LoadedTable) -> None:
    """Refused where values break the constraints of their fields."""
    constrained = [field for field in loaded.columns if field.constraints != Constraints() or field.declared_values]
    broken = [
        field
        for field in constrained
        if not all(
            cell_checks.satisfies_constraints(field, batch)
            for batch in _distinct_value_batches(database, loaded, field)
        )
    ]
    if broken:
        raise source.fault_refusal(dict.fromkeys(broken))
    for field in constrained:
        if field.constraints.unique:
            repeated = {
                (parsing.value_to_text(value, field),) for (value,) in _repeated_values(database, loaded, field)
            }
            refuse_findings(key_constraints.find_duplicate_values(source, field, repeated))


def _distinct_value_batches(database: SqlDatabase, loaded: LoadedTable, field: Field) -> Iterator[list[Any]]:
    """The different values of a column; where only bounds are asked for, the least and the greatest."""
    rules, name, column = field.constraints, loaded.table_name, loaded.columns[field]
    if rules.required:
        yield from ([None] for _ in database.query_rows(f"SELECT 1 FROM {name} WHERE {column} IS NULL LIMIT 1"))
    if not (rules.restricts_values or field.declared_values):
        return
    dialect = database.dialect
    if field.declared_values or rules.pattern or dialect.sql_type_of(field) == dialect.sql_types["string"]:
        distinct = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL"
        query = f"SELECT {loaded.value_expressions[field]} FROM ({distinct})"
    else:
        query = f"SELECT min({column}) FROM {name} UNION ALL SELECT max({column}) FROM {name}"
    values = (value for (value,) in database.query_rows(query) if value is not None)
    while batch := [*islice(values, BATCH_ROWS)]:
        yield batch


def _repeated_values(database: SqlDatabase, loaded: LoadedTable, field: Field) -> Iterator[Row]:
    """The values that several rows have, the first of them if they are many."""
    column = loaded.columns[field]
    groups = f"SELECT {column} FROM {loaded.table_name} WHERE {column} IS NOT NULL GROUP BY {column}"
    return database.query_rows(
        f"SELECT {loaded.value_expressions[field]} FROM "
        f"({groups} HAVING count(*) > 1 ORDER BY {column} LIMIT {MAX_NAMED_FINDINGS})"
    )
