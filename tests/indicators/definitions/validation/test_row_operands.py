"""Operands of a calculated column: names of columns and constants; others are told in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli.indicators.definitions.validation.row_operands import parse_operands


def test_names_and_constants_keep_their_order() -> None:
    """One name alone is a list of one."""
    assert parse_operands("a") == ("a",)
    written = [date(2014, 12, 31), "born", 3, Decimal("0.10"), datetime(2026, 1, 1, 12), time(9, 30)]
    assert parse_operands(written) == tuple(written)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (True, "found true or false"),
        ({"a": 1}, "found a table of keys"),
        (["a"], "found a list"),
        (datetime(2026, 1, 1, tzinfo=UTC), "time zone"),
        (Decimal("nan"), "more digits"),
        (Decimal("inf"), "more digits"),
        (Decimal("0.1234567890123456789"), "more digits"),
        (2**53 + 1, "more digits"),
        (10**400, "more digits"),
    ],
)
def test_what_is_neither_is_told(written: Any, told: str) -> None:
    """A number that no float holds would be rounded in silence."""
    with pytest.raises(ValueError, match=told):
        parse_operands(["a", written])
