"""Numbers between the ends that two bands show: 24.5 is in the band 18-24, of which nobody would think so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import BETWEEN_BANDS
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing


class BandGap(NamedTuple):
    """What lies between the `last` whole number of the band called `name` and the `next` one, which begins another."""

    name: str
    first: int
    last: int
    next: int


def list_band_gaps(dimension: Dimension) -> list[BandGap]:
    """The gaps between bands that are called by whole numbers; none in one with a label, which says what it holds."""
    labelled, gaps = {category.code for category in dimension.categories}, list[BandGap]()
    for name, (low, high) in zip(dimension.band_names[1:], pairwise(dimension.bands), strict=False):
        if isinstance(low, int) and isinstance(high, int) and name not in labelled:
            gaps.append(BandGap(name, low, high - 1, high))
    return gaps


def describe_band_gaps(view: TableView, column: BoundColumn, dimension: Dimension) -> Iterator[Finding]:
    """A warning where the bands of a column are written in whole numbers, and rows have numbers between two."""
    gaps = list_band_gaps(dimension) if column.field.type != "integer" else []
    if not gaps:
        return
    between = nw.any_horizontal(*(_is_between(view, column, gap) for gap in gaps), ignore_nulls=False)
    rows = view.all_rows.filter_rows(between)
    ((count, least),) = view.engine.fetch_rows(rows.frame.select(nw.len().alias("n"), view[column].min().alias("v")))
    if count:
        label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
        yield gap_warning(dimension, column.field, parsing.value_to_text(least, column.field), count)._replace(
            file=label
        )


def gap_warning(dimension: Dimension, field: Field, example: str, count: int) -> Finding:
    """The warning that so many rows of a column have numbers between two bands, one of them the `example`."""
    gap = next(gap for gap in list_band_gaps(dimension) if gap.last < Decimal(example) < gap.next)
    shown = "" if field.personal else f", like {example}"
    fault = "1 row has a number" if count == 1 else f"{count:,} rows have numbers"
    fault += f" between two bands of {dimension.name}{shown}: {gap.name} holds all that is less than {gap.next}"
    remedy = f'to say so in tables, give the band a label: {{ from = {gap.first}, label = "…" }}'
    return Finding(BETWEEN_BANDS, fault, remedy, column=field.name, severity=WARNING)


def _is_between(view: TableView, column: BoundColumn, gap: BandGap) -> nw.Expr:
    """The rows whose number is in a gap; a long number is a text, which no engine compares."""
    if column.field.has_long_numbers:
        texts = [text for text in view.list_values(column) if gap.last < Decimal(text) < gap.next]
        return view[column].is_in(texts) if texts else view[column].is_null() & ~view[column].is_null()
    return ((view[column] > gap.last) & (view[column] < gap.next)).fill_null(value=False)
