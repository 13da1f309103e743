"""Numbers of rows, values and people from which the answer of a measure is made, and which add up over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.measures.answers import AnswerValue, ExactNumber, GroupAnswer

Comparable = Any  # a number or a moment: those of one column are of one type
Choice = Callable[[Sequence[Comparable]], Comparable]


class RunningTally(NamedTuple):
    """What has been counted up to a moment: rows, those without a value, those that are blank, and amounts.

    `total` is a sum or count, of a share the part that meets its condition, of which `whole` is all. `people` is of how
    many people personal values are. `extreme` is the least or the greatest value.
    """

    rows: int = 0
    missing: int = 0
    blank: int = 0
    total: ExactNumber = 0
    whole: ExactNumber = 0
    people: int = 0
    extreme: Comparable | None = None

    def plus(self, other: RunningTally, sign: int = 1, choose: Choice = max) -> RunningTally:
        """Both together; with the sign -1 the other one taken away, of which no extreme is known."""
        extremes = [one.extreme for one in (self, other) if one.extreme is not None]
        return RunningTally(
            self.rows + sign * other.rows,
            self.missing + sign * other.missing,
            self.blank + sign * other.blank,
            self.total + sign * other.total,
            self.whole + sign * other.whole,
            self.people + sign * other.people,
            choose(extremes) if extremes else None,
        )


class TallyArithmetic(NamedTuple):
    """How the answer of a measure is taken apart into a tally, and made of one.

    Where it `counts_distinct`, total and whole do not add up over time: each person is counted where they first appear.
    `choose` tells which of two extremes is kept.
    """

    to_tally: Callable[[GroupAnswer], RunningTally]
    to_answer: Callable[[RunningTally], GroupAnswer]
    counts_distinct: bool = False
    choose: Choice | None = None


def _tally_rows(answer: GroupAnswer) -> RunningTally:
    return RunningTally(answer.rows, answer.missing, answer.blank)  # people are counted where they first appear


def _tally_sum(answer: GroupAnswer) -> RunningTally:
    return _tally_rows(answer)._replace(total=_as_number(answer.value))


def _answer_sum(tally: RunningTally) -> GroupAnswer:
    """0 over no rows, and no value over rows that all lack one."""
    has_value = not tally.rows or tally.rows > tally.missing
    return GroupAnswer(tally.total if has_value else None, tally.rows, tally.missing)


def _tally_mean(answer: GroupAnswer) -> RunningTally:
    return _tally_rows(answer)._replace(total=_as_number(answer.value) * (answer.rows - answer.missing))


def _answer_mean(tally: RunningTally) -> GroupAnswer:
    present = tally.rows - tally.missing
    return GroupAnswer(Fraction(tally.total) / present if present else None, tally.rows, tally.missing)


def _tally_share(answer: GroupAnswer) -> RunningTally:
    meeting, whole = answer.parts or (0, 0)
    return _tally_rows(answer)._replace(total=meeting, whole=whole)


def _answer_share(tally: RunningTally) -> GroupAnswer:
    value = Fraction(tally.total) / tally.whole if tally.whole else None
    return GroupAnswer(value, tally.rows, tally.missing, blank=tally.blank, parts=(tally.total, tally.whole))


def _answer_distinct(tally: RunningTally) -> GroupAnswer:
    return GroupAnswer(tally.total, tally.rows, tally.missing, tally.rows - tally.missing - int(tally.total))


def _answer_distinct_share(tally: RunningTally) -> GroupAnswer:
    return _answer_share(tally)._replace(repeats=tally.rows - tally.missing - int(tally.whole))


def _tally_extreme(answer: GroupAnswer) -> RunningTally:
    return _tally_rows(answer)._replace(extreme=answer.value)


def _answer_extreme(tally: RunningTally) -> GroupAnswer:
    return GroupAnswer(tally.extreme, tally.rows, tally.missing)


def _as_number(value: AnswerValue) -> ExactNumber:
    return value if isinstance(value, ExactNumber) else 0


_SUM = TallyArithmetic(_tally_sum, _answer_sum)
_SHARE = TallyArithmetic(_tally_share, _answer_share)
_ARITHMETICS: Mapping[str, TallyArithmetic] = {
    "count": _SUM,
    "sum": _SUM,
    "mean": TallyArithmetic(_tally_mean, _answer_mean),
    "share": _SHARE,
    "min": TallyArithmetic(_tally_extreme, _answer_extreme, choose=min),
    "max": TallyArithmetic(_tally_extreme, _answer_extreme, choose=max),
    "unique": TallyArithmetic(_tally_rows, _answer_distinct, counts_distinct=True),
}
_WEIGHTED_ARITHMETICS: Mapping[str, TallyArithmetic] = {"count": _SUM, "sum": _SUM, "share": _SHARE}
_DISTINCT_SHARE = TallyArithmetic(_tally_rows, _answer_distinct_share, counts_distinct=True)


def choose_arithmetic(bound: BoundIndicator, may_leave: bool = False) -> TallyArithmetic | None:
    """How the answers of an indicator add up over time; None where they do not.

    Where rows `may_leave`, each of them must be taken away as it was added.
    """
    measure, accumulation = bound.indicator.measure, bound.indicator.accumulation
    is_by_currency = any(breakdown.column == bound.currency for breakdown in bound.breakdowns if bound.currency)
    if is_by_currency or any(breakdown.dimension.assign for breakdown in bound.breakdowns):
        return None
    if bound.meets and bound.personal_values:
        return None  # whose values the two parts of a share are is counted in each period
    if bound.weight:
        arithmetic = _WEIGHTED_ARITHMETICS.get(measure)
    elif bound.indicator.traits.is_proportion and bound.column:
        # Who is excluded in one period for a blank may be counted in the next: such people are counted anew.
        arithmetic = None if bound.indicator.excludes_blanks else _DISTINCT_SHARE
    else:
        arithmetic = _ARITHMETICS.get(measure)
    if not may_leave or arithmetic is None:
        return arithmetic
    in_several = any(breakdown.is_list or breakdown.tests for breakdown in bound.breakdowns)
    stays = arithmetic.choose or accumulation == "latest" or bound.indicator.dedupe == "first"
    return None if in_several or stays or bound.currency else arithmetic
