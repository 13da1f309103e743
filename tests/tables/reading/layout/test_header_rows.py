"""Which rows of a file name its columns: hashtags, declared rows, the first row that is not blank."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.layout import header_rows
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import Table


def file(tmp_path: Path, content: bytes, encoding: str = "") -> TextFile:
    """A file of a table."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return TextFile(path, Table("t", (path,), encoding=encoding))


def test_hashtags_name_the_columns(tmp_path: Path) -> None:
    """The texts above name them as well, where one has it alone; rows above the tags are no records."""
    content = "Where,,Affected\nCounty,Code,Affected\n#adm1+name,#adm1 +code,#affected\nGarissa,KE007,371951\n"
    found = file(tmp_path, content.encode()).records
    assert found.header == ("#adm1+name", "#adm1 +code", "#affected")
    assert (found.column_texts("County"), found.column_texts("#affected"), found.row_numbers) == (
        ["Garissa"],
        ["371951"],
        [4],
    )


@pytest.mark.parametrize("first", [["#1", "2"], ["#tag", ""], ["#tag", "x"], ["a", "b"], ["#", "#x y"]])
def test_what_is_no_row_of_hashtags(first: list[str]) -> None:
    """Two tags at least, and nothing but tags."""
    assert not header_rows.is_hashtag_row(first)


def declared(tmp_path: Path, text: str, *rows: int) -> TextFile:
    """A file whose header's rows are declared."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return TextFile(path, Table("t", (path,), header_rows=rows))


def test_declared_rows_of_the_header(tmp_path: Path) -> None:
    """What stands above is no record; the names of several rows are joined, a merged one over all of its columns."""
    text = "Report of 2018,,\n,,\nPerson,,Grant\nname,age,usd\nАня,20,5\n,,\nОля,,7\n"
    one = declared(tmp_path, text, 4).records
    assert (one.header, one.row_numbers) == (("name", "age", "usd"), [5, 7])
    two = declared(tmp_path, text, 3, 4).records
    assert (two.header, two.row_numbers) == (("Person name", "Person age", "Grant usd"), [5, 7])


def test_a_declared_row_that_is_not_there(tmp_path: Path) -> None:
    """Is a fault of the declaration."""
    with pytest.raises(Refused, match="headerRows names row 40, but there is no such row"):
        _ = declared(tmp_path, "a,b\n1,2\n", 40).records


def test_names_are_composed(tmp_path: Path) -> None:
    """Letters that a Mac writes in two parts are the letters of one."""
    apart = unicodedata.normalize("NFD", "Айгүл й;ё")
    assert apart != "Айгүл й;ё"
    assert file(tmp_path, f"{apart}\n1;2\n".encode()).header == ("Айгүл й", "ё")


@pytest.mark.parametrize("text", [";;;\n;;;\n", "\t\t\n", ",\r\n,\r\n", "\ufeff||\n"])
def test_a_table_of_blank_cells_is_empty(tmp_path: Path, text: str) -> None:
    """Whatever stands between them."""
    with pytest.raises(Refused, match="the file is empty"):
        _ = file(tmp_path, text.encode()).records


def test_texts_without_a_like_below_blank_names_may_be_declared_a_record(tmp_path: Path) -> None:
    """Nothing else can tell: with headerRows the row is one."""
    text = "имя,,город\nАня,жен,Ош\nОля,муж,Баткен\n"
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, text.encode()).records
    assert [finding.code for finding in refused.value.findings] == ["title-row"]
    assert len(declared(tmp_path, text, 1).records.rows) == 2


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            [["village", "people", "", "visits", ""], ["", "m", "f", "m", "f"]],
            "village|people m|people f|visits m|visits f",
        ),
        ([["village", "people", "people"], ["village", "m", "f"]], "village|people m|people f"),
        ([["village", "people", "", "note"], ["", "m", "f", ""]], "village|people m|people f|note"),
        ([["village", "", ""], ["", "m", "f"]], "village|m|f"),
        (
            [["", "2018", "", "", "total"], ["", "people", "", "visits", ""], ["village", "m", "f", "m", "all"]],
            "village|2018 people m|2018 people f|2018 visits m|total all",
        ),
    ],
)
def test_the_texts_of_heading_rows_are_joined(rows: list[list[str]], names: str) -> None:
    """A merged cell holds up to the next group of its row, or of a row above; what is said twice is taken once."""
    assert "|".join(header_rows.join_heading_rows(rows)) == names


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Place\n#adm1\nOsh\nTalas\n", ("#adm1",)),
        ("Place,Grant\n#adm1,\nOsh,10\n", ("#adm1", "Grant")),
        ("Place,Grant\n,#value\nOsh,10\n", ("Place", "#value")),
    ],
)
def test_a_single_hashtag_below_its_heading_is_no_record(tmp_path: Path, text: str, header: tuple[str, ...]) -> None:
    """The other columns keep their headings."""
    found = file(tmp_path, text.encode()).records
    assert (found.header, found.row_numbers[0]) == (header, 3)


@pytest.mark.parametrize("text", ["tag\n#love\n#peace\n", "who,tag\n,#love\nB,#joy\n", "a,b\nx,\n#note,\n"])
def test_a_single_hashtag_among_others_is_a_value(tmp_path: Path, text: str) -> None:
    """So it is where other cells of its column begin alike, and where it does not stand below the heading."""
    assert len(file(tmp_path, text.encode()).records.rows) == 2
