"""Bytes tell what a file is, whatever it is called; what is no table is named, and nothing is read by halves."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading import file_bytes, open_files
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import STDIN, Table
from tests.tables.workbooks import archive, cell, compound, ods, row, xls, xlsx

ROWS = [["id", "usd"], ["A1", 10]]


def file(folder: Path, written: bytes, name: str = "t.csv") -> TableFile:
    """A file of a table, of the kind that its bytes tell."""
    path = folder / name
    path.write_bytes(written)
    return open_files.open_table_file(path, Table("t", (path,)))


def fault(opened: TableFile) -> tuple[str, int | None, str]:
    """The one finding that a file is refused with: its code, its row, its words."""
    with pytest.raises(Refused) as refused:
        _ = opened.records
    (finding,) = refused.value.findings
    assert finding.remedy
    return finding.code, finding.row, finding.fault


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"%PDF-1.4\n", "a PDF document"),
        (b"{\\rtf1", "a text document (RTF)"),
        (b"\x89PNG\r\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"GIF89a", "an image"),
        (b"SQLite format 3\0", "a database (SQLite)"),
        (b"BZh9", "compressed (bzip2)"),
        (b"\xfd7zXZ\0", "compressed (xz)"),
        (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"),
        (b"Rar!\x1a\x07", "an archive (RAR)"),
        (archive({"a.csv": "id\n1\n"}), "an archive (zip) that holds no workbook"),
        (compound({"WordDocument": b"x"}), "an old Office document that is no workbook"),
    ],
)
def test_what_is_known_to_be_no_text_is_named(tmp_path: Path, start: bytes, words: str) -> None:
    """By how it begins, though it be called .csv."""
    assert fault(file(tmp_path, start)) == ("source-error", None, f"this is {words}, not a table")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!DOCTYPE html><p>Log in", "a web page or XML"),
        ("\n\n  <HTML>", "a web page or XML"),
        ("<!-- saved -->\n<table>", "a web page or XML"),
        ("<?xml version='1.0'?><a/>", "a web page or XML"),
        ("MIME-Version: 1.0\nContent-Type: x", "a web page or XML"),
        ('{"id": 1}', "JSON"),
        ('[\n  {\n    "id": 1\n  }\n]', "JSON"),
        ('{\n"id": 1}', "JSON"),
        ("[[1, 2], [3, 4]]", "JSON"),
        ("[]", "JSON"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_that_is_no_table_is_named(tmp_path: Path, text: str, words: str, codec: str) -> None:
    """In any encoding, after any blanks."""
    assert fault(file(tmp_path, text.encode(codec))) == ("source-error", 1, f"this is {words}, not a table")


@pytest.mark.parametrize("text", ["[id],[name]\n1,A\n", "{code};usd\nA;1\n", "<18,18+\n1,2\n", "(json),b\n1,2\n"])
def test_a_header_may_begin_with_a_bracket(tmp_path: Path, text: str) -> None:
    """A table is not taken for what it isn't."""
    assert len(file(tmp_path, text.encode()).records.rows) == 1


def test_bytes_full_of_control_characters_are_no_text(tmp_path: Path) -> None:
    """A few of them are a damaged text; of a text in one byte a letter they are the rarest."""
    noise = bytes(range(1, 256)) * 3
    assert fault(file(tmp_path, noise))[2] == "this is not a text file: it is full of control characters"
    assert file_bytes.binary_finding(b"a,b\n\x01,\xe9\n" * 1, "t.csv") is None
    assert file_bytes.binary_finding("имя;сумма\nА;1\n".encode("cp1251") * 99, "t.csv") is None


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n", b""])
def test_a_line_longer_than_any_record_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes) -> None:
    """Before all of it is read; its line is told. Long files of short lines are read."""
    monkeypatch.setattr(file_bytes, "_CHUNK_BYTES", 2**16)
    monkeypatch.setattr(file_bytes, "MAX_LINE_BYTES", 2**20)
    opened = file(tmp_path, b"a,b" + end + b"1,2" + end + b"x" * 2**21)
    code, number, words = fault(opened)
    assert (code, number, words) == ("source-error", 3 if end else 1, "a line is longer than 1 MiB")
    assert len(file(tmp_path, b"a,b\n" + (b"1," + b"2" * 1021 + b"\n") * 2**11).records.rows) == 2**11


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of the old and half of the new would be a table that never was."""
    opened, whole = file(tmp_path, b"a,b\n1,2\n"), file_bytes._read_stream

    def slowly(stream: BinaryIO, label: str) -> bytes:
        read = whole(stream, label)
        with opened.path.open("ab") as other:
            other.write(b"3,4\n")
        return read

    monkeypatch.setattr(file_bytes, "_read_stream", slowly)
    assert fault(opened)[2] == "the file changed while it was read"
    monkeypatch.setattr(file_bytes, "_read_stream", whole)
    assert len(file(tmp_path, b"a,b\n1,2\n").records.rows) == 1


@pytest.mark.parametrize("written", [b"a,b\n1,2\n", xlsx(ROWS)], ids=["text", "workbook"])
def test_a_pipe_with_a_path_is_read_once(tmp_path: Path, written: bytes) -> None:
    """As a shell gives it for `<(command)`: no byte is lost on telling what it is."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(written,))
    writer.start()
    opened = open_files.open_table_file(path, Table("t", (path,)))
    assert len(opened.records.rows) == 1
    writer.join()


def test_a_device_that_never_ends_is_refused_and_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be read again for the next question; a device that holds nothing is an empty file."""
    monkeypatch.setattr(file_bytes, "MAX_STREAM_BYTES", 2**21)
    path, words = Path("/dev/urandom"), "this is a device and not a file, and more than 2 MiB come from it"
    file_bytes._read_once.cache_clear()
    try:
        for _ in range(2):
            with pytest.raises(Refused, match=words):
                file_bytes.read_file_bytes(path, path.name)
        assert file_bytes._read_once.cache_info().misses == 1
    finally:
        file_bytes._read_once.cache_clear()
    assert file_bytes.read_file_bytes(Path("/dev/null"), "null") == b""


def test_what_has_no_state_is_read_all_the_same() -> None:
    """Bytes in memory can't change."""
    assert file_bytes._stream_stamp(io.BytesIO(b"x")) is None


def test_what_can_not_be_opened_has_no_first_bytes(tmp_path: Path) -> None:
    """It is left to who reads it to say so."""
    assert file_bytes.read_file_head(tmp_path / "nowhere.csv") == b""
    assert file_bytes.read_file_head(tmp_path) == b""
    assert [table.sheet for table in open_files.list_file_tables(tmp_path / "nowhere.csv")] == [""]


@pytest.mark.parametrize("start", [b"", b"PK", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a,b"])
def test_what_only_begins_like_a_workbook_is_none(start: bytes) -> None:
    """It holds nothing that a workbook has."""
    assert not file_bytes.is_workbook_content(start)


def test_a_locked_workbook_is_a_workbook() -> None:
    """Though nothing in it can be read."""
    locked: Any = compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})
    assert file_bytes.is_workbook_content(locked)


@pytest.mark.parametrize(
    ("name", "whole"),
    [("t.xlsx", xlsx(ROWS)), ("Т.XLSX", xlsx(ROWS)), ("t.ods", ods(row(cell("id")))), ("t.xls", xls(ROWS))],
)
def test_a_workbook_cut_in_the_middle_is_said_to_be_cut(tmp_path: Path, name: str, whole: bytes) -> None:
    """Before anything of the workbook in it can be told."""
    assert fault(file(tmp_path, whole[:60], name))[2] == "this is a workbook that is damaged or cut off"


@pytest.mark.parametrize("size", range(40, len(xlsx(ROWS)) - 30, 150))
def test_a_cut_workbook_is_never_taken_for_another_archive(tmp_path: Path, size: int) -> None:
    """Wherever it ends."""
    assert "no workbook" not in fault(file(tmp_path, xlsx(ROWS)[:size], "t.xlsx"))[2]


def test_another_archive_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    """It is whole, and no workbook; so is one that is cut and was never called a workbook."""
    packed = archive({"a.csv": "id\n1\n"})
    for written, name in ((packed, "t.xlsx"), (packed[:40], "t.zip")):
        assert fault(file(tmp_path, written, name))[2] == "this is an archive (zip) that holds no workbook, not a table"
    letter = compound({"WordDocument": b"x"})
    assert (
        fault(file(tmp_path, letter, "t.xls"))[2] == "this is an old Office document that is no workbook, not a table"
    )


def test_an_endless_stream_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limit, and what to do."""

    endless = SimpleNamespace(buffer=SimpleNamespace(read=lambda size: b"y\n" * (size // 2)))
    monkeypatch.setattr(file_bytes, "MAX_STREAM_BYTES", 2**22)
    monkeypatch.setattr(sys, "stdin", endless)
    file_bytes._read_once.cache_clear()
    with pytest.raises(Refused, match="standard input: more than 4 MiB"):
        file_bytes.read_file_bytes(STDIN, "stdin")
    file_bytes._read_once.cache_clear()


def test_what_a_program_keeps_beside_an_open_file_is_named(tmp_path: Path) -> None:
    """Its name begins so, and it is short; the remedy names the file itself."""
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, b"\x05admin" + b" " * 159, "~$list.xlsx").records
    assert refused.value.findings[0].remedy == "name the file itself: list.xlsx"
    assert file(tmp_path, b"id,n\n" + b"1,2\n" * 500, "~$list.csv").record_count == 500
