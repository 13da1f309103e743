"""Which categories a dimension has, in which order, and which of them a spelling means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED, Category, Dimension, normalize_spelling
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.values import currency_signs, parsing
from roundtable_cli.tables.values.natural_order import natural_sort_key

_NUMBER_PATTERN = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class DimensionCategories:
    """The categories of every dimension of a request. Those that stand in a table are read once, by `read_view`."""

    def __init__(self, binder: Binder, read_view: Callable[[str, Sequence[BoundColumn]], TableView]) -> None:
        self.binder, self._read_view = binder, read_view
        self._categories_from_tables: dict[str, tuple[Category, ...]] = {}

    def declared_categories(self, dimension: Dimension) -> tuple[Category, ...]:
        """The categories of a dimension that stand in every breakdown, with 0 where no row is in them."""
        if dimension.bands:
            return tuple(map(dimension.band_category, dimension.band_names[1:-1]))
        if not dimension.category_table:
            return dimension.categories
        if dimension.name not in self._categories_from_tables:
            self._categories_from_tables[dimension.name] = tuple(self._read_from_table(dimension))
        return self._categories_from_tables[dimension.name]

    def list_origin_values(self, table: str, column: BoundColumn) -> set[str]:
        """The values, without case and surplus spaces, of the columns that a column of a table takes its values from.

        Those are what a calculated column is made of, and the key that a foreign key of one column refers to.
        """
        origins: list[tuple[str, BoundColumn]] = []
        if column.derivation:
            linked = column.derivation.link.table if column.derivation.link else table
            origins = [(linked, operand) for operand in column.derivation.columns]
        else:
            for key in self.binder.resolve_source(table).table.foreign_keys:
                if key.fields == (column.field.name,):
                    origins.append((key.resource, self.binder.resolve_column(key.resource, key.keys[0])))
        values: set[str] = set()
        for owner, origin in origins:
            texts = self._read_view(owner, [origin]).list_values(origin)
            values |= {normalize_spelling(parsing.value_to_text(value, origin.field)) for value in texts}
        return values

    def sort_categories(self, dimension: Dimension, codes: Iterable[str]) -> tuple[Category, ...]:
        """The declared categories in their order, then others that rows are in: numbers by size, S2 before S10."""
        declared = self.declared_categories(dimension)
        others = {*codes} - {category.code for category in declared} - {NOT_RECORDED}
        if dimension.bands:  # the bands below the first and above the last stand only where a row is in them
            below, *_, above = dimension.band_names
            ends = {name: [dimension.band_category(name)] if name in others else [] for name in (below, above)}
            return (*ends[below], *declared, *ends[above])
        if all(map(_NUMBER_PATTERN.fullmatch, others)):
            ordered = sorted(others, key=lambda code: (Decimal(code), code))
        else:
            ordered = sorted(others, key=lambda code: (natural_sort_key(code), code))
        return (*declared, *map(_category_of_key, ordered))

    def _read_from_table(self, dimension: Dimension) -> Iterator[Category]:
        """Key, labels and order as the rows of the referenced table have them. Refused where these are personal."""
        table = dimension.category_table
        key = self.binder.resolve_column(table, self.binder.single_key_name(table))
        labels = {
            language: self.binder.resolve_column(table, name)
            for language, name in dimension.category_label.texts.items()
        }
        if any(column.field.personal for column in (key, *labels.values())):
            fault = f"the categories of {table} are personal: a breakdown would print them"
            raise definition_error(fault, "name another column as the label")
        view = self._read_view(table, [key, row_number(), *labels.values()])
        columns = [view[row_number()], view[key], *(view[column] for column in labels.values())]
        selected = view.frame.select(*(column.alias(f"s{index}") for index, column in enumerate(columns)))
        for _, code, *cells in sorted(view.engine.fetch_rows(selected), key=lambda row: row[0]):
            pairs = zip(labels, cells, strict=True)
            texts = {language: parsing.value_to_text(cell) for language, cell in pairs if cell is not None}
            name = parsing.value_to_text(code, key.field)
            yield Category(name, LocalizedText(texts or {"": name}))


def codes_by_spelling(categories: Iterable[Category], format_: str = "") -> dict[str, str]:
    """The key of the category that each spelling means: its aliases and its key itself.

    Where a column of that format is read as codes of currencies, the code of a spelling means its category too.
    """
    words = [(word, category.code) for category in categories for word in (*category.aliases, category.code)]
    named = words if format_ in currency_signs.CURRENCY_FORMATS else []
    codes = {normalize_spelling(currency_signs.normalize_currency(word, format_)): code for word, code in named}
    return codes | {normalize_spelling(word): code for word, code in words}


def find_category_codes(
    name: str, declared: Sequence[Category], list_keys: Callable[[], Iterable[str]]
) -> tuple[str, ...]:
    """The category that a condition names by its key, an alias, or a label that no other category has; () for none.

    `list_keys` gives the keys that the rows have; they are asked for only where the name is no declared key. Of keys
    that nobody declared, all that spell the name are meant.
    """
    if name in {category.code for category in declared}:
        return (name,)
    codes_by_label: dict[str, set[str]] = {}
    for category in declared:
        for label in category.label.texts.values():
            codes_by_label.setdefault(normalize_spelling(label), set()).add(category.code)
    spelled = normalize_spelling(name)
    if code := codes_by_spelling(declared).get(spelled):
        return (code,)
    if len(codes := codes_by_label.get(spelled, set())) == 1:
        return (*codes,)
    # A key of the rows that is spelled as the label of several categories means none of them, only what is written so.
    keys = [key for key in list_keys() if normalize_spelling(key) == spelled and (not codes or key == name)]
    return tuple(keys)


def _category_of_key(key: str) -> Category:
    """A category that has no other name than its key."""
    return Category(key, LocalizedText({"": key}))
