"""Values of a dimension's column that are in none of its categories, and the spellings that its categories declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from roundtable_cli.checking.column_values import iter_category_keys
from roundtable_cli.errors import WARNING, Finding, Refused, RowPlace
from roundtable_cli.finding_codes import UNDECLARED_CATEGORY
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.definitions.dimensions import Dimension, normalize_spelling
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


def find_undeclared_categories(binder: Binder) -> Iterator[Finding]:
    """A warning for each value, at the row that has it first."""
    for dimension in binder.framework.dimensions.values():
        if known := _known_spellings(binder, dimension):
            for source in binder.sources.values():
                name = dimension.column_in_table(source.table.name)
                if source.table.paths and name in source.column_names:  # a table of keys has no file of its own
                    yield from _find_in_column(source, source.get_field(name), dimension, known)


def declared_spellings_by_column(binder: Binder) -> dict[tuple[str, str], set[str]]:
    """The spellings that dimensions list for a column, by the names of its table and its own; no row is read.

    Two spellings that the categories list both are no near duplicates: somebody has decided whether they are one.
    """
    spellings: dict[tuple[str, str], set[str]] = {}
    for dimension in binder.framework.dimensions.values():
        listed = _listed_spellings(dimension)
        for table in binder.sources if listed else ():
            try:
                column = binder.resolve_column(table, dimension.column_in_table(table))
            except Refused:  # the table does not have the dimension, or can't be read
                continue
            owner = column.owner_table(table)
            spellings.setdefault((owner, column.field.name), set()).update(listed)
    return spellings


def _known_spellings(binder: Binder, dimension: Dimension) -> set[str]:
    """Every spelling of a dimension's categories; none where any value makes a category, or it is not known which."""
    if dimension.category_table not in binder.sources:
        return _listed_spellings(dimension)
    source = binder.sources[dimension.category_table]
    try:
        key = source.get_field(binder.single_key_name(dimension.category_table))
    except Refused:  # the table declares no key of one column, or can't be read: its own finding says so
        return set()
    return {normalize_spelling(text) for text, _ in iter_category_keys(source, key)}


def _listed_spellings(dimension: Dimension) -> set[str]:
    if dimension.bands:  # its categories are the labels of the bands; each number is in a band
        return set()
    listed = [category for category in dimension.categories if not category.where]
    return {normalize_spelling(word) for category in listed for word in (category.code, *category.aliases)}


def _find_in_column(source: Source, field: Field, dimension: Dimension, known: set[str]) -> Iterator[Finding]:
    first_places: dict[str, RowPlace] = {}
    rows: Counter[str] = Counter()
    for text, place in iter_category_keys(source, field):
        rows[text] += 1
        first_places.setdefault(text, place)
    for text, (file, row) in first_places.items():
        if normalize_spelling(text) not in known:
            count = f"{rows[text]} rows" if rows[text] > 1 else "1 row"
            fault = f"{field.quote_value(text)} is in none of the categories of {dimension.name} ({count})"
            remedy = f"correct it, or write it into the aliases of a category in [dimensions.{dimension.name}]"
            yield Finding(UNDECLARED_CATEGORY, fault, remedy, file, row, field.name, WARNING)
