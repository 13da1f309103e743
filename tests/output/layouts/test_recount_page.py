"""Recounts on a page and as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import recount_page
from tests.comparison.recount.recount_project import draw, fill
from tests.comparison.small_project import make_project


def test_the_page_of_a_sheet_leaves_out_what_is_for_the_program(tmp_path: Path) -> None:
    """Marks and blank columns are not shown; what is to be filled in is."""
    project = Project.open(make_project(tmp_path))
    sheet = project.draw_recount("income", 2, seed=1)
    page = recount_page.sheet_page(sheet, project.framework, LanguageWords("en"))
    assert page.title == "Recount of Income told: 2 rows drawn"
    assert {"mark", "request", "sheet", "category"}.isdisjoint(page.tables[0].head)
    assert {"found", "value_found", "remark", "value"} <= {*page.tables[0].head}


@pytest.mark.parametrize(("language", "factor"), [("en", "57.3%"), ("ru", "57,3\u00a0%"), ("ky", "57,3%")])
def test_the_page_and_the_data_of_a_result(tmp_path: Path, language: str, factor: str) -> None:
    """The factor as a percentage, the rows that failed; the data have the factor itself."""
    path = fill(
        tmp_path / "r.csv", draw(tmp_path / "p"), lambda row: {"found": "no" if row["visit"] == "V2" else "yes"}
    )
    verification = Project.open(tmp_path / "p").diff_recount(path)
    words = LanguageWords(language)
    factors, failed = recount_page.verification_page(verification, words).tables
    assert factor.replace("\u00a0", "") in factors.rows[0][5].replace("\u00a0", "")
    assert failed.rows[0][:4] == ("3", "visits.csv", "3", "250")
    data = recount_page.verification_data(verification, words)
    assert data.column_values("verification_factor") == [pytest.approx(335.5 / 585.5)]
    assert data.column_values("within_10_percent") == [0]
