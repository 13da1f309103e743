"""Help, and completion in the shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from roundtable_cli.cli.main import COMMAND_NAMES, main
from roundtable_cli.output.formats.registry import FORMATS
from tests.cli.test_get import call
from tests.conftest import ROOT, Make, Run

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


def help_of(*arguments: str) -> str:
    """The help page, 80 columns wide."""
    done = CliRunner().invoke(main, [*arguments, "--help"], prog_name="rt-stats", terminal_width=80)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.parametrize("command", COMMAND_NAMES)
def test_every_command_has_an_example(command: str) -> None:
    """The help of each command has examples of that command, which use no option that it lacks."""
    page = help_of(command)
    examples = re.findall(rf"rt-stats {command}\b.*", page.partition("Examples:")[2].partition("Options:")[0])
    assert examples
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", page.partition("Options:")[2]))
    for example in examples:
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", example)) <= known, example


@pytest.mark.parametrize("command", COMMAND_NAMES)
def test_every_option_is_explained(command: str) -> None:
    """Every option of every command has its help."""
    with click.Context(main) as context:
        found = main.get_command(context, command)
    assert found
    assert [option.name for option in found.params if isinstance(option, click.Option) and not option.help] == []


@pytest.mark.parametrize("command", COMMAND_NAMES)
def test_shared_options(command: str) -> None:
    """Every command takes the project, its definitions and tables, the language, format and file in the same words.

    `init` has no project yet, and writes a folder; `guide` needs none.
    """
    with click.Context(main) as context:
        found = main.get_command(context, command)
    assert found
    spelled = {name for option in found.params for name in option.opts}
    shared = {"-d", "--data", "--indicators", "--table", "--lang", "-f", "--format", "-o", "--output", "--debug"}
    without = {"init": {"--lang", "--debug"}, "guide": set[str]()}
    assert without.get(command, shared) <= spelled


def test_top_page() -> None:
    """The top page has an example, the commands, and what the exit codes mean."""
    page = " ".join(help_of().split())
    assert "rt-stats summary" in page
    assert all(command in page for command in COMMAND_NAMES)
    assert "0 done, 1 the answer is no, 2 it could not be done" in page


def test_short_help() -> None:
    """-h is --help, at the top and for a command."""
    for arguments in ((), ("summary",)):
        done = CliRunner().invoke(main, [*arguments, "-h"], prog_name="rt-stats", terminal_width=80)
        assert done.stdout == help_of(*arguments)
