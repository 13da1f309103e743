"""A workbook: read back, it holds what the page shows, as real numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli import Project, Results
from roundtable_cli.output.formats.workbooks import page_workbook
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.page import Page, PageTable, ValueText
from tests.output.formats.workbooks.opened_workbooks import one, opened, read, table
from tests.output.language.test_excel_patterns import as_excel

EN = Locale("en")


letters = st.text(st.characters(codec="utf-8"), max_size=20)


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


def test_empty() -> None:
    """A page without tables, and a table without rows, are workbooks too."""
    (sheet,) = opened(Page("title", ("line",), (), ("note",)))
    assert [cell.value for (cell,) in sheet.iter_rows() if cell.value] == ["title", "line", "note"]
    (sheet,) = opened(Page(tables=(PageTable(("a", "b"), ()),)))
    assert [[cell.value for cell in row] for row in table(sheet)] == [["a", "b"]]


def test_same_bytes() -> None:
    """The same page is the same file, whenever it is written."""
    page = Page("title", (), (PageTable(("a",), ((number_format.format_value(5, "USD", EN),), ("x",))),), ("note",))
    content = page_workbook.write_xlsx(page)
    assert page_workbook.write_xlsx(page) == content
    assert {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = openpyxl.load_workbook(BytesIO(content)).properties
    assert {properties.created, properties.modified} == {datetime(2000, 1, 1)}


def test_no_name_of_a_person() -> None:
    """The file names the program that wrote it, and nobody who ran it."""
    properties = openpyxl.load_workbook(BytesIO(page_workbook.write_xlsx(one("a")))).properties
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("title", "rt-stats", "rt-stats")


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
