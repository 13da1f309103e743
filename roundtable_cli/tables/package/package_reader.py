"""`datapackage.json`, a Data Package v2, read into frozen tables and fields.

The standard: https://datapackage.org/standard/data-package/ and, for schemas, /standard/table-schema/.
"""

from __future__ import annotations

import codecs
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from roundtable_cli.errors import DEFINITION, Finding, Refused, nearest
from roundtable_cli.mapping_reader import Shape, word
from roundtable_cli.tables.package import schema_reader
from roundtable_cli.tables.reading import open_files, text_dialect, urls
from roundtable_cli.tables.table import MATCHES, ForeignKey, Package, Table

FILE = "datapackage.json"
PACKAGE_KEYS = (
    "$schema resources name id title description homepage licenses sources contributors keywords version created image"
).split()
RESOURCE_KEYS = (
    "name path type title description format mediatype encoding bytes hash licenses sources dialect schema data "
    "profile rt:sheet"
).split()
SCHEMA_KEYS = "fields fieldsMatch missingValues primaryKey foreignKeys uniqueKeys".split()
DIALECT_DEFAULTS: Mapping[str, object] = {
    "header": True,
    "headerJoin": " ",
    "doubleQuote": True,
    "skipInitialSpace": False,
    **dict.fromkeys("commentRows commentChar escapeChar nullSequence property itemType itemKeys".split()),
    **dict.fromkeys("sheetNumber sheetName table".split()),
}
DIALECT_KEYS = ("delimiter", "quoteChar", "lineTerminator", "headerRows", *DIALECT_DEFAULTS)


def read(folder: Path, faults: list[Finding]) -> Package:
    """The package of `folder`: as its datapackage.json says, else a table for every CSV file in it."""
    path = folder / FILE
    if not path.exists():
        return Package(folder, _listed(folder, faults))
    shape = Shape(_load(path, faults), FILE, "", faults)
    schema_reader.misspelt(shape, PACKAGE_KEYS)
    tables: dict[str, Table] = {}
    if shape.mapping and not shape.mapping.get("resources"):
        shape.fault("a package without resources", 'write "resources": […], a table each')
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


def of_files(paths: Iterable[Path]) -> Package:
    """A table for each file and each sheet of a workbook, named after it. Refused where two have one name."""
    tables = [table for path in paths for table in open_files.tables(path)]
    for name, times in Counter(table.name for table in tables).items():
        if times > 1:
            raise Refused(Finding("usage", f'{times} tables would be called "{name}"', "rename a file or a sheet"))
    return Package(Path(), {table.name: table for table in tables})


def _listed(folder: Path, faults: list[Finding]) -> dict[str, Table]:
    """A table for each CSV file of a folder, called after it."""
    tables: dict[str, Table] = {}
    for path in open_files.in_folder(folder, open_files.CSV):
        name = open_files.name_of(path)
        if name in tables:
            fault = f'two files would be the table "{name}", {tables[name].paths[0].name} and {path.name}'
            faults.append(Finding(DEFINITION, fault, "rename one of them"))
        tables[name] = Table(name, (path,))
    return tables


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
    schema_, written = shape.section("schema"), shape.section("dialect")
    for part, keys in ((shape, RESOURCE_KEYS), (schema_, SCHEMA_KEYS), (written, DIALECT_KEYS)):
        schema_reader.misspelt(part, keys)
    schema_reader.not_yet(schema_, {"uniqueKeys": None})
    schema_reader.not_yet(written, DIALECT_DEFAULTS)
    missing = schema_reader.missing_values(schema_, ("",))
    fields = tuple(schema_reader.fields(schema_, missing))
    return Table(
        name=name,
        paths=tuple(_paths(shape, folder)),
        fields=fields if "fields" in schema_.mapping else None,
        fields_match=(schema_.texts("fieldsMatch") or ("exact",))[0] if _match_known(schema_) else "exact",
        primary_key=_names(schema_, "primaryKey"),
        foreign_keys=tuple(_foreign_keys(schema_, name)),
        missing_values=missing,
        encoding=shape.parse("encoding", _encoding, ""),
        delimiter=written.parse("delimiter", _one_character, ""),
        quote=written.parse("quoteChar", _one_character, '"'),
        header_rows=written.parse("headerRows", _rows, ()),
        sheet=shape.text("rt:sheet"),
    )


def _encoding(written: object) -> str:
    if not isinstance(written, str):
        raise ValueError(f"{word(written)} where a text belongs")
    try:
        "".encode(written)  # an encoding of texts, that is
        return codecs.lookup(written).name
    except LookupError:
        raise ValueError(f'no encoding is called "{written}"') from None


def _one_character(written: object) -> str:
    if isinstance(written, str) and len(written) == 1 and written not in "\r\n":
        return written
    raise ValueError("a single character is needed")


def _rows(written: object) -> tuple[int, ...]:
    rows = written if isinstance(written, list) else [written]
    if rows and all(isinstance(row, int) and row > 0 for row in rows) and rows == sorted({*rows}):
        return tuple(rows)
    raise ValueError("rows are numbers from 1, in order")


def _match_known(schema: Shape) -> bool:
    unknown = [match for match in schema.texts("fieldsMatch") if match not in MATCHES]
    for match in unknown:
        schema.fault(f'"{match}" is not known', nearest(match, MATCHES), "fieldsMatch")
    return not unknown


def _paths(shape: Shape, folder: Path) -> Iterator[Path]:
    """The files of a resource, here or at a URL; one that leaves the folder is refused, as the standard says."""
    written = shape.texts("path")
    if not written:
        shape.fault("a resource needs a path", 'write "path": "….csv"')
    seen = dict[Path, Path]()
    for path in _written(shape, written, folder):
        file = path if urls.url(path) else path.resolve()
        if file in seen:
            fault = (
                f"{path.name} is {'named twice' if seen[file].name == path.name else f'{seen[file].name} once more'}"
            )
            shape.fault(fault, "name it once: its rows would count twice", "path")
        seen[file] = path
        yield path


def _written(shape: Shape, written: Iterable[str], folder: Path) -> Iterator[Path]:
    home = folder.resolve()
    for text in written:
        if urls.is_url(text):
            if elsewhere := urls.path(text):
                yield elsewhere
            else:
                shape.fault(f'path "{text}" has an empty part, or a dot for one', "write the URL in full", "path")
            continue
        try:
            found = [] if Path(text).is_absolute() else _fitting(folder, text)
            leaves = Path(text).is_absolute() or not all(path.resolve().is_relative_to(home) for path in found)
        except (ValueError, OSError):  # of a name too long, or with a NUL, or a pattern with "**" beside something
            shape.fault(f'"{text}" is neither a file\'s name nor a pattern of such', "correct it", "path")
            continue
        if leaves:
            shape.fault(f'path "{text}" leaves the folder', "put the file into the project's folder", "path")
        elif not found:
            shape.fault(f'no file is called as the pattern "{text}" has it', "correct it, or put files there", "path")
        else:
            yield from found


def _fitting(folder: Path, text: str) -> list[Path]:
    """The files that a path with `*` or `?` in it stands for, by name; any other path itself."""
    path = folder / text
    if not {"*", "?"} & {*text} or path.exists():
        return [path]
    found = folder.glob(text.replace("[", "[[]"))
    return sorted(one for one in found if one.is_file() and not any(map(_is_hidden, one.relative_to(folder).parts)))


def _is_hidden(part: str) -> bool:
    """Whether a part of a path is what programs keep for themselves."""
    return part != ".." and part.startswith((".", "~$"))


def _names(shape: Shape, key: str) -> tuple[str, ...]:
    """Columns' names, as headers have them."""
    return tuple(map(text_dialect.name, shape.texts(key)))


def _foreign_keys(schema: Shape, table: str) -> Iterator[ForeignKey]:
    for index, mapping in enumerate(schema.get("foreignKeys", list, default=[])):
        if not isinstance(mapping, dict):
            schema.fault("a foreign key is a table of keys", key=f"foreignKeys[{index}]")
            continue
        shape = Shape(mapping, schema.file, f"{schema.place}.foreignKeys[{index}]", schema.faults)
        reference = shape.section("reference")
        fields, keys = _names(shape, "fields"), _names(reference, "fields")
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
