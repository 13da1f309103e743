"""Whether the columns that an engine has read keep their constraints, and what is wrong where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roundtable_cli.errors import refuse_findings
from roundtable_cli.tables.checks import cell_checks, key_constraints
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.engines.engine import Row
from roundtable_cli.tables.engines.sql.casts import LoadedTable
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.engines.sql.sql_dialect import BATCH_ROWS, SqlDialect
from roundtable_cli.tables.table import Constraints, Field
from roundtable_cli.tables.values import parsing


def check_loaded_values(engine: SqlDialect, source: ExternalTable, kept: LoadedTable) -> None:
    """Refused where values break the constraints of their fields."""
    ruled = [field for field in kept.columns if field.constraints != Constraints() or field.declared_values]
    broken = [
        field
        for field in ruled
        if not all(
            cell_checks.satisfies_constraints(field, batch) for batch in _distinct_value_batches(engine, kept, field)
        )
    ]
    if broken:
        raise source.fault_refusal(broken)
    for field in ruled:
        if field.constraints.unique:
            twice = _repeated_values(engine, kept, field)
            refuse_findings(
                key_constraints.find_duplicate_values(
                    source, field, {(parsing.value_to_text(key[0], field),) for key in twice}
                )
            )


def _distinct_value_batches(engine: SqlDialect, kept: LoadedTable, field: Field) -> Iterator[list[Any]]:
    """The different values of a column; of bounds the least and the greatest tell."""
    rules, name, column = field.constraints, kept.table_name, kept.columns[field]
    if rules.required:
        yield from ([None] for _ in engine.query_rows(f"SELECT 1 FROM {name} WHERE {column} IS NULL LIMIT 1"))
    if not (rules.restricts_values or field.declared_values):
        return
    if field.declared_values or rules.pattern or engine.sql_type_of(field) == engine.sql_types["string"]:
        different = f"SELECT DISTINCT {column} FROM {name} WHERE {column} IS NOT NULL"
        query = f"SELECT {kept.value_expressions[field]} FROM ({different})"
    else:
        query = f"SELECT min({column}) FROM {name} UNION ALL SELECT max({column}) FROM {name}"
    found = (value for (value,) in engine.query_rows(query) if value is not None)
    while batch := [value for value, _ in zip(found, range(BATCH_ROWS), strict=False)]:
        yield batch


def _repeated_values(engine: SqlDialect, kept: LoadedTable, field: Field) -> Iterator[Row]:
    """The values that several rows have, some of them if they are many."""
    column = kept.columns[field]
    groups = f"SELECT {column} FROM {kept.table_name} WHERE {column} IS NOT NULL GROUP BY {column}"
    return engine.query_rows(
        f"SELECT {kept.value_expressions[field]} FROM "
        f"({groups} HAVING count(*) > 1 ORDER BY {column} LIMIT {MAX_NAMED_FINDINGS})"
    )
