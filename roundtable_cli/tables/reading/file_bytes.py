"""The bytes of a file, read once, and what they are: a text, a workbook, or no table at all."""

from __future__ import annotations

import errno
import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from roundtable_cli.errors import SOURCE_ERROR, Finding, Refused
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import STDIN

MAX_LINE_BYTES = 64 * 2**20  # bytes; a longer line is no record that anybody wrote
MAX_UNPACKED_BYTES = 2**30  # bytes; what a compressed file may hold, at the most, to be held in memory
_CHUNK_BYTES = 2**20
FileStamp = tuple[int, int] | None
_ZIP_SIGNATURE, OLE_SIGNATURE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET_SIGNATURE, GZIP_SIGNATURE = b"PAR1", b"\x1f\x8b"  # how these begin
WORKBOOK_SIGNATURES = (_ZIP_SIGNATURE, OLE_SIGNATURE)  # how they begin, and other things
_WORKBOOK_PARTS = (
    b"xl/",
    b"application/vnd.oasis.opendocument.spreadsheet",
)  # what a zip archive holds that is a workbook
_WORKBOOK_STREAMS = ("Workbook", "Book", "EncryptedPackage")  # and an old compound document
_FOREIGN_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (PARQUET_SIGNATURE, "a Parquet file"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ\0", "compressed (xz)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"),
    (b"Rar!", "an archive (RAR)"),
    (_ZIP_SIGNATURE, "an archive (zip) that holds no workbook"),
    (OLE_SIGNATURE, "an old Office document that is no workbook"),
)
_WORKBOOK_ENDINGS = {
    _ZIP_SIGNATURE: (".xlsx", ".xlsm", ".xlsb", ".ods"),
    OLE_SIGNATURE: (".xls",),
}  # how workbooks are called
_REQUIRED_PARTS = {
    _ZIP_SIGNATURE: b"PK\x05\x06",
    OLE_SIGNATURE: "Root Entry".encode("utf-16-le"),
}  # what no whole one lacks
_MARKUP_STARTS = ("<!doctype", "<html", "<head", "<body", "<table", "<meta", "<?xml", "<script", "<div", "<!--",
           "mime-version:")  # fmt: skip
_JSON_START = r'\{\s*["}]|\[\s*[\[{"\]]'
_EXPORT_REMEDY = "open it in the program it is of, and save the table as CSV (UTF-8)"
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")
_MIN_CONTROL_BYTES = 32  # control characters that a damaged text may have


def read_file_bytes(path: Path, label: str) -> bytes:
    """All bytes of a file. Refused where it can't be opened, changes meanwhile, or has a line of no table's length."""
    if urls.url_from_path(path):
        raise urls.remote_file_refusal(path, label)
    with translating_errors(path, label), open_unpacked(path) as stream:
        before = _stream_stamp(stream)
        content = _read_stream(stream, label)
        check_unchanged(label, before, _stream_stamp(stream))
        return content


def file_stamp(path: Path) -> FileStamp:
    """What changes when somebody writes to a file; none where there is no file."""
    try:
        return _status_stamp(path.stat())
    except OSError:
        return None


def check_unchanged(label: str, before: FileStamp, after: FileStamp) -> None:
    """Refused where the two are not the same."""
    if before != after:
        raise Refused(
            _source_finding(label, "it was changed while it was read", "run it again when nobody writes to it")
        )


@contextmanager
def translating_errors(path: Path, label: str) -> Iterator[None]:
    """Within it, what can't be opened or unpacked is refused in words."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Refused(
            _source_finding(label, "is compressed, and damaged or cut off", "copy or download it again")
        ) from None
    except OSError as error:
        remedy = "a table is a readable file" if path.exists() else "correct the table's path, or put it there"
        raise Refused(_source_finding(label, f"can't be opened: {error.strerror}", remedy)) from None


def read_file_head(path: Path, size: int = len(OLE_SIGNATURE)) -> bytes:
    """The first bytes of a file, of a compressed one unpacked; none where it can't be opened."""
    try:
        with open_unpacked(path) as stream:
            return stream.read(size)
    except (OSError, EOFError, zlib.error):
        return b""


def is_parquet_file(path: Path) -> bool:
    """Whether a file is told to be Parquet by its first bytes."""
    return read_file_head(path, len(PARQUET_SIGNATURE)) == PARQUET_SIGNATURE


def is_gzip_file(path: Path) -> bool:
    """Whether a file is compressed as gzip does it."""
    if path == STDIN or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(GZIP_SIGNATURE)) == GZIP_SIGNATURE
    except OSError:  # of which who reads it will tell
        return False


def check_gzip_file(path: Path, label: str) -> None:
    """Refused where a compressed file does not hold what it held when it was compressed."""
    with translating_errors(path, label), open_unpacked(path) as stream:
        while stream.read(_CHUNK_BYTES):
            pass


def is_workbook_content(content: bytes) -> bool:
    """Whether the bytes are those of an Excel or OpenDocument workbook, also of one that a password protects."""
    if content.startswith(_ZIP_SIGNATURE):
        return any(part in content for part in _WORKBOOK_PARTS)
    return content.startswith(OLE_SIGNATURE) and any(name.encode("utf-16-le") in content for name in _WORKBOOK_STREAMS)


def foreign_bytes_finding(content: bytes, label: str) -> Finding | None:
    """The finding for bytes that are known to be no text."""
    if _is_truncated_workbook(content, label):
        return _source_finding(label, "is a workbook that is damaged or cut off", "copy, download or save it again")
    known = next((name for signature, name in _FOREIGN_SIGNATURES if content.startswith(signature)), "")
    if content.startswith(PARQUET_SIGNATURE):
        remedy = "compute with a big engine, in a project whose datapackage.json names it: --engine duckdb"
        return _source_finding(label, f"is {known}, which Python does not read here", remedy)
    return _source_finding(label, f"is {known}, not a table", _EXPORT_REMEDY) if known else None


def _is_truncated_workbook(content: bytes, label: str) -> bool:
    """Whether what is called a workbook begins as one and lacks what each has: the list of its parts."""
    name = label.lower()
    starts = [
        start for start in WORKBOOK_SIGNATURES if content.startswith(start) and name.endswith(_WORKBOOK_ENDINGS[start])
    ]
    return any(_REQUIRED_PARTS[start] not in content for start in starts)


def binary_finding(content: bytes, label: str) -> Finding | None:
    """The finding for bytes of no known encoding of which many are control characters: no text has them."""
    start = content[:65_536]
    rare = len(start) - len(start.translate(None, _CONTROL_BYTES))
    if rare * 20 < len(start) or rare < _MIN_CONTROL_BYTES:
        return None
    return _source_finding(label, "is no text: it is full of control characters", _EXPORT_REMEDY)


def foreign_text_finding(text: str, label: str) -> Finding | None:
    """The finding for a text that is no table: a page, as a login or an old export gives it, or JSON."""
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(_MARKUP_STARTS):
        return _source_finding(
            label, "is a web page or XML, not a table", "open it, and save or download the table as CSV", 1
        )
    if start.startswith(("{", "[")) and re.match(_JSON_START, start):
        return _source_finding(label, "is JSON, not a table", "export the table as CSV", 1)
    return None


def _read_stream(stream: BinaryIO, label: str) -> bytes:
    """The bytes of a stream; in pieces, so that a line without an end is found before it fills the memory."""
    since, whole = 0, io.BytesIO()  # which gives its bytes away without a copy
    while piece := stream.read(_CHUNK_BYTES):
        whole.write(piece)
        if isinstance(stream, gzip.GzipFile) and stream.tell() > MAX_UNPACKED_BYTES:
            fault = f"is compressed, and holds more than {MAX_UNPACKED_BYTES // 2**30} GiB"
            raise Refused(_source_finding(label, fault, "ask a big engine: --engine duckdb"))
        last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        since = since + len(piece) if last < 0 else len(piece) - last
        if since > MAX_LINE_BYTES:
            fault, lines = f"a line of more than {MAX_LINE_BYTES // 2**20} MiB", _last_line_number(whole.getvalue())
            raise Refused(
                _source_finding(label, fault, "the file is no table, or has lost its line ends: export it again", lines)
            )
    return whole.getvalue()


def _last_line_number(content: bytes) -> int:
    """The number of the line that it ends in."""
    return (content.count(b"\n") or content.count(b"\r")) + 1


def _stream_stamp(stream: BinaryIO) -> FileStamp:
    """The stamp of a file that is open; none of what is no file."""
    try:
        return _status_stamp(os.fstat(stream.fileno()))
    except (OSError, io.UnsupportedOperation):
        return None


def _status_stamp(status: os.stat_result) -> FileStamp:
    return status.st_size, status.st_mtime_ns


def _source_finding(label: str, fault: str, remedy: str, row: int | None = None) -> Finding:
    return Finding(SOURCE_ERROR, fault, remedy, label, row)


def open_unpacked(path: Path) -> BinaryIO:
    """The bytes of a file as they are read, those of a compressed one unpacked. Raises OSError where there is none."""
    if path == STDIN:
        return io.BytesIO(_read_standard_input())
    stream = io.BytesIO(_read_pipe(path)) if path.is_fifo() else path.open("rb")
    packed = stream.read(len(GZIP_SIGNATURE)) == GZIP_SIGNATURE
    stream.seek(0)
    if not packed:
        return stream
    if isinstance(stream, io.BytesIO):
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    stream.close()
    return cast("BinaryIO", gzip.GzipFile(path))  # which closes what it has opened itself


@cache
def _read_standard_input() -> bytes:
    """Standard input can be read only once."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read()


@cache
def _read_pipe(path: Path) -> bytes:
    """So can a pipe with a path, which is what a shell gives for `<(command)`."""
    return path.read_bytes()
