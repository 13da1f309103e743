"""A completed name is one word of the command line, whatever it holds, and a shell runs nothing of it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Make
from tests.in_process import call

PLACES = ["Ысык Көл $(touch ran)", "a`touch ran`'b\"c", "x*,y;&|!\\", "\x1b[31m", "\u202eodd", "two\nlines"]
SEEN = PLACES[:3]
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return '"' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"'


@pytest.fixture
def folder(make: Make) -> Path:
    """A project with these categories."""
    categories = "".join(f"[dimensions.place.categories.{quoted(place)}]\n" for place in PLACES)
    toml = f'[dimensions.place]\ncolumn = "place"\n{categories}[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    return make(toml, {"t": "id,place\n1,x\n"})


def offered(folder: Path, shell: str, typed: str, current: str = "", **environment: str) -> list[str]:
    """The candidates that a shell gets for a line, as it gets them."""
    words = {"COMP_LINE": typed, "COMP_CURRENT": current} if shell == "bash" else {"COMP_WORDS": typed}
    position = current if shell == "fish" else str(len(typed.split()) - 1)
    done = call(cwd=folder, COMP_CWORD=position, _RT_STATS_COMPLETE=f"{shell}_complete", **words, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_bash_is_given_words_of_its_own(folder: Path) -> None:
    """It inserts them as they are: unquoted, or behind the quotation mark that was typed."""
    line = "rt-stats summary --where place="
    found = [text.removeprefix("plain,") for text in offered(folder, "bash", line, "=")]
    assert [shlex.split(text) for text in found] == [[place] for place in SEEN]
    assert offered(folder, "bash", f"{line}'Ыс", "'Ыс") == [f"plain,{SEEN[0]}"]
    assert offered(folder, "bash", f'{line}"a', '"a') == [r"plain,a\`touch ran\`'b\"c"]
    assert offered(folder, "bash", "rt-stats summary --where=place=Ысык\\ К", r"Ысык\ К") == [f"plain,{found[0]}"]


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_quote_themselves(folder: Path, shell: str) -> None:
    """They are given the names as they are; what can't be seen is not offered."""
    lines = offered(folder, shell, "rt-stats summary --where place=", "place=")
    found = [line.removeprefix("plain,") for line in lines if "place=" in line]
    assert found == [f"place={place}" for place in SEEN]
    lines = offered(folder, shell, "rt-stats summary --where=place=a", "--where=place=a")
    (whole,) = [line for line in lines if "a`" in line]
    assert whole.removeprefix("plain,") == f"--where=place={SEEN[1]}"


def test_fish_keeps_commas() -> None:
    """A value with one is not cut."""
    assert 'string split -m 1 ","' in call(_RT_STATS_COMPLETE="fish_source").stdout


@needs_bash
@pytest.mark.long
def test_bash_runs_nothing_of_a_name(folder: Path, tmp_path: Path) -> None:
    """What its function offers is read back, by bash itself, as the names."""
    command = tmp_path / "rt-stats"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m roundtable_cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = """
        eval "$(_RT_STATS_COMPLETE=bash_source rt-stats)"
        COMP_WORDS=(rt-stats summary --where place =); COMP_CWORD=4
        COMP_LINE="rt-stats summary --where place="; COMP_POINT=${#COMP_LINE}
        _rt_stats_completion rt-stats; eval "printf '%s\\0' ${COMPREPLY[*]}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", script], cwd=folder, capture_output=True, encoding="utf-8", check=True,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.stdout.split("\0")[:-1] == SEEN
    assert not (folder / "ran").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_who_asks_and_is_no_shell_gets_the_commands(shell: str) -> None:
    """A variable that is missing, or holds no number, ends in no error."""
    done = call(_RT_STATS_COMPLETE=f"{shell}_complete", COMP_WORDS="rt-stats", COMP_CWORD="x")
    assert (done.returncode, done.stderr) == (0, "")
    assert "summary" in done.stdout
