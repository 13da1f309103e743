"""The README tells the truth: what it shows is what the commands print.

`RT_STATS_REFRESH=1 pytest tests/test_readme.py` writes what they print into it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.consoles import Console, blocks_of, check_page, copy_examples, install_command

README = ROOT / "README.md"


@pytest.fixture
def console(tmp_path: Path) -> Console:
    """A shell in a folder like a clone, in which `rt-stats` is the program under test."""
    return Console(install_command(tmp_path), copy_examples(tmp_path))


def test_the_readme_shows_what_the_commands_print(console: Console) -> None:
    """Every console block of the README is what a reader will see."""
    assert len(blocks_of(README.read_text(encoding="utf-8"), "console")) >= 5
    check_page(README, console)


def test_the_project_of_the_readme_works(tmp_path: Path, console: Console) -> None:
    """The definitions that a newcomer copies compute as they stand."""
    (block,) = blocks_of(README.read_text(encoding="utf-8"), "toml")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "indicators.toml").write_text(block, encoding="utf-8")
    rows = "person_id,sex,kind\nP1,f,training\nP1,f,training\nP2,man,training\nP3,,training\nP4,f,visit\n"
    (folder / "attendance.csv").write_text(rows, encoding="utf-8")
    assert console.run(f"rt-stats get people_trained share_women --data {folder}") == "3\n50\n"


def test_the_python_of_the_readme_runs() -> None:
    """The lines under From Python run in a clone and print a line per category and a total."""
    (block,) = blocks_of(README.read_text(encoding="utf-8"), "python")
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["female", "male", "total"]
