"""Periods of a tracking table that together tell what few people have; see tests/projects/stipends/README.md."""

from __future__ import annotations

from roundtable_cli import Project
from tests.conftest import ROOT, Make

STIPENDS = ROOT / "tests" / "projects" / "stipends"


def lines(code: str, *by: str, period: str | None = None) -> list[tuple[object, ...]]:
    """Period, value and value to date, with what is hidden marked."""
    tracking = Project.open(STIPENDS).track([code], by=by, period=period)
    return [
        (
            line.period,
            "hidden" if line.result.is_hidden else line.result.value,
            "hidden" if line.is_to_date_hidden else line.to_date,
        )
        for line in tracking
    ]


def test_periods_are_all_shown_or_none() -> None:
    """The third quarter is one man's: the others would give it back. Counts of people stay."""
    assert lines("income", "quarter") == [
        ("2026Q1", "hidden", "hidden"),
        ("2026Q2", "hidden", "hidden"),
        ("2026Q3", "hidden", "hidden"),
        ("lop", 4500, 4500),
    ]
    assert lines("people", "quarter") == [("2026Q1", 3, 3), ("2026Q2", 5, 8), ("2026Q3", 1, 9), ("lop", 9, 9)]


def test_a_value_to_date_is_hidden_that_tells_what_came_before() -> None:
    """Of the second and third quarter (6 people) it is over 9: three more. Of all but January over 9: one more."""
    assert lines("income", period="2026-04..2026-09") == [("2026-04..2026-09", 3900, 4500)]
    assert lines("income", period="2026-02..2026-09") == [("2026-02..2026-09", 4400, "hidden")]


def test_hidden_lines_have_no_status_and_are_told() -> None:
    """A status would tell on which side of a target a value lies."""
    tracking = Project.open(STIPENDS).track(["income"], by=["quarter"])
    assert [line.status for line in tracking] == ["no-data", "no-data", "no-data", "no-target"]
    assert [note.kind for note in tracking.notes] == ["hidden-values"]
    assert tracking.has_hidden


def test_a_category_hidden_in_all_is_hidden_in_each_of_its_periods(make: Make) -> None:
    """All in Ak joined in the first quarter: shown there, they would give back the one in Bel, from the total."""
    joined = [("Ak", 1), ("Ak", 2), ("Ak", 3), ("Bel", 4), ("Chym", 4), ("Chym", 5), ("Chym", 7)]
    rows = "".join(f"{place},{9000 + n},2026-0{month}-05\n" for n, (place, month) in enumerate(joined))
    income = {"name": "income", "type": "integer", "rt:personal": True}
    fields = [{"name": "place"}, income, {"name": "joined", "type": "date"}]
    folder = make(
        '[indicators.income]\ntable = "people"\nmeasure = "sum"\ncolumn = "income"\ndate = "joined"\n',
        tables={"people": "place,income,joined\n" + rows},
        package={"resources": [{"name": "people", "path": "people.csv", "schema": {"fields": fields}}]},
    )
    tracking = Project.open(folder).track(["income"], by=["quarter", "place"])
    shown = {(line.period, line.result.category("place")) for line in tracking if not line.result.is_hidden}
    assert shown == {("lop", "Chym"), ("lop", "total")}
