"""Columns that are personal because a key ties them to a personal one: they hold the same values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from roundtable_cli.tables.table import DataPackage, Table

ColumnName = tuple[str, str]  # a table and a column of it


def mark_tied_columns(package: DataPackage, doubtful: Collection[str] = ()) -> DataPackage:
    """The package, with each column personal that foreign keys tie to a personal one, from whichever side.

    The keys of tables that are `doubtful` may be personal, for all that is known: their schema is at fault.
    """
    ties = [*_iter_ties(package.tables)]
    personal = {(name, column) for name, table in package.tables.items() for column in table.personal_names}
    personal |= {end for tie in ties for end in tie if end[0] in doubtful}
    found = -1
    while found != len(personal):
        found = len(personal)
        personal |= {end for tie in ties if personal.intersection(tie) for end in tie}
    return package._replace(
        tables={
            name: _mark_columns(table, {column for owner, column in personal if owner == name})
            for name, table in package.tables.items()
        }
    )


def _iter_ties(tables: Mapping[str, Table]) -> Iterator[tuple[ColumnName, ColumnName]]:
    """Both ends of each column of each foreign key."""
    for name, table in tables.items():
        for key in table.foreign_keys:
            if key.resource in tables:
                for own, other in zip(key.fields, key.keys, strict=True):
                    yield (name, own), (key.resource, other)


def _mark_columns(table: Table, personal: set[str]) -> Table:
    """The table with these columns personal, those too that its schema does not declare."""
    if personal <= table.personal_names:
        return table
    fields = (
        None
        if table.fields is None
        else tuple(field._replace(personal=True) if field.name in personal else field for field in table.fields)
    )
    undeclared = personal - {field.name for field in fields or ()}
    return table._replace(fields=fields, undeclared_personal=frozenset(undeclared))
