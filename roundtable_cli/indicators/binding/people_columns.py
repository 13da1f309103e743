"""Whose the values of a personal column are: what tells apart the people behind a sum or a mean of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, combine_columns
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.tables.table import TEXT_TYPES
from roundtable_cli.tables.vocabulary import headings

_IDENTITY_KINDS = frozenset("identity person surname name document phone email".split())


def find_personal_values(
    indicator: Indicator, column: BoundColumn | None, weight: BoundColumn | None
) -> tuple[BoundColumn, ...]:
    """The columns whose values an indicator adds up, where any of them is personal; none of one that counts."""
    values = tuple(filter(None, (column if indicator.traits.needs_numbers else None, weight)))
    return values if any(value.field.personal for value in values) else ()


def find_personal_sources(value: BoundColumn) -> tuple[BoundColumn, ...]:
    """The personal columns that a value is made of in its row; itself, where it is of the file or of other rows."""
    derivation = value.derivation
    if derivation is None or derivation.link:
        return (value,)
    seen = (column._replace(path=(*value.path, *column.path)) for column in derivation.columns)
    personal = (column for column in seen if column.field.personal)
    return tuple(dict.fromkeys(source for column in personal for source in find_personal_sources(column)))


def bind_people_columns(resolver: Resolver, table: str, values: Iterable[BoundColumn]) -> tuple[BoundColumn, ...]:
    """Columns of a table each of which may tell the people apart whose values are added up; none where its rows do.

    A value that foreign keys lead to is of whom the last key names. The table's own values are of whom its keys to
    tables with personal columns name, or its own key where other tables refer to it, or its names and codes of people.
    """
    referred = [
        _bind_referred_person(resolver, table, value) for value in values if value.field.personal and value.path
    ]
    return tuple(dict.fromkeys(referred or _iter_own_people(resolver, table)))


def _bind_referred_person(resolver: Resolver, table: str, value: BoundColumn) -> BoundColumn:
    *path, key = value.path
    owner = path[-1].resource if path else table
    return _bind_key(resolver, owner, key.fields)._replace(path=tuple(path))


def _iter_own_people(resolver: Resolver, table: str) -> Iterator[BoundColumn]:
    own = resolver.resolve_source(table).table
    personal_tables = {name for name, source in resolver.sources.items() if source.table.personal_names}
    for key in own.foreign_keys:
        if key.resource in personal_tables - {table}:
            yield _bind_key(resolver, table, key.fields)
    for source in resolver.sources.values():
        for key in source.table.foreign_keys:
            if key.resource == table:
                yield _bind_key(resolver, table, key.keys)
    for field in own.fields or ():
        if field.personal and field.type in TEXT_TYPES and headings.heading_kinds(field.name) & _IDENTITY_KINDS:
            yield BoundColumn(field)


def _bind_key(resolver: Resolver, table: str, names: tuple[str, ...]) -> BoundColumn:
    """The columns of a key, as one."""
    source = resolver.resolve_source(table)
    columns = tuple(BoundColumn(source.get_field(name)) for name in names)
    return columns[0] if len(columns) == 1 else combine_columns(columns)
