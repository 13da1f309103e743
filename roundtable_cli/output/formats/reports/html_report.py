"""A report as one file of HTML: it asks nothing of any other place, runs no script, and prints on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from roundtable_cli.output.formats.reports import chart_pictures
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.page import Page, PageTable
from roundtable_cli.output.report_document import BarChart, ReportDocument

STYLE_PATH = Path(__file__).with_name("report_style.css")
# What a browser may load: nothing but the style in the file itself.
_CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MAX_NARROW_COLUMNS = 3  # a table of more is shown on a telephone with a block for each row
_MAX_WHOLE_WORD = 24  # letters; longer words may be broken everywhere


def write_html_report(document: ReportDocument) -> str:
    """The whole report. Refused where it has charts, and the library that draws them is missing."""
    if document.has_charts:
        chart_pictures.check_charts_installed()
    return "\n".join((*_head_lines(document), *_body_lines(document), "</html>", ""))


def _head_lines(document: ReportDocument) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{escape(document.language)}">'
    yield '<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_CONTENT_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(document.title)}</title>"
    yield f"<style>\n{STYLE_PATH.read_text(encoding='utf-8')}</style>\n</head>"


def _body_lines(document: ReportDocument) -> Iterator[str]:
    yield f"<body>\n<header>\n<h1>{escape(document.title)}</h1>"
    yield from (f'<p class="lead">{escape(line)}</p>' for line in document.lines)
    yield "</header>"
    yield from _contents_lines(document)
    yield "<main>"
    for number, section in enumerate(document.sections):
        level = section.level
        yield f'<h{level} id="s{number}">{escape(section.title)}</h{level}>'
        yield from (f"<p>{escape(line)}</p>" for line in section.page.lines)
        for index, chart in enumerate(section.charts):
            yield from _figure_lines(chart, f"s{number}c{index}")
        yield from _table_lines(section.page, section.title)
        yield from _note_lines(section.page.notes)
    yield "</main>\n</body>"


def _contents_lines(document: ReportDocument) -> Iterator[str]:
    """Links to the sections of the first level."""
    title = escape(LanguageWords(document.language)("report-contents"))
    yield f'<nav aria-label="{title}">\n<p><strong>{title}</strong></p>\n<ol>'
    for number, section in enumerate(document.sections):
        if section.level == 2:
            yield f'<li><a href="#s{number}">{escape(section.title)}</a></li>'
    yield "</ol>\n</nav>"


def _figure_lines(chart: BarChart, name: str) -> Iterator[str]:
    """A chart with its title, and a description for those who do not see it."""
    labels = f'role="img" aria-labelledby="{name}t {name}d"'
    words = f'<title id="{name}t">{escape(chart.title)}</title><desc id="{name}d">{escape(chart.description)}</desc>'
    start, end_of_tag, rest = chart_pictures.draw_svg(chart).partition(">")
    yield f"<figure>\n<figcaption>{escape(chart.title)}</figcaption>"
    yield f"{start} {labels}{end_of_tag}{words}{rest}\n</figure>"


def _table_lines(page: Page, section_title: str) -> Iterator[str]:
    for table in page.tables:
        kind = ' class="wide"' if len(table.head) > _MAX_NARROW_COLUMNS else ""
        hidden = "" if table.title else ' class="unseen"'  # the heading above says the same
        yield f"<table{kind}>\n<caption{hidden}>{escape(table.title or section_title)}</caption>"
        heads = "".join(
            f'<th scope="col"{_class_text(table, column)}>{escape(head)}</th>' for column, head in enumerate(table.head)
        )
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
        yield from (_row_line(page, table, row) for row in table.rows)
        yield "</tbody>\n</table>"


def _row_line(page: Page, table: PageTable, row: Sequence[str]) -> str:
    first, *others = row
    cells = [f'<th scope="row"{_class_text(table, 0, _breaking(first))}>{_cell_text(first)}</th>']
    for column, text in enumerate(others, 1):
        label = escape(table.head[column])
        status = page.statuses.get(text, "") if column == len(row) - 1 else ""  # a status stands last
        cells.append(
            f'<td{_class_text(table, column, status, _breaking(text))} data-label="{label}">{_cell_text(text)}</td>'
        )
    return f"<tr>{''.join(cells)}</tr>"


def _breaking(text: str) -> str:
    """The class of a cell with a word so long that it may be broken."""
    return "broken" if max(map(len, text.split()), default=0) > _MAX_WHOLE_WORD else ""


def _class_text(table: PageTable, column: int, *more: str) -> str:
    names = [name for name in ("number" if column in table.right_aligned else "", *more) if name]
    return f' class="{" ".join(names)}"' if names else ""


def _cell_text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _note_lines(notes: Sequence[str]) -> Iterator[str]:
    if notes:
        yield '<ul class="notes">'
        yield from (f"<li>{escape(note)}</li>" for note in notes)
        yield "</ul>"
