"""What has moved since a report, as a page and as data: the same numbers in both."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.comparison.report_comparison import CAUSE_KINDS, Cause, ReportComparison
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import diff_page
from tests.comparison.small_project import ROWS, make_frozen_project, write_visits


@pytest.fixture
def comparison(tmp_path: Path) -> ReportComparison:
    """The small project with a late visit of a new person, compared with its report."""
    folder = make_frozen_project(tmp_path / "p")
    write_visits(folder, [*ROWS, "V6,P9,f,course,2018-12-30,10"])
    return Project.open(folder).diff("2018Q4")


@pytest.mark.parametrize(
    ("language", "added", "removed", "changed"),
    [
        ("en", "a.csv rows 7–9, 12; b.csv row 2", "then a.csv row 5", "sex (2) in a.csv row 5"),
        ("ru", "a.csv, строки 7–9, 12; b.csv, строка 2", "тогда a.csv, строка 5", "sex (2) — a.csv, строка 5"),
        ("ky", "a.csv, саптар: 7–9, 12; b.csv, 2-сап", "ошондо a.csv, 5-сап", "sex (2) — a.csv, 5-сап"),
    ],
)
def test_rows_are_told_in_each_language(
    comparison: ReportComparison, language: str, added: str, removed: str, changed: str
) -> None:
    """Their files and numbers, those of rows that are gone as they were then, on a page as in data."""
    places = tuple(("a.csv", row) for row in (7, 8, 9, 12))
    causes = (
        Cause("rows-added", "t", places=(("b.csv", 2), *places)),
        Cause("rows-removed", "t", places=(("a.csv", 5),)),
        Cause("rows-changed", "t", places=(("a.csv", 5),), columns=(("sex", 2),)),
    )
    one = comparison._replace(values=(comparison.moved[0]._replace(causes=causes),), tracked=())
    words = LanguageWords(language)
    data = diff_page.comparison_data(one, words)
    assert [row[data.head.index("detail")] for row in data.rows] == [added, removed, changed]
    texts = [row[-1] for row in diff_page.comparison_page(one, words).tables[0].rows]
    assert all(text.endswith(told) for text, told in zip(texts, (added, removed, changed), strict=True))


@pytest.mark.parametrize("kind", CAUSE_KINDS)
def test_each_kind_of_cause_has_words(comparison: ReportComparison, kind: str) -> None:
    """With the effect before them; one that is not in the catalogue could not be told."""
    value = comparison.moved[0]._replace(causes=(Cause(kind, "about", Fraction(1), "a → b"),))
    page = diff_page.comparison_page(comparison._replace(values=(value,), tracked=()), LanguageWords("ky"))
    assert page.tables[0].rows[0][-1].startswith("+1: ")


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_a_page_shows_each_value_that_has_moved(comparison: ReportComparison, language: str) -> None:
    """Its value of then and of now, in each language."""
    page = diff_page.comparison_page(comparison, LanguageWords(language), 80, ("Project",))
    cells = [cell for table in page.tables for row in table.rows for cell in row]
    assert any(str(cell).startswith("2") for cell in cells)
    assert any(str(cell).startswith("3") for cell in cells)
    assert all(len(table.head) == len(row) for table in page.tables for row in table.rows)


def test_data_has_all_values_or_those_that_have_moved(comparison: ReportComparison) -> None:
    """A row for each cause; the differences are those of the comparison."""
    everything, moved = (diff_page.comparison_data(comparison, LanguageWords("en"), only) for only in (False, True))
    assert everything.head == moved.head
    assert len([*moved.rows]) < len([*everything.rows])
    old, new = moved.head.index("old"), moved.head.index("new")
    assert {(row[old], row[new]) for row in moved.rows} >= {(2, 3)}
