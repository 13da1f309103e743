"""What a reader sees, before any format: a page of tables, or rows of data."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from roundtable_cli.visible_text import visible_lines

if TYPE_CHECKING:
    from datetime import date

    from roundtable_cli.indicators.results import NumericValue

COLUMN_GAP = 2  # spaces between two columns
SHORT_WORD = 12  # words up to this length stay whole, however narrow the page


class ValueText(str):
    """The text of a number or a date, with the value itself, for formats that hold values: a workbook.

    `pattern` is Excel's number format that shows the value as the text does. `details` are what the text shows beside
    the value, each with a name: `55 (51.9%)` shows a percentage beside the 55.
    """

    number: NumericValue | date
    pattern: str
    details: Mapping[str, str]

    def __new__(
        cls, text: str, number: NumericValue | date, pattern: str, details: Mapping[str, str] = MappingProxyType({})
    ) -> ValueText:
        """A value shown as `text`."""
        value_text = super().__new__(cls, text)
        value_text.number, value_text.pattern, value_text.details = number, pattern, details
        return value_text

    def as_visible(self) -> ValueText:
        """The same value with its texts shown as `visible_text` has it."""
        details = {visible_lines(name): visible_lines(text) for name, text in self.details.items()}
        return ValueText(visible_lines(self), self.number, visible_lines(self.pattern), details)


class PageNote(str):
    """A note below the tables, with the codes of the indicators that it is about; without codes, it is about all."""

    codes: frozenset[str]

    def __new__(cls, text: str, codes: Iterable[str] = ()) -> PageNote:
        """A note that says `text`."""
        note = super().__new__(cls, text)
        note.codes = frozenset(codes)
        return note

    def as_visible(self) -> PageNote:
        """The same note, about the same codes, with its text shown as `visible_text` has it."""
        return PageNote(visible_lines(self), self.codes)


class TableLook(NamedTuple):
    """How a table looks that is made for a spreadsheet; other formats do without.

    `groups` are headings above those of the columns, from the left, each with the number of columns that it is over.
    `section_rows` hold the heading of the rows below them in their first cell; `indented_rows` are parts of one above
    (both count from 0). The first `fixed_columns` stay in sight.
    """

    groups: tuple[tuple[str, int], ...]
    section_rows: frozenset[int] = frozenset()
    indented_rows: frozenset[int] = frozenset()
    fixed_columns: int = 1

    def as_visible(self) -> TableLook:
        """The same with its texts shown as `visible_text` has it."""
        return self._replace(groups=tuple((visible_lines(name), span) for name, span in self.groups))


class PageTable(NamedTuple):
    """A table of texts.

    `right_aligned` are the columns of numbers, `wrap_columns` those that may be broken into lines, in this order where
    the page is too narrow (both count from 0). `indicator_code` is set where the table is about one indicator.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right_aligned: frozenset[int] = frozenset()
    wrap_columns: tuple[int, ...] = ()
    indicator_code: str = ""
    look: TableLook | None = None

    @property
    def alignments(self) -> list[str]:
        """`left` or `right` for each column."""
        return ["right" if column in self.right_aligned else "left" for column in range(len(self.head))]

    def column_widths(self) -> list[int]:
        """The characters that each column takes."""
        columns = zip(self.head, *self.rows, strict=True)
        return [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]

    def total_width(self) -> int:
        """The characters that the table takes, with the gaps between its columns."""
        widths = self.column_widths()
        return sum(widths) + COLUMN_GAP * (len(widths) - 1)

    def fit_width(self, width: int) -> tuple[PageTable, bool]:
        """The table with its wrapping columns broken into lines of `width` characters, and whether it fits now.

        Words stay whole as long as they can; if that is too wide, long ones are broken too.
        """
        for longest in (max(self.column_widths()), SHORT_WORD):
            table, fits = self._break_lines(width, longest)
            if fits:
                break
        return table, fits

    def fits_in_words(self, width: int) -> bool:
        """Whether the table fits with all words whole: where it does not, another layout is better."""
        return self._break_lines(width, max(self.column_widths()))[1]

    def stack_codes(self, width: int | None) -> PageTable:
        """The table with its second column, of labels, below the first, of codes, if it is too wide otherwise."""
        if width is None or self.fits_in_words(width):
            return self
        room = max(len(row[0]) for row in (self.head, *self.rows))
        rows = [
            (f"{code}\n{textwrap.fill(label, room, break_long_words=False)}", *others)
            for code, label, *others in self.rows
        ]
        return self._replace(
            head=(f"{self.head[0]}, {self.head[1]}", *self.head[2:]),
            rows=tuple(rows),
            right_aligned=frozenset(column - 1 for column in self.right_aligned),
            wrap_columns=tuple(column - 1 for column in self.wrap_columns if column > 1),
        )

    def _break_lines(self, width: int, longest: int) -> tuple[PageTable, bool]:
        """`fit_width` with words of up to `longest` characters kept whole."""
        widths, excess = self.column_widths(), self.total_width() - width
        rows = [list(row) for row in (self.head, *self.rows)]
        for column in self.wrap_columns:
            if excess > 0:
                words = [word for row in rows for word in row[column].split(" ")]
                # What a no-break space holds together is one word, however long, and is never broken.
                word = max(len(word) if "\N{NO-BREAK SPACE}" in word else min(len(word), longest) for word in words)
                narrower = max(word, widths[column] - excess, 1)
                for row in rows:
                    row[column] = textwrap.fill(row[column], narrower, break_on_hyphens=False)
                excess -= widths[column] - max(len(line) for row in rows for line in row[column].split("\n"))
        head, *body = (tuple(row) for row in rows)
        return self._replace(head=head, rows=tuple(body)), excess <= 0


class Page(NamedTuple):
    """A page for reading: a title, lines below it, tables, and notes.

    `statuses` are the cells that say a status, and which (`в графике`: `on-track`), for formats with colours. `width`
    is the number of characters in a line that the page was laid out for; None where lines may have any length.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    tables: tuple[PageTable, ...] = ()
    notes: tuple[str, ...] = ()
    statuses: Mapping[str, str] = MappingProxyType({})
    width: int | None = None

    def as_visible(self) -> Page:
        """The same page with all that a terminal would obey, or nobody can see, shown as signs (see `visible_text`).

        A line break in a cell stays: it is that of a label in two lines.
        """

        def show_texts(texts: Iterable[str]) -> tuple[str, ...]:
            return tuple(
                text.as_visible() if isinstance(text, (ValueText, PageNote)) else visible_lines(text) for text in texts
            )

        tables = tuple(
            table._replace(
                title=visible_lines(table.title),
                head=show_texts(table.head),
                rows=tuple(map(show_texts, table.rows)),
                look=table.look and table.look.as_visible(),
            )
            for table in self.tables
        )
        title, *lines = show_texts((self.title, *self.lines))
        return self._replace(title=title, lines=tuple(lines), tables=tables, notes=show_texts(self.notes))


class TidyData(NamedTuple):
    """Rows of values, for the data formats.

    `variable_prefix` is what somebody wants the names of shell variables to begin with, None for the usual names.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    variable_prefix: str | None = None

    def column_values(self, name: str) -> list[object]:
        """The values of a column."""
        position = self.head.index(name)
        return [row[position] for row in self.rows]


class RowStream(NamedTuple):
    """Rows of values for the data formats, each made when it is asked for: there may be millions."""

    head: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]


PageBuilder = Callable[[int | None, Sequence[str]], Page]  # from the width to keep to (None: any), and the first lines
