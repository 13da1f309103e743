"""`datapackage.json`, a Data Package v2, read into frozen tables and fields.

The standard: https://datapackage.org/standard/data-package/ and, for schemas, /standard/table-schema/.
"""

from __future__ import annotations

import codecs
import fnmatch
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.file_identity import file_identity, is_inside
from roundtable_cli.finding_codes import DEFINITION, USAGE
from roundtable_cli.mapping_reader import MappingReader
from roundtable_cli.tables.package import json_file, schema_reader
from roundtable_cli.tables.reading import open_files, urls
from roundtable_cli.tables.table import FIELDS_MATCH_MODES, DataPackage, ForeignKey, Table
from roundtable_cli.tables.values.cell_text import clean_cell

PACKAGE_FILE = "datapackage.json"
PACKAGE_KEYS = (
    "$schema resources name id title description homepage licenses sources contributors keywords version created image"
).split()
_MOST_DEEP_PARTS = 2  # parts `**` of a pattern: the time that they take is multiplied
RESOURCE_KEYS = (
    "name path type title description format mediatype encoding bytes hash licenses sources dialect schema data "
    "profile rt:sheet rt:encodingGuessed rt:duplicateRows rt:optionalFields"
).split()
SCHEMA_KEYS = "fields fieldsMatch missingValues primaryKey foreignKeys uniqueKeys".split()
DIALECT_DEFAULTS: Mapping[str, object] = {
    "headerJoin": " ",
    "doubleQuote": True,
    "skipInitialSpace": False,
    **dict.fromkeys("commentRows commentChar escapeChar nullSequence property itemType itemKeys".split()),
    **dict.fromkeys("sheetNumber sheetName table".split()),
}
EXPECTED_REPEATS = "expected"  # what `rt:duplicateRows` says of a table in which rows may be the same
MAX_HEADER_ROW = 2**20  # the rows of a spreadsheet
DIALECT_KEYS = ("delimiter", "quoteChar", "lineTerminator", "header", "headerRows", *DIALECT_DEFAULTS)


def read_package(folder: Path, findings: list[Finding]) -> DataPackage:
    """The package of `folder`: as its datapackage.json says, else a table for every CSV file in it."""
    path = folder / PACKAGE_FILE
    if not path.exists():
        return DataPackage(folder, _list_csv_tables(folder, findings))
    return build_package(_load_json(path, findings), folder, findings)


def build_package(mapping: Mapping[str, Any], folder: Path, findings: list[Finding]) -> DataPackage:
    """The package that a mapping holds, as a datapackage.json in `folder` gives it."""
    reader = MappingReader(mapping, PACKAGE_FILE, "", findings)
    schema_reader.report_misspelt_keys(reader, PACKAGE_KEYS)
    tables: dict[str, Table] = {}
    if reader.mapping and not reader.mapping.get("resources"):
        reader.add_fault("the package has no resources", 'write "resources": […], one for each table')
    for index, resource in enumerate(reader.get_value("resources", list, default=[])):
        section = f"resources[{index}]"
        if not isinstance(resource, dict):
            reader.add_fault("a resource is not in braces", 'write it as { "name": "…", "path": "….csv" }', section)
            continue
        table = _read_resource(MappingReader(resource, PACKAGE_FILE, section, findings), folder)
        if table.name in tables:
            reader.add_fault(f'two resources have the name "{table.name}"', "give one of them another name", table.name)
        tables[table.name] = table
    _check_key_names(tables, reader)
    return DataPackage(folder, tables)


def read_tables(path: Path, findings: list[Finding]) -> DataPackage:
    """The tables of a folder, or of one file. What is wrong with their definition is added to `findings`."""
    return read_package(path, findings) if path.is_dir() else package_from_files([path])


def package_from_files(paths: Iterable[Path]) -> DataPackage:
    """A table for each file and each sheet of a workbook, named after it. Refused where two have one name."""
    tables = [table for path in paths for table in open_files.list_file_tables(path)]
    for name, times in Counter(table.name for table in tables).items():
        if times > 1:
            raise Refused(Finding(USAGE, f'{times} tables would have the name "{name}"', "rename a file or a sheet"))
    return DataPackage(Path(), {table.name: table for table in tables})


def _list_csv_tables(folder: Path, findings: list[Finding]) -> dict[str, Table]:
    """A table for each CSV file of a folder, called after it."""
    tables: dict[str, Table] = {}
    for path in open_files.list_table_files(folder, open_files.CSV_ENDINGS):
        if not is_inside(path, folder):
            findings.append(linked_file_finding(path))
        name = open_files.table_name_from_path(path)
        if name in tables:
            fault = f'two files would be table "{name}": {tables[name].paths[0].name} and {path.name}'
            findings.append(Finding(DEFINITION, fault, "rename one of them"))
        tables[name] = Table(name, (path,))
    return tables


def linked_file_finding(path: Path) -> Finding:
    """What is wrong with a table in a folder that is only a link to a file outside it."""
    fault = f'"{path.name}" is a link to a file outside the folder'
    return Finding(DEFINITION, fault, "copy the file itself into the folder, or delete the link")


def _load_json(path: Path, findings: list[Finding]) -> Mapping[str, Any]:
    before = len(findings)
    loaded = json_file.read_json(path, findings)
    if len(findings) > before:
        return {}
    if not isinstance(loaded, dict):
        findings.append(Finding(DEFINITION, "a package must be in braces", 'write { "resources": […] }', PACKAGE_FILE))
        return {}
    return loaded


def _read_resource(reader: MappingReader, folder: Path) -> Table:
    name = reader.get_text("name")
    if not name:
        reader.add_fault("a resource has no name", 'write "name": "…"')
    reader = reader.with_section(f"{name or reader.section}")
    schema, dialect = reader.get_section("schema"), reader.get_section("dialect")
    for part, keys in ((reader, RESOURCE_KEYS), (schema, SCHEMA_KEYS), (dialect, DIALECT_KEYS)):
        schema_reader.report_misspelt_keys(part, keys)
    schema_reader.report_unsupported_keys(schema, {"uniqueKeys": None})
    schema_reader.report_unsupported_keys(dialect, DIALECT_DEFAULTS)
    missing = schema_reader.read_missing_values(schema, ("",))
    fields = tuple(schema_reader.read_fields(schema, missing))
    return Table(
        name=name,
        paths=tuple(_read_paths(reader, folder)),
        fields=fields if "fields" in schema.mapping else None,
        fields_match=(schema.get_texts("fieldsMatch") or ("exact",))[0] if _check_fields_match(schema) else "exact",
        primary_key=_read_column_names(schema, "primaryKey"),
        foreign_keys=tuple(_read_foreign_keys(schema, name)),
        missing_values=missing,
        encoding=reader.get_parsed("encoding", _parse_encoding, str, default=""),
        encoding_guessed=reader.get_flag("rt:encodingGuessed"),
        delimiter=dialect.get_parsed("delimiter", _parse_character, str, default=""),
        quote=dialect.get_parsed("quoteChar", _parse_character, str, default='"'),
        header_rows=dialect.get_parsed("headerRows", _parse_header_rows, int, list, default=()),
        sheets=tuple(filter(None, reader.get_texts("rt:sheet"))),
        has_header=_read_has_header(dialect),
        has_expected_repeats=reader.get_choice("rt:duplicateRows", (EXPECTED_REPEATS,)) == EXPECTED_REPEATS,
        optional_names=_read_column_names(reader, "rt:optionalFields"),
    )


def _parse_encoding(written: str) -> str:
    try:
        "".encode(written)  # an encoding of texts, that is
        return codecs.lookup(written).name
    except LookupError:
        raise ValueError(f'"{written}" is not a known encoding') from None


def _parse_character(written: str) -> str:
    if len(written) == 1 and written not in "\r\n":
        return written
    raise ValueError("it must be one character")


def _parse_header_rows(written: int | list[object]) -> tuple[int, ...]:
    listed = written if isinstance(written, list) else [written]
    rows = tuple(row for row in listed if type(row) is int and 0 < row <= MAX_HEADER_ROW)  # true is an int to Python
    if rows and len(rows) == len(listed) and rows == tuple(sorted({*rows})):
        return rows
    raise ValueError("it must be row numbers from 1, in order, such as [3]")


def _read_has_header(dialect: MappingReader) -> bool:
    """Whether the file has column headings; a dialect that says no must not name their rows."""
    has_header: bool = dialect.get_value("header", bool, default=True)
    if not has_header and "headerRows" in dialect.mapping:
        dialect.add_fault('"header" is false, and "headerRows" names a row', "leave out one of them", "header")
    return has_header


def _check_fields_match(schema: MappingReader) -> bool:
    unknown = [match for match in schema.get_texts("fieldsMatch") if match not in FIELDS_MATCH_MODES]
    for match in unknown:
        schema.add_fault(f'unknown value "{match}"', suggest_nearest(match, FIELDS_MATCH_MODES), "fieldsMatch")
    return not unknown


def _read_paths(reader: MappingReader, folder: Path) -> Iterator[Path]:
    """The files of a resource, here or at a URL; one that leaves the folder is refused, as the standard says."""
    written = reader.get_texts("path")
    if not written:
        reader.add_fault("a resource has no path", 'write "path": "….csv"')
    seen = dict[object, Path]()
    for path in _expand_paths(reader, written, folder):
        file = path if urls.url_from_path(path) else file_identity(path)
        if file in seen:
            is_same_name = seen[file].name == path.name
            fault = f"{path.name} is {'named twice' if is_same_name else f'the same file as {seen[file].name}'}"
            reader.add_fault(fault, "name it once: its rows would count twice", "path")
        seen[file] = path
        yield path


def _expand_paths(reader: MappingReader, written: Iterable[str], folder: Path) -> Iterator[Path]:
    for text in written:
        if urls.is_remote_url(text):
            if elsewhere := urls.path_from_url(text):
                yield elsewhere
            else:
                reader.add_fault(
                    f'path "{text}" has an empty part or a dot between slashes', "write the URL in full", "path"
                )
            continue
        if _pattern_parts(text).count("**") > _MOST_DEEP_PARTS:
            fault = f'path "{text}" has ** in more than {_MOST_DEEP_PARTS} places, each of which searches all folders'
            reader.add_fault(fault, "write it once: **/*.csv", "path")
            continue
        try:
            found = [] if Path(text).is_absolute() else _expand_pattern(folder, text)
            leaves = Path(text).is_absolute() or not all(is_inside(path, folder) for path in found)
        except (ValueError, OSError):  # a name too long or with a NUL, or a pattern such as "a**"
            reader.add_fault(f'path "{text}" is not the name of a file, and not a pattern', "correct it", "path")
            continue
        if leaves:
            reader.add_fault(f'path "{text}" leaves the folder', "put the file into the folder of the project", "path")
        elif not found:
            reader.add_fault(f'no file matches the pattern "{text}"', "correct the pattern, or put files there", "path")
        else:
            yield from found


def _pattern_parts(text: str) -> list[str]:
    """What stands between the slashes of a pattern; `**/**` is `**`, and would be looked for many times over."""
    parts = text.split("/")
    return [part for part, before in zip(parts, ["", *parts], strict=False) if not part == before == "**"]


def _expand_pattern(folder: Path, text: str) -> list[Path]:
    """The files that a path with `*` or `?` in it stands for, by name; any other path itself."""
    path = folder / text
    if path.exists() or not {"*", "?"} & {*text}:  # asked of every path: of a name that no disk can hold, it raises
        return [path]
    pattern = "/".join(_pattern_parts(text)).replace("[", "[[]")  # [ is a letter like others
    files = (match for match in folder.glob(pattern) if match.is_file())
    return sorted(file for file in files if not any(map(open_files.is_hidden_name, file.relative_to(folder).parts)))


def find_matching_pattern(folder: Path, path: str) -> str:
    """The pattern in datapackage.json that a file, which need not be there, would match; "" where none does."""
    package = folder / PACKAGE_FILE
    if not package.is_file() or not is_inside(path, folder):
        return ""
    reader = MappingReader(_load_json(package, []), PACKAGE_FILE, "", [])
    resources = reader.get_value("resources", list, default=[])
    readers = [MappingReader(mapping, PACKAGE_FILE, "", []) for mapping in resources if isinstance(mapping, dict)]
    patterns = [text for one in readers for text in one.get_texts("path") if {"*", "?"} & {*text}]
    parts = Path(os.path.relpath(os.path.realpath(path), os.path.realpath(folder))).parts
    if any(map(open_files.is_hidden_name, parts)):
        return ""
    return next((text for text in patterns if _matches_pattern(parts, Path(text).parts)), "")


def _matches_pattern(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path, part by part, is one that `_expand_pattern` would find; `**` stands for any folders."""
    if not pattern:
        return not parts
    first, *others = pattern
    if first == "**":
        return any(_matches_pattern(parts[start:], others) for start in range(len(parts) + 1))
    is_same = bool(parts) and fnmatch.fnmatchcase(parts[0], first.replace("[", "[[]"))
    return is_same and _matches_pattern(parts[1:], others)


def _read_column_names(reader: MappingReader, key: str) -> tuple[str, ...]:
    """Names of columns, cleaned as those of headers are."""
    return tuple(map(clean_cell, reader.get_texts(key)))


def _read_foreign_keys(schema: MappingReader, table: str) -> Iterator[ForeignKey]:
    for index, mapping in enumerate(schema.get_value("foreignKeys", list, default=[])):
        if not isinstance(mapping, dict):
            schema.add_fault(
                "a foreign key is not in braces", 'write { "fields": …, "reference": … }', f"foreignKeys[{index}]"
            )
            continue
        reader = MappingReader(mapping, schema.file, f"{schema.section}.foreignKeys[{index}]", schema.findings)
        reference = reader.get_section("reference")
        fields, keys = _read_column_names(reader, "fields"), _read_column_names(reference, "fields")
        if not fields or len(fields) != len(keys):
            reader.add_fault("fields and reference.fields must name the same number of columns")
            continue
        yield ForeignKey(fields, reference.get_text("resource") or table, keys)


def _check_key_names(tables: Mapping[str, Table], reader: MappingReader) -> None:
    """Reports primary and foreign keys that name a field or a table that is not declared."""

    def check_names(names: tuple[str, ...], table: Table, what: str) -> None:
        known = [field.name for field in table.fields or ()]
        for name in names:
            if table.fields_match in {"exact", "equal"} and table.fields is not None and name not in known:
                reader.add_fault(
                    f'{what}: {table.name} has no field "{name}"', suggest_nearest(name, known), owner.name
                )

    for owner in tables.values():
        check_names(owner.primary_key, owner, "primaryKey")
        for key in owner.foreign_keys:
            check_names(key.fields, owner, "foreignKeys")
            if key.resource in tables:
                check_names(key.keys, tables[key.resource], "foreignKeys")
            else:
                reader.add_fault(
                    f'foreignKeys: there is no table "{key.resource}"',
                    suggest_nearest(key.resource, tables),
                    owner.name,
                )
