"""Markdown that tells the truth: every `console` block of a page shows what its commands print.

A page is run from top to bottom in one folder that has copies of `data` and `tests/projects`, so that what one block
writes the next can read. A fenced block whose first line names a file, as in "```csv visits.csv", is written to that
file of that folder. `$ cd FOLDER` stays in force to the end of the page. `RT_STATS_REFRESH=1 pytest` writes into the
pages what the commands print.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.conftest import ROOT

REFRESH = "RT_STATS_REFRESH"
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)(?: +(?P<file>[\w./-]+))?\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S
)


def blocks_of(text: str, language: str) -> list[str]:
    """The bodies of the fenced blocks in a language, without their indent."""
    return [textwrap.dedent(found["body"]) for found in BLOCK.finditer(text) if found["language"] == language]


def copy_examples(folder: Path) -> Path:
    """A folder like a clone: with `data` and `tests/projects`, and no project of its own."""
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copytree(ROOT / "tests" / "projects", folder / "tests" / "projects")
    return folder


def install_command(folder: Path) -> Path:
    """A folder in which `rt-stats` is the program under test, for the PATH of a shell."""
    script = folder / "rt-stats"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m roundtable_cli "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return folder


class Console:
    """A shell on a terminal of 80 columns, in a folder; `programs` is where it finds `rt-stats`."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.home, self.folder = programs, folder, folder

    def run(self, command: str) -> str:
        """What a command prints, both streams in order."""
        if command.startswith("cd "):
            self.folder = self.folder / command.removeprefix("cd ").strip()
            return "" if self.folder.is_dir() else f"no folder {self.folder}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("RT_STATS")}
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=inherited
            | {
                "PATH": f"{self.programs}:{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "COLUMNS": "80",
                "LC_ALL": "C.UTF-8",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return done.stdout

    def show(self, block: str) -> str:
        """A block with the output of each of its commands below it, and an empty line after what is printed."""
        commands = [line for line in block.splitlines() if line.startswith("$ ")]
        shown = ""
        for command in commands:
            output = self.run(command.removeprefix("$ "))
            shown += f"{command}\n{output}" + ("\n" if output and not output.endswith("\n") else "")
            shown += "\n" if output and command is not commands[-1] else ""
        return shown

    def refresh_page(self, text: str) -> str:
        """A page as it should be: the files that it names are written, and its console blocks are run, in order."""

        def renew(found: re.Match[str]) -> str:
            body = textwrap.dedent(found["body"])
            if found["file"]:
                target = self.home / found["file"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(body, encoding="utf-8")
            if found["language"] != "console":
                return found[0]
            first, last = found[0].splitlines()[0], found[0].splitlines()[-1]
            return f"{first}\n{textwrap.indent(self.show(body), found['indent'])}{last}"

        return BLOCK.sub(renew, text)


def check_page(page: Path, console: Console) -> None:
    """The page shows what its commands print; with `RT_STATS_REFRESH=1` it is made to."""
    text = page.read_text(encoding="utf-8")
    fresh = console.refresh_page(text)
    if os.environ.get(REFRESH):
        page.write_text(fresh, encoding="utf-8")
    assert text == fresh, f"{page.name} is stale: run {REFRESH}=1 pytest tests/test_readme.py tests/guides"
