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
from roundtable_cli.finding_codes import SOURCE_ERROR
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import STDIN

MAX_LINE_BYTES = 64 * 2**20  # a longer line is no record that anybody wrote
MAX_UNPACKED_BYTES = 2**30  # of a compressed file or a workbook: more would fill the memory
MAX_STREAM_BYTES = 2**28  # of standard input and of pipes, which are kept in memory whole and may never end
_LOCK_START, _MAX_LOCK_BYTES = "~$", 1024  # of the file that says who has another one open
_CHUNK_BYTES = 2**20
FileStamp = tuple[int, int] | None  # size and time of the last change; None for what is no file
# How files begin.
_ZIP_SIGNATURE, OLE_SIGNATURE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET_SIGNATURE, GZIP_SIGNATURE = b"PAR1", b"\x1f\x8b"
WORKBOOK_SIGNATURES = (_ZIP_SIGNATURE, OLE_SIGNATURE)  # other files begin so, too
# What a zip archive holds that is a workbook, and what an old compound document holds that is one.
_WORKBOOK_PARTS = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet")
_WORKBOOK_STREAMS = ("Workbook", "Book", "EncryptedPackage")
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
# How the names of workbooks end, and what every complete one holds: the end of the archive, the root of the document.
_WORKBOOK_ENDINGS = {_ZIP_SIGNATURE: (".xlsx", ".xlsm", ".xlsb", ".ods"), OLE_SIGNATURE: (".xls",)}
_REQUIRED_PARTS = {_ZIP_SIGNATURE: b"PK\x05\x06", OLE_SIGNATURE: "Root Entry".encode("utf-16-le")}
_MARKUP_STARTS = ("<!doctype", "<html", "<head", "<body", "<table", "<meta", "<?xml", "<script", "<div", "<!--",
           "mime-version:")  # fmt: skip
_JSON_START = r'\{\s*["}]|\[\s*[\[{"\]]'
_EXPORT_REMEDY = "open it in its own program, and save the table as CSV (UTF-8)"
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f")
_MIN_CONTROL_BYTES = 32  # control characters, fewer of which a damaged text may have


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
    """What changes when somebody writes to a file; None where there is no file."""
    try:
        return _stamp_from_status(path.stat())
    except OSError:
        return None


def is_utf8_name(name: str) -> bool:
    """Whether a file's name is a text: one with bytes that are no UTF-8 only Python can open."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def foreign_name_refusal(path: Path, program: str) -> Refused:
    """The refusal of a file by a program that can't open it for the bytes in its name."""
    return Refused(
        _source_finding(path.name, f"{program} can't read a file whose name is not UTF-8", "rename the file")
    )


def check_unchanged(label: str, before: FileStamp, after: FileStamp) -> None:
    """Refused where the stamps of a file before and after reading differ."""
    if before != after:
        raise Refused(
            _source_finding(label, "the file changed while it was read", "run it again when no program writes to it")
        )


@contextmanager
def translating_errors(path: Path, label: str) -> Iterator[None]:
    """Within it, errors of opening and unpacking a file are refusals that say what to do."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Refused(
            _source_finding(
                label, "this is a compressed file, and it is damaged or cut off", "copy or download it again"
            )
        ) from None
    except OSError as error:
        remedy = (
            "check that you may read it" if path.exists() else "correct the path of the table, or put the file there"
        )
        raise Refused(_source_finding(label, f"the file can't be opened: {error.strerror}", remedy)) from None


def read_file_head(path: Path, size: int = len(OLE_SIGNATURE)) -> bytes:
    """The first bytes of a file, unpacked where it is compressed; none where it can't be opened."""
    try:
        with open_unpacked(path) as stream:
            return stream.read(size)
    except (OSError, EOFError, zlib.error):
        return b""


def is_parquet_file(path: Path) -> bool:
    """Whether the first bytes of a file say that it is Parquet."""
    return read_file_head(path, len(PARQUET_SIGNATURE)) == PARQUET_SIGNATURE


def is_gzip_file(path: Path) -> bool:
    """Whether a file is compressed with gzip, whatever its name."""
    if path == STDIN or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(GZIP_SIGNATURE)) == GZIP_SIGNATURE
    except OSError:  # the reading will say so
        return False


def check_gzip_file(path: Path, label: str) -> None:
    """Refused where a compressed file is damaged: gzip keeps a checksum at its end, for which all is unpacked."""
    with translating_errors(path, label), open_unpacked(path) as stream:
        while stream.read(_CHUNK_BYTES):
            pass


def is_workbook_content(content: bytes) -> bool:
    """Whether the bytes are those of an Excel or OpenDocument workbook, also of one that a password protects."""
    if content.startswith(_ZIP_SIGNATURE):
        return any(part in content for part in _WORKBOOK_PARTS)
    return content.startswith(OLE_SIGNATURE) and any(name.encode("utf-16-le") in content for name in _WORKBOOK_STREAMS)


def foreign_bytes_finding(content: bytes, label: str) -> Finding | None:
    """The finding for bytes that begin like a file of another kind; None where they may be text."""
    if label.startswith(_LOCK_START) and len(content) <= _MAX_LOCK_BYTES:
        fault = "this is what Excel or Word keeps beside a file while it is open, not a table"
        return _source_finding(label, fault, f"name the file itself: {label.removeprefix(_LOCK_START)}")
    if _is_truncated_workbook(content, label):
        return _source_finding(
            label, "this is a workbook that is damaged or cut off", "copy, download or save it again"
        )
    known = next((name for signature, name in _FOREIGN_SIGNATURES if content.startswith(signature)), "")
    if content.startswith(PARQUET_SIGNATURE):
        remedy = "name it in the datapackage.json of a project, and compute with --engine duckdb"
        return _source_finding(label, f"this is {known}; only the engines duckdb and spark read it", remedy)
    return _source_finding(label, f"this is {known}, not a table", _EXPORT_REMEDY) if known else None


def _is_truncated_workbook(content: bytes, label: str) -> bool:
    """Whether a file begins and is named like a workbook, and lacks what every complete one has."""
    name = label.lower()
    return any(
        content.startswith(signature) and name.endswith(endings) and _REQUIRED_PARTS[signature] not in content
        for signature, endings in _WORKBOOK_ENDINGS.items()
    )


def binary_finding(content: bytes, label: str) -> Finding | None:
    """The finding for bytes of which one in twenty is a control character, as in no text; else None."""
    start = content[:65_536]
    count = len(start) - len(start.translate(None, _CONTROL_BYTES))
    if count * 20 < len(start) or count < _MIN_CONTROL_BYTES:
        return None
    return _source_finding(label, "this is not a text file: it is full of control characters", _EXPORT_REMEDY)


def foreign_text_finding(text: str, label: str) -> Finding | None:
    """The finding for a text that is a web page, as a login or an old export gives it, or JSON; None for a table."""
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith(_MARKUP_STARTS):
        return _source_finding(
            label, "this is a web page or XML, not a table", "open it, and save or download the table as CSV", 1
        )
    if start.startswith(("{", "[")) and re.match(_JSON_START, start):
        return _source_finding(label, "this is JSON, not a table", "export the table as CSV", 1)
    return None


def _read_stream(stream: BinaryIO, label: str) -> bytes:
    """The bytes of a stream, read in pieces, so that a line without an end is refused before it fills the memory."""
    line_length, whole = 0, io.BytesIO()  # getvalue() of a BytesIO copies nothing
    while piece := stream.read(_CHUNK_BYTES):
        whole.write(piece)
        if isinstance(stream, gzip.GzipFile) and stream.tell() > MAX_UNPACKED_BYTES:
            fault = f"this is a compressed file, and it holds more than {MAX_UNPACKED_BYTES // 2**30} GiB"
            raise Refused(_source_finding(label, fault, "compute with --engine duckdb"))
        last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        line_length = line_length + len(piece) if last < 0 else len(piece) - last
        if line_length > MAX_LINE_BYTES:
            content = whole.getvalue()
            number = (content.count(b"\n") or content.count(b"\r")) + 1
            fault = f"a line is longer than {MAX_LINE_BYTES // 2**20} MiB"
            remedy = "the file is not a table, or has lost its line ends: export it again"
            raise Refused(_source_finding(label, fault, remedy, number))
    return whole.getvalue()


def _stream_stamp(stream: BinaryIO) -> FileStamp:
    """The stamp of an open file; None for bytes in memory."""
    try:
        return _stamp_from_status(os.fstat(stream.fileno()))
    except (OSError, io.UnsupportedOperation):
        return None


def _stamp_from_status(status: os.stat_result) -> FileStamp:
    return status.st_size, status.st_mtime_ns


def _source_finding(label: str, fault: str, remedy: str, row: int | None = None) -> Finding:
    return Finding(SOURCE_ERROR, fault, remedy, label, row)


def read_file_end(path: Path, size: int) -> bytes:
    """The last bytes of a file on this machine; nothing where it can't be read so, which the reading will say."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(path.stat().st_size - size, 0))
            return stream.read(size)
    except OSError:
        return b""


def open_unpacked(path: Path) -> BinaryIO:
    """The bytes of a file as a stream, unpacked where it is compressed. Raises OSError where it can't be opened."""
    stream = io.BytesIO(_read_endless_path(path)) if _is_endless(path) else path.open("rb")
    packed = stream.read(len(GZIP_SIGNATURE)) == GZIP_SIGNATURE
    stream.seek(0)
    if not packed:
        return stream
    if isinstance(stream, io.BytesIO):
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    stream.close()
    return cast("BinaryIO", gzip.GzipFile(path))  # by its path: it closes only what it has opened itself


def _is_endless(path: Path) -> bool:
    """Whether a path is standard input, a pipe or a device, which may never end; a folder is told on opening it."""
    return path == STDIN or (not path.is_file() and path.exists())


def _read_endless_path(path: Path) -> bytes:
    """All bytes of standard input, a pipe or a device. Refused where that is more than what is kept in memory."""
    content = _read_once(path)
    if isinstance(content, Finding):
        raise Refused(content)
    return content


@cache
def _read_once(path: Path) -> bytes | Finding:
    """All bytes, or what is wrong: they come only once, though a file is read for its header and for its rows."""
    if path == STDIN:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "it is closed")
        return _read_endless_stream(sys.stdin.buffer, "standard input")
    with path.open("rb") as stream:
        return _read_endless_stream(stream, path.name, is_device=not path.is_fifo())


def _read_endless_stream(stream: BinaryIO, label: str, *, is_device: bool = False) -> bytes | Finding:
    """All bytes of a stream of no known size; the finding where it holds more than what is kept in memory."""
    whole = io.BytesIO()
    while piece := stream.read(_CHUNK_BYTES):
        whole.write(piece)
        if whole.tell() > MAX_STREAM_BYTES:
            most = f"{MAX_STREAM_BYTES // 2**20} MiB"
            if is_device:
                fault = f"this is a device and not a file, and more than {most} come from it"
                return _source_finding(label, fault, "name a file with a table")
            fault = f"more than {most} come through a pipe, which is the most that is read so"
            return _source_finding(label, fault, "write them into a file, and name the file")
    return whole.getvalue()
