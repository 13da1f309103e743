"""Calculated columns, bound to the columns, rows and conditions that they are computed from."""

from __future__ import annotations

from roundtable_cli.errors import FindingCollector, definition_error, locating_findings, quote_alternatives
from roundtable_cli.indicators.binding import operands, row_derivation
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundTest, Derivation, RollupLink
from roundtable_cli.indicators.binding.resolver import Resolver
from roundtable_cli.indicators.definitions.framework import CLOCK_UNITS, CalculatedColumn
from roundtable_cli.tables.table import Field, ForeignKey, is_currency
from roundtable_cli.tables.values.calendar_texts import date_forms


def bind_calculated(resolver: Resolver, definition: CalculatedColumn) -> BoundColumn:
    """The column of a definition, with the type that its values have. Refused where a name or a type is wrong."""
    with locating_findings(resolver.framework.file, f"[calculated.{definition.full_name}]"):
        if definition.name in resolver.resolve_source(definition.table).column_names:
            raise definition_error(
                f'{definition.table} has a column "{definition.name}" already',
                "give the calculated column another name",
            )
        bind = _bind_rollup if definition.linked_table else row_derivation.bind_row_columns
        derivation = bind(resolver, definition)
        return BoundColumn(_derived_field(definition, derivation), (), derivation)


def _bind_rollup(resolver: Resolver, definition: CalculatedColumn) -> Derivation:
    """A column computed from the rows of another table that belong to the row."""
    rule, collector = definition.rule, FindingCollector()
    link = _bind_link(resolver, definition)
    column, where, meets = None, tuple[BoundTest, ...](), tuple[BoundTest, ...]()
    with collector:
        column = operands.bind_operand(resolver, rule, is_printed=False, takes_texts=True) if rule.column else None
    with collector:
        where = operands.bind_checked_conditions(resolver, rule, rule.where)
    with collector:
        meets = operands.bind_checked_conditions(resolver, rule, rule.meets)
    collector.raise_if_any()
    if column is None:
        return Derivation(definition, (), link, where, meets)
    if not rule.traits.counts_distinct:
        operands.check_short_numbers(definition.name, rule.column, column)
    if definition.blank_is_zero:
        row_derivation.check_blank_is_of_numbers(definition, [column])
        column = column.with_type_if_untyped("number")
    if definition.changes_numbers and rule.traits.is_own_value and not column.is_numeric:
        raise definition_error(
            f"{rule.column} is {column.field.type}; factor and decimals are for numbers", "delete factor and decimals"
        )
    currency = operands.bind_currency_column(resolver, rule.table, column) if rule.traits.keeps_unit else None
    if currency and not column.field.currency_column:
        # It was found by its cells: rows of one currency are added up, others are refused when they are read.
        matched = {linked.field.name for linked in link.linked_columns if not linked.path}
        is_matched = currency.field.name in matched  # the rows that belong to one row are then in one currency
        return Derivation(definition, (column,), link, where, meets, currency=None if is_matched else currency)
    if currency and not is_currency(rule.unit("")):
        only_one = f'unit = "USD" and where = {{ {currency.field.name} = "USD" }}'
        raise definition_error(
            f"each row of {rule.column} has its own currency", f"write {only_one}, or convert each row first"
        )
    return Derivation(definition, (column,), link, where, meets, currency=currency)


def _bind_link(resolver: Resolver, definition: CalculatedColumn) -> RollupLink:
    """Which rows of the other table belong to a row: by `match`, a foreign key, or the keys of a table of keys."""
    own_table, linked_table = definition.table, definition.linked_table
    resolver.resolve_source(linked_table)
    key = None if definition.match else _find_foreign_key(resolver, definition)
    match = definition.match or (
        dict(zip(key.fields, key.keys, strict=True)) if key else _match_key_table(resolver, definition)
    )
    pairs = [_bind_match(resolver, definition, linked, own) for linked, own in match.items()]
    until, since = (
        _bind_date_bound(resolver, own_table, name) if name else None for name in (definition.until, definition.since)
    )
    date = operands.bind_operand_date(resolver, definition.rule, "until or since" if until or since else "")
    if date and (until or since) and date_forms.date_precision(date.field) == "period":
        fault = f'"{date.field.name}" gives whole periods; until and since need the exact date of each row'
        raise definition_error(fault, "name a column of exact dates, or delete until and since")
    linked_columns, own_columns = zip(*pairs, strict=True)
    return RollupLink(linked_table, linked_columns, own_columns, date, until, since, key)


def _find_foreign_key(resolver: Resolver, definition: CalculatedColumn) -> ForeignKey | None:
    """The declared key by which rows of the other table refer to rows of the column's own table."""
    linked = resolver.resolve_source(definition.linked_table).table
    keys = [key for key in linked.foreign_keys if key.resource == definition.table]
    if len(keys) > 1:
        fields = quote_alternatives(" and ".join(key.fields) for key in keys)
        raise definition_error(
            f"several foreign keys of {linked.name} lead to {definition.table}", f"write match for one of: {fields}"
        )
    return keys[0] if keys else None


def _match_key_table(resolver: Resolver, definition: CalculatedColumn) -> dict[str, str]:
    """A table of keys is matched, by these keys, with the table that they were taken from."""
    key_table = resolver.framework.key_tables.get(definition.table)
    if key_table is None or key_table.source_table != definition.linked_table:
        example = f'match = {{ column_of_{definition.linked_table} = "column_of_{definition.table}" }}'
        raise definition_error(
            f"no foreign key of {definition.linked_table} leads to {definition.table}", f"write {example}"
        )
    return {name: name for name in key_table.key_columns}


def _bind_match(
    resolver: Resolver, definition: CalculatedColumn, linked_name: str, own_name: str
) -> tuple[BoundColumn, BoundColumn]:
    """Two columns that are matched: of one type, or nothing would ever match. One without a value has any type."""
    linked = resolver.resolve_column(definition.linked_table, linked_name)
    own = resolver.resolve_column(definition.table, own_name)
    linked, own = linked.with_type_if_untyped(own.field.type), own.with_type_if_untyped(linked.field.type)
    operands.check_types_meet(
        f"match: {definition.linked_table}.{linked_name}",
        linked.field,
        f"{definition.table}.{own_name}",
        own.field,
        ", or match other columns",
    )
    return linked, own


def _bind_date_bound(resolver: Resolver, table: str, name: str) -> BoundColumn:
    """The column of `until` or `since`: exact dates, because a month has no one day to compare with."""
    column = resolver.resolve_column(table, name).with_type_if_untyped("date")
    operands.check_is_date(column, name)
    if not column.field.is_untyped and (precision := date_forms.date_precision(column.field)) != "day":
        raise definition_error(f'"{name}" gives only the {precision}', "name a column of exact dates")
    return column


def _derived_field(definition: CalculatedColumn, derivation: Derivation) -> Field:
    """The field of the calculated values: whole numbers, numbers, or values of the column itself."""
    traits, unit, name = definition.rule.traits, definition.rule.unit(""), definition.name
    # The type is that of the columns; a constant alone has none of them.
    named = [column for column in derivation.columns if not column.is_constant]
    personal = any(column.field.personal for column in named)
    if traits.is_count:
        return Field(name, "integer")
    if traits.is_proportion:
        return Field(name, "number")
    if traits.is_formula and named and named[0].is_date:
        # The days between a personal date and a known one would tell the personal one; years or months do not.
        type_ = "number" if unit in CLOCK_UNITS else "integer"
        return Field(name, type_, personal=personal and unit not in {"months", "years"})
    types = {column.field.type for column in derivation.columns}
    if traits.is_own_value and named and "number" not in types and definition.rule.factor == 1:
        finest = next((column for column in named if column.field.type == "datetime"), named[0])
        return finest.field._replace(name=name, personal=personal, inferred=False)
    fixed = sorted({column.field.currency for column in derivation.columns} - {""}) if traits.keeps_unit else []
    currency = unit if is_currency(unit) else "".join(fixed[:1])
    is_declared = any(column.field.currency_column for column in derivation.columns)
    per_row = derivation.currency.field.name if derivation.currency and is_declared and not derivation.link else ""
    return Field(name, "number", currency=currency, currency_column=per_row, personal=personal)
