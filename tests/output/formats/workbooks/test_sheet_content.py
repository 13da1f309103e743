"""What stands on which sheet: its name, its table, the notes about it; nothing that Excel can not hold."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from roundtable_cli import Project, Refused, Results
from roundtable_cli.output.formats.workbooks import page_workbook
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts, ValueExtras
from roundtable_cli.output.page import Page, PageNote, PageTable
from tests.output.formats.workbooks.opened_workbooks import below, one, opened, read, table


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
        page_workbook.write_xlsx(page)
    assert len(str(refused.value).splitlines()) == 1


def test_largest_text() -> None:
    """A text of as many characters as a cell holds is whole."""
    assert read(one("x" * 32_767))[-1] == ["x" * 32_767]


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


@cache
def sample() -> Callable[..., Results]:
    """The sample's results, broken down by the dimensions named."""
    return cache(lambda *by: Project.open("sample").compute(by=by))
