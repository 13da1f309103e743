"""The README tells the truth: what it shows is what the commands print.

`RT_STATS_REFRESH=1 pytest tests/test_readme.py` writes what they print into it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def printed(command: str, folder: Path) -> str:
    """What a command of the README prints, on a terminal of 80 columns, both streams in order."""
    path = f"{folder}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "COLUMNS": "80", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.stdout


def shown(block: str, folder: Path) -> str:
    """A block with the output of each of its commands below it."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    parts = [f"{command}\n{printed(command.removeprefix('$ '), folder)}" for command in commands]
    return "\n".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


@pytest.fixture
def shim(tmp_path: Path) -> Path:
    """A folder in which `rt-stats` is the program under test."""
    script = tmp_path / "rt-stats"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m roundtable_cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return tmp_path


def test_the_readme_shows_what_the_commands_print(shim: Path) -> None:
    """Every console block of the README is what a reader will see."""
    text = README.read_text(encoding="utf-8")
    fresh, blocks = BLOCK.subn(lambda match: shown(match[1], shim), text)
    if os.environ.get("RT_STATS_REFRESH"):
        README.write_text(fresh, encoding="utf-8")
    assert blocks >= 5
    assert text == fresh, "the README is stale: run RT_STATS_REFRESH=1 pytest tests/test_readme.py"


def test_the_project_of_the_readme_works(tmp_path: Path, shim: Path) -> None:
    """The definitions that a newcomer copies compute as they stand."""
    text = README.read_text(encoding="utf-8")
    (block,) = re.findall(r"^ *```toml\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "indicators.toml").write_text(re.sub(r"^   ", "", block, flags=re.MULTILINE), encoding="utf-8")
    rows = "person_id,sex,kind\nP1,f,training\nP1,f,training\nP2,man,training\nP3,,training\nP4,f,visit\n"
    (tmp_path / "attendance.csv").write_text(rows, encoding="utf-8")
    assert printed(f"rt-stats get people_trained share_women --data {tmp_path}", shim) == "3\n50\n"


def test_the_python_of_the_readme_runs() -> None:
    """The lines under From Python run in a clone and print a line per category and a total."""
    (block,) = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["female", "male", "total"]
