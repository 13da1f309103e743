"""`check --fix`: what was decided and found out about a project's files, written into datapackage.json once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from roundtable_cli import atomic_write
from roundtable_cli.errors import Finding, Refused
from roundtable_cli.file_identity import is_inside
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.scaffold import schema_proposal
from roundtable_cli.scaffold.updates import given_answers, missing_declarations, package_mapping
from roundtable_cli.scaffold.updates.given_answers import GivenAnswers
from roundtable_cli.scaffold.updates.package_mapping import Resource
from roundtable_cli.tables.package import package_reader, package_writer
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table


def declare_decisions(
    folder: Path, sources: Iterable[Source], *, missing: Iterable[str] = (), without_key: Iterable[str] = ()
) -> list[str]:
    """Writes the file, where anything is to be added to it; a line for each table, and for each answer, says what was.

    `missing` and `without_key` are answers of the user (see `GivenAnswers`). What is declared already is left as it is;
    but a declared column gets the missing values that `check` tells of it. Of a table that can't be read nothing is
    declared but where it is: its report says why. Refused where another file is read in place of a table's own, or
    where an answer is about nothing that is there. Raises OSError where the file can't be written.
    """
    sources = list(sources)
    for source in sources:
        _check_own_files(source, folder)
    package = package_mapping.read_package_mapping(folder)
    resources: dict[str, Resource] = {resource["name"]: resource for resource in package.get("resources", [])}
    lines = []
    for source in sources:
        name = source.table.name
        resources[name], additions = _complete_resource(resources.get(name, {}), source, folder)
        lines += [f"{package_reader.PACKAGE_FILE}: {name}: {', '.join(additions)}"] if additions else []
    answers = GivenAnswers(tuple(missing), tuple(without_key))
    answered = given_answers.write_answers(resources, sources, answers)
    lines += [f"{package_reader.PACKAGE_FILE}: {line}" for line in answered]
    if lines:
        content = package_mapping.encode_package(package, resources)
        atomic_write.write_atomically(package_mapping.find_package_path(folder), content)
    return lines


def _check_own_files(source: Source, folder: Path) -> None:
    """Refused where a table is read from a file outside the project, as --table lets it."""
    local = (path for path in source.table.paths if not urls.url_from_path(path))
    if not all(is_inside(path, folder) for path in local):
        fault = f"the table {source.table.name} is read from a file outside the project"
        raise Refused(Finding(USAGE, fault, "leave out --table: only the project's own files can be declared"))


def _complete_resource(resource: Resource, source: Source, folder: Path) -> tuple[Resource, list[str]]:
    """A resource with what it left to be decided, and what that is, in words; of an unreadable table only its file.

    A table whose schema has to match exactly gets the columns that it lacks, and from then on may have others.
    """
    if source.table.fields is not None and source.table.fields_match in {"exact", "equal"}:
        source = source.with_table(source.table._replace(fields_match="subset"))
    try:
        decided = package_writer.table_to_dict(source.decided_table()._replace(fields=None), folder)
        fields = [*_inferred_fields(source)]
    except Refused:
        return package_writer.table_to_dict(source.table._replace(fields=None), folder) | resource, []
    declared_dialect = resource.get("dialect", {})
    dialect = decided.pop("dialect", {}) | declared_dialect
    completed = decided | resource | ({"dialect": dialect} if dialect else {})
    new_keys = {*completed} - {*resource}
    additions = [f"{key} {completed[key]}" for key in ("rt:sheet", "encoding") if key in new_keys]
    additions += ["rt:encodingGuessed true"] if "rt:encodingGuessed" in new_keys else []
    additions += [f"{key} {value}" for key, value in dialect.items() if key not in declared_dialect]
    if fields:
        declared_schema = resource.get("schema", {})
        completed["schema"] = _complete_schema(declared_schema, fields, source)
        additions += _describe_fields(fields, source.table)
        is_new_match = completed["schema"].get("fieldsMatch") != declared_schema.get("fieldsMatch")
        additions += ["fieldsMatch subset"] if is_new_match else []
    if source.table.fields:
        marks = missing_declarations.find_undeclared_marks(source)
        additions += missing_declarations.declare_marks(completed, source.table.fields, marks)
    return completed, additions


def _complete_schema(schema: dict[str, Any], fields: Iterable[Field], source: Source) -> dict[str, Any]:
    """A schema with more fields; it says that it is not the whole, where columns are left out."""
    added = [package_writer.field_to_dict(field, source.table.missing_values) for field in fields]
    completed = {**schema, "fields": [*schema.get("fields", []), *added]}
    match = schema.get("fieldsMatch", "exact")
    was_whole = bool(schema.get("fields")) and match in ("exact", "equal", ["exact"], ["equal"])
    lacks_columns = "fieldsMatch" not in schema and {*source.header} - {field["name"] for field in completed["fields"]}
    if was_whole or lacks_columns:
        completed["fieldsMatch"] = ["subset"]
    return completed


def _inferred_fields(source: Source) -> Iterator[Field]:
    """The fields that no schema declares, as they are read; that one is personal, or of a currency, is no reading.

    Of a file without headings they are all there, as they are the headings.
    """
    has_headings, declared = schema_proposal.has_headings(source), {field.name for field in source.table.fields or ()}
    for field in schema_proposal.propose_fields(source):
        as_read = source.get_field(field.name)
        is_read = as_read.inferred and not (as_read.ambiguous or as_read.is_untyped)
        if is_read or not (has_headings or field.name in declared):
            yield field._replace(personal=False, currency="", currency_column="")


def _describe_fields(fields: Sequence[Field], table: Table) -> list[str]:
    """What each field is; of a table with personal columns only their number, as a heading may be a person's record."""
    if table.personal_names:
        return [f"{len(fields)} {'column' if len(fields) == 1 else 'columns'}"]
    return [*map(_describe_field, fields)]


def _describe_field(field: Field) -> str:
    """`day date %d.%m.%Y`."""
    formats = [field.format] if field.format != "default" else []
    marks = [f'decimal "{field.decimal_char}"'] if field.decimal_char != "." else []
    marks += [f'thousands "{field.group_char}"'] if field.group_char else []
    return " ".join([field.name, field.type, *formats, *marks])
