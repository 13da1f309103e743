"""Every format carries the same values, and nothing in the data can run or break out of it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shlex
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roundtable_cli import Project, Refused, Results
from roundtable_cli.output.formats import registry
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.page import Page, PageTable, TidyData

HOSTILE = "a|b*c_d <script>alert(1)</script> & 5% $x #1 {y} ~ ^ \\ `z` [l](u)"
RUNS = ("=1+1", "@SUM(A1)", "-x", "+996 555 12", "=cmd|' /C calc'!A0", "\t=1", "-2+3", "--1")

MARKDOWN = r"\\[\\|*_`<>\[\]&~$#{}]|[^\\|*_`<>\[\]]"  # a mark escaped, or what is no mark
PRINTED = {
    r"\textbackslash{}": "\\",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\ensuremath{<}": "<",
    r"\ensuremath{>}": ">",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\^{}": "^",
}
LATEX = "|".join([*map(re.escape, PRINTED), r"\\[&%$#_{}]", r"[^\\&%$#_{}~^]"])

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
    text = registry.data_text(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_number(text) else text


def is_number(text: str) -> bool:
    """Whether a text reads as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def as_number(value: object) -> object:
    """A value as JSON can carry it: numbers by their digits, dates as ISO 8601."""
    if isinstance(value, date):
        return value.isoformat()
    return Decimal(str(value)) if isinstance(value, (int, float, Decimal)) else value


@pytest.mark.parametrize(("write", "delimiter"), [(registry.as_csv, ","), (registry.as_tsv, "\t")])
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
        json.loads(line, parse_int=Decimal, parse_float=Decimal) for line in registry.as_jsonl(data).split("\n")[:-1]
    ]
    assert json.loads(registry.as_json(data), parse_int=Decimal, parse_float=Decimal) == expected
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
    assert registry.data_text(value) == expected


def test_empty() -> None:
    """A result without rows still has its header, or `[]`."""
    none = TidyData(("code", "value"), ())
    assert registry.as_csv(none) == "code,value\n"
    assert registry.as_tsv(none) == "code\tvalue\n"
    assert json.loads(registry.as_json(none)) == []
    assert (registry.as_jsonl(none), registry.as_env(none)) == ("", "")


@pytest.mark.parametrize("text", RUNS)
def test_formulas(text: str) -> None:
    """A text that a spreadsheet would run begins with an apostrophe in csv and tsv, in a cell or as a heading."""
    data = TidyData(("code", text), (("a", text),))
    for found in (parsed(registry.as_csv(data)), parsed(registry.as_tsv(data), "\t")):
        assert [found[0][1], found[1][1]] == [f"'{text}"] * 2


@pytest.mark.parametrize("value", [-5, Decimal("-2.50"), -0.125, "-3"])
def test_minus(value: object) -> None:
    """A number keeps its minus: it is no formula."""
    (_, (found,)) = parsed(registry.as_csv(TidyData(("value",), ((value,),))))
    assert Decimal(found) == Decimal(str(value))


@given(st.lists(values, min_size=1, max_size=6))
def test_env_carries_all(found: list[object]) -> None:
    """env has a line of NAME=value for each indicator, quoted as a shell reads it."""
    data = TidyData(("code", "value"), tuple((f"x{index}", value) for index, value in enumerate(found)))
    expected = [f"X{index}={registry.data_text(value)}" for index, value in enumerate(found)]
    assert shlex.split(registry.as_env(data)) == expected


def test_env_of_a_breakdown() -> None:
    """env has one value for each indicator, so a breakdown is refused, with the formats that can carry it."""
    data = TidyData(("code", "sex", "value"), (("a", "female", 1), ("a", "total", 2)))
    with pytest.raises(Refused, match=r"breakdown.*csv"):
        registry.as_env(data)


@pytest.mark.parametrize(
    "code",
    ["path", "ifs", "home", "env", "bash_env", "ps1", "ps4", "ps0", "prompt_command", "ld_preload", "lc_all", "cdpath"],
)
def test_variables_of_the_shell(code: str) -> None:
    """A variable that a shell, or the commands in it, act upon is never set: the code is refused by its name."""
    with pytest.raises(Refused, match=code.upper()):
        registry.as_env(TidyData(("code", "value"), ((code, "$(touch ran)"),)))


def page(*cells: str) -> Page:
    """A page with every text of it hostile."""
    return Page(
        HOSTILE, (HOSTILE,), (PageTable((HOSTILE, "value"), tuple((cell, "1") for cell in cells), HOSTILE),), (HOSTILE,)
    )


class Seen(HTMLParser):
    """What a browser finds: the tags, and the text in each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"style", "charset"}
        self.tags.add(tag)
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def test_html() -> None:
    """In html a browser sees each text as it is, and no tag out of the data."""
    seen = Seen(registry.as_html(page(HOSTILE, "=1+1")))
    assert seen.tags <= {"meta", "title", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
    assert [text.strip() for text in seen.texts].count(HOSTILE) == 7
    assert "=1+1" in [text.strip() for text in seen.texts]


def unescaped(text: str, mark: str) -> str:
    """A text as markdown or latex prints it; the pattern `mark` finds one printed character, else a mark is loose."""
    characters, position = [], 0
    while position < len(text):
        match = re.compile(mark).match(text, position)
        assert match, f"a loose mark at {text[position:]}"
        characters.append(PRINTED.get(match[0], match[0][-1]))
        position = match.end()
    return "".join(characters)


def test_markdown() -> None:
    """In markdown every mark out of the data is escaped, so that it is read as it is and opens no new column."""
    found = [line for line in registry.as_markdown(page(HOSTILE)).splitlines() if "script" in line]
    bodies = [re.sub(r"^(#+|-|\|) | +\| +(1|value) +\|$", "", line).strip() for line in found]
    assert [unescaped(body, MARKDOWN) for body in bodies] == [HOSTILE] * 6


@pytest.mark.parametrize("text", ["R&amp;D", "&lt;b&gt;", "~~old~~"])
def test_markdown_of_other_marks(text: str) -> None:
    """In markdown a text that looks like an entity, or struck out, is read as it is."""
    assert text not in registry.as_markdown(Page(grids=(PageTable(("a",), ((text,),)),)))


def test_markdown_rows() -> None:
    """In markdown a row stays one line, though a cell has line breaks."""
    text = registry.as_markdown(Page(grids=(PageTable(("a", "b"), (("one\ntwo", "3"),)),)))
    assert [line for line in text.splitlines() if "one" in line and "two" in line and "3" in line]


def test_latex() -> None:
    """In latex the characters that mean something to it are written so that they are printed."""
    found = [line for line in registry.as_latex(page(HOSTILE)).splitlines() if "script" in line]
    lines = [re.sub(r"^\\(?:sub)?section\*\{(.*)\}$", r"\1", line).removeprefix(r"\item ") for line in found]
    bodies = [re.split(r"(?<!\\)&", re.sub(r"\s*\\\\$", "", line))[0].strip() for line in lines]
    assert [unescaped(body, LATEX) for body in bodies] == [HOSTILE] * 6


@pytest.mark.parametrize("name", sorted(registry.TEXT_FORMATS))
def test_reading_formats_show_all(name: str) -> None:
    """Each reading format that is text shows every text of a page: title, lines, headings, cells and notes."""
    grid = PageTable(("code", "value"), (("activists", "106"), ("grants", "$61,933")), "heading", frozenset({1}))
    shown = registry.TEXT_FORMATS[name](Page("title", ("line",), (grid, grid), ("note",))).replace("\\", "")
    for text in ("title", "line", "note"):
        assert text in shown
    for text in ("heading", "activists", "106", "$61,933", "value"):
        assert shown.count(text) >= 2


@pytest.mark.parametrize("name", sorted(registry.TEXT_FORMATS))
def test_numbers_are_texts(name: str) -> None:
    """No such format takes a text for a number: codes keep their zeros, numbers their decimals."""
    cells = ("007", "1e5", "10.50", "1,000", "nan")
    shown = registry.TEXT_FORMATS[name](Page(grids=(PageTable(("a",), tuple((cell,) for cell in cells)),)))
    assert all(re.search(rf"(?<![\w.,]){cell}(?![\w.,])", shown) for cell in cells)


@pytest.fixture(scope="module")
def results() -> Callable[..., Results]:
    """The sample's results, broken down by the dimensions named."""
    return cache(lambda *by: Project.open("sample").compute(by=by))


def cells_of(name: str, text: str) -> list[list[str]]:
    """The rows of all tables in a page written as markdown, html or latex, escapes undone."""
    lines = {
        "markdown": [line.strip("|").split(" | ") for line in text.splitlines() if re.match(r"\| ", line)],
        "html": [
            re.findall(r"<t[hd].*?>(.*?)</t[hd]>", line)
            for line in text.splitlines()
            if "<td" in line or "<th>" in line
        ],
        "latex": [line.removesuffix(r"\\").split(" & ") for line in text.splitlines() if " & " in line],
    }
    return [[html.unescape(cell).replace("\\", "").strip() for cell in row] for row in lines[name]]


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("by", [(), ("sex",), ("settlement",), ("age_group", "sex")])
@pytest.mark.parametrize("name", ["markdown", "html", "latex"])
def test_same_values(results: Callable[..., Results], name: str, by: tuple[str, ...], language: str) -> None:
    """Every reading format has the same cells as the page, in the same rows and columns."""
    shown = summary_page.summary_page(CellTexts(results(*by), LanguageWords(language)))
    expected = [[cell.strip() for cell in row] for grid in shown.grids for row in (grid.head, *grid.rows)]
    assert cells_of(name, registry.TEXT_FORMATS[name](shown)) == expected


def test_endings() -> None:
    """The ending of a file names a format that there is, and every format is the ending of a file."""
    assert {*registry.FORMAT_ENDINGS.values()} == {*registry.FORMAT_NAMES}
    wanted = {"md": "markdown", "html": "html", "tex": "latex", "csv": "csv", "json": "json", "txt": "table"}
    wanted |= {"xlsx": "xlsx"}
    assert wanted.items() <= registry.FORMAT_ENDINGS.items()
