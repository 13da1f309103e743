"""Keys that the rows show: the column that names each row of a table, and columns that name rows of other tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from roundtable_cli.tables.profiling import headings
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.table import ForeignKey, Table

Columns = Mapping[str, Column]
_CODE = re.compile(r"[^\W_]+(?:[._/-][^\W_]+)*")
_LONGEST = 20  # letters and digits of a code
_UNMISTAKABLE = 8  # letters and digits together that are the same in two tables by no chance
_NO_KEY = frozenset("quantity amount rate age year place phone currency name".split())


def primary(table: str, columns: Columns, barred: Collection[str]) -> str:
    """The column that names each row of a table, "" where none does. Personal columns are barred."""
    ranked = [
        (rank, name)
        for name, one in columns.items()
        if name not in barred and one.may_name and (rank := _rank(name, table, columns)) is not None and one.names_each
    ]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else ""


def _rank(name: str, table: str, columns: Columns) -> int | None:
    """How well a column would name the rows, 0 the best; None where it would not, though no two be the same."""
    kinds, column = headings.kinds(name), columns[name]
    if name == kobo_headers.UUID:
        return 0
    if "serial" in kinds:
        return 3
    if "identity" in kinds and "quantity" not in kinds:
        about, people = headings.subject(name), {"people"}
        own = not about or headings.akin(about, headings.words(table)) or kinds & headings.kinds(table) & people
        return 1 if own else 2
    if name != next(iter(columns)):
        return None
    if column.field.type == "integer":
        return 3 if _is_series(column) else None
    return 2 if not kinds & _NO_KEY and all(map(_is_code, column.counts)) else None


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST and _CODE.fullmatch(text) is not None


def _is_series(column: Column) -> bool:
    """Whether whole numbers count rows: from 0 or 1 on, none left out."""
    return any({*column.keys} == {*map(str, range(start, start + column.rows))} for start in (0, 1))


def foreign(name: str, columns: Mapping[str, Columns], keys: Mapping[str, str], tables: Mapping[str, Table],
            barred: Collection[str]) -> Iterator[ForeignKey]:  # fmt: skip
    """The foreign keys of the table `name`: columns whose every value is a key of another table, by no chance."""
    for header, column in columns[name].items():
        kinds = headings.kinds(header)
        if header in barred or not column.may_name or len(column.counts) < 2 or kinds & {"quantity", "amount"}:
            continue
        there = {other: columns[other][key] for other, key in keys.items() if key and other != name}
        there = {other: key for other, key in there.items() if _holds(key, column)}
        akin = [other for other, key in there.items() if _akin(column, key, tables[other], tables[name], columns[name])]
        close = akin or [other for other, key in there.items() if _by_no_chance(key, column)]
        own = keys.get(name) == header
        chosen = [other for other in close if not own or len(there[other].keys) > len(column.keys)]
        if len(chosen) == 1:
            yield ForeignKey((header,), chosen[0], (keys[chosen[0]],))


def _holds(key: Column, column: Column) -> bool:
    """Whether all of a column's values are among a key's, and of its type."""
    same = key.field.type == column.field.type and len(column.counts) <= len(key.counts)
    return same and column.keys.keys() <= key.keys.keys()


def _akin(column: Column, key: Column, target: Table, table: Table, columns: Columns) -> bool:
    """Whether the headers say that a column names rows of another table."""
    if column.name == kobo_headers.PARENT or key.name == kobo_headers.INDEX:
        return (
            column.name == kobo_headers.PARENT and key.name == kobo_headers.INDEX and _is_parent(target, table, columns)
        )
    if (column.name, key.name) == (kobo_headers.SUBMISSION, kobo_headers.UUID):
        return True
    about = headings.subject(column.name)
    return headings.akin(about, (*headings.subject(key.name), *headings.words(target.name)))


def _is_parent(target: Table, table: Table, columns: Columns) -> bool:
    """Whether a repeat group's rows name that table as their parent: an index counts only within one workbook."""
    named = columns.get(kobo_headers.PARENT_TABLE)
    return table.paths == target.paths and named is not None and [*named.counts] == [target.sheet or target.name]


def _by_no_chance(key: Column, column: Column) -> bool:
    """Codes with letters, long ones or most of all that there are: words that mean the same wherever they stand."""
    if column.field.type != "string" or not all(any(map(str.isalpha, text)) for text in column.keys):
        return False
    long = all(len(text) >= _UNMISTAKABLE and any(map(str.isdigit, text)) for text in column.keys)
    return long or 2 * len(column.keys) >= len(key.keys)
