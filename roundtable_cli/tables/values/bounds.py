"""The values that a schema declares beside a field: its choices and the bounds of its constraints."""

from __future__ import annotations

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.parsing import CellValue


def parse_bound(field: Field, written: object) -> CellValue:
    """A value of `enum` or `categories`, or a bound, which may be written as a JSON value or as a cell of the file.

    Raises ValueError where the field's type has no such value.
    """
    if field.type == "list":  # what is declared of a list holds for its items
        field = Field(field.name, field.item_type)
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
