"""What was decided about a project's files, declared in its datapackage.json, so that it need not be decided again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from roundtable_cli.errors import Refused
from roundtable_cli.tables import describe, package
from roundtable_cli.tables.proposing import propose
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


def declare(folder: Path, sources: Iterable[Source]) -> Iterator[str]:
    """Writes the file, where anything is to be added to it; a line for each table says what was.

    What is declared already is left as it is. A table that can't be read is left out: its report says why.
    """
    path = folder / package.FILE
    written: dict[str, Any] = {"$schema": describe.PROFILE}
    if path.exists():
        written = json.loads(path.read_text(encoding="utf-8-sig"))
    resources = {resource["name"]: resource for resource in written.setdefault("resources", [])}
    lines = []
    for source in sources:
        try:
            known = resources.get(source.table.name)
            full, added = _completed(known or {}, source, folder)
        except Refused:
            continue
        if added:
            lines.append(f"{package.FILE}: {source.table.name}: {', '.join(added)}")
            if known is None:
                written["resources"].append(full)
            else:
                known.update(full)
    if lines:
        path.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    yield from lines


def _completed(resource: dict[str, Any], source: Source, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """A resource with what it left to be decided, and what that is, in words."""
    decided = describe.resource(source.decided()._replace(fields=None), folder)
    dialect = decided.pop("dialect", {}) | resource.get("dialect", {})
    full = decided | resource | ({"dialect": dialect} if dialect else {})
    added = [f"{key} {full[key]}" for key in ("rt:sheet", "encoding") if key in full and key not in resource]
    added += [f"{key} {value}" for key, value in dialect.items() if key not in resource.get("dialect", {})]
    fields = [field for field in propose.fields(source) if field.name not in _declared(source)]
    if fields:
        schema = dict(resource.get("schema", {}))
        missing = source.table.missing_values
        schema["fields"] = [*schema.get("fields", []), *(describe.field(field, missing) for field in fields)]
        if {*source.header} - {field["name"] for field in schema["fields"]}:
            schema["fieldsMatch"] = ["subset"]
        full["schema"] = schema
        added += [_told(field) for field in fields]
    return full, added


def _declared(source: Source) -> set[str]:
    return {field.name for field in source.table.fields or ()}


def _told(field: Field) -> str:
    """`day date %d.%m.%Y`."""
    formats = [field.format] if field.format != "default" else []
    marks = [f'decimal "{field.decimal_char}"'] if field.decimal_char != "." else []
    marks += [f'thousands "{field.group_char}"'] if field.group_char else []
    return " ".join([field.name, field.type, *formats, *marks])
