"""Files as they come: what can't be read is refused with its row, and row numbers are those of a spreadsheet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.reading import file_bytes, open_files
from roundtable_cli.tables.reading.table_file import FileRecords
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import STDIN, Table

# Name, bytes, and each fault that must be found: frictionless's code, and the row that a spreadsheet shows.
MALFORMED: list[tuple[str, bytes, list[tuple[str, int | None]]]] = [
    ("empty file", b"", [("source-error", None)]),
    ("only a byte order mark", b"\xef\xbb\xbf", [("source-error", None)]),
    ("only blank rows", b"\n\n , \n", [("source-error", None)]),
    ("row too short", b"a,b\n1,2\n3\n", [("missing-cell", 3)]),
    ("row too long", b"a,b\n1,2\n3,4,5\n", [("extra-cell", 3)]),
    ("all rows too long", b"a,b\n1,2,3\n4,5,6\n", [("extra-cell", 2), ("extra-cell", 3)]),
    ("short and long", b"a,b,c\n1,2\n1,2,3\n1,2,3,4\n", [("missing-cell", 2), ("extra-cell", 4)]),
    ("short row after blank rows", b"a,b\n\n\n1,2\n,\n3\n", [("missing-cell", 6)]),
    ("short row after lines in quotes", b'a,b\n"x\ny\nz",2\n3\n', [("missing-cell", 3)]),
    ("short row after CR-only line ends", b"a,b\r1,2\r3\r", [("missing-cell", 3)]),
    ("quote never closed", b'a,b\n1,2\n3,"4\n5,6\n', [("source-error", 3)]),
    ("quote closed within a cell", b'a,b\n1,2\n3,"4"x\n', [("source-error", 3)]),
    ("null byte in a cell", b"a,b\n1,2\n3,\x004\n", [("null-byte", 3)]),
    ("null byte in the header", b"a,\x00b\n1,2\n", [("null-byte", 1)]),
    ("not UTF-8 in the header", "пол,b\n1,2\n".encode("cp1251"), [("encoding-error", 1)]),
    ("not UTF-8 in a cell", "a,b\n1,2\n3,аял\n".encode("cp1251"), [("encoding-error", 3)]),
    ("not UTF-8 far down", ("a,b\n" + "1,2\n" * 9000 + "3,аял\n").encode("cp1251"), [("encoding-error", 9002)]),
    ("not UTF-8 after lines in quotes", b'a,b\n"x\ny",2\n\n"p\nq",\xe6\n', [("encoding-error", 4)]),
    ("not UTF-8 between lines in quotes", b'a,b\n1,2\n"p\n\xe6\nq",4\n', [("encoding-error", 3)]),
    ("null bytes after lines in quotes", b'a,b\n"x\ny",2\n"p\n\0",4\n', [("null-byte", 3)]),
]
WELL_FORMED: list[tuple[str, bytes, tuple[str, ...], list[list[str]], list[int]]] = [
    ("plain", b"a,b\n1,2\n3,4\n", ("a", "b"), [["1", "2"], ["3", "4"]], [2, 3]),
    ("no line end at the end", b"a,b\n1,2", ("a", "b"), [["1", "2"]], [2]),
    ("Windows line ends", b"a,b\r\n1,2\r\n", ("a", "b"), [["1", "2"]], [2]),
    ("CR-only line ends", b"a,b\r1,2\r3,4\r", ("a", "b"), [["1", "2"], ["3", "4"]], [2, 3]),
    ("byte order mark", b"\xef\xbb\xbfa,b\n1,2\n", ("a", "b"), [["1", "2"]], [2]),
    ("byte order mark before quotes", b'\xef\xbb\xbf"a","b"\n1,2\n', ("a", "b"), [["1", "2"]], [2]),
    ("header without rows", b"a,b\n", ("a", "b"), [], []),
    ("names with spaces around", b" a , b\n1,2\n", ("a", "b"), [["1", "2"]], [2]),
    ("lines in quotes", b'a,b\n"x\ny",2\n3,4\n', ("a", "b"), [["x\ny", "2"], ["3", "4"]], [2, 3]),
    ("lines in a quoted name", b'"a\n(years)",b\n1,2\n', ("a\n(years)", "b"), [["1", "2"]], [2]),
    ("comma and quote in quotes", b'a,b\n"x, ""y""",2\n', ("a", "b"), [['x, "y"', "2"]], [2]),
    ("a quote inside a bare cell", b'a,b\n5" pipe,2\n', ("a", "b"), [['5" pipe', "2"]], [2]),
    ("blank rows", b"a,b\n\n1,2\n,\n   \n3,4\n\n", ("a", "b"), [["1", "2"], ["3", "4"]], [3, 6]),
    ("blank rows of another width", b"a,b\n,,,,\n1,2\n", ("a", "b"), [["1", "2"]], [3]),
    ("blank rows above the header", b"\n,\na,b\n1,2\n", ("a", "b"), [["1", "2"]], [4]),
    ("blank name", b"a,,b\n1,2,3\n", ("a", "", "b"), [["1", "2", "3"]], [2]),
    ("repeated name", b"a,a\n1,2\n", ("a", "a"), [["1", "2"]], [2]),
    ("separators of Unicode", "a,b\n1\u2028x,2\x0b\n".encode(), ("a", "b"), [["1\u2028x", "2"]], [2]),
]


def file(folder: Path, content: bytes, name: str = "trainings.csv") -> Path:
    """A file of these bytes."""
    path = folder / name
    path.write_bytes(content)
    return path


def read(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> FileRecords:
    """The records of a file whose schema says no more than this."""
    return open_files.read_file_records(path, Table("trainings", (path,), encoding=encoding, delimiter=delimiter))


def refusal(path: Path) -> tuple[Finding, ...]:
    """Why a file is refused."""
    with pytest.raises(Refused) as refused:
        read(path)
    return refused.value.findings


@pytest.mark.parametrize(("content", "faults"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_a_malformed_file_is_refused_with_its_rows(
    tmp_path: Path, content: bytes, faults: list[tuple[str, int | None]]
) -> None:
    """No row is dropped, padded or shifted: each fault is found, with its file and its row."""
    findings = refusal(file(tmp_path, content))

    assert [(finding.code, finding.row) for finding in findings] == faults
    assert {finding.file for finding in findings} == {"trainings.csv"}


@pytest.mark.parametrize("content", [case[1] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_a_refusal_says_what_to_do(tmp_path: Path, content: bytes) -> None:
    """A place and a fault are not enough: the remedy is named too."""
    assert all(finding.remedy for finding in refusal(file(tmp_path, content)))


@pytest.mark.parametrize(
    ("content", "header", "rows", "numbers"),
    [case[1:] for case in WELL_FORMED],
    ids=[case[0] for case in WELL_FORMED],
)
def test_a_well_formed_file_is_read(
    tmp_path: Path, content: bytes, header: tuple[str, ...], rows: list[list[str]], numbers: list[int]
) -> None:
    """Names and cells are trimmed; a row's number is the one that a spreadsheet shows."""
    found = read(file(tmp_path, content))

    assert (found.header, found.rows, found.row_numbers) == (header, rows, numbers)


def test_a_column_is_found_by_its_name(tmp_path: Path) -> None:
    """Its cells come in the order of the rows."""
    found = read(file(tmp_path, b"a,b\n1,2\n3,4\n"))

    assert found.column_texts("b") == ["2", "4"]


def test_the_header_is_read_alone(tmp_path: Path) -> None:
    """What is wrong below it does not matter yet."""
    path = file(tmp_path, b"\n a ,b\n1,2,3\n")

    assert TextFile(path, Table("trainings", (path,))).header == ("a", "b")


@pytest.mark.parametrize("name", ["missing.csv", "folder.csv", "missing/a.csv"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    """A file that isn't there and a folder are both named, whether the header or the rows are asked for."""
    (tmp_path / "folder.csv").mkdir()
    path = tmp_path / name

    for ask in (lambda *of: TextFile(*of).header, open_files.read_file_records):
        with pytest.raises(Refused) as refused:
            ask(path, Table("trainings", (path,)))
        (finding,) = refused.value.findings
        assert finding.code == "source-error"
        assert finding.file.endswith(path.name)


@pytest.mark.parametrize("name", ["missing.csv", "folder.csv"])
def test_a_refusal_of_a_path_says_what_to_do(tmp_path: Path, name: str) -> None:
    """As every refusal does."""
    (tmp_path / "folder.csv").mkdir()

    (finding,) = refusal(tmp_path / name)
    assert finding.remedy


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A table on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n1,2\n3\n")))
    file_bytes._read_once.cache_clear()
    yield
    file_bytes._read_once.cache_clear()


@pytest.mark.usefixtures("stdin")
def test_standard_input_is_read_for_the_header_and_again_for_the_rows() -> None:
    """It is a file like any other, though it can be read only once; messages call it standard input."""
    assert TextFile(STDIN, Table("trainings", (STDIN,))).header == ("a", "b")

    (finding,) = refusal(STDIN)
    assert (finding.code, finding.row) == ("missing-cell", 3)
    assert finding.file == "standard input"


TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6),
    st.text('a",; \t\r\n', max_size=6),  # what means something in a CSV file
)
ROWS = st.lists(st.one_of(st.tuples(TEXTS, TEXTS), st.just(("", "")), st.just(("\n", " "))), max_size=12)


@given(rows=ROWS, line_end=st.sampled_from(["\n", "\r\n", "\r"]), mark=st.booleans())
def test_every_cell_comes_back_with_its_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], line_end: str, mark: bool
) -> None:
    """Commas, quotes and line breaks in cells, blank rows between: a filled row is there once, or told."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig" if mark else "utf-8"))

    file = TextFile(path, Table("any", (path,)))
    left_out = {finding.row for finding in file.left_out_findings}  # a last row may look like a note
    trimmed = [[cell.strip() for cell in row] for row in rows]
    kept = [(number, row) for number, row in enumerate(trimmed, 2) if any(row) and number not in left_out]
    assert list(zip(file.records.row_numbers, file.records.rows, strict=True)) == kept


def test_a_header_of_any_length_is_read_whole(tmp_path: Path) -> None:
    """Only the delimiter is told from a file's beginning."""
    name = "x" * 300_000
    found = read(file(tmp_path, f"a,{name},b\n1,2,3\n".encode()))

    assert found.header == ("a", name, "b")


def test_headings_that_come_again_are_no_repeated_rows(tmp_path: Path) -> None:
    """They are left out, and told as what they are; records that are the same are told."""
    path = tmp_path / "t.csv"
    path.write_text("id,n\n1,2\nid,n\n3,4\nid,n\n1,2\n")
    assert [*open_files.open_table_file(path, Table("t", (path,))).repeated_rows()] == [(6, 2)]
