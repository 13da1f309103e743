"""All definitions of a project, checked against headers and declared types before any row is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roundtable_cli.errors import (
    Finding,
    FindingCollector,
    Refused,
    definition_error,
    locating_findings,
    refuse_findings,
    suggest_nearest,
)
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_indicator import bind_indicator
from roundtable_cli.indicators.binding.currencies import formula_currencies
from roundtable_cli.indicators.definitions.conditions import ANY, ANY_REMEDY
from roundtable_cli.indicators.definitions.definition_reach import DefinitionReach
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import KeyTableDefinition, ResultsFramework
from roundtable_cli.tables import header_schema
from roundtable_cli.tables.source import Source


def validate_definitions(
    framework: ResultsFramework,
    sources: Mapping[str, Source],
    reach: DefinitionReach | None = None,
    known_faults: Iterable[Finding] = (),
) -> None:
    """Refuse definitions in which a name or a declared type is wrong, with every fault of all of them.

    Where a `reach` is given, only what it reads is looked at; and of faults that were found in the file before, those
    that touch it refuse it.
    """
    if reach is not None:
        refuse_findings(filter(reach.touched_by, known_faults))
        framework = _within_reach(framework, reach)
    binder = Binder(framework, {name: source.without_rows() for name, source in sources.items()})
    collector, file = FindingCollector(), framework.file
    for key_table in framework.key_tables.values():
        with collector, locating_findings(file, f"[tables.{key_table.name}]"):
            _check_key_table(binder, key_table)
    collector.raise_if_any()  # every definition that names a faulty table would be at fault too
    tables = {part.table for indicator in framework.indicators.values() for part in indicator.per_table}
    for table in sorted(tables & {*sources}):
        collector.findings += header_schema.find_missing_files(sources[table].table)
    bound = {}
    for indicator in framework.indicators.values():
        if not indicator.is_formula:
            with collector:
                bound[indicator.code] = bind_indicator(binder, indicator)
    collector.findings += formula_currencies.find_mixed_currencies(framework, bound)
    for table, columns in framework.calculated_columns.items():
        for name in columns:
            with collector, locating_findings(file, f"[calculated.{table}.{name}]"):
                binder.resolve_column(table, name)
    for dimension in framework.dimensions.values():
        with collector, locating_findings(file, f"[dimensions.{dimension.name}]"):
            _check_dimension_columns(binder, dimension)
    # What is wrong inside a file refuses only the numbers that read it; the loading of those will say so.
    collector.findings = [
        finding for finding in collector.findings if finding.code == DEFINITION or finding.code.is_of_heading
    ]
    collector.raise_if_any()


def _within_reach(framework: ResultsFramework, reach: DefinitionReach) -> ResultsFramework:
    """The definitions that are read."""
    calculated = {
        table: {name: column for name, column in columns.items() if reach.reads_calculated(table, name)}
        for table, columns in framework.calculated_columns.items()
    }
    return framework._replace(
        dimensions={name: one for name, one in framework.dimensions.items() if reach.reads_dimension(name)},
        indicators={code: one for code, one in framework.indicators.items() if reach.reads_indicator(code)},
        calculated_columns=calculated,
        key_tables={name: one for name, one in framework.key_tables.items() if reach.reads_key_table(name)},
    )


def _check_key_table(binder: Binder, key_table: KeyTableDefinition) -> None:
    """A table of keys has a name of its own, and takes the keys from columns that a file holds."""
    table, columns = key_table.source_table, key_table.key_columns
    own = binder.sources.get(key_table.name)
    if own is not None and own.table.paths:  # a source without records counts as false
        raise definition_error(
            f'a file holds a table "{key_table.name}" already', "give the table of keys another name"
        )
    if table in binder.framework.key_tables:
        raise definition_error(f'"{table}" is a table of keys itself', "name a table that a file holds")
    source = binder.resolve_source(table)
    known = source.column_names
    for name in columns:
        if columns.count(name) > 1:
            raise definition_error(f'each names "{name}" twice', "name it once")
        if name in binder.framework.calculated_columns.get(table, ()):
            raise definition_error(
                f'each: "{name}" is a calculated column', f"name columns that {table} has in its file"
            )
        if name not in known:
            nearest = suggest_nearest(name, header_schema.printable_names(source.table, known))
            raise definition_error(f'each: {table} has no column "{name}"', nearest)


def _check_dimension_columns(binder: Binder, dimension: Dimension) -> None:
    """Refuse a dimension whose columns are in no table, or not in the table that it names for them."""
    collector = FindingCollector()
    for table, column in dimension.columns_by_table.items():
        with collector:
            binder.resolve_column(table, column)
    tested_names = [name for condition in dimension.conditions for name in condition.names]
    for name in filter(None, (dimension.column, *tested_names)):
        with collector:
            _check_name_exists(binder, name)
    if table := dimension.category_table:
        binder.single_key_name(table)
        for name in dimension.category_label.texts.values():
            with collector:
                binder.resolve_column(table, name)
    collector.raise_if_any()


def _check_name_exists(binder: Binder, name: str) -> None:
    """Refuse a name that no table has; a table that can't be read might have it."""
    if any(name in columns for columns in binder.framework.calculated_columns.values()):
        return  # what is wrong with it is said where it is defined
    known = [*binder.framework.breakdown_names]
    if name in known:
        return
    for table, source in binder.sources.items():
        try:
            known += header_schema.printable_names(source.table, source.column_names)
        except Refused:
            return
        if _has_column(binder, table, name):
            return
    remedy = ANY_REMEDY if name == ANY else suggest_nearest(name, known)
    raise definition_error(f'no table has a column "{name}"', remedy)


def _has_column(binder: Binder, table: str, column: str) -> bool:
    try:
        binder.resolve_column(table, column)
    except Refused:
        return False
    return True
