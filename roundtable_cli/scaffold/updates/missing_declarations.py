"""Texts that stand for no value and are declared nowhere, such as -99 or N/A in a new quarter: found, and declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from roundtable_cli.errors import quote_names
from roundtable_cli.scaffold.updates.package_mapping import Resource
from roundtable_cli.tables.inference.assumptions import assumed_missing
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import missing_marks


def find_undeclared_marks(source: Source) -> dict[str, list[str]]:
    """The texts of each declared column of a table that likely stand for no value, as `check` tells them.

    None that the schema, or the project's definitions, list as a value. Refused where the table can't be read.
    """
    header = {*source.header}
    fields = [field for field in source.table.fields or () if field.name in header and not field.declared_values]
    marks = {field.name: _find_marks(source, field) for field in fields}
    return {name: texts for name, texts in marks.items() if texts}


def add_missing_values(fields: Sequence[Field], marks: Mapping[str, Sequence[str]]) -> tuple[Field, ...]:
    """Fields that read some texts as no value too, each those of its name."""
    return tuple(
        field._replace(missing_values=tuple(dict.fromkeys((*field.missing_values, *marks.get(field.name, ())))))
        for field in fields
    )


def declare_marks(resource: Resource, fields: Sequence[Field], marks: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Writes such texts into the fields of a resource; `возраст missing "-99"` for each. `fields` are as declared."""
    entries = {entry["name"]: entry for entry in resource.get("schema", {}).get("fields", [])}
    for field in add_missing_values([field for field in fields if field.name in marks], marks):
        entries[field.name]["missingValues"] = [*field.missing_values]
        yield f"{field.name} missing {quote_names(marks[field.name])}"


def _find_marks(source: Source, field: Field) -> list[str]:
    counts = source.count_texts(field)
    likely = assumed_missing.find_likely_missing(field, counts)
    marks = frozenset((*likely, *assumed_missing.find_unreadable_marks(field, counts)))
    return sorted(missing_marks.without_named_values(marks, source.table.named_values))
