"""People counted over several tables together, each once: the rows of all the tables under one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

import narwhals.stable.v2 as nw

from roundtable_cli.errors import definition_error
from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, row_number
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.frames import dimension_conditions
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import Field

PERSON_COLUMN, DATE_COLUMN = BoundColumn(Field("person")), BoundColumn(Field("date", "date"))


def union_tables(
    bound: BoundIndicator, views: Sequence[TableView], categories: DimensionCategories
) -> tuple[BoundIndicator, TableView]:
    """The indicator over the rows of all its tables as if they were one; each row's category is found in its own."""
    is_dated = all(part.date for part in bound.parts)
    breakdowns = tuple(_union_breakdown(index, own) for index, own in enumerate(bound.parts[0].breakdowns))
    names = {PERSON_COLUMN: "person"} | ({DATE_COLUMN: "date"} if is_dated else {})
    names |= {breakdown.column: breakdown.column.field.name for breakdown in breakdowns if breakdown.column}
    if bound.locates_rows or any(breakdown.dimension.assign for breakdown in breakdowns):
        names[row_number()] = "row"
    frames, records_before = [], 0
    for part, view in zip(bound.parts, views, strict=True):
        frames.append(_part_frame(part, view, categories, names, records_before))
        records_before += view.record_count
    date = DATE_COLUMN if is_dated else None
    union = bound._replace(column=PERSON_COLUMN, date=date, breakdowns=breakdowns)
    sources = [source for view in views for source in view.sources]
    return union, views[0].with_other_rows(nw.concat(frames, how="vertical"), names, sources)


def _union_breakdown(index: int, breakdown: BoundBreakdown) -> BoundBreakdown:
    """A breakdown of the united rows, which have their category in a column for it; one by time reads their dates."""
    if breakdown.date and not breakdown.column:
        return breakdown._replace(date=DATE_COLUMN)
    name = f"category{index}"
    return BoundBreakdown(
        Dimension(breakdown.dimension.name, assign=breakdown.dimension.assign), BoundColumn(Field(name))
    )


def _part_frame(
    part: BoundIndicator,
    view: TableView,
    categories: DimensionCategories,
    names: Mapping[BoundColumn, str],
    records_before: int,
) -> Frame:
    """The rows of one table, their ordinals counted on from the tables before."""
    selected = [(view[row_number()] + records_before).alias("row")] if row_number() in names else []
    if part.column:
        selected.append(view[part.column].alias("person"))
    if DATE_COLUMN in names and part.date:
        selected.append(view[part.date].alias("date"))
    for index, breakdown in enumerate(part.breakdowns):
        if breakdown.is_list:
            _refuse_several_categories(part, breakdown, "is a list")
        if dimension_conditions.category_expressions(breakdown, view, categories):
            _refuse_several_categories(part, breakdown, "has rows in several categories")
        if breakdown.column or not breakdown.date:
            selected.append(
                dimension_conditions.category_expression(breakdown, view, categories).alias(f"category{index}")
            )
    return view.frame.select(*selected)


def _refuse_several_categories(part: BoundIndicator, breakdown: BoundBreakdown, fault: str) -> NoReturn:
    fault = f"{breakdown.dimension.name} {fault}, so several tables can't be broken down by it together"
    raise definition_error(fault, f"break {part.indicator.code} down by another dimension")
