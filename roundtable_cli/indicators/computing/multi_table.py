"""People counted over several tables together, each once: the rows of all of them under one another."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from roundtable_cli.errors import fault
from roundtable_cli.indicators.binding.bound_columns import Breakdown, Column, row_number
from roundtable_cli.indicators.binding.bound_indicator import Task
from roundtable_cli.indicators.definitions.framework import Dimension
from roundtable_cli.indicators.frames import category_keys
from roundtable_cli.indicators.frames.category_keys import Categories
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import Field

PERSON, DATE = Column(Field("person")), Column(Field("date", "date"))


def together(task: Task, views: Sequence[View], categories: Categories) -> tuple[Task, View]:
    """The task over the rows of all its tables as if they were one, each row's categories worked out in its own."""
    dated = all(part.date for part in task.parts)
    breakdowns = tuple(_breakdown(index, one) for index, one in enumerate(task.parts[0].breakdowns))
    names = {PERSON: "person"} | ({DATE: "date"} if dated else {})
    names |= {one.column: one.column.field.name for one in breakdowns if one.column}
    if any(one.dimension.assign for one in breakdowns):
        names[row_number()] = "row"
    frames, before = [], 0
    for part, view in zip(task.parts, views, strict=True):
        frames.append(_frame(part, view, categories, names, before))
        before += len(view.source)
    frame = nw.concat(frames, how="vertical")
    date = DATE if dated else None
    whole = task._replace(column=PERSON, date=date, breakdowns=breakdowns)
    return whole, views[0].over(frame, names)


def _breakdown(index: int, breakdown: Breakdown) -> Breakdown:
    """The same breakdown of a table whose rows have their category in a column; one by time divides the dates."""
    if breakdown.date and not breakdown.column:
        return breakdown._replace(date=DATE)
    name = f"category{index}"
    return Breakdown(Dimension(breakdown.dimension.name, assign=breakdown.dimension.assign), Column(Field(name)))


def _frame(part: Task, view: View, categories: Categories, names: dict[Column, str], before: int) -> Frame:
    """The rows of one table, numbered on from those before."""
    selected = [(view[row_number()] + before).alias("row")] if row_number() in names else []
    if part.column:
        selected.append(view[part.column].alias("person"))
    if DATE in names and part.date:
        selected.append(view[part.date].alias("date"))
    for index, breakdown in enumerate(part.breakdowns):
        if breakdown.is_list:
            remedy = f"break {part.indicator.code} down by another dimension"
            raise fault(f"several tables can't be broken down together by {breakdown.dimension.name}, a list", remedy)
        if breakdown.column or not breakdown.date:
            selected.append(category_keys.expression(breakdown, view, categories).alias(f"category{index}"))
    return view.frame.select(*selected)
