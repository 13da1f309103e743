"""Why a value has moved: one thing after another is exchanged, and each exchange has its part of the difference.

From the value of then to the value of now there are states between, each of which has one thing more of today: first
the rows that are gone, then those that are changed, then those that are new, then the schema, then the definitions. The
difference between a state and the next one is what the thing exchanged has made. So the parts add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.comparison.causes.definition_edits import DefinitionEdit
from roundtable_cli.comparison.causes.project_states import Cell, CellValues
from roundtable_cli.comparison.causes.row_changes import TableChanges
from roundtable_cli.comparison.freezing.frozen_report import FrozenValue
from roundtable_cli.comparison.report_comparison import (
    DEFINITION_EDITED,
    FILES_CHANGED,
    LATE_ROWS,
    PROGRAM_CHANGED,
    ROWS_ADDED,
    ROWS_CHANGED,
    ROWS_REMOVED,
    SCHEMA_EDITED,
    TOGETHER,
    UNKNOWN,
    Cause,
)


class States(NamedTuple):
    """The values of some indicators in each state, by code and cell.

    `then` are those of the report, `now` those of today. `without_old_rows` are those of then without the rows that are
    gone, which can be had only where the files of then are there. `without_new_rows` and `all_rows` are those of the
    definitions and the schema of then, on the rows of today without the new ones, and on all of them. `old_definitions`
    are those of the definitions of then with the schema of today. `without_table` are as `all_rows`, with the new rows
    of one table left out; `restored` as `now`, with one key of the definitions as it was. A state that can't be had is
    empty.
    """

    then: CellValues
    without_old_rows: CellValues
    without_new_rows: CellValues
    all_rows: CellValues
    old_definitions: CellValues
    now: CellValues
    without_table: Mapping[str, CellValues]
    restored: Mapping[DefinitionEdit, CellValues]


class Circumstances(NamedTuple):
    """What is known to be other than it was, as far as one indicator reads it.

    `dated_tables` are those whose new rows come late, as the report is of a period that is over. `programs` are the
    versions of then and of now, where they differ. `zero` is the value of a category that a state does not have.
    """

    changes: Sequence[TableChanges]
    edits: Sequence[DefinitionEdit]
    dated_tables: frozenset[str] = frozenset()
    programs: tuple[str, str] | None = None
    is_schema_edited: bool = False
    zero: int | None = None


def exact_number(value: object) -> Fraction | None:
    """A number in full; None for what is none."""
    return Fraction(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


def find_causes(cell: Cell, states: States, known: Circumstances) -> tuple[Cause, ...]:
    """The causes of the difference in a cell; their effects add up to it. Where there is no number, none has one."""
    steps = [
        (exact_in(states.without_old_rows, cell, known), [*_removed_row_causes(known)]),
        (exact_in(states.without_new_rows, cell, known), [*_earlier_causes(known)]),
        (exact_in(states.all_rows, cell, known), [*_new_row_causes(cell, states, known)]),
        (exact_in(states.old_definitions, cell, known), [Cause(SCHEMA_EDITED)] if known.is_schema_edited else []),
        (exact_in(states.now, cell, known), [*_edit_causes(cell, states, known)]),
    ]
    before, waiting, causes = exact_in(states.then, cell, known), list[Cause](), list[Cause]()
    if before is None or steps[-1][0] is None:
        return tuple(cause._replace(effect=None) for _, own in steps for cause in own)
    for after, own in steps:
        waiting += own
        if after is not None:  # else the state can't be had: its causes are told together with the next ones
            causes += _share_effect(after - before, waiting)
            before, waiting = after, []
    return tuple(causes)


def _share_effect(effect: Fraction, causes: Sequence[Cause]) -> Iterator[Cause]:
    """The causes of a step that make a part of its effect, each with its part, and what they make together."""
    own = [cause for cause in causes if cause.effect is not None]
    others = [cause for cause in causes if cause.effect is None]
    yield from (cause for cause in own if cause.effect)
    rest = effect - sum((cause.effect for cause in own if cause.effect is not None), Fraction(0))
    if not rest:
        return
    if len(others) == 1:
        yield others[0]._replace(effect=rest)
    elif others or own:
        parts = tuple(cause._replace(effect=None) for cause in others or own)
        names = (f"{cause.kind} {cause.about}".strip() for cause in parts)
        yield Cause(TOGETHER, "", rest, "; ".join(names), parts=parts)
    else:
        yield Cause(UNKNOWN, "", rest)


def _removed_row_causes(known: Circumstances) -> Iterator[Cause]:
    """The rows that are gone, by their places in the files of then."""
    for one in known.changes:
        if one.removed:
            yield Cause(ROWS_REMOVED, one.table, places=one.removed)


def _earlier_causes(known: Circumstances) -> Iterator[Cause]:
    """What can't be exchanged alone, as what it was is gone: rows changed, files without marks, the program."""
    for one in known.changes:
        if one.is_unmarked:
            yield Cause(FILES_CHANGED, one.table)
        if one.changed:
            columns = tuple(one.changed_columns.items())
            yield Cause(ROWS_CHANGED, one.table, places=one.changed_rows, columns=columns)
    if known.programs:
        yield Cause(PROGRAM_CHANGED, "rt-stats", None, f"{known.programs[0]} → {known.programs[1]}")


def _new_row_causes(cell: Cell, states: States, known: Circumstances) -> Iterator[Cause]:
    """The rows that are new in each table. Of several tables, what each one makes is computed."""
    added = [one for one in known.changes if one.added]
    whole = exact_in(states.all_rows, cell, known)
    for one in added:
        kind = LATE_ROWS if one.table in known.dated_tables else ROWS_ADDED
        without = exact_in(states.without_table.get(one.table, {}), cell, known) if len(added) > 1 else None
        effect = whole - without if whole is not None and without is not None else None
        yield Cause(kind, one.table, effect, places=one.added)


def _edit_causes(cell: Cell, states: States, known: Circumstances) -> Iterator[Cause]:
    """The keys of the definitions that were edited. Of several, what each one makes is computed."""
    now = exact_in(states.now, cell, known)
    for edit in known.edits:
        restored = exact_in(states.restored.get(edit, {}), cell, known) if len(known.edits) > 1 else None
        effect = now - restored if now is not None and restored is not None else None
        yield Cause(DEFINITION_EDITED, edit.name, effect, f"{edit.old or '–'} → {edit.new or '–'}")


def exact_in(values: CellValues, cell: Cell, known: Circumstances) -> Fraction | None:
    """The number of a cell in a state. A category that is not there has no rows, where the indicator is there."""
    if found := values.get(cell):
        return exact_number(found.value)
    is_computed = (cell[0], ()) in values
    return Fraction(known.zero) if is_computed and known.zero is not None else None


def hides_difference(then: FrozenValue | None, now: FrozenValue | None, least: int) -> bool:
    """Whether the difference of two values would tell what few people have: personal values are added up in them."""
    if then is None or now is None or (now.people is None and then.people is None):
        return False
    if then.value == now.value:
        return False
    more = abs((now.people or 0) - (then.people or 0))
    return more < least
