"""Published values as a page and as rows: both values, the digits compared, and how far they are apart."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.published_comparison import compare_published_values
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.published_page import PublishedLayout
from roundtable_cli.output.page import Page, TidyData
from tests.conftest import Make

ROWS = {"t": "id,date\n1,2026-01-10\n2,2026-05-10\n3,2026-05-11\n"}
COUNT = '[indicators.n]\nlabel = "Rows"\ntable = "t"\nmeasure = "count"\npublished = {}\n'


def shown(make: Make, published: str, language: str = "en", width: int | None = None) -> tuple[Page, TidyData]:
    """The page and the rows of one indicator."""
    project = Project.open(make(COUNT.format(published), ROWS))
    comparisons = [*compare_published_values(project.framework, project.compute, ["n"])]
    layout = PublishedLayout(comparisons, project.compute(), LanguageWords(language))
    return layout.build_page(width), layout.build_data()


def test_where_all_agree(make: Make) -> None:
    """There is nothing to say of differences; the source is named below."""
    page, _ = shown(make, '{ value = 3, source = "report" }')
    (table,) = page.tables
    assert table.head == ("code", "indicator", "value", "published", "digits", "result")
    assert table.rows == (("n", "Rows", "3", "3", "1", "agrees"),)
    assert [*page.notes] == ["Published: report."]


def test_where_one_differs(make: Make) -> None:
    """Its difference and factor stand beside it, and in no note below; the period is named."""
    page, data = shown(make, '[{ value = 3 }, { value = 4, period = "2026Q2" }]')
    (table,) = page.tables
    assert table.rows[1] == ("n", "Rows (2026Q2)", "2", "4", "1", "-2", "0.5", "differs")
    assert not page.notes
    rows = [dict(zip(data.head, row, strict=True)) for row in data.rows]
    assert [(row["period"], row["value"], row["published"], row["agrees"]) for row in rows] == [
        (None, 3, 3, 1),
        ("2026Q2", 2, 4, 0),
    ]


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_narrow(make: Make, language: str) -> None:
    """It keeps to the width in every language."""
    page, _ = shown(make, "{ value = 30000 }", language, 80)
    (table,) = page.tables
    assert table.fits_in_words(80)
