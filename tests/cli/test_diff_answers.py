"""What `diff` writes of a recount: its exit code says whether every row was found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.comparison.recount.recount_project import draw, fill
from tests.conftest import Run

pytestmark = pytest.mark.in_process


@pytest.mark.parametrize(("word", "code", "failed"), [("yes", 0, 0), ("no", 1, 5)])
def test_a_recount(run: Run, tmp_path: Path, word: str, code: int, failed: int) -> None:
    """0 where all was found, 1 where not; --only-moved leaves out what was found."""
    path = fill(tmp_path / "filled.csv", draw(tmp_path / "p"), lambda _: {"found": word})
    done = run("diff", path, "-d", tmp_path / "p", "-f", "json")
    assert (done.returncode, [line["failed"] for line in json.loads(done.stdout)]) == (code, [failed])
    done = run("diff", path, "-d", tmp_path / "p", "-f", "json", "--only-moved")
    assert len(json.loads(done.stdout)) == (1 if failed else 0)


def test_a_sheet_is_not_written_over(run: Run, tmp_path: Path) -> None:
    """It holds somebody's work."""
    path = fill(tmp_path / "filled.csv", draw(tmp_path / "p"), lambda _: {"found": "yes"})
    before = path.read_bytes()
    assert run("diff", path, "-d", tmp_path / "p", "-o", path).returncode == 2
    assert path.read_bytes() == before


def test_an_empty_sheet_and_a_file_that_is_gone(run: Run, tmp_path: Path) -> None:
    """Exit code 2, and one line."""
    path = fill(tmp_path / "filled.csv", draw(tmp_path / "p"), lambda _: {})
    for file, fault in ((path, "no row is filled in"), (tmp_path / "gone.xlsx", "there is no file")):
        done = run("diff", file, "-d", tmp_path / "p")
        assert (done.returncode, fault in done.stderr) == (2, True)
