"""The answers of groups of rows in each period and to its end, made of what is counted once for all periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from roundtable_cli.indicators.computing import cell_answers
from roundtable_cli.indicators.computing.many_periods.period_grid import BEFORE
from roundtable_cli.indicators.computing.many_periods.running_tallies import RunningTally, TallyArithmetic
from roundtable_cli.indicators.computing.many_periods.timed_rows import ENTRY, LEAVING, POSITION, TimedRows
from roundtable_cli.indicators.computing.windows import PeriodQuery, Window
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import people
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupAnswer, GroupKey

AnswersByPosition = Mapping[int, AnswersByGroup]
Tallies = dict[GroupKey, RunningTally]


class TimedQuery(NamedTuple):
    """What is asked of rows over many periods, and how its answers add up."""

    query: PeriodQuery
    arithmetic: TallyArithmetic
    rows: TimedRows

    def with_view(self, view: TableView) -> TimedQuery:
        """The same of other rows."""
        return self._replace(rows=self.rows._replace(view=view))

    def make_answer(self, tally: RunningTally, currencies: tuple[str, ...] = ()) -> GroupAnswer:
        """The answer for what was counted; its currency is that of the counted column, or one of `currencies`."""
        bound = self.query.bound
        if bound.column and bound.column.field.currency and bound.indicator.traits.keeps_unit and not bound.currency:
            currencies = (bound.column.field.currency,)
        number_of_people = tally.people if bound.personal_values else None
        return self.arithmetic.to_answer(tally)._replace(people=number_of_people, currencies=currencies)


def measure_own_periods(timed: TimedQuery) -> AnswersByPosition:
    """The answers of the rows of each period, by its position, and of all rows before."""
    return _measure_by_column(timed, timed.rows.rows_in_own_period(), POSITION)


def _measure_by_column(timed: TimedQuery, view: TableView, column: str) -> AnswersByPosition:
    answers: dict[int, AnswersByGroup] = defaultdict(dict)
    window = Window(view, (*timed.rows.keys, column))
    for (*key, position), answer in cell_answers.apply_measure(timed.query, window).items():
        answers[int(str(position))][tuple(key)] = answer
    return answers


def carry_forward(_: TimedQuery, own: AnswersByPosition, count: int) -> list[AnswersByGroup]:
    """The state to the end of each period: that of the last period, so far, with any rows."""
    states: list[AnswersByGroup] = []
    state = own.get(BEFORE, {})
    for position in range(count):
        state = own.get(position) or state
        states.append(state)
    return states


def add_up(timed: TimedQuery, own: AnswersByPosition, count: int) -> list[AnswersByGroup] | None:
    """The answers of all rows to the end of each period; None where the currencies of their amounts do not allow it."""
    steps = _list_steps(timed, own)
    tallies: Tallies = {}
    currencies: dict[GroupKey, frozenset[str]] = defaultdict(frozenset)
    to_date: list[AnswersByGroup] = []
    for position in range(BEFORE, count):
        for key, step in steps[position].items():
            tallies[key] = tallies.get(key, RunningTally()).plus(step, choose=timed.arithmetic.choose or max)
        for key, answer in own.get(position, {}).items():
            currencies[key] |= {*answer.currencies}
        if any(len(named) > 1 for named in currencies.values()):
            return None
        to_date.append(
            {
                key: timed.make_answer(tally, tuple(currencies[key]))
                for key, tally in tallies.items()
                if tally.rows or not key
            }
        )
    return to_date[1:]


def _list_steps(timed: TimedQuery, own: AnswersByPosition) -> Mapping[int, Tallies]:
    """What is added in each position to the tally of each group."""
    steps: dict[int, Tallies] = defaultdict(dict)

    def add_step(position: int, key: GroupKey, tally: RunningTally, sign: int = 1) -> None:
        steps[position][key] = steps[position].get(key, RunningTally()).plus(tally, sign)

    rows = timed.rows
    measured = [(1, own)]
    if rows.may_leave:
        leaving = rows.rows_that_leave()
        measured = [(1, _measure_by_column(timed, rows.view, ENTRY)), (-1, _measure_by_column(timed, leaving, LEAVING))]
    for sign, answers in measured:
        for position, groups in answers.items():
            for key, answer in groups.items():
                add_step(position, key, timed.arithmetic.to_tally(answer), sign)
    for part, counted in _iter_distinct_parts(timed):
        for (*group, at), number in counted.items():
            add_step(at, tuple(group), RunningTally(**{part: number}))
    return steps


def _iter_distinct_parts(timed: TimedQuery) -> Iterator[tuple[str, dict[tuple[Any, ...], int]]]:
    """The parts of a tally that count people, or values, each once, with how many more there are in each period."""
    bound, measure_query, rows = timed.query.bound, timed.query.measure_query, timed.rows
    if timed.arithmetic.counts_distinct and bound.column:
        value = rows.view.distinct_expression(bound.column)
        present = rows.view.filter_rows(~rows.view[bound.column].is_null())
        is_share = measure_query.meets is not None
        yield "whole" if is_share else "total", rows.with_view(present).count_steps(value)
        if measure_query.meets is not None:
            yield "total", rows.with_view(present.filter_rows(measure_query.meets)).count_steps(value)
    if bound.personal_values:
        present = people.rows_with_values(bound, rows.view)
        person = people.find_finest_column(bound, rows.view)
        yield "people", rows.with_view(present).count_steps(None if person is None else rows.view[person])
