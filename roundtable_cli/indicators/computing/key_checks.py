"""Whether keys tell rows apart, and lead each to one row of another table: asked of all rows at once, or row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Failed, Finding, Refused
from roundtable_cli.indicators.frames.view import different
from roundtable_cli.tables.checks import cell_checks
from roundtable_cli.tables.checks.cell_checks import NAMED, Key
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import parsing

if TYPE_CHECKING:
    from roundtable_cli.indicators.computing.table_inputs import Opened

LARGE = 1000  # rows from which a key is looked at all at once: below, looking at each row takes no longer


def untold(opened: Opened, table: str) -> Iterable[Finding]:
    """The findings for rows that the primary key of their table does not tell apart."""
    source = opened.names.source(table)
    fields = [source.field(name) for name in source.table.primary_key]
    if not fields:
        return ()
    whole = _frame(opened, table, fields) if _is_large(opened, table) and comparable(fields, fields) else None
    if whole is None:  # the key's own check takes any text
        return cell_checks.primary_key(source)
    if _told_apart(opened, opened.engine.open(source, {}, {f"key{index}": one for index, one in enumerate(fields)})):
        return ()
    return cell_checks.primary_key(source, _twice(opened, whole, fields) if source.is_large else None)


def astray(opened: Opened, table: str, key: ForeignKey) -> Iterable[Finding]:
    """The findings for rows whose key does not lead to one row of another table."""
    source, target = opened.names.source(table), opened.names.source(key.resource)
    mine, theirs = [source.field(name) for name in key.fields], [target.field(name) for name in key.keys]
    large = _is_large(opened, table) or _is_large(opened, key.resource)
    ours = _frame(opened, table, mine) if large and comparable(mine, theirs) else None
    others = _frame(opened, key.resource, theirs) if ours is not None else None
    if ours is None or others is None:
        return cell_checks.foreign_key(source, key, target)
    known = _there(others)
    single = target.table.primary_key == key.keys or _told_apart(opened, known)
    absent = _there(ours).join(known, on=known.collect_schema().names(), how="anti")
    if single and not _rows(opened, absent):
        return ()
    if not source.is_large and not target.is_large:
        return cell_checks.foreign_key(source, key, target)
    several = set() if single else _twice(opened, others, theirs)
    return cell_checks.lacking(source, key, target, _spelled(opened, different(absent), mine), several)


def comparable(mine: Sequence[Field], theirs: Sequence[Field]) -> bool:
    """Whether the values of two keys are equal just where their texts are, by which keys meet."""
    pairs = [(one.type, other.type) for one, other in zip(mine, theirs, strict=True)]
    return bool(pairs) and all(one == other and one in cell_checks.KEY_TYPES for one, other in pairs)


def _is_large(opened: Opened, table: str) -> bool:
    source = opened.names.source(table)
    return source.is_large or (table in opened.frames and len(source) >= LARGE)


def _frame(opened: Opened, table: str, fields: Sequence[Field]) -> Frame | None:
    """The columns of a key alone, as they are read already if they are; none where one breaks its type."""
    names, known = [f"key{index}" for index, _ in enumerate(fields)], opened.fields.get(table, {})
    if table in opened.frames and {*fields} <= {*known}:
        return opened.frames[table].select(
            *(nw.col(known[field]).alias(name) for name, field in zip(names, fields, strict=True))
        )
    try:
        return opened.engine.open(opened.names.source(table), dict(zip(names, fields, strict=True)))
    except Failed:
        raise
    except Refused:
        return None


def _there(frame: Frame) -> Frame:
    """The keys that miss no part."""
    return frame.filter(*(~nw.col(name).is_null() for name in frame.collect_schema().names()))


def _told_apart(opened: Opened, frame: Frame) -> bool:
    """Whether every row has a key, and no other row has the same."""
    return _rows(opened, frame) == _rows(opened, different(_there(frame)))


def _rows(opened: Opened, frame: Frame) -> int:
    """The number of a frame's rows."""
    return int(opened.engine.fetch(frame.select(nw.len()))[0][0])


def _twice(opened: Opened, frame: Frame, fields: Sequence[Field]) -> set[Key]:
    """The keys that several rows have, some of them if they are many."""
    names = frame.collect_schema().names()
    found = _there(frame).group_by(*names).agg(nw.len().alias("n")).filter(nw.col("n") > 1)
    return _spelled(opened, found.select(*names), fields)


def _spelled(opened: Opened, frame: Frame, fields: Sequence[Field]) -> set[Key]:
    """Some keys of a frame, as the texts by which rows are told apart."""
    rows = opened.engine.fetch(frame.sort(*frame.collect_schema().names()).head(NAMED))
    return {tuple(parsing.text(part, field) for part, field in zip(row, fields, strict=True)) for row in rows}
