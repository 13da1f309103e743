"""Arrays of values: each field's columns are of one type in all frames."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

from roundtable_cli.tables.engines.engine import to_python_value
from roundtable_cli.tables.engines.pandas.arrays import build_array, build_arrow_texts
from roundtable_cli.tables.reading.bulk.cell_spans import CellSpans
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


def spans_of(*texts: str) -> CellSpans:
    """These texts as cells of a file."""
    written = [text.encode() for text in texts]
    ends = np.cumsum([len(one) for one in written])
    return CellSpans(b"".join(written), ends - [len(one) for one in written], ends)


def test_texts_of_several_files_are_one_array() -> None:
    """Made from their bytes they are what texts would make, the empty ones missing."""
    pytest.importorskip("pyarrow")
    values = build_arrow_texts([spans_of("вода", "", "a\nb"), spans_of("№ 5")])

    expected = build_array(["вода", None, "a\nb", "№ 5"], Field("c"))
    pd.testing.assert_series_equal(pd.Series(values), pd.Series(expected))


def test_texts_that_are_to_be_composed_are_left() -> None:
    """A letter in two parts, wherever it stands: it takes texts to compose it."""
    assert build_arrow_texts([spans_of("a", unicodedata.normalize("NFD", "й"))]) is None


def test_texts_are_left_where_pandas_keeps_objects() -> None:
    """As it does where pyarrow is not installed."""
    with pd.option_context("mode.string_storage", "python"):
        assert build_arrow_texts([spans_of("a")]) is None
