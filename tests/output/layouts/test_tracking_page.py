"""The tracking table: a row per indicator or per period, statuses that can be coloured, notes of the plan."""

from __future__ import annotations

from functools import cache

import pytest

from roundtable_cli import Project, Tracking
from roundtable_cli.indicators.tracking.status import STATUSES
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.tracking_page import tracking_data, tracking_page
from tests.conftest import ROOT, Make


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


def test_status_and_per_cent_of_the_milestone_stand_beside_each_other() -> None:
    """5 of 8 people, 62.5% of what is set in all; 5 of 5 due by September, all of it: achieved."""
    page = tracking_page(services("quarter"), LanguageWords("en"))
    (table,) = [table for table in page.tables if table.indicator_code == "people_served"]
    assert table.head[-4:] == ("progress", "milestone", "% met", "status")
    assert table.rows[2][-4:] == ("62.5%", "5", "100.0%", "achieved")
    assert table.rows[-1][-4:] == ("75.0%", "8", "75.0%", "not yet due")


def test_the_heading_of_achievement_says_which_it_is(make: Make) -> None:
    """Of one way in all lines that way, of two the word for both."""
    plain = '[indicators.n]\ntable = "t"\nmeasure = "count"\ntarget = 4\n'
    other = plain.replace(".n]", ".m]") + "baseline = { value = 1 }\n"
    table = {"t": "id,date\n1,2026-01-10\n"}
    for toml, heading in ((plain, "actual ÷ target"), (other, "progress"), (plain + other, "achievement")):
        (page_table,) = tracking_page(Project.open(make(toml, table)).track(), LanguageWords("en")).tables
        assert heading in page_table.head


def test_targets_by_category_are_in_a_column_and_the_title_has_that_of_the_whole(make: Make) -> None:
    """Men have no target of their own, and the 3 of the women are not the heading's."""
    toml = '[project]\nplan = "plan.csv"\n[dimensions.sex]\ncolumn = "sex"\n'
    toml += '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    plan = "code,sex,target\nn,f,3\nn,,8\n"
    folder = make(toml, {"t": "id,sex\n1,f\n2,f\n3,m\n", "plan": plan})
    (table,) = tracking_page(Project.open(folder).track(by=["sex"]), LanguageWords("en")).tables
    assert table.title == "n: n, target 8"
    rows = [dict(zip(table.head, row, strict=True)) for row in table.rows]
    told = [(row["sex"], row["target"], row["actual ÷ target"], row["status"]) for row in rows]
    assert told == [
        ("f", "3", "66.7%", "off track"),
        ("m", "–", "–", "no target"),
        ("total", "8", "37.5%", "off track"),
    ]


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


def test_flat_where_it_fits(make: Make) -> None:
    """Columns that say nothing give way before a table is turned; the value to date of all records is the value."""
    toml = '[indicators.n]\nlabel = "Rows of the table"\ntable = "t"\nmeasure = "count"\nunit = "rows"\n'
    tracking = Project.open(make(toml, {"t": "id\n1\n"})).track()
    (table,) = tracking_page(tracking, LanguageWords("en"), 50).tables
    assert table.head == ("code", "indicator", "unit", "value", "status")
    (whole,) = tracking_page(tracking, LanguageWords("en")).tables
    assert "to date" in whole.head


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("by", [(), ("quarter",), ("quarter", "sex")])
def test_words_are_whole(language: str, by: tuple[str, ...]) -> None:
    """At 80 columns no label is cut in the middle of a word."""
    page = tracking_page(services(*by), LanguageWords(language), 80)
    for table in page.tables:
        assert table.fits_in_words(80), table.head


def test_chosen_columns() -> None:
    """Those that are named stand in their order, in a row per indicator and in a row per period."""
    words = LanguageWords("en")
    (table,) = tracking_page(services(period="2026Q2"), words, 60, columns=["status", "code"]).tables
    assert table.head == ("status", "code")
    table = tracking_page(services("quarter"), words, 60, columns=["period", "value"]).tables[0]
    assert table.head == ("period", "value")
