"""Rows that break a key of their table: a primary key that is blank or repeated, a foreign key that is nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from roundtable_cli.errors import Finding, RowPlace, row_reference
from roundtable_cli.finding_codes import CONSTRAINT_ERROR, FOREIGN_KEY_ERROR, PRIMARY_KEY_ERROR, FindingCode
from roundtable_cli.shell_words import double_quoted_argument
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import parsing

KeyTexts = tuple[str | None, ...]  # the key of a row, None where a cell is missing
# Types of which two values are equal only where their texts are. A list or a time may be written in several ways.
TEXT_KEY_TYPES = frozenset("string any integer number boolean date datetime".split())
_UNIQUE_REMEDY = 'correct one of the two; if both are right, delete "unique" from the column in datapackage.json'
_REPEATED_REMEDY = (
    "if the two rows are one record, delete one of them; if several rows may have the same value, "
    "rt-stats check --fix --without-key {table} says so; if not, correct the value"
)
_JOIN_REMEDY = "delete one of the two rows; rows that refer to this value would be counted twice"


def check_primary_key(source: Source, among: Collection[KeyTexts] | None = None) -> Iterator[Finding]:
    """A finding for each row without a key, and for each that repeats the key of an earlier row.

    `among` are the keys that recur, where an engine has found them: no other row is looked at again.
    """
    fields = [source.get_field(name) for name in source.table.primary_key]
    label = ", ".join(source.table.primary_key)
    keys = [(key, place) for key, place in _row_keys(source, fields) if among is None or None in key or key in among]
    for key, place in keys:
        if None in key:
            yield Finding(PRIMARY_KEY_ERROR, "a key cell is blank", "fill it in", *place, label)
    remedy = _REPEATED_REMEDY.format(table=double_quoted_argument(source.table.name))
    yield from _find_repeated_keys(keys, fields, PRIMARY_KEY_ERROR, remedy)


def find_duplicate_values(source: Source, field: Field, among: Collection[KeyTexts] | None = None) -> Iterator[Finding]:
    """A finding for each row that repeats an earlier row's value in a column declared `unique`.

    `among` are the values that recur, where an engine has found them: no other row is looked at again.
    """
    keys = ((key, place) for key, place in _row_keys(source, [field]) if among is None or key in among)
    return _find_repeated_keys(keys, [field], CONSTRAINT_ERROR, _UNIQUE_REMEDY)


def check_foreign_key(source: Source, key: ForeignKey, target: Source) -> Iterator[Finding]:
    """A finding for each key that is not in the table it refers to, and for each that is there more than once."""
    target_fields = [target.get_field(name) for name in key.keys]
    target_keys = list(_row_keys(target, target_fields))
    if target.table.primary_key != key.keys:  # else the check of the primary key says so
        yield from _find_repeated_keys(target_keys, target_fields, PRIMARY_KEY_ERROR, _JOIN_REMEDY)
    known = {value for value, _ in target_keys}
    fields = [source.get_field(name) for name in key.fields]
    for value, place in _row_keys(source, fields):
        if None not in value and value not in known:
            yield _orphan_finding(value, fields, key, place)


def foreign_key_findings(
    source: Source, key: ForeignKey, target: Source, absent: Collection[KeyTexts], repeated: Collection[KeyTexts]
) -> Iterator[Finding]:
    """A finding for each row whose key is among `absent`, and for each repetition of a key of `repeated` in `target`.

    An engine has found both in the tables: keys that are not in `target`, and keys that are there more than once.
    """
    target_fields = [target.get_field(name) for name in key.keys]
    if repeated:
        rows = ((value, place) for value, place in _row_keys(target, target_fields) if value in repeated)
        yield from _find_repeated_keys(rows, target_fields, PRIMARY_KEY_ERROR, _JOIN_REMEDY)
    fields = [source.get_field(name) for name in key.fields]
    for value, place in _row_keys(source, fields) if absent else ():
        if value in absent:
            yield _orphan_finding(value, fields, key, place)


def _orphan_finding(value: KeyTexts, fields: Sequence[Field], key: ForeignKey, place: RowPlace) -> Finding:
    fault, remedy = f"{_quote_key(value, fields)} is not in {key.resource}", f"correct it, or add it to {key.resource}"
    return Finding(FOREIGN_KEY_ERROR, fault, remedy, *place, ", ".join(key.fields))


def _row_keys(source: Source, fields: Sequence[Field]) -> Iterator[tuple[KeyTexts, RowPlace]]:
    """The key of each row, as text, so that keys meet whatever types their columns have; and the row's place."""
    writers = [_make_key_writer(field) for field in fields]
    for texts, place in source.iter_records(fields) if fields else ():  # a table need not have a primary key
        yield tuple(write(text) for write, text in zip(writers, texts, strict=True)), place


def _make_key_writer(field: Field) -> Callable[[str], str | None]:
    """What a text is as a part of a key; one that is not of its field's type is itself, for its own check to name."""
    read_cell = parsing.make_cell_reader(field)

    @lru_cache(2**16)
    def write_key_part(text: str) -> str | None:
        cell, fault = read_cell(text)
        return text if fault else None if cell is None else parsing.value_to_text(cell, field)

    return write_key_part


def _find_repeated_keys(
    keys: Iterable[tuple[KeyTexts, RowPlace]], fields: Sequence[Field], code: FindingCode, remedy: str
) -> Iterator[Finding]:
    """A finding for each key that an earlier row has already."""
    first: dict[KeyTexts, RowPlace] = {}
    for key, place in keys:
        if None not in key and first.setdefault(key, place) != place:
            fault = f"{_quote_key(key, fields)} is already in {row_reference(first[key], place)}"
            yield Finding(code, fault, remedy, *place, ", ".join(field.name for field in fields))


def _quote_key(key: KeyTexts, fields: Sequence[Field]) -> str:
    """A key in a message; one that has a personal part is not printed."""
    field = next((field for field in fields if field.personal), fields[0])
    return field.quote_value(", ".join(map(str, key)))
