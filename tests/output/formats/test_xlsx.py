"""A workbook: read back, it holds what the page shows, as real numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from roundtable_cli import Project, Refused, Results
from roundtable_cli.indicators.results import ResultValue
from roundtable_cli.output.formats import xlsx
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts, ValueExtras
from roundtable_cli.output.page import Page, PageNote, PageTable, ValueText
from tests.output.language.test_excel_patterns import as_excel

EN = Locale("en")
RUNS = ("=1+1", "@SUM(A1)", "-x", "+996 555 12", "=cmd|' /C calc'!A0", "{=A1}", "--1")
TEXTS = (*RUNS, "007", "1e5", "10.50", "http://example.org", "mailto:a@example.org", "internal:A1", "_x0041_", "a\nb")

letters = st.text(st.characters(codec="utf-8"), max_size=20)


def opened(page: Page) -> list[Worksheet]:
    """The worksheets of a page's workbook."""
    sheets = openpyxl.load_workbook(BytesIO(xlsx.write_xlsx(page))).worksheets
    return [sheet for sheet in sheets if isinstance(sheet, Worksheet)]


def table(sheet: Worksheet) -> list[list[Cell]]:
    """The cells of a worksheet's table, its heading first: what its filter is over."""
    return [list(row) for row in sheet[str(sheet.auto_filter.ref)]]


def below(sheet: Worksheet) -> list[str]:
    """The texts below the table."""
    rows = sheet.iter_rows(min_row=table(sheet)[-1][0].row + 1)
    return [cell.value for row in rows for cell in row if isinstance(cell.value, str)]


def one(*cells: str) -> Page:
    """A page of one column."""
    return Page("title", (), (PageTable(("head",), tuple((cell,) for cell in cells)),))


def held(text: str) -> Cell:
    """The cell that a text becomes."""
    (_, (cell,)) = table(opened(one(text))[0])
    return cell


def read(page: Page) -> list[list[object]]:
    """The values of a page's only worksheet, as another program finds them."""
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.write_xlsx(page)))
    assert len(book.sheet_names) == 1
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


@pytest.mark.parametrize(
    ("value", "unit", "expected", "pattern"),
    [
        (106, "people", 106.0, "#,##0"),
        (61933, "USD", 61933.0, '"$"#,##0'),
        (Decimal("8847.57"), "USD", 8847.57, '"$"#,##0.00'),
        (53.92156862745098, "%", 0.5392156862745098, "0.0%"),
        (Decimal("-2.5"), "", -2.5, "#,##0.0"),
        (date(2018, 11, 19), "", date(2018, 11, 19), '[$-409]mmm" "d", "yyyy'),
        (datetime(2018, 11, 19, 13, 30), "", datetime(2018, 11, 19, 13, 30), '[$-409]mmm" "d", "yyyy'),
        (999_999_999_999_999, "", 999_999_999_999_999.0, "#,##0"),
        (10**20, "", 1e20, "#,##0"),
    ],
)
def test_values(value: ResultValue, unit: str, expected: object, pattern: str) -> None:
    """A number is a number and a date is a date, unrounded, with the pattern that shows it as the text does."""
    page = one(number_format.format_value(value, unit, EN))
    assert read(page)[-1] == [expected]
    assert held(page.tables[0].rows[0][0]).number_format == pattern


@pytest.mark.parametrize(
    "value",
    [
        1_000_000_000_000_001,
        -(10**15) - 1,
        Decimal("12345678901234.56"),
        Decimal("0." + 29 * "9"),
        date(1899, 12, 31),
        date(1900, 2, 28),
    ],
)
def test_what_excel_would_change(value: ResultValue) -> None:
    """An exact number that Excel would round, and a date that it would move, is the text that the page shows."""
    text = number_format.format_value(value, "", EN)
    assert isinstance(text, ValueText)
    assert read(one(text))[-1] == [str(text)]


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text: str) -> None:
    """A text stays a text: no formula, no number, no link, not after it has been edited either."""
    cell = held(text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert read(one(text))[-1] == [text]
    assert cell.quotePrefix == (text in RUNS and text != "{=A1}")


def test_texts_everywhere() -> None:
    """Neither title, line, heading nor note, short or long, can be a formula."""
    long = "=1+1 " * 40
    page = Page("=1+1", ("=2+2",), (PageTable(("=3+3",), (("=4+4",),), "=5+5"),), ("=6+6", long))
    (sheet,) = opened(page)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells] == ["=1+1", "=2+2", "=5+5", "=3+3", "=4+4", "=6+6", long]
    assert {cell.data_type for cell in cells} == {"s"}


@given(letters, letters, letters)
def test_any_letters(first: str, second: str, third: str) -> None:
    """Whatever letters are in the data, the file can be read, and says what a printable page says."""
    figure = number_format.append_unit(number_format.format_value(5, "", EN), third)
    page = Page(
        first, (), (PageTable((f"a{second}",), ((f"b{third}",), (figure,)), second, indicator_code=third),)
    ).as_visible()
    found = [row[0] for row in read(page) if row[0] != ""]
    grid = page.tables[0]
    texts = [page.title, grid.title, grid.head[0], grid.rows[0][0]]
    assert found == [*filter(None, (re.sub("\r", "\n", text) for text in texts)), 5.0]


def test_printed_page() -> None:
    """Control characters are signs in every part of it; XML would not hold them."""
    figure = number_format.append_unit(number_format.format_value(5, "", EN), "a\x07")
    page = Page(
        "a\x00", ("b\x1b",), (PageTable(("c\x01",), (("d\x02",), (figure,)), "e\x03"),), ("f\x04",)
    ).as_visible()
    (sheet,) = opened(page)
    assert [cell.value for (cell,) in sheet.iter_rows()] == [
        *(r"a\x00", r"b\x1b", None, r"e\x03", r"c\x01", r"d\x02", 5, None),
        r"f\x04",
    ]
    assert table(sheet)[-1][0].number_format == r'#,##0 "a\x07"'


def test_arrangement() -> None:
    """Above the table stand title and lines, below the notes; the heading is frozen, can filter, and is printed again.

    The filter is over the table alone, so that sorting leaves what is around it.
    """
    grid = PageTable(("code", "value"), (("a", "1"), ("b", "2")), right_aligned=frozenset({1}))
    (sheet,) = opened(Page("title", ("line", "another"), (grid,), ("note",)))
    column = [cell.value for (cell,) in sheet.iter_rows(max_col=1)]
    assert column == ["title", "line", "another", None, "code", "a", "b", None, "note"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B6", "A5:B7", "$5:$5")
    assert [cell.alignment.horizontal for cell in table(sheet)[1]] == ["left", "right"]


def test_widths() -> None:
    """A column is as wide as its texts and the button of the filter; a long text is broken into lines, not cut."""
    long = "word " * 50
    (sheet,) = opened(Page("t" * 90, (), (PageTable(("code", "value"), (("a" * 20, long),)),)))
    assert 22 <= sheet.column_dimensions["A"].width <= 26
    assert sheet.column_dimensions["B"].width <= 70
    assert table(sheet)[1][1].alignment.wrap_text


def test_long_notes() -> None:
    """A long note is over several columns, in a row high enough for its lines."""
    (sheet,) = opened(Page("t", (), (PageTable(("code",), (("a",),)),), ("short", "word " * 60)))
    (area,) = sheet.merged_cells.ranges
    assert (area.min_row, area.max_row, area.min_col) == (7, 7, 1)
    assert sheet.row_dimensions[7].height >= 3 * 15
    assert sheet.row_dimensions[6].height is None


def test_sheets() -> None:
    """Each table has a worksheet, named as its indicator, with the title, the lines and the notes about it."""
    notes = (PageNote("a and b", ["a", "b"]), PageNote("b", ["b"]), PageNote("all"), "plain")
    grids = tuple(PageTable(("h",), ((code,),), f"{code}: title", indicator_code=code) for code in "ab")
    first, second = opened(Page("title", ("line",), grids, notes))
    assert (first.title, second.title) == ("a", "b")
    assert [cell.value for (cell,) in first.iter_rows(max_row=2)] == ["title", "line"]
    assert below(first) == ["a and b", "all", "plain"]
    assert below(second) == ["a and b", "b", "all", "plain"]


def test_one_table_has_all_notes() -> None:
    """A table of several indicators has all notes."""
    (sheet,) = opened(
        Page("title", (), (PageTable(("h",), (("x",),)),), (PageNote("of a", ["a"]), PageNote("of b", ["b"])))
    )
    assert below(sheet) == ["of a", "of b"]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Youth in the new settlements, 2018 (records)"], ["Youth in the new settlements,"]),
        (["Youth and local self-government in 2018"], ["Youth and local self-government"]),
        (["Period: all/some [x]?*\\"], ["Period all some x"]),
        (["'a'"], ["a"]),
        (["History"], ["History 2"]),
        (["x" * 40, "X" * 40], ["x" * 31, "X" * 29 + " 2"]),
        (["same", "SAME", "same"], ["same", "SAME 2", "same 3"]),
        (["", "", "?"], ["1", "2", "3"]),
        (["\N{GRINNING FACE}" * 20], ["\N{GRINNING FACE}" * 15]),
    ],
)
def test_names_of_sheets(titles: list[str], names: list[str]) -> None:
    """A worksheet has a name that Excel allows: no more than 31 characters, no marks, each one once."""
    grids = tuple(PageTable(("h",), (), title) for title in titles)
    assert [sheet.title for sheet in opened(Page(tables=grids))] == names


def test_empty() -> None:
    """A page without tables, and a table without rows, are workbooks too."""
    (sheet,) = opened(Page("title", ("line",), (), ("note",)))
    assert [cell.value for (cell,) in sheet.iter_rows() if cell.value] == ["title", "line", "note"]
    (sheet,) = opened(Page(tables=(PageTable(("a", "b"), ()),)))
    assert [[cell.value for cell in row] for row in table(sheet)] == [["a", "b"]]


def test_same_bytes() -> None:
    """The same page is the same file, whenever it is written."""
    page = Page("title", (), (PageTable(("a",), ((number_format.format_value(5, "USD", EN),), ("x",))),), ("note",))
    content = xlsx.write_xlsx(page)
    assert xlsx.write_xlsx(page) == content
    assert {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(BytesIO(content)).properties
    assert {properties.created, properties.modified} == {datetime(2000, 1, 1)}


def test_no_name_of_a_person() -> None:
    """The file names the program that wrote it, and nobody who ran it."""
    properties = openpyxl.load_workbook(BytesIO(xlsx.write_xlsx(one("a")))).properties
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("title", "rt-stats", "rt-stats")


LONG = "x" * 32_768
TOO_LARGE = {
    "cell": (one(LONG), "32,768 characters"),
    "letters of two": (one("\N{GRINNING FACE}" * 16_384), "32,768 characters"),
    "line": (Page("t", (LONG,)), "32,768 characters"),
    "note": (Page(notes=(LONG,)), "32,768 characters"),
    "heading": (Page(tables=(PageTable((LONG,), ()),)), "32,768 characters"),
    "columns": (Page(tables=(PageTable(("h",) * 16_385, ()),)), "16,385 columns"),
    # With the title, an empty row, the heading, another empty row and two notes.
    "rows": (Page("t", (), (PageTable(("h",), (("x",),) * 1_048_571),), ("a", "b")), "1,048,577 rows"),
}


@pytest.mark.parametrize(("page", "said"), TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_too_large(page: Page, said: str) -> None:
    """What Excel can't hold is refused in one line, and nothing is cut."""
    with pytest.raises(Refused, match=said) as refused:
        xlsx.write_xlsx(page)
    assert len(str(refused.value).splitlines()) == 1


def test_largest_text() -> None:
    """A text of as many characters as a cell holds is whole."""
    assert read(one("x" * 32_767))[-1] == ["x" * 32_767]


def test_patterns_are_limited() -> None:
    """Excel opens no file with too many patterns, or one too long: a number that would need one more is a text."""
    cells = [number_format.append_unit(number_format.format_value(5, "", EN), f"unit {n}") for n in range(300)]
    found = [cell.value for (cell,) in table(opened(one(*cells))[0])[1:]]
    assert found[:150] == [5] * 150
    assert found[200:] == cells[200:]
    assert held(number_format.append_unit(number_format.format_value(5, "", EN), "x" * 300)).value == "5 " + "x" * 300


def test_parts_and_percentages() -> None:
    """What stands in brackets beside a number has a column of its own, as a number."""
    share = CellTexts(sample()(), LanguageWords("en"), ValueExtras(parts=True))
    (sheet,) = opened(summary_page.summary_page(share))
    heads = [cell.value for cell in table(sheet)[0]]
    assert heads == ["code", "indicator", "value", "value, numerator", "value, denominator", "from"]
    (row,) = [row for row in table(sheet) if row[0].value == "share_women"]
    assert [cell.value for cell in row[2:5]] == [pytest.approx(55 / 102), 55, 102]
    percent = CellTexts(sample()("sex"), LanguageWords("en"), ValueExtras(percent="row"))
    first = table(opened(summary_page.summary_page(percent))[0])[1]
    assert [cell.value for cell in first[3:7]] == [55, pytest.approx(55 / 106), 47, pytest.approx(47 / 106)]
    assert [cell.number_format for cell in first[3:7]] == ["#,##0", "0.0%", "#,##0", "0.0%"]


def test_colours() -> None:
    """A status has its colour in the workbook too."""
    (sheet,) = opened(one("achieved", "other")._replace(statuses={"achieved": "achieved"}))
    good, other = (row[0].font.color for row in table(sheet)[1:])
    assert good.rgb == "FF00703C"
    assert other.rgb != good.rgb


@cache
def sample() -> Callable[..., Results]:
    """The sample's results, broken down by the dimensions named."""
    return cache(lambda *by: Project.open("sample").compute(by=by))


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("by", [(), ("sex",), ("settlement",), ("age_group", "sex")])
def test_same_as_the_page(by: tuple[str, ...], language: str) -> None:
    """Each cell shows in Excel what the page shows: numbers by their patterns, and all other texts."""
    page = summary_page.summary_page(CellTexts(sample()(*by), LanguageWords(language)))
    figures = 0
    for grid, sheet in zip(page.tables, opened(page), strict=True):
        for row, cells in zip((grid.head, *grid.rows), table(sheet), strict=True):
            for text, cell in zip(row, cells, strict=True):
                held = cell.value or ""
                if isinstance(text, ValueText):
                    assert isinstance(cell.value, (int, float))
                    held = as_excel(cell.value, cell.number_format, language)
                    figures += 1
                assert held == text
    assert figures >= 14
