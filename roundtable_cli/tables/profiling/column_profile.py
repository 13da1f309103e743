"""A counted column: its different texts, each once, and how many rows hold each; what looks at columns asks these."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from roundtable_cli.errors import WARNING, Finding, Place
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors, parsing


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table. `counts` says of each text, trimmed and in form NFC, how many rows hold it.

    What is missing, or an error that a formula left, is no text of it.
    """

    source: Source
    field: Field
    counts: Mapping[str, int]

    @property
    def name(self) -> str:
        """Its name in the header."""
        return self.field.name

    @property
    def texts(self) -> list[str]:
        """Its cells as they stand, row by row."""
        return self.source.texts(self.field)

    @cached_property
    def rows(self) -> int:
        """The number of its cells, filled or not."""
        return len(self.source)

    @cached_property
    def filled(self) -> int:
        """The number of its cells that are filled."""
        return sum(self.counts.values())

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """The different values, as the keys of categories and of tables are written, and how many rows hold each."""
        if self._written_so:
            return self.counts
        read, keys = parsing.parser(self.field), dict[str, int]()
        for text, rows in self.counts.items():
            try:
                value = read(text)
            except ValueError:
                value = text
            if value is not None:
                key = parsing.text(value, self.field)
                keys[key] = keys.get(key, 0) + rows
        return keys

    @property
    def _written_so(self) -> bool:
        """Whether the texts are keys already, as plain codes and whole numbers are; those are many."""
        plain = self.field.inferred and self.field.type in {"string", "integer"} and "-0" not in self.counts
        return plain and all(map(str.isascii, self.counts))

    @property
    def recurs(self) -> bool:
        """Whether some text is in more than one row."""
        return len(self.counts) < self.filled

    @property
    def may_name(self) -> bool:
        """Whether its texts can be names or codes of something: words or whole numbers, that are read in one way."""
        return self.field.type in {"string", "integer"} and not self.field.ambiguous

    @property
    def names_each(self) -> bool:
        """Whether every row has a value, each another one; of one row that tells nothing."""
        return self.rows > 1 and len(self.counts) == self.filled == self.rows == len(self.keys)

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers, whole or not."""
        return self.field.type in {"integer", "number"}

    def as_personal(self) -> Column:
        """The same column, counted once for both, whose values are never printed."""
        return replace(self, field=self.field._replace(personal=True))

    def shown(self, text: str) -> str:
        """A text in a message, with its rows where it has several; a personal one is not printed."""
        name = "the value" if self.field.personal else f'"{text}"'
        return f"{name} ({self.counts[text]} rows)" if self.counts[text] > 1 else name

    def places(self, texts: Collection[str]) -> dict[str, Place]:
        """Where some of its texts stand first, in one pass over the rows."""
        if not texts:
            return {}
        cells = self.texts
        known = spelled(cells, texts)
        found: dict[str, Place] = {}
        for cell, place in zip(cells, self.source.places(), strict=True):
            if cell in known:
                found.setdefault(known[cell], place)
        return found

    def warning(self, code: str, place: Place, fault: str, remedy: str) -> Finding:
        """A finding on a cell of the column that may be right as it is."""
        return Finding(code, fault, remedy, *place, self.name, WARNING)


def columns(source: Source) -> dict[str, Column]:
    """The columns of a table by their names in the header, in order, each once. Refused where it can't be read."""
    return {name: column(source, source.field(name)) for name in names(source)}


def names(source: Source) -> list[str]:
    """The names of a table's columns, in order, each once. Refused where its header can't be read."""
    header = {*source.header}
    return [name for name in source.names if name in header]


def column(source: Source, field: Field) -> Column:
    """A column of a table, its texts counted."""
    return Column(source, field, _counted(source.counts(field), field))


def trimmed(cell: str) -> str:
    """The text that a cell's value is read from."""
    return unicodedata.normalize("NFC", cell.strip())


def spelled(cells: Collection[str], texts: Collection[str]) -> dict[str, str]:
    """The cells that hold some trimmed texts, each with its text."""
    distinct = {*cells}
    if _is_clean(distinct):
        return {text: text for text in texts}
    return {cell: text for cell in distinct if (text := trimmed(cell)) in texts}


def _counted(counts: dict[str, int], field: Field) -> dict[str, int]:
    """How many cells hold each text, trimmed; what is none is taken out."""
    if not _is_clean(counts):
        rows, counts = counts, {}
        for cell, number in rows.items():
            text = trimmed(cell)
            counts[text] = counts.get(text, 0) + number
    errors = filter(formula_errors.is_error, counts) if formula_errors.may_hold_error("\n".join(counts)) else ()
    for text in counts.keys() & {*field.missing_values, "", *errors}:
        del counts[text]
    return counts


def _is_clean(texts: Collection[str]) -> bool:
    """Whether all texts are trimmed and normal already: asked of all at once, it costs little."""
    return all(map(operator.is_, map(str.strip, texts), texts)) and unicodedata.is_normalized("NFC", "\n".join(texts))
