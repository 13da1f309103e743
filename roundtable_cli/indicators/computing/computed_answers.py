"""What was asked and answered: the answers of each indicator by cell, and of formulas over those of their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from roundtable_cli.errors import Finding, definition_error
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.binding.request import BoundRequest, IndicatorRequest
from roundtable_cli.indicators.computing.calculated_columns import RowsWithoutKey
from roundtable_cli.indicators.definitions.dimensions import Category
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.measures import formulas
from roundtable_cli.indicators.measures.answers import AnswerValue, ExactNumber, GroupAnswer, empty_answer
from roundtable_cli.indicators.results import CellKey, Note

_LARGEST_VALUE = Fraction(10**1000)


class IndicatorAnswers(NamedTuple):
    """An indicator and its answers by cell; it `lacks_date` where a period is asked of rows without one."""

    bound: BoundIndicator
    by_cell: Mapping[CellKey, GroupAnswer] = MappingProxyType({})
    undated_rows: Mapping[CellKey, int] = MappingProxyType({})
    lacks_date: bool = False

    def has_value_in(self, cell: CellKey) -> bool:
        """Whether a cell can have a value: not where a date is missing, or a breakdown that the table can't make."""
        return not self.lacks_date and not (cell and self.bound.breakdown_unavailable)

    def people_in(self, cell: CellKey) -> int:
        """Of how many people the personal values are that it adds up in a cell."""
        return (self.by_cell[cell].people or 0) if cell in self.by_cell else 0


@dataclass(frozen=True)
class ComputedAnswers:
    """All that was asked and answered, from which the results are made.

    `shown` are the categories of each breakdown that stand in the table, in order.
    """

    framework: ResultsFramework
    request: IndicatorRequest
    bound_request: BoundRequest
    answers_by_code: Mapping[str, IndicatorAnswers]
    categories: DimensionCategories
    periods: Mapping[str, Sequence[ReportingPeriod]]
    rows_without_key: Mapping[str, Sequence[RowsWithoutKey]] = field(default_factory=dict)
    assumptions: tuple[Finding, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, tuple[Category, ...]] = field(default_factory=dict)
    ranking_notes: tuple[Note, ...] = ()
    _answers: dict[tuple[str, CellKey], GroupAnswer] = field(default_factory=dict)  # by code, those asked for so far

    def answer_in_cell(self, indicator: Indicator, cell: CellKey) -> GroupAnswer:
        """The answer in a cell, times the indicator's factor; over no rows where no group was found."""
        waiting = [indicator]
        while waiting:
            parts = [self.framework.indicators[part] for part in waiting[-1].parts]
            if unanswered := [part for part in parts if (part.code, cell) not in self._answers]:
                waiting += unanswered
                continue
            answered = waiting.pop()
            own = [self._answers[part.code, cell] for part in parts]
            self._answers[answered.code, cell] = self._combine_or_read(answered, own, cell)
        return self._answers[indicator.code, cell]

    def tells_few_people(self, indicator: Indicator) -> bool:
        """Whether a formula tells in any cell by what two sums of personal values of nearly all the same people differ.

        The sum of all less that of all but one is what that one has.
        """
        least = self.framework.least_people
        if not indicator.is_formula or least == 1:
            return False
        own = (self.answers_by_code.get(part.code) for part in self.framework.with_parts([indicator.code]))
        personal = [answers for answers in own if answers and answers.bound.personal_values]
        pairs = [pair for pair in combinations(personal, 2) if pair[0].bound.shares_people_with(pair[1].bound)]
        return any(
            abs(first.people_in(cell) - second.people_in(cell)) < least and first.people_in(cell)
            for first, second in pairs
            for cell in first.by_cell
        )

    def _combine_or_read(self, indicator: Indicator, parts: Sequence[GroupAnswer], cell: CellKey) -> GroupAnswer:
        """The answer of a formula over those of its parts, or the one that was computed from rows."""
        if indicator.is_formula:
            answer = formulas.combine_answers(indicator, parts)
        else:
            answers, answer = self.answers_by_code.get(indicator.code), GroupAnswer(None)
            if answers and answers.has_value_in(cell):
                answer = answers.by_cell.get(cell, empty_answer(indicator.traits))
            if indicator.accumulation == "latest" and not answer.rows:
                answer = GroupAnswer(None)  # no state was recorded, which is not a state of 0
        return answer._replace(value=_apply_factor(indicator, answer.value))


def _apply_factor(indicator: Indicator, value: AnswerValue) -> AnswerValue:
    """A number times the indicator's factor, still exact; other values as they are. Refused where it can't be written.

    A product of amounts, and of products, may have more digits than anybody reads.
    """
    if isinstance(value, bool) or not isinstance(value, ExactNumber):
        return value
    value = value * Fraction(indicator.total_factor)
    if value and not 1 / _LARGEST_VALUE < abs(value) < _LARGEST_VALUE:
        fault = f"{indicator.code}: the value is too large or too small to be written"
        raise definition_error(fault, "check its factor, and the numbers that are multiplied")
    return value
