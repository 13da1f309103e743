"""What the reader of a count must know of the values that are told apart: names, and values in several spellings."""

from __future__ import annotations

from collections.abc import Iterator

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import COUNTED_BY_NAME
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
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
    """A warning for each column of which an indicator counts the different values, where some may be the same."""
    if not bound.indicator.traits.counts_distinct:
        return
    declared = binder.declared_spellings
    for part in bound.per_table:
        for column in _counted_columns(part.column):
            source = binder.resolve_source(column.owner_table(part.indicator.table))
            yield from counted_spellings.describe_counted_spellings(
                source, column.field, lambda text: normalize_spelling(text) in declared
            )


def _counted_columns(column: BoundColumn | None) -> tuple[BoundColumn, ...]:
    """The columns of which each different combination is counted; none for a calculated column."""
    if column is None or column.derivation is None:
        return (column,) if column else ()
    return () if column.derivation.definition else tuple(column.derivation.columns)


def _holds_names(column: BoundColumn) -> bool:
    """Whether a column is of people's names: personal texts, or a heading that only names of people have."""
    field = column.field
    is_named = bool(headings.heading_kinds(field.name) & {"person", "surname"}) and field.inferred
    return field.type in TEXT_TYPES and (field.personal or field.is_revealed or is_named)
