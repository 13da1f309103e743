"""The record of each format is right: it can be found, chosen by an ending, installed, and written."""

from __future__ import annotations

import re
import sys
from unittest.mock import patch

import pytest

from roundtable_cli import Refused
from roundtable_cli.output.formats.registry import (
    DATA,
    FORMATS,
    PAGE,
    RESULTS,
    find_format,
    format_names,
    formats_by_ending,
)
from roundtable_cli.output.page import Page, PageTable, TidyData

NAMES = [one.name for one in FORMATS]
TEXTS = sorted(one.name for one in FORMATS if one.takes == PAGE and one.is_text)


@pytest.mark.parametrize("name", TEXTS)
def test_reading_formats_show_all(name: str) -> None:
    """Each reading format that is text shows every text of a page: title, lines, headings, cells and notes."""
    grid = PageTable(("code", "value"), (("activists", "106"), ("grants", "$61,933")), "heading", frozenset({1}))
    shown = str(find_format(name).write(Page("title", ("line",), (grid, grid), ("note",)))).replace("\\", "")
    for text in ("title", "line", "note"):
        assert text in shown
    for text in ("heading", "activists", "106", "$61,933", "value"):
        assert shown.count(text) >= 2


@pytest.mark.parametrize("name", TEXTS)
def test_numbers_are_texts(name: str) -> None:
    """No such format takes a text for a number: codes keep their zeros, numbers their decimals."""
    cells = ("007", "1e5", "10.50", "1,000", "nan")
    shown = str(find_format(name).write(Page(tables=(PageTable(("a",), tuple((cell,) for cell in cells)),))))
    assert all(re.search(rf"(?<![\w.,]){cell}(?![\w.,])", shown) for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_writes(name: str) -> None:
    """The writer that a record names is there, takes what it says, and returns text or bytes as it says."""
    one = find_format(name)
    content = Page("title") if one.takes == PAGE else TidyData(("code", "value"), (("a", 1),))
    assert isinstance(one.write(content), str if one.is_text else bytes)


def test_names() -> None:
    """Names are unique, and chosen by what a format takes, in order; bare values only where they fit."""
    assert len({*NAMES}) == len(NAMES)
    assert format_names(PAGE, DATA, RESULTS) == tuple(NAMES)
    assert format_names(DATA) == ("values", "csv", "tsv", "json", "jsonl", "env")
    assert format_names(DATA, bare=False) == ("csv", "tsv", "json", "jsonl")


def test_endings() -> None:
    """The ending of a file chooses one format, every format has an ending, and a command's own are offered alone."""
    endings = [ending for one in FORMATS for ending in one.endings]
    assert len({*endings}) == len(endings)
    assert {one.name for one in formats_by_ending(NAMES).values()} == {*NAMES}
    wanted = {"md": "markdown", "html": "html", "tex": "latex", "csv": "csv", "json": "json", "txt": "table"}
    wanted |= {"xlsx": "xlsx"}
    assert wanted.items() <= {ending: one.name for ending, one in formats_by_ending(NAMES).items()}.items()
    assert {*formats_by_ending(["csv", "env"])} == {"csv", "env", "sh"}


def test_not_installed() -> None:
    """Without XlsxWriter one line says what to install."""
    with patch.dict(sys.modules, {"xlsxwriter": None}), pytest.raises(Refused) as refused:
        find_format("xlsx").check_installed()
    assert "pip install 'roundtable-cli[excel]'" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    find_format("csv").check_installed()
