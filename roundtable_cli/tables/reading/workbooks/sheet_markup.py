"""The XML of a sheet of an .xlsx, in the one form in which nearly all programs write it, and how far its cells reach.

calamine reads XML leniently: of a number that is written with a comment, of a text's number that is no number, of two
cells with one place it makes a value in silence. Here each cell is compared with the forms that programs write. What
is written otherwise is parsed as XML and written again; what is then not in these forms is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from string import ascii_uppercase, digits
from typing import NamedTuple
from xml.etree import ElementTree as Xml
from xml.parsers import expat

_ATTRIBUTES = rb"""(?: [A-Za-z0-9:]+="[^"<]*")*"""
_FORMULA = rb"(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?"
# A number that is no larger than spreadsheets have, or the error of a formula.
_NUMBER = (
    rb"(?:<v>(?:[-+]?(?:[0-9]{1,40}(?:\.[0-9]*)?|\.[0-9]+|"
    rb"[0-9](?:\.[0-9]*)?[eE](?:\+?(?:[0-2]?[0-9]{1,2}|30[0-7])|-[0-9]{1,3}))"
    rb"|#[A-Z/0_]{2,15}[!?]?)?</v>|<v ?/>)?"
)
_CELL = re.compile(
    rb"""<c r="([A-Z]{1,6})([0-9]{1,9})"(?: s="([0-9]+)")?(?:"""
    rb"""(?: t="n")?%(rest)s(?:/>|>%(formula)s%(number)s</c>)"""
    rb"""| t="s"%(rest)s(?:/>|>%(formula)s(?:<v>[0-9]*</v>)?</c>)"""
    rb"""| t="str"%(rest)s(?:/>|>%(formula)s(?:<v(?: xml:space="preserve")?>[^<]*</v>|<v ?/>)?</c>)"""
    rb"""| t="b"%(rest)s(?:/>|>%(formula)s(?:<v>[01]?</v>|<v ?/>)?</c>)"""
    rb"""| t="e"%(rest)s(?:/>|>%(formula)s(?:<v>[^<&]*</v>|<v ?/>)?</c>)"""
    rb"""| t="d"%(rest)s(?:/>|>%(formula)s(?:<v>[-+0-9T:.Z]*</v>)?</c>)"""
    rb"""| t="inlineStr"%(rest)s(?:/>|>(?:<is>.*?</is>|<is ?/>)?(?:<v ?/>)?</c>)"""
    rb""")""" % {b"rest": rb"""(?: (?:cm|vm|ph)="[0-9]+")* ?""", b"formula": _FORMULA, b"number": _NUMBER},
    re.DOTALL,
)
_ROW = re.compile(rb"""<row r="([0-9]{1,9})"%s ?/?>""" % _ATTRIBUTES)
_NO_ROWS = re.compile(rb"<sheetData ?/>")
_PREFIX = re.compile(rb"<(\w+:)sheetData[ />]")
_LIKE_CELLS = (b"<color", b"<charset", b"<condense")  # in the text of a cell, whose names begin as that of a cell
_CELL_TYPES = (b"n", b"s", b"str", b"b", b"e", b"d", b"inlineStr")
_TYPE_BEFORE_FORMAT = re.compile(rb"""(<c r="[A-Z]+[0-9]+")( t="[a-zA-Z]+")( s="[0-9]+")""")  # as in Numbers, and POI
_ORDER = ("r", "s", "t")  # of the attributes of a cell
_WIDE_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")  # how parts in UTF-16 and UTF-32 begin


class PlainSheet(NamedTuple):
    """The XML of a sheet, whose cells have all one of the usual forms; how many rows and columns they need.

    `columns` and `rows` count blank cells too, that have a format; `styles` are the numbers of the formats.
    """

    part: bytes
    rows: int
    columns: int
    styles: frozenset[bytes]


def read_plain_sheet(part: bytes) -> PlainSheet:
    """The XML of a sheet in the usual form. Raises ValueError where it is damaged."""
    check_well_formed(part)
    if not is_usual_text(part):
        part = _write_usually(part)
    elif prefix := _PREFIX.search(part):
        part = part.replace(b"<" + prefix[1], b"<").replace(b"</" + prefix[1], b"</")
    if any(b't="%s" s="' % kind in part for kind in _CELL_TYPES):
        part = _TYPE_BEFORE_FORMAT.sub(rb"\1\3\2", part)
    return _measure_sheet(part) or _measure_again(_write_usually(part))


def check_well_formed(part: bytes) -> None:
    """Raises ValueError where a part of a workbook is no XML, or has a document type, which no program writes."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError(f"its XML is damaged ({error})") from None


def _refuse_document_type(*_: object) -> None:
    raise ValueError("its XML has a document type")


def is_utf8_part(part: bytes) -> bool:
    """Whether an XML part is in UTF-8, by its first bytes."""
    declared = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""", part)
    is_other = declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
    return not is_other and not part.startswith(_WIDE_ENCODINGS)


def is_usual_text(part: bytes) -> bool:
    """Whether a part is in UTF-8, and has no comments or the like."""
    return b"<!" not in part and is_utf8_part(part)


def _measure_again(part: bytes) -> PlainSheet:
    if found := _measure_sheet(part):
        return found
    raise ValueError("cells of a sheet are damaged")


def _measure_sheet(part: bytes) -> PlainSheet | None:
    """The sheet with its size; None where some row or cell is not in one of the usual forms.

    Raises ValueError where a cell stands twice, or out of order, or in a row that is not its own.
    """
    start, end = _find_data(part)
    if end < 0:
        return None
    rows = [(row[1], row.end()) for row in _ROW.finditer(part, start, end)]
    last_row = columns = cell_count = 0
    styles, known = set[bytes](), ()
    for (number, here), (_, there) in pairwise([*rows, (b"", end)]):
        last_row = _next_row(int(number), last_row)
        if cells := _CELL.findall(part, here, there):
            cell_count += len(cells)
            letters, numbers, used = zip(*cells, strict=True)
            if {*numbers} != {number}:
                raise ValueError(f"row {last_row} has cells of another row")
            styles.update(used)
            if letters != known:
                columns, known = max(columns, _count_columns(letters, last_row)), letters
    found = part.count(b"<c", start, end) - sum(part.count(name, start, end) for name in _LIKE_CELLS)
    if (found, part.count(b"<row", start, end)) != (cell_count, len(rows)):
        return None
    return PlainSheet(part, last_row, columns, frozenset(styles - {b""}))


def _find_data(part: bytes) -> tuple[int, int]:
    """Where the rows begin and end, which may be nowhere; an end of -1 where that can't be told."""
    start, count = part.find(b"<sheetData"), part.count(b"<sheetData")
    if count == 0 or (count == 1 and _NO_ROWS.match(part, start)):
        return 0, 0
    return start, part.rfind(b"</sheetData>") if count == 1 else -1


def _next_row(number: int, last: int) -> int:
    if number <= last:
        raise ValueError(f"row {number} stands twice, or out of order")
    return number


def _count_columns(letters: Iterable[bytes], row: int) -> int:
    """How many columns the cells of a row reach over."""
    positions = [*map(column_index, letters)]
    if any(left >= right for left, right in pairwise(positions)):
        raise ValueError(f"a cell of row {row} stands twice, or out of order")
    return positions[-1] + 1


def column_index(letters: bytes) -> int:
    """The position of column `AB`, from 0."""
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position - 1


def column_letters(position: int) -> str:
    """The name of a column, from 0."""
    letters, rest = "", position + 1
    while rest > 0:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _write_usually(part: bytes) -> bytes:
    """A sheet written again: names without prefixes, each row and cell with its reference, no comments."""
    root = Xml.fromstring(part)  # noqa: S314 - it is well-formed and has no document type
    for element in root.iter():
        element.tag = _local_name(element.tag)
        attributes = {_local_name(name): value for name, value in element.items()}
        element.attrib.clear()
        element.attrib.update(attributes)
    number = 0
    for row in root.iterfind("sheetData/row"):
        reference = next((cell.get("r", "") for cell in row.iterfind("c") if cell.get("r")), "")
        number = int(row.get("r") or reference.lstrip(ascii_uppercase) or number + 1)
        _put_first(row.attrib, str(number))
        _write_references(row, number)
    return bytes(Xml.tostring(root, "utf-8"))


def _write_references(row: Xml.Element, number: int) -> None:
    """Gives each cell of a row its reference, those without one the next place, and its number no spaces."""
    next_column = 0
    for cell in row.iterfind("c"):
        reference = cell.get("r") or f"{column_letters(next_column)}{number}"
        next_column = column_index(reference.rstrip(digits).encode()) + 1
        _put_first(cell.attrib, reference)
        for value in cell.iterfind("v") if cell.get("t", "n") == "n" else ():
            value.text = (value.text or "").strip()


def _put_first(attributes: dict[str, str], reference: str) -> None:
    """Puts the reference, the format and the type of an element before its other attributes."""
    written = {**attributes, "r": reference}
    attributes.clear()
    attributes.update({name: written[name] for name in (*_ORDER, *written) if name in written})


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]
