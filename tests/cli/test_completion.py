"""Completion in the shell."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from roundtable_cli.cli.main import COMMAND_NAMES
from roundtable_cli.output.formats.registry import FORMATS
from tests.conftest import ROOT, Make, Run
from tests.in_process import call

PEOPLE = '[dimensions.sex]\ncolumn = "sex"\n[indicators.people]\nlabel = "P"\ntable = "people"\nmeasure = "count"\n'
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")


def completed(*words: str, cwd: Path | None = None) -> set[str]:
    """What the shell offers for the last of the words typed."""
    typed = shlex.join(words)
    done = call(
        cwd=cwd, COMP_WORDS=typed + (" " if not words[-1] else ""), COMP_CWORD=str(len(words) - 1),
        _RT_STATS_COMPLETE="bash_complete",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return {line.partition(",")[2] for line in done.stdout.splitlines()}


def test_commands() -> None:
    """Commands complete."""
    assert completed("rt-stats", "s") == {command for command in COMMAND_NAMES if command.startswith("s")}


def test_codes(make: Make) -> None:
    """The codes of the project's indicators complete, of a project that is named before them too."""
    folder = make(PEOPLE, {"people": "id,sex\n1,f\n"})
    assert completed("rt-stats", "get", "p", cwd=folder) == {"people"}
    assert completed("rt-stats", "summary", "--data", str(folder), "p") == {"people"}


def test_codes_of_the_sample() -> None:
    """Where there is no project the sample's codes complete."""
    assert completed("rt-stats", "get", "staff") == {"staff_trained", "staff_advised"}


def test_dimensions() -> None:
    """Dimensions complete after --by, the units of time among them, and after --where with their equals sign."""
    assert completed("rt-stats", "summary", "--by", "s") == {"sex", "settlement"}
    assert "quarter" in completed("rt-stats", "summary", "-b", "q")
    assert completed("rt-stats", "summary", "--where", "se") == {"sex=", "settlement="}


def test_formats() -> None:
    """Formats complete, those that the command can write."""
    assert completed("rt-stats", "summary", "-f", "j") == {"json", "jsonl"}
    assert "markdown" not in completed("rt-stats", "get", "-f", "m")
    offered = completed("rt-stats", "summary", "--format", "")
    assert {"table", "csv", "env", "html"} <= offered <= {one.name for one in FORMATS}


def test_broken_project(make: Make) -> None:
    """A project with faults disturbs no completion."""
    folder = make('[indicators.a]\nlabel = "A\n')
    assert completed("rt-stats", "summary", "-f", "cs", cwd=folder) == {"csv"}
    completed("rt-stats", "get", "a", cwd=folder)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(run: Run, shell: str) -> None:
    """There is a script for bash, zsh and fish, which completes the command rt-stats."""
    done = run(_RT_STATS_COMPLETE=f"{shell}_source")
    assert (done.returncode, done.stderr) == (0, "")
    assert "rt-stats" in done.stdout
    assert f"_RT_STATS_COMPLETE={shell}_complete" in done.stdout


@needs_bash
def test_in_bash(tmp_path: Path) -> None:
    """In bash itself the script is taken, and a half-typed code, and a value after its equals sign, are completed."""
    command = tmp_path / "rt-stats"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m roundtable_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = """
        eval "$(_RT_STATS_COMPLETE=bash_source rt-stats)"
        complete -p rt-stats
        COMP_WORDS=(rt-stats get staff_t); COMP_CWORD=2; _rt_stats_completion rt-stats; echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RT_STATS_DATA": str(ROOT / "data")},
    )  # fmt: skip
    registered, offered = done.stdout.splitlines()
    assert registered.endswith(" rt-stats")
    assert offered == "staff_trained"
    assert done.stderr == ""
