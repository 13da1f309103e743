"""Plain text for a terminal: lines no wider than the page, statuses in colour."""

from __future__ import annotations

import textwrap

from tabulate import tabulate

from roundtable_cli.output.formats.markup import join_blocks
from roundtable_cli.output.page import Page, PageTable

PLAIN_SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"), " ")  # so that grep finds them
DEFAULT_WIDTH, MIN_TEXT_WIDTH = 80, 40  # characters of a line; of a title or note, however narrow the terminal
STATUS_COLOURS = {"achieved": 32, "on-track": 32, "off-track": 31, "no-data": 33}  # ANSI's green, red and yellow


def write_table(page: Page) -> str:
    """The page in lines of `page.width` characters (80 where it has none): labels wrap, nothing is cut."""
    width = page.width or DEFAULT_WIDTH

    def wrap_line(text: str) -> str:
        return textwrap.fill(text, max(width, MIN_TEXT_WIDTH), break_long_words=False, break_on_hyphens=False)

    blocks = [[wrap_line(line) for line in (page.title, *page.lines)]]
    blocks += [[wrap_line(table.title), _format_table(table.fit_width(width)[0], page)] for table in page.tables]
    blocks.append([wrap_line(note) for note in page.notes])
    return join_blocks(blocks).translate(PLAIN_SPACES)


def _format_table(table: PageTable, page: Page) -> str:
    """The head, a line of dashes, and the rows.

    The head is a row like the others: tabulate makes a column two characters wider than a heading of its own.
    """
    dashes = ["-" * width for width in table.column_widths()]
    rows = [[_colour_cell(cell, page) for cell in row] for row in table.rows]
    return tabulate([table.head, dashes, *rows], tablefmt="plain", disable_numparse=True, colalign=table.alignments)


def _colour_cell(cell: str, page: Page) -> str:
    colour = STATUS_COLOURS.get(page.statuses.get(cell, ""))
    return f"\x1b[{colour}m{cell}\x1b[0m" if colour else cell
