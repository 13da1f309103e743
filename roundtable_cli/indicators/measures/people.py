"""How many people the values of a personal column are of, in each group of rows."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import AnswersByGroup, aggregate_groups


def attach_people(
    bound: BoundIndicator, view: TableView, keys: Sequence[str], answers: AnswersByGroup
) -> AnswersByGroup:
    """The answers with the number of people in each group whose values were added up; as they are where none counts."""
    if not bound.personal_values:
        return answers
    present = rows_with_values(bound, view)
    person = find_finest_column(bound, view)
    # Rows that name nobody count as one person more, however many they are: that hides more, never less.
    people = nw.len() if person is None else view[person].n_unique()
    counts = aggregate_groups(present, keys, people=people)
    return {
        key: answer._replace(people=counts[key]["people"] if key in counts else 0) for key, answer in answers.items()
    }


def rows_with_values(bound: BoundIndicator, view: TableView) -> TableView:
    """The rows that have all the personal values that are added up."""
    return view.filter_rows(*(~view[value].is_null() for value in bound.personal_values))


def find_finest_column(bound: BoundIndicator, view: TableView) -> BoundColumn | None:
    """The column that tells the most people apart among all rows: who pays is one of few, who is paid one of many."""
    if len(bound.people) < 2:
        return next(iter(bound.people), None)
    distinct = {f"d{index}": view[column].n_unique() for index, column in enumerate(bound.people)}
    ((_, counts),) = aggregate_groups(view.all_rows, (), **distinct).items()
    return max(zip(bound.people, distinct, strict=True), key=lambda pair: counts[pair[1]])[0]
