"""What binding asks of the names of a project. The binder answers, and alone knows how calculated columns are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from roundtable_cli.indicators.binding.bound_columns import BoundBreakdown, BoundColumn, BoundTest
from roundtable_cli.indicators.binding.currencies.row_currencies import RowCurrencies
from roundtable_cli.indicators.definitions.conditions import WhereTest
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field


class Resolver(Protocol):
    """Names turned into what they stand for. A calculated column asks it for its parts, which may be calculated too."""

    framework: ResultsFramework
    sources: Mapping[str, Source]
    row_currencies: RowCurrencies

    def resolve_source(self, table: str) -> Source:
        """The table of this name. Refused, with the nearest name, where there is none."""

    def resolve_column(self, table: str, name: str) -> BoundColumn:
        """A column of the table, or of one that its foreign keys lead to. Refused where there is none."""

    def resolve_coded_column(self, table: str, name: str) -> BoundColumn:
        """The same, for a column that is tested or broken down by: one of currencies is read as codes."""

    def known_column_names(self, table: str) -> list[str]:
        """The names of a table's columns, the calculated ones too."""

    def resolve_date(self, indicator: Indicator) -> BoundColumn | None:
        """The column of dates that says in which period a row is; None where no column can be chosen."""

    def table_fields(self, table: str) -> list[Field]:
        """All the fields of a table."""

    def bind_breakdown(self, indicator: Indicator, name: str) -> BoundBreakdown:
        """A breakdown of the indicator's table by a dimension, by time or by a column. Refused where it can't be."""

    def bind_conditions(self, indicator: Indicator, conditions: tuple[WhereTest, ...]) -> tuple[BoundTest, ...]:
        """Conditions with the columns and dimensions of the indicator's table that they test."""
