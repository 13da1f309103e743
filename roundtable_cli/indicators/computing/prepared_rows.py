"""The rows of an indicator that meet its conditions and those of the request, and what its measure is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from roundtable_cli.errors import locating_findings
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing import multi_table
from roundtable_cli.indicators.computing.joins import JoinedTables
from roundtable_cli.indicators.frames import dimension_conditions
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures.answers import MeasureQuery


class PreparedIndicator(NamedTuple):
    """An indicator with the rows that meet its conditions, and what its measure is asked of them."""

    bound: BoundIndicator
    rows: TableView
    query: MeasureQuery


def apply_conditions(
    tables: JoinedTables, bound: BoundIndicator, views: Sequence[TableView], added: Sequence[BoundColumn] = ()
) -> PreparedIndicator:
    """The rows of the tables of an indicator that meet all conditions, with `added` columns beside its own."""
    views = [_select_rows(tables, part, view, added) for part, view in zip(bound.per_table, views, strict=True)]
    rows = views[0]
    if bound.parts:
        bound, rows = multi_table.union_tables(bound, views, tables.categories)
    with locating_findings(tables.binder.framework.file, f"[indicators.{bound.indicator.code}] meets"):
        meets = dimension_conditions.checked_predicate(bound.meets, rows, tables.categories)
    excludes = bound.indicator.excludes_blanks
    find_blank = dimension_conditions.undecided_predicate if excludes else dimension_conditions.blank_predicate
    blank = find_blank(bound.meets, rows, tables.categories)
    query = MeasureQuery(bound.column, meets, blank, bound.date, bound.weight, bound.indicator.at, excludes)
    return PreparedIndicator(bound, rows, query)


def _select_rows(
    tables: JoinedTables, bound: BoundIndicator, view: TableView, added: Sequence[BoundColumn]
) -> TableView:
    """The rows that meet the conditions of the indicator and of the request."""
    view = view.select_columns((*bound.columns, *added))
    with locating_findings(tables.binder.framework.file, f"[indicators.{bound.indicator.code}] where"):
        own = dimension_conditions.checked_predicate(bound.own_conditions, view, tables.categories)
        requested = [
            dimension_conditions.bound_predicate(condition, view, tables.categories)
            for condition in bound.request_conditions
        ]
    return view.filter_rows(*([] if own is None else [own]), *requested)
