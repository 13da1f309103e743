"""The workbook of a recount: filled in by another program, it is read again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl

from roundtable_cli import Project
from roundtable_cli.output.formats.workbooks.recount_workbook import write_recount_workbook
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.recount_page import sheet_book
from tests.comparison.small_project import make_project


def test_filled_in_and_read_again(tmp_path: Path) -> None:
    """There is a list of answers to choose from, how to fill it in, and what is filled in comes back."""
    project = Project.open(make_project(tmp_path))
    sheet = project.draw_recount("income", 3, seed=1)
    content = write_recount_workbook(sheet_book(sheet, project.framework, LanguageWords("ky")))
    assert content == write_recount_workbook(sheet_book(sheet, project.framework, LanguageWords("ky")))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["recount", "кантип толтуруу"]
    assert "rt-stats diff recount.xlsx" in [str(row[0].value) for row in book["кантип толтуруу"]][-1]
    rows = book["recount"]
    assert next(iter(rows.data_validations.dataValidation)).formula1 == '"ооба,жок"'
    head = [cell.value for cell in rows[1]]
    rows.cell(2, head.index("found") + 1).value = "ооба"
    rows.cell(3, head.index("value_found") + 1).value = 1
    path = tmp_path / "filled.xlsx"
    book.save(path)
    line = project.diff_recount(path).lines[0]
    assert (line.answered, line.confirmed, line.unanswered) == (2, 1, 1)
