"""`rt-stats report`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

pytestmark = pytest.mark.in_process


def test_markdown_on_the_screen_and_in_a_file(run: Run, tmp_path: Path) -> None:
    """Without -o it is printed; a file has the same."""
    printed = run("report", "activists", "-d", "sample")
    assert printed.returncode == 0
    assert run("report", "activists", "-d", "sample", "-o", tmp_path / "r.md").returncode == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == printed.stdout


def test_endings_that_are_none(run: Run, tmp_path: Path) -> None:
    """A format in which no report is written is refused, with those that there are."""
    done = run("report", "-d", "sample", "-o", tmp_path / "r.csv")
    assert done.returncode == 2
    assert ".html" in done.stderr
    assert not (tmp_path / "r.csv").exists()


def test_without_the_library_of_charts(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HTML is refused in one line that says which extra it needs, and nothing is written."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    done = run("report", "activists", "-d", "sample", "-o", tmp_path / "r.html")
    assert done.returncode == 2
    assert "roundtable-cli[report]" in done.stderr
    assert len(done.stderr.strip().split("\n")) == 1
    assert not (tmp_path / "r.html").exists()
