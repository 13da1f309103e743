"""A list is a cell of several items, each of which counts once for its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.engines.engine import Engine
from roundtable_cli.tables.table import Field
from tests.tables.engines.opening import fetched, frame, table
from tests.tables.values.test_parsing import items

LIST = Field("c", "list", delimiter=";")


def test_a_list_explodes_into_its_items(engine: Engine, tmp_path: Path) -> None:
    """A row for each item, once; the other columns stay with it; a row whose list is missing stays, once."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, ["sport;ecology", "", "sport", "sport; sport"]), "c")
    exploded = engine.fetch_rows(engine.explode_list(opened_, "c0"))

    assert sorted(exploded, key=str) == sorted(
        [("sport", 0), ("ecology", 0), (None, 1), ("sport", 2), ("sport", 3)], key=str
    )
    assert fetched(engine, opened_)[0] == (items("sport", "ecology"), 0)


def test_a_list_of_no_item_is_missing(engine: Engine, tmp_path: Path) -> None:
    """A cell of nothing but delimiters is no category without a name."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, ["sport", ";", " ; "]), "c")

    assert fetched(engine, engine.explode_list(opened_, "c0")) == [("sport", 0), (None, 1), (None, 2)]


@pytest.mark.parametrize("texts", [[], ["", ""]], ids=["no rows", "nothing but missing"])
def test_an_empty_list_column_explodes(engine: Engine, tmp_path: Path, texts: list[str]) -> None:
    """Where there is no list there is nothing to split."""
    opened_ = frame(engine, table(engine, tmp_path, LIST, texts), "c")

    assert engine.fetch_rows(engine.explode_list(opened_, "c0").select("c0")) == [(None,)] * len(texts)


@pytest.mark.parametrize("delimiter", ["|", ".", ";", ", ", "+", "\\"])
def test_a_delimiter_is_no_pattern(engine: Engine, tmp_path: Path, delimiter: str) -> None:
    """Signs that mean something in a regular expression split like any other."""
    field = Field("c", "list", delimiter=delimiter)
    opened_ = frame(engine, table(engine, tmp_path, field, [delimiter.join(["ab", "cd"])]), "c")

    assert sorted(engine.fetch_rows(engine.explode_list(opened_, "c0").select("c0"))) == [("ab",), ("cd",)]
