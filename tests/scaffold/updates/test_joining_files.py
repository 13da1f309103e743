"""A file that a table can't take does not break the table: it is left out with why, or told where it is wanted so."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.finding_codes import FOREIGN_KEY_ERROR, PRIMARY_KEY_ERROR, TYPE_ERROR
from roundtable_cli.scaffold import new_project

HEADINGS = "visit_id;person_id;paid;day\n"
ROWS = "V1;P1;8847,57;05.01.2024\nV2;P2;100,5;06.01.2024\nV3;P1;7,25;07.01.2024\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of visits, whose key is the visit, with numbers that have decimal commas."""
    (tmp_path / "visits.csv").write_text(HEADINGS + ROWS, encoding="utf-8")
    new_project.write_project(tmp_path / "made", [tmp_path / "visits.csv"])
    return tmp_path / "made"


def new_file(tmp_path: Path, name: str, rows: str) -> Path:
    """A file of visits."""
    path = tmp_path / name
    path.write_text(HEADINGS + rows, encoding="utf-8")
    return path


def total_paid(folder: Path) -> float:
    """The sum of what was paid."""
    (total,) = (result for result in Project.open(folder).compute() if result.indicator.measure == "sum")
    return float(str(total.value))


def test_a_column_written_in_another_way_is_told_by_column(folder: Path, tmp_path: Path) -> None:
    """With how the others have it; nothing is written, and the table still gives its numbers."""
    file = new_file(tmp_path, "us.csv", "V4;P1;4,000.50;04/05/2024\nV5;P1;4,001.50;04/25/2024\n")
    with pytest.raises(Refused, match="then add the file again") as refused:
        Project.open(folder).add([file])
    assert [(finding.column, finding.row) for finding in refused.value.findings] == [("paid", 2), ("day", 2)]
    assert 'like "8847,57"' in refused.value.findings[0].remedy
    assert not (folder / "us.csv").exists()
    assert total_paid(folder) == 8955.32


def test_only_the_broken_one_of_several_is_left_out(folder: Path, tmp_path: Path) -> None:
    """The others join; the reason names the row."""
    good, bad = (
        new_file(tmp_path, "a.csv", "V4;P1;1,5;08.01.2024\n"),
        new_file(tmp_path, "b.csv", "V5;P1;x;09.01.2024\n"),
    )
    added = Project.open(folder).add([good, bad])
    assert [line.partition(" ")[0] for line in added.lines] == ["a.csv"]
    assert [(finding.file, finding.code, finding.row) for finding in added.left_out] == [("b.csv", TYPE_ERROR, 2)]
    assert total_paid(folder) == 8956.82


def test_a_key_that_comes_again_has_a_way_out(folder: Path, tmp_path: Path) -> None:
    """The row is named, and the command that says that ids may come again; then the file can be added."""
    file = new_file(tmp_path, "q2.csv", "V1;P9;1,5;08.04.2024\n")
    with pytest.raises(Refused, match=r"--without-key visits says so.*then add the file again") as refused:
        Project.open(folder).add([file])
    assert refused.value.findings[0].code == PRIMARY_KEY_ERROR
    assert Project.open(folder).declare(without_key=["visits"])
    assert Project.open(folder).add([file]).faults == ()


def test_a_table_that_is_named_takes_a_key_that_comes_again(folder: Path, tmp_path: Path) -> None:
    """And the fault is told."""
    file = new_file(tmp_path, "q2.csv", "V1;P9;1,5;08.04.2024\n")
    added = Project.open(folder).add([file], to="visits")
    assert [finding.code for finding in added.faults] == [PRIMARY_KEY_ERROR]


def test_a_reference_to_what_comes_later_is_told(tmp_path: Path) -> None:
    """It does not keep the file out: the row that it names may come with the next file."""
    (tmp_path / "people.csv").write_text("person_id,sex\nP1,f\nP2,m\nP3,f\n", encoding="utf-8")
    (tmp_path / "visits.csv").write_text("visit_id,person_id\nV1,P1\nV2,P2\nV3,P1\nV4,P3\n", encoding="utf-8")
    folder = tmp_path / "made"
    new_project.write_project(folder, [tmp_path / "people.csv", tmp_path / "visits.csv"])
    (tmp_path / "q2.csv").write_text("visit_id,person_id\nV5,P7\n", encoding="utf-8")
    added = Project.open(folder).add([tmp_path / "q2.csv"])
    assert len(added.lines) == 1
    assert [finding.code for finding in added.faults] == [FOREIGN_KEY_ERROR]
