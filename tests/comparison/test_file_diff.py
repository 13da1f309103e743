"""Two files of a table, told in indicators: with both at hand the effect of every kind of change is exact."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from tests.comparison.small_project import HEADER, ROWS, make_project, write_visits


def write_file(path: Path, rows: list[str]) -> Path:
    """A file of the table."""
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_every_kind_of_change_is_exact(tmp_path: Path) -> None:
    """A row is gone, one is corrected, one is new: what each makes, and in sum the difference."""
    project = Project.open(make_project(tmp_path / "project"))
    rows = [ROWS[0].replace(",100", ",130"), *ROWS[2:], "V6,P9,m,talk,2018-12-30,7"]
    new = write_file(tmp_path / "new.csv", rows)
    comparison = project.diff_files(tmp_path / "project" / "visits.csv", new, "visits", period="2018Q4")
    income = next(value for value in comparison.moved if value.code == "income")
    assert [(cause.kind, cause.effect) for cause in income.causes] == [
        ("rows-removed", Fraction(-250)),
        ("rows-changed", Fraction(30)),
        ("rows-added", Fraction(7)),
    ]
    assert income.difference == Fraction(-213)
    assert not (tmp_path / "project" / "reports").exists()


def test_the_other_files_of_the_table_stay(tmp_path: Path) -> None:
    """Of a table of two files one is exchanged; a file that is none of them stands for the whole table."""
    folder = make_project(tmp_path / "project")
    package = folder / "datapackage.json"
    text = package.read_text(encoding="utf-8").replace('"visits.csv"', '["visits.csv", "more.csv"]')
    package.write_text(text, encoding="utf-8")
    write_visits(folder, ROWS[:2])
    more, new = write_file(folder / "more.csv", ROWS[2:]), write_file(tmp_path / "new.csv", ROWS[3:])
    project = Project.open(folder)
    values = project.diff_files(more, new, "visits").values
    assert [(str(value.old), str(value.new)) for value in values if value.code == "income"] == [("585.5", "485.5")]
    values = project.diff_files(new, new, "visits").values
    assert {(value.old, value.new) for value in values if value.code == "trained" and not value.cell} == {(1, 1)}


def test_what_is_refused(tmp_path: Path) -> None:
    """A table that is not there, a file that is not, a table that nothing reads."""
    folder = make_project(tmp_path / "project")
    project, file = Project.open(folder), folder / "visits.csv"
    for old, table, told in ((file, "visit", "no table"), (folder / "no.csv", "visits", r"no\.csv")):
        with pytest.raises(Refused, match=told):
            project.diff_files(old, file, table)
    (folder / "places.csv").write_text("place\nOsh\n", encoding="utf-8")
    (folder / "datapackage.json").unlink()
    with pytest.raises(Refused, match='no headline indicator reads the table "places"'):
        Project.open(folder).diff_files(folder / "places.csv", folder / "places.csv", "places")
