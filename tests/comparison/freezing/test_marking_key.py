"""The secret of the marks: made once, for nobody else, and never in git."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.comparison.freezing import marking_key


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    """Only its owner may read it."""
    key = marking_key.obtain_key(tmp_path)
    assert marking_key.obtain_key(tmp_path) == marking_key.read_key(tmp_path) == key
    assert marking_key.key_path(tmp_path).stat().st_mode & 0o777 == 0o600
    assert key.hex()[:16] not in marking_key.name_key(key)


def test_git_leaves_the_secret_out(tmp_path: Path) -> None:
    """Whatever the .gitignore beside it says already."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / ".gitignore").write_text("*.tmp", encoding="utf-8")
    marking_key.obtain_key(tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "status", "--short", "-uall"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert listed == "?? reports/.gitignore\n"


@pytest.mark.parametrize("content", ["", "00", "zz" * 32, "é"])
def test_a_damaged_secret_is_told(tmp_path: Path, content: str) -> None:
    """And never replaced: with another one all rows would look changed."""
    marking_key.obtain_key(tmp_path)
    marking_key.key_path(tmp_path).write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=r"reports/\.row-key: this is not the secret"):
        marking_key.obtain_key(tmp_path)
