"""The file of a report: the same bytes each time, and no other report than the one that was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.comparison.freezing import frozen_file
from roundtable_cli.comparison.freezing.frozen_report import FrozenReport
from tests.comparison.small_project import make_frozen_project, make_project


@pytest.fixture
def frozen(tmp_path: Path) -> tuple[Path, FrozenReport]:
    """The file of a report, and the report."""
    make_frozen_project(tmp_path / "project")
    return tmp_path / "project" / "reports" / "2018Q4.json", frozen_file.read_report(tmp_path / "project", "2018Q4")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Every value with its digits, every mark, the definitions to the letter."""
    _, report = Project.open(make_project(tmp_path)).freeze("2018Q4")
    assert frozen_file.read_report(tmp_path, "2018Q4") == report


def test_a_rerun_writes_the_same_bytes(tmp_path: Path, frozen: tuple[Path, FrozenReport]) -> None:
    """And only with leave: without it a report is never overwritten."""
    before = frozen[0].read_bytes()
    with pytest.raises(Refused, match="--replace"):
        Project.open(tmp_path / "project").freeze("2018Q4")
    Project.open(tmp_path / "project").freeze("2018Q4", replace=True)
    assert frozen[0].read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value": 2,', '"value": 3,'),
        ('"program"', ' "program"'),
        ('"frozen_report": 1', '"frozen_report": 2'),
        ("}\n", "}"),
        ("People", "people"),
    ],
)
def test_an_edit_by_hand_is_told(tmp_path: Path, frozen: tuple[Path, FrozenReport], old: str, new: str) -> None:
    """A changed letter anywhere, a line more or less: the report is refused, and named so in the list."""
    text = frozen[0].read_text(encoding="utf-8")
    assert old in text
    frozen[0].write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused, match=r"2018Q4\.json: the file was changed"):
        frozen_file.read_report(tmp_path / "project", "2018Q4")


def test_other_line_ends_are_no_edit(tmp_path: Path, frozen: tuple[Path, FrozenReport]) -> None:
    """Git may write a file with the line ends of Windows."""
    frozen[0].write_bytes(frozen[0].read_bytes().replace(b"\n", b"\r\n"))
    assert frozen_file.read_report(tmp_path / "project", "2018Q4") == frozen[1]


def test_a_report_of_a_newer_program_is_told(tmp_path: Path, frozen: tuple[Path, FrozenReport]) -> None:
    """Its form may say something that this program does not know."""
    newer = frozen[1].to_mapping() | {"frozen_report": 2, "program": "9.0"}
    frozen[0].write_text(frozen_file.encode_report(newer), encoding="utf-8")
    with pytest.raises(Refused, match=r"newer program, rt-stats 9\.0"):
        frozen_file.read_report(tmp_path / "project", "2018Q4")


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe{", b'{\n"frozen_report": 1\n}\n'])
def test_what_is_no_report_is_refused(tmp_path: Path, frozen: tuple[Path, FrozenReport], content: bytes) -> None:
    """With the name of the file, whatever it holds."""
    frozen[0].write_bytes(content)
    with pytest.raises(Refused, match=r"2018Q4\.json"):
        frozen_file.read_report(tmp_path / "project", "2018Q4")


@pytest.mark.usefixtures("frozen")
def test_an_unknown_name_gets_the_nearest(tmp_path: Path) -> None:
    """As everywhere."""
    with pytest.raises(Refused, match='did you mean "2018Q4"'):
        frozen_file.read_report(tmp_path / "project", "2018Q3")
