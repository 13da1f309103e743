"""The tracking table as one sheet: indicators down by level, periods across, each value beside what is set for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli import Project
from roundtable_cli.errors import Refused
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.tracking_sheet import tracking_sheet_page
from roundtable_cli.output.page import Page, ValueText
from tests.conftest import ROOT, Make

EVENTS = {"t": "id,sex,date\n1,f,2026-01-10\n2,m,2026-02-10\n1,f,2026-05-10\n3,f,2026-05-11\n", "u": "n\n1\n2\n"}
PEOPLE = """
[project]
title = "IPTT"
start = 2026-01-01
end = 2026-06-30
[indicators.people]
label = "People"
level = "output"
table = "t"
measure = "unique"
column = "id"
unit = "people"
targets = { "2026Q1" = 2, "2026Q2" = 4, lop = 4 }
[indicators.visits]
label = "Visits"
level = "impact"
table = "t"
measure = "count"
targets = { "2026Q1" = 4, "2026Q2" = 2 }
targets_are = "periods"
[indicators.rows]
label = "Rows"
table = "u"
measure = "count"
"""


def sheet(make: Make, *by: str, period: str | None = None, language: str = "en") -> Page:
    """The page of the example."""
    tracking = Project.open(make(PEOPLE, EVENTS)).track(by=by, period=period)
    return tracking_sheet_page(tracking, LanguageWords(language))


def test_periods_across(make: Make) -> None:
    """A group of columns for each quarter and the life of project, one row per indicator, the highest level first."""
    page = sheet(make, "quarter")
    (table,) = page.tables
    assert table.look
    assert table.look.groups == (("", 4), ("2026Q1", 7), ("2026Q2", 7), ("Life of project", 4))
    assert table.head[:4] == ("Indicator", "Code", "Unit", "Baseline")
    assert table.head[4:9] == ("Target", "Actual", "To date", "% met", "Status")
    assert table.head[9:11] == ("Target to date", "Status to date")
    assert [row[0] for row in table.rows] == ["Impact", "Visits", "Output", "People", "Other indicators", "Rows"]
    assert table.look.section_rows == {0, 2, 4}
    visits, people, undated = table.rows[1], table.rows[3], table.rows[5]
    assert people[4:11] == ("2", "2", "2", "100.0%", "achieved", "", "")
    assert people[11:18] == ("4", "2", "3", "75.0%", "off track", "", "")
    assert people[18:] == ("4", "3", "75.0%", "not yet due")
    # The quarter's own 2 of the quarter's own 4; to date 4 of 4 + 2 is short by a third.
    assert visits[4:11] == ("4", "2", "2", "50.0%", "off track", "4", "off track")
    assert visits[11:18] == ("2", "2", "4", "100.0%", "achieved", "6", "off track")
    assert undated[4:9] == ("", "–", "–", "", "no data")


def test_a_category_without_rows_in_a_period_shows_no_other_periods_value(make: Make) -> None:
    """Place B begins in the second quarter: the first has 0, and not the 1 of the second."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    places = {"t": "id,date,place\n1,2026-01-10,A\n2,2026-02-10,A\n3,2026-05-10,B\n"}
    tracking = Project.open(make(toml, places)).track(by=["quarter", "place"])
    (table,) = tracking_sheet_page(tracking, LanguageWords("en")).tables
    actual = [position for position, name in enumerate(table.head) if name == "Actual"]
    assert [[row[position] for position in actual] for row in table.rows] == [
        ["2", "1", "3"],
        ["2", "0", "2"],
        ["0", "1", "1"],
    ]


def test_no_percentage_without_a_target(make: Make) -> None:
    """A period that no target is due in has none met, though the life of project has one."""
    toml = PEOPLE.replace('"2026Q1" = 2, "2026Q2" = 4, lop = 4', "lop = 4")
    tracking = Project.open(make(toml, EVENTS)).track(["people"], by=["quarter"], period="2026Q1")
    (table,) = tracking_sheet_page(tracking, LanguageWords("en")).tables
    target, *_, met, status = table.rows[-1][4 : 4 + len(table.rows[-1][4:]) // 2]
    assert (target, met, status) == ("", "", "no target")


def test_one_period(make: Make) -> None:
    """Beside the period stands what is set for the life of project, and how much of it is reached; else nothing."""
    (table,) = sheet(make, period="2026Q2").tables
    assert table.look
    assert table.look.groups == (("", 4), ("2026Q2", 7), ("Life of project", 2))
    assert table.rows[3][11:] == ("4", "75.0%")
    assert table.rows[1][11:] == ("", "")


def test_the_part_met_is_that_of_the_target_beside_it(make: Make) -> None:
    """A period without a target has no part met, though the whole has one; of what adds up it is counted from 0.

    There were 40 visits in the year before. Of the 4 planned for the second quarter 2 came, which is 50%; of the 45 of
    the whole 4 are 8.9%, beside a single period too.
    """
    toml = PEOPLE.replace('"2026Q1" = 4, "2026Q2" = 2 }', '"2026Q2" = 4, lop = 45 }\nbaseline = { value = 40 }')
    project = Project.open(make(toml, EVENTS))
    (table,) = tracking_sheet_page(project.track(["visits"], by=["quarter"]), LanguageWords("en")).tables
    assert table.rows[-1][3:] == (
        *("40", "", "2", "2", "", "no target", "", ""),
        *("4", "2", "4", "50.0%", "off track", "45", "off track"),
        *("45", "4", "8.9%", "not yet due"),
    )
    (table,) = tracking_sheet_page(project.track(["visits"], period="2026Q2"), LanguageWords("en")).tables
    assert table.head[-2:] == ("Target", "Actual ÷ target")
    assert table.rows[-1][3:] == (
        *("40", "4", "2", "4", "50.0%", "off track", "45", "off track"),
        *("45", "8.9%"),
    )


def test_chosen_columns(make: Make) -> None:
    """Each period has those that are named, by the names of other formats too; the indicator stands in any case."""
    tracking = Project.open(make(PEOPLE, EVENTS)).track(by=["quarter"])

    def chosen(*names: str) -> Page:
        return tracking_sheet_page(tracking, LanguageWords("en"), (), names)

    (table,) = chosen("period", "value", "milestone", "Status").tables
    assert table.look
    assert table.head == ("Indicator", *("Target", "Actual", "Status") * 3)
    assert table.look.groups == (("", 1), ("2026Q1", 3), ("2026Q2", 3), ("Life of project", 3))
    assert {len(row) for row in table.rows} == {len(table.head)}
    (table,) = chosen("status_to_date", "unit").tables
    assert table.look
    assert table.look.groups == (("", 2), ("2026Q1", 1), ("2026Q2", 1))
    with pytest.raises(Refused, match="statu"):
        chosen("statu")


def test_categories_below_the_total(make: Make) -> None:
    """The total first, its categories indented below; a table that can't be broken down has its total alone."""
    (table,) = sheet(make, "quarter", "sex").tables
    assert table.look
    labels = [row[0] for row in table.rows]
    parts = ["sex: f", "sex: m"]
    assert labels == ["Impact", "Visits", *parts, "Output", "People", *parts, "Other indicators", "Rows"]
    assert table.look.indented_rows == {2, 3, 6, 7}


def test_notes(make: Make) -> None:
    """What the targets of periods are is said of each indicator that has any."""
    notes = sheet(make, "quarter").notes
    assert any(note.startswith("visits: the target of a period is for that period alone") for note in notes)
    assert any(note.startswith("people: the target of a period is what must be reached by its end") for note in notes)


def test_values_are_numbers(make: Make) -> None:
    """Targets, values and percentages are numbers, a ratio that is whole among them; no value is a dash."""
    toml = PEOPLE + '[indicators.ratio]\nmeasure = "ratio"\nof = ["visits", "people"]\ntarget = 2.5\n'
    tracking = Project.open(make(toml, EVENTS)).track(["ratio"], by=["quarter"])
    ((*_, row),) = (table.rows for table in tracking_sheet_page(tracking, LanguageWords("en")).tables)
    values = [cell.number for cell in row if isinstance(cell, ValueText)]
    assert values[:2] == [1, 1]  # 2 visits of 2 people
    assert Decimal("2.5") in values


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_languages(language: str) -> None:
    """Each status is known to the page in the language of its cell; every row has all columns."""
    tracking = Project.open(ROOT / "tests" / "projects" / "services").track(by=["quarter"])
    page = tracking_sheet_page(tracking, LanguageWords(language))
    (table,) = page.tables
    assert {len(row) for row in table.rows} == {len(table.head)}
    assert table.look
    assert sum(span for _, span in table.look.groups) == len(table.head)
    last = {row[-1] for number, row in enumerate(table.rows) if number not in table.look.section_rows}
    assert last <= {*page.statuses}
