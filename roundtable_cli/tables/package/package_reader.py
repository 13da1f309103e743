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

from roundtable_cli.errors import DEFINITION, USAGE, Finding, Refused, suggest_nearest
from roundtable_cli.mapping_reader import MappingReader
from roundtable_cli.tables.package import schema_reader
from roundtable_cli.tables.reading import open_files, urls
from roundtable_cli.tables.table import FIELDS_MATCH_MODES, DataPackage, ForeignKey, Table
from roundtable_cli.tables.values.cell_text import clean_cell

PACKAGE_FILE = "datapackage.json"
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
MAX_HEADER_ROW = 2**20  # the rows of a spreadsheet
DIALECT_KEYS = ("delimiter", "quoteChar", "lineTerminator", "headerRows", *DIALECT_DEFAULTS)


def read_package(folder: Path, faults: list[Finding]) -> DataPackage:
    """The package of `folder`: as its datapackage.json says, else a table for every CSV file in it."""
    path = folder / PACKAGE_FILE
    if not path.exists():
        return DataPackage(folder, _list_csv_tables(folder, faults))
    shape = MappingReader(_load_json(path, faults), PACKAGE_FILE, "", faults)
    schema_reader.report_misspelt_keys(shape, PACKAGE_KEYS)
    tables: dict[str, Table] = {}
    if shape.mapping and not shape.mapping.get("resources"):
        shape.add_fault("a package without resources", 'write "resources": […], a table each')
    for index, resource in enumerate(shape.get_value("resources", list, default=[])):
        place = f"resources[{index}]"
        if not isinstance(resource, dict):
            shape.add_fault("a resource is a table of keys", key=place)
            continue
        table = _read_resource(MappingReader(resource, PACKAGE_FILE, place, faults), folder)
        if table.name in tables:
            shape.add_fault(f'two resources are called "{table.name}"', "give one another name", place)
        tables[table.name] = table
    _check_key_names(tables, shape)
    return DataPackage(folder, tables)


def package_from_files(paths: Iterable[Path]) -> DataPackage:
    """A table for each file and each sheet of a workbook, named after it. Refused where two have one name."""
    tables = [table for path in paths for table in open_files.list_file_tables(path)]
    for name, times in Counter(table.name for table in tables).items():
        if times > 1:
            raise Refused(Finding(USAGE, f'{times} tables would be called "{name}"', "rename a file or a sheet"))
    return DataPackage(Path(), {table.name: table for table in tables})


def _list_csv_tables(folder: Path, faults: list[Finding]) -> dict[str, Table]:
    """A table for each CSV file of a folder, called after it."""
    tables: dict[str, Table] = {}
    for path in open_files.list_table_files(folder, open_files.CSV_ENDINGS):
        name = open_files.table_name_from_path(path)
        if name in tables:
            fault = f'two files would be the table "{name}", {tables[name].paths[0].name} and {path.name}'
            faults.append(Finding(DEFINITION, fault, "rename one of them"))
        tables[name] = Table(name, (path,))
    return tables


def _load_json(path: Path, faults: list[Finding]) -> Mapping[str, Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        fault = f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        faults.append(Finding(DEFINITION, fault, "correct it there, or just before", PACKAGE_FILE))
        return {}
    except (OSError, ValueError, RecursionError) as error:  # no UTF-8, a number of 5,000 digits, 10,000 brackets
        faults.append(Finding(DEFINITION, f"can't be read: {error}", "", PACKAGE_FILE))
        return {}
    if not isinstance(loaded, dict):
        faults.append(Finding(DEFINITION, "a package is a table of keys", "", PACKAGE_FILE))
        return {}
    return loaded


def _read_resource(shape: MappingReader, folder: Path) -> Table:
    name = shape.get_text("name")
    if not name:
        shape.add_fault("a resource needs a name", 'write "name": "…"')
    shape = shape.with_place(f"{name or shape.place}")
    schema_, written = shape.get_section("schema"), shape.get_section("dialect")
    for part, keys in ((shape, RESOURCE_KEYS), (schema_, SCHEMA_KEYS), (written, DIALECT_KEYS)):
        schema_reader.report_misspelt_keys(part, keys)
    schema_reader.report_unsupported_keys(schema_, {"uniqueKeys": None})
    schema_reader.report_unsupported_keys(written, DIALECT_DEFAULTS)
    missing = schema_reader.read_missing_values(schema_, ("",))
    fields = tuple(schema_reader.read_fields(schema_, missing))
    return Table(
        name=name,
        paths=tuple(_read_paths(shape, folder)),
        fields=fields if "fields" in schema_.mapping else None,
        fields_match=(schema_.get_texts("fieldsMatch") or ("exact",))[0] if _check_fields_match(schema_) else "exact",
        primary_key=_read_column_names(schema_, "primaryKey"),
        foreign_keys=tuple(_read_foreign_keys(schema_, name)),
        missing_values=missing,
        encoding=shape.get_parsed("encoding", _parse_encoding, str, default=""),
        delimiter=written.get_parsed("delimiter", _parse_character, str, default=""),
        quote=written.get_parsed("quoteChar", _parse_character, str, default='"'),
        header_rows=written.get_parsed("headerRows", _parse_header_rows, int, list, default=()),
        sheet=shape.get_text("rt:sheet"),
    )


def _parse_encoding(written: str) -> str:
    try:
        "".encode(written)  # an encoding of texts, that is
        return codecs.lookup(written).name
    except LookupError:
        raise ValueError(f'no encoding is called "{written}"') from None


def _parse_character(written: str) -> str:
    if len(written) == 1 and written not in "\r\n":
        return written
    raise ValueError("a single character is needed")


def _parse_header_rows(written: int | list[object]) -> tuple[int, ...]:
    listed = written if isinstance(written, list) else [written]
    rows = tuple(row for row in listed if type(row) is int and 0 < row <= MAX_HEADER_ROW)  # true is an int to Python
    if rows and len(rows) == len(listed) and rows == tuple(sorted({*rows})):
        return rows
    raise ValueError("rows are numbers from 1, in order")


def _check_fields_match(schema: MappingReader) -> bool:
    unknown = [match for match in schema.get_texts("fieldsMatch") if match not in FIELDS_MATCH_MODES]
    for match in unknown:
        schema.add_fault(f'unknown value "{match}"', suggest_nearest(match, FIELDS_MATCH_MODES), "fieldsMatch")
    return not unknown


def _read_paths(shape: MappingReader, folder: Path) -> Iterator[Path]:
    """The files of a resource, here or at a URL; one that leaves the folder is refused, as the standard says."""
    written = shape.get_texts("path")
    if not written:
        shape.add_fault("a resource needs a path", 'write "path": "….csv"')
    seen = dict[Path, Path]()
    for path in _expand_paths(shape, written, folder):
        file = path if urls.url_from_path(path) else path.resolve()
        if file in seen:
            fault = (
                f"{path.name} is {'named twice' if seen[file].name == path.name else f'{seen[file].name} once more'}"
            )
            shape.add_fault(fault, "name it once: its rows would count twice", "path")
        seen[file] = path
        yield path


def _expand_paths(shape: MappingReader, written: Iterable[str], folder: Path) -> Iterator[Path]:
    home = folder.resolve()
    for text in written:
        if urls.is_remote_url(text):
            if elsewhere := urls.path_from_url(text):
                yield elsewhere
            else:
                shape.add_fault(f'path "{text}" has an empty part, or a dot for one', "write the URL in full", "path")
            continue
        try:
            found = [] if Path(text).is_absolute() else _expand_pattern(folder, text)
            leaves = Path(text).is_absolute() or not all(path.resolve().is_relative_to(home) for path in found)
        except (ValueError, OSError):  # of a name too long, or with a NUL, or a pattern with "**" beside something
            shape.add_fault(f'"{text}" is neither a file\'s name nor a pattern of such', "correct it", "path")
            continue
        if leaves:
            shape.add_fault(f'path "{text}" leaves the folder', "put the file into the project's folder", "path")
        elif not found:
            shape.add_fault(
                f'no file is called as the pattern "{text}" has it', "correct it, or put files there", "path"
            )
        else:
            yield from found


def _expand_pattern(folder: Path, text: str) -> list[Path]:
    """The files that a path with `*` or `?` in it stands for, by name; any other path itself."""
    path = folder / text
    if path.exists() or not {"*", "?"} & {*text}:  # asked of every path: of a name that no disk can hold, it raises
        return [path]
    found = folder.glob(text.replace("[", "[[]"))
    return sorted(one for one in found if one.is_file() and not any(map(_is_hidden, one.relative_to(folder).parts)))


def _is_hidden(part: str) -> bool:
    """Whether a part of a path is what programs keep for themselves."""
    return part != ".." and part.startswith((".", "~$"))


def _read_column_names(shape: MappingReader, key: str) -> tuple[str, ...]:
    """Columns' names, as headers have them."""
    return tuple(map(clean_cell, shape.get_texts(key)))


def _read_foreign_keys(schema: MappingReader, table: str) -> Iterator[ForeignKey]:
    for index, mapping in enumerate(schema.get_value("foreignKeys", list, default=[])):
        if not isinstance(mapping, dict):
            schema.add_fault("a foreign key is a table of keys", key=f"foreignKeys[{index}]")
            continue
        shape = MappingReader(mapping, schema.file, f"{schema.place}.foreignKeys[{index}]", schema.faults)
        reference = shape.get_section("reference")
        fields, keys = _read_column_names(shape, "fields"), _read_column_names(reference, "fields")
        if not fields or len(fields) != len(keys):
            shape.add_fault("fields and reference.fields must name as many columns")
            continue
        yield ForeignKey(fields, reference.get_text("resource") or table, keys)


def _check_key_names(tables: Mapping[str, Table], shape: MappingReader) -> None:
    """Every key names fields and tables that are declared."""

    def check_names(names: tuple[str, ...], table: Table, what: str) -> None:
        known = [field_.name for field_ in table.fields or ()]
        for name in names:
            if table.fields_match in {"exact", "equal"} and table.fields is not None and name not in known:
                shape.add_fault(f'{what}: no field "{name}" in {table.name}', suggest_nearest(name, known), owner.name)

    for owner in tables.values():
        check_names(owner.primary_key, owner, "primaryKey")
        for key in owner.foreign_keys:
            check_names(key.fields, owner, "foreignKeys")
            if key.resource in tables:
                check_names(key.keys, tables[key.resource], "foreignKeys")
            else:
                shape.add_fault(
                    f'foreignKeys: no table "{key.resource}"', suggest_nearest(key.resource, tables), owner.name
                )
