"""Cells that lost letters are told with their rows; a clean column is not gone through."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.inference.lost_cells import describe_lost_cells
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table


def source(folder: Path, *texts: str, named: frozenset[str] = frozenset()) -> Source:
    """A table of files with these texts."""
    paths = tuple(folder / f"{number}.csv" for number in range(len(texts)))
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return Source(Table("t", paths, named_values=named), folder)


def test_cells_are_told_with_their_rows(tmp_path: Path) -> None:
    """Of each file, and the heading with its own."""
    table = source(tmp_path, "Рай?н\nК?к-Жар\nОш\n", "Рай?н\nК?к-Жар\n")
    found = [*describe_lost_cells(table, table.get_field("Рай?н"))]
    assert [(finding.file, finding.row) for finding in found] == [("0.csv", 1), ("0.csv", 2), ("1.csv", 2)]
    assert not any("К?к" in finding.message for finding in found)


def test_a_text_that_is_named_is_known(tmp_path: Path) -> None:
    """Somebody's definitions say which category it is."""
    table = source(tmp_path, "place\nК?к-Жар\nОш\n", named=frozenset({"К?к-Жар"}))
    assert [*describe_lost_cells(table, table.get_field("place"))] == []


def test_the_rows_of_a_clean_column_are_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its different texts tell enough."""
    table = source(tmp_path, "Район\nКөк-Жар\nОш\nКто?\n")
    monkeypatch.setattr(table, "iter_records", None)
    assert [*describe_lost_cells(table, table.get_field("Район"))] == []
