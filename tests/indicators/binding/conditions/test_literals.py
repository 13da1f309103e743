"""The values of conditions as cells hold them: typed by TOML, or texts of the command line."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Refused
from roundtable_cli.indicators.binding.conditions.literals import with_typed_values
from roundtable_cli.indicators.definitions.conditions import (
    InRange,
    flatten_conditions,
    parse_where_option,
    parse_where_table,
)
from roundtable_cli.tables.table import Field

DAY_END = datetime(2018, 1, 1, 23, 59, 59, 999999)


@pytest.mark.parametrize(
    ("type_", "typed", "text", "value"),
    [
        ("integer", 18, "18", 18),
        ("number", Decimal("0.5"), "0.5", 0.5),
        ("boolean", True, "true", True),
        ("date", date(2018, 6, 30), "2018-06-30", datetime(2018, 6, 30)),
        ("year", 2018, "2018", datetime(2018, 1, 1)),
        ("yearmonth", "2018-06", "2018-06", datetime(2018, 6, 1)),
        ("string", "ЖК", "ЖК", "ЖК"),
    ],
)
def test_a_value_of_a_file_and_of_the_command_line_are_one(type_: str, typed: Any, text: str, value: Any) -> None:
    """As the cells of a column of this type are held."""
    conditions = (*flatten_conditions(parse_where_table({"x": typed})), parse_where_option(f"x={text}"))
    assert [with_typed_values(condition, Field("x", type_)).named_values for condition in conditions] == [(value,)] * 2


@pytest.mark.parametrize(
    ("where", "low", "high"),
    [
        ({"min": date(2018, 1, 1), "max": date(2018, 1, 1)}, datetime(2018, 1, 1), DAY_END),
        ({"above": date(2018, 1, 1)}, DAY_END, None),
        ({"below": date(2018, 1, 1)}, None, datetime(2018, 1, 1)),
        ({"max": datetime(2018, 1, 1, 12)}, None, datetime(2018, 1, 1, 12)),
    ],
)
def test_a_day_is_all_its_hours(where: dict[str, date], low: datetime | None, high: datetime | None) -> None:
    """Up to a day takes its last moment in, above it begins after that, below it ends before its first."""
    (condition,) = flatten_conditions(parse_where_table({"at": where}))
    test = with_typed_values(condition, Field("at", "datetime")).test
    assert isinstance(test, InRange)
    assert (test.low, test.high) == (low, high)


def test_a_column_without_any_value_takes_every_value() -> None:
    """Nothing says yet of which type it will be."""
    (condition,) = flatten_conditions(parse_where_table({"x": "18"}))
    assert with_typed_values(condition, Field("x", "integer", is_untyped=True)) == condition


def test_a_range_ends_after_it_starts() -> None:
    """Else no row could meet it."""
    with pytest.raises(Refused, match="ends before it starts"):
        with_typed_values(parse_where_option("age=24..18"), Field("age", "integer"))
