"""Plain text: as wide as the page, right-aligned where numbers are, coloured by status."""

from __future__ import annotations

import re
from unittest.mock import patch

import tabulate
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.output.formats.terminal import write_table
from roundtable_cli.output.page import Page, PageTable

cells = st.text("abж1.-\n", min_size=1, max_size=12).map(str.strip).filter(bool)


def test_layout() -> None:
    """A head, dashes as wide as each column, rows; numbers stand at the right; parts are apart by an empty line."""
    table = PageTable(("code", "value"), (("a", "1"), ("long code", "22")), "heading", frozenset({1}))
    assert write_table(Page("title", ("line",), (table,), ("note",))).splitlines() == [
        "title",
        "line",
        "",
        "heading",
        "code       value",
        "---------  -----",
        "a              1",
        "long code     22",
        "",
        "note",
    ]


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=4), st.tuples(cells, cells))
def test_as_narrow_as_its_cells(rows: list[tuple[str, str]], head: tuple[str, str]) -> None:
    """The table is that of tabulate's layout "simple", without the room that it adds to each heading."""
    table = PageTable(head, tuple(rows), right_aligned=frozenset({1}))
    with patch.object(tabulate, "MIN_PADDING", 0):
        simple = tabulate.tabulate(rows, head, "simple", disable_numparse=True, colalign=("left", "right"))
    assert write_table(Page(tables=(table,))) == "\n".join(line for line in simple.split("\n")) + "\n"


def test_leaves_the_library_alone() -> None:
    """No setting of tabulate's is changed for the rest of the process."""
    before = tabulate.MIN_PADDING
    write_table(Page(tables=(PageTable(("a",), (("b",),)),)))
    assert before == tabulate.MIN_PADDING


def test_status_colours() -> None:
    """A cell that says a status has its colour, and takes no more room for it; others have none."""
    table = PageTable(("code", "status"), (("a", "в графике"), ("b", "отстаёт"), ("c", "нет цели")))
    page = Page(tables=(table,))
    statuses = {"в графике": "on-track", "отстаёт": "off-track", "нет цели": "no-target"}
    shown = write_table(page._replace(statuses=statuses))
    assert re.findall("\x1b\\[(\\d+)m(.*?)\x1b\\[0m", shown) == [("32", "в графике"), ("31", "отстаёт")]
    assert re.sub("\x1b\\[\\d+m", "", shown) == write_table(page)


def test_no_break_spaces() -> None:
    """What holds words together in a table is a plain space in the output, so that grep finds it."""
    assert "41 rows" in write_table(Page(tables=(PageTable(("from",), (("41\N{NO-BREAK SPACE}rows",),)),)))
