"""How a file is written is decided by what it shows: marks, letters, records; and what was decided is told."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading import text_dialect, total_rows
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import Table

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
    assert text_dialect.detect_encoding(content) == (codec, guessed)


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
    assert text_dialect.detect_delimiter(text) == mark


def test_a_line_that_states_the_delimiter_is_no_record(tmp_path: Path) -> None:
    """Rows are counted without it, as the spreadsheet that wrote it does."""
    records = file(tmp_path, b"sep=;\r\na;b\r\n1;2\r\n").records
    assert (records.header, records.rows, records.row_numbers) == (("a", "b"), [["1", "2"]], [2])


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
    assert not text_dialect.is_hashtag_row(first)


def test_what_was_decided_is_told(tmp_path: Path) -> None:
    """Encoding, delimiter and the rows that were left out; of a plain file nothing."""
    content = "Номер;Сумма\n1;10,50\n;\n2;4,50\nИтого;15,00\n".encode("cp1251")
    found = file(tmp_path, content)
    assert found.records.row_numbers == [2, 4]
    assert [line.split(" — ")[0] for line in found.describe_decisions()] == [
        't.csv: read as cp1251 (a guess), ";"',
        "t.csv row 3: the row is blank",
        "t.csv row 5: a row of totals, left out: its numbers are the sums of those above",
    ]
    assert list(file(tmp_path, b"a,b\n1,2\n").describe_decisions()) == []


@pytest.mark.parametrize(
    ("last", "left_out"),
    [
        ("Итого;3;7,5", True),
        ("Total:;3;7,5", True),
        ("ЖАЛПЫ;3;7,5", True),
        ("Итого по проекту;3;7,5", True),
        ("Осталось;3;7,5", False),
        ("Total;4;7,6", False),  # no sums: a record that somebody called so
    ],
)
def test_a_row_of_totals(tmp_path: Path, last: str, left_out: bool) -> None:
    """It is named a total, and its numbers are the sums of those above."""
    content = f"кто;n;usd\nА;1;2,5\nБ;2;5,0\n{last}\n".encode()
    assert len(file(tmp_path, content).records.rows) == (2 if left_out else 3)


@pytest.mark.parametrize("last", ["Итого;3;7,6", "Итого;9;9", "Итого;;", "Total;9;7,5", "Жалпы;;7,6"])
def test_a_row_of_totals_with_another_number_is_told(tmp_path: Path, last: str) -> None:
    """It is neither a record nor surely the sums: the file is refused, and the row is named."""
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, f"кто;n;usd\nА;1;2,5\nБ;2;5,0\n{last}\n".encode()).records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("total-row", 4)]
    assert "take it out" in refused.value.findings[0].remedy


@pytest.mark.parametrize(
    ("text", "named"),
    [
        *(
            (text, True)
            for text in ("Total", " TOTAL: ", "Grand total (USD)", "Total for 2018", "Osh Total", "Subtotal")
        ),
        *((text, True) for text in ("Итого", "ВСЕГО по проекту", "Итого за 2018 год", "Ош Итог", "В С Е Г О :")),
        *((text, True) for text in ("Жалпы", "Бардыгы:", "Ош боюнча жалпы", "Жыйынтыгы", "Бардыгы Ош боюнча")),
        *((text, False) for text in ("", "Total Energies", "Totality", "Sum, Kosal", "Summer camp", "Итоги года")),
        *((text, False) for text in ("Жалпы билим берүү мектеби", "Всеволод", "Бардыбек", "Жыйын", "Общее дело")),
    ],
)
def test_names_of_totals(text: str, named: bool) -> None:
    """Words and phrases in three languages; never a word that only begins a name."""
    assert total_rows.is_total_label(text) is named


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind(tmp_path: Path, end: str) -> None:
    """Also inside quotes."""
    found = file(tmp_path, f'a,b{end}1,"x{end}y"{end}2,z{end}'.encode()).records
    assert [row[0] for row in found.rows] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("id;usd\n" + "1;8\u00a0847,57\n" * 9 + "Итого;1\n", "cp1251"),  # no-break spaces are no letters
        ("id;sex\n1;ж\n2;м\n", "cp1251"),
        ("id;«n»\n№ 1;— п/п\n", "cp1251"),
        ("id;ville\n1;à Genève\n2;Zoë\n", "cp1252"),
        ("name\nMüller\nÖz\nÜber\n", "cp1252"),
        ("id;usd\n1;8\u00a0847,57\n", "cp1252"),  # nothing tells, and nothing hangs on it
    ],
)
def test_letters_tell_which_single_byte_encoding(text: str, codec: str) -> None:
    """By words; by a letter alone where there are none; never by signs and spaces."""
    assert text_dialect.detect_encoding(text.encode(codec)) == (codec, True)


WIDE = "Код;Имя;n\n" + "".join(f"К{number};Айгүл;{number}\n" for number in range(9))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [WIDE, "id,name\n1,Ann\n2,Bob\n"], ids=["Cyrillic", "Latin"])
def test_two_bytes_a_letter_without_a_mark(tmp_path: Path, codec: str, text: str) -> None:
    """The NULs of signs and digits tell which byte comes first; it is a guess, and told."""
    found = file(tmp_path, text.encode(codec))
    assert (found.encoding.codec, found.encoding.is_guess) == (codec, True)
    assert len(found.records.rows) == text.count("\n") - 1
    assert "encoding-guessed" in [finding.code for finding in found.decision_warnings()]


def test_a_few_nuls_make_no_letters_of_two_bytes(tmp_path: Path) -> None:
    """They are damage."""
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, b"id,name\n1,A\0nn\n2,Bo\0b\n").records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("null-byte", 2), ("null-byte", 3)]


@pytest.mark.parametrize("guess", ["cp1251", "cp1252"])
def test_rows_of_two_encodings_are_refused(tmp_path: Path, guess: str) -> None:
    """Read in one, the letters of the other would be wrong; the first row that is not UTF-8 is named."""
    letters = {"cp1251": "женский", "cp1252": "Genève"}[guess]
    content = f"код;пол\n1;{letters}\n".encode() + f"2;x\n3;{letters}\n".encode(guess)
    assert text_dialect.has_mixed_encodings(content)
    assert not text_dialect.has_mixed_encodings(f"a;b\n1;{letters}\n".encode(guess) * 5)
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, content).records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("encoding-error", 4)]


def test_a_byte_order_mark_further_down_begins_another_file(tmp_path: Path) -> None:
    """Files that were put one after the other: the row of the second header is named."""
    one = "id,usd\nA1,5\n".encode("utf-8-sig")
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, one * 3).records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [
        ("encoding-error", 3),
        ("encoding-error", 5),
    ]


def test_names_are_composed(tmp_path: Path) -> None:
    """Letters that a Mac writes in two parts are the letters of one."""
    apart = unicodedata.normalize("NFD", "Айгүл й;ё")
    assert apart != "Айгүл й;ё"
    assert file(tmp_path, f"{apart}\n1;2\n".encode()).header == ("Айгүл й", "ё")


def declared(tmp_path: Path, text: str, *rows: int) -> TextFile:
    """A file whose header's rows are declared."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return TextFile(path, Table("t", (path,), header_rows=rows))


def test_declared_rows_of_the_header(tmp_path: Path) -> None:
    """What stands above is no record; the names of several rows are joined."""
    text = "Report of 2018,,\n,,\nPerson,,Grant\nname,age,usd\nАня,20,5\n,,\nОля,,7\n"
    one = declared(tmp_path, text, 4).records
    assert (one.header, one.row_numbers) == (("name", "age", "usd"), [5, 7])
    two = declared(tmp_path, text, 3, 4).records
    assert (two.header, two.row_numbers) == (("Person name", "age", "Grant usd"), [5, 7])


def test_a_declared_row_that_is_not_there(tmp_path: Path) -> None:
    """Is a fault of the declaration."""
    with pytest.raises(Refused, match="there is no row 40, which headerRows names"):
        _ = declared(tmp_path, "a,b\n1,2\n", 40).records


@pytest.mark.parametrize("again", ["id,name", " id , name ", '"id","name"'])
def test_the_header_once_more_is_no_record(tmp_path: Path, again: str) -> None:
    """As files that were joined have it: each row is named."""
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, f"id,name\n1,A\n{again}\n2,B\n{again}\n".encode()).records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [
        ("repeated-header", 3),
        ("repeated-header", 5),
    ]
    assert len(file(tmp_path, b"id,name\nid,x\nx,name\n").records.rows) == 2


@pytest.mark.parametrize("text", [";;;\n;;;\n", "\t\t\n", ",\r\n,\r\n", "\ufeff||\n"])
def test_a_table_of_blank_cells_is_empty(tmp_path: Path, text: str) -> None:
    """Whatever stands between them."""
    with pytest.raises(Refused, match="the file is empty"):
        _ = file(tmp_path, text.encode()).records
