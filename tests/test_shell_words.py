"""A command that is shown can be pasted: a shell finds the name in it, and runs nothing of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from roundtable_cli.shell_words import double_quoted_argument, shell_argument

NAMES = [
    "a.csv",
    "a b.csv",
    "$(touch ran)",
    "`touch ran`",
    "a'b\"c\\d",
    "!x",
    "\x1b[31m'\u202e",
    "\udc91\\x\n",
    "Ош №1",
]


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_a_shell_finds_the_names(tmp_path: Path) -> None:
    """Each is one word, the same bytes."""
    words = [quote(name) for quote in (shell_argument, double_quoted_argument) for name in NAMES]
    script = f"printf '%s\\0' {' '.join(words)}"
    done = subprocess.run(["bash", "--norc", "-c", script], cwd=tmp_path, capture_output=True, check=True)
    assert [os.fsdecode(word) for word in done.stdout.split(b"\0")[:-1]] == NAMES * 2
    assert script.isprintable()
    assert [*tmp_path.iterdir()] == []


def test_double_quotes() -> None:
    """Only where they are needed, and enough."""
    assert [double_quoted_argument(name) for name in ("a.csv", "a b.csv", "a$b")] == ["a.csv", '"a b.csv"', "'a$b'"]
