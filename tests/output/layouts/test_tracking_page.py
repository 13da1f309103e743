"""The tracking table: a row per indicator or per period, statuses that can be coloured, notes of the plan."""

from __future__ import annotations

from functools import cache

import pytest

from roundtable_cli import Project, Tracking
from roundtable_cli.indicators.tracking.status import STATUSES
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.tracking_page import tracking_data, tracking_page
from tests.conftest import ROOT


@cache
def services(*by: str, period: str | None = None) -> Tracking:
    """The tracking table of the example."""
    return Project.open(ROOT / "tests" / "projects" / "services").track(by=by, period=period)


def test_a_row_per_indicator() -> None:
    """Where each indicator has one line, there is one table, and its last column is the status."""
    (table,) = tracking_page(services(period="2026Q2"), LanguageWords("en")).tables
    assert [row[0] for row in table.rows] == [line.indicator.code for line in services(period="2026Q2")]
    assert {row[-1] for row in table.rows} <= {status.replace("-", " ") for status in STATUSES}


def test_turned_where_it_is_narrow() -> None:
    """Too wide for the page, the same texts stand in a column per indicator, none of them lost."""
    (wide,) = tracking_page(services(period="2026Q2"), LanguageWords("en")).tables
    narrow = tracking_page(services(period="2026Q2"), LanguageWords("en"), 60).tables
    columns = [column for table in narrow for column in [*zip(table.head, *table.rows, strict=True)][1:]]
    assert [[" ".join(text.split()) for text in column] for column in columns] == [[*row] for row in wide.rows]


def test_a_table_per_indicator() -> None:
    """By quarter each indicator has a table: a row per quarter, life of project last, its target in the title."""
    page = tracking_page(services("quarter"), LanguageWords("en"))
    (table,) = [table for table in page.tables if table.indicator_code == "people_served"]
    assert [row[0] for row in table.rows] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4", "life of project"]
    assert "target" in table.title
    assert "target" not in table.head


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_statuses(language: str) -> None:
    """Every status that a cell says is known to the page, in the language of the cell."""
    words = LanguageWords(language)
    page = tracking_page(services(period="2026Q2"), words)
    assert {status: words(status) for status in STATUSES} == {status: text for text, status in page.statuses.items()}
    assert {row[-1] for table in page.tables for row in table.rows} <= {*page.statuses}


def test_notes_of_the_plan() -> None:
    """A note of the plan stands below, with its indicator and period."""
    notes = tracking_page(services(period="2026Q2"), LanguageWords("en")).notes
    assert any(note.startswith("people_served (2026Q2): ") for note in notes)


def test_data_is_a_plan() -> None:
    """In the line of the life of project the milestone is its target, which is what a plan says there."""
    data = tracking_data(services("quarter"), "en")
    rows = [dict(zip(data.head, row, strict=True)) for row in data.rows]
    assert all(row["milestone"] == row["target"] for row in rows if row["period"] == "lop")
    assert {row["period"] for row in rows} == {"2026Q1", "2026Q2", "2026Q3", "2026Q4", "lop"}
