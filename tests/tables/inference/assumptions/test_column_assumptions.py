"""What is assumed about the cells of a column that is read, or likely wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.inference.assumptions.column_assumptions import (
    describe_column_assumptions,
    describe_lost_cells,
)
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table
from tests.tables.test_source import opened


def test_all_that_is_assumed_of_a_column_is_told(tmp_path: Path) -> None:
    """A text for no value, a date made of a span, and a lost letter; of a clean column nothing."""
    rows = "1,N/A,x\n2,9-May,К?к-Жар\n3,5-9,Ош\n4,10-14,Ош\n"
    source = opened(tmp_path, f"id,age_group,place\n{rows}")
    codes = {
        name: [finding.code for finding in describe_column_assumptions(source, source.get_field(name), "t.csv")]
        for name in source.header
    }
    assert codes == {"id": [], "age_group": ["assumed-missing", "spreadsheet-date"], "place": ["lost-letters"]}


def test_a_declared_column_is_asked_about(tmp_path: Path) -> None:
    """What counts as a value, and likely is none, unless definitions name it."""
    text = "id,answer\n1,N/A\n2,few\n3,many\n"
    source = opened(tmp_path, text, Field("id"), Field("answer"))
    found = describe_column_assumptions(source, source.get_field("answer"), "t.csv")
    assert [finding.code for finding in found] == ["missing-mark"]
    named = source.with_table(source.table._replace(named_values=frozenset({"N/A"})))
    assert [*describe_column_assumptions(named, named.get_field("answer"), "t.csv")] == []


def of_files(folder: Path, *texts: str, named: frozenset[str] = frozenset()) -> Source:
    """A table of files with these texts."""
    paths = tuple(folder / f"{number}.csv" for number in range(len(texts)))
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return Source(Table("t", paths, named_values=named), folder)


def test_cells_are_told_with_their_rows(tmp_path: Path) -> None:
    """Of each file, and the heading with its own."""
    table = of_files(tmp_path, "Рай?н\nК?к-Жар\nОш\n", "Рай?н\nК?к-Жар\n")
    found = [*describe_lost_cells(table, table.get_field("Рай?н"))]
    assert [(finding.file, finding.row) for finding in found] == [("0.csv", 1), ("0.csv", 2), ("1.csv", 2)]
    assert not any("К?к" in finding.message for finding in found)


def test_a_text_that_is_named_is_known(tmp_path: Path) -> None:
    """Somebody's definitions say which category it is."""
    table = of_files(tmp_path, "place\nК?к-Жар\nОш\n", named=frozenset({"К?к-Жар"}))
    assert [*describe_lost_cells(table, table.get_field("place"))] == []


def test_the_rows_of_a_clean_column_are_not_gone_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its different texts tell enough."""
    table = of_files(tmp_path, "Район\nКөк-Жар\nОш\nКто?\n")
    monkeypatch.setattr(table, "iter_records", None)
    assert [*describe_lost_cells(table, table.get_field("Район"))] == []
