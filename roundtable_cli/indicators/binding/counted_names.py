"""What the reader of a count must know of the values that are told apart: names, and values in several spellings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import COUNTED_BY_NAME
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, collect_derivations
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.dimensions import normalize_spelling
from roundtable_cli.tables.quality import counted_spellings
from roundtable_cli.tables.table import TEXT_TYPES
from roundtable_cli.tables.vocabulary import headings

_FAULT = "people are counted by name: two people with the same name count as one, a name with two spellings as two"
_CODE_KINDS = frozenset("identity document phone email device household birth".split())


def describe_counted_names(binder: Binder, bound: BoundIndicator) -> Iterator[Finding]:
    """A warning for each table of an indicator that counts the different names of people in it.

    Not where a column beside the names tells people apart (a code, a household, a date of birth), nor where the
    indicator has a definition in words: then its author has said whom it counts.
    """
    if not bound.indicator.traits.counts_distinct or bound.indicator.definition(""):
        return
    for part in bound.per_table:
        columns = _counted_columns(part.column)
        if columns and not any(headings.heading_kinds(one.field.name) & _CODE_KINDS for one in columns):
            name = next((one for one in columns if _holds_names(one)), None)
            if name:
                source = binder.resolve_source(name.owner_table(part.indicator.table))
                remedy = 'count a code of each person, if there is one; else write a "definition" for the indicator'
                yield Finding(
                    COUNTED_BY_NAME, _FAULT, remedy, next(iter(source.file_labels), ""), None, name.field.name, WARNING
                )


def describe_counted_values(binder: Binder, bound: BoundIndicator) -> Iterator[Finding]:
    """A warning for each column of which the different values are counted, where some may be the same.

    They are counted by the indicator, or for each row of a calculated column that it reads.
    """
    for part in bound.per_table:
        for table, column in _list_counted(part):
            owner = column.owner_table(table)
            yield from counted_spellings.describe_counted_spellings(
                binder.resolve_source(owner),
                column.field,
                partial(_is_told_apart, binder, owner, column.field.name),
                partial(_find_common_dimension, binder, owner, column.field.name),
            )


def _list_counted(part: BoundIndicator) -> Iterator[tuple[str, BoundColumn]]:
    """The columns of which the different values are counted, each with the table that it is seen from."""
    if part.indicator.traits.counts_distinct:
        yield from ((part.indicator.table, column) for column in _counted_columns(part.column))
    for derivation in collect_derivations(part.columns):
        definition = derivation.definition
        if definition and definition.rule.traits.counts_distinct:
            table = definition.linked_table or definition.table
            yield from ((table, one) for column in derivation.columns for one in _counted_columns(column))


def _is_told_apart(binder: Binder, table: str, name: str, first: str, second: str) -> bool:
    """Whether somebody has named both spellings as values, and no dimension has them in one category.

    What differs only in capitals, spaces or a final full stop is one value wherever it is named.
    """
    spelled = {normalize_spelling(first), normalize_spelling(second)}
    is_named = len(spelled) > 1 and spelled <= binder.declared_spellings
    return is_named and not _find_common_dimension(binder, table, name, first, second)


def _find_common_dimension(binder: Binder, table: str, name: str, first: str, second: str) -> str:
    """The name of a dimension that reads a column and has two spellings of its values in one category; "" without."""
    spelled = {normalize_spelling(first), normalize_spelling(second)}
    for dimension in binder.framework.dimensions.values():
        if dimension.column_in_table(table) == name and not dimension.has_conditions:
            for category in dimension.categories:
                names = (category.code, *category.label.texts.values(), *category.aliases)
                if spelled <= set(map(normalize_spelling, names)):
                    return dimension.name
    return ""


def _counted_columns(column: BoundColumn | None) -> tuple[BoundColumn, ...]:
    """The columns of which each different combination is counted; none for a calculated column, or for categories."""
    if column is None or column.derivation is None:
        return (column,) if column else ()
    if column.derivation.definition or column.derivation.breakdown:
        return ()
    return tuple(chain.from_iterable(map(_counted_columns, column.derivation.columns)))


def _holds_names(column: BoundColumn) -> bool:
    """Whether a column is of people's names: personal texts, or a heading that only names of people have."""
    field = column.field
    is_named = bool(headings.heading_kinds(field.name) & {"person", "surname"}) and field.inferred
    return field.type in TEXT_TYPES and (field.personal or field.is_revealed or is_named)
