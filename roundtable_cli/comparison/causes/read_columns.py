"""Which columns of a table an indicator reads: a change in another one moves none of its values."""

from __future__ import annotations

from roundtable_cli.comparison.causes.row_changes import TableChanges
from roundtable_cli.indicators.definitions.definition_reach import DefinitionReach, find_definition_reach
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, DataPackage


def find_cell_reach(
    framework: ResultsFramework, package: DataPackage, code: str, dimension: str | None
) -> DefinitionReach:
    """What a value reads: that of an indicator in a category of a `dimension`, "" for its total, None for all of it."""
    if dimension is None:
        return find_definition_reach(framework, [code], tables=package.tables)
    indicators = {
        name: one._replace(disaggregate=(dimension,) if dimension in one.disaggregate else ())
        for name, one in framework.indicators.items()
    }
    return find_definition_reach(framework._replace(indicators=indicators), [code], tables=package.tables)


def find_read_columns(source: Source, names: frozenset[str]) -> frozenset[str]:
    """The columns that may be read where a definition reads `names`: rather one too many than one too few.

    Beside those that are named, these are dates, keys, and the columns of currencies.
    """
    fields = [source.find_type(name) for name in source.column_names]
    table = source.table
    keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}
    named = names | keys | {field.currency_column for field in fields}
    dated = {field.name for field in fields if field.type in TIME_TYPES}
    return frozenset(dated | {source.canonical_name(name) for name in named if name in source.column_names})


def narrow_changes(changes: TableChanges, source: Source | None, names: frozenset[str]) -> TableChanges:
    """The changes of a table without those in columns that are not read."""
    if source is None or not changes.changed:
        return changes
    read = find_read_columns(source, names)
    changed = dict[tuple[str, ...], tuple[tuple[str, int], ...]]()
    for columns, places in changes.changed.items():
        if kept := tuple(name for name in columns if name in read):
            changed[kept] = (*changed.get(kept, ()), *places)
    return changes._replace(changed=changed)
