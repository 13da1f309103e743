"""Markdown, HTML and LaTeX show every text of a page as it is, and nothing in the data breaks out of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import pytest

from roundtable_cli import Project, Results
from roundtable_cli.output.formats import markup, registry
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.page import Page, PageTable

HOSTILE = "a|b*c_d <script>alert(1)</script> & 5% $x #1 {y} ~ ^ \\ `z` [l](u)"
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
    seen = Seen(markup.write_html(page(HOSTILE, "=1+1")))
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
    found = [line for line in markup.write_markdown(page(HOSTILE)).splitlines() if "script" in line]
    bodies = [re.sub(r"^(#+|-|\|) | +\| +(1|value) +\|$", "", line).strip() for line in found]
    assert [unescaped(body, MARKDOWN) for body in bodies] == [HOSTILE] * 6


@pytest.mark.parametrize("text", ["R&amp;D", "&lt;b&gt;", "~~old~~"])
def test_markdown_of_other_marks(text: str) -> None:
    """In markdown a text that looks like an entity, or struck out, is read as it is."""
    assert text not in markup.write_markdown(Page(tables=(PageTable(("a",), ((text,),)),)))


def test_markdown_rows() -> None:
    """In markdown a row stays one line, though a cell has line breaks."""
    text = markup.write_markdown(Page(tables=(PageTable(("a", "b"), (("one\ntwo", "3"),)),)))
    assert [line for line in text.splitlines() if "one" in line and "two" in line and "3" in line]


def test_latex() -> None:
    """In latex the characters that mean something to it are written so that they are printed."""
    found = [line for line in markup.write_latex(page(HOSTILE)).splitlines() if "script" in line]
    lines = [re.sub(r"^\\(?:sub)?section\*\{(.*)\}$", r"\1", line).removeprefix(r"\item ") for line in found]
    bodies = [re.split(r"(?<!\\)&", re.sub(r"\s*\\\\$", "", line))[0].strip() for line in lines]
    assert [unescaped(body, LATEX) for body in bodies] == [HOSTILE] * 6


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
    expected = [[cell.strip() for cell in row] for grid in shown.tables for row in (grid.head, *grid.rows)]
    assert cells_of(name, str(registry.find_format(name).write(shown))) == expected
