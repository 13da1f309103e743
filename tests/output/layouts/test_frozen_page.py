"""What freeze says of a report that it keeps, and of those that there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.comparison.freezing import frozen_file
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import frozen_page
from tests.comparison.small_project import make_frozen_project


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_a_report_and_the_list_name_period_and_size(tmp_path: Path, language: str) -> None:
    """In each language; a report that was edited stands in the list with the reason below it."""
    folder, words = make_frozen_project(tmp_path / "p"), LanguageWords(language)
    report = frozen_file.read_report(folder, "2018Q4")
    text = frozen_page.frozen_report_text(Path("reports/2018Q4.json"), report, words, has_new_key=True)
    assert text.startswith("reports/2018Q4.json: 2018Q4, ")
    assert text.count("\n") == 3
    path = frozen_file.report_path(folder, "edited")
    path.write_text(frozen_file.report_path(folder, "2018Q4").read_text("utf-8").replace('"2018Q4"', '"2018Q3"', 1))
    page = frozen_page.report_list_page([*frozen_file.iterate_reports(folder)], words)
    assert [row[:2] for row in page.tables[0].rows] == [("2018Q4", "2018Q4"), ("edited", "–")]
    assert len(page.notes) == 1


def test_an_empty_list_says_so() -> None:
    """No table of nothing."""
    page = frozen_page.report_list_page([], LanguageWords("en"))
    assert (page.tables, len(page.lines)) == ((), 1)
