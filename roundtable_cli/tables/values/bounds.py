"""The values that a schema declares beside a field: its choices and the bounds of its constraints."""

from __future__ import annotations

from decimal import Decimal

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals, parsing
from roundtable_cli.tables.values.parsing import CellValue

Bound = CellValue | Decimal


def parse_bound(field: Field, written: object) -> Bound:
    """A value of `enum` or `categories`, or a bound, which may be written as a JSON value or as a cell of the file.

    Raises ValueError where the field's type has no such value. It is compared with a cell's `comparable_value`.
    """
    if field.type == "list":  # what is declared of a list holds for its items
        field = Field(field.name, field.item_type)
    if field.type == "number":
        return _parse_number_bound(field, written)
    if field.type == "integer" and isinstance(written, int) and not isinstance(written, bool):
        return written
    if field.type == "boolean" and isinstance(written, bool):
        return written
    if field.type in {"string", "any"} and not isinstance(written, str):
        raise ValueError("is not a text")
    value = parsing.make_text_parser(field)(str(written))
    if value is None:
        raise ValueError("is empty")
    return value


def comparable_value(field: Field, cell: CellValue) -> Bound:
    """A cell's value as it is compared with bounds: a long number, which is kept as a text, as the number."""
    return Decimal(str(cell)) if field.has_long_numbers else cell


def _parse_number_bound(field: Field, written: object) -> Bound:
    """A number that a float holds as one, unless the field has long numbers; others as a Decimal, digit by digit."""
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return Decimal(str(written)) if field.has_long_numbers else written
    plain = numerals.make_plain_reader(field)(str(written))
    if field.has_long_numbers or numerals.is_long_number(plain):
        return Decimal(numerals.write_long_number(plain))
    return numerals.parse_exact_float(plain)
