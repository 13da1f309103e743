"""Headings that come again and rows that number the columns are left out and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables.reading.layout.sheets import text_file, told


@pytest.mark.parametrize("again", ["id,name", " id , name ", '"id","name"'])
def test_the_headings_once_more(tmp_path: Path, again: str) -> None:
    """As files that were joined have them."""
    file = text_file(tmp_path, f"id,name\n1,A\n{again}\n2,B\n{again}\n")
    assert (file.records.row_numbers, told(file)) == ([2, 4], [("repeated-header", 3), ("repeated-header", 5)])
    assert file.record_count == 2


def test_a_record_with_some_of_the_headings_is_one(tmp_path: Path) -> None:
    """Only the whole row counts; of one column no row is its heading again."""
    assert len(text_file(tmp_path, "id,name\nid,x\nx,name\n").records.rows) == 2
    assert len(text_file(tmp_path, "id\nid\nx\n").records.rows) == 2


def test_a_whole_top_once_more(tmp_path: Path) -> None:
    """With its title and both rows of headings and the columns' numbers, whatever their width."""
    top = "Report\nvillage,people,\n,m,f\n1,2,3\n"
    file = text_file(tmp_path, f"{top}Osh,1,2\nTalas,3,4\n{top}Naryn,5,6\n")
    assert [row[0] for row in file.records.rows] == ["Osh", "Talas", "Naryn"]
    assert told(file) == [
        ("title-row", 1), ("title-row", 4),
        ("repeated-header", 7), ("repeated-header", 8), ("repeated-header", 9), ("title-row", 10),
    ]  # fmt: skip


def test_numbers_of_columns_are_no_record(tmp_path: Path) -> None:
    """As official forms have them below the headings; where the columns hold numbers the row may be a record."""
    file = text_file(tmp_path, "Код,Имя,Сумма\n1,2,3\nА,Аня,5\nБ,Оля,6\n")
    assert (len(file.records.rows), told(file)) == (2, [("title-row", 2)])
    assert len(text_file(tmp_path, "a,b\n1,2\n3,4\n").records.rows) == 2
