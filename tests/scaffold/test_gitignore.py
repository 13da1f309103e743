"""Lines of .gitignore for files with records of people: those that lack, written as git reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.scaffold import gitignore


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.csv", "/a.csv"),
        ("a[1].csv", "/a\\[1\\].csv"),
        ("#a!.csv", "/\\#a\\!.csv"),
        ("a ", "/a\\ "),
        ("a\nb", "/a?b"),
    ],
)
def test_characters_with_a_meaning_are_escaped(name: str, line: str) -> None:
    """A file is named as a whole, whatever its name is."""
    assert gitignore.format_line(Path(name)) == line


def test_only_lines_that_lack_are_added(tmp_path: Path) -> None:
    """What stands there stays, with its line ends and bytes that are no UTF-8."""
    path = tmp_path / gitignore.FILE_NAME
    files = [Path("a.csv"), Path("b.csv"), Path("c.csv")]
    assert gitignore.add_lines(tmp_path, files) == b""
    path.write_bytes(b"/a.csv\r\nb.csv\r\n\xff")
    assert gitignore.find_missing_lines(tmp_path, files) == ("/c.csv",)
    assert gitignore.add_lines(tmp_path, files) == b"/a.csv\r\nb.csv\r\n\xff\n/c.csv\n"
