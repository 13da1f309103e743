"""`datapackage.json` written: tables and fields as a Data Package v2, the inverse of `package.read`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import Constraints, Field, ForeignKey, Package, Table

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_NO_FIELD, _NO_RULES = Field(""), Constraints()
# The standard's names of what a field and its constraints hold, in the order they are written.
_FIELD_KEYS = {
    "format": "format",
    "categories": "categories",
    "decimal_char": "decimalChar",
    "group_char": "groupChar",
    "bare_number": "bareNumber",
    "true_values": "trueValues",
    "false_values": "falseValues",
    "delimiter": "delimiter",
    "item_type": "itemType",
    "currency": "rt:currency",
    "brackets": "rt:brackets",
    "serial": "rt:serial",
    "personal": "rt:personal",
}
_RULE_KEYS = {
    "required": "required",
    "unique": "unique",
    "enum": "enum",
    "minimum": "minimum",
    "maximum": "maximum",
    "above": "exclusiveMinimum",
    "below": "exclusiveMaximum",
    "pattern": "pattern",
    "min_length": "minLength",
    "max_length": "maxLength",
}


def text(described: Package) -> str:
    """The text of a `datapackage.json`."""
    return json.dumps(package(described), indent=2, ensure_ascii=False) + "\n"


def package(described: Package) -> dict[str, Any]:
    """The mapping of a package; only what is not the standard's default is in it."""
    return {"$schema": PROFILE, "resources": [resource(table, described.folder) for table in described.tables.values()]}


def resource(table: Table, folder: Path) -> dict[str, Any]:
    """The mapping of a table; the paths of its files are as seen from the package's folder."""
    paths = [_path(path, folder) for path in table.paths]
    dialect = {
        "delimiter": table.delimiter,
        "quoteChar": table.quote if table.quote != Table("", ()).quote else "",
        "headerRows": [*table.header_rows],
    }
    return {
        "name": table.name,
        "type": "table",
        "path": paths[0] if len(paths) == 1 else paths,
        **_filled({"rt:sheet": table.sheet, "encoding": table.encoding, "dialect": _filled(dialect)}),
        **_filled({"schema": schema(table)}),
    }


def schema(table: Table) -> dict[str, Any]:
    """The mapping of a table's schema."""
    match = [] if table.fields_match == "exact" else [table.fields_match]
    return {
        **({} if table.fields is None else {"fields": [field(one, table.missing_values) for one in table.fields]}),
        **_filled({"fieldsMatch": match}),
        **({} if table.missing_values == ("",) else {"missingValues": [*table.missing_values]}),
        **_filled({"primaryKey": [*table.primary_key]}),
        **_filled({"foreignKeys": [_foreign_key(key) for key in table.foreign_keys]}),
    }


def field(one: Field, missing: tuple[str, ...] = ("",)) -> dict[str, Any]:
    """The mapping of a field; `missing` are the texts that are missing values in the whole of its table."""
    written: dict[str, Any] = {"name": one.name, "type": one.type, **_named(one, _NO_FIELD, _FIELD_KEYS)}
    if one.currency_column:
        written["rt:currency"] = {"column": one.currency_column}
    if one.missing_values != missing:
        written["missingValues"] = [*one.missing_values]
    rules = _named(one.constraints, _NO_RULES, _RULE_KEYS)
    return written | _filled({"constraints": rules})


def _named(value: Any, default: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """What differs from the default, by the standard's names."""
    differing = {
        key: getattr(value, name) for name, key in names.items() if getattr(value, name) != getattr(default, name)
    }
    return {key: [*found] if isinstance(found, tuple) else found for key, found in differing.items()}


def _foreign_key(key: ForeignKey) -> dict[str, Any]:
    return {"fields": [*key.fields], "reference": {"resource": key.resource, "fields": [*key.keys]}}


def _filled(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value}


def _path(path: Path, folder: Path) -> str:
    """A path inside the folder as the standard writes it; another one as it is."""
    if elsewhere := urls.url(path):
        return elsewhere
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
