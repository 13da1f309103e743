"""Columns of no schema that are numbers, or dates, but for a few cells: each of these is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project, Refused

Open = Callable[..., Project]
COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'


def test_the_cells_that_are_no_numbers_are_named(project: Open) -> None:
    """One mistyped amount makes a column of texts; its row is what there is to correct."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "amt"\n'
    with pytest.raises(Refused) as refused:
        project(toml, {"t": "id,amt\n1,3\n2,few\n3,5\n"}).compute()
    (finding,) = refused.value.findings
    assert (finding.file, finding.row, finding.column, finding.code) == ("t.csv", 3, "amt", "type-error")


def test_the_cells_that_are_no_dates_are_named(project: Open) -> None:
    """One mistyped date makes a column of texts; asked for a period, its row is what there is to correct."""
    opened = project(COUNT, {"t": "id,day\n1,2018-01-05\n2,2018-13-01\n3,2018-02-01\n"})
    with pytest.raises(Refused) as refused:
        opened.compute(period="2018")
    (finding,) = refused.value.findings
    assert (finding.file, finding.row, finding.column) == ("t.csv", 3, "day")
    assert opened.compute()[0].value == 3
