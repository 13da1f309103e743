"""Files beside datapackage.json that no table names are told, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.checking import unused_files
from tests.conftest import Run
from tests.tables.workbooks import xlsx

NAMES = ("feb.csv", "Mar 2.XLSX", "apr.parquet", "may.csv.gz")
OTHERS = (".hidden.csv", "~$Mar 2.xlsx", "notes.txt", "indicators.toml", "photo.jpg")


def test_files_of_data_that_no_table_names_are_told(tmp_path: Path) -> None:
    """Each in a report of its own, with the command that adds it; folders, hidden and other files are left alone."""
    for name in ("jan.csv", "datapackage.json", *NAMES, *OTHERS):
        (tmp_path / name).write_text("id\n1\n")
    (tmp_path / "old.csv").mkdir()
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "jun.csv").write_text("id\n1\n")

    reports = [*unused_files.report_unused_files(tmp_path, [tmp_path / "jan.csv"])]

    assert {report.file for report in reports} == {*NAMES}
    assert {report.findings[0].remedy for report in reports} == {
        "to count it: rt-stats add feb.csv",
        'to count it: rt-stats add "Mar 2.XLSX"',
        "to count it: rt-stats add apr.parquet",
        "to count it: rt-stats add may.csv.gz",
    }


def test_without_datapackage_every_file_is_a_table(tmp_path: Path) -> None:
    """Nothing is unused."""
    (tmp_path / "feb.csv").write_text("id\n1\n")

    assert [*unused_files.report_unused_files(tmp_path, [])] == []


@pytest.fixture
def project_folder(tmp_path: Path) -> Path:
    (tmp_path / "jan.csv").write_text("id\n1\n2\n")
    (tmp_path / "datapackage.json").write_text('{"resources": [{"name": "visits", "path": "jan.csv"}]}')
    (tmp_path / "plan.csv").write_text("code,period,target\nvisits,lop,5\n")
    (tmp_path / "indicators.toml").write_text(
        '[project]\nplan = "plan.csv"\n[indicators.visits]\ntable = "visits"\nmeasure = "count"\n'
    )
    return tmp_path


def test_a_project_without_other_files_is_clean(project_folder: Path) -> None:
    """Neither the plan nor the results that were written there are data."""
    (project_folder / "out.csv").write_text("code,indicator,value,unit\nvisits,Visits,2,\n")

    assert [report.file for report in Project.open(project_folder).check()] == ["jan.csv"]


def test_a_project_tells_them_after_its_tables(project_folder: Path) -> None:
    """The new month's file, copied into the folder."""
    (project_folder / "feb.csv").write_text("id\n3\n")

    assert [
        (report.file, [finding.code for finding in report.findings]) for report in Project.open(project_folder).check()
    ] == [
        ("jan.csv", []),
        ("feb.csv", ["unused-file"]),
    ]


def test_a_workbook_of_results_is_no_data(project_folder: Path, run: Run) -> None:
    """It says itself that this program wrote it; another workbook does not."""
    assert run("summary", "--data", project_folder, "-o", project_folder / "summary.xlsx").returncode == 0
    (project_folder / "other.xlsx").write_bytes(xlsx([["a", "b"], [1, 2]]))

    reports = Project.open(project_folder).check()

    assert [report.file for report in reports if report.file.endswith(".xlsx")] == ["other.xlsx"]
