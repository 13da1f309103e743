"""Files written for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from roundtable_cli.tables.reading.layout.column_sample import ColumnSample
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import Table


def text_file(tmp_path: Path, text: str, **declared: Any) -> TextFile:
    """A file of this text, of a table that declares these."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return TextFile(path, Table("t", (path,), **declared))


def sample(*rows: str) -> ColumnSample:
    """Rows of a file, the cells parted by commas."""
    return ColumnSample([*enumerate((row.split(",") for row in rows), 1)])


def told(file: TextFile) -> list[tuple[str, int | None]]:
    """The codes and rows of all warnings about the way a file is written, but for blank rows."""
    return [(one.code, one.row) for one in file.decision_warnings() if one.code != "blank-row"]


def cells(*rows: str) -> Sequence[list[str]]:
    """Rows of cells that commas part."""
    return [row.split(",") for row in rows]
