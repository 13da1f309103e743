"""The columns that hold the category of each row in the breakdowns that are asked for."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.frames import dimension_conditions
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.table import Field


def add_category_columns(
    bound: BoundIndicator, view: TableView, categories: DimensionCategories, breakdowns: Sequence[BoundBreakdown]
) -> tuple[TableView, list[str]]:
    """The view with a column of category keys for each breakdown, and those columns' names."""
    keys: list[str] = []
    for index, breakdown in enumerate(breakdowns):
        keys.append(f"d{index}")
        view = _add_category_column(breakdown, view, categories, keys)
        if breakdown.dimension.assign:
            view = _assign_categories(bound, view, keys[-1], breakdown.dimension.assign)
            in_several = breakdown.is_list or breakdown.tests
            view = drop_repeated_rows(view, keys) if in_several else view
    return view, keys


def _add_category_column(
    breakdown: BoundBreakdown, view: TableView, categories: DimensionCategories, keys: Sequence[str]
) -> TableView:
    """The view with each row's category in the last column of `keys`; a row that is in several stands under each."""
    name = keys[-1]
    if not (breakdown.is_list and breakdown.column):
        category = dimension_conditions.category_expression(breakdown, view, categories)
        if tests := dimension_conditions.category_expressions(breakdown, view, categories):
            frames = [
                view.filter_rows(holds).frame.with_columns((category if code is None else nw.lit(code)).alias(name))
                for code, holds in tests.items()
            ]
            return view.with_frame(nw.concat(frames, how="vertical"))
        return view.with_column(name, category)
    view = view.with_column(name, view[breakdown.column])
    exploded = view.engine.explode_list(view.frame, name)
    single = breakdown.column._replace(field=Field(breakdown.column.field.name))
    items = view.with_other_rows(exploded, {**view.column_names, single: name})
    category = dimension_conditions.category_expression(breakdown._replace(column=single), items, categories)
    return drop_repeated_rows(items.with_column(name, category), keys)  # two items may spell one category


def drop_repeated_rows(view: TableView, keys: Sequence[str]) -> TableView:
    """Each row once in each category that it is in."""
    return view.with_frame(view.frame.unique(subset=[view.column_names[row_number()], *keys]))


def _assign_categories(bound: BoundIndicator, view: TableView, key: str, which: str) -> TableView:
    """Each person in one category: that of their first, or latest, dated row that records one."""
    if bound.column is None or not bound.indicator.traits.counts_distinct:
        return view
    person = view.column_names[bound.column]

    def pick_edge_rows(rows: TableView, name: str, column: nw.Expr) -> TableView:
        """Of each person the rows with the least, or greatest, value of a column."""
        with_edge = rows.with_column(name, (column.min() if which == "first" else column.max()).over(person))
        return with_edge.filter_rows((column == nw.col(name)) | nw.col(name).is_null())

    rows = view.filter_rows(~nw.col(key).is_null(), ~nw.col(person).is_null())
    rows = pick_edge_rows(rows, "edge", view[bound.date]) if bound.date else rows
    # Of several rows of one date the order in the file decides, so that every engine assigns the same category.
    chosen = pick_edge_rows(rows, "row", view[row_number()]).frame
    assigned = chosen.group_by(person).agg(nw.col(key).min().alias("assigned")).rename({person: "person"})
    joined = view.frame.join(assigned, left_on=person, right_on="person", how="left")
    known = nw.when(nw.col(person).is_null()).then(nw.col(key)).otherwise(nw.col("assigned"))
    return view.with_frame(joined.with_columns(known.alias(key)).drop("assigned"))
