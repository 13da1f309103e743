"""Rows that are new, gone or changed since a report are told by the marks that it keeps of them."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli import Project
from roundtable_cli.comparison.causes import row_changes
from roundtable_cli.comparison.causes.project_states import digest_tables
from roundtable_cli.comparison.freezing import frozen_file, marking_key
from tests.comparison.small_project import ROWS, make_frozen_project, write_visits


def find_changes(folder: Path, secret: bytes | None) -> dict[str, row_changes.TableChanges]:
    """What has changed in the tables of the frozen project."""
    project, report = Project.open(folder), frozen_file.read_report(folder, "2018Q4")
    return row_changes.compare_tables(report, project.sources, digest_tables(project, ["visits"]), secret)


def test_rows_are_told_by_key_and_changes_by_column(tmp_path: Path) -> None:
    """One is gone, one is changed in two columns, one is new; an unchanged file is not compared."""
    folder = make_frozen_project(tmp_path / "p")
    secret = marking_key.read_key(folder)
    assert find_changes(folder, secret) == {}
    write_visits(folder, [ROWS[0], "V2,P2,f,talk,2018-10-09,250", *ROWS[3:], "V9,P9,f,course,2018-12-30,1"])
    changes = find_changes(folder, secret)["visits"]
    assert changes.added == (("visits.csv", 6),)
    assert changes.removed == (("visits.csv", 4),)
    assert changes.changed == {("sex", "kind"): (("visits.csv", 3),)}
    assert changes.changed_columns == {"sex": 1, "kind": 1}
    assert changes.changed_rows == (("visits.csv", 3),)


def test_without_the_key_of_the_marks_no_row_is_compared(tmp_path: Path) -> None:
    """The files differ, and that is all that is said."""
    folder = make_frozen_project(tmp_path / "p")
    write_visits(folder, ROWS[1:])
    changes = find_changes(folder, None)["visits"]
    assert changes.is_unmarked
    assert (changes.added, changes.removed, changes.changed_rows) == ((), (), ())
