"""Spans that became dates are told with the row where each stands first, and under the tables that read them."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli import Project
from roundtable_cli.tables.quality.spreadsheet_dates import find_spreadsheet_dates
from tests.tables.profiling.test_column_profile import column

AGES = ["0-4", "9-May", "Oct-14", "15-19", "9-May"]


def test_each_text_is_told_at_its_first_row(tmp_path: Path) -> None:
    """Unless definitions list it."""
    found = [*find_spreadsheet_dates(column(tmp_path, AGES), lambda text: text == "Oct-14")]
    assert [(finding.code, finding.row, finding.severity) for finding in found] == [("spreadsheet-date", 3, "warning")]


def test_it_is_told_under_a_table_that_reads_the_column(tmp_path: Path) -> None:
    """And under no other; a file read from its bytes tells the same."""
    for name, times in (("small", 1), ("large", 20000)):
        rows = [f"{number},{age}\n" for number, age in enumerate(AGES * times)]
        (tmp_path / f"{name}.csv").write_text("id,age\n" + "".join(rows), encoding="utf-8")
        project = Project.open(tmp_path / f"{name}.csv")
        told = [finding.code for finding in project.compute(by=["age"]).assumptions]
        assert told == ["spreadsheet-date"] * 2
        assert project.compute().assumptions == ()


def test_no_dimension_is_proposed_of_them(tmp_path: Path) -> None:
    """A category in indicators.toml would say that somebody wants it so."""
    (tmp_path / "t.csv").write_text(
        "id,age\n" + "".join(f"{n},{a}\n" for n, a in enumerate(AGES * 3)), encoding="utf-8"
    )
    assert "age" not in Project.open(tmp_path / "t.csv").framework.dimensions
