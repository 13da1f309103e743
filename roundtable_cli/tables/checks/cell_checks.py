"""What is wrong with the cells of a table, in which row, and what to do: types, constraints and keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from roundtable_cli.errors import (
    AMBIGUOUS_DATE,
    AMBIGUOUS_NUMBER,
    CONSTRAINT_ERROR,
    FOREIGN_KEY_ERROR,
    FORMULA_ERROR,
    PRIMARY_KEY_ERROR,
    TYPE_ERROR,
    Finding,
    FindingCode,
    Refused,
    RowPlace,
    row_reference,
)
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, ForeignKey
from roundtable_cli.tables.values import formula_errors, parsing
from roundtable_cli.tables.values.parsing import CellValue
from roundtable_cli.tables.values.workbook_value import WorkbookValue

Cells = Sequence[CellValue | None]
KeyTexts = tuple[str | None, ...]
MAX_NAMED_FINDINGS = 10_000  # findings that are named of a large table, at most
TEXT_KEY_TYPES = frozenset("string any integer number boolean date datetime".split())  # equal as texts only where equal


def read_checked_values(source: Source, field: Field) -> list[CellValue | None]:
    """The values of a column; refused, with every cell named, where one breaks the field's type or constraints."""
    cells, faults = parsing.parse_column(source.field_texts(field), field)
    findings = [*_cell_findings(source, field)] if faults or not satisfies_constraints(field, {*cells}) else []
    if field.constraints.unique:
        findings += _find_repeated_keys(
            _row_keys(source, [field]), [field], CONSTRAINT_ERROR, _UNIQUE_REMEDY, field.name
        )
    refuse_findings(findings)
    return cells


_UNIQUE_REMEDY = "the column is declared unique"
_FINDING_ORDER = (FORMULA_ERROR, TYPE_ERROR, CONSTRAINT_ERROR)  # in the order in which they are told


def _cell_findings(source: Source, field: Field) -> list[Finding]:
    """A finding for every cell that breaks its field's type or constraints."""
    told, cells = make_cell_checker(field), zip(source.field_texts(field), source.row_places(), strict=True)
    wrong = [(fault, place) for text, place in cells if (fault := told(text))]
    found = [Finding(*fault, *place, field.name) for fault, place in wrong]
    return sorted(found, key=lambda finding: (_FINDING_ORDER.index(finding.code), finding.remedy != _BLANK_REMEDY))


def describe_ambiguity(source: Source, field: Field) -> Finding:
    """The finding for a column whose texts can be read in two ways: the first of them, and what settles it."""
    from roundtable_cli.tables.inference import ambiguity  # who declares all fields does without

    cells = source.raw_cells(field.name)
    doubt = ambiguity.find_ambiguous_texts(field, cells)
    places = zip(cells, source.row_places(), strict=True)
    texts = ((cell.strip(), place) for cell, place in places if not isinstance(cell, WorkbookValue))
    text, place = next(pair for pair in texts if pair[0] in doubt.texts)
    shown = "the value" if field.personal else f'"{text}"'
    fault = f"{shown} {_describe_readings(field, text, doubt.declarations)}"
    remedy = (
        f'declare "type": "{field.ambiguous}" with {" or ".join(doubt.declarations)} for the field in datapackage.json'
    )
    code = AMBIGUOUS_DATE if field.ambiguous == "date" else AMBIGUOUS_NUMBER
    return Finding(code, fault, remedy if doubt.declarations else _PERCENT_REMEDY, *place, field.name)


_PERCENT_REMEDY = 'write all its numbers with the sign, or none; or declare "bareNumber": false, if none is a part of 1'


def _describe_readings(field: Field, text: str, ways: Sequence[str]) -> str:
    """What a text can be read as, in words."""
    if field.ambiguous == "date":
        return "has the day or the month first"
    if not ways:
        return "has a percent sign, and other cells are numbers without one: 0.6 may be 60 % or 0.6 %"
    mark = "comma" if "," in text else "point"  # a point may be a currency's: `1,234 руб.`
    return f"is a whole number with a {mark} between thousands, or has a decimal {mark}"


def find_ambiguous_columns(source: Source) -> Iterator[Finding]:
    """The findings for all columns of a table whose texts can be read in two ways. Refused where it can't be read."""
    for name in source.column_names:
        if name in source.header and (field := source.get_field(name)).ambiguous:
            yield describe_ambiguity(source, field)


def refuse_findings(findings: Iterable[Finding]) -> None:
    """Refused, if there is a finding."""
    if found := list(findings):
        raise Refused(*found)


_BLANK_REMEDY = "fill it in"


def make_cell_checker(field: Field) -> Callable[[str], tuple[FindingCode, str, str] | None]:
    """What tells of a text whether it breaks a field's type or constraints: the finding's code, fault and remedy."""
    read, (bounds, allowed) = parsing.make_cell_reader(field), _parse_limits(field)

    @lru_cache(2**16)
    def check_text(text: str) -> tuple[FindingCode, str, str] | None:
        shown, (cell, fault) = "the value" if field.personal else f'"{text.strip()}"', read(text)
        if fault:
            failed = formula_errors.is_formula_error(text.strip())
            remedy = (
                formula_errors.FORMULA_REMEDY
                if failed
                else f"correct the cell, or declare another type than {field.type}"
            )
            return FORMULA_ERROR if failed else TYPE_ERROR, f"{shown} {fault}", remedy
        if cell is None:
            required = CONSTRAINT_ERROR, "a cell that is required is empty", _BLANK_REMEDY
            return required if field.constraints.required else None
        fault = _find_broken_constraint(field, cell, bounds, allowed)
        return (CONSTRAINT_ERROR, f"{shown} {fault}", "correct the cell, or the constraint") if fault else None

    return check_text


def check_primary_key(source: Source, among: Collection[KeyTexts] | None = None) -> Iterator[Finding]:
    """Rows without their key, and rows that repeat the key of an earlier one; if they are known, one of `among`."""
    fields = [source.get_field(name) for name in source.table.primary_key]
    label = ", ".join(source.table.primary_key)
    keys = [(key, place) for key, place in _row_keys(source, fields) if among is None or None in key or key in among]
    for key, place in keys:
        if None in key:
            yield Finding(PRIMARY_KEY_ERROR, "a key cell is empty", "fill it in", *place, label)
    yield from _find_repeated_keys(keys, fields, PRIMARY_KEY_ERROR, "correct one of the two, or remove the copy", label)


def find_duplicate_values(source: Source, field: Field, among: Collection[KeyTexts]) -> Iterator[Finding]:
    """Rows that repeat one of some values."""
    keys = (one for one in _row_keys(source, [field]) if one[0] in among)
    return _find_repeated_keys(keys, [field], CONSTRAINT_ERROR, _UNIQUE_REMEDY, field.name)


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


_JOIN_REMEDY = "remove the copy: a join along the key would count rows twice"


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


def parse_bound(field: Field, written: object) -> CellValue:
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
    value = parsing.make_text_parser(field)(str(written))
    if value is None:
        raise ValueError("is empty")
    return value


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


_BOUND_NAMES = ("minimum", "maximum", "above", "below")


def satisfies_constraints(field: Field, cells: Iterable[CellValue | None]) -> bool:
    """Whether some values keep the constraints of their field, but for the one that they be unique."""
    bounds, allowed = _parse_limits(field)
    return not any(
        field.constraints.required if cell is None else _find_broken_constraint(field, cell, bounds, allowed)
        for cell in cells
    )


def _parse_limits(field: Field) -> tuple[dict[str, CellValue], set[CellValue]]:
    """The bounds of a field, by their names, and the values that it declares."""
    rules = field.constraints._asdict()
    bounds = {name: parse_bound(field, rules[name]) for name in _BOUND_NAMES if rules[name] is not None}
    return bounds, {parse_bound(field, value) for value in field.declared_values}


def _find_broken_constraint(field: Field, cell: Any, bounds: Mapping[str, Any], allowed: set[CellValue]) -> str:
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
            rules.pattern and not re.fullmatch(rules.pattern, parsing.value_to_text(cell, field)),
            f"does not fit the pattern {rules.pattern}",
        ),
        (length is not None and length < (rules.min_length or 0), f"is shorter than {rules.min_length} characters"),
        (
            length is not None and rules.max_length is not None and length > rules.max_length,
            f"is longer than {rules.max_length} characters",
        ),
    ]
    return next((fault for is_broken, fault in broken if is_broken), "")
