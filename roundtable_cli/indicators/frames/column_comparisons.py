"""Two columns of a row that are compared: numbers, dates, yes and no, and texts, equal in other spellings too."""

from __future__ import annotations

from collections.abc import Iterator
from operator import eq, ge, gt, le, lt, ne

import narwhals.stable.v2 as nw

from roundtable_cli.errors import WARNING, Finding, definition_error
from roundtable_cli.finding_codes import OTHER_SPELLING
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.definitions.conditions import ABOVE, BELOW, IS, MAX, MIN, NOT
from roundtable_cli.indicators.frames import spellings
from roundtable_cli.indicators.frames.view import TableView

MAX_SPELLINGS = 200  # so many texts may stand in other spellings in the two columns: each is a test of its own
_OPERATORS = {IS: eq, NOT: ne, MIN: ge, MAX: le, ABOVE: gt, BELOW: lt}


def comparison_predicate(relation: str, own: BoundColumn, other: BoundColumn, view: TableView) -> nw.Expr:
    """The rows in which both columns have a value, and these stand in a relation: `own` is above `other`, say."""
    are_there = nw.all_horizontal(*(~view[column].is_null() for column in (own, other)), ignore_nulls=False)
    left, right = view[own], view[other]
    if {own.field.type, other.field.type} == {"date", "datetime"}:
        left, right = left.dt.truncate("1d"), right.dt.truncate("1d")
    holds = _OPERATORS[relation](left, right).fill_null(value=False)
    if relation in {IS, NOT} and (spelled := _spelled_alike(own, other, view)) is not None:
        holds = (holds | spelled) if relation == IS else (holds & ~spelled)
    return nw.all_horizontal(are_there, holds, ignore_nulls=False)


def _spelled_alike(own: BoundColumn, other: BoundColumn, view: TableView) -> nw.Expr | None:
    """The rows in which two texts differ but spell the same; None where there can be none.

    The view keeps them in mind for the note that tells them.
    """
    pairs = spellings.find_common_spellings(own, other, view)
    if len(pairs) > MAX_SPELLINGS:
        fault = f"{own.field.name} and {other.field.name} have more than {MAX_SPELLINGS} texts in two spellings each"
        raise definition_error(fault, "write each in one way, or compare codes")
    if not pairs:
        return None
    alike = [view[own].is_in(mine) & view[other].is_in(theirs) for mine, theirs in pairs]
    are_other = (view[own] != view[other]).fill_null(value=False)
    holds = are_other & nw.any_horizontal(*(one.fill_null(value=False) for one in alike), ignore_nulls=False)
    view.compared_spellings[own, other] = holds
    return holds


def describe_compared_spellings(view: TableView) -> Iterator[Finding]:
    """A warning for each two columns in which texts of other spellings were taken as equal, with the rows of that."""
    for (own, other), holds in view.compared_spellings.items():
        rows = view.all_rows.filter_rows(holds).count_rows()
        if rows:
            have = "row has" if rows == 1 else "rows have"
            fault = (
                f"{rows:,} {have} one text in two spellings in {own.field.name} and {other.field.name}, taken as equal"
            )
            label = view.source.file_labels[0] if view.source.file_labels else view.source.table.name
            yield Finding(OTHER_SPELLING, fault, "write it in one way", label, None, own.field.name, WARNING)
