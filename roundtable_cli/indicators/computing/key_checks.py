"""Whether keys tell rows apart, and lead each to one row of another table: asked of all rows at once, or row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from roundtable_cli.errors import EngineFailure, Finding, Refused
from roundtable_cli.indicators.frames.view import distinct_rows
from roundtable_cli.tables.checks import key_constraints
from roundtable_cli.tables.checks.cell_checks import MAX_NAMED_FINDINGS
from roundtable_cli.tables.checks.key_constraints import KeyTexts
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import parsing

if TYPE_CHECKING:
    from roundtable_cli.indicators.computing.table_inputs import TableInputs

BULK_CHECK_ROWS = 1000  # rows from which a key is looked at all at once: below, looking at each row takes no longer


def primary_key_violations(opened: TableInputs, table: str) -> Iterable[Finding]:
    """The findings for rows that the primary key of their table does not tell apart."""
    source = opened.binder.resolve_source(table)
    fields = [source.get_field(name) for name in source.table.primary_key]
    if not fields:
        return ()
    whole = (
        _key_frame(opened, table, fields)
        if _is_large_table(opened, table) and are_keys_comparable(fields, fields)
        else None
    )
    if whole is None:  # the key's own check takes any text
        return key_constraints.check_primary_key(source)
    if _are_keys_unique(
        opened, opened.engine.open_frame(source, {}, {f"key{index}": one for index, one in enumerate(fields)})
    ):
        return ()
    return key_constraints.check_primary_key(
        source, _duplicate_keys(opened, whole, fields) if source.is_large else None
    )


def foreign_key_violations(opened: TableInputs, table: str, key: ForeignKey) -> Iterable[Finding]:
    """The findings for rows whose key does not lead to one row of another table."""
    source, target = opened.binder.resolve_source(table), opened.binder.resolve_source(key.resource)
    mine, theirs = [source.get_field(name) for name in key.fields], [target.get_field(name) for name in key.keys]
    large = _is_large_table(opened, table) or _is_large_table(opened, key.resource)
    ours = _key_frame(opened, table, mine) if large and are_keys_comparable(mine, theirs) else None
    others = _key_frame(opened, key.resource, theirs) if ours is not None else None
    if ours is None or others is None:
        return key_constraints.check_foreign_key(source, key, target)
    known = _complete_keys(others)
    single = target.table.primary_key == key.keys or _are_keys_unique(opened, known)
    absent = _complete_keys(ours).join(known, on=known.collect_schema().names(), how="anti")
    if single and not _count_rows(opened, absent):
        return ()
    if not source.is_large and not target.is_large:
        return key_constraints.check_foreign_key(source, key, target)
    several = set() if single else _duplicate_keys(opened, others, theirs)
    return key_constraints.foreign_key_findings(
        source, key, target, _key_texts(opened, distinct_rows(absent), mine), several
    )


def are_keys_comparable(mine: Sequence[Field], theirs: Sequence[Field]) -> bool:
    """Whether the values of two keys are equal just where their texts are, by which keys meet."""
    pairs = [(one.type, other.type) for one, other in zip(mine, theirs, strict=True)]
    return bool(pairs) and all(one == other and one in key_constraints.TEXT_KEY_TYPES for one, other in pairs)


def _is_large_table(opened: TableInputs, table: str) -> bool:
    source = opened.binder.resolve_source(table)
    return source.is_large or (table in opened.frames and len(source) >= BULK_CHECK_ROWS)


def _key_frame(opened: TableInputs, table: str, fields: Sequence[Field]) -> Frame | None:
    """The columns of a key alone, as they are read already if they are; none where one breaks its type."""
    names, known = [f"key{index}" for index, _ in enumerate(fields)], opened.fields.get(table, {})
    if table in opened.frames and {*fields} <= {*known}:
        return opened.frames[table].select(
            *(nw.col(known[field]).alias(name) for name, field in zip(names, fields, strict=True))
        )
    try:
        return opened.engine.open_frame(opened.binder.resolve_source(table), dict(zip(names, fields, strict=True)))
    except EngineFailure:
        raise
    except Refused:
        return None


def _complete_keys(frame: Frame) -> Frame:
    """The keys that miss no part."""
    return frame.filter(*(~nw.col(name).is_null() for name in frame.collect_schema().names()))


def _are_keys_unique(opened: TableInputs, frame: Frame) -> bool:
    """Whether every row has a key, and no other row has the same."""
    return _count_rows(opened, frame) == _count_rows(opened, distinct_rows(_complete_keys(frame)))


def _count_rows(opened: TableInputs, frame: Frame) -> int:
    """The number of a frame's rows."""
    return int(opened.engine.fetch_rows(frame.select(nw.len()))[0][0])


def _duplicate_keys(opened: TableInputs, frame: Frame, fields: Sequence[Field]) -> set[KeyTexts]:
    """The keys that several rows have, some of them if they are many."""
    names = frame.collect_schema().names()
    found = _complete_keys(frame).group_by(*names).agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    return _key_texts(opened, found.select(*names), fields)


def _key_texts(opened: TableInputs, frame: Frame, fields: Sequence[Field]) -> set[KeyTexts]:
    """Some keys of a frame, as the texts by which rows are told apart."""
    rows = opened.engine.fetch_rows(frame.sort(*frame.collect_schema().names()).head(MAX_NAMED_FINDINGS))
    return {tuple(parsing.value_to_text(part, field) for part, field in zip(row, fields, strict=True)) for row in rows}
