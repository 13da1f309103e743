"""What a format writes: a page of tables for reading, or rows of data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from roundtable_cli.indicators.results import NumericValue

# Control characters, the line break of a wrapped cell apart, and the signs that Unicode has for them.
CONTROL_SIGNS: dict[int, int | str] = {code: 0x2400 + code for code in range(32) if code != ord("\n")}
CONTROL_SIGNS |= {ord("\t"): " ", 0x7F: 0x2421, **dict.fromkeys((*range(0x80, 0xA0), 0xFFFE, 0xFFFF), 0xFFFD)}
COLUMN_GAP = 2  # spaces between two columns
SHORT_WORD = 12  # words up to this length stay whole, however narrow the page


class ValueText(str):
    """A text that shows a number or a date, which a workbook holds instead, with Excel's pattern that shows it so.

    `beside` are the texts that it shows as well, each with a name: `55 (51.9%)` shows a percentage beside the 55.
    """

    number: NumericValue | date
    pattern: str
    details: Mapping[str, str]

    def __new__(
        cls, text: str, number: NumericValue | date, pattern: str, beside: Mapping[str, str] = MappingProxyType({})
    ) -> ValueText:
        """A figure shown as `text`."""
        figure = super().__new__(cls, text)
        figure.number, figure.pattern, figure.details = number, pattern, beside
        return figure

    def translate(self, table: Any, /) -> ValueText:
        """As a text's, so that a page made printable keeps its figures."""
        beside = {name.translate(table): text.translate(table) for name, text in self.details.items()}
        return ValueText(super().translate(table), self.number, self.pattern.translate(table), beside)


class PageNote(str):
    """A note, with the codes of the indicators that it is about; of none, it is about all of them."""

    codes: frozenset[str]

    def __new__(cls, text: str, codes: Iterable[str] = ()) -> PageNote:
        """A note that says `text`."""
        remark = super().__new__(cls, text)
        remark.codes = frozenset(codes)
        return remark

    def translate(self, table: Any, /) -> PageNote:
        """As a text's; what it is about stays."""
        return PageNote(super().translate(table), self.codes)


class PageTable(NamedTuple):
    """A table of texts. `right` are the columns of numbers; `wrap` those that may break into lines, in that order.

    `code` is that of the indicator that it is about, where there is one.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()
    wrap: tuple[int, ...] = ()
    code: str = ""

    def column_widths(self) -> list[int]:
        """The characters that each column takes, before any is broken into lines."""
        columns = zip(self.head, *self.rows, strict=True)
        return [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]

    def fit_width(self, width: int) -> tuple[PageTable, bool]:
        """The same table with its wrapping columns broken into lines so that it takes `width`, and whether it does.

        Words stay whole as long as they can; if that is too wide, long ones are broken too.
        """
        for longest in (max(self.column_widths()), SHORT_WORD):
            grid, fits = self._wrap_columns(width, longest)
            if fits:
                break
        return grid, fits

    def _wrap_columns(self, width: int, longest: int) -> tuple[PageTable, bool]:
        import textwrap

        widths = self.column_widths()
        excess = sum(widths) + COLUMN_GAP * (len(widths) - 1) - width
        rows = [list(row) for row in (self.head, *self.rows)]
        for column in self.wrap:
            if excess > 0:
                words = [word for row in rows for word in row[column].split(" ")]
                # What a no-break space holds together is no word that could be broken.
                word = max(len(word) if "\N{NO-BREAK SPACE}" in word else min(len(word), longest) for word in words)
                narrower = max(word, widths[column] - excess, 1)
                for row in rows:
                    row[column] = textwrap.fill(row[column], narrower, break_on_hyphens=False)
                excess -= widths[column] - max(len(line) for row in rows for line in row[column].split("\n"))
        head, *body = (tuple(row) for row in rows)
        return self._replace(head=head, rows=tuple(body)), excess <= 0


class Page(NamedTuple):
    """A page for reading: a title, lines below it, tables, and notes.

    `colours` are for cells that say just this, on a terminal: the number of an ANSI colour.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    grids: tuple[PageTable, ...] = ()
    notes: tuple[str, ...] = ()
    colours: Mapping[str, int] = MappingProxyType({})

    def escape_controls(self) -> Page:
        """The same page with control characters in the data shown as signs, not obeyed by a terminal."""

        def clean_texts(texts: Iterable[str]) -> tuple[str, ...]:
            return tuple(text.translate(CONTROL_SIGNS) for text in texts)

        grids = tuple(
            grid._replace(
                title=grid.title.translate(CONTROL_SIGNS),
                head=clean_texts(grid.head),
                rows=tuple(map(clean_texts, grid.rows)),
            )
            for grid in self.grids
        )
        return self._replace(
            title=self.title.translate(CONTROL_SIGNS),
            lines=clean_texts(self.lines),
            grids=grids,
            notes=clean_texts(self.notes),
        )


class TidyData(NamedTuple):
    """Rows of values, for the data formats."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def column_values(self, name: str) -> list[object]:
        """The values of a column."""
        position = self.head.index(name)
        return [row[position] for row in self.rows]
