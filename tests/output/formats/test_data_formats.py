"""The data formats carry every value in full, and nothing in the data can run."""

from __future__ import annotations

import csv
import io
import json
import math
import shlex
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roundtable_cli import Refused
from roundtable_cli.output.formats import data_formats
from roundtable_cli.output.page import TidyData

RUNS: tuple[str, ...] = ("=1+1", "@SUM(A1)", "-x", "+996 555 12", "=cmd|' /C calc'!A0", "\t=1", "-2+3", "--1")
RUNS += ("＝1", "\n=1", ' "=1', "-inf", "+nan", "-1_000")

# What a spreadsheet may drop from the start of a cell, or take for a quotation mark.
DROPPED = "".join(map(chr, (*range(33), *range(0x7F, 0xA1), *range(0x2000, 0x2010), *range(0x2028, 0x2070))))
DROPPED += "\u1680\u3000\ufeff'\"`‘’“”"

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
numbers = st.integers(-(10**15), 10**15) | st.decimals(-(10**13), 10**13, allow_nan=False, places=2)
values = st.none() | numbers | st.floats(allow_nan=False, allow_infinity=False) | st.dates() | texts


@st.composite
def datas(draw: st.DrawFn) -> TidyData:
    """Rows of an indicator, a category that may be any text, and a value."""
    rows = st.lists(st.tuples(texts, values), max_size=5)
    return TidyData(("code", "sex", "value"), tuple(("a", *row) for row in draw(rows)))


def parsed(text: str, delimiter: str = ",") -> list[list[str]]:
    """The cells of delimited text, as any reader of RFC 4180 finds them."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def written(value: object) -> str:
    """What a cell of csv must hold: the value bare, a text that a spreadsheet would run behind an apostrophe."""
    text = data_formats.data_text(value)
    first = unicodedata.normalize("NFKC", text.lstrip(DROPPED)[:1])
    return f"'{text}" if text[:1] in {*"\t\r\n"} or (first in {*"=+-@"} and not is_number(text)) else text


def is_number(text: str) -> bool:
    """Whether a text reads as a number, here and in a spreadsheet."""
    try:
        return math.isfinite(float(text)) and text.isascii() and "_" not in text and text == text.strip()
    except ValueError:
        return False


def as_number(value: object) -> object:
    """A value as JSON can carry it: numbers by their digits, dates as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    return Decimal(str(value)) if isinstance(value, (int, float, Decimal)) else value


@pytest.mark.parametrize(("write", "delimiter"), [(data_formats.write_csv, ","), (data_formats.write_tsv, "\t")])
@given(data=datas())
@example(data=TidyData(("code", "sex", "value"), (("a", "line\rline", 'a "quoted", text\nwith a line'),)))
def test_delimited_carries_all(write: Callable[[TidyData], str], delimiter: str, data: TidyData) -> None:
    """What csv and tsv write is read back cell by cell."""
    assert parsed(write(data), delimiter) == [list(data.head), *([written(cell) for cell in row] for row in data.rows)]


@given(datas())
def test_json_carries_all(data: TidyData) -> None:
    """What json and jsonl write is read back key by key, every digit of every number."""
    expected = [dict(zip(data.head, map(as_number, row), strict=True)) for row in data.rows]
    lines = [
        json.loads(line, parse_int=Decimal, parse_float=Decimal)
        for line in data_formats.write_jsonl(data).split("\n")[:-1]
    ]
    assert json.loads(data_formats.write_json(data), parse_int=Decimal, parse_float=Decimal) == expected
    assert lines == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (61933, "61933"),
        (Decimal("61933.00"), "61933"),
        (Decimal("8847.50"), "8847.5"),
        (Decimal("1E+6"), "1000000"),
        (Decimal("0.00"), "0"),
        (Decimal("-0.00"), "0"),
        (Decimal("0.0000001"), "0.0000001"),
        (53.92156862745098, "53.92156862745098"),
        (date(2018, 11, 19), "2018-11-19"),
        ("007", "007"),
        (None, ""),
    ],
)
def test_bare(value: object, expected: str) -> None:
    """A value as data has no unit, no separators and no exponent, and keeps its full precision."""
    assert data_formats.data_text(value) == expected


def test_empty() -> None:
    """A result without rows still has its header, or `[]`."""
    none = TidyData(("code", "value"), ())
    assert data_formats.write_csv(none) == "code,value\n"
    assert data_formats.write_tsv(none) == "code\tvalue\n"
    assert json.loads(data_formats.write_json(none)) == []
    assert (data_formats.write_jsonl(none), data_formats.write_env(none)) == ("", "")


@pytest.mark.parametrize("text", RUNS)
def test_formulas(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe in csv and tsv, in a cell or as a heading."""
    data = TidyData(("code", text), (("a", text),))
    for found in (parsed(data_formats.write_csv(data)), parsed(data_formats.write_tsv(data), "\t")):
        assert [found[0][1], found[1][1]] == [f"'{text}"] * 2


@pytest.mark.parametrize("value", [-5, Decimal("-2.50"), -0.125, "-3"])
def test_minus(value: object) -> None:
    """A number keeps its minus: it is no formula."""
    (_, (found,)) = parsed(data_formats.write_csv(TidyData(("value",), ((value,),))))
    assert Decimal(found) == Decimal(str(value))


@given(st.lists(values, min_size=1, max_size=6))
def test_env_carries_all(found: list[object]) -> None:
    """env has a line of NAME=value for each indicator, quoted as a shell reads it; what is no number has a prefix."""
    data = TidyData(("code", "value"), tuple((f"x{index}", value) for index, value in enumerate(found)))
    prefixes = ["RT_" if isinstance(value, (str, date)) else "" for value in found]
    expected = [f"{prefixes[index]}X{index}={data_formats.data_text(value)}" for index, value in enumerate(found)]
    assert shlex.split(data_formats.write_env(data)) == expected


def test_env_of_a_breakdown() -> None:
    """env has one value for each indicator, so a breakdown is refused, with the formats that can carry it."""
    data = TidyData(("code", "sex", "value"), (("a", "female", 1), ("a", "total", 2)))
    with pytest.raises(Refused, match=r"breakdown.*csv"):
        data_formats.write_env(data)


@pytest.mark.parametrize(
    "code",
    ["path", "ifs", "home", "env", "bash_env", "ps1", "ps4", "ps0", "prompt_command", "ld_preload", "lc_all", "cdpath"],
)
def test_variables_of_the_shell(code: str) -> None:
    """A variable that a shell, or the commands in it, act upon is never set: the code is refused by its name."""
    with pytest.raises(Refused, match=code.upper()):
        data_formats.write_env(TidyData(("code", "value"), ((code, "$(touch ran)"),)))


def test_variables_behind_a_prefix_that_somebody_has_chosen() -> None:
    """Numbers and texts; then a code may be any, but a prefix that makes a variable of a program is refused."""
    data = TidyData(("code", "value"), (("path", 1), ("x", "text")), "MY_")
    assert data_formats.write_env(data) == "MY_PATH=1\nMY_X=text\n"
    with pytest.raises(Refused, match="GIT_PATH"):
        data_formats.write_env(data._replace(variable_prefix="GIT_"))


def test_two_indicators_of_one_variable() -> None:
    """A code that begins as the prefix is refused where another indicator has the variable."""
    with pytest.raises(Refused, match="two indicators would be the variable RT_X"):
        data_formats.write_env(TidyData(("code", "value"), (("rt_x", 1), ("x", "text"))))


def test_values() -> None:
    """The bare values have a line each, and an empty one where there is none."""
    data = TidyData(("code", "value"), (("a", Decimal("8847.50")), ("b", None), ("c", date(2018, 11, 19))))
    assert data_formats.write_values(data) == "8847.5\n\n2018-11-19\n"
