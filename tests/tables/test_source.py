"""A table and its files: which names it has, what field each is, and where every cell stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import STDIN, Field, Table


def opened(folder: Path, files: Mapping[str, str] | str, *fields: Field, **table: Any) -> Source:
    """The table `people` of these files (one text: of `people.csv`); its fields are inferred where none is given."""
    paths = []
    for name, text in {"people.csv": files}.items() if isinstance(files, str) else files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        paths.append(path)
    return Source(Table("people", tuple(paths), fields or None, **table), folder)


def refusal(source: Source) -> list[Finding]:
    """Why the header or the rows of a table are refused."""
    with pytest.raises(Refused) as refused:
        _ = source.header, source.file_records
    return list(refused.value.findings)


def test_a_table_of_one_file_has_its_header(tmp_path: Path) -> None:
    """Names in the file's order, and as many records as there are rows that aren't blank."""
    source = opened(tmp_path, "id,sex\n1,f\n\n2,m\n")

    assert source.header == ("id", "sex")
    assert source.column_names == ["id", "sex"]
    assert len(source) == 2
    assert source.raw_cells("sex") == ["f", "m"]


def test_a_header_without_rows_is_an_empty_table(tmp_path: Path) -> None:
    """It has names, fields that fit any use, and no record."""
    source = opened(tmp_path, "id,sex\n")

    assert len(source) == 0
    assert source.raw_cells("sex") == []
    assert source.get_field("sex").is_untyped


def test_files_are_read_as_one_whatever_the_order_of_their_columns(tmp_path: Path) -> None:
    """Cells are found by name, never by position."""
    source = opened(tmp_path, {"q1.csv": "id,sex,age\n1,f,20\n2,m,21\n", "q2.csv": "age,id,sex\n22,3,f\n"})

    assert [source.raw_cells(name) for name in ("id", "sex", "age")] == [
        ["1", "2", "3"],
        ["f", "m", "f"],
        ["20", "21", "22"],
    ]
    assert len(source) == 3
    assert source.header == ("id", "sex", "age")


def test_every_record_has_its_file_and_row(tmp_path: Path) -> None:
    """In the order of the cells, numbered as a spreadsheet numbers each file."""
    source = opened(tmp_path, {"q1.csv": 'id\n\n"a\nb"\n2\n', "q2.csv": "id\n3\n\n4\n"})

    assert list(source.row_places()) == [("q1.csv", 3), ("q1.csv", 4), ("q2.csv", 2), ("q2.csv", 4)]
    assert source.raw_cells("id") == ["a\nb", "2", "3", "4"]


@pytest.mark.parametrize("folders", [("q1", "q2"), ("2018/q1", "2019/q1")], ids=str)
def test_files_of_one_name_are_told_apart(tmp_path: Path, folders: tuple[str, str]) -> None:
    """Where each quarter has a folder of its own, a place names what tells it from the others."""
    source = opened(tmp_path, {f"{folder}/people.csv": "id\n1\n" for folder in folders})

    first, second = source.row_places()
    assert first != second
    assert first[0].endswith("people.csv")


def test_files_with_other_columns_are_refused(tmp_path: Path) -> None:
    """The file and the columns that differ are named."""
    source = opened(tmp_path, {"q1.csv": "id,sex\n1,f\n", "q2.csv": "id,age\n2,30\n", "q3.csv": "sex,id\nm,3\n"})

    (finding,) = refusal(source)
    assert (finding.code, finding.file) == ("missing-label", "q2.csv")
    assert "age" in finding.fault
    assert "sex" in finding.fault
    assert "q1.csv" in finding.fault
    assert finding.remedy


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """One refusal for two bad files, whether their headers or their rows are at fault."""
    headers = opened(tmp_path, {"q1.csv": "", "q2.csv": "id\n1\n", "q3.csv": ""})
    assert [finding.file for finding in refusal(headers)] == ["q1.csv", "q3.csv"]

    rows = opened(tmp_path, {"r1.csv": "id,sex\n1\n", "r2.csv": "id,sex\n1,f,2\n"})
    assert [(finding.file, finding.code) for finding in refusal(rows)] == [
        ("r1.csv", "missing-cell"),
        ("r2.csv", "extra-cell"),
    ]


def test_standard_input_has_a_name_in_messages() -> None:
    """It is called what it is, not a dash."""
    assert Source(Table("people", (STDIN, Path("data/people.csv"))), Path()).file_labels == (
        "standard input",
        "people.csv",
    )


def test_a_repeated_name_can_not_be_used(tmp_path: Path) -> None:
    """Neither of the two columns is taken in silence; the others stay good."""
    source = opened(tmp_path, "id,sex,sex\n1,f,m\n")

    assert source.column_names == ["id"]
    with pytest.raises(Refused) as refused:
        source.get_field("sex")
    (finding,) = refused.value.findings
    assert finding.code == "duplicate-label"
    assert finding.remedy


def test_a_blank_name_does_no_harm_to_the_others(tmp_path: Path) -> None:
    """A column without a name can't be asked for, nor mixed up with its neighbours."""
    source = opened(tmp_path, "id,,sex\n1,x,f\n")

    assert source.column_names == ["id", "sex"]
    assert source.raw_cells("sex") == ["f"]


def test_an_absent_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """A typo never makes an empty column."""
    source = opened(tmp_path, "id,settlement\n1,S01\n")

    with pytest.raises(Refused) as refused:
        source.get_field("setlement")
    (finding,) = refused.value.findings
    assert finding.code == "missing-label"
    assert finding.message == 'people has no column "setlement" — did you mean "settlement"?'


def test_a_declared_field_is_not_inferred(tmp_path: Path) -> None:
    """The schema decides, whatever the rows look like; other columns are typed by their rows in all files."""
    files = {"q1.csv": "id,age\n1,20\n", "q2.csv": "id,age\n2,20.5\n"}
    source = opened(tmp_path, files, Field("id"), fields_match="subset")

    assert source.get_field("id") == Field("id")
    assert source.get_field("age") == Field("age", "number", inferred=True)


def test_missing_values_of_the_table_hold_for_inferred_fields(tmp_path: Path) -> None:
    """A word for missing does not turn a column of numbers into text."""
    source = opened(tmp_path, "id,age\n1,20\n2,n/a\n", missing_values=("", "n/a"))

    assert source.get_field("age").type == "integer"


def test_a_sketch_reads_no_row(tmp_path: Path) -> None:
    """Names can be checked before any row is read: an undeclared field then fits any use."""
    source = opened(tmp_path, "id,age\n1\n", Field("id", "integer"), fields_match="subset")

    assert source.without_rows().get_field("age") == Field("age", inferred=True, is_untyped=True)
    assert source.without_rows().get_field("id") == Field("id", "integer")
    with pytest.raises(Refused, match='no column "sex"'):
        source.without_rows().get_field("sex")
    with pytest.raises(Refused, match="1 cell, but 2"):
        source.get_field("age")


def test_files_may_have_columns_of_their_own_where_the_schema_allows_others(tmp_path: Path) -> None:
    """Only what it declares has to be in each; a name that not all of them have is none of the table."""
    files = {"q1.csv": "id,n\n1,20\n", "q2.csv": "id,note,n\n2,x,5\n"}
    source = opened(tmp_path, files, Field("id"), Field("n", "integer"), fields_match="subset")
    assert (source.column_names, source.raw_cells("n")) == (["id", "n"], ["20", "5"])
    lacking = opened(tmp_path, files | {"q3.csv": "id,note\n2,x\n"}, Field("id"), Field("n"), fields_match="subset")
    with pytest.raises(Refused, match='missing column: "n"'):
        _ = lacking.header
