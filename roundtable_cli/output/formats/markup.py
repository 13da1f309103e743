"""Pages for a document: Markdown, HTML, LaTeX. Every text is escaped, so that nothing in the data is obeyed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tabulate import tabulate

from roundtable_cli.output.formats.escaping import escape_latex, escape_markdown
from roundtable_cli.output.page import Page, PageTable


def write_markdown(page: Page, title_level: int = 2) -> str:
    """Headings, GitHub's tables, and a list of notes; the title of a table is a heading of this level."""
    blocks = [
        [f"# {escape_markdown(page.title)}"] if page.title else [],
        [escape_markdown(line) + "  " for line in page.lines],
    ]
    for table in page.tables:
        head, *rows = (tuple(map(escape_markdown, row)) for row in (table.head, *table.rows))
        title = [f"{'#' * title_level} {escape_markdown(table.title)}"] if table.title else []
        blocks += [title, [_format_table(table._replace(head=head, rows=tuple(rows)), "pipe")]]
    blocks.append([f"- {escape_markdown(note)}" for note in page.notes])
    return join_blocks(blocks)


def write_html(page: Page) -> str:
    """A page of HTML: headings, tables and a list of notes."""
    lines = ["<!doctype html>", '<meta charset="utf-8">', f"<title>{escape(page.title)}</title>"]
    lines += [f"<h1>{escape(page.title)}</h1>"] if page.title else []
    lines += [f"<p>{escape(line)}</p>" for line in page.lines]
    for table in page.tables:
        lines += [f"<h2>{escape(table.title)}</h2>"] if table.title else []
        lines.append(_format_table(table, "html"))
    if page.notes:
        lines += ["<ul>", *(f"<li>{escape(note)}</li>" for note in page.notes), "</ul>"]
    return "\n".join(lines) + "\n"


def write_latex(page: Page) -> str:
    """Paragraphs and tabular environments, to be put into a document."""
    blocks = [
        [f"\\section*{{{escape_latex(page.title)}}}"] if page.title else [],
        [escape_latex(line) + r" \\" for line in page.lines],
    ]
    for table in page.tables:
        title = [f"\\subsection*{{{escape_latex(table.title)}}}"] if table.title else []
        head, *rows = (tuple(map(escape_latex, row)) for row in (table.head, *table.rows))
        blocks += [title, [_format_table(table._replace(head=head, rows=tuple(rows)), "latex_raw")]]
    if page.notes:
        blocks.append([r"\begin{itemize}", *(rf"\item {escape_latex(note)}" for note in page.notes), r"\end{itemize}"])
    return join_blocks(blocks)


def join_blocks(blocks: Iterable[Iterable[str]]) -> str:
    """Blocks of lines, with an empty line between two; empty blocks and lines are left out."""
    texts = ["\n".join(line for line in block if line) for block in blocks]
    return "\n\n".join(text for text in texts if text) + "\n"


def _format_table(table: PageTable, layout: str) -> str:
    """A table in one of tabulate's layouts; html escapes the cells itself."""
    return tabulate(table.rows, table.head, layout, disable_numparse=True, colalign=table.alignments)
