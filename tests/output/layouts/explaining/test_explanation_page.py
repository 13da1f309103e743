"""An explanation as a page and as data: the arithmetic, the rows, and no value that is personal."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.explaining.explanation_page import ExplanationLayout
from roundtable_cli.output.page import Page
from tests.conftest import Make

TOML = """
[indicators.people]
label = "People"
table = "t"
measure = "unique"
column = "id"
where = { kind = "call" }
unit = "people"
[indicators.rows]
label = "Rows"
table = "t"
measure = "count"
[indicators.calls_each]
label = "Calls each"
measure = "ratio"
of = ["rows", "people"]
"""
TABLES = {"t": "id,kind,row\nP1,call,x\nP1,call,y\nP2,visit,z\n" + "P3,call,z\n" * 60}


def page_of(make: Make, code: str, language: str = "en", all_rows: bool = False) -> Page:
    """The page of an indicator."""
    with Project.open(make(TOML, TABLES)).explain(code) as explanation:
        return ExplanationLayout(explanation, LanguageWords(language), all_rows).build_page(None, [])


def test_the_arithmetic_and_the_first_rows(make: Make) -> None:
    """On a screen 50 rows stand, and a note says how many more there are; elsewhere all do."""
    page = page_of(make, "people")
    steps, rows = page.tables
    assert page.title == "People: 2 people"
    assert steps.rows == (
        ("rows read of t (t.csv)", "63"),
        ("left out, condition not met: kind is call", "-1"),
        ("rows counted", "62"),
        ("repeats of an earlier id", "-60"),
        ("people", "2"),
    )
    assert rows.head == ("file", "row", "kind", "id", "adds", "counted")
    assert rows.rows[:3] == (
        ("t.csv", "2", "call", "P1", "1", "counted"),
        ("t.csv", "3", "call", "P1", "0", "repeat of row 2"),
        ("t.csv", "4", "visit", "P2", "", 'left out: kind is "visit"'),
    )
    assert (len(rows.rows), page.notes[0]) == (50, "… 13 more rows; -f csv shows all.")
    assert len(page_of(make, "people", all_rows=True).tables[1].rows) == 63


def test_a_formula_explains_its_parts(make: Make) -> None:
    """Each with its own arithmetic and rows; the formula itself in numbers above them."""
    page = page_of(make, "calls_each")
    assert (page.title, page.lines[0]) == ("Calls each: 31.5", "rows 63 ÷ people 2 = 31.5")
    assert [table.indicator_code for table in page.tables] == ["rows", "people", "rows", "people"]


@pytest.mark.parametrize("language", ["ru", "ky"])
def test_other_languages(make: Make, language: str) -> None:
    """No English word is left in the table of steps."""
    steps = page_of(make, "people", language).tables[0]
    assert not any(word in text for text, _ in steps.rows for word in ("read", "left out", "counted", "repeats"))


def test_data(make: Make) -> None:
    """A column that is called as one of the fixed ones gets another name; the status is a word for scripts."""
    toml = TOML.replace('kind = "call"', 'row = "x"')
    with Project.open(make(toml, TABLES)).explain("people") as explanation:
        data = ExplanationLayout(explanation, LanguageWords("ru")).build_data()
        rows = [dict(zip(data.head, row, strict=True)) for row in data.rows]
    assert len(rows) == 63
    assert (rows[1]["row"], rows[1]["column_row"], rows[1]["status"]) == (3, "y", "left-out")
    assert rows[1]["reason"] == "row = «y»"
