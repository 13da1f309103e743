"""What was decided about a project's files, declared in its datapackage.json, so that it need not be decided again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from roundtable_cli import atomic_write
from roundtable_cli.errors import USAGE, Finding, Refused
from roundtable_cli.scaffold import schema_proposal
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


def declare_decisions(folder: Path, sources: Iterable[Source]) -> list[str]:
    """Writes the file, where anything is to be added to it; a line for each table says what was.

    What is declared already is left as it is. Of a table that can't be read nothing is: its report says why. Refused
    where another file stands in for one of a table. Raises OSError where it can't be written.
    """
    sources = list(sources)
    for source in sources:
        here = (path.resolve() for path in source.table.paths if not urls.url_from_path(path))
        if not all(path.is_relative_to(folder.resolve()) for path in here):
            fault = f"another file stands in for the table {source.table.name}"
            raise Refused(Finding(USAGE, fault, "leave out --table: a project declares its own files"))
    path = folder / package_reader.PACKAGE_FILE
    written: dict[str, Any] = {"$schema": package_writer.PROFILE_URL}
    if path.exists():
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    resources = {resource["name"]: resource for resource in written.get("resources", [])}
    lines = []
    for source in sources:
        name = source.table.name
        try:
            full, added = _complete_resource(resources.get(name, {}), source, folder)
        except Refused:  # it stays a table, as it is
            full, added = (
                package_writer.table_to_dict(source.table._replace(fields=None), folder) | resources.get(name, {}),
                [],
            )
        lines += [f"{package_reader.PACKAGE_FILE}: {name}: {', '.join(added)}"] if added else []
        resources[name] = full
    written["resources"] = [*resources.values()]
    if lines:
        atomic_write.write_atomically(
            path.resolve(), (json.dumps(written, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
        )
    return lines


def _complete_resource(resource: dict[str, Any], source: Source, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """A resource with what it left to be decided, and what that is, in words."""
    decided = package_writer.table_to_dict(source.decided_table()._replace(fields=None), folder)
    dialect = decided.pop("dialect", {}) | resource.get("dialect", {})
    full = decided | resource | ({"dialect": dialect} if dialect else {})
    added = [f"{key} {full[key]}" for key in ("rt:sheet", "encoding") if key in full and key not in resource]
    added += [f"{key} {value}" for key, value in dialect.items() if key not in resource.get("dialect", {})]
    fields = [*_inferred_fields(source)]
    if fields:
        schema = dict(resource.get("schema", {}))
        missing = source.table.missing_values
        schema["fields"] = [
            *schema.get("fields", []),
            *(package_writer.field_to_dict(field, missing) for field in fields),
        ]
        if {*source.header} - {field["name"] for field in schema["fields"]}:
            schema.setdefault("fieldsMatch", ["subset"])
        full["schema"] = schema
        added += [_describe_field(field) for field in fields]
    return full, added


def _inferred_fields(source: Source) -> Iterator[Field]:
    """The fields that no schema declares, as they are read; that one is personal, or of a currency, is no reading."""
    for field in schema_proposal.propose_fields(source):
        read = source.get_field(field.name)
        if read.inferred and not (read.ambiguous or read.empty):
            yield field._replace(personal=False, currency="", currency_column="")


def _describe_field(field: Field) -> str:
    """`day date %d.%m.%Y`."""
    formats = [field.format] if field.format != "default" else []
    marks = [f'decimal "{field.decimal_char}"'] if field.decimal_char != "." else []
    marks += [f'thousands "{field.group_char}"'] if field.group_char else []
    return " ".join([field.name, field.type, *formats, *marks])
