"""What is wrong with the cells of a column: texts that are not of its type, values that break its constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from roundtable_cli.errors import Finding, refuse_findings
from roundtable_cli.finding_codes import CONSTRAINT_ERROR, FORMULA_ERROR, TYPE_ERROR, FindingCode
from roundtable_cli.tables.checks import cell_patterns, key_constraints, type_remedies
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors, parsing
from roundtable_cli.tables.values.bounds import Bound, comparable_value, parse_bound
from roundtable_cli.tables.values.parsing import CellValue

MAX_NAMED_FINDINGS = 10_000  # findings that are named of a large table, at most
_REMEMBERED_TEXTS = 2**16  # different texts whose faults are remembered: most columns have fewer
_BLANK_REMEDY = "fill it in"
_FINDING_ORDER = (FORMULA_ERROR, TYPE_ERROR, CONSTRAINT_ERROR)


def read_checked_values(source: Source, field: Field) -> list[CellValue | None]:
    """The values of a column; refused, with every cell named, where one breaks the field's type or constraints.

    By this the default engine loads a column too, so that no value is computed with before it is checked.
    """
    cells, faults = parsing.parse_column(source.field_texts(field), field)
    findings = [*_cell_findings(source, field)] if faults or not satisfies_constraints(field, {*cells}) else []
    if field.constraints.unique:
        findings += key_constraints.find_duplicate_values(source, field)
    refuse_findings(findings)
    return cells


def _cell_findings(source: Source, field: Field) -> list[Finding]:
    """A finding for every cell that breaks its field's type or constraints, those of one kind together."""
    check_text, texts = make_cell_checker(field), source.field_texts(field)
    cells = zip(texts, source.row_places(), strict=True)
    faults = [(fault, place) for text, place in cells if (fault := check_text(text))]
    findings = [Finding(*fault, *place, field.name) for fault, place in faults]
    has_type_errors = any(finding.code == TYPE_ERROR for finding in findings)
    if has_type_errors and (remedy := type_remedies.find_column_remedy(field, {*texts})):
        findings = [_with_column_remedy(finding, remedy) for finding in findings]
    return sorted(findings, key=lambda finding: (_FINDING_ORDER.index(finding.code), finding.remedy != _BLANK_REMEDY))


def _with_column_remedy(finding: Finding, remedy: str) -> Finding:
    """A finding with what is to be declared for its whole column, if it is of its type; not that of a missing mark."""
    is_of_type = finding.code == TYPE_ERROR and "missingValues" not in finding.remedy
    return finding._replace(remedy=remedy) if is_of_type else finding


def make_cell_checker(field: Field) -> Callable[[str], tuple[FindingCode, str, str] | None]:
    """The function that tells of a cell's text how it breaks the field's type or constraints; None where it does not.

    The answer is the finding's code, fault and remedy.
    """
    read_cell, limits = parsing.make_cell_reader(field), _parse_limits(field)

    @lru_cache(_REMEMBERED_TEXTS)
    def check_text(text: str) -> tuple[FindingCode, str, str] | None:
        shown, (cell, fault) = field.quote_value(text.strip()), read_cell(text)
        if fault and formula_errors.is_formula_error(text.strip()):
            return FORMULA_ERROR, f"{shown} {fault}", formula_errors.FORMULA_REMEDY
        if fault:
            return TYPE_ERROR, f"{shown} {fault}", type_remedies.describe_text_remedy(field, text.strip())
        if cell is None:
            is_required = field.constraints.required
            return (CONSTRAINT_ERROR, "a required cell is blank", _BLANK_REMEDY) if is_required else None
        fault = _find_broken_constraint(field, cell, limits)
        remedy = "correct the cell, or change the constraint in datapackage.json"
        return (CONSTRAINT_ERROR, f"{shown} {fault}", remedy) if fault else None

    return check_text


_BOUND_NAMES = ("minimum", "maximum", "above", "below")


def satisfies_constraints(field: Field, cells: Iterable[CellValue | None]) -> bool:
    """Whether some values keep the constraints of their field, but for the one that they be unique."""
    limits = _parse_limits(field)
    return not any(
        field.constraints.required if cell is None else _find_broken_constraint(field, cell, limits) for cell in cells
    )


class _FieldLimits(NamedTuple):
    """The bounds of a field by their names, the values that it declares, and what compares a text with its pattern."""

    bounds: Mapping[str, Any]
    allowed: set[Bound]
    matches_pattern: Callable[[str], bool | None]


def _parse_limits(field: Field) -> _FieldLimits:
    rules = field.constraints._asdict()
    bounds = {name: parse_bound(field, rules[name]) for name in _BOUND_NAMES if rules[name] is not None}
    allowed = {parse_bound(field, value) for value in field.declared_values}
    allowed = {*map(parsing.value_to_text, allowed)} if field.type == "list" else allowed
    return _FieldLimits(bounds, allowed, cell_patterns.make_pattern_matcher(field.constraints.pattern))


def _is_allowed(field: Field, cell: Any, allowed: set[Bound]) -> bool:
    """Whether a value is one of those declared; of a list, whether each item is."""
    return parsing.list_items(cell) <= allowed if field.type == "list" else cell in allowed


def _find_broken_constraint(field: Field, cell: Any, limits: _FieldLimits) -> str:
    """The first constraint that a value breaks, in words; "" where it keeps all."""
    rules, (bounds, allowed, matches_pattern) = field.constraints, limits
    fits_pattern = not rules.pattern or matches_pattern(parsing.value_to_text(cell, field))
    cell = comparable_value(field, cell)
    length = len(cell) if isinstance(cell, str) else None
    is_long = length is not None and rules.max_length is not None and length > rules.max_length
    broken = {
        "is not one of the declared values": allowed and not _is_allowed(field, cell, allowed),
        f"is below {rules.minimum}": "minimum" in bounds and cell < bounds["minimum"],
        f"is above {rules.maximum}": "maximum" in bounds and cell > bounds["maximum"],
        f"is not above {rules.above}": "above" in bounds and cell <= bounds["above"],
        f"is not below {rules.below}": "below" in bounds and cell >= bounds["below"],
        f"takes too long to compare with the pattern {rules.pattern}": fits_pattern is None,
        f"does not match the pattern {rules.pattern}": not fits_pattern,
        f"is shorter than {rules.min_length} characters": length is not None and length < (rules.min_length or 0),
        f"is longer than {rules.max_length} characters": is_long,
    }
    return next((fault for fault, is_broken in broken.items() if is_broken), "")
