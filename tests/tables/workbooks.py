"""Workbooks of each kind made of rows, those that no installed library writes byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Rows = Sequence[Any]  # of sequences of cells
SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD  # what a compound document writes for sectors


def xlsx(*sheets: Rows, names: Iterable[str] = (), change: Callable[[Any], None] = lambda _: None) -> bytes:
    """An .xlsx of these sheets; `change` may do to openpyxl's workbook what rows can't tell."""
    import openpyxl

    book, stream = openpyxl.Workbook(), io.BytesIO()
    named = [*names, *(f"Sheet{number}" for number in range(1, len(sheets) + 1))]
    for index, rows in enumerate(sheets):
        sheet = book.worksheets[0] if index == 0 else book.create_sheet()
        sheet.title = named[index]
        for row in rows:
            sheet.append(list(row))
    change(book)
    book.save(stream)
    return stream.getvalue()


def ods(rows: str, name: str = "Sheet1", *, password: bool = False) -> bytes:
    """An .ods of one sheet, whose rows are OpenDocument's own elements; see `cell`."""
    spaces = "office table text".split()
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    declared = " ".join(f'xmlns:{space}="{urn}{space}:1.0"' for space in spaces)
    calcext = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {declared} {calcext} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{urn}manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">'
        f"{'<manifest:encryption-data/>' if password else ''}</manifest:file-entry></manifest:manifest>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def row(*cells: str, times: int = 1) -> str:
    """A row of an .ods; `times` as often."""
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(value: str | float | None, attributes: str = "", kind: str = "table-cell") -> str:
    """A cell of an .ods: a text, a number, or a blank one."""
    if value is None:
        return f"<table:{kind} {attributes}/>"
    if isinstance(value, str):
        return f'<table:{kind} office:value-type="string" {attributes}><text:p>{value}</text:p></table:{kind}>'
    told = f'office:value-type="float" office:value="{value}"'
    return f"<table:{kind} {told} {attributes}><text:p>{value}</text:p></table:{kind}>"


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in parts.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def without(content: bytes, part: str, old: str = "", new: str = "") -> bytes:
    """A zip archive without one of its parts, or with `old` in it replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    changed = parts.pop(part)
    if old:
        assert isinstance(changed, bytes)
        parts[part] = changed.replace(old.encode(), new.encode())
    return archive(parts)


def xls(rows: Rows, *, password: bool = False) -> bytes:
    """A workbook as Excel wrote them before 2007 (BIFF8): texts, numbers, and None for a blank cell."""
    sheet = b"Sheet1"
    begin, end = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)), _record(0x0A, b"")
    begin += _record(0x2F, b"\1" + b"\0" * 53) if password else b""
    named = struct.pack("<HBB", 0, len(sheet), 0) + sheet
    start = len(begin) + 4 + 4 + len(named) + len(end)
    globals_ = begin + _record(0x85, struct.pack("<I", start) + named) + end
    cells = b"".join(
        _cell(number, column, value)
        for number, one in enumerate(rows)
        for column, value in enumerate(one)
        if value is not None
    )
    return compound(
        {"Workbook": globals_ + _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0)) + cells + end}
    )


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: Any) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, (int, float)):
        return _record(0x0203, place + struct.pack("<d", value))
    text = str(value)
    return _record(0x0204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def xlsb(rows: Rows) -> bytes:
    """A binary workbook (BIFF12): texts, numbers, and None for a blank cell."""
    space, name = "http://schemas.openxmlformats.org/package/2006/relationships", _wide("Sheet1")
    link = f'<Relationships xmlns="{space}"><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    sheet = _part(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + name) + _part(0x90, b"")
    book = _part(0x83, b"") + _part(0x8F, b"") + sheet + _part(0x84, b"")
    cells = b"".join(
        _part(0x00, struct.pack("<I", number))
        + b"".join(_binary_cell(column, value) for column, value in enumerate(one) if value is not None)
        for number, one in enumerate(rows)
    )
    data = _part(0x81, b"") + _part(0x94, b"\0" * 16) + _part(0x91, b"") + cells + _part(0x92, b"") + _part(0x82, b"")
    parts: dict[str, str | bytes] = {
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": link,
        "xl/worksheets/sheet1.bin": data,
    }
    parts["_rels/.rels"] = link.replace("worksheets/sheet1.bin", "xl/workbook.bin")
    return archive(parts)


def _part(kind: int, body: bytes) -> bytes:
    """A record of a binary workbook, whose kind and length are written in groups of seven bits."""
    return b"".join(map(_seven_bits, (kind, len(body)))) + body


def _seven_bits(number: int) -> bytes:
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80]) + _seven_bits(number >> 7)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_cell(column: int, value: Any) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, (int, float)):
        return _part(0x05, place + struct.pack("<d", value))
    return _part(0x06, place + _wide(str(value)))


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound document (OLE) of these streams, each padded to the least length that has sectors of its own."""
    padded = {
        name: body + b"\0" * (max(4096, -(-len(body) // SECTOR) * SECTOR) - len(body)) for name, body in streams.items()
    }
    fat, entries, first = [_FAT, _END], [_entry("Root Entry", 5, (_END, 0), child=1)], 2
    for index, (name, body) in enumerate(padded.items(), 1):
        count = len(body) // SECTOR
        fat += [*range(first + 1, first + count), _END]
        entries.append(_entry(name, 2, (first, len(body)), right=index + 1 if index < len(padded) else _FREE))
        first += count
    assert len(fat) <= SECTOR // 4
    assert len(entries) <= SECTOR // 128
    table = struct.pack(f"<{SECTOR // 4}I", *fat, *[_FREE] * (SECTOR // 4 - len(fat)))
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return head.ljust(SECTOR, b"\xff") + table + directory + b"".join(padded.values())


def _entry(name: str, kind: int, place: tuple[int, int], *, right: int = _FREE, child: int = _FREE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", *place)
    )
