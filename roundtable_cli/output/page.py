"""What a format writes: a page of tables for reading, or rows of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

GAP = 2  # spaces between two columns
SHORT = (12, 8)  # words up to the first length, then to the second, stay whole where a table is too wide


@dataclass(frozen=True)
class Grid:
    """A table of texts. `right` are the columns of numbers; `wrap` those that may break into lines, in that order."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    right: frozenset[int] = frozenset()
    wrap: tuple[int, ...] = ()

    def widths(self) -> list[int]:
        """The characters that each column takes, before any is broken into lines."""
        return [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]

    def fitted(self, width: int) -> tuple[Grid, bool]:
        """The same table with its wrapping columns broken into lines so that it takes `width`, and whether it does.

        Words stay whole as long as they can; if that is too wide, long ones are broken too.
        """
        for longest in (max(self.widths()), *SHORT):
            grid, fits = self._wrapped(width, longest)
            if fits:
                break
        return grid, fits

    def _wrapped(self, width: int, longest: int) -> tuple[Grid, bool]:
        import textwrap

        widths = self.widths()
        excess = sum(widths) + GAP * (len(widths) - 1) - width
        rows = [list(row) for row in (self.head, *self.rows)]
        for column in self.wrap:
            if excess > 0:
                word = max(len(word) for row in rows for word in row[column].split(" "))
                narrower = max(min(word, longest), widths[column] - excess, 1)
                for row in rows:
                    row[column] = textwrap.fill(row[column], narrower, break_on_hyphens=False)
                excess -= widths[column] - max(len(line) for row in rows for line in row[column].split("\n"))
        head, *body = (tuple(row) for row in rows)
        return replace(self, head=head, rows=tuple(body)), excess <= 0


@dataclass(frozen=True)
class Page:
    """A page for reading: a title, lines below it, tables, and notes.

    `colours` are for cells that say just this, on a terminal: the number of an ANSI colour.
    """

    title: str = ""
    lines: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()
    colours: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Data:
    """Rows of values, for the data formats."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def column(self, name: str) -> list[object]:
        """The values of a column."""
        position = self.head.index(name)
        return [row[position] for row in self.rows]
