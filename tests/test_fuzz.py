"""Whatever comes in, nothing ends in a traceback, and no number that comes out is a wrong one."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Refused
from roundtable_cli.cli.main import main
from roundtable_cli.tables.reading.workbooks.workbook_archive import DAMAGE_ERRORS
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.tables.cupboard import CUPBOARD
from tests.tables.workbooks import archive, cell, ods, row, xls

folder = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def project(place: Path, content: bytes, name: str, asks: Iterable[tuple[str, str]]) -> Project:
    """A project of one table `t`, whose indicators `n0`, `n1` … are measures and columns."""
    (place / name).write_bytes(content)
    (place / "datapackage.json").write_text(json.dumps({"resources": [{"name": "t", "path": name}]}), encoding="utf-8")
    toml = ""
    for number, (measure, column) in enumerate(asks):
        toml += f'[indicators.n{number}]\ntable = "t"\nmeasure = "{measure}"\n'
        toml += f"column = {quoted(column)}\n" if column else ""
    (place / "indicators.toml").write_text(toml, encoding="utf-8")
    return Project.open(place)


# Files of the cupboard, spoilt.


def cut(content: bytes, rng: random.Random) -> bytes:
    """A piece is missing at the end or in the middle."""
    first, last = sorted((rng.randint(0, len(content)), rng.randint(0, len(content))))
    return content[:first] if rng.random() < 0.5 else content[:first] + content[last:]


def flip(content: bytes, rng: random.Random) -> bytes:
    """Some bytes are others."""
    spoilt = bytearray(content)
    for _ in range(rng.randint(1, 4) if content else 0):
        spoilt[rng.randrange(len(content))] = rng.randrange(256)
    return bytes(spoilt)


ODD = [
    *(mark.encode() for mark in "\0 \" ' ; , \t | \r \n \r\n \ufeff # - = \x1f \x1c \u2028 true".split(" ")),
    *(b"\xff\xfe", b"\xd0", b"\xe6", b"\x85", b" ", b"sep=;\n", b"9" * 20, "Итого".encode()),
    *(b"1,234", b"(5)", b"5%", b"$", b"1e999", b"nan", b"#REF!", b"31.02.2018", b"05/06/2018"),
]


def insert(content: bytes, rng: random.Random) -> bytes:
    """Something stands where it should not."""
    for _ in range(rng.randint(1, 3)):
        place = rng.randint(0, len(content))
        content = content[:place] + rng.choice(ODD) + content[place:]
    return content


def rows(content: bytes, rng: random.Random) -> bytes:
    """Rows are there twice, or in another order."""
    lines = content.split(b"\n")
    some = rng.sample(lines, rng.randint(0, len(lines)))
    return b"\n".join([*lines, *some] if rng.random() < 0.5 else some)


def exchange(content: bytes, rng: random.Random) -> bytes:
    """Delimiters, line ends or decimal marks are others."""
    marks = [b",", b";", b"\t", b"|", b"\n", b"\r\n", b"\r", b".", b" ", b'"', b"\xc2\xa0"]
    old, new = rng.sample(marks, 2)
    return content.replace(old, new)


def encode(content: bytes, rng: random.Random) -> bytes:
    """The text is in another encoding."""
    codec = rng.choice(
        ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp866", "koi8-r", "utf-7"]
    )
    return content.decode("utf-8", errors="replace").encode(codec, errors="replace")


def splice(content: bytes, rng: random.Random) -> bytes:
    """It goes on as another file."""
    other = rng.choice(CUPBOARD).content
    return content[: rng.randint(0, len(content))] + other[rng.randint(0, len(other)) :]


def inside(content: bytes, rng: random.Random) -> bytes:
    """A part of a zip archive is spoilt, and the archive is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    except DAMAGE_ERRORS:
        return content
    name = rng.choice([*parts]) if parts else ""
    if isinstance(part := parts.get(name), bytes):
        parts[name] = rng.choice([cut, flip, insert, digits])(part, rng)
    return archive(parts)


def digits(content: bytes, rng: random.Random) -> bytes:
    """A digit is another one."""
    places = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
    place = rng.choice(places) if places else 0
    return content[:place] + bytes([rng.choice(b"0123456789-")]) + content[place + 1 :]


SPOIL: Sequence[Callable[[bytes, random.Random], bytes]] = (
    cut,
    flip,
    insert,
    rows,
    exchange,
    encode,
    splice,
    inside,
    digits,
)


def spoilt(rng: random.Random) -> tuple[str, bytes]:
    """A file of the cupboard, spoilt in one to three ways."""
    odd = rng.choice(CUPBOARD)
    content = odd.content
    for _ in range(rng.randint(1, 3)):
        content = rng.choice(SPOIL)(content, rng)
    return odd.name, content


def asked(place: Path, name: str, content: bytes) -> None:
    """Everything that can be asked of a table is asked; only a refusal may come instead of an answer."""
    table = Table("t", (place / name,))
    try:
        (place / name).write_bytes(content)
        names = Source(table, place).column_names[:4]
    except Refused:
        names = []
    asks = [("count", ""), *((measure, one) for one in names for measure in ("unique", "sum", "max"))]
    for ask in asks:
        for by in [(), *((one,) for one in names[:2])]:
            with suppress(Refused):
                found = project(place, content, name, [ask]).compute(["n0"], by=by)
                assert all(str(result.value) not in {"nan", "inf", "NaN", "NaT"} for result in found)


def walk(place: Path, seed: int) -> None:
    """One spoilt file through `check` and through every question."""
    name, content = spoilt(random.Random(seed))  # noqa: S311 - no secret
    (place / name).write_bytes(content)
    done = CliRunner().invoke(main, ["check", str(place / name), "-f", "json"], standalone_mode=False)
    if done.exception is not None and not isinstance(done.exception, (Refused, click.ClickException)):
        raise done.exception
    asked(place, name, content)


@folder
@given(seed=st.integers(0, 2**32))
def test_nothing_ends_in_a_traceback(tmp_path: Path, seed: int) -> None:
    """Spoilt files are told, counted or refused, whatever is asked of them."""
    walk(tmp_path, seed)


# Clean tables, written as people write them.


class Written(NamedTuple):
    """How a table is written."""

    codec: str
    mark: str
    end: str
    point: str
    group: str
    places: int
    currency: str
    minus: str
    nothing: str
    day: str
    all_quoted: bool
    blank_rows: bool
    total: str
    mean: bool
    note: str
    kind: str


class Clean(NamedTuple):
    """A record: a code, a word, an amount, a day."""

    code: str
    word: str
    amount: Decimal | None
    day: date | None


# The decimal mark, the mark between thousands, and how many decimals.
STYLES = [
    *((".", "", 2), (".", "", 0), (",", "", 2), (".", "'", 2), (".", ",", 2), (".", ",", 3), (".", ",", 0)),
    *(
        (",", " ", 2),
        (",", "\u00a0", 1),
        (",", "\u202f", 2),
        (",", " ", 3),
        (",", " ", 0),
        (",", ".", 2),
        (",", ".", 3),
    ),
]
DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y"]
WORDS = [
    "female",
    "жен",
    "Ысык-Көл",
    "Женева, Швейцария",
    'the "old" one',
    "a;b",
    "x|y",
    "",
    "two\nlines",
    "Genève",
    "12",
    "-",
]
HEADERS = [("id", "name", "usd", "day"), ("Код", "Имя", "Сумма, USD", "Дата"), ("№ п/п", "a b", "total", "day/month")]
WRITTEN = st.builds(
    lambda style, **rest: Written(point=style[0], group=style[1], places=style[2], **rest),
    st.sampled_from(STYLES),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "cp1251", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]),
    mark=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    currency=st.sampled_from(["{}", "{}", "{}", "${}", "{} сом", "{} USD", "{}%"]),
    minus=st.sampled_from(["-{}", "-{}", "({})", "−{}"]),
    nothing=st.sampled_from(["", "", "-", "–"]),
    day=st.sampled_from(DAYS),
    all_quoted=st.booleans(),
    blank_rows=st.booleans(),
    total=st.sampled_from(["", "", "Итого", "Total:", "Бардыгы", "ВСЕГО", "Итого по проекту", "Долбоор боюнча жалпы"]),
    mean=st.integers(0, 9).map(lambda number: number == 0),
    note=st.sampled_from(["", "", "", "Директор: Иванов", "Дата: 05.02.2018"]),
    kind=st.sampled_from(["text", "text", "text", "xlsx", "xls", "ods"]),
)
AMOUNTS = st.one_of(
    st.none(),
    st.integers(-3_000, 3_000_000).map(Decimal),
    st.sampled_from([0, 1000, 1234, 100000, -1500, 847573]).map(Decimal),
)
CLEAN = st.builds(
    Clean, st.sampled_from([f"A-{number:03}" for number in range(20)]), st.sampled_from(WORDS), AMOUNTS,
    st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 12, 31))),
)  # fmt: skip


def amount(value: Decimal | None, how: Written) -> str:
    """A number as it is written."""
    if value is None:
        return how.nothing
    whole, _, rest = f"{abs(value):,.{how.places}f}".partition(".")
    text = how.currency.format(whole.replace(",", how.group) + (how.point + rest if rest else ""))
    return how.minus.format(text) if value < 0 else text


def table(records: Sequence[Clean], header: Sequence[str], how: Written, rng: random.Random) -> list[list[Any]]:
    """The rows: all text, or in a workbook some cells as values of their own."""
    own = how.kind != "text"
    cells: list[list[Any]] = [list(header)]
    for one in records:
        number: Any = amount(one.amount, how)
        if own and one.amount is not None and rng.random() < 0.7:
            number = float(one.amount)
        cells.append([one.code, one.word, number, one.day.strftime(how.day) if one.day else ""])
        if how.blank_rows and rng.random() < 0.3:
            cells.append([""] * 4)
    if how.total:
        total = sum((one.amount for one in records if one.amount is not None), Decimal(0))
        total = total / len(records) if how.mean else total
        cells.append([how.total, "", float(total) if own and rng.random() < 0.7 else amount(total, how), ""])
        if how.note:
            cells.append([how.note, "", "", ""])
    return cells


def made(cells: list[list[Any]], how: Written) -> tuple[str, bytes]:
    """The file."""
    if how.kind == "xls":
        return "t.xls", xls([[value if value != "" else None for value in one] for one in cells])
    if how.kind == "ods":
        escape = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "\n": " "})
        written = [[value.translate(escape) if isinstance(value, str) else value for value in one] for one in cells]
        return "t.ods", ods("".join(row(*(cell(None if value == "" else value) for value in one)) for one in written))
    if how.kind == "xlsx":
        return "t.xlsx", excel(cells)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=how.mark, lineterminator=how.end, quoting=csv.QUOTE_ALL)
    if not how.all_quoted:
        writer = csv.writer(stream, delimiter=how.mark, lineterminator=how.end)
    writer.writerows(cells)
    try:
        return "t.csv", stream.getvalue().encode(how.codec)
    except UnicodeEncodeError:
        return "t.csv", stream.getvalue().encode("utf-8")


def excel(cells: list[list[Any]]) -> bytes:
    """An .xlsx."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for number, one in enumerate(cells):
            for column, value in enumerate(one):
                if value != "":
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(number, column, value)
    return stream.getvalue()


def right(records: Sequence[Clean]) -> Mapping[tuple[str, int], object]:
    """What must come, by measure and column: of no amount at all there is no sum."""
    amounts = [one.amount for one in records if one.amount is not None]
    dated = [one.day for one in records if one.day]
    return {
        ("count", -1): len(records),
        ("unique", 0): len({one.code for one in records}),
        ("sum", 2): sum(amounts, Decimal(0)) if amounts else None,
        ("max", 3): max(dated, default=None),
        ("min", 3): min(dated, default=None),
    }


def compared(place: Path, records: Sequence[Clean], header: Sequence[str], how: Written, seed: int) -> int:
    """How many numbers came; each is the right one."""
    step = Decimal(10) ** -how.places
    records = [one._replace(amount=None if one.amount is None else one.amount * step) for one in records]
    name, content = made(table(records, header, how, random.Random(seed)), how)  # noqa: S311 - no secret
    expected, came = right(records), 0
    for (measure, column), value in expected.items():
        ask = (measure, header[column] if column >= 0 else "")
        try:
            (result,) = project(place, content, name, [ask]).compute(["n0"])
        except Refused:
            continue
        found = result.value.date() if isinstance(result.value, datetime) else result.value
        assert found == value, (ask, found, value, content if how.kind == "text" else how)
        came += 1
    return came


@folder
@given(st.lists(CLEAN, min_size=1, max_size=12), st.sampled_from(HEADERS), WRITTEN, st.integers(0, 2**32))
def test_no_number_is_a_wrong_one(
    tmp_path: Path, records: list[Clean], header: tuple[str, ...], how: Written, seed: int
) -> None:
    """However a table is written, what is counted, summed and dated is what was written; or it is refused."""
    compared(tmp_path, records, header, how, seed)


PLAIN = Written(
    codec="utf-8", mark=",", end="\n", point=".", group="", places=2, currency="{}", minus="-{}", nothing="",
    day="%Y-%m-%d", all_quoted=False, blank_rows=False, total="", mean=False, note="", kind="text",
)  # fmt: skip


@folder
@given(st.lists(CLEAN, min_size=1, max_size=12), st.sampled_from(HEADERS))
def test_what_is_plainly_written_is_answered(tmp_path: Path, records: list[Clean], header: tuple[str, ...]) -> None:
    """To refuse everything would be never wrong: of a plain table every number comes."""
    assert compared(tmp_path, records, header, PLAIN, 0) == len(right(records))
