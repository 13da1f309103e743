"""Rows that break a key of their table: a primary key that is empty or there twice, a foreign key that is nowhere."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from roundtable_cli.errors import (
    CONSTRAINT_ERROR,
    FOREIGN_KEY_ERROR,
    PRIMARY_KEY_ERROR,
    Finding,
    FindingCode,
    RowPlace,
    row_reference,
)
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import parsing

KeyTexts = tuple[str | None, ...]
TEXT_KEY_TYPES = frozenset("string any integer number boolean date datetime".split())  # equal as texts only where equal
_UNIQUE_REMEDY = "the column is declared unique"
_JOIN_REMEDY = "remove the copy: a join along the key would count rows twice"


def check_primary_key(source: Source, among: Collection[KeyTexts] | None = None) -> Iterator[Finding]:
    """Rows without their key, and rows that repeat the key of an earlier one; if they are known, one of `among`."""
    fields = [source.get_field(name) for name in source.table.primary_key]
    label = ", ".join(source.table.primary_key)
    keys = [(key, place) for key, place in _row_keys(source, fields) if among is None or None in key or key in among]
    for key, place in keys:
        if None in key:
            yield Finding(PRIMARY_KEY_ERROR, "a key cell is empty", "fill it in", *place, label)
    yield from _find_repeated_keys(keys, fields, PRIMARY_KEY_ERROR, "correct one of the two, or remove the copy", label)


def find_duplicate_values(source: Source, field: Field, among: Collection[KeyTexts] | None = None) -> Iterator[Finding]:
    """Rows that repeat an earlier row's value in a `unique` column; if they are known, one of `among`."""
    keys = ((key, place) for key, place in _row_keys(source, [field]) if among is None or key in among)
    return _find_repeated_keys(keys, [field], CONSTRAINT_ERROR, _UNIQUE_REMEDY, field.name)


def check_foreign_key(source: Source, key: ForeignKey, target: Source) -> Iterator[Finding]:
    """A key that isn't in the table it refers to, and a key that is there more than once."""
    theirs = [target.get_field(name) for name in key.keys]
    known = list(_row_keys(target, theirs))
    if target.table.primary_key != key.keys:
        yield from _find_repeated_keys(known, theirs, PRIMARY_KEY_ERROR, _JOIN_REMEDY, ", ".join(key.keys))
    there = {value for value, _ in known}
    fields = [source.get_field(name) for name in key.fields]
    for value, place in _row_keys(source, fields):
        if None not in value and value not in there:
            yield _orphan_finding(value, fields, key, place)


def foreign_key_findings(
    source: Source, key: ForeignKey, target: Source, absent: Collection[KeyTexts], twice: Collection[KeyTexts]
) -> Iterator[Finding]:
    """The rows with a key that is known to be absent from the table it refers to, and those of a key there twice."""
    theirs, fields = [target.get_field(name) for name in key.keys], [source.get_field(name) for name in key.fields]
    if twice:
        known = (one for one in _row_keys(target, theirs) if one[0] in twice)
        yield from _find_repeated_keys(known, theirs, PRIMARY_KEY_ERROR, _JOIN_REMEDY, ", ".join(key.keys))
    for value, place in _row_keys(source, fields) if absent else ():
        if value in absent:
            yield _orphan_finding(value, fields, key, place)


def _orphan_finding(value: KeyTexts, fields: Sequence[Field], key: ForeignKey, place: RowPlace) -> Finding:
    fault, remedy = f"{_quote_key(value, fields)} is not in {key.resource}", f"correct it, or add it to {key.resource}"
    return Finding(FOREIGN_KEY_ERROR, fault, remedy, *place, ", ".join(key.fields))


def _row_keys(source: Source, fields: Sequence[Field]) -> Iterator[tuple[KeyTexts, RowPlace]]:
    """The key of each row, as text, so that keys meet whatever types their columns have; and the row's place."""
    spelled = [_make_key_writer(field) for field in fields]
    for texts, place in source.iter_records(fields) if fields else ():  # without a key there is none to look at
        yield tuple(part(text) for part, text in zip(spelled, texts, strict=True)), place


def _make_key_writer(field: Field) -> Callable[[str], str | None]:
    """What a text is as a part of a key; one that is none of its field's type is itself."""
    read = parsing.make_cell_reader(field)

    @lru_cache(2**16)
    def write_key_part(text: str) -> str | None:
        cell, fault = read(text)
        return text if fault else None if cell is None else parsing.value_to_text(cell, field)

    return write_key_part


def _find_repeated_keys(
    keys: Iterable[tuple[KeyTexts, RowPlace]], fields: Sequence[Field], code: FindingCode, remedy: str, label: str
) -> Iterator[Finding]:
    """Keys that an earlier row has already."""
    first: dict[KeyTexts, RowPlace] = {}
    for key, place in keys:
        if None not in key and first.setdefault(key, place) != place:
            fault = f"{_quote_key(key, fields)} is already in {row_reference(first[key], place)}"
            yield Finding(code, fault, remedy, *place, label)


def _quote_key(key: KeyTexts, fields: Sequence[Field]) -> str:
    """A key in a message; a personal one is not printed."""
    return "the value" if any(field.personal for field in fields) else f'"{", ".join(map(str, key))}"'
