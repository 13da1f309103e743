"""Values of a column with their places."""

from __future__ import annotations

from pathlib import Path

from roundtable_cli.checking.column_values import iter_category_keys, iter_values
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table


def source(folder: Path, text: str, field: Field) -> Source:
    """A table of one file."""
    (folder / "t.csv").write_text(text, encoding="utf-8")
    return Source(Table("t", (folder / "t.csv",), (field,), "subset"), folder)


def test_each_value_has_its_row(tmp_path: Path) -> None:
    """A missing value and a text that is none are None, and keep their place."""
    field = Field("n", "integer")
    found = list(iter_values(source(tmp_path, "n,x\n1,a\n,b\n\nx,c\n4,d\n", field), field))
    assert found == [(1, ("t.csv", 2)), (None, ("t.csv", 3)), (None, ("t.csv", 5)), (4, ("t.csv", 6))]


def test_a_list_has_a_key_for_each_item(tmp_path: Path) -> None:
    """At the place of its cell; what is missing has none."""
    field = Field("topics", "list", delimiter=";")
    found = list(iter_category_keys(source(tmp_path, "topics,x\nwater;light,1\n,2\nwater,3\n", field), field))
    assert found == [("water", ("t.csv", 2)), ("light", ("t.csv", 2)), ("water", ("t.csv", 4))]
