"""The .gitignore of a project: files with records of people are not to be published by git."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

FILE_NAME = ".gitignore"
HEADER = "# Files with records of people: git must not publish them."
_SPECIAL_CHARACTERS = re.compile(r"[\[\]\\*?!#]")  # characters that have a meaning of their own in it


def find_missing_lines(folder: Path, paths: Iterable[Path]) -> tuple[str, ...]:
    """The lines that the .gitignore of a folder does not have for some files."""
    ignore = folder / FILE_NAME
    text = ignore.read_text(encoding="utf-8", errors="replace") if ignore.is_file() else ""
    known, lines = {*text.splitlines()}, dict.fromkeys(map(format_line, paths))
    return tuple(line for line in lines if not {line, line.removeprefix("/")} & known)


def format_line(path: Path) -> str:
    """The line of a .gitignore for a file; a character that git gives a meaning to stands behind a backslash."""
    name = _SPECIAL_CHARACTERS.sub(r"\\\g<0>", path.name)
    stem = name.rstrip(" ")
    return f"/{stem}" + "\\ " * (len(name) - len(stem))
