"""The tables in a pile of files: what belongs together, what is left out, and what each is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.finding_codes import ABSENT_COLUMN
from roundtable_cli.scaffold import new_project
from roundtable_cli.scaffold.intake import take_in_files
from tests.tables.workbooks import Rows, xlsx


def pile(folder: Path, **texts: str) -> list[Path]:
    """Files of these texts; `__` in a name stands for a space, and `_csv` at its end for the ending."""
    paths = []
    for name, text in texts.items():
        path = folder / name.replace("__", " ").replace("_csv", ".csv").replace("_txt", ".txt")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def test_quarters_with_the_same_headings_are_one_table(tmp_path: Path) -> None:
    """Whatever the order of the columns; and the sentence names the files."""
    rows = {"visits__2018Q1_csv": "id,sex\n1,f\n", "visits__2018Q2_csv": "sex,id\nm,2\n", "places_csv": "id,sex\n3,m\n"}
    taken = take_in_files(pile(tmp_path, **rows))
    assert {name: len(table.paths) for name, table in taken.package.tables.items()} == {"visits": 2, "places": 1}
    (sentence,) = taken.joined
    assert sentence == (
        "visits: 2 files with the same 2 column headings are one table: visits 2018Q1.csv, visits 2018Q2.csv"
    )


def test_a_new_column_of_a_series_is_one_of_the_table_and_told(tmp_path: Path) -> None:
    """In whatever file it stands: the rows of the others have no value there, and the project says so once written."""
    texts = {
        "a1_csv": "id,sex,day,n\n1,f,2018-01-05,3\n",
        "a2_csv": "id,sex,day,n,note\n2,f,2018-04-05,4,x\n",
        "a3_csv": "id,sex,day,n,note,age\n3,m,2018-07-05,4,y,30\n",
    }
    made = new_project.write_project(tmp_path / "made", pile(tmp_path, **texts))
    assert made.joined[0].endswith("; columns that not all of them have, without a value in the others: note, age")
    source = Project.open(tmp_path / "made").sources["a"]
    assert [source.raw_cells(name) for name in ("n", "note", "age")] == [
        ["3", "4", "4"],
        ["", "x", "y"],
        ["", "", "30"],
    ]
    assert source.get_field("age").type == "integer"
    told = [
        (one.file, one.column) for one in source.assumptions(source.table.fields or ()) if one.code == ABSENT_COLUMN
    ]
    assert {*told} == {("a1.csv", "note"), ("a1.csv", "age"), ("a2.csv", "age")}


def test_names_without_anything_in_common_need_more_headings(tmp_path: Path) -> None:
    """`code, name` are the headings of any list."""
    few = pile(tmp_path, districts_csv="code,name\n1,Osh\n", kinds_csv="code,name\n1,grant\n")
    assert [*take_in_files(few).package.tables] == ["districts", "kinds"]
    many = pile(tmp_path, osh_csv="id,sex,day,n\n1,f,2018-01-05,3\n", naryn_csv="id,sex,day,n\n2,f,2018-04-05,4\n")
    assert len(take_in_files(many).package.tables) == 1


def test_sheets_with_the_same_headings_are_one_table(tmp_path: Path) -> None:
    """Called after the workbook; other sheets stay tables of their own."""
    path = tmp_path / "trainings.xlsx"
    sheets: list[Rows] = [[["id", "sex"], ["1", "f"]], [["id", "sex"], ["2", "m"]], [["g", "usd"], ["7", 5]]]
    path.write_bytes(xlsx(*sheets, names=["I кв", "II кв", "Grants"]))
    tables = take_in_files([path]).package.tables
    assert {name: table.sheets for name, table in tables.items()} == {
        "trainings": ("I кв", "II кв"),
        "Grants": ("Grants",),
    }
    made = tmp_path / "made"
    new_project.write_project(made, [path])
    assert Project.open(made).sources["trainings"].raw_cells("id") == ["1", "2"]


def test_what_cannot_be_read_is_left_out_with_the_reason(tmp_path: Path) -> None:
    """A letter, a broken file, and a file that is there twice; the others are taken."""
    texts = {
        "list_csv": "id,sex\n1,f\n",
        "list__copy_csv": "id,sex\n1,f\n",
        "broken_csv": 'id,n\n1,"2\n',
        "letter_txt": "Hello\n",
    }
    taken = take_in_files(pile(tmp_path, **texts))
    assert [*taken.package.tables] == ["list"]
    assert {finding.file: finding.fault.split(":")[0] for finding in taken.left_out} == {
        "list copy.csv": "it is the same file as list.csv",
        "broken.csv": "row 2",
        "letter.txt": "it holds no table",
    }
    with pytest.raises(Refused, match="broken"):
        take_in_files([tmp_path / "broken.csv"])
