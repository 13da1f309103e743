"""What is wrong with the cells of a table, in which row, and what to do: types, constraints and keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables import values
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import Value

Cells = Sequence[Value | None]


def typed(source: Source, field: Field) -> list[Value | None]:
    """The values of a column; refused, with every cell named, where one breaks the field's type or constraints."""
    texts = source.cells(field.name)
    cells, faults = values.column(texts, field)
    remedy = f"correct the cell, or declare another type than {field.type}"
    findings = [*_faulty(source, field, "type-error", faults, remedy), *_constraints(source, field, texts, cells)]
    if findings:
        raise Refused(*findings)
    return cells


def primary_key(source: Source) -> Iterator[Finding]:
    """Rows without their key, and rows that repeat the key of an earlier one."""
    fields = [source.field(name) for name in source.table.primary_key]
    columns = [values.column(source.cells(field.name), field)[0] for field in fields]
    label, personal = ", ".join(source.table.primary_key), any(field.personal for field in fields)
    first: dict[tuple[Value | None, ...], int] = {}
    for key, (file, row) in zip(zip(*columns, strict=True), source.places(), strict=False):
        if None in key:
            yield Finding("primary-key", "a key cell is empty", "fill it in", file, row, label)
        elif first.setdefault(key, row) != row:
            shown = "the key" if personal else ", ".join(values.text(part) for part in key if part is not None)
            remedy = "correct one of the two, or remove the copy"
            yield Finding("primary-key", f'"{shown}" is already in row {first[key]}', remedy, file, row, label)


def foreign_key(source: Source, key: ForeignKey, target: Source) -> Iterator[Finding]:
    """A key that isn't in the table it refers to, and a key that is there more than once."""
    theirs = [target.field(name) for name in key.keys]
    known = list(zip(*(values.column(target.cells(field.name), field)[0] for field in theirs), strict=True))
    yield from _repeated(target, key, known)
    fields = [source.field(name) for name in key.fields]
    columns = [values.column(source.cells(field.name), field)[0] for field in fields]
    there, personal = set(known), any(field.personal for field in fields)
    for value, (file, row) in zip(zip(*columns, strict=True), source.places(), strict=False):
        if None not in value and value not in there:
            shown = (
                "the value" if personal else f'"{", ".join(values.text(part) for part in value if part is not None)}"'
            )
            fault = f"{shown} is not in {key.resource}"
            yield Finding(
                "foreign-key", fault, f"correct it, or add it to {key.resource}", file, row, ", ".join(key.fields)
            )


def _repeated(target: Source, key: ForeignKey, known: Iterable[tuple[Value | None, ...]]) -> Iterator[Finding]:
    seen: set[tuple[Value | None, ...]] = set()
    for value, (file, row) in zip(known, target.places(), strict=False):
        if None not in value and value in seen:
            fault = "a key that other tables refer to is here twice"
            yield Finding(
                "primary-key",
                fault,
                "remove the copy: a join along it would count rows twice",
                file,
                row,
                ", ".join(key.keys),
            )
        seen.add(value)


def _constraints(source: Source, field: Field, texts: Sequence[str], cells: Cells) -> Iterator[Finding]:
    rules = field.constraints
    pairs = list(dict.fromkeys(zip(texts, cells, strict=True)))
    blank = {text: "a cell that is required is empty" for text, cell in pairs if rules.required and cell is None}
    broken = {text: fault for text, cell in pairs if cell is not None and (fault := _broken(field, cell))}
    yield from _faulty(source, field, "constraint-error", blank, "fill it in")
    yield from _faulty(source, field, "constraint-error", broken, "correct the cell, or the constraint")
    if rules.unique:
        yield from _unique(source, field, cells)


def _broken(field: Field, cell: Value) -> str:
    """The constraint that a value breaks, in words."""
    rules = field.constraints
    length = len(cell) if isinstance(cell, str) else 0
    text = values.text(cell, field)
    broken = [
        (rules.enum and cell not in {bound(field, item) for item in rules.enum}, "is not one of the values declared"),
        (rules.minimum is not None and cell < bound(field, rules.minimum), f"is below {rules.minimum}"),  # type: ignore[operator]
        (rules.maximum is not None and cell > bound(field, rules.maximum), f"is above {rules.maximum}"),  # type: ignore[operator]
        (rules.pattern and not re.fullmatch(rules.pattern, text), f"does not fit the pattern {rules.pattern}"),
        (rules.min_length is not None and length < rules.min_length, f"is shorter than {rules.min_length} characters"),
        (rules.max_length is not None and length > rules.max_length, f"is longer than {rules.max_length} characters"),
    ]
    return next((fault for is_broken, fault in broken if is_broken), "")


def bound(field: Field, written: object) -> Value:
    """A value of `enum`, `minimum` or `maximum`, which may be written as a JSON value or as a cell of the file."""
    if isinstance(written, str):
        try:
            return values.parser(field)(written)
        except ValueError:
            return written
    return written if isinstance(written, (bool, int, float, datetime)) else str(written)


def _unique(source: Source, field: Field, cells: Cells) -> Iterator[Finding]:
    first: dict[Value, int] = {}
    for cell, (file, row) in zip(cells, source.places(), strict=False):
        if cell is not None and first.setdefault(cell, row) != row:
            shown = "the value" if field.personal else f'"{values.text(cell, field)}"'
            fault = f"{shown} is already in row {first[cell]}"
            yield Finding("constraint-error", fault, "the column is declared unique", file, row, field.name)


def _faulty(source: Source, field: Field, code: str, faults: Mapping[str, str], remedy: str) -> Iterator[Finding]:
    """A finding for every cell whose text is at fault."""
    for text, (file, row) in zip(source.cells(field.name), source.places(), strict=True) if faults else ():
        if text in faults:
            shown = "" if not text.strip() else "the value " if field.personal else f'"{text.strip()}" '
            yield Finding(code, f"{shown}{faults[text]}", remedy, file, row, field.name)
