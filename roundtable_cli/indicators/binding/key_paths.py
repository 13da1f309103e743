"""What can be written in the place of a name that a table lacks: columns of the tables that its keys lead to."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.errors import quote_alternatives
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.tables.table import TIME_TYPES

MAX_STEPS, MAX_NAMED = 3, 3


def suggest_linked_column(resolver: Resolver, table: str, name: str) -> str:
    """How a column is named that a table itself lacks: along a key, or along one that has to be declared; else ""."""
    if paths := list_linked_paths(resolver, table, name):
        return f"did you mean {quote_alternatives(paths[:MAX_NAMED])}?"
    return suggest_missing_key(resolver, table, name)


def list_linked_paths(resolver: Resolver, table: str, name: str) -> list[str]:
    """The paths along keys to columns of a name, the shortest first."""
    return [f"{path}.{name}" for path, other in _iter_linked_tables(resolver, table) if _has(resolver, other, name)]


def suggest_missing_key(resolver: Resolver, table: str, path: str) -> str:
    """The foreign key to declare, where a path begins with a column that leads nowhere; "" for other names."""
    head, _, rest = path.partition(".")
    keys = {key.fields for key in resolver.resolve_source(table).table.foreign_keys}
    if not rest or (head,) in keys or not _has(resolver, table, head):
        return ""
    targets = {name: source.table.primary_key for name, source in resolver.sources.items() if name != table}
    column = rest.split(".")[0]
    found = [(name, key[0]) for name, key in targets.items() if len(key) == 1 and _has(resolver, name, column)]
    if len(found) != 1:
        return f'declare in datapackage.json to which table "{head}" leads: rt-stats guide files foreignKeys'
    ((target, key),) = found
    reference = f'{{ "resource": "{target}", "fields": "{key}" }}'
    declared = f'"foreignKeys": [{{ "fields": "{head}", "reference": {reference} }}]'
    return f'if "{head}" holds the keys of {target}, write {declared} into the "schema" of {table} in datapackage.json'


def list_date_choices(resolver: Resolver, table: str) -> list[str]:
    """The dates that may put the rows of a table in a period: its own, else those that its keys lead to."""
    own = _date_names(resolver, table)
    linked = (
        f"{path}.{name}"
        for path, other in _iter_linked_tables(resolver, table)
        for name in _date_names(resolver, other)
    )
    return own or [*linked]


def date_remedy(resolver: Resolver, table: str) -> str:
    """`date = "opened" or "closed"`: what an indicator can write to name the date of each row."""
    choices = list_date_choices(resolver, table)[:MAX_NAMED]
    return f"date = {quote_alternatives(choices or ['…'])}"


def _iter_linked_tables(resolver: Resolver, table: str) -> Iterator[tuple[str, str]]:
    """The tables that the keys of a table lead to, in few steps, each once, with the path that leads there."""
    seen, reached = {table}, [("", table)]
    for _ in range(MAX_STEPS):
        before, reached = reached, []
        for path, name in before:
            for key in resolver.resolve_source(name).table.foreign_keys:
                if len(key.fields) == 1 and key.resource in resolver.sources and key.resource not in seen:
                    seen.add(key.resource)
                    reached.append((f"{path}.{key.fields[0]}".removeprefix("."), key.resource))
        yield from reached


def _has(resolver: Resolver, table: str, name: str) -> bool:
    return name in resolver.known_column_names(table)


def _date_names(resolver: Resolver, table: str) -> list[str]:
    fields = resolver.table_fields(table)
    return [field.name for field in fields if field.type in TIME_TYPES and not (field.personal or field.is_revealed)]
