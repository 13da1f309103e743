"""How a file is written is decided by what it shows: marks, letters, records; and what was decided is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables import dialect
from roundtable_cli.tables.table import Table
from roundtable_cli.tables.text import TextFile

RUSSIAN = "Код;Пол;Жилмассив\nA-001;женский;Жилмассив 01\nA-002;муж.;Дордой\n"
FRENCH = "nom;ville\nAndré;Genève\nZoë;Orléans\n"


def file(tmp_path: Path, content: bytes, encoding: str = "") -> TextFile:
    """A file of a table."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return TextFile(path, Table("t", (path,), encoding=encoding))


@pytest.mark.parametrize(
    ("content", "codec", "guessed"),
    [
        (RUSSIAN.encode("utf-8"), "utf-8", False),
        (RUSSIAN.encode("utf-8-sig"), "utf-8-sig", False),
        (RUSSIAN.encode("utf-16"), "utf-16", False),
        (b"\xfe\xff" + RUSSIAN.encode("utf-16-be"), "utf-16", False),
        (RUSSIAN.encode("utf-32"), "utf-32", False),
        (RUSSIAN.encode("cp1251"), "cp1251", True),
        (FRENCH.encode("cp1252"), "cp1252", True),
        (b"a,b\n1,2\n", "utf-8", False),
        (b"", "utf-8", False),
    ],
)
def test_encoding(content: bytes, codec: str, guessed: bool) -> None:
    """The mark tells, else UTF-8 fits, else the letters do: Cyrillic words are all high bytes."""
    assert dialect.encoding(content) == (codec, guessed)


def test_a_declared_encoding_goes_before_a_guess(tmp_path: Path) -> None:
    """One that is false is an error, with the row."""
    assert file(tmp_path, RUSSIAN.encode("cp1251"), "cp1251").records.rows[0][1] == "женский"
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, RUSSIAN.encode("cp1251"), "utf-8").header
    assert [finding.code for finding in refused.value.findings] == ["encoding-error"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2\n3,25;4\n", ";"),
        ("Номер;Сумма, USD\n1;8 847,57\n2;10,00\n", ";"),  # the header has as many commas as semicolons
        ("a\tb\n1,5\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a\n1\n", ","),
        ("sep=;\na;b\n1;2\n", ";"),
        ('a,b\n"x;y;z",2\n"p;q;r",3\n', ","),
        ("", ","),
    ],
)
def test_delimiter(text: str, mark: str) -> None:
    """It gives the records one width; a first line may state it."""
    assert dialect.delimiter(text) == mark


def test_a_line_that_states_the_delimiter_is_no_record(tmp_path: Path) -> None:
    """Rows are counted without it, as the spreadsheet that wrote it does."""
    records = file(tmp_path, b"sep=;\r\na;b\r\n1;2\r\n").records
    assert (records.header, records.rows, records.numbers) == (("a", "b"), [["1", "2"]], [2])


def test_hashtags_name_the_columns(tmp_path: Path) -> None:
    """The texts above name them as well, where one has it alone; rows above the tags are no records."""
    content = "Where,,Affected\nCounty,Code,Affected\n#adm1+name,#adm1 +code,#affected\nGarissa,KE007,371951\n"
    found = file(tmp_path, content.encode()).records
    assert found.header == ("#adm1+name", "#adm1 +code", "#affected")
    assert (found.column("County"), found.column("#affected"), found.numbers) == (["Garissa"], ["371951"], [4])


@pytest.mark.parametrize("first", [["#1", "2"], ["#tag", ""], ["#tag", "x"], ["a", "b"], ["#", "#x y"]])
def test_what_is_no_row_of_hashtags(first: list[str]) -> None:
    """Two tags at least, and nothing but tags."""
    assert not dialect.is_tagged(first)


def test_what_was_decided_is_told(tmp_path: Path) -> None:
    """Encoding, delimiter and the rows that were left out; of a plain file nothing."""
    content = "Номер;Сумма\n1;10,50\n;\n2;4,50\nИтого;15,00\n".encode("cp1251")
    found = file(tmp_path, content)
    assert found.records.numbers == [2, 4]
    assert [line.split(" — ")[0] for line in found.told()] == [
        't.csv: read as cp1251 (a guess), ";"',
        "t.csv row 3: the row is blank",
        "t.csv row 5: a row of totals, left out: its numbers are the sums of those above",
    ]
    assert list(file(tmp_path, b"a,b\n1,2\n").told()) == []


@pytest.mark.parametrize(
    ("last", "left_out"),
    [
        ("Итого;3;7,5", True),
        ("Total:;3;7,5", True),
        ("ЖАЛПЫ;3;7,5", True),
        ("Итого;3;7,6", False),  # not the sum: a record that somebody called so
        ("Осталось;3;7,5", False),
        ("Итого;;", False),
    ],
)
def test_a_row_of_totals(tmp_path: Path, last: str, left_out: bool) -> None:
    """It is named a total, and its numbers are the sums of those above."""
    content = f"кто;n;usd\nА;1;2,5\nБ;2;5,0\n{last}\n".encode()
    assert len(file(tmp_path, content).records.rows) == (2 if left_out else 3)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind(tmp_path: Path, end: str) -> None:
    """Also inside quotes."""
    found = file(tmp_path, f'a,b{end}1,"x{end}y"{end}2,z{end}'.encode()).records
    assert [row[0] for row in found.rows] == ["1", "2"]
