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
    known, lines = {*_read_text(ignore).replace("\r", "").split("\n")}, dict.fromkeys(map(format_line, paths))
    return tuple(line for line in lines if not {line, line.removeprefix("/")} & known)


def add_lines(folder: Path, paths: Iterable[Path]) -> bytes:
    """The content of the .gitignore of a folder with the lines that it lacks; nothing where there is none."""
    ignore = folder / FILE_NAME
    missing = find_missing_lines(folder, paths) if ignore.is_file() else ()
    text = _read_text(ignore) if missing else ""
    end = "" if text.endswith("\n") or not text else "\n"
    return (text + end + "".join(f"{line}\n" for line in missing)).encode("utf-8", errors="surrogateescape")


def _read_text(ignore: Path) -> str:
    """A .gitignore as it is, with all its line ends; bytes that are no UTF-8 are kept, as in names of files."""
    return ignore.read_bytes().decode("utf-8", errors="surrogateescape") if ignore.is_file() else ""


def format_line(path: Path) -> str:
    """The line of a .gitignore for a file; a character that git gives a meaning to stands behind a backslash."""
    name = _SPECIAL_CHARACTERS.sub(r"\\\g<0>", path.name).replace("\n", "?")  # which stands for any letter
    stem = name.rstrip(" ")
    return f"/{stem}" + "\\ " * (len(name) - len(stem))
