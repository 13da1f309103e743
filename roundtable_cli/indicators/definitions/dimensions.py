"""Dimensions, the ways to break numbers down, and the categories of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.indicators.definitions.conditions import Condition, WhereTest, flatten_conditions
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT

NOT_RECORDED, TOTAL = "not recorded", "total"  # the keys of a breakdown's last two rows
SORTED_BY_VALUE = "value"  # the order of categories from the largest value to the smallest
NONE_OF_THESE = "none of these"  # the key of the rows that meet the condition of no category of a dimension


class Category(NamedTuple):
    """A category: its key, its name, other spellings of it, and, for a category by condition, the condition.

    `merged_count` says how many others it takes together: those behind the first few of a breakdown.
    """

    code: str
    label: LocalizedText = LocalizedText()
    aliases: tuple[str, ...] = ()
    where: tuple[WhereTest, ...] = ()
    merged_count: int = 0


def normalize_spelling(spelling: str) -> str:
    """A spelling without case, surplus spaces and a final full stop. Spellings are one category if these are equal."""
    return " ".join(spelling.casefold().split()).rstrip(".").rstrip()


def _band_name(low: int | Decimal, high: int | Decimal) -> str:
    """A band from its first number to the one where the next begins."""
    if not (isinstance(low, int) and isinstance(high, int)):
        return f"{low}-<{high}"
    return str(low) if high - low == 1 else f"{low}-{high - 1}"


class Dimension(NamedTuple):
    """A way to break numbers down: by the values or bands of a column, or by conditions.

    `columns_by_table` names the column of a table that differs from `column`. Categories are declared here, or are the
    rows of `category_table`, with the column `category_label` for the labels of each language. With `assign`, a person
    counts in one category only: that of the "first" or "latest" row. Categories are in their own order, or where `sort`
    is "value" the one with the largest value first; of many only the `top` ones, the others taken together (0: all).
    """

    name: str
    label: LocalizedText = LocalizedText()
    column: str = ""
    columns_by_table: Mapping[str, str] = MappingProxyType({})
    categories: tuple[Category, ...] = ()
    category_table: str = ""
    category_label: LocalizedText = LocalizedText()
    bands: tuple[int | Decimal, ...] = ()
    assign: str = ""
    top: int = 0
    sort: str = ""

    @classmethod
    def undeclared(cls, name: str) -> Dimension:
        """The dimension of a unit of time, which each language has a word for, or of a column that is called so."""
        return cls(name) if name in MONTHS_PER_UNIT else cls(name, LocalizedText({"": name}), name)

    @property
    def has_conditions(self) -> bool:
        """Whether its categories are conditions, not values of a column."""
        return any(category.where for category in self.categories)

    @property
    def conditions(self) -> Iterator[Condition]:
        """All the conditions of its categories."""
        for category in self.categories:
            yield from flatten_conditions(category.where)

    @property
    def read_names(self) -> tuple[str, ...]:
        """The names of columns, and of dimensions in their place, that it reads."""
        tests = (name for condition in self.conditions for name in condition.names)
        return tuple(filter(None, (self.column, *self.columns_by_table.values(), *tests)))

    def column_in_table(self, table: str) -> str:
        """The name, or path, of its column in a table; "" where it has none."""
        return self.columns_by_table.get(table, self.column)

    @property
    def band_names(self) -> list[str]:
        """`<14`, `14-17`, `18-24`, `25+` for the bands [14, 18, 25]; `0` for one whole number alone.

        `14-<18.5` where a band begins or ends with no whole number, as its values come as near to 18.5 as they like.
        """
        if not self.bands:
            return []
        inner = [_band_name(low, high) for low, high in pairwise(self.bands)]
        return [f"<{self.bands[0]}", *inner, f"{self.bands[-1]}+"]

    def with_band_labels(self, labels: Sequence[LocalizedText]) -> Dimension:
        """The dimension with labels of its bands from the first number on; where one is empty, the numbers are it."""
        named = zip(self.band_names[1:], labels, strict=True) if labels else ()
        labelled = {code: Category(code, label) for code, label in named if label.texts}
        return self._replace(
            categories=tuple(labelled.pop(one.code, one) for one in self.categories) + tuple(labelled.values())
        )

    def band_category(self, name: str) -> Category:
        """The category of a band, with its label where it has one."""
        own = next((category for category in self.categories if category.code == name), None)
        return own or Category(name, LocalizedText({"": name}))

    def __hash__(self) -> int:
        return hash(self.name)  # a mapping has no hash, and no two dimensions of a project have one name
