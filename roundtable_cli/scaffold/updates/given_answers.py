"""What nobody can tell from a project's files, and its user has decided, to be written into datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, Refused, quote_alternatives, quote_names, suggest_nearest
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.scaffold.updates.package_mapping import Resource
from roundtable_cli.tables import header_schema
from roundtable_cli.tables.source import Source


class GivenAnswers(NamedTuple):
    """Answers to what a check of the project has found.

    `missing` are `COLUMN=TEXT` or `TABLE.COLUMN=TEXT`: the text stands for no value there. `without_key` are tables in
    which several rows may have one id, so that no column is their key.
    """

    missing: tuple[str, ...] = ()
    without_key: tuple[str, ...] = ()


def write_answers(resources: Mapping[str, Resource], sources: Sequence[Source], answers: GivenAnswers) -> Iterator[str]:
    """Writes answers into the resources of tables; a line for each says what is declared.

    Refused where an answer is about nothing that is there.
    """
    for answer in answers.missing:
        yield _declare_missing(resources, sources, *_split_answer(resources, sources, answer))
    for name in answers.without_key:
        yield _drop_key(resources, name)


def _split_answer(resources: Mapping[str, Resource], sources: Sequence[Source], answer: str) -> tuple[str, str]:
    """The column and the text that `COLUMN=TEXT` means; both may hold "=".

    It is split where a column is named, and of several such places where the text stands in the column's cells.
    Refused where that holds for several.
    """
    splits = [(answer[:place].strip(), answer[place + 1 :].strip()) for place, sign in enumerate(answer) if sign == "="]
    if not splits:
        remedy = 'write COLUMN=TEXT, for example --missing "income=-99"'
        raise Refused(Finding(USAGE, f'"{answer}" has no "="', remedy, column="--missing"))
    named = [split for split in splits if _list_columns(resources, sources, split[0])]
    if len(named) < 2:
        return (named or splits)[0]
    present = [
        (name, text)
        for name, text in named
        if any(_holds_text(source, entry, text) for source, entry in _list_columns(resources, sources, name))
    ]
    if len(present) > 1:
        fault = f'"{answer}" names several columns: {quote_names(name for name, _ in present)}'
        remedy = "write the text into the missingValues of the column that you mean, in datapackage.json"
        raise Refused(Finding(USAGE, fault, remedy, column="--missing"))
    return (present or named)[0]


def _declare_missing(resources: Mapping[str, Resource], sources: Sequence[Source], name: str, text: str) -> str:
    """Declares a text of one column as no value; the line that says so."""
    source, entry = _find_column(resources, sources, name)
    table, column = source.table.name, entry["name"]
    if not _holds_text(source, entry, text):
        remedy = "write it as it stands in the cells"
        raise Refused(Finding(USAGE, f'no row of {table} has "{text}" in "{column}"', remedy, column="--missing"))
    declared = entry.get("missingValues", resources[table]["schema"].get("missingValues", [""]))
    entry["missingValues"] = declared if text in declared else [*declared, text]
    return f'{table}: {column} missing "{text}"'


def _holds_text(source: Source, entry: Mapping[str, Any], text: str) -> bool:
    """Whether a cell of a declared column holds a text, white space around it apart."""
    return text in {cell.strip() for cell in source.count_texts(source.get_field(entry["name"]))}


def _find_column(
    resources: Mapping[str, Resource], sources: Sequence[Source], name: str
) -> tuple[Source, dict[str, Any]]:
    """The table and the declared field that a name means. Refused where there is none, or several."""
    found = _list_columns(resources, sources, name)
    if not found:
        known = [
            column
            for source in sources
            for column in header_schema.printable_names(
                source.table, [entry["name"] for entry in _declared_fields(resources, source)]
            )
        ]
        raise Refused(
            Finding(USAGE, f'no table has a column "{name}"', suggest_nearest(name, known), column="--missing")
        )
    if len(found) > 1:
        choices = quote_alternatives(f"{source.table.name}.{entry['name']}" for source, entry in found)
        fault = f'several tables have a column "{name}"'
        raise Refused(Finding(USAGE, fault, f"name the table too: {choices}", column="--missing"))
    return found[0]


def _list_columns(
    resources: Mapping[str, Resource], sources: Sequence[Source], name: str
) -> list[tuple[Source, dict[str, Any]]]:
    """The tables and declared fields that `COLUMN` or `TABLE.COLUMN` names."""
    return [
        (source, entry)
        for source in sources
        for entry in _declared_fields(resources, source)
        if name in {entry["name"], f"{source.table.name}.{entry['name']}"}
    ]


def _declared_fields(resources: Mapping[str, Resource], source: Source) -> list[dict[str, Any]]:
    """The fields that the resource of a table declares."""
    fields: list[dict[str, Any]] = resources[source.table.name].get("schema", {}).get("fields", [])
    return fields


def _drop_key(resources: Mapping[str, Resource], name: str) -> str:
    """Takes the primary key of a table out of its resource; the line that says so."""
    if name not in resources:
        raise Refused(
            Finding(USAGE, f'there is no table "{name}"', suggest_nearest(name, resources), column="--without-key")
        )
    referring = [
        other
        for other, resource in resources.items()
        for key in resource.get("schema", {}).get("foreignKeys", [])
        if key.get("reference", {}).get("resource") == name
    ]
    if referring:
        tables = quote_names(dict.fromkeys(referring))
        fault = f"the rows of {tables} refer to the key of {name}; an id that comes again would count them twice"
        remedy = f"give each row of {name} an id of its own"
        raise Refused(Finding(USAGE, fault, remedy, column="--without-key"))
    if "primaryKey" not in resources[name].get("schema", {}):
        raise Refused(
            Finding(USAGE, f"{name} declares no primaryKey", "nothing has to be done", column="--without-key")
        )
    key = resources[name]["schema"].pop("primaryKey")
    return f"{name}: primaryKey {key if isinstance(key, str) else ', '.join(key)} is not declared any more"
