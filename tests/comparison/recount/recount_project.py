"""A sheet of a recount, drawn from the small project and filled in as a person would."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from roundtable_cli import Project
from roundtable_cli.output.layouts.recount_page import sheet_data
from tests.comparison.small_project import make_project

SheetRow = dict[str, str]


def draw(folder: Path, code: str = "income", size: int = 5, by: Sequence[str] = ()) -> list[SheetRow]:
    """The rows of a sheet that is drawn from a new project, as texts."""
    sheet = sheet_data(Project.open(make_project(folder)).draw_recount(code, size, seed=7, by=by))
    texts = (["" if cell is None else str(cell) for cell in row] for row in sheet.rows)
    return [dict(zip(sheet.head, row, strict=True)) for row in texts]


def fill(path: Path, rows: Sequence[SheetRow], answer: Callable[[SheetRow], SheetRow], delimiter: str = ",") -> Path:
    """A file of the sheet with what somebody answers to each row; columns in the order of the rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*rows[0]], delimiter=delimiter)
    writer.writeheader()
    writer.writerows({**row, **answer(row)} for row in rows)
    path.write_text(text.getvalue(), encoding="cp1251" if delimiter == ";" else "utf-8")
    return path
