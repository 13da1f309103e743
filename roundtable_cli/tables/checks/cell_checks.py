"""What is wrong with the cells of a table, in which row, and what to do: types, constraints and keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from roundtable_cli.errors import Finding, Place, Refused, row_told
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import formula_errors, parsing
from roundtable_cli.tables.values.parsing import Value
from roundtable_cli.tables.values.workbook_value import Native

Cells = Sequence[Value | None]
Key = tuple[str | None, ...]
NAMED = 10_000  # findings that are named of a large table, at most
KEY_TYPES = frozenset("string any integer number boolean date datetime".split())  # equal as texts only where equal


def typed(source: Source, field: Field) -> list[Value | None]:
    """The values of a column; refused, with every cell named, where one breaks the field's type or constraints."""
    cells, faults = parsing.column(source.texts(field), field)
    findings = [*_judged(source, field)] if faults or not keeps(field, {*cells}) else []
    if field.constraints.unique:
        findings += _repeated(_keys(source, [field]), [field], "constraint-error", _UNIQUE, field.name)
    refuse(findings)
    return cells


_UNIQUE = "the column is declared unique"
_KINDS = ("formula-error", "type-error", "constraint-error")  # in the order in which they are told


def _judged(source: Source, field: Field) -> list[Finding]:
    """A finding for every cell that breaks its field's type or constraints."""
    told, cells = judge(field), zip(source.texts(field), source.places(), strict=True)
    wrong = [(fault, place) for text, place in cells if (fault := told(text))]
    found = [Finding(*fault, *place, field.name) for fault, place in wrong]
    return sorted(found, key=lambda finding: (_KINDS.index(finding.code), finding.remedy != _BLANK))


def ambiguous(source: Source, field: Field) -> Finding:
    """The finding for a column whose texts can be read in two ways: the first of them, and what settles it."""
    from roundtable_cli.tables.inference import ambiguity  # who declares all fields does without

    cells = source.cells(field.name)
    doubt = ambiguity.doubt(field, cells)
    places = zip(cells, source.places(), strict=True)
    texts = ((cell.strip(), place) for cell, place in places if not isinstance(cell, Native))
    text, place = next(pair for pair in texts if pair[0] in doubt.texts)
    shown = "the value" if field.personal else f'"{text}"'
    fault = f"{shown} {_two_readings(field, text, doubt.ways)}"
    remedy = f'declare "type": "{field.ambiguous}" with {" or ".join(doubt.ways)} for the field in datapackage.json'
    return Finding(f"ambiguous-{field.ambiguous}", fault, remedy if doubt.ways else _ALIKE, *place, field.name)


_ALIKE = 'write all its numbers with the sign, or none; or declare "bareNumber": false, if none is a part of 1'


def _two_readings(field: Field, text: str, ways: Sequence[str]) -> str:
    """What a text can be read as, in words."""
    if field.ambiguous == "date":
        return "has the day or the month first"
    if not ways:
        return "has a percent sign, and other cells are numbers without one: 0.6 may be 60 % or 0.6 %"
    mark = "comma" if "," in text else "point"  # a point may be a currency's: `1,234 руб.`
    return f"is a whole number with a {mark} between thousands, or has a decimal {mark}"


def unsettled(source: Source) -> Iterator[Finding]:
    """The findings for all columns of a table whose texts can be read in two ways. Refused where it can't be read."""
    for name in source.names:
        if name in source.header and (field := source.field(name)).ambiguous:
            yield ambiguous(source, field)


def refuse(findings: Iterable[Finding]) -> None:
    """Refused, if there is a finding."""
    if found := list(findings):
        raise Refused(*found)


_BLANK = "fill it in"


def judge(field: Field) -> Callable[[str], tuple[str, str, str] | None]:
    """What tells of a text whether it breaks a field's type or constraints: the finding's code, fault and remedy."""
    read, (bounds, allowed) = parsing.reader(field), _limits(field)

    @lru_cache(2**16)
    def told(text: str) -> tuple[str, str, str] | None:
        shown, (cell, fault) = "the value" if field.personal else f'"{text.strip()}"', read(text)
        if fault:
            failed = formula_errors.is_error(text.strip())
            remedy = formula_errors.REMEDY if failed else f"correct the cell, or declare another type than {field.type}"
            return "formula-error" if failed else "type-error", f"{shown} {fault}", remedy
        if cell is None:
            required = "constraint-error", "a cell that is required is empty", _BLANK
            return required if field.constraints.required else None
        fault = _broken(field, cell, bounds, allowed)
        return ("constraint-error", f"{shown} {fault}", "correct the cell, or the constraint") if fault else None

    return told


def primary_key(source: Source, among: Collection[Key] | None = None) -> Iterator[Finding]:
    """Rows without their key, and rows that repeat the key of an earlier one; if they are known, one of `among`."""
    fields = [source.field(name) for name in source.table.primary_key]
    label = ", ".join(source.table.primary_key)
    keys = [(key, place) for key, place in _keys(source, fields) if among is None or None in key or key in among]
    for key, place in keys:
        if None in key:
            yield Finding("primary-key", "a key cell is empty", "fill it in", *place, label)
    yield from _repeated(keys, fields, "primary-key", "correct one of the two, or remove the copy", label)


def unique(source: Source, field: Field, among: Collection[Key]) -> Iterator[Finding]:
    """Rows that repeat one of some values."""
    keys = (one for one in _keys(source, [field]) if one[0] in among)
    return _repeated(keys, [field], "constraint-error", _UNIQUE, field.name)


def lacking(
    source: Source, key: ForeignKey, target: Source, absent: Collection[Key], twice: Collection[Key]
) -> Iterator[Finding]:
    """The rows with a key that is known to be absent from the table it refers to, and those of a key there twice."""
    theirs, fields = [target.field(name) for name in key.keys], [source.field(name) for name in key.fields]
    if twice:
        known = (one for one in _keys(target, theirs) if one[0] in twice)
        yield from _repeated(known, theirs, "primary-key", _MULTIPLIED, ", ".join(key.keys))
    for value, place in _keys(source, fields) if absent else ():
        if value in absent:
            yield _orphan(value, fields, key, place)


def _orphan(value: Key, fields: Sequence[Field], key: ForeignKey, place: Place) -> Finding:
    fault, remedy = f"{_shown(value, fields)} is not in {key.resource}", f"correct it, or add it to {key.resource}"
    return Finding("foreign-key", fault, remedy, *place, ", ".join(key.fields))


_MULTIPLIED = "remove the copy: a join along the key would count rows twice"


def foreign_key(source: Source, key: ForeignKey, target: Source) -> Iterator[Finding]:
    """A key that isn't in the table it refers to, and a key that is there more than once."""
    theirs = [target.field(name) for name in key.keys]
    known = list(_keys(target, theirs))
    if target.table.primary_key != key.keys:
        yield from _repeated(known, theirs, "primary-key", _MULTIPLIED, ", ".join(key.keys))
    there = {value for value, _ in known}
    fields = [source.field(name) for name in key.fields]
    for value, place in _keys(source, fields):
        if None not in value and value not in there:
            yield _orphan(value, fields, key, place)


def bound(field: Field, written: object) -> Value:
    """A value of `enum`, a minimum or a maximum, which may be written as a JSON value or as a cell of the file.

    Raises ValueError where the field's type has no such value.
    """
    plain = isinstance(written, bool) or not isinstance(written, (int, float))
    if field.type == "number" and not plain:
        return float(written)  # type: ignore[arg-type]
    if field.type == "integer" and isinstance(written, int) and not plain:
        return written
    if field.type == "boolean" and isinstance(written, bool):
        return written
    if field.type in {"string", "any"} and not isinstance(written, str):
        raise ValueError("is not a text")
    value = parsing.parser(field)(str(written))
    if value is None:
        raise ValueError("is empty")
    return value


def _keys(source: Source, fields: Sequence[Field]) -> Iterator[tuple[Key, Place]]:
    """The key of each row, as text, so that keys meet whatever types their columns have; and the row's place."""
    spelled = [_spelling(field) for field in fields]
    for texts, place in source.records(fields) if fields else ():  # without a key there is none to look at
        yield tuple(part(text) for part, text in zip(spelled, texts, strict=True)), place


def _spelling(field: Field) -> Callable[[str], str | None]:
    """What a text is as a part of a key; one that is none of its field's type is itself."""
    read = parsing.reader(field)

    @lru_cache(2**16)
    def spelled(text: str) -> str | None:
        cell, fault = read(text)
        return text if fault else None if cell is None else parsing.text(cell, field)

    return spelled


def _repeated(
    keys: Iterable[tuple[Key, Place]], fields: Sequence[Field], code: str, remedy: str, label: str
) -> Iterator[Finding]:
    """Keys that an earlier row has already."""
    first: dict[Key, Place] = {}
    for key, place in keys:
        if None not in key and first.setdefault(key, place) != place:
            fault = f"{_shown(key, fields)} is already in {row_told(first[key], place)}"
            yield Finding(code, fault, remedy, *place, label)


def _shown(key: Key, fields: Sequence[Field]) -> str:
    """A key in a message; a personal one is not printed."""
    return "the value" if any(field.personal for field in fields) else f'"{", ".join(map(str, key))}"'


_BOUNDS = ("minimum", "maximum", "above", "below")


def keeps(field: Field, cells: Iterable[Value | None]) -> bool:
    """Whether some values keep the constraints of their field, but for the one that they be unique."""
    bounds, allowed = _limits(field)
    return not any(
        field.constraints.required if cell is None else _broken(field, cell, bounds, allowed) for cell in cells
    )


def _limits(field: Field) -> tuple[dict[str, Value], set[Value]]:
    """The bounds of a field, by their names, and the values that it declares."""
    rules = field.constraints._asdict()
    bounds = {name: bound(field, rules[name]) for name in _BOUNDS if rules[name] is not None}
    return bounds, {bound(field, value) for value in field.declared}


def _broken(field: Field, cell: Any, bounds: Mapping[str, Any], allowed: set[Value]) -> str:
    """The constraint that a value breaks, in words."""
    rules = field.constraints
    length = len(cell) if isinstance(cell, str) else None
    broken = [
        (allowed and cell not in allowed, "is not one of the values declared"),
        ("minimum" in bounds and cell < bounds["minimum"], f"is below {rules.minimum}"),
        ("maximum" in bounds and cell > bounds["maximum"], f"is above {rules.maximum}"),
        ("above" in bounds and cell <= bounds["above"], f"is not above {rules.above}"),
        ("below" in bounds and cell >= bounds["below"], f"is not below {rules.below}"),
        (
            rules.pattern and not re.fullmatch(rules.pattern, parsing.text(cell, field)),
            f"does not fit the pattern {rules.pattern}",
        ),
        (length is not None and length < (rules.min_length or 0), f"is shorter than {rules.min_length} characters"),
        (
            length is not None and rules.max_length is not None and length > rules.max_length,
            f"is longer than {rules.max_length} characters",
        ),
    ]
    return next((fault for is_broken, fault in broken if is_broken), "")
