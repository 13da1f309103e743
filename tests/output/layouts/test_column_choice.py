"""Columns that somebody chooses: in their order, by key or heading; one that there is not is refused."""

from __future__ import annotations

import pytest

from roundtable_cli import Refused
from roundtable_cli.output.layouts.column_choice import choose_data_columns, choose_table_columns
from roundtable_cli.output.page import PageTable, TidyData

KEYS = ("code", "indicator", "to_date")
TABLE = PageTable(("код", "показатель", "на дату"), (("a", "A", "5"),), "title", frozenset({2}), (1, 0), "a")


def test_chosen() -> None:
    """By key or by heading, without regard to case; numbers stay at the right, and what wraps wraps."""
    for names in (("to_date", "code"), ("to date", "CODE"), ("На дату", "код", "code")):
        chosen = choose_table_columns(TABLE, names, KEYS)
        assert (chosen.head, chosen.rows) == (("на дату", "код"), (("5", "a"),))
        assert (chosen.right_aligned, chosen.wrap_columns, chosen.title) == (frozenset({0}), (1,), "title")
    assert choose_table_columns(TABLE, (), KEYS) == TABLE


def test_unknown() -> None:
    """Each name is told, with the nearest, and all that there are."""
    with pytest.raises(Refused) as refused:
        choose_table_columns(TABLE, ("cod", "x", "code"), KEYS)
    first, second = refused.value.findings
    assert first.fault == 'there is no column "cod"'
    assert 'did you mean "code"?' in first.remedy
    assert '"to_date"' in first.remedy
    assert '"x"' in second.fault


def test_data() -> None:
    """Rows of data have the columns of these names."""
    data = TidyData(("code", "value"), (("a", 1), ("b", None)))
    assert choose_data_columns(data, ("value",)) == TidyData(("value",), ((1,), (None,)))
    assert choose_data_columns(data, ()) == data
    with pytest.raises(Refused):
        choose_data_columns(data, ("values",))
