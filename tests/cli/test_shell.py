"""The command in real shells: scripts, pipes, full disks, and output that a shell evaluates."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.output.formats import data_formats
from roundtable_cli.output.page import TidyData
from tests.conftest import ROOT

Shell = Callable[..., "subprocess.CompletedProcess[str]"]
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@pytest.fixture
def bash(tmp_path: Path) -> Shell:
    """Runs a script with `rt-stats` on its path, in an empty folder that has a copy of the sample in my-project."""
    command = tmp_path / "bin" / "rt-stats"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m roundtable_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    shutil.copytree(ROOT / "data", tmp_path / "work" / "my-project")

    def run(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RT_STATS", "COLUMNS"))}
        path = f"{command.parent}:{inherited['PATH']}"
        return subprocess.run(
            ["bash", "--norc", "--noprofile", "-c", script],
            cwd=tmp_path / "work", capture_output=True, encoding="utf-8", timeout=60, check=False,
            env=inherited | {"PATH": path} | environment,
        )  # fmt: skip

    return run


@needs_bash
def test_what_a_user_does(bash: Shell, tmp_path: Path) -> None:
    """The lines that a user types work as they are: redirection, substitution, eval, pipes, a file by its ending."""
    done = bash(
        """set -euo pipefail
        cd my-project
        rt-stats summary -f csv > summary.csv
        rt-stats summary -o summary.md
        n=$(rt-stats get staff_trained); eval "$(rt-stats summary -f env)"; echo $n $GRANTS_USD
        rt-stats show > list.txt
        rt-stats show staff_trained > sheet.txt
        cat activists.csv | rt-stats get activists --table activists=-
        cd ..
        rt-stats summary --data my-project --where settlement=S03 --lang ky > s03.txt"""
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "27 61933\n106\n", "")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "work").rglob("*.*")}
    assert "grants_usd,Grant funding for youth initiatives,61933,USD," in written["summary.csv"]
    assert "106 people |" in written["summary.md"]
    assert "mtas_represented" in written["list.txt"]
    assert "Distinct MTA staff members" in written["sheet.txt"]
    assert "көрсөткүч" in written["s03.txt"]


@needs_bash
def test_without_a_project(bash: Shell) -> None:
    """Where there is no project a reader gets the sample, headed so, and a script nothing."""
    done = bash('rt-stats summary | head -n 3; n=$(rt-stats get activists); echo "$? [$n]"')
    assert "SAMPLE DATA" in done.stdout
    assert done.stdout.endswith("2 []\n")
    assert "--data sample" in done.stderr


@needs_bash
def test_closed_pipe(bash: Shell) -> None:
    """A reader that goes away early ends the command quietly: nothing on stderr, no fault for pipefail to see."""
    done = bash("cd my-project; rt-stats summary | head -c 10 > part; echo ${PIPESTATUS[@]}; cat part")
    assert (done.stdout, done.stderr) == ("0 0\nYouth and ", "")


def evaluated(program: str, script: str, *arguments: str, cwd: Path | None = None) -> str:
    """What a shell prints on a script, in an empty environment."""
    flags = ["--norc", "--noprofile"] if program == "bash" else []
    done = subprocess.run(
        [program, *flags, "-c", script, program, *arguments],
        capture_output=True, encoding="utf-8", cwd=cwd, env={"PATH": "/usr/bin:/bin"}, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    "value",
    [
        "$(touch ran)",
        "`touch ran`",
        "x; touch ran",
        "x' ; touch ran; '",
        'x" ; touch ran; "',
        "x\ntouch ran\n",
        "x & touch ran &",
        "\\'; touch ran #",
        "${IFS}touch ran",
        "~",
        "*",
        "! !!",
        "ысык-көл",
        "",
    ],
)
def test_eval_runs_nothing(value: str, tmp_path: Path) -> None:
    """A shell that evaluates env output gets the value as it is, whatever it holds, and runs nothing of it."""
    lines = data_formats.write_env(TidyData(("code", "value"), (("before", 1), ("x", value), ("after", 2))))
    script = 'eval "$1"; printf "%s|%s|%s" "$BEFORE" "$RT_X$X" "$AFTER"'
    assert evaluated("sh", script, lines, cwd=tmp_path) == f"1|{value}|2"
    assert list(tmp_path.iterdir()) == []


@needs_bash
def test_variables_that_do_not_keep() -> None:
    """Whatever an indicator is called, bash gets its value, or is refused it: no variable of its own stands there."""
    own = [name.lower() for name in evaluated("bash", "compgen -v").split() if re.fullmatch("[A-Z][A-Z0-9_]*", name)]
    assert {"groups", "uid"} <= {*own}
    lost = []
    for code in own:
        try:
            line = data_formats.write_env(TidyData(("code", "value"), ((code, 7),)))
        except Refused:
            continue
        done = subprocess.run(
            ["bash", "--norc", "-c", f'eval "$1"; echo "${code.upper()}"', "bash", line],
            capture_output=True, encoding="utf-8", env={"PATH": "/usr/bin:/bin"}, check=False,
        )  # fmt: skip
        if done.stdout != "7\n":
            lost.append(code)
    assert lost == []


@needs_bash
@needs_full
@pytest.mark.parametrize("arguments", ["summary", "get activists -f json", "--help", "get activists -o /dev/full"])
def test_full_disk(bash: Shell, arguments: str) -> None:
    """On a full disk there is one line that says so, and exit code 2."""
    done = bash(f"cd my-project; rt-stats {arguments} > /dev/full")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "No space left" in done.stderr


@needs_bash
def test_closed_streams(bash: Shell) -> None:
    """Without a standard output there is no answer and no traceback, but exit code 2; faults need no standard error."""
    done = bash("cd my-project; rt-stats get activists >&-; echo $?; rt-stats get activsts 2>&-; echo $?")
    assert done.stdout == "2\n2\n"
    assert "Traceback" not in done.stderr
    assert bash("rt-stats guide >&-; rt-stats guide start >&-").stderr == "standard output: is closed\n" * 2
    assert bash("rt-stats --help >&-; echo $? >&2; rt-stats -V >&-; echo $? >&2").stderr == (
        "standard output: is closed\n2\n" * 2
    )
