"""A table as it is proposed, and what its columns are about: dates of events or of birth, ages, people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from roundtable_cli.errors import Finding
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import TIME_TYPES, Table
from roundtable_cli.tables.values.calendar_texts.period_texts import is_period_field
from roundtable_cli.tables.vocabulary import headings


@dataclass(frozen=True)
class TableProposal:
    """A table with the schema proposed for it, or the one that it declares, and the profiles of its columns by name.

    `looks_personal` are the columns that look personal, declared so or not: none of them becomes a key.
    `row_currencies` are columns of amounts, each with the column that names the currency of each row, "" where that may
    be in several. `columns_without_currency` are those of them where some rows do not name theirs.
    `mixed_findings` say of each column that is nearly all numbers, dates or booleans which cells are not, by its name.
    `running_totals` are columns whose numbers are sums of another column's up to their row.
    """

    table: Table
    columns: Mapping[str, ColumnProfile]
    looks_personal: frozenset[str] = frozenset()
    columns_without_currency: frozenset[str] = frozenset()
    mixed_findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    row_currencies: Mapping[str, str] = field(default_factory=dict)
    running_totals: frozenset[str] = frozenset()

    @cached_property  # asked for each column, of which there may be thousands
    def personal_columns(self) -> frozenset[str]:
        """The names of the columns that its schema calls personal."""
        return frozenset(field.name for field in self.table.fields or () if field.personal)

    @cached_property  # asked for each column too
    def element_column(self) -> ColumnProfile | None:
        """The column of a long table that says what the number of each row is of: DHIS2's data elements."""
        return next(
            (
                column
                for name, column in self.columns.items()
                if "element" in headings.heading_kinds(name)
                and column.field.type == "string"
                and name not in self.personal_columns
            ),
            None,
        )

    @property
    def event_date(self) -> str:
        """The column with the date on which a row's event happened, "" where there is none; never a date of birth."""
        columns = self.columns.values()
        dates = [column for column in columns if column.field.type in TIME_TYPES and not is_birth_date(column)]
        dates = dates or [column for column in columns if is_period_field(column.field)]
        return min(dates, key=_event_distance).name if dates else ""

    @property
    def groupable_columns(self) -> Iterator[tuple[str, ColumnProfile]]:
        """The columns by which rows may be grouped: none that is personal, none that a survey program made."""
        personal = self.personal_columns
        for name, column in self.columns.items():
            if name not in personal and not is_paradata(name):
                yield name, column

    def names_people(self, name: str) -> bool:
        """Whether a column names people: its heading says so, or it says "code" alone in a table of people."""
        kinds = headings.heading_kinds(name)
        is_bare_code = "identity" in kinds and not headings.heading_subject(name)
        return "people" in (headings.heading_kinds(self.table.name) if is_bare_code else kinds)


def is_birth_date(column: ColumnProfile) -> bool:
    """Whether a column tells when people were born."""
    return column.field.type in TIME_TYPES and "birth" in headings.heading_kinds(column.name)


def is_age(column: ColumnProfile) -> bool:
    """Whether a column tells how old people are."""
    kinds = headings.heading_kinds(column.name)
    return "age" in kinds and "rate" not in kinds and column.is_numeric and not column.field.is_untyped


def age_unit(name: str) -> str:
    """What a heading says that ages are counted in: "months", "weeks" or "days"; else "years"."""
    kinds = headings.heading_kinds(name)
    return next((unit for unit in ("months", "weeks", "days") if unit in kinds), "years")


def is_paradata(name: str) -> bool:
    """Whether a survey program made a column, such as KoboToolbox's `_index`: it counts and groups nothing."""
    return name.startswith("_")


def has_only_kinds(name: str, *kinds: str) -> bool:
    """Whether all the words of a heading are of these kinds: `Участник` is of people alone, `Тип участника` is not."""
    wanted = {*kinds, "glue", "identity"}
    return all(headings.heading_kinds(word) & wanted for word in headings.heading_words(name))


def _event_distance(column: ColumnProfile) -> tuple[bool, bool, bool, bool]:
    """How far a date is from the event of its row: other occasions, then gaps, then times of data entry are further.

    A mere year is further than all of these: quarters and months can't be told from it.
    """
    is_aside = "aside" in headings.heading_kinds(column.name)
    is_vague = column.field.type == "year"
    return is_vague, is_aside, column.filled_count < column.row_count, is_paradata(column.name)
