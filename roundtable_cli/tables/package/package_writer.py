"""`datapackage.json` written: tables and fields as a Data Package v2, the inverse of `package_reader`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import Constraints, DataPackage, Field, ForeignKey, Table
from roundtable_cli.visible_text import json_escaped

PROFILE_URL = "https://datapackage.org/profiles/2.0/datapackage.json"
_DEFAULT_FIELD, _DEFAULT_CONSTRAINTS = Field(""), Constraints()
# The standard's names of what a field and its constraints hold, in the order they are written.
_FIELD_PROPERTIES = {
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
_CONSTRAINT_PROPERTIES = {
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


def package_to_json(package: DataPackage) -> str:
    """The text of a `datapackage.json`."""
    return format_package_json(package_to_dict(package))


def format_package_json(mapping: Mapping[str, Any]) -> str:
    """The text of a package's mapping; bytes of a file's name that are no UTF-8 stand in it by their numbers."""
    return json_escaped(json.dumps(mapping, indent=2, ensure_ascii=False)) + "\n"


def package_to_dict(package: DataPackage) -> dict[str, Any]:
    """The mapping of a package; only what is not the standard's default is in it."""
    return {
        "$schema": PROFILE_URL,
        "resources": [table_to_dict(table, package.folder) for table in package.tables.values()],
    }


def table_to_dict(table: Table, folder: Path) -> dict[str, Any]:
    """The mapping of a table; the paths of its files are as seen from the package's folder."""
    paths = [_path_in_package(path, folder) for path in table.paths]
    header = {} if table.has_header else {"header": False}
    dialect = {
        "delimiter": table.delimiter,
        "quoteChar": table.quote if table.quote != Table("", ()).quote else "",
        "headerRows": [*table.header_rows],
    }
    return {
        "name": table.name,
        "type": "table",
        "path": paths[0] if len(paths) == 1 else paths,
        **_without_empty({"rt:sheet": table.sheet or [*table.sheets], "encoding": table.encoding}),
        **_without_empty({"rt:encodingGuessed": table.encoding_guessed, "dialect": header | _without_empty(dialect)}),
        **({"rt:duplicateRows": "expected"} if table.has_expected_repeats else {}),
        **_without_empty({"rt:optionalFields": [*table.optional_names]}),
        **_without_empty({"schema": schema_to_dict(table)}),
    }


def schema_to_dict(table: Table) -> dict[str, Any]:
    """The mapping of a table's schema."""
    match = [] if table.fields_match == "exact" else [table.fields_match]
    # No fields at all are written as such; a table whose fields are inferred has no list of them.
    fields = None if table.fields is None else [field_to_dict(field, table.missing_values) for field in table.fields]
    return {
        **({} if fields is None else {"fields": fields}),
        **_without_empty({"fieldsMatch": match}),
        **({} if table.missing_values == ("",) else {"missingValues": [*table.missing_values]}),
        **_without_empty({"primaryKey": [*table.primary_key]}),
        **_without_empty({"foreignKeys": [_foreign_key_to_dict(key) for key in table.foreign_keys]}),
    }


def field_to_dict(field: Field, missing: tuple[str, ...] = ("",)) -> dict[str, Any]:
    """The mapping of a field; `missing` are the texts that are missing values in the whole of its table."""
    written: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        **_non_default_items(field, _DEFAULT_FIELD, _FIELD_PROPERTIES),
    }
    if field.currency_column:
        written["rt:currency"] = {"column": field.currency_column}
    if field.has_no_currency:
        written["rt:currency"] = False
    if field.leaves_unreadable:
        written["rt:unreadable"] = "missing"
    unreadable = {text for text, _ in field.unreadable_rows}
    if (declared := tuple(text for text in field.missing_values if text not in unreadable)) != missing:
        written["missingValues"] = [*declared]
    rules = _non_default_items(field.constraints, _DEFAULT_CONSTRAINTS, _CONSTRAINT_PROPERTIES)
    return written | _without_empty({"constraints": rules})


def _non_default_items(value: Any, default: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """The attributes of a field or its constraints that differ from the default, by the standard's names."""
    differing = {
        key: getattr(value, name) for name, key in names.items() if getattr(value, name) != getattr(default, name)
    }
    return {key: [*item] if isinstance(item, tuple) else item for key, item in differing.items()}


def _foreign_key_to_dict(key: ForeignKey) -> dict[str, Any]:
    return {"fields": [*key.fields], "reference": {"resource": key.resource, "fields": [*key.keys]}}


def _without_empty(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if value}


def _path_in_package(path: Path, folder: Path) -> str:
    """The path of a file seen from the folder of the package; a URL, or a path that is not inside, as it is."""
    if url := urls.url_from_path(path):
        return url
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
