"""Other spellings of the texts that a condition names: `Yes` and ` YES.` are taken as `yes`, as categories take them.

Ids and keys are matched as they are written: two that differ in capitals may be two people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from roundtable_cli.errors import WARNING, Finding, quote_alternatives
from roundtable_cli.finding_codes import OTHER_SPELLING
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.definitions.dimensions import normalize_spelling
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.table import TEXT_TYPES
from roundtable_cli.tables.values.parsing import LIST_SEPARATOR
from roundtable_cli.tables.vocabulary import headings

MAX_SPELLED_TEXTS = 20_000  # a column with more different texts is one of ids or free text


def with_other_spellings(values: Sequence[Any], column: BoundColumn, view: TableView) -> tuple[Any, ...]:
    """The values of a condition on a column, and the texts of the column that are other spellings of them.

    The view keeps in mind what is matched so, for the note that tells it.
    """
    index = _spelling_index(column, view)
    if not index:
        return tuple(values)
    found = dict.fromkeys(values)
    for value in values:
        same = [text for text in index.get(normalize_spelling(str(value)), ()) if text == value or text not in found]
        found |= dict.fromkeys(choose_spellings(value, same, column, view))
    return tuple(found)


def choose_spellings(value: str, texts: Sequence[str], column: BoundColumn, view: TableView) -> tuple[str, ...]:
    """Of some texts that spell a value, those that a condition takes for it: all, or of ids only what is written so.

    The view keeps in mind what is taken for another text, for the note that tells it.
    """
    others = {text: value for text in texts if text != value}
    if others and _is_of_ids(column, view):
        return (value,) if value in texts else ()
    if others:
        view.matched_spellings.setdefault(column, {}).update(others)
    return tuple(texts)


def has_spelling(value: Any, column: BoundColumn, view: TableView) -> bool:
    """Whether a column has a text, or another spelling of it; False also where its texts are too many to be listed."""
    texts = _spelling_index(column, view).get(normalize_spelling(str(value)), ())
    return value in texts or (bool(texts) and not _is_of_ids(column, view))


def find_common_spellings(own: BoundColumn, other: BoundColumn, view: TableView) -> list[tuple[list[str], list[str]]]:
    """The texts of two columns that spell the same, by pairs, where they are written in more than one way.

    Of ids and keys there are none: they are compared as they are written.
    """
    if _is_of_ids(own, view) or _is_of_ids(other, view):
        return []
    first, second = _spelling_index(own, view), _spelling_index(other, view)
    common = ((texts, second[spelled]) for spelled, texts in first.items() if spelled in second)
    return [(mine, theirs) for mine, theirs in common if len({*mine, *theirs}) > 1]


def _spelling_index(column: BoundColumn, view: TableView) -> dict[str, list[str]]:
    """The texts of a column, or the items of its lists, by what spells them; none of what is no text, or is too many.

    Where the schema lists the values, no row is asked.
    """
    field = column.field
    is_list = field.type == "list" and field.item_type in TEXT_TYPES
    if field.type not in TEXT_TYPES and not is_list:
        return {}
    if column not in view.spelling_indexes and _is_of_key(column, view):
        return {}
    if column not in view.spelling_indexes:
        texts: Iterable[Any] | None = field.constraints.enum or view.list_few_values(column, MAX_SPELLED_TEXTS)
        if is_list and not field.constraints.enum:
            texts = {item for text in texts or () for item in str(text).split(LIST_SEPARATOR) if item}
        index: dict[str, list[str]] = {}
        for text in sorted(map(str, texts or ())):
            index.setdefault(normalize_spelling(text), []).append(text)
        view.spelling_indexes[column] = index
    return view.spelling_indexes[column]


def _is_of_ids(column: BoundColumn, view: TableView) -> bool:
    """Whether a column tells people or things apart: as a key, or called an id by its heading."""
    return _is_of_key(column, view) or headings.is_key_heading(column.field.name)


def _is_of_key(column: BoundColumn, view: TableView) -> bool:
    """Whether a column is declared as unique, or as a part of a primary or foreign key."""
    field, table = column.field, view.source.table
    if column.path:
        keys = column.path[-1].keys
    else:
        keys = (*table.primary_key, *(name for key in table.foreign_keys for name in key.fields))
    return field.name in keys or field.constraints.unique


def describe_matched_spellings(view: TableView) -> Iterator[Finding]:
    """A warning for each column of which conditions took other spellings: which, for what, and in how many rows."""
    for column, others in view.matched_spellings.items():
        wanted: dict[str, list[str]] = {}
        for text, value in others.items():
            wanted.setdefault(value, []).append(text)
        for value, texts in wanted.items():
            rows = _count_rows(column, texts, view)
            if rows:
                yield _spelling_warning(column, value, texts, rows, view)


def _count_rows(column: BoundColumn, texts: Sequence[str], view: TableView) -> int:
    """How many of all rows of the table have one of some texts, or a list with one."""
    values: Iterable[Any] = texts
    if column.field.type == "list":
        values = [text for text in view.list_values(column) if not {*texts}.isdisjoint(str(text).split(LIST_SEPARATOR))]
    return view.all_rows.filter_rows(view[column].is_in(list(values))).count_rows()


def _spelling_warning(column: BoundColumn, value: str, texts: Sequence[str], rows: int, view: TableView) -> Finding:
    field, hold = column.field, "row holds" if rows == 1 else "rows hold"
    if field.personal:
        fault = f"{rows:,} {hold} another spelling of a value that is asked for, taken as it"
    else:
        fault = f'{rows:,} {hold} {quote_alternatives(texts)}, taken as "{value}"'
    label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
    return Finding(OTHER_SPELLING, fault, "write it in one way", label, None, field.name, WARNING)
