"""Keys that the rows show: the column that names each row of a table, and columns that name rows of other tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from roundtable_cli.tables.profiling import headings
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.table import ForeignKey, Table

ColumnProfiles = Mapping[str, ColumnProfile]
_CODE_PATTERN = re.compile(r"[^\W_]+(?:[._/-][^\W_]+)*")
_MAX_CODE_LENGTH = 20  # letters and digits of a code
_MIN_SURE_LENGTH = 8  # letters and digits together that are the same in two tables by no chance
_NON_KEY_KINDS = frozenset("quantity amount rate age year place phone currency name".split())


def propose_primary_key(table: str, columns: ColumnProfiles, barred: Collection[str]) -> str:
    """The column that names each row of a table, "" where none does. Personal columns are barred."""
    ranked = [
        (rank, name)
        for name, one in columns.items()
        if name not in barred
        and one.may_be_identifier
        and (rank := _rank_as_key(name, table, columns)) is not None
        and one.identifies_rows
    ]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else ""


def _rank_as_key(name: str, table: str, columns: ColumnProfiles) -> int | None:
    """How well a column would name the rows, 0 the best; None where it would not, though no two be the same."""
    kinds, column = headings.header_kinds(name), columns[name]
    if name == kobo_headers.RECORD_UUID:
        return 0
    if "serial" in kinds:
        return 3
    if "identity" in kinds and "quantity" not in kinds:
        about, people = headings.header_subject(name), {"people"}
        own = (
            not about
            or headings.are_words_related(about, headings.header_words(table))
            or kinds & headings.header_kinds(table) & people
        )
        return 1 if own else 2
    if name != next(iter(columns)):
        return None
    if column.field.type == "integer":
        return 3 if _is_series(column) else None
    return 2 if not kinds & _NON_KEY_KINDS and all(map(_is_code, column.text_counts)) else None


def _is_code(text: str) -> bool:
    return len(text) <= _MAX_CODE_LENGTH and _CODE_PATTERN.fullmatch(text) is not None


def _is_series(column: ColumnProfile) -> bool:
    """Whether whole numbers count rows: from 0 or 1 on, none left out."""
    return any({*column.key_counts} == {*map(str, range(start, start + column.row_count))} for start in (0, 1))


def propose_foreign_keys(
    name: str,
    columns: Mapping[str, ColumnProfiles],
    keys: Mapping[str, str],
    tables: Mapping[str, Table],
    barred: Collection[str],
) -> Iterator[ForeignKey]:
    """The foreign keys of the table `name`: columns whose every value is a key of another table, by no chance."""
    for header, column in columns[name].items():
        kinds = headings.header_kinds(header)
        if (
            header in barred
            or not column.may_be_identifier
            or len(column.text_counts) < 2
            or kinds & {"quantity", "amount"}
        ):
            continue
        there = {other: columns[other][key] for other, key in keys.items() if key and other != name}
        there = {other: key for other, key in there.items() if _contains_values(key, column)}
        akin = [
            other
            for other, key in there.items()
            if _headers_refer(column, key, tables[other], tables[name], columns[name])
        ]
        close = akin or [other for other, key in there.items() if _is_no_coincidence(key, column)]
        own = keys.get(name) == header
        chosen = [other for other in close if not own or len(there[other].key_counts) > len(column.key_counts)]
        if len(chosen) == 1:
            yield ForeignKey((header,), chosen[0], (keys[chosen[0]],))


def _contains_values(key: ColumnProfile, column: ColumnProfile) -> bool:
    """Whether all of a column's values are among a key's, and of its type."""
    same = key.field.type == column.field.type and len(column.text_counts) <= len(key.text_counts)
    return same and column.key_counts.keys() <= key.key_counts.keys()


def _headers_refer(
    column: ColumnProfile, key: ColumnProfile, target: Table, table: Table, columns: ColumnProfiles
) -> bool:
    """Whether the headers say that a column names rows of another table."""
    if column.name == kobo_headers.PARENT_INDEX or key.name == kobo_headers.RECORD_INDEX:
        return (
            column.name == kobo_headers.PARENT_INDEX
            and key.name == kobo_headers.RECORD_INDEX
            and _is_parent_table(target, table, columns)
        )
    if (column.name, key.name) == (kobo_headers.SUBMISSION_UUID, kobo_headers.RECORD_UUID):
        return True
    about = headings.header_subject(column.name)
    return headings.are_words_related(about, (*headings.header_subject(key.name), *headings.header_words(target.name)))


def _is_parent_table(target: Table, table: Table, columns: ColumnProfiles) -> bool:
    """Whether a repeat group's rows name that table as their parent: an index counts only within one workbook."""
    named = columns.get(kobo_headers.PARENT_TABLE)
    return table.paths == target.paths and named is not None and [*named.text_counts] == [target.sheet or target.name]


def _is_no_coincidence(key: ColumnProfile, column: ColumnProfile) -> bool:
    """Codes with letters, long ones or most of all that there are: words that mean the same wherever they stand."""
    if column.field.type != "string" or not all(any(map(str.isalpha, text)) for text in column.key_counts):
        return False
    long = all(len(text) >= _MIN_SURE_LENGTH and any(map(str.isdigit, text)) for text in column.key_counts)
    return long or 2 * len(column.key_counts) >= len(key.key_counts)
