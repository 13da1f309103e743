"""A counted column: its different texts, each once, and how many rows hold each; what looks at columns asks these."""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from roundtable_cli.errors import WARNING, Finding, FindingCode, RowPlace
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import formula_errors, parsing
from roundtable_cli.tables.values.cell_text import clean_cell


@dataclass(frozen=True, eq=False)
class ColumnProfile:
    """A column of a table. `counts` says of each text, trimmed and in form NFC, how many rows hold it.

    What is missing, or an error that a formula left, is no text of it.
    """

    source: Source
    field: Field
    text_counts: Mapping[str, int]

    @property
    def name(self) -> str:
        """Its name in the header."""
        return self.field.name

    @property
    def cell_texts(self) -> list[str]:
        """Its cells as they stand, row by row."""
        return self.source.field_texts(self.field)

    @cached_property
    def row_count(self) -> int:
        """The number of its cells, filled or not."""
        return len(self.source)

    @cached_property
    def filled_count(self) -> int:
        """The number of its cells that are filled."""
        return sum(self.text_counts.values())

    @cached_property
    def key_counts(self) -> Mapping[str, int]:
        """The different values, as the keys of categories and of tables are written, and how many rows hold each."""
        if self._texts_are_keys:
            return self.text_counts
        read, keys = parsing.make_text_parser(self.field), dict[str, int]()
        for text, rows in self.text_counts.items():
            try:
                value = read(text)
            except ValueError:
                value = text
            if value is not None:
                key = parsing.value_to_text(value, self.field)
                keys[key] = keys.get(key, 0) + rows
        return keys

    @property
    def _texts_are_keys(self) -> bool:
        """Whether the texts are keys already, as plain codes and whole numbers are; those are many."""
        plain = self.field.inferred and self.field.type in {"string", "integer"} and "-0" not in self.text_counts
        return plain and all(map(str.isascii, self.text_counts))

    @property
    def has_repeats(self) -> bool:
        """Whether some text is in more than one row."""
        return len(self.text_counts) < self.filled_count

    @property
    def may_be_identifier(self) -> bool:
        """Whether its texts can be names or codes of something: words or whole numbers, that are read in one way."""
        return self.field.type in {"string", "integer"} and not self.field.ambiguous

    @property
    def identifies_rows(self) -> bool:
        """Whether every row has a value, each another one; of one row that tells nothing."""
        return self.row_count > 1 and len(self.text_counts) == self.filled_count == self.row_count == len(
            self.key_counts
        )

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers, whole or not."""
        return self.field.type in {"integer", "number"}

    def as_personal(self) -> ColumnProfile:
        """The same column, counted once for both, whose values are never printed."""
        return replace(self, field=self.field._replace(personal=True))

    def quote_text(self, text: str) -> str:
        """A text in a message, with its rows where it has several; a personal one is not printed."""
        name = "the value" if self.field.personal else f'"{text}"'
        return f"{name} ({self.text_counts[text]} rows)" if self.text_counts[text] > 1 else name

    def find_first_places(self, texts: Collection[str]) -> dict[str, RowPlace]:
        """Where some of its texts stand first, in one pass over the rows."""
        if not texts:
            return {}
        cells = self.cell_texts
        known = map_cells_to_texts(cells, texts)
        found: dict[str, RowPlace] = {}
        for cell, place in zip(cells, self.source.row_places(), strict=True):
            if cell in known:
                found.setdefault(known[cell], place)
        return found

    def make_warning(self, code: FindingCode, place: RowPlace, fault: str, remedy: str) -> Finding:
        """A finding on a cell of the column that may be right as it is."""
        return Finding(code, fault, remedy, *place, self.name, WARNING)


def profile_columns(source: Source) -> dict[str, ColumnProfile]:
    """The columns of a table by their names in the header, in order, each once. Refused where it can't be read."""
    return {name: profile_column(source, source.get_field(name)) for name in unique_header_names(source)}


def unique_header_names(source: Source) -> list[str]:
    """The names of a table's columns, in order, each once. Refused where its header can't be read."""
    header = {*source.header}
    return [name for name in source.column_names if name in header]


def profile_column(source: Source, field: Field) -> ColumnProfile:
    """A column of a table, its texts counted."""
    return ColumnProfile(source, field, _clean_counts(source.count_texts(field), field))


def map_cells_to_texts(cells: Collection[str], texts: Collection[str]) -> dict[str, str]:
    """The cells that hold some trimmed texts, each with its text."""
    distinct = {*cells}
    if _are_all_clean(distinct):
        return {text: text for text in texts}
    return {cell: text for cell in distinct if (text := clean_cell(cell)) in texts}


def _clean_counts(counts: dict[str, int], field: Field) -> dict[str, int]:
    """How many cells hold each text, trimmed; what is none is taken out."""
    if not _are_all_clean(counts):
        rows, counts = counts, {}
        for cell, number in rows.items():
            text = clean_cell(cell)
            counts[text] = counts.get(text, 0) + number
    errors = (
        filter(formula_errors.is_formula_error, counts)
        if formula_errors.may_hold_formula_error("\n".join(counts))
        else ()
    )
    for text in counts.keys() & {*field.missing_values, "", *errors}:
        del counts[text]
    return counts


def _are_all_clean(texts: Collection[str]) -> bool:
    """Whether all texts are trimmed and normal already: asked of all at once, it costs little."""
    return all(map(operator.is_, map(str.strip, texts), texts)) and unicodedata.is_normalized("NFC", "\n".join(texts))
