"""The column headings of a file beside the fields that its schema declares: where they differ more than it allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from roundtable_cli.errors import Finding, quote_names, suggest_nearest
from roundtable_cli.finding_codes import BLANK_LABEL, DEFINITION, DUPLICATE_LABEL, INCORRECT_LABEL, MISSING_LABEL
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import STDIN, Table
from roundtable_cli.tables.vocabulary import person_names

_HEADING_REMEDY = "correct the column headings in the file, or the names of the fields in datapackage.json"


def find_schema_mismatches(table: Table, header: Sequence[str], file_labels: Sequence[str]) -> Iterator[Finding]:
    """A finding for each way in which a header differs from the table's schema more than its `fieldsMatch` allows.

    `file_labels` are what messages call the table's files: the header is that of the first.
    """
    if table.fields is None:
        return
    match, declared = table.fields_match, tuple(dict.fromkeys(field.name for field in table.fields))
    unusable = [*_unusable_names(table, header, file_labels[0])] if match in {"exact", "equal", "superset"} else []
    yield from unusable
    if unusable:
        return
    given, known = {*header}, {*declared}
    absent = [name for name in declared if name not in given and name not in table.optional_names]
    extra = [name for name in header if name not in known]
    if absent and match in {"exact", "equal", "subset"}:
        fault = f"missing {_count_columns(absent)}: {quote_names(absent)}"
        yield Finding(INCORRECT_LABEL, fault, _HEADING_REMEDY, file_labels[0])
    if extra and match in {"exact", "equal", "superset"}:
        fault = f"{_count_columns(extra)} not declared in datapackage.json: {list_unknown_names(table, extra)}"
        remedy = 'rt-stats check --fix declares it; or write "fieldsMatch": ["subset"] there to allow other columns'
        yield Finding(INCORRECT_LABEL, fault, remedy, file_labels[0])
    if match == "exact" and not absent and not extra and tuple(header) != declared:
        fault = "the columns stand in another order than the fields in datapackage.json"
        remedy = 'write "fieldsMatch": ["equal"] there to allow any order'
        yield Finding(INCORRECT_LABEL, fault, remedy, file_labels[0])
    if match == "partial" and len(absent) == len(declared):
        fault = "it has none of the columns that datapackage.json declares"
        yield Finding(INCORRECT_LABEL, fault, _HEADING_REMEDY, file_labels[0])


def find_differing_headers(
    table: Table, first: Sequence[str], header: Sequence[str], first_label: str, label: str
) -> Iterator[Finding]:
    """Where a file of a table has other columns than the first file, whose headings are `first`.

    Where the schema allows other columns beside its own, each file may have some: only its own have to be there.
    """
    if table.fields_match == "subset":
        yield from find_schema_mismatches(table, header, [label])
    elif sorted(header) != sorted(first):
        differing = list_unknown_names(table, sorted({*header} ^ {*first}))
        fault = f"its columns differ from those of {first_label}: {differing}"
        yield Finding(MISSING_LABEL, fault, "give both files the same column headings", label)


def find_missing_files(table: Table) -> Iterator[Finding]:
    """A finding for each file of a table that is not there: datapackage.json names it."""
    for path in table.paths:
        if path != STDIN and not urls.url_from_path(path) and not path.exists():
            fault = f"the file {path.name} of the table {table.name} is not there"
            remedy = f"copy it into {path.parent}, or correct its path in datapackage.json"
            yield Finding(DEFINITION, fault, remedy, "datapackage.json")


def missing_column_finding(table: Table, name: str, header: Sequence[str], column_names: Sequence[str]) -> Finding:
    """The finding for a name that no column of a table has, or that several columns have."""
    if name in column_names or header.count(name) > 1:
        fault = f'{table.name} has more than one column "{name}"'
        return Finding(DUPLICATE_LABEL, fault, "rename all but one of them in the file")
    if name in header:
        fault = f'not all files of {table.name} have the column "{name}"'
        return Finding(MISSING_LABEL, fault, "add it to the others, or do without it")
    return Finding(
        MISSING_LABEL,
        f'{table.name} has no column "{name}"',
        suggest_nearest(name, printable_names(table, column_names)),
    )


def list_unknown_names(table: Table, names: Sequence[str]) -> str:
    """Headings that the schema does not know, quoted.

    Only their number where a field is personal: in a file without a header a person's record stands in its place.
    """
    if table.personal_names:
        return f"{len(names)} of its headings"
    return quote_names(names)


def printable_names(table: Table, names: Iterable[str]) -> list[str]:
    """The columns, of some, that a message may list: of a table with personal columns, the declared ones alone.

    A heading that is a person's name was declared by somebody who took a record for the headings.
    """
    if not table.personal_names:
        return [*names]
    declared = {field.name for field in table.fields or ()}
    return [name for name in names if name in declared and not person_names.is_person_name(name)]


def _unusable_names(table: Table, header: Sequence[str], file_label: str) -> Iterator[Finding]:
    """Headings that occur twice, and columns without one.

    They are errors only where the schema has all columns: elsewhere `checking/file_checks.py` warns of them.
    """
    for name, times in Counter(header).items():
        if not name:
            yield Finding(BLANK_LABEL, "a column has no heading", "write one above it in the file", file_label)
        elif times > 1:
            called = f'"{name}"' if printable_names(table, [name]) else "the same"
            remedy = "rename all but one, or give each a field of its own name in datapackage.json, in their order"
            yield Finding(DUPLICATE_LABEL, f"{times} columns are called {called}", remedy, file_label)


def _count_columns(names: Sequence[str]) -> str:
    return "column" if len(names) == 1 else "columns"
