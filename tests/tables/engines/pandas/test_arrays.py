"""Arrays of values: each field's columns are of one type in all frames."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from roundtable_cli.tables.engines.engine import to_python_value
from roundtable_cli.tables.engines.pandas.arrays import build_array
from roundtable_cli.tables.table import Field

DAY = datetime(2018, 11, 19)


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        ("integer", [2**53 + 1, None]),
        ("number", [0.5, None]),
        ("boolean", [True, None]),
        ("string", ["a", None]),
        ("list", ["\x1fa\x1f", None]),
        ("date", [DAY, None]),
        ("yearmonth", [DAY, None]),
    ],
)
def test_values_come_back_as_they_were(type_: str, values: list[Any]) -> None:
    """Large integers are not rounded beside a missing one, and what is missing is None."""
    found = [*map(to_python_value, build_array(values, Field("c", type_)))]
    assert found == values or type_ in {"date", "yearmonth"}
    assert [type(value) for value in found[1:]] == [type(None)]


def test_an_array_of_numbers_is_not_copied() -> None:
    """A column of millions is held once."""
    numbers = np.array([0.5, 1.5])
    assert np.shares_memory(np.asarray(build_array(numbers, Field("c", "number"))), numbers)
