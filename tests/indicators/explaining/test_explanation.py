"""The rows that an explanation tells give back the number, by a plain loop over them; and every row is told once.

The environment variable RT_STATS_EXPLAINED says in how many random requests the long run asks it of each engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Refused, Result
from roundtable_cli.indicators.explaining.explained_rows import ExplainedRow, FunnelStep
from roundtable_cli.indicators.explaining.explanation import Explanation
from tests.indicators import test_properties
from tests.indicators.explaining.visits_project import PERSONAL, TABLES, VISITS
from tests.indicators.test_properties import FORMULAS, MEASURES, Asked, Row, examples, opened, requests
from tests.run_length import count_trials

folder = test_properties.folder
CODES = st.sampled_from([*MEASURES, *FORMULAS])


def recount(code: str, rows: Iterable[ExplainedRow]) -> Fraction | None:
    """The value of an indicator, from the rows that its explanation tells, and nothing else."""
    counted = [row for row in rows if row.status != "left-out"]
    adds = [Fraction(row.adds) for row in counted if row.adds is not None]
    below = [Fraction(row.adds_below) for row in counted if row.adds_below is not None]
    if code in {"average", "minors", "young_people", "young_or_rich"}:
        return sum(adds, Fraction(0)) / sum(below) if sum(below) else None
    if code in {"least", "most"}:
        decisive = {row.value for row in counted if row.reason and row.reason.kind == "decides"}
        assert len(decisive) <= 1
        return Fraction(str(decisive.pop())) if decisive else None
    return sum(adds, Fraction(0))


def check_value(result: Result, rows: Sequence[ExplainedRow]) -> None:
    """The rows give the value, the number of rows behind it, and of them the repeats."""
    statuses = [row.status for row in rows]
    of_nothing = [row.reason.kind for row in rows if row.reason].count("blank")
    assert statuses.count("repeat") == (result.counts.repeats or 0)
    assert statuses.count("counted") + statuses.count("repeat") + of_nothing == result.counts.rows
    if result.value is not None:
        found = recount(result.code, rows)
        assert found is not None
        assert result.value == (float(found) if isinstance(result.value, float) else found)


def check_funnel(explanation: Explanation, rows: Sequence[ExplainedRow]) -> None:
    """What is read less what is left out is what is counted; and the rows say the same as the steps."""
    for funnel in explanation.funnels:
        own = [row for row in rows if row.part == funnel.indicator.code]
        by_kind = {kind: [step.rows for step in funnel.steps if step.kind == kind] for kind in ("read", "counted")}
        left_out = [step.rows for step in funnel.steps if step.kind not in {"read", "counted", "repeats"}]
        assert sum(by_kind["read"]) + sum(left_out) == sum(by_kind["counted"])
        assert sum(by_kind["read"]) == len(own)
        assert sum(by_kind["counted"]) == sum(row.status != "left-out" for row in own)


@settings(examples, max_examples=count_trials(50, "RT_STATS_EXPLAINED"))
@given(request=requests(), code=CODES)
def test_the_rows_give_back_the_number(folder: Path, request: tuple[list[Row], Asked], code: str) -> None:
    """With any conditions, breakdowns and period; and each row of the file is told once, in order."""
    rows, asked = request
    project = opened(folder, rows)
    with project.explain(code, by=asked.by, where=asked.where, period=asked.period) as explanation:
        told = list(explanation.rows())
        for part in explanation.parts:
            own = [row for row in told if row.part == part.code]
            assert [row.location.row for row in own] == [*range(2, len(rows) + 2)]
            (total,) = (one for one in explanation.results.each(part.code) if not one.cell)
            check_value(total, own)
        check_funnel(explanation, told)
        expected = project.compute([code], by=asked.by, where=asked.where, period=asked.period)
        assert explanation.result == expected.of(code)


@settings(examples, max_examples=25)
@given(request=requests(), code=CODES)
def test_categories_are_those_in_which_a_row_counts(folder: Path, request: tuple[list[Row], Asked], code: str) -> None:
    """In each cell as many rows count as its result says; the rows to date of a cumulative value are not listed."""
    rows, asked = request
    project = opened(folder, rows)
    with project.explain(code, by=asked.by, where=asked.where, period=asked.period) as explanation:
        for part in explanation.parts:
            if part.accumulation == "cumulative" and "quarter" in asked.by:
                continue
            own = [row for row in explanation.rows() if row.part == part.code]
            for result in explanation.results.each(part.code):
                if len(result.cell) == len(asked.by) > 0:
                    wanted = dict(result.cell)
                    there = [
                        row
                        for row in own
                        if row.categories
                        and all(wanted[name] in found for name, found in zip(asked.by, row.categories, strict=True))
                    ]
                    assert len(there) == result.counts.rows


def told(explanation: Explanation) -> list[tuple[Any, ...]]:
    """The row, the status, and the reason of each row; a repeat with the row that it repeats."""
    with explanation:
        return [
            (
                row.location.file.removesuffix(".csv"),
                row.location.row,
                row.status,
                row.reason.kind if row.reason else row.repeat_of and row.repeat_of.row,
            )
            for row in explanation.rows()
        ]


def test_each_row_says_why_it_does_not_count(project: Any) -> None:
    """The first reason: a blank row, the condition that it fails, a blank cell; a repeat names the row before."""
    opened = project(VISITS, TABLES)
    assert told(opened.explain("people")) == [
        ("visits", 2, "counted", None),
        ("visits", 3, "left-out", "blank-row"),
        ("visits", 4, "left-out", "condition"),
        ("visits", 5, "repeat", 2),
        ("visits", 6, "left-out", "blank"),
        ("visits", 7, "counted", None),
        ("visits", 8, "repeat", 7),
    ]
    in_period = told(opened.explain("people", period="2018-02.."))
    assert [row[3] for row in in_period] == [
        "outside-period",
        "blank-row",
        "condition",
        None,
        "blank",
        "no-date",
        "outside-period",
    ]


def test_the_row_that_decided_is_marked(project: Any) -> None:
    """Of the latest value the row of the latest date."""
    assert [row for row in told(project(VISITS, TABLES).explain("last")) if row[3] == "decides"] == [
        ("visits", 5, "counted", "decides")
    ]


def test_several_tables_have_a_funnel_each_and_people_once(project: Any) -> None:
    """A person in the second table is a repeat of the row in the first."""
    opened = project(VISITS, TABLES)
    with opened.explain("anybody") as explanation:
        steps = [(step.table, step.kind, step.rows) for step in explanation.funnels[0].steps]
        assert explanation.result.value == 4
    assert steps == [
        ("visits", "read", 7),
        ("visits", "blank-row", -1),
        ("visits", "blank", -1),
        ("visits", "counted", 5),
        ("members", "read", 4),
        ("members", "counted", 4),
        ("", "repeats", -5),
    ]
    assert ("members", 4, "repeat", 4) in told(opened.explain("anybody"))


def test_repeats_name_the_column_of_each_table(project: Any) -> None:
    """Where tables have other names for a person."""
    toml = VISITS.replace(
        '"members"]\nmeasure = "unique"\ncolumn = "id"', '"helpers"]\nmeasure = "unique"\ncolumn = ["id", "who"]'
    )
    opened = project(toml, TABLES | {"helpers": "who\nP1\nP8\n"})
    with opened.explain("anybody") as explanation:
        assert explanation.funnels[0].steps[-1] == FunnelStep("repeats", -3, name="id, who")


def test_rows_are_chosen(project: Any) -> None:
    """Counted or left out alone; or those of people in several categories."""
    opened = project(VISITS, TABLES)
    assert [row[1] for row in told(opened.explain("people", rows="counted"))] == [2, 5, 7, 8]
    assert [row[1] for row in told(opened.explain("people", rows="excluded"))] == [3, 4, 6]
    assert [row[1] for row in told(opened.explain("people", rows="overlap", by=["sex"]))] == [7, 8]
    with pytest.raises(Refused, match="no breakdown"):
        opened.explain("people", rows="overlap")
    with pytest.raises(Refused, match=r"no such choice of rows.*excluded"):
        opened.explain("people", rows="exclude")


def test_what_the_indicator_cant_be_asked_is_refused(project: Any) -> None:
    """Though one of its parts could be: a summary refuses it too."""
    toml = f'{VISITS}[indicators.each]\nmeasure = "ratio"\nof = ["income", "people"]\n'
    opened = project(toml, TABLES)
    for ask in (opened.compute, lambda codes, by: opened.explain(*codes, by=by)):
        with pytest.raises(Refused, match="sex"):
            ask(["each"], by=["sex"])


def test_no_personal_value_is_told(make: Any) -> None:
    """Nor what a row adds to a sum of them, unless somebody asks to see values."""
    folder = make(VISITS, TABLES, PERSONAL)
    with Project.open(folder).explain("income") as explanation:
        rows = list(explanation.rows())
        assert all(row.value is None and row.adds is None and row.cells["income"] is None for row in rows)
    with Project.open(folder, show_values=True).explain("income") as explanation:
        assert [row.adds for row in explanation.rows()] == [10, 20, 30, 40]
