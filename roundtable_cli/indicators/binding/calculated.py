"""Calculated columns bound to the columns, rows and conditions that they are made of. No row is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from roundtable_cli.errors import FindingCollector, definition_error, locating_findings, quote_alternatives
from roundtable_cli.indicators.binding import literals, operands
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, BoundCondition, Derivation, RollupLink
from roundtable_cli.indicators.definitions.conditions import Condition, OneOf
from roundtable_cli.indicators.definitions.framework import DURATION_UNITS, CalculatedColumn, Indicator
from roundtable_cli.tables.table import Field, ForeignKey, is_currency
from roundtable_cli.tables.values import parsing

if TYPE_CHECKING:
    from roundtable_cli.indicators.binding.binder import Binder


def bind_calculated(names: Binder, definition: CalculatedColumn) -> BoundColumn:
    """The column of a definition, with the type that its values have. Refused where a name or a type is wrong."""
    with locating_findings(names.framework.file, f"[calculated.{definition.rule.code}]"):
        if definition.name in names.resolve_source(definition.table).column_names:
            raise definition_error(
                f"{definition.table} has a column of that name already", "give the calculated one another"
            )
        bound = _bind_rollup(names, definition) if definition.rule.table else _bind_row_columns(names, definition)
        return BoundColumn(_derived_field(definition, bound), (), bound)


def _bind_rollup(names: Binder, definition: CalculatedColumn) -> Derivation:
    """Over the rows of another table that belong to the row."""
    rule, gather = definition.rule, FindingCollector()
    link = _bind_link(names, definition)
    column, where, meets = None, tuple[BoundCondition, ...](), tuple[BoundCondition, ...]()
    with gather:
        column = operands.bind_operand(names, rule, printed=False) if rule.column else None
    with gather:
        where = operands.bind_checked_conditions(names, rule, rule.where)
    with gather:
        meets = operands.bind_checked_conditions(names, rule, rule.meets)
    gather.raise_if_any()
    multiplied = rule.factor != 1 or definition.decimals is not None
    if column and rule.traits.is_own_value and not column.is_numeric and multiplied:
        raise definition_error(
            f"{rule.column} is {column.field.type}: factor and decimals are for numbers", "leave them out"
        )
    currency = operands.bind_currency_column(names, rule.table, column) if column and rule.traits.keeps_unit else None
    if currency and not is_currency(rule.unit("")):
        only = f'unit = "USD" and where = {{ {currency.field.name} = "USD" }}'
        raise definition_error(
            f"each row of {rule.column} has its own currency", f"write {only}, or convert each row first"
        )
    return Derivation(definition, (column,) if column else (), link, where, meets, currency=currency)


def _bind_link(names: Binder, definition: CalculatedColumn) -> RollupLink:
    mine, theirs = definition.table, definition.rule.table
    names.resolve_source(theirs)
    key = None if definition.match else _find_foreign_key(names, definition)
    match = definition.match or (
        dict(zip(key.fields, key.keys, strict=True)) if key else _match_key_table(names, definition)
    )
    pairs = [
        _unify_match_types(
            names.resolve_column(theirs, left), names.resolve_column(mine, right), f"{theirs}.{left}", f"{mine}.{right}"
        )
        for left, right in match.items()
    ]
    bounds = {
        name: _bind_date_bound(names, mine, column)
        for name, column in (("until", definition.until), ("since", definition.since))
        if column
    }
    date = operands.bind_operand_date(names, definition.rule, needed=bool(bounds))
    left, right = zip(*pairs, strict=True)
    return RollupLink(theirs, left, right, date, bounds.get("until"), bounds.get("since"), key)


def _find_foreign_key(names: Binder, definition: CalculatedColumn) -> ForeignKey | None:
    """The declared key by which their rows refer to mine."""
    theirs = names.resolve_source(definition.rule.table).table
    keys = [key for key in theirs.foreign_keys if key.resource == definition.table]
    if len(keys) > 1:
        fields = quote_alternatives(" and ".join(key.fields) for key in keys)
        raise definition_error(
            f"several keys of {theirs.name} lead to {definition.table}", f"write match for one: {fields}"
        )
    return keys[0] if keys else None


def _match_key_table(names: Binder, definition: CalculatedColumn) -> dict[str, str]:
    """A table of keys found in the other table is matched by them."""
    keys = names.framework.key_tables.get(definition.table)
    if keys is None or keys.source_table != definition.rule.table:
        example = f'match = {{ their_column = "column_of_{definition.table}" }}'
        raise definition_error(
            f"no foreign key of {definition.rule.table} leads to {definition.table}", f"write {example}"
        )
    return {name: name for name in keys.key_columns}


def _unify_match_types(
    theirs: BoundColumn, mine: BoundColumn, left: str, right: str
) -> tuple[BoundColumn, BoundColumn]:
    """Both ends of a match have one type, or nothing would ever match; an end without any value has the other's."""
    theirs, mine = theirs.with_type_if_empty(mine.field.type), mine.with_type_if_empty(theirs.field.type)
    if theirs.field.type != mine.field.type and not (theirs.field.empty or mine.field.empty):
        fault_ = f"match: {left} is {theirs.field.type}, {right} {mine.field.type}"
        raise definition_error(fault_, "match columns of one type, or declare them so")
    return theirs, mine


def _bind_date_bound(names: Binder, table: str, name: str) -> BoundColumn:
    column = names.resolve_column(table, name).with_type_if_empty("date")
    if not column.is_date and not column.field.empty:
        raise definition_error(f'"{name}" is {column.field.type}, not a date', "name a column of dates")
    if not column.field.empty and parsing.date_precision(column.field) != "day":
        raise definition_error(
            f'"{name}" tells only the {parsing.date_precision(column.field)}', "name a column of days"
        )
    return column


def _bind_row_columns(names: Binder, definition: CalculatedColumn) -> Derivation:
    """Over columns of the row itself."""
    rule, gather, columns = definition.rule, FindingCollector(), list[BoundColumn]()
    for name in rule.parts:
        with gather:
            columns.append(names.resolve_column(definition.table, name))
    gather.raise_if_any()
    if not (rule.traits.needs_numbers or rule.traits.needs_order):
        return _bind_categorical(definition, columns)
    timed = all(column.is_date or column.field.empty for column in columns) and any(
        column.is_date for column in columns
    )
    if timed and rule.traits.needs_order:
        return Derivation(definition, tuple(_comparable_dates(definition, columns)))
    for name, column in _name_columns(rule, columns):
        if not column.is_numeric:
            raise definition_error(f'{rule.measure} over "{name}", which is {column.field.type}', "numbers are needed")
    currency = _find_currency_column(names, definition, columns)
    return Derivation(definition, tuple(column.with_type_if_empty("number") for column in columns), currency=currency)


def _bind_categorical(definition: CalculatedColumn, columns: list[BoundColumn]) -> Derivation:
    """How many columns, or different values, or which of some values: of whatever type."""
    rule = definition.rule
    types = {column.field.type for column in columns if not column.field.empty}
    if rule.traits.counts_across and len(types) > 1:
        raise definition_error(
            f"{rule.measure} over columns of types {' and '.join(sorted(types))}", "name columns of one type"
        )
    among = Condition("is", OneOf(definition.matching_values)) if definition.matching_values else None
    named = _name_columns(rule, columns) if among else ()
    tests = [literals.with_typed_values(among._replace(name=name), column.field) for name, column in named if among]
    return Derivation(definition, tuple(columns), value_conditions=tuple(tests))


def _find_currency_column(
    names: Binder, definition: CalculatedColumn, columns: list[BoundColumn]
) -> BoundColumn | None:
    """The column that names each value's currency. Refused where a sum or difference is of two, or of another unit.

    A ratio and a product may convert: they are in the unit that they declare.
    """
    rule = definition.rule
    if not rule.traits.keeps_unit:
        return None
    per_row = {operands.bind_currency_column(names, definition.table, column) for column in columns} - {None}
    fixed = {column.field.currency for column in columns} - {""}
    unit = rule.unit("")
    told = sorted(fixed) + [f"that of {column.field.name}" for column in per_row if column]
    if is_currency(unit) and told and told != [unit]:
        told.append(unit)
    if len(told) > 1:
        raise definition_error(
            f"{rule.measure} of amounts in {' and '.join(told)}", "convert them into one currency first"
        )
    return next(iter(per_row), None)


def _name_columns(rule: Indicator, columns: list[BoundColumn]) -> Iterator[tuple[str, BoundColumn]]:
    yield from zip(rule.parts, columns, strict=True)


def _comparable_dates(definition: CalculatedColumn, columns: list[BoundColumn]) -> Iterator[BoundColumn]:
    """Dates to be compared, or taken from each other in a unit that says how."""
    if definition.rule.traits.is_formula and definition.rule.unit("") not in DURATION_UNITS:
        raise definition_error(
            "a difference of dates needs a unit", f"write unit = {quote_alternatives(DURATION_UNITS)}"
        )
    if definition.decimals is not None or definition.rule.factor != 1:
        raise definition_error("dates have no use for factor or decimals", "leave them out")
    yield from (column.with_type_if_empty("date") for column in columns)


def _derived_field(definition: CalculatedColumn, bound: Derivation) -> Field:
    """What the values are: whole numbers, numbers, or values of the column itself."""
    traits, unit = definition.rule.traits, definition.rule.unit("")
    first = bound.columns[0] if bound.columns else None
    personal = any(column.field.personal for column in bound.columns)
    if traits.is_count:
        return Field(definition.name, "integer")
    if traits.is_proportion:
        return Field(definition.name, "number")
    if traits.is_formula and first and first.is_date:  # the days since a known date are the date itself
        return Field(definition.name, "integer", personal=personal and unit == "days")
    if traits.is_own_value and first and not (first.field.type == "number" or definition.rule.factor != 1):
        return first.field._replace(name=definition.name, personal=personal, inferred=False)
    fixed = sorted({column.field.currency for column in bound.columns} - {""}) if traits.keeps_unit else []
    money = unit if is_currency(unit) else "".join(fixed[:1])
    per_row = bound.currency.field.name if bound.currency and not bound.link else ""
    return Field(definition.name, "number", currency=money, currency_column=per_row, personal=personal)
