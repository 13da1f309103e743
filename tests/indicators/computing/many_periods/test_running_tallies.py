"""Answers taken apart, added up, and made again."""

from __future__ import annotations

from fractions import Fraction

import pytest

from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing.many_periods.running_tallies import RunningTally, choose_arithmetic
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.measures.answers import GroupAnswer


def bound(measure: str, **more: str) -> BoundIndicator:
    """An indicator of a measure."""
    return BoundIndicator(Indicator("x", LocalizedText({}), measure=measure, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "first", "second", "together"),
    [
        ("count", GroupAnswer(2, 2), GroupAnswer(3, 3), GroupAnswer(5, 5)),
        ("sum", GroupAnswer(None, 2, 2), GroupAnswer(Fraction(1, 2), 3, 1), GroupAnswer(Fraction(1, 2), 5, 3)),
        ("sum", GroupAnswer(None, 2, 2), GroupAnswer(None, 1, 1), GroupAnswer(None, 3, 3)),
        ("mean", GroupAnswer(Fraction(4), 3, 1), GroupAnswer(Fraction(1), 1, 0), GroupAnswer(Fraction(3), 4, 1)),
        (
            "share",
            GroupAnswer(Fraction(1, 2), 2, blank=1, parts=(1, 2)),
            GroupAnswer(Fraction(0), 2, parts=(0, 2)),
            GroupAnswer(Fraction(1, 4), 4, blank=1, parts=(1, 4)),
        ),
        ("min", GroupAnswer(None, 1, 1), GroupAnswer(7, 2, 0), GroupAnswer(7, 3, 1)),
        ("max", GroupAnswer(9, 1, 0), GroupAnswer(7, 2, 0), GroupAnswer(9, 3, 0)),
    ],
)
def test_answers_add_up(measure: str, first: GroupAnswer, second: GroupAnswer, together: GroupAnswer) -> None:
    """Of rows apart, the answer over all of them; and taken away again, but for extremes, the first one."""
    arithmetic = choose_arithmetic(bound(measure))
    assert arithmetic is not None
    one, other = arithmetic.to_tally(first), arithmetic.to_tally(second)
    both = one.plus(other, choose=arithmetic.choose or max)
    assert arithmetic.to_answer(both) == together
    assert arithmetic.choose or both.plus(other, -1) == one


def test_what_does_not_add_up() -> None:
    """A median needs all values; and of rows that may leave, extremes, states and first rows need them too."""
    assert choose_arithmetic(bound("median")) is None
    assert choose_arithmetic(bound("latest")) is None
    for measure, more in (("min", {}), ("sum", {"accumulation": "latest"}), ("unique", {"dedupe": "first"})):
        assert choose_arithmetic(bound(measure, **more)) is not None
        assert choose_arithmetic(bound(measure, **more), may_leave=True) is None


def test_nothing_is_zero() -> None:
    """Over no rows a sum is 0, a mean and a share have no value."""
    values = {}
    for measure in ("sum", "count", "unique", "mean", "share", "min"):
        arithmetic = choose_arithmetic(bound(measure))
        values[measure] = arithmetic.to_answer(RunningTally()).value if arithmetic else "?"
    assert values == {"sum": 0, "count": 0, "unique": 0, "mean": None, "share": None, "min": None}
