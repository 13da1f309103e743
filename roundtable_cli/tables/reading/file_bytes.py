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

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import STDIN

LONGEST_LINE = 64 * 2**20  # bytes; a longer line is no record that anybody wrote
UNPACKED = 2**30  # bytes; what a compressed file may hold, at the most, to be held in memory
_CHUNK = 2**20
Stamp = tuple[int, int] | None
_ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET, GZIP = b"PAR1", b"\x1f\x8b"  # how these begin
WORKBOOKS = (_ZIP, OLE)  # how they begin, and other things
_PARTS = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet")  # what a zip archive holds that is a workbook
_WORKBOOK_STREAMS = ("Workbook", "Book", "EncryptedPackage")  # and an old compound document
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (PARQUET, "a Parquet file"),
    (b"BZh", "compressed (bzip2)"),
    (b"\xfd7zXZ\0", "compressed (xz)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"),
    (b"Rar!", "an archive (RAR)"),
    (_ZIP, "an archive (zip) that holds no workbook"),
    (OLE, "an old Office document that is no workbook"),
)
_ENDS = {_ZIP: (".xlsx", ".xlsm", ".xlsb", ".ods"), OLE: (".xls",)}  # how workbooks are called
_LAST = {_ZIP: b"PK\x05\x06", OLE: "Root Entry".encode("utf-16-le")}  # what no whole one lacks
_MARKUP = ("<!doctype", "<html", "<head", "<body", "<table", "<meta", "<?xml", "<script", "<div", "<!--",
           "mime-version:")  # fmt: skip
_JSON = r'\{\s*["}]|\[\s*[\[{"\]]'
_EXPORT = "open it in the program it is of, and save the table as CSV (UTF-8)"
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")
_FEW = 32  # control characters that a damaged text may have


def read(path: Path, label: str) -> bytes:
    """All bytes of a file. Refused where it can't be opened, changes meanwhile, or has a line of no table's length."""
    if urls.url(path):
        raise urls.unreached(path, label)
    with told(path, label), opened(path) as stream:
        before = _state(stream)
        content = _whole(stream, label)
        check_unchanged(label, before, _state(stream))
        return content


def stamp(path: Path) -> Stamp:
    """What changes when somebody writes to a file; none where there is no file."""
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def check_unchanged(label: str, before: Stamp, after: Stamp) -> None:
    """Refused where the two are not the same."""
    if before != after:
        raise Refused(_fault(label, "it was changed while it was read", "run it again when nobody writes to it"))


@contextmanager
def told(path: Path, label: str) -> Iterator[None]:
    """Within it, what can't be opened or unpacked is refused in words."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Refused(_fault(label, "is compressed, and damaged or cut off", "copy or download it again")) from None
    except OSError as error:
        remedy = "a table is a readable file" if path.exists() else "correct the table's path, or put it there"
        raise Refused(_fault(label, f"can't be opened: {error.strerror}", remedy)) from None


def head(path: Path, size: int = len(OLE)) -> bytes:
    """The first bytes of a file, of a compressed one unpacked; none where it can't be opened."""
    try:
        with opened(path) as stream:
            return stream.read(size)
    except (OSError, EOFError, zlib.error):
        return b""


def is_parquet(path: Path) -> bool:
    """Whether a file is told to be Parquet by its first bytes."""
    return head(path, len(PARQUET)) == PARQUET


def is_packed(path: Path) -> bool:
    """Whether a file is compressed as gzip does it."""
    if path == STDIN or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(GZIP)) == GZIP
    except OSError:  # of which who reads it will tell
        return False


def check_packed(path: Path, label: str) -> None:
    """Refused where a compressed file does not hold what it held when it was compressed."""
    with told(path, label), opened(path) as stream:
        while stream.read(_CHUNK):
            pass


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are those of an Excel or OpenDocument workbook, also of one that a password protects."""
    if content.startswith(_ZIP):
        return any(part in content for part in _PARTS)
    return content.startswith(OLE) and any(name.encode("utf-16-le") in content for name in _WORKBOOK_STREAMS)


def foreign(content: bytes, label: str) -> Finding | None:
    """The finding for bytes that are known to be no text."""
    if _is_cut(content, label):
        return _fault(label, "is a workbook that is damaged or cut off", "copy, download or save it again")
    known = next((name for signature, name in _SIGNATURES if content.startswith(signature)), "")
    if content.startswith(PARQUET):
        remedy = "compute with a big engine, in a project whose datapackage.json names it: --engine duckdb"
        return _fault(label, f"is {known}, which Python does not read here", remedy)
    return _fault(label, f"is {known}, not a table", _EXPORT) if known else None


def _is_cut(content: bytes, label: str) -> bool:
    """Whether what is called a workbook begins as one and lacks what each has: the list of its parts."""
    name = label.lower()
    starts = [start for start in WORKBOOKS if content.startswith(start) and name.endswith(_ENDS[start])]
    return any(_LAST[start] not in content for start in starts)


def binary(content: bytes, label: str) -> Finding | None:
    """The finding for bytes of no known encoding of which many are control characters: no text has them."""
    start = content[:65_536]
    rare = len(start) - len(start.translate(None, _CONTROLS))
    if rare * 20 < len(start) or rare < _FEW:
        return None
    return _fault(label, "is no text: it is full of control characters", _EXPORT)


def foreign_text(text: str, label: str) -> Finding | None:
    """The finding for a text that is no table: a page, as a login or an old export gives it, or JSON."""
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(_MARKUP):
        return _fault(label, "is a web page or XML, not a table", "open it, and save or download the table as CSV", 1)
    if start.startswith(("{", "[")) and re.match(_JSON, start):
        return _fault(label, "is JSON, not a table", "export the table as CSV", 1)
    return None


def _whole(stream: BinaryIO, label: str) -> bytes:
    """The bytes of a stream; in pieces, so that a line without an end is found before it fills the memory."""
    since, whole = 0, io.BytesIO()  # which gives its bytes away without a copy
    while piece := stream.read(_CHUNK):
        whole.write(piece)
        if isinstance(stream, gzip.GzipFile) and stream.tell() > UNPACKED:
            fault = f"is compressed, and holds more than {UNPACKED // 2**30} GiB"
            raise Refused(_fault(label, fault, "ask a big engine: --engine duckdb"))
        last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        since = since + len(piece) if last < 0 else len(piece) - last
        if since > LONGEST_LINE:
            fault, lines = f"a line of more than {LONGEST_LINE // 2**20} MiB", _line(whole.getvalue())
            raise Refused(
                _fault(label, fault, "the file is no table, or has lost its line ends: export it again", lines)
            )
    return whole.getvalue()


def _line(content: bytes) -> int:
    """The number of the line that it ends in."""
    return (content.count(b"\n") or content.count(b"\r")) + 1


def _state(stream: BinaryIO) -> Stamp:
    """The stamp of a file that is open; none of what is no file."""
    try:
        return _stamp(os.fstat(stream.fileno()))
    except (OSError, io.UnsupportedOperation):
        return None


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns


def _fault(label: str, fault: str, remedy: str, row: int | None = None) -> Finding:
    return Finding("source-error", fault, remedy, label, row)


def opened(path: Path) -> BinaryIO:
    """The bytes of a file as they are read, those of a compressed one unpacked. Raises OSError where there is none."""
    if path == STDIN:
        return io.BytesIO(_standard_input())
    stream = io.BytesIO(_pipe(path)) if path.is_fifo() else path.open("rb")
    packed = stream.read(len(GZIP)) == GZIP
    stream.seek(0)
    if not packed:
        return stream
    if isinstance(stream, io.BytesIO):
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    stream.close()
    return cast("BinaryIO", gzip.GzipFile(path))  # which closes what it has opened itself


@cache
def _standard_input() -> bytes:
    """Standard input can be read only once."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed")
    return sys.stdin.buffer.read()


@cache
def _pipe(path: Path) -> bytes:
    """So can a pipe with a path, which is what a shell gives for `<(command)`."""
    return path.read_bytes()
