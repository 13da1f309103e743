"""What a frozen report holds: the values as `summary` has them, and what they rest on."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.comparison.freezing import frozen_file, report_freezing
from tests.comparison.small_project import DEFINITIONS, ROWS, make_project, write_visits


def test_the_values_of_a_period(tmp_path: Path) -> None:
    """Worked by hand: P1 and P2 came to a course in the quarter; 100 + 250 + 100 + 75.5 was told in it."""
    project = Project.open(make_project(tmp_path))
    _, report = project.freeze("2018Q4")
    assert [(one.code, one.cell, one.value, one.rows, one.repeats) for one in report.values] == [
        ("trained", (), 2, 3, 1),
        ("trained", (("sex", "f"),), 1, 2, 1),
        ("trained", (("sex", "m"),), 1, 1, 0),
        ("income", (), Decimal("525.5"), 4, 0),
    ]
    assert [(line.code, line.to_date, line.milestone, line.target) for line in report.tracking] == [
        ("trained", 3, 3, 10),
        ("income", Decimal("585.5"), None, None),
    ]
    assert report.definitions["indicators.toml"] == DEFINITIONS
    assert [file.sha256 for file in report.files] == [
        hashlib.sha256((tmp_path / "visits.csv").read_bytes()).hexdigest()
    ]


def test_a_name_that_is_no_period_is_of_all_records(tmp_path: Path) -> None:
    """Or of the period beside it; a name that begins as a period does, and is none, is refused."""
    project = Project.open(make_project(tmp_path))
    assert project.freeze("final")[1].values[0].value == 3
    assert project.freeze("annual", period="2018Q3")[1].values[0].value == 1
    with pytest.raises(Refused, match="2018Q5"):
        project.freeze("2018Q5")
    assert frozen_file.list_report_names(tmp_path) == ["annual", "final"]


@pytest.mark.parametrize("name", ["../2018", "a/../../b", "", ".hidden", "a b", "2018."])
def test_a_name_stays_in_the_folder(tmp_path: Path, name: str) -> None:
    """A report is a file of the folder `reports`, and of no other."""
    project = Project.open(make_project(tmp_path / "project"))
    with pytest.raises(Refused):
        project.freeze(name)
    assert sorted(path.name for path in tmp_path.rglob("*.json")) == ["datapackage.json"]


def test_a_fiscal_year_has_a_file_of_its_own(tmp_path: Path) -> None:
    """2008/09 is not September 2008."""
    assert frozen_file.report_path(tmp_path, "2008/09") != frozen_file.report_path(tmp_path, "2008-09")


def test_a_refused_value_freezes_nothing(tmp_path: Path) -> None:
    """Where a cell can't be read, there is no report, and no file is left."""
    project = Project.open(make_project(tmp_path))
    write_visits(tmp_path, ["V1,P1,f,course,2018-10-02,many"])
    with pytest.raises(Refused, match=r"visits\.csv row 2"):
        project.freeze("2018Q4")
    assert not (tmp_path / "reports").exists()


def test_a_missing_definition_file_is_no_text(tmp_path: Path) -> None:
    """A project whose tables no schema declares is frozen too."""
    project_folder = make_project(tmp_path)
    (project_folder / "datapackage.json").unlink()
    _, report = Project.open(project_folder).freeze("2018Q4")
    assert [*report.definitions] == ["indicators.toml"]
    assert report.values[0].value == 2
    assert report_freezing.digest_file(project_folder / "visits.csv") == report.files[0].sha256


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=pytest.mark.long)])
def test_every_engine_keeps_the_same_bytes(tmp_path: Path, engine: str) -> None:
    """And finds the same causes afterwards, so that colleagues may each use their own."""
    path, _ = Project.open(make_project(tmp_path)).freeze("2018Q4")
    kept = path.read_bytes()
    again, _ = Project.open(tmp_path, engine=engine).freeze("2018Q4", replace=True)
    assert again.read_bytes() == kept
    write_visits(tmp_path, [*ROWS[1:], "V6,P9,f,course,2018-12-30,7"])
    moved = Project.open(tmp_path, engine=engine).diff("2018Q4").moved
    assert moved == Project.open(tmp_path).diff("2018Q4").moved != ()
