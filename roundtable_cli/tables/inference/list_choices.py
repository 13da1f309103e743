"""Columns of answers of which a person may choose several, as survey programs export them: `food water` in one cell."""

from __future__ import annotations

from collections.abc import Collection

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

_SPACE = " "  # what KoboToolbox and its kin write between the choices of one answer


def as_list_of_choices(field: Field, texts: Collection[str], choices: Collection[str]) -> Field:
    """A text field as a list, if its different texts are choices that each have a column of their own.

    Each text must hold one of the choices, and one of all items in two at least must be a choice: an answer may have
    been given by a choice that has been dropped since, and has no column. Labels of choices may have spaces in them
    (`Food aid`). Then the field names all items, so that they are split off whole. Not so where one label is made of
    others: nothing would tell them apart.
    """
    known = {*choices}
    as_list = field._replace(type="list", delimiter=_SPACE)
    if any(_SPACE in choice for choice in known):
        if any(_is_made_of_others(choice, known) for choice in known):
            return field
        as_list = as_list._replace(categories=tuple(sorted(known)))
    split_items = parsing.make_list_splitter(as_list)
    items_by_text = [{item for item in split_items(text) if item} for text in texts]
    items = set[str]().union(*items_by_text)
    if not all(known & own for own in items_by_text) or 2 * len(items & known) < len(items):
        return field
    return as_list._replace(categories=tuple(sorted(known | items))) if as_list.categories else as_list


def _is_made_of_others(choice: str, choices: Collection[str]) -> bool:
    """Whether the label of a choice is that of others, one after the other."""
    others = {*choices} - {choice}
    words = choice.split(_SPACE)
    ends = {0}
    for end in range(1, len(words) + 1):
        if any(_SPACE.join(words[start:end]) in others for start in ends):
            ends.add(end)
    return len(words) in ends
