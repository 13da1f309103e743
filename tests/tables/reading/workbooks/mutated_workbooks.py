"""Workbooks that are damaged at random, each by a seed: bytes, the archive's directory, parts, and the XML in them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from random import Random
from typing import Any, NamedTuple

import xlsxwriter

from tests.tables.workbooks import archive, cell, ods, row, xls, xlsb, xlsx

ROWS: list[list[Any]] = [["id", "usd", "share"], *[[f"P{number}", number * 1.5, number / 10] for number in range(1, 9)]]
_VALUES = [
    "",
    "0",
    "1",
    "-1",
    "7",
    "99999999999",
    "A1",
    "B3",
    "XFD1048576",
    "e",
    "s",
    "n",
    "b",
    "str",
    "true",
    "x&#49;",
]
_TEXTS = ["<!-- -->", "<![CDATA[5]]>", "&#53;", " ", "5", "-", "#REF!", "1e400", "x"]
_XML_KINDS = {"xlsx", "inline", "ods"}
_ATTRIBUTE = re.compile(rb"""(\s[\w:]+=")([^"]*)(")""")
_TAG = re.compile(rb"<[^>]+>")


class MutatedWorkbook(NamedTuple):
    """A damaged workbook. `is_repacked` says that its archive is whole, so that its XML says what it holds."""

    kind: str
    content: bytes
    is_repacked: bool


def mutate_workbook(seed: int) -> MutatedWorkbook:
    """The damaged workbook of a seed."""
    random = Random(seed)  # noqa: S311 - it damages a test's workbook
    kind = random.choice(["xlsx", "xlsx", "xlsx", "inline", "ods", "ods", "xls", "xlsb"])
    content = whole_workbooks()[kind]
    of_archive, of_xml = _OF_ARCHIVES if kind != "xls" else [], _OF_XML * 3 if kind in _XML_KINDS else []
    change = random.choice([*_OF_BYTES, *of_archive, *of_xml])
    for _ in range(random.choice([1, 1, 2])):
        content = change(random, content)
    return MutatedWorkbook(kind, content, change in _OF_XML or change is _swap_parts or change is _drop_part)


@cache
def whole_workbooks() -> dict[str, bytes]:
    """A workbook of each kind, not damaged."""
    rows = [row(*map(cell, one)) for one in ROWS]
    formula = '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="7"/>'
    return {
        "xlsx": _shared_strings(),
        "inline": xlsx(ROWS, [["a"], ["=1/0"], ["#REF!"]]),
        "ods": ods("".join([*rows, row(cell("x"), formula), row(cell("P9"), cell(3), times=2)])),
        "xls": xls(ROWS),
        "xlsb": xlsb(ROWS),
    }


def _shared_strings() -> bytes:
    """A workbook as Excel writes them: texts in a part of their own, formulas, percent, dates, two sheets."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        percent, day = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name in ("People", "Grants"):
            sheet = book.add_worksheet(name)
            for number, (code, amount, share) in enumerate(ROWS):
                sheet.write_row(number, 0, [code, amount])
                sheet.write(number, 2, share, percent)
                sheet.write_datetime(number, 3, datetime(2026, 1, number + 1), day)
                sheet.write_formula(number, 4, f"=B{number + 1}*2", None, number * 3)
            sheet.write_formula(9, 1, "=1/0", None, "#DIV/0!")
    return stream.getvalue()


def _flip_bytes(random: Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(random: Random, content: bytes) -> bytes:
    return content[: random.randrange(8, len(content))]


def _cut_out(random: Random, content: bytes) -> bytes:
    start = random.randrange(8, len(content))
    return content[:start] + content[start + random.randint(1, 600) :]


def _add_comment(random: Random, content: bytes) -> bytes:
    stream = io.BytesIO(content)
    try:
        with zipfile.ZipFile(stream, "a") as packed:
            packed.comment = random.choice([b"xl/workbook.bin", b"PK\5\6" + b"\0" * 18, b"content.xml"])
    except zipfile.BadZipFile:
        return content
    return stream.getvalue()


def _lie_in_directory(random: Random, content: bytes) -> bytes:
    """Another size, checksum or place of a part, in the directory or beside the part."""
    signature, fields = random.choice([(b"PK\1\2", [10, 16, 20, 24, 42]), (b"PK\3\4", [8, 14, 18, 22])])
    places = [found.start() for found in re.finditer(re.escape(signature), content)]
    if not places:
        return content
    place, changed = random.choice(places) + random.choice(fields), bytearray(content)
    value = random.choice([0, 1, 8, 100, 5000, 2**31 - 1, 2**32 - 1, random.randrange(2**32)])
    changed[place : place + 4] = struct.pack("<I", value)
    return bytes(changed)


def _swap_parts(random: Random, content: bytes) -> bytes:
    parts = unpack_parts(content)
    first, second = random.sample([*parts], 2)
    parts[first], parts[second] = parts[second], parts[first]
    return archive(parts)


def _drop_part(random: Random, content: bytes) -> bytes:
    parts = unpack_parts(content)
    parts.pop(random.choice([*parts]))
    return archive(parts)


def _change_attribute(random: Random, part: bytes) -> bytes:
    return _change_match(random, part, _ATTRIBUTE, lambda found: found[1] + random.choice(_VALUES).encode() + found[3])


def _rename_attribute(random: Random, part: bytes) -> bytes:
    return _change_match(random, part, _ATTRIBUTE, lambda found: b" q" + found[0][1:])


def _respace_attribute(random: Random, part: bytes) -> bytes:
    return _change_match(random, part, _ATTRIBUTE, lambda found: found[0].replace(b"=", b" = ", 1))


def _drop_tag(random: Random, part: bytes) -> bytes:
    return _change_match(random, part, _TAG, lambda _: b"")


def _drop_element(random: Random, part: bytes) -> bytes:
    element = re.compile(rb"<(\w[\w:]*)[^<>]*>[^<>]*</\1>|<\w[^<>]*/>")
    return _change_match(random, part, element, lambda _: b"")


def _repeat_element(random: Random, part: bytes) -> bytes:
    element = re.compile(rb"<(c|row|si|v|table:table-cell|table:table-row)\b[^<>]*>.*?</\1>", re.DOTALL)
    return _change_match(random, part, element, lambda found: found[0] * 2)


def _add_text(random: Random, part: bytes) -> bytes:
    return _change_match(random, part, re.compile(rb"<(v|t|text:p)>"), lambda f: f[0] + random.choice(_TEXTS).encode())


def _change_match(
    random: Random, part: bytes, pattern: re.Pattern[bytes], change: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    if not (found := [*pattern.finditer(part)]):
        return part
    match = random.choice(found)
    return part[: match.start()] + change(match) + part[match.end() :]


def _in_part(change: Callable[[Random, bytes], bytes]) -> Callable[[Random, bytes], bytes]:
    """The change of a part of a workbook, as a rule of one that holds cells."""

    def change_workbook(random: Random, content: bytes) -> bytes:
        parts = unpack_parts(content)
        likely = [name for name in parts if re.search(r"sheet\d|content\.xml|sharedStrings|styles|workbook\.", name)]
        name = random.choice(likely * 3 + [*parts])
        return archive(parts | {name: change(random, parts[name])})

    return change_workbook


def unpack_parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


_OF_BYTES = [_flip_bytes, _cut, _cut_out]
_OF_ARCHIVES = [_add_comment, _lie_in_directory, _lie_in_directory, _swap_parts, _drop_part]
_OF_XML = [
    _in_part(change)
    for change in (
        _change_attribute,
        _change_attribute,
        _rename_attribute,
        _respace_attribute,
        _drop_tag,
        _drop_element,
        _repeat_element,
        _add_text,
        _add_text,
    )
]
