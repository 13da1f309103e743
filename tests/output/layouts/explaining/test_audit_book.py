"""What an audit workbook is made of: the method of each total, and rows with their first appearances marked."""

from __future__ import annotations

from roundtable_cli import Project
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.explaining.audit_book import NO_FORMULA, NUMBER_OF_FIRSTS, build_audit_book
from roundtable_cli.output.layouts.explaining.explanation_page import ExplanationLayout
from tests.conftest import Make
from tests.indicators.explaining.visits_project import PERSONAL, TABLES, VISITS


def test_first_appearances(make: Make) -> None:
    """1 at the first row of a value, 0 at its repeats, nothing where a row is left out."""
    with Project.open(make(VISITS, TABLES)).explain("people") as explanation:
        layout = ExplanationLayout(explanation, LanguageWords("en"))
        book = build_audit_book(layout, [("people", "rule", "…")], [("t.csv", "ab")], "rt-stats 1")
        assert [row[-2] for row in book.rows.rows] == [1, None, None, 0, None, 1, 0]
    assert (book.totals[0].method, book.totals[0].value) == (NUMBER_OF_FIRSTS, 2)
    assert {("people: rule", "…"), ("SHA-256 t.csv", "ab"), ("program", "rt-stats 1")} <= {*book.definition}


def test_personal_values_have_no_formula(make: Make) -> None:
    """Their rows do not tell what they add."""
    with Project.open(make(VISITS, TABLES, PERSONAL)).explain("income") as explanation:
        book = build_audit_book(ExplanationLayout(explanation, LanguageWords("en")), [], [], "")
        assert [row[book.rows.head.index("adds")] for row in book.rows.rows] == [None] * 4
    assert book.totals[0].method == NO_FORMULA
