"""A text is read in its own encoding and delimiter, declared or told; what was decided is told."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading import text_encoding, text_file
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import Table

RUSSIAN = "Код;Пол;Жилмассив\nA-001;женский;Жилмассив 01\nA-002;муж.;Дордой\n"


def file(tmp_path: Path, content: bytes, encoding: str = "", delimiter: str = "") -> TextFile:
    """A file of a table whose schema says no more than this."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return TextFile(path, Table("t", (path,), encoding=encoding, delimiter=delimiter))


def test_a_declared_encoding_goes_before_a_guess(tmp_path: Path) -> None:
    """One that is false is an error, with the row."""
    assert file(tmp_path, RUSSIAN.encode("cp1251"), "cp1251").records.rows[0][1] == "женский"
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, RUSSIAN.encode("cp1251"), "utf-8").header
    assert [finding.code for finding in refused.value.findings] == ["encoding-error"]


def test_a_line_that_states_the_delimiter_is_no_record(tmp_path: Path) -> None:
    """Rows are counted without it, as the spreadsheet that wrote it does."""
    records = file(tmp_path, b"sep=;\r\na;b\r\n1;2\r\n").records
    assert (records.header, records.rows, records.row_numbers) == (("a", "b"), [["1", "2"]], [2])


def test_what_was_decided_is_told(tmp_path: Path) -> None:
    """Encoding, delimiter and the rows that were left out; of a plain file nothing."""
    content = "Номер;Сумма\n1;10,50\n;\n2;4,50\nИтого;15,00\n".encode("cp1251")
    found = file(tmp_path, content)
    assert found.records.row_numbers == [2, 4]
    assert [line.split(" — ")[0] for line in found.decision_lines()] == [
        't.csv: read as cp1251 (a guess), ";"',
        "t.csv row 3: the row is blank; it is not counted",
    ]
    assert [finding.row for finding in found.assumptions()] == [5]  # stands under the tables
    assert list(file(tmp_path, b"a,b\n1,2\n").decision_lines()) == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind(tmp_path: Path, end: str) -> None:
    """Also inside quotes."""
    found = file(tmp_path, f'a,b{end}1,"x{end}y"{end}2,z{end}'.encode()).records
    assert [row[0] for row in found.rows] == ["1", "2"]


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
    assert text_encoding.has_mixed_encodings(content, guess)
    assert not text_encoding.has_mixed_encodings(f"a;b\n1;{letters}\n".encode(guess) * 5, guess)
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


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", "жынысы,шаар\nаял,Ош\n"), ("utf-16", "жынысы,шаар\nаял,Ош\n"), ("UTF-8", "жынысы,шаар\nаял,Ош\n")],
)
def test_a_declared_encoding_is_used(tmp_path: Path, encoding: str, text: str) -> None:
    """The letters are those that were written."""
    found = file(tmp_path, text.encode(encoding), encoding).records

    assert (found.header, found.rows) == (("жынысы", "шаар"), [["аял", "Ош"]])


def test_a_declared_delimiter_is_used(tmp_path: Path) -> None:
    """A comma is then part of a cell."""
    found = file(tmp_path, b"a;b\n1,5;2\n", delimiter=";").records

    assert (found.header, found.rows) == (("a", "b"), [["1,5", "2"]])


def test_the_remedy_for_a_long_row_names_the_file_s_own_delimiter(tmp_path: Path) -> None:
    """Where cells are split at semicolons, it is the semicolon that needs quotes."""
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, b"a;b\n1;2;3\n", delimiter=";").records

    (finding,) = refused.value.findings
    assert '";"' in finding.remedy
    assert '","' not in finding.remedy


def test_a_long_cell_is_no_fault(tmp_path: Path) -> None:
    """There is no limit on the length of a cell."""
    found = file(tmp_path, b"a,b\n" + b"x" * 200_000 + b",2\n").records

    assert len(found.rows[0][0]) == 200_000


def test_another_program_keeps_its_own_limit_of_cells(tmp_path: Path) -> None:
    """The csv module has one limit for the whole process: a long cell is read, and the limit is what it was."""
    limit = csv.field_size_limit(10)
    try:
        assert file(tmp_path, b"a,b\n" + b"x" * 50 + b",2\n").records.rows == [["x" * 50, "2"]]
        assert csv.field_size_limit() == 10
    finally:
        csv.field_size_limit(limit)


def test_rows_before_one_that_can_not_be_split_are_not_lost(tmp_path: Path) -> None:
    """They are counted, so that the refusal names the row of the quote, near the top and far down."""
    for rows in (1, 150):
        found = file(tmp_path, b"a,b\n" + b"1,2\n" * rows + b'3,"4\n')
        with pytest.raises(Refused) as refused:
            _ = found.records
        assert [finding.row for finding in refused.value.findings] == [rows + 2]
        assert "is not closed" in refused.value.findings[0].fault


@pytest.mark.parametrize(("cells", "row"), [(16_385, 1), (10**6, 1), (16_385, 2)])
def test_a_row_of_more_cells_than_a_table_may_have_is_refused(tmp_path: Path, cells: int, row: int) -> None:
    """With the limit named, and before many such rows are held."""
    lines = ["a,b"] * (row - 1) + [",".join(["1"] * cells)] * 3
    with pytest.raises(Refused, match=f"row {row}: this row has more than 16,384 cells"):
        list(file(tmp_path, "\n".join(lines).encode()).numbered_rows())


def test_as_many_columns_as_a_spreadsheet_has_are_read(tmp_path: Path) -> None:
    """The limit is that of Excel."""
    header = ",".join(f"c{number}" for number in range(16_384))
    assert len(file(tmp_path, f"{header}\n{header}\n".encode()).header) == 16_384


def test_letters_that_make_no_words_are_refused(tmp_path: Path) -> None:
    """They would be printed as if they had been read; the first row with such a letter is named."""
    content = "id;city\n1;Athens\n2;Θεσσαλονίκη\n3;Παπαδοπούλου\n".encode("cp1253")
    found = file(tmp_path, content)
    with pytest.raises(Refused) as refused:
        _ = found.records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("encoding-error", 3)]
    assert found.encoding_name is None
    assert file(tmp_path, content, "cp1253").records.rows[1][1] == "Θεσσαλονίκη"


FEW_LETTERS = "id;name\n1;\u0151\n"  # ő of cp1250 is õ in cp1252, and a word of no other letter


def test_a_guess_that_letters_do_not_prove_stays_told(tmp_path: Path) -> None:
    """When it has been declared too, until somebody says that it is none; a guess that they prove is no guess then."""
    content = FEW_LETTERS.encode("cp1250")
    found = file(tmp_path, content)
    assert found.encoding.is_doubtful
    decided = found.decided_table()
    assert decided.encoding_guessed
    again = TextFile(found.path, decided)
    assert [finding.code for finding in again.decision_warnings()] == ["encoding-guessed"]
    assert again.decided_table() == decided
    confirmed = TextFile(found.path, decided._replace(encoding_guessed=False))
    assert list(confirmed.decision_warnings()) == []
    proven = file(tmp_path, RUSSIAN.encode("cp1251"))
    assert not proven.decided_table().encoding_guessed
    assert list(TextFile(proven.path, proven.decided_table()).decision_warnings()) == []


@pytest.mark.parametrize(("written", "declared"), [("cp1251", "koi8-r"), ("cp866", "cp1251"), ("utf-8", "cp1251")])
def test_a_declared_encoding_that_makes_no_words_is_told(tmp_path: Path, written: str, declared: str) -> None:
    """With the one that does; the file is read as it is declared."""
    found = file(tmp_path, RUSSIAN.encode(written), declared)
    assert found.records.rows[0][0] == "A-001"
    (finding,) = found.decision_warnings()
    assert finding.code == "encoding-doubtful"
    assert written in finding.remedy


def test_a_part_of_a_file_in_two_bytes_a_letter_is_no_utf_8(tmp_path: Path) -> None:
    """小 in gbk are two bytes that UTF-8 has too, which makes no row UTF-8."""
    content = "编号;姓名\n1;小\n2;王小明\n3;小\n4;培训\n5;北京市\n".encode("gbk")
    assert file(tmp_path, content).records.rows[0] == ["1", "小"]


@pytest.mark.parametrize("last", ["Total,,{total}\n", "Итого ,,{total}\n", ""])
@pytest.mark.parametrize("space", ["", " ", "\u00a0"])
def test_a_large_file_with_a_total_or_white_space_is_read_quickly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str, space: str
) -> None:
    """With the records and the findings of the careful way."""
    rows = "".join(f"P{number:05},{space}тренинг{space},{number % 89}\n" for number in range(6000))
    content = f"id,kind,n\n{rows}{last.format(total=sum(number % 89 for number in range(6000)))}".encode()
    quick = file(tmp_path, content)
    assert quick.grid is not None
    columns = [quick.grid.column_spans(place).all_texts() for place in range(3)]
    monkeypatch.setattr(text_file, "BULK_MIN_BYTES", 2**30)
    careful = file(tmp_path, content)
    assert careful.grid is None
    assert [*quick.decision_warnings()] == [*careful.decision_warnings()]
    assert (quick.record_count, quick.left_out_findings) == (careful.record_count, careful.left_out_findings)
    trimmed = [[cell.strip() for cell in row] for row in careful.records.rows]
    assert [[*row] for row in zip(*columns, strict=True)] == trimmed
