"""What ends every run: exit codes, messages, a closed pipe; what help says, and what it does not load."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from roundtable_cli.cli.main import COMMAND_NAMES, main
from tests.conftest import ROOT, Run

HEAVY = ("pandas", "narwhals", "tabulate", "numpy", "babel", "duckdb", "pyspark")


@pytest.mark.parametrize("arguments", [("summary",), ("get", "activists"), ("show", "-f", "json"), ("--help",)])
def test_nobody_reads(arguments: tuple[str, ...]) -> None:
    """Written to a pipe that nobody reads, each command ends quietly, with exit code 0."""
    read, write = os.pipe()
    os.close(read)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RT_STATS")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "roundtable_cli", *arguments],
            stdout=write, stderr=subprocess.PIPE, encoding="utf-8", check=False,
            env=environment | {"RT_STATS_DATA": str(ROOT / "data")},
        )  # fmt: skip
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LANG": "C", "LC_ALL": ""}, {"PYTHONIOENCODING": "ascii"}])
def test_utf8_everywhere(run: Run, locale: dict[str, str]) -> None:
    """Output is UTF-8 in every locale, and Cyrillic arguments are understood."""
    done = run("summary", "activists", "-w", "sex=аял", "--lang", "ky", "--data", "sample", **locale)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Демилгелүү топтордогу жаштар активисттери" in done.stdout


def test_a_refusal_is_utf8_everywhere(run: Run) -> None:
    """It quotes what was asked for in Cyrillic letters, in a locale that has none."""
    refused = run("get", "activists", "-w", "sex=аялдын", "--data", "sample", LC_ALL="C")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "аялдын" in refused.stderr


INTERNAL = """
import sys
from roundtable_cli.project import Project

def broken(*_args, **_named):
    raise RuntimeError("a fault of the program")

Project.compute = broken
sys.argv = ["rt-stats", *sys.argv[1:]]
from roundtable_cli.__main__ import main
main()
"""


@pytest.mark.parametrize("debug", [False, True])
def test_internal_error(debug: bool) -> None:
    """An internal error is exit code 2, and a line that names --debug, or with that a traceback."""
    arguments = ["get", "activists", "--data", "sample", *(["--debug"] if debug else [])]
    done = subprocess.run(
        [sys.executable, "-c", INTERNAL, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert ("Traceback" in done.stderr) is debug
    assert ("broken" in done.stderr) is debug
    if not debug:
        assert len(done.stderr.splitlines()) == 1
        assert "--debug" in done.stderr


def test_debug_adds_nothing_to_refusals(run: Run) -> None:
    """What is refused has no traceback, with --debug either."""
    done = run("get", "activsts", "--data", "sample", "--debug")
    assert done.returncode == 2
    assert done.stderr == run("get", "activsts", "--data", "sample").stderr


LOADED = """
import sys
sys.argv = ["rt-stats", *sys.argv[1:]]
from roundtable_cli.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("--version",), *((command, "--help") for command in COMMAND_NAMES)],
    ids=" ".join,
)
def test_light_start(arguments: tuple[str, ...]) -> None:
    """`--help` and `--version` load neither pandas nor narwhals nor tabulate."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    modules = done.stderr.split()
    assert done.returncode == 0
    assert "roundtable_cli.cli.main" in modules
    assert {*HEAVY} & {*modules} == set()
    if not arguments[0].startswith("-v"):
        assert "importlib.metadata" not in modules


def test_a_light_summary() -> None:
    """A summary of one period loads nothing that only tracking many of them needs."""
    command = [sys.executable, "-c", LOADED, "summary", "--data", "sample"]
    modules = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stderr.split()
    assert "roundtable_cli.indicators.computing.computation" in modules
    assert [name for name in modules if "many_periods" in name or ".tracking." in name] == []


def test_no_command(run: Run) -> None:
    """Called without a command it shows its help; the version is a line with a number."""
    assert "summary" in "".join((run().stdout, run().stderr))
    version = run("--version")
    assert (version.returncode, version.stderr) == (0, "")
    assert version.stdout.split()[0] == "rt-stats"
    assert version.stdout.split()[1][0].isdigit()


def test_entry_point() -> None:
    """The installed command is the package's own main."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"rt-stats": "roundtable_cli.__main__:main"}


def test_an_unknown_command(run: Run) -> None:
    """The nearest one is named."""
    done = run("sumary")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'there is no command "sumary": did you mean "summary"?' in done.stderr


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
        own = example.partition("|")[0]  # what follows is another program
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", own)) <= known, example


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

    `init` has no project yet, and writes a folder; `add` writes into one; `guide` needs none. `freeze` and `diff` are
    of the project's own definitions, and `freeze` writes no answer.
    """
    with click.Context(main) as context:
        found = main.get_command(context, command)
    assert found
    spelled = {name for option in found.params for name in option.opts}
    shared = {"-d", "--data", "--indicators", "--table", "--lang", "-f", "--format", "-o", "--output", "--debug"}
    writing = {"-d", "--data", "--lang", "--debug"}
    without = {"init": {"--lang", "--debug"}, "add": writing, "guide": set[str](), "freeze": writing}
    without["diff"] = shared - {"--indicators"}
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("arguments", [("nothing",), ("get", "nothing", "-d", "sample")])
def test_what_went_wrong_can_not_be_said(arguments: tuple[str, ...]) -> None:
    """Where standard error is on a full disk, the exit code says it all the same."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "roundtable_cli", *arguments], stdout=subprocess.PIPE, stderr=full, check=False
        )
    assert (done.returncode, done.stdout) == (2, b"")


def test_too_little_memory_is_no_mistake_of_the_program() -> None:
    """It is told in plain words, with what to do."""
    code = INTERNAL.replace('RuntimeError("a fault of the program")', "MemoryError")
    done = subprocess.run(
        [sys.executable, "-c", code, "summary", "-d", "sample"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("there is not enough memory")
