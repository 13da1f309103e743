"""Fields are read from their mappings, and every fault of them is reported with its place."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.mapping_reader import MappingReader
from roundtable_cli.tables.package import schema_reader
from roundtable_cli.tables.table import Field


def read(*fields: Any, **schema: Any) -> tuple[list[Field], list[str]]:
    """The fields of a schema, and what is wrong with them."""
    faults = list[Finding]()
    mapping = {"fields": [*fields], **schema}
    found = schema_reader.read_fields(MappingReader(mapping, "datapackage.json", "t.schema", faults), ("",))
    return found, [str(fault).removeprefix("datapackage.json, ") for fault in faults]


def test_a_field_is_read_with_the_defaults_of_the_standard() -> None:
    """A type that is not parsed is kept as text; a currency may stand in a column of its own."""
    fields, faults = read(
        {"name": " usd ", "type": "number", "rt:currency": {"column": "unit"}, "decimalChar": ","},
        {"name": "unit"},
        {"name": "place", "type": "geopoint", "format": "array"},
    )
    assert faults == []
    assert fields == [
        Field("usd", "number", currency_column="unit", decimal_char=","),
        Field("unit"),
        Field("place"),
    ]


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ("id", 't.schema fields[0]: a field is not in braces — write it as { "name": "…" }'),
        ({"name": "n", "type": "number", "decimalChar": "1"}, "decimalChar must be one character, no digit"),
        ({"name": "n", "type": "number", "groupChar": "."}, "not the same as groupChar"),
        ({"name": "n", "rt:curency": "USD"}, 'unknown key "rt:curency"'),
        ({"name": "n", "type": "string", "rt:serial": 1900}, "rt:serial is for dates, and the type is string"),
        ({"name": "n", "type": "string", "constraints": {"minimum": 1}}, "type string has no minimum or maximum"),
        ({"name": "n", "type": "date", "format": "dd.mm.yyyy"}, 'write "%d.%m.%Y"'),
        ({"name": "n", "rt:currency": "usd"}, '"usd" is not the code of a currency'),
        ({"name": "n", "rt:currency": True}, "names no currency"),
        ({"name": "n", "constraints": {"jsonSchema": {}}}, "is not supported"),
    ],
)
def test_a_fault_says_where_and_what_to_do(field: Any, fault: str) -> None:
    """One for each slip."""
    _, faults = read(field)
    assert len(faults) == 1
    assert fault in faults[0]
    assert " — " in faults[0]
