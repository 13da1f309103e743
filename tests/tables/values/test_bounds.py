"""What a schema declares beside a field: its values and bounds are read as its cells are."""

from __future__ import annotations

from datetime import datetime

import pytest

from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import bounds
from roundtable_cli.tables.values.parsing import CellValue
from tests.tables.checks.test_cell_checks import DAY, NUMBER, TEXT, WHOLE


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        (WHOLE, "14", 14),
        (WHOLE, 14, 14),
        (NUMBER, 0.5, 0.5),
        (DAY, "2018-11-19", datetime(2018, 11, 19)),
        (Field("c", "date", "%d.%m.%Y"), "19.11.2018", datetime(2018, 11, 19)),
        (Field("c", "boolean"), True, True),
        (TEXT, "female", "female"),
    ],
)
def test_a_bound_is_read_as_a_cell_would_be(field: Field, written: object, value: CellValue) -> None:
    """Written as JSON has it, or as the file writes its cells."""
    assert bounds.parse_bound(field, written) == value
