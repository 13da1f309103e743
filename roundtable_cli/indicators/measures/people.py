"""How many people the values of a personal column are of, in each group of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import AnswersByGroup, GroupKey, aggregate_groups


def attach_people(
    bound: BoundIndicator, view: TableView, keys: Sequence[str], answers: AnswersByGroup, meets: nw.Expr | None = None
) -> AnswersByGroup:
    """The answers with the number of people in each group whose values were added up; as they are where none counts."""
    if not bound.personal_values:
        return answers
    present = rows_with_values(bound, view)
    person = find_finest_column(bound, view)
    # Rows that name nobody count as one person more, however many they are: that hides more, never less.
    people = nw.len() if person is None else view[person].n_unique()
    parts = [present]
    if meets is not None:
        # A share by weights tells what those have who meet its condition, and what the others have.
        parts = [present.filter_rows(meets), present.filter_rows(~meets.fill_null(value=False))]
    counts = [aggregate_groups(part, keys, people=people) for part in parts]
    return {key: answer._replace(people=_fewest_people(counts, key)) for key, answer in answers.items()}


def _fewest_people(counts: Sequence[Mapping[GroupKey, Mapping[str, int]]], key: GroupKey) -> int:
    """How many people are in a group, or in that part of it which has the fewest; a part of nobody tells nothing."""
    return min((groups[key]["people"] for groups in counts if key in groups and groups[key]["people"]), default=0)


def rows_with_values(bound: BoundIndicator, view: TableView) -> TableView:
    """The rows that have all the personal values that are added up: not those where only a blank was filled."""
    given = [~view[value].is_null() for value in bound.personal_values]
    given += [_is_any_given(view, sources) for sources in bound.personal_sources]
    return view.filter_rows(*given)


def _is_any_given(view: TableView, sources: Sequence[BoundColumn]) -> nw.Expr:
    """Whether a row has any of the personal values that a calculated one is made of.

    Of other rows, 0 may mean that there are none: that hides more, never less.
    """
    tests = []
    for source in sources:
        is_given = ~view[source].is_null()
        from_rows = source.derivation is not None and source.is_numeric and not source.field.is_untyped
        tests.append(is_given & (view[source] != 0) if from_rows else is_given)
    return nw.any_horizontal(*tests, ignore_nulls=True)


def find_finest_column(bound: BoundIndicator, view: TableView) -> BoundColumn | None:
    """The column that tells the most people apart among all rows: who pays is one of few, who is paid one of many."""
    if len(bound.people) < 2:
        return next(iter(bound.people), None)
    distinct = {f"d{index}": view[column].n_unique() for index, column in enumerate(bound.people)}
    ((_, counts),) = aggregate_groups(view.all_rows, (), **distinct).items()
    return max(zip(bound.people, distinct, strict=True), key=lambda pair: counts[pair[1]])[0]
