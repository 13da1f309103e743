"""An indicator bound to its table or tables: all that it reads, and the dates that it might have."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator, bind_indicator

Open = Callable[..., Project]
TABLES = {"a": "id,day,left\n1,2018-01-01,2019-01-01\n", "b": "person,day\nx,2018-01-01\n"}


def bound(project: Open, definition: str) -> BoundIndicator:
    """The one indicator of a project, bound."""
    opened = project(f"[indicators.n]\n{definition}\n", TABLES)
    return bind_indicator(Binder(opened.framework, opened.sources), opened.framework.indicators["n"])


def test_it_reads_each_column_that_its_definition_names(project: Open) -> None:
    """Its column, conditions and date."""
    indicator = bound(
        project, 'table = "a"\nmeasure = "unique"\ncolumn = "id"\nwhere = { left = 2019-01-01 }\ndate = "day"'
    )
    assert {column.field.name for column in indicator.columns} == {"id", "left", "day"}
    assert indicator.without_unused_date().date is None


def test_of_several_dates_all_are_candidates(project: Open) -> None:
    """None is chosen."""
    indicator = bound(project, 'table = "a"\nmeasure = "count"')
    assert (indicator.date, indicator.candidate_dates) == (None, ("day", "left"))


def test_the_latest_value_keeps_its_date(project: Open) -> None:
    """It can't be found without one; and a row that contradicts another is named by its number."""
    indicator = bound(project, 'table = "b"\nmeasure = "latest"\ncolumn = "person"')
    assert indicator.without_unused_date() == indicator
    assert "" in {column.field.name for column in indicator.columns}


def test_columns_of_two_types_are_not_counted_together(project: Open) -> None:
    """No number is ever the same person as a text."""
    with pytest.raises(Refused, match=r"a\.id is integer, b\.person is string"):
        bound(project, 'table = ["a", "b"]\nmeasure = "unique"\ncolumn = ["id", "person"]')
