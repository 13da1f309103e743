"""`datapackage.json`, a Data Package v2, read into frozen tables and fields.

The standard: https://datapackage.org/standard/data-package/ and, for schemas, /standard/table-schema/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from roundtable_cli.errors import Finding, nearest
from roundtable_cli.shape import DEFINITION, Shape
from roundtable_cli.tables.table import AS_TEXT, MATCHES, TYPES, Constraints, Field, ForeignKey, Package, Table

FILE = "datapackage.json"
OWN_KEYS = ("rt:currency", "rt:personal", "rt:sheet")


def read(folder: Path, faults: list[Finding]) -> Package:
    """The package of `folder`: as its datapackage.json says, else a table for every CSV file in it."""
    path = folder / FILE
    if not path.exists():
        found = sorted(file for file in folder.glob("*.csv") if file.is_file())
        return Package(folder, {file.stem: Table(file.stem, (file,)) for file in found})
    shape = Shape(_load(path, faults), FILE, "", faults)
    tables: dict[str, Table] = {}
    for index, resource in enumerate(shape.get("resources", list, default=[])):
        place = f"resources[{index}]"
        if not isinstance(resource, dict):
            shape.fault("a resource is a table of keys", key=place)
            continue
        table = _table(Shape(resource, FILE, place, faults), folder)
        if table.name in tables:
            shape.fault(f'two resources are called "{table.name}"', "give one another name", place)
        tables[table.name] = table
    _check_keys(tables, shape)
    return Package(folder, tables)


def _load(path: Path, faults: list[Finding]) -> Mapping[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        fault = f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        faults.append(Finding(DEFINITION, fault, "correct it there, or just before", FILE))
        return {}
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Finding(DEFINITION, f"can't be read: {error}", "", FILE))
        return {}
    if not isinstance(loaded, dict):
        faults.append(Finding(DEFINITION, "a package is a table of keys", "", FILE))
        return {}
    return loaded


def _table(shape: Shape, folder: Path) -> Table:
    name = shape.text("name")
    if not name:
        shape.fault("a resource needs a name", 'write "name": "…"')
    shape = shape.rename(f"{name or shape.place}")
    schema, dialect = shape.section("schema"), shape.section("dialect")
    missing = schema.texts("missingValues") if "missingValues" in schema.mapping else ("",)
    fields = tuple(_fields(schema, missing))
    return Table(
        name=name,
        paths=tuple(_paths(shape, folder)),
        fields=fields if "fields" in schema.mapping else None,
        fields_match=(schema.texts("fieldsMatch") or ("exact",))[0] if _match_known(schema) else "exact",
        primary_key=schema.texts("primaryKey"),
        foreign_keys=tuple(_foreign_keys(schema, name)),
        missing_values=missing,
        encoding=shape.text("encoding", "utf-8"),
        delimiter=dialect.text("delimiter", ","),
        quote=dialect.text("quoteChar", '"'),
    )


def _match_known(schema: Shape) -> bool:
    unknown = [match for match in schema.texts("fieldsMatch") if match not in MATCHES]
    for match in unknown:
        schema.fault(f'"{match}" is not known', nearest(match, MATCHES), "fieldsMatch")
    return not unknown


def _paths(shape: Shape, folder: Path) -> Iterator[Path]:
    """The files of a resource; one that leaves the folder is refused, as the standard says."""
    written = shape.texts("path")
    if not written:
        shape.fault("a resource needs a path", 'write "path": "….csv"')
    for text in written:
        path, home = folder / text, folder.resolve()
        if Path(text).is_absolute() or not path.resolve().is_relative_to(home):
            shape.fault(f'path "{text}" leaves the folder', "put the file into the project's folder", "path")
        else:
            yield path


def _fields(schema: Shape, missing: tuple[str, ...]) -> Iterator[Field]:
    names: set[str] = set()
    for index, mapping in enumerate(schema.get("fields", list, default=[])):
        place = f"{schema.place}.fields[{index}]"
        if not isinstance(mapping, dict):
            schema.fault("a field is a table of keys", key=f"fields[{index}]")
            continue
        field_ = _field(Shape(mapping, schema.file, place, schema.faults), missing)
        if field_.name in names:
            schema.fault(f'two fields are called "{field_.name}"', "give one another name", f"fields[{index}]")
        names.add(field_.name)
        yield field_


def _field(shape: Shape, missing: tuple[str, ...]) -> Field:
    name = shape.text("name")
    if not name:
        shape.fault("a field needs a name", 'write "name": "…"')
    type_ = shape.choice("type", (*TYPES, *AS_TEXT), "string")
    default = Field(name)
    _own_keys(shape)
    currency = shape.get("rt:currency", str, dict, default="")
    if isinstance(currency, dict):
        shape.fault("a currency per row is not yet supported", 'name one, such as "USD"', "rt:currency")
    return Field(
        name=name,
        type="string" if type_ in AS_TEXT else type_,
        format=shape.text("format", "default"),
        constraints=_constraints(shape.section("constraints")),
        categories=tuple(_categories(shape)),
        missing_values=shape.texts("missingValues") if "missingValues" in shape.mapping else missing,
        decimal_char=shape.text("decimalChar", default.decimal_char),
        group_char=shape.text("groupChar", default.group_char),
        bare_number=shape.flag("bareNumber", default=True),
        true_values=shape.texts("trueValues") or default.true_values,
        false_values=shape.texts("falseValues") or default.false_values,
        delimiter=shape.text("delimiter", default.delimiter),
        item_type=shape.choice("itemType", TYPES, "string"),
        currency=currency if isinstance(currency, str) else "",
        personal=shape.flag("rt:personal"),
    )


def _own_keys(shape: Shape) -> None:
    """The standard lets a package hold any key; of ours, a misspelt one is a fault."""
    for key in shape.mapping:
        if key.startswith("rt:") and key not in OWN_KEYS:
            shape.fault(f'unknown key "{key}"', nearest(key, OWN_KEYS))


def _categories(shape: Shape) -> Iterator[object]:
    """Values in order; the standard allows `{"value": …, "label": …}` in place of a value."""
    for category in shape.get("categories", list, default=[]):
        yield category.get("value") if isinstance(category, dict) else category


def _constraints(shape: Shape) -> Constraints:
    return Constraints(
        required=shape.flag("required"),
        unique=shape.flag("unique"),
        enum=tuple(shape.get("enum", list, default=())),
        minimum=shape.get("minimum", str, int, float),
        maximum=shape.get("maximum", str, int, float),
        pattern=shape.parse("pattern", _pattern, ""),
        min_length=shape.get("minLength", int),
        max_length=shape.get("maxLength", int),
    )


def _pattern(text: object) -> str:
    try:
        return re.compile(str(text)).pattern
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None


def _foreign_keys(schema: Shape, table: str) -> Iterator[ForeignKey]:
    for index, mapping in enumerate(schema.get("foreignKeys", list, default=[])):
        if not isinstance(mapping, dict):
            schema.fault("a foreign key is a table of keys", key=f"foreignKeys[{index}]")
            continue
        shape = Shape(mapping, schema.file, f"{schema.place}.foreignKeys[{index}]", schema.faults)
        reference = shape.section("reference")
        fields, keys = shape.texts("fields"), reference.texts("fields")
        if not fields or len(fields) != len(keys):
            shape.fault("fields and reference.fields must name as many columns")
            continue
        yield ForeignKey(fields, reference.text("resource") or table, keys)


def _check_keys(tables: Mapping[str, Table], shape: Shape) -> None:
    """Every key names fields and tables that are declared."""

    def check(names: tuple[str, ...], table: Table, what: str) -> None:
        known = [field_.name for field_ in table.fields or ()]
        for name in names:
            if table.fields_match in {"exact", "equal"} and table.fields is not None and name not in known:
                shape.fault(f'{what}: no field "{name}" in {table.name}', nearest(name, known), owner.name)

    for owner in tables.values():
        check(owner.primary_key, owner, "primaryKey")
        for key in owner.foreign_keys:
            check(key.fields, owner, "foreignKeys")
            if key.resource in tables:
                check(key.keys, tables[key.resource], "foreignKeys")
            else:
                shape.fault(f'foreignKeys: no table "{key.resource}"', nearest(key.resource, tables), owner.name)
