"""What is wrong with one file as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.checking import check_run, file_checks
from roundtable_cli.checking.check_run import Report
from roundtable_cli.tables.reading.open_files import open_table_file
from roundtable_cli.tables.table import Table


def check(folder: Path, content: str) -> Report:
    """The report on a file."""
    path = folder / "t.csv"
    path.write_text(content, encoding="utf-8")
    task = file_checks.plan_file_checks(open_table_file(path, Table("t", (path,))))
    return check_run.run_check_tasks([task])[0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2\n", []),
        ("a,b\n", [("no-rows", None)]),
        ("a,\n1,2\n", [("blank-label", 1)]),
        ("a,a\n1,2\n", [("duplicate-label", 1)]),
        ("a,b\n1,#REF!\n", [("formula-error", 2)]),
        ("a,b\n1,2,3\n", [("extra-cell", 2)]),
    ],
)
def test_each_check_of_a_file(tmp_path: Path, content: str, told: list[tuple[str, int | None]]) -> None:
    """Each fault of a file is told with its row."""
    assert [(finding.code, finding.row) for finding in check(tmp_path, content).findings] == told


def test_a_report_says_how_a_file_was_read(tmp_path: Path) -> None:
    """What can't be found out is None, and the finding says why."""
    assert check(tmp_path, "a;b\n1;2\n3;4\n")._replace(findings=()) == Report("t.csv", "utf-8", ";", 1, 2, 2)
    empty = check(tmp_path, "")
    assert (empty.rows, empty.columns, [finding.code for finding in empty.findings]) == (None, None, ["source-error"])
