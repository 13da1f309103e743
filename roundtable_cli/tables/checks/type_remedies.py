"""What to declare where cells are not of their column's type: the way they are written, or that they have no value."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.inference.assumptions.assumed_missing import (
    MARK_REMEDY,
    MISSING_REMEDY,
    describe_mark_remedy,
)
from roundtable_cli.tables.table import NUMBER_TYPES, TIME_TYPES, Field
from roundtable_cli.tables.values import missing_marks, parsing

# By the attribute of a field, the property that declares it: for numbers, and for dates.
_NUMBER_PROPERTIES = {
    "type": "type",
    "decimal_char": "decimalChar",
    "group_char": "groupChar",
    "bare_number": "bareNumber",
    "brackets": "rt:brackets",
}
_TIME_PROPERTIES = {"type": "type", "format": "format"}


def describe_text_remedy(field: Field, text: str) -> str:
    """What to do about one trimmed text that is not of a field's type."""
    mark = missing_marks.fold_mark(text)
    if not field.personal and missing_marks.is_possible_mark(text) and not mark.lstrip("-").isdigit():
        remedy = MISSING_REMEDY if missing_marks.is_sure_mark(text) else MARK_REMEDY
        return describe_mark_remedy(field, [text], remedy)
    return f"correct the cell, or declare another type than {field.type} in datapackage.json"


def find_column_remedy(field: Field, texts: Collection[str]) -> str:
    """What to declare so that all texts of a column are of its type; empty where they are of no one type.

    Texts that may stand for no value are left aside: they have a remedy of their own.
    """
    trimmed = {text.strip() for text in texts} - field.missing_texts
    written = {text for text in trimmed if not missing_marks.is_possible_mark(text) or text.lstrip("-").isdigit()}
    inferred = field_inference.infer_field(field.name, written, field.missing_values)
    if inferred.ambiguous or inferred.is_untyped or not parsing.texts_fit_field(written, inferred):
        return ""
    names = _NUMBER_PROPERTIES if field.type in NUMBER_TYPES and inferred.type in NUMBER_TYPES else _TIME_PROPERTIES
    if names is _TIME_PROPERTIES and not (field.type in TIME_TYPES and inferred.type in TIME_TYPES):
        return ""
    properties = {names[name]: getattr(inferred, name) for name in _needed_changes(field, inferred, names, written)}
    declared = json.dumps(properties, ensure_ascii=False)[1:-1]
    return f"write {declared} for the column in datapackage.json" if properties else ""


def _needed_changes(field: Field, inferred: Field, names: Iterable[str], texts: Collection[str]) -> list[str]:
    """The attributes of a field to be changed so that it reads some texts as the inferred one does, no more of them."""
    changes = {name: getattr(inferred, name) for name in names if getattr(inferred, name) != getattr(field, name)}
    for name in [*changes]:
        fewer = {other: value for other, value in changes.items() if other != name}
        if parsing.texts_fit_field(texts, field._replace(**fewer)):
            changes = fewer
    return [*changes]
