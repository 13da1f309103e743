"""Whether primary keys tell rows apart, and whether foreign keys lead to one row each.

The keys of a large table are compared by the engine, all at once. Only where one is wrong, and in small tables, does
Python look at each row, which also finds the row to name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import EngineFailure, Finding, Refused
from roundtable_cli.indicators.computing.loading.load_plan import TablePlan
from roundtable_cli.indicators.frames.view import distinct_rows
from roundtable_cli.tables.checks import key_constraints
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.checks.key_constraints import KeyTexts
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import parsing

BULK_CHECK_ROWS = 1000  # from so many rows on the engine compares keys; below, looking at each row takes no longer


class KeyedTable(NamedTuple):
    """A table whose keys are checked, and its rows as they were read; no frame where a cell of it is refused."""

    plan: TablePlan
    frame: Frame | None

    @property
    def is_large(self) -> bool:
        """Whether the engine is to compare its keys."""
        return self.plan.source.is_large or (self.frame is not None and len(self.plan.source) >= BULK_CHECK_ROWS)


def primary_key_violations(engine: Engine, table: KeyedTable) -> Iterable[Finding]:
    """The findings for rows whose primary key is missing, or is that of another row."""
    source = table.plan.source
    fields = [source.get_field(name) for name in source.table.primary_key]
    if not fields:
        return ()
    keys = _key_frame(engine, table, fields) if table.is_large and are_keys_comparable(fields, fields) else None
    if keys is None:  # a key that breaks its type is still a text, by which Python tells rows apart
        return key_constraints.check_primary_key(source)
    coded = engine.open_frame(source, {}, {f"key{index}": field for index, field in enumerate(fields)})
    if _are_keys_unique(engine, coded):  # codes are compared sooner than texts
        return ()
    return key_constraints.check_primary_key(source, _duplicate_keys(engine, keys, fields) if source.is_large else None)


def foreign_key_violations(
    engine: Engine, referring: KeyedTable, key: ForeignKey, referenced: KeyedTable
) -> Iterable[Finding]:
    """The findings for rows whose foreign key does not lead to just one row of the referenced table."""
    source, target = referring.plan.source, referenced.plan.source
    fields, target_fields = [*map(source.get_field, key.fields)], [*map(target.get_field, key.keys)]
    is_bulk = (referring.is_large or referenced.is_large) and are_keys_comparable(fields, target_fields)
    keys = _key_frame(engine, referring, fields) if is_bulk else None
    target_keys = _key_frame(engine, referenced, target_fields) if keys is not None else None
    if keys is None or target_keys is None:
        return key_constraints.check_foreign_key(source, key, target)
    known = _complete_keys(target_keys)
    is_unique = target.table.primary_key == key.keys or _are_keys_unique(engine, known)
    absent = _complete_keys(keys).join(known, on=known.collect_schema().names(), how="anti")
    if is_unique and not _count_rows(engine, absent):
        return ()
    if not source.is_large and not target.is_large:
        return key_constraints.check_foreign_key(source, key, target)
    repeated = set() if is_unique else _duplicate_keys(engine, target_keys, target_fields)
    absent_texts = _key_texts(engine, distinct_rows(absent), fields)
    return key_constraints.foreign_key_findings(source, key, target, absent_texts, repeated)


def are_keys_comparable(fields: Sequence[Field], target_fields: Sequence[Field]) -> bool:
    """Whether values of two keys are equal just where their texts are equal: keys meet by their texts."""
    pairs = [(field.type, target.type) for field, target in zip(fields, target_fields, strict=True)]
    return bool(pairs) and all(left == right and left in key_constraints.TEXT_KEY_TYPES for left, right in pairs)


def _key_frame(engine: Engine, table: KeyedTable, fields: Sequence[Field]) -> Frame | None:
    """The columns of a key alone, from the frame that was read where it has them; None where one breaks its type."""
    names, columns = [f"key{index}" for index, _ in enumerate(fields)], table.plan.fields
    if table.frame is not None and {*fields} <= {*columns}:
        return table.frame.select(
            *(nw.col(columns[field]).alias(name) for name, field in zip(names, fields, strict=True))
        )
    try:
        return engine.open_frame(table.plan.source, dict(zip(names, fields, strict=True)))
    except EngineFailure:
        raise
    except Refused:
        return None


def _complete_keys(frame: Frame) -> Frame:
    """The keys that miss no part."""
    return frame.filter(*(~nw.col(name).is_null() for name in frame.collect_schema().names()))


def _are_keys_unique(engine: Engine, frame: Frame) -> bool:
    """Whether every row has a key, and no other row has the same."""
    return _count_rows(engine, frame) == _count_rows(engine, distinct_rows(_complete_keys(frame)))


def _count_rows(engine: Engine, frame: Frame) -> int:
    return int(engine.fetch_rows(frame.select(nw.len()))[0][0])


def _duplicate_keys(engine: Engine, frame: Frame, fields: Sequence[Field]) -> set[KeyTexts]:
    """The keys that several rows have; of many, the first."""
    names = frame.collect_schema().names()
    repeated = _complete_keys(frame).group_by(*names).agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    return _key_texts(engine, repeated.select(*names), fields)


def _key_texts(engine: Engine, frame: Frame, fields: Sequence[Field]) -> set[KeyTexts]:
    """Keys of a frame as the texts by which rows are told apart; of many, as many as messages name."""
    rows = engine.fetch_rows(frame.sort(*frame.collect_schema().names()).head(MAX_NAMED_FINDINGS))
    return {tuple(parsing.value_to_text(part, field) for part, field in zip(row, fields, strict=True)) for row in rows}
