"""Types that a column may be declared with though its texts alone do not show them: years, and lists of items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.vocabulary import headings

FIRST_YEAR, LAST_YEAR = 1900, 2100  # plausible years of what people keep records of
MAX_ITEMS = 15  # different items of a list of choices
_MAX_ITEM_LENGTH = 60
_MAX_TEXTS = 2_000  # different cells of a column of lists
_LIST_DELIMITERS = (";", "|", "\n", ",")


def propose_type(column: ColumnProfile) -> ColumnProfile:
    """The profile of a column that nobody declared, as years or as a list of items where its rows prove it."""
    if not column.field.inferred or column.field.ambiguous or column.field.is_untyped:
        return column
    if is_calendar_year(column):
        return replace(column, field=column.field._replace(type="year"))
    if delimiter := find_list_delimiter(column):
        return replace(column, field=column.field._replace(type="list", delimiter=delimiter))
    return column


def is_calendar_year(column: ColumnProfile) -> bool:
    """Whether whole numbers are the years of rows: the heading says nothing else, and each is a plausible year."""
    return (
        column.field.type == "integer"
        and "calendar_year" in headings.heading_kinds(column.name)
        and all(text.isdecimal() and len(text) <= 4 and is_plausible_year(int(text)) for text in column.text_counts)
    )


def is_plausible_year(number: int) -> bool:
    """Whether a number may be the year of a record."""
    return FIRST_YEAR <= number <= LAST_YEAR


def find_list_delimiter(column: ColumnProfile) -> str:
    """The sign between the items of a column of choices (`water; light`); "" where none is proved.

    Asked is that the items are few and short, that most come in several different cells, and that one stands first in
    one cell and later in another: the parts of an address, of a place or of a name have places of their own.
    """
    if column.field.type != "string" or not 2 < len(column.text_counts) <= _MAX_TEXTS:
        return ""
    if headings.heading_kinds(column.name) & {"person", "name", "address", "place", "phone", "email", "identity"}:
        return ""
    return next((sign for sign in _LIST_DELIMITERS if _are_lists(column.text_counts, sign)), "")


def _are_lists(texts: Collection[str], delimiter: str) -> bool:
    cells = [[item.strip() for item in text.split(delimiter) if item.strip()] for text in texts]
    several = [items for items in cells if len(items) > 1]
    cells_by_item = Counter(item for items in cells for item in {*items})
    if len(several) < 2 or not 2 < len(cells_by_item) <= MAX_ITEMS:  # two cells and three items at least
        return False
    if any(len(item) > _MAX_ITEM_LENGTH for item in cells_by_item) or any(
        len({*items}) < len(items) for items in cells
    ):
        return False
    recurring = sum(times > 1 for times in cells_by_item.values())
    first, later = {items[0] for items in cells}, {item for items in several for item in items[1:]}
    has_words = all(any(map(str.isalpha, item)) for item in cells_by_item)
    return has_words and 2 * recurring > len(cells_by_item) and bool(first & later)
