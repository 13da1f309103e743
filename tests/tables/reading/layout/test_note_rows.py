"""Notes below a table are left out where they are unlike the records; a record that is not complete is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable_cli.tables.reading.layout.note_rows import find_note_rows
from tests.tables.reading.layout.sheets import cells, text_file, told

TABLE = "village,people,grants\nOsh,10,2\nTalas,20,1\nNaryn,5,3\n"


@pytest.mark.parametrize(
    "note",
    [
        "Source: district register,,",
        "Source: district register",
        "* preliminary",
        "1) without the city,,",
        "Исполнитель: Иванова А.,,",
        "Директор,,Иванов",
        "Jumabek uulu Nurlan ____________,,",
        "All numbers are from the register of the district,,",
        "\nChecked by the district,,",
        ",,\nпроверено,,",
        "Булагы: айыл өкмөтү,,\nтел. 0312 123456,,",
    ],
)
def test_notes_and_signatures(tmp_path: Path, note: str) -> None:
    """With the delimiters of the table or without, below a blank row or not."""
    file = text_file(tmp_path, f"{TABLE}{note}\n")
    assert [row[0] for row in file.records.rows] == ["Osh", "Talas", "Naryn"]
    assert {code for code, _ in told(file)} == {"note-row"}
    assert len(told(file)) == len([line for line in note.splitlines() if line.strip(",")])


@pytest.mark.parametrize(
    "record",
    ["Chuy,,", "Kara-Suu,,", "Chuy,7,", "Batken,n/a,", "\nChuy,,", "Osh,,", "Source: x,5,", "Ak,,5", "Chuy,,\nAla,,"],
)
def test_an_incomplete_record_is_counted(tmp_path: Path, record: str) -> None:
    """What it lacks does not make it a note."""
    file = text_file(tmp_path, f"{TABLE}{record}\n")
    assert (len(file.records.rows), told(file)) == (3 + len(record.strip().splitlines()), [])


def test_a_note_among_the_records_is_not_left_out(tmp_path: Path) -> None:
    """Only the last rows are notes."""
    assert told(text_file(tmp_path, "village,people,grants\nSource: a list,,\nOsh,1,2\nTalas,2,3\n")) == []


def test_codes_of_one_shape_show_a_word(tmp_path: Path) -> None:
    """It can be none of them; another code can."""
    table = "id,people\nA-01,5\nA-02,6\nA-03,7\n"
    assert told(text_file(tmp_path, f"{table}checked,\n")) == [("note-row", 5)]
    assert told(text_file(tmp_path, f"{table}A-04,\n")) == []


NAME, NUMBER = st.sampled_from(["Osh", "Talas", "Kara Suu", "Ak-Suu", "Жаңы-Жер"]), st.integers(0, 500).map(str)
BLANKS = st.just("")


@settings(max_examples=300)
@given(rows=st.lists(st.tuples(NAME, NUMBER | BLANKS, NUMBER | BLANKS, NAME | BLANKS), min_size=1, max_size=12))
def test_no_record_of_names_and_numbers_is_lost(rows: list[tuple[str, ...]]) -> None:
    """However many of its cells are blank, and wherever it stands."""
    assert find_note_rows([(number, [*row]) for number, row in enumerate(rows, 2)], 4) == []


def test_one_column_has_no_notes() -> None:
    """Every row of it is like a note."""
    assert find_note_rows([*enumerate(cells("5", "6", "7", "Source: x"), 2)], 1) == []


def test_a_note_below_records_that_lack_cells(tmp_path: Path) -> None:
    """No column but the first is always filled, and each record fills three cells."""
    records = "A1,Asan,,5 May\nA2,,f,6 May\nA3,Ene,f,\nA4,Bek,m,\n"
    assert len(text_file(tmp_path, f"id,name,sex,day\n{records}Note: preliminary,,,\n").records.rows) == 4
    assert len(text_file(tmp_path, f"id,name,sex,day\n{records}A5,,,\n").records.rows) == 5
