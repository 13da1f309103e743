"""Calculated columns bound to the columns, rows and conditions that they are made of. No row is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from roundtable_cli.errors import Gathering, either, fault, placed
from roundtable_cli.indicators.binding import operands
from roundtable_cli.indicators.binding.bound_columns import Column, Link, Made, Test
from roundtable_cli.indicators.definitions.conditions import Condition, OneOf
from roundtable_cli.indicators.definitions.framework import AGES, Calculated, Indicator
from roundtable_cli.indicators.frames import predicates
from roundtable_cli.tables.table import Field, ForeignKey, is_currency
from roundtable_cli.tables.values import parsing

if TYPE_CHECKING:
    from roundtable_cli.indicators.binding.binder import Names

COUNTS = ("count", "unique")
OWN = ("min", "max", "latest")  # their values are values of the column itself
SAME = (*OWN, "sum", "mean", "difference")  # their values are in the unit of the column


def made(names: Names, definition: Calculated) -> Column:
    """The column of a definition, with the type that its values have. Refused where a name or a type is wrong."""
    with placed(names.framework.file, f"[calculated.{definition.rule.code}]"):
        if definition.name in names.source(definition.table).names:
            raise fault(f"{definition.table} has a column of that name already", "give the calculated one another")
        bound = _over_rows(names, definition) if definition.rule.table else _over_columns(names, definition)
        return Column(_field(definition, bound), (), bound)


def _over_rows(names: Names, definition: Calculated) -> Made:
    """Over the rows of another table that belong to the row."""
    rule, gather = definition.rule, Gathering()
    link = _link(names, definition)
    column, where, meets = None, tuple[Test, ...](), tuple[Test, ...]()
    with gather:
        column = operands.column(names, rule, printed=False) if rule.column else None
    with gather:
        where = operands.tests(names, rule, rule.where)
    with gather:
        meets = operands.tests(names, rule, rule.meets)
    gather.settle()
    multiplied = rule.factor != 1 or definition.decimals is not None
    if column and rule.measure in OWN and not column.numeric and multiplied:
        raise fault(f"{rule.column} is {column.field.type}: factor and decimals are for numbers", "leave them out")
    currency = operands.currency(names, rule.table, column) if column and rule.measure in SAME else None
    if currency and not is_currency(rule.unit("")):
        only = f'unit = "USD" and where = {{ {currency.field.name} = "USD" }}'
        raise fault(f"each row of {rule.column} has its own currency", f"write {only}, or convert each row first")
    return Made(definition, (column,) if column else (), link, where, meets, currency=currency)


def _link(names: Names, definition: Calculated) -> Link:
    mine, theirs = definition.table, definition.rule.table
    names.source(theirs)
    key = None if definition.match else _key(names, definition)
    match = definition.match or (dict(zip(key.fields, key.keys, strict=True)) if key else _each(names, definition))
    pairs = [
        _matching(names.column(theirs, left), names.column(mine, right), f"{theirs}.{left}", f"{mine}.{right}")
        for left, right in match.items()
    ]
    bounds = {
        name: _bound(names, mine, column)
        for name, column in (("until", definition.until), ("since", definition.since))
        if column
    }
    date = operands.date(names, definition.rule, needed=bool(bounds))
    left, right = zip(*pairs, strict=True)
    return Link(theirs, left, right, date, bounds.get("until"), bounds.get("since"), key)


def _key(names: Names, definition: Calculated) -> ForeignKey | None:
    """The declared key by which their rows refer to mine."""
    theirs = names.source(definition.rule.table).table
    keys = [key for key in theirs.foreign_keys if key.resource == definition.table]
    if len(keys) > 1:
        fields = either(" and ".join(key.fields) for key in keys)
        raise fault(f"several keys of {theirs.name} lead to {definition.table}", f"write match for one: {fields}")
    return keys[0] if keys else None


def _each(names: Names, definition: Calculated) -> dict[str, str]:
    """A table of keys found in the other table is matched by them."""
    keys = names.framework.tables.get(definition.table)
    if keys is None or keys.origin != definition.rule.table:
        example = f'match = {{ their_column = "column_of_{definition.table}" }}'
        raise fault(f"no foreign key of {definition.rule.table} leads to {definition.table}", f"write {example}")
    return {name: name for name in keys.each}


def _matching(theirs: Column, mine: Column, left: str, right: str) -> tuple[Column, Column]:
    """Both ends of a match have one type, or nothing would ever match; an end without any value has the other's."""
    theirs, mine = theirs.used_as(mine.field.type), mine.used_as(theirs.field.type)
    if theirs.field.type != mine.field.type and not (theirs.field.empty or mine.field.empty):
        fault_ = f"match: {left} is {theirs.field.type}, {right} {mine.field.type}"
        raise fault(fault_, "match columns of one type, or declare them so")
    return theirs, mine


def _bound(names: Names, table: str, name: str) -> Column:
    column = names.column(table, name).used_as("date")
    if not column.timed and not column.field.empty:
        raise fault(f'"{name}" is {column.field.type}, not a date', "name a column of dates")
    if not column.field.empty and parsing.precision(column.field) != "day":
        raise fault(f'"{name}" tells only the {parsing.precision(column.field)}', "name a column of days")
    return column


def _over_columns(names: Names, definition: Calculated) -> Made:
    """Over columns of the row itself."""
    rule, gather, columns = definition.rule, Gathering(), list[Column]()
    for name in rule.parts:
        with gather:
            columns.append(names.column(definition.table, name))
    gather.settle()
    if rule.measure in {"count", "unique", "share"}:
        return _over_categories(definition, columns)
    timed = all(column.timed or column.field.empty for column in columns) and any(column.timed for column in columns)
    if timed and rule.measure in {"min", "max", "difference"}:
        return Made(definition, tuple(_dates(definition, columns)))
    for name, column in _named(rule, columns):
        if not column.numeric:
            raise fault(f'{rule.measure} over "{name}", which is {column.field.type}', "numbers are needed")
    currency = _currency(names, definition, columns)
    return Made(definition, tuple(column.used_as("number") for column in columns), currency=currency)


def _over_categories(definition: Calculated, columns: list[Column]) -> Made:
    """How many columns, or different values, or which of some values: of whatever type."""
    rule = definition.rule
    types = {column.field.type for column in columns if not column.field.empty}
    if rule.measure == "unique" and len(types) > 1:
        raise fault(f"unique over columns of types {' and '.join(sorted(types))}", "name columns of one type")
    among = Condition("is", OneOf(definition.among)) if definition.among else None
    named = _named(rule, columns) if among else ()
    tests = [predicates.read(among._replace(name=name), column.field) for name, column in named if among]
    return Made(definition, tuple(columns), among=tuple(tests))


def _currency(names: Names, definition: Calculated, columns: list[Column]) -> Column | None:
    """The column that names each value's currency. Refused where a sum or difference is of two, or of another unit.

    A ratio and a product may convert: they are in the unit that they declare.
    """
    rule = definition.rule
    if rule.measure not in SAME:
        return None
    per_row = {operands.currency(names, definition.table, column) for column in columns} - {None}
    fixed = {column.field.currency for column in columns} - {""}
    unit = rule.unit("")
    told = sorted(fixed) + [f"that of {column.field.name}" for column in per_row if column]
    if is_currency(unit) and told and told != [unit]:
        told.append(unit)
    if len(told) > 1:
        raise fault(f"{rule.measure} of amounts in {' and '.join(told)}", "convert them into one currency first")
    return next(iter(per_row), None)


def _named(rule: Indicator, columns: list[Column]) -> Iterator[tuple[str, Column]]:
    yield from zip(rule.parts, columns, strict=True)


def _dates(definition: Calculated, columns: list[Column]) -> Iterator[Column]:
    """Dates to be compared, or taken from each other in a unit that says how."""
    if definition.rule.measure == "difference" and definition.rule.unit("") not in AGES:
        raise fault("a difference of dates needs a unit", f"write unit = {either(AGES)}")
    if definition.decimals is not None or definition.rule.factor != 1:
        raise fault("dates have no use for factor or decimals", "leave them out")
    yield from (column.used_as("date") for column in columns)


def _field(definition: Calculated, bound: Made) -> Field:
    """What the values are: whole numbers, numbers, or values of the column itself."""
    measure, unit = definition.rule.measure, definition.rule.unit("")
    first = bound.columns[0] if bound.columns else None
    personal = any(column.field.personal for column in bound.columns)
    if measure in COUNTS:
        return Field(definition.name, "integer")
    if measure == "share":
        return Field(definition.name, "number")
    if measure == "difference" and first and first.timed:  # the days since a known date are the date itself
        return Field(definition.name, "integer", personal=personal and unit == "days")
    if measure in OWN and first and not (first.field.type == "number" or definition.rule.factor != 1):
        return first.field._replace(name=definition.name, personal=personal, inferred=False)
    fixed = sorted({column.field.currency for column in bound.columns} - {""}) if measure in SAME else []
    money = unit if is_currency(unit) else "".join(fixed[:1])
    per_row = bound.currency.field.name if bound.currency and not bound.link else ""
    return Field(definition.name, "number", currency=money, currency_column=per_row, personal=personal)
