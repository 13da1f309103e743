"""Files as programs and people write them, to be read by every engine alike: well-formed ones, and others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

TYPES = {"id": "string", "age": "integer", "usd": "number", "day": "date", "ok": "boolean", "note": "string"}
HEAD = ",".join(TYPES) + "\n"
TITLED: Mapping[str, Any] = {"dialect": {"headerRows": [2]}}


class Written(NamedTuple):
    """A file: what is odd about it, its bytes, the keys of its schema, and those of its resource."""

    name: str
    content: bytes
    schema: Mapping[str, Any]
    resource: Mapping[str, Any] = {}


def fields(**keys: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of the schema, some of them with further keys."""
    return [{"name": name, "type": type_, **keys.get(name, {})} for name, type_ in TYPES.items()]


def row(number: int, **cells: object) -> str:
    """A record, some of its cells as they are given."""
    plain = {
        "id": f"A{number}",
        "age": 20 + number % 5,
        "usd": f"{number}.25",
        "day": f"2018-03-0{1 + number % 9}",
        "ok": "true" if number % 2 else "false",
        "note": "да" if number % 3 else "x",
    }
    return ",".join(str(cell) for cell in (plain | cells).values()) + "\n"


def rows(first: int, end: int, **cells: object) -> str:
    """Some records."""
    return "".join(row(number, **cells) for number in range(first, end))


def text(*middle: str, head: str = HEAD, end: str = "") -> str:
    """A file with these rows in the middle."""
    return head + rows(0, 30) + "".join(middle) + rows(40, 43) + end


def _written(name: str, content: str | bytes, schema: Mapping[str, Any] | None = None, **resource: Any) -> Written:
    bytes_ = content.encode() if isinstance(content, str) else content
    return Written(name, bytes_, {"fields": fields(), **(schema or {})}, resource)


CELLS = {
    "age": "1.5|1_000|0x10|007|-0|+5| 7 |\u00a07|７|1e3|9223372036854775807|9223372036854775808|12abc|#REF!|''| |--5|٣|"
    '1 000|nan|inf|NULL|NA||""|" "|"25"|" 25"',
    "usd": "1_000|0x10|1e3|1E-2|.5|5.|+.5|-0.0|nan|inf|-inf|Infinity|1,5|\"1,5\"|1 000.5|007.10| 7.5|7.5\u00a0|1e999|"
    "4.9e-324|0.1000000000000000055511151231257827|１.5|1d5|1f|1.5e|0b1|1__0|$5|5%",
    "day": "2018-02-31|31.12.2018|2018/01/05|2018-1-5|2018-01-05 |18-01-05|0001-01-01|9999-12-31|10000-01-01|infinity|"
    "2018-01-05T00:00:00|epoch|today|2018-01-05 (BC)|20180105|2018-W01-1|٢٠١٨-01-01",
    "ok": "yes|TRUE|True|t|1|0|да|no |Yes|f|tRue",
    "note": 'e\u0301|и\u0306| x|x |\u00a0x|#REF!|#ДЕЛ/0!|"a\nb"|"a\r\nb"|"a\rb"|"a""b"|a"b|"a"b"|=1+1|\u200b|\ufeffx|'
    '\U0001f600|Total|"a,b"|\x1f|\x7f|\t|\u2028|"\n"|5" pipe|"|""""|"a\\"b"',
    "id": "id|Totality|Talas|tal|Al|Summary|Tot|\u0419|Айгуль|Асан кызы Нурай",
}  # fmt: skip


def _cells() -> Iterator[Written]:
    for name, texts in CELLS.items():
        for cell in texts.split("|"):
            yield _written(f"{name} {cell!r}", text(row(31, **{name: cell})))


def _rows() -> Iterator[Written]:
    yield _written("good", text())
    for name, odd in {
        "short": "A99,5\n",
        "shorter by one": row(31).rpartition(",")[0] + "\n",
        "long": row(31)[:-1] + ",z\n",
        "unclosed quote": 'A31,"20,1,2018-01-01,true,x\n',
        "blank": "\n\n",
        "commas": ",,,,,\n",
        "commas and spaces": " , ,,, ,\n",
        "commas and a hard space": "\u00a0,,,,,\n",
        "quoted blanks": '"","","","","",""\n',
        "two ragged": "a,b\nc\n",
        "a bad one, then a ragged one": row(31, age="x") + "a,b\n",
        "two bad ones": row(31, age="x") + row(32, usd="y"),
        "many bad ones": rows(100, 130, age="x"),
        "a long cell": row(31, note='"' + "x" * 5000 + '"'),
    }.items():
        yield _written(name, text(odd))
        if name != "unclosed quote":
            yield _written(f"{name}, at the end", text(end=odd))
    yield _written("unclosed quote at the very end", text(end='A31,20,1,2018-01-01,true,"x'))
    yield _written("no line end at the end", text()[:-1])
    yield _written("another file glued to it", text() + "\ufeff" + HEAD + rows(60, 62))
    yield _written("all rows long", HEAD + rows(0, 30).replace("\n", ",\n"))


def _letters() -> Iterator[Written]:
    yield _written("mark", b"\xef\xbb\xbf" + text().encode())
    yield _written("a byte of another encoding", text().encode() + b"\xe9t,20,1,2018-01-01,true,x\n")
    yield _written("NUL at the end", text().encode() + b"\0\0\0")
    yield _written("CRLF", text().replace("\n", "\r\n"))
    yield _written("CR", text().replace("\n", "\r"))
    yield _written("semicolons", text().replace(",", ";"))
    yield _written("tabs", text().replace(",", "\t"))
    yield _written("all quoted", "".join(f'"{line}"\n'.replace(",", '","') for line in text().splitlines()))
    yield _written("other quotes", text(row(31, note="'a,b'")), dialect={"quoteChar": "'"})


def _headers() -> Iterator[Written]:
    yield _written("only a header", HEAD)
    yield _written("nothing", b"")
    yield _written("one row", HEAD + row(1))
    yield _written("header with spaces", text(head=HEAD.replace(",", " , ")))
    yield _written("a name in two lines", text(head=HEAD.replace("note", '"no\nte"')))
    yield _written("blank rows first", "\n\n,,,,,\n" + text())
    for name, title in {"short": "List", "wide": "List,,,,,", "of two lines": '"Li\nst",,,,,', "blank": ""}.items():
        yield _written(f"a title that is declared, {name}", f"{title}\n{text()}", **TITLED)
    yield _written("a title of CRLF", f"List\n{text()}".replace("\n", "\r\n"), **TITLED)
    tags = {"fields": [{"name": f"#{name}", "type": type_} for name, type_ in TYPES.items()]}
    yield _written("hashtags", HEAD + "#" + HEAD.replace(",", ",#") + rows(0, 30), tags)
    for name, odd in {"": "", "blank": "\n", "two cells": "a,b\n", "header": "id\n", "quoted blank": '""\n'}.items():
        lonely = "id\n" + "".join(f"A{number}\n" for number in range(20)) + odd + "A30\nA31\n"
        yield _written(f"a lonely column, {name}", lonely, {"fields": fields()[:1]})


def _schemas() -> Iterator[Written]:
    commas = text().replace(",", ";").replace(".25", ",25")
    yield _written("decimal commas", commas, {"fields": fields(usd={"decimalChar": ","})})
    yield _written("a point among them", commas.replace("7,25", "7.25"), {"fields": fields(usd={"decimalChar": ","})})
    for cell in ("1 234.5", "1\u00a0234.5", "1 23.5"):
        yield _written(f"groups {cell}", text(row(31, usd=cell)), {"fields": fields(usd={"groupChar": " "})})
    yield _written("a currency", text(row(31, usd="$1.5")), {"fields": fields(usd={"bareNumber": False})})
    russian = {"fields": fields(day={"format": "%d.%m.%Y"})}
    yield _written("days first", HEAD + rows(0, 30, day="05.03.2018"), russian)
    yield _written("days first but once", HEAD + rows(0, 30, day="05.03.2018") + row(31), russian)
    for cell in ("2018-03-01T10:00:00", "2018-03-01 10:00:00.5", "2018-03-01T10:00:00Z", "2018-02-30T10:00:00"):
        yield _written(f"time {cell}", HEAD + rows(0, 30, day=cell), {"fields": fields(day={"type": "datetime"})})
    yield _written("years", HEAD + rows(0, 30, day="2018"), {"fields": fields(day={"type": "year"})})
    yield _written("a bad month", HEAD + rows(0, 9, day="2018-13"), {"fields": fields(day={"type": "yearmonth"})})
    dashes = text(row(31, age="-", usd="н/д", note=" - "))
    yield _written("missing values", dashes, {"missingValues": ["", "-", "н/д"]})
    yield _written("missing values but blanks", text(row(31, age="-", note="")), {"missingValues": ["-"]})
    words = {"fields": fields(ok={"trueValues": ["да"], "falseValues": ["нет"]})}
    yield _written("words for true", HEAD + rows(0, 9, ok="да") + rows(9, 15, ok="нет"), words)
    yield _written("other words for true", HEAD + rows(0, 9, ok="да") + row(9), words)
    lists = {"fields": fields(note={"type": "list", "delimiter": ";", "itemType": "integer"})}
    yield _written("lists", HEAD + rows(0, 30, note="1;2"), lists)
    yield _written("a bad item", HEAD + rows(0, 30, note="1;2") + row(31, note="1;x"), lists)
    secret = {"fields": fields(age={"rt:personal": True})}
    yield _written("a bad cell of a person", text(row(31, age="secret")), secret)


def _rules() -> Iterator[Written]:
    for column, rules, cells in [
        ("note", {"enum": ["x", "да"]}, ["z", " x "]),
        ("age", {"enum": [20, 21, 22, 23, 24]}, ["99"]),
        ("age", {"minimum": 18}, ["5"]),
        ("age", {"exclusiveMinimum": 18}, ["18"]),
        ("age", {"pattern": "[0-9]{2}"}, ["5"]),
        ("usd", {"maximum": 100}, ["5000"]),
        ("day", {"minimum": "2018-01-01"}, ["2001-01-01"]),
        ("id", {"pattern": "A[0-9]+"}, ["B5"]),
        ("id", {"unique": True}, ["A31", "A3", " A3 ", ""]),
        ("note", {"required": True}, ["", " "]),
        ("note", {"maxLength": 5}, ["abcdef"]),
    ]:
        for cell in cells:
            odd = text(row(31, **{column: cell}), row(32, **{column: cell} if cell == "" else {}))
            yield _written(f"{column} {rules} {cell!r}", odd, {"fields": fields(**{column: {"constraints": rules}})})
    for cell in ("A31", "A3", " A3", "", '""', "a3"):
        yield _written(f"key {cell!r}", text(row(31, id=cell)), {"primaryKey": "id"})
    yield _written("a key of two columns", text(row(3)), {"primaryKey": ["id", "day"]})
    yield _written("a key of dates", text(), {"primaryKey": "day"})
    numbers = HEAD + "".join(row(number, age=number) for number in range(30))
    yield _written("a key of numbers", numbers + row(31, age="007"), {"primaryKey": "age"})


# What every engine reads alike, or refuses with the same rows.
ALIKE = [*_cells(), *_rows(), *_letters(), *_headers(), *_schemas(), *_rules()]
# What a big engine refuses, where Python mends it: the code and the row of its one finding, and the file.
AGES = sum(20 + number % 5 for number in range(30))
HEADS = {"header": HEAD, "header with spaces": HEAD.replace(",", " , "), "header in quotes": HEAD.replace("id", '"id"')}
STRICTER: list[tuple[tuple[str, int | None], Written]] = [
    (("total-row", 35), _written("totals at the end", text(end="Total,723,566.25,,,\n"))),
    (("total-row", 32), _written("totals", text(f"Total,{AGES},442.5,,,\n"))),
    (("total-row", 32), _written("totals in Russian", text(f"Итого:,{AGES},442.5,,,\n"))),
    (("blank-row", 32), _written("a short blank row", text(",,\n"))),
    (("source-error", None), _written("two kinds of line ends", text().replace("\n", "\r\n") + row(60) + row(61))),
    *((("repeated-header", 32), _written(name, text(head))) for name, head in HEADS.items()),
    *((("repeated-header", 35), _written(f"{name}, at the end", text(end=head))) for name, head in HEADS.items()),
    (("note-row", None), _written("a note at the end", text(end="Note: preliminary\n"))),
    (("note-row", None), _written("a wide note at the end", text(end="Note: preliminary,,,,,\n"))),
    (("source-error", None), _written("one name twice", text(head="id,id,usd,day,ok,note\n"))),
    (("title-row", 2), _written("numbers of the columns", HEAD + "1,2,3,4,5,6\n" + rows(0, 30))),
    (("title-row", 1), _written("a title", "List,,,,,\n" + text())),
    (("title-row", 1), _written("a comment", "# c\n" + text())),
]
# What a big engine does not look at: cells beyond the header that are empty, bytes in columns that nobody asks for.
LENIENT = [
    _written("empty cells too many", text(row(31)[:-1] + ",,\n")),
    _written("NUL in another column", text(row(31, note="x\0y"))),
    _written("another encoding in another column", text().encode() + row(50, note="Ж").encode("cp1251")),
]
