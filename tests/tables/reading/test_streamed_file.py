"""A text too large to hold passes by row by row, and is refused where an engine would read it otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading import streamed_file
from roundtable_cli.tables.reading.streamed_file import StreamedFile
from roundtable_cli.tables.reading.text_encoding import TextEncoding
from roundtable_cli.tables.table import Table


def streamed(folder: Path, content: bytes) -> StreamedFile:
    """A file of these bytes that is not held."""
    path = folder / "t.csv"
    path.write_bytes(content)
    return StreamedFile(path, Table("t", (path,)))


def test_rows_pass_by_without_the_blank_ones(tmp_path: Path) -> None:
    """Each has the number that a spreadsheet shows."""
    found = streamed(tmp_path, 'a,b\n1,"x\ny"\n\n , \n2,Ош\n'.encode())
    assert list(found.stream_rows()) == [(2, ["1", "x\ny"]), (5, ["2", "Ош"])]
    assert found.is_engine_readable


def test_the_first_part_ends_with_a_whole_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last row may be cut; all rows of a file that is no longer than the part are there."""
    monkeypatch.setattr(streamed_file, "HEAD_BYTES", 2**10)
    monkeypatch.setattr(streamed_file, "_LAST_LINE_BYTES", 2**8)
    whole = streamed(tmp_path, b"a,b\n1,2\n")
    assert [row for _, row in whole.numbered_rows()] == [["a", "b"], ["1", "2"]]
    part = [row for _, row in streamed(tmp_path, b"a,b\n" + b"1,2\n" * 2**10).numbered_rows()]
    assert 100 < len(part) < 2**8
    assert {tuple(row) for row in part[1:]} == {("1", "2")}


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"a,b\n1,2\n3\n", "missing-cell", 3),
        (b"a,b\n1,2,3\n4,5,6\n", "extra-cell", 2),
        (b'a,b\n1,2\n3,"4\n', "source-error", 3),
        (b"a,b\n1,2\n3,\0\n", "null-byte", 3),
        (b"a,b\n1,2\n3,\xe6\n", "encoding-error", 3),
        (b"a,b\n1,2\n\xef\xbb\xbfa,b\n", "encoding-error", 3),
    ],
)
def test_a_row_that_can_not_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str, row: int
) -> None:
    """Beyond the first part too, of which alone is known how it is written."""
    monkeypatch.setattr(StreamedFile, "encoding", TextEncoding("utf-8"))
    with pytest.raises(Refused) as refused:
        list(streamed(tmp_path, content).stream_rows())
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [(code, row)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("имя;город\nАня;Ош\n".encode("cp1251"), "in cp1251"),
        (b"sep=;\na;b\n1;2\n", 'with a first line "sep="'),
        (b'a,b\n1, "x"\n', "with spaces between cells and quotes"),
        (b"a,b\n1,2\n", ""),
    ],
)
def test_how_no_engine_reads_it_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    """The header is refused then; UTF-8 with a header of one row is read."""
    found = streamed(tmp_path, content)
    assert found.unsupported_reason == reason
    if reason:
        with pytest.raises(Refused, match=f"is written {reason}"):
            _ = found.header


def test_a_blank_row_of_another_width_is_named(tmp_path: Path) -> None:
    """No engine passes over it; one of the header's width, or without a cell, it does."""
    found = streamed(tmp_path, b"a,b\n\n,\n1,2\n,,\n,,,\n")
    assert [(finding.code, finding.row) for finding in found.uneven_blank_rows()] == [("blank-row", 5)]


def test_totals_in_the_first_part_are_refused(tmp_path: Path) -> None:
    """An engine that reads the file would count them: no label in a first cell names them."""
    rows = "".join(f"P{n},w,{n * 7 % 31 + 10}\nP{n},m,{n + 3}\nP{n},both,{n * 7 % 31 + 13 + n}\n" for n in range(9))
    assert [finding.row for finding in streamed(tmp_path, f"place,sex,n\n{rows}".encode()).row_findings] == [
        *range(4, 29, 3)
    ]


def test_a_note_in_the_first_part_is_refused_in_words_of_its_own(tmp_path: Path) -> None:
    """Nothing is left out of a file that an engine reads: that is said of each row that Python would leave out."""
    rows = "".join(f"P{number},2018-01-01,{number}\n" for number in range(9))
    file = streamed(tmp_path, f"place,day,n\n{rows}place,day,n\nP10,2018-01-02,4\n".encode())
    (finding,) = file.row_findings
    assert (finding.row, finding.severity, finding.code) == (11, "error", "repeated-header")
    assert finding.fault == "the column headings again; it is not left out of so large a file"


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("Median,,30\nMax,,60\n", ["Median"]),
        ("Max,,60\nMin,,1\n", ["Max"]),
        ("Макс,,60\nМедиана,,12.5\n", ["Макс"]),
        ("Max,m,60\nMin,f,1\n", []),  # people
        ("Max,,60\n", []),
        ("P7,f,60\n", []),
    ],
)
def test_statistics_in_the_last_rows_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str, told: list[str]
) -> None:
    """An engine that reads the file would count them; one label that people have too shows none."""
    monkeypatch.setattr(streamed_file, "HEAD_BYTES", 2**10)
    monkeypatch.setattr(streamed_file, "_LAST_LINE_BYTES", 2**8)
    rows = "".join(f"P{number % 90},f,{number % 60}\n" for number in range(2**10))
    found = streamed(tmp_path, f"code,sex,n\n{rows}{end}".encode()).row_findings
    assert [finding.fault for finding in found] == [
        f'the last rows are statistics of the others ("{label}"), not records' for label in told
    ]
