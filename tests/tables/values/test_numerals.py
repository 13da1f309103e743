"""How people write numbers: what their marks prove, and what they leave open."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.values import numerals


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["0,5", "0,25"], ","),
        (["12.75", "3"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["8 847,57", "-"], ","),
        (["12,5%"], ","),
        (["1.5 сом"], "."),
        (["1.234", "0.5"], "."),
        (["1.234"], ""),
        (["1,234"], ""),
        (["1", "20"], ""),
        (["1 000"], ""),
        (["0,5", "н/д"], ""),
        (["15.02.2018"], ""),
        (["-"], ""),
        ([], ""),
    ],
)
def test_the_decimal_mark_that_is_proven(texts: list[str], mark: str) -> None:
    """By numbers alone, of which each can be read in one way only."""
    assert numerals.find_decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("texts", "may"),
    [
        (["1.234", "12.345", "123.456", "7"], True),
        (["-1.234"], True),
        (["1.234.567"], True),
        (["0.123"], False),
        (["1234.567"], False),
        (["1.234", "1.5"], False),
        (["1.2345"], False),
        (["1", "2"], False),
        ([], False),
    ],
)
def test_points_that_may_part_thousands(texts: list[str], may: bool) -> None:
    """One that can't is enough for all."""
    assert numerals.may_group_thousands(texts) is may
