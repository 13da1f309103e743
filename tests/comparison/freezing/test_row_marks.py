"""Marks tell which rows and columns have changed, and nothing of what is in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project
from roundtable_cli.comparison.freezing import row_marks
from tests.comparison.small_project import ROWS, make_project, write_visits

SECRET = b"s" * 32


def marks_of(folder: Path, secret: bytes = SECRET) -> list[row_marks.RowMark]:
    """The marks of the rows of the table, as a report keeps them."""
    return [*row_marks.read_marks(row_marks.mark_table(Project.open(folder).sources["visits"], secret))]


def test_a_changed_cell_changes_its_own_mark(tmp_path: Path) -> None:
    """The mark of the key, and those of the other columns and rows, stay."""
    before = marks_of(make_project(tmp_path))
    write_visits(tmp_path, [ROWS[0], ROWS[1].replace("250", "260"), *ROWS[2:]])
    after = marks_of(tmp_path)
    assert [mark.key for mark in before] == [mark.key for mark in after]
    changed = [
        (old.row, column)
        for old, new in zip(before, after, strict=True)
        for column in range(6)
        if old.cells[column] != new.cells[column]
    ]
    assert changed == [(3, 5)]


def test_the_same_value_in_another_form_is_no_change(tmp_path: Path) -> None:
    """Spaces around a text, zeros behind a number, another encoding, rows in another order."""
    before = marks_of(make_project(tmp_path))
    text = "\n".join(["visit,person,sex,kind,date,income", *reversed(ROWS)]).replace(",100", ", 100.00 ")
    (tmp_path / "visits.csv").write_bytes(("\ufeff" + text).encode("utf-8"))
    assert {mark._replace(row=0) for mark in marks_of(tmp_path)} == {mark._replace(row=0) for mark in before}


def test_equal_values_have_different_marks(tmp_path: Path) -> None:
    """So that nobody can count how often a value is there; and another secret gives other marks."""
    marks = marks_of(make_project(tmp_path))
    letters = [cell for mark in marks for cell in (mark.key, *mark.cells)]
    assert len({*letters}) == len(letters) == 35
    assert not {*letters} & {cell for mark in marks_of(tmp_path, b"t" * 32) for cell in (mark.key, *mark.cells)}


def test_rows_without_a_key_are_known_by_all_their_cells(tmp_path: Path) -> None:
    """Of rows that are the same in every cell, each has a mark."""
    folder = make_project(tmp_path)
    package = folder / "datapackage.json"
    package.write_text(
        package.read_text(encoding="utf-8").replace('"primaryKey": ["visit"]', '"missingValues": [""]'),
        encoding="utf-8",
    )
    write_visits(folder, [ROWS[0], ROWS[0], ROWS[1]])
    marks = marks_of(folder)
    assert len({mark.key for mark in marks}) == 3
    assert all(mark.cells == () for mark in marks)


def test_a_large_table_has_marks_of_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the report stays small, and says so."""
    monkeypatch.setattr(row_marks, "MAX_MARKED_CELLS", 10)
    monkeypatch.setattr(row_marks, "BLOCK_BYTES", 64)
    folder = make_project(tmp_path)
    _, report = Project.open(folder).freeze("2018Q4")
    assert (report.block_tables, report.marked_rows) == (("visits",), 0)
    assert len(report.tables[0].marks) == -(-(folder / "visits.csv").stat().st_size // 64)
