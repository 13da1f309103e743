"""Which cells of a breakdown are hidden: a sum or mean of personal values over too few people tells what they have.

It is not enough to hide these. Where one cell of a row of the table is hidden, the total less the others gives it back;
so a second one is hidden, until those of each row and column together are of enough people. What several tables tell
together is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from roundtable_cli.indicators.results import CellKey, GroupSize


class _Line(NamedTuple):
    """A whole and its parts along one dimension, those over nobody left out."""

    whole: CellKey
    parts: Sequence[CellKey]


def choose_hidden_cells(sizes: Mapping[CellKey, GroupSize], least: int, running: str = "") -> frozenset[CellKey]:
    """The cells, of a table with all its totals, whose values must not be shown.

    `running` is a dimension of time along which values add up from the beginning: each holds those before it.
    """
    hidden = {cell for cell, size in sizes.items() if 0 < size.people < least}
    if running:
        hidden |= {*_iter_small_steps(sizes, least, running)}
    lines = [*_iter_lines(sizes, running)]
    found = -1
    while found != len(hidden):
        found = len(hidden)
        for line in lines:
            hidden |= {*_iter_further_cells(sizes, line, hidden, least)}
    return frozenset(hidden)


def tells_few_people(before: GroupSize, after: GroupSize, least: int) -> bool:
    """Whether the difference of two values, of which one holds the rows of the other, is one over too few people."""
    return after.rows != before.rows and after.people - before.people < least


def _iter_lines(sizes: Mapping[CellKey, GroupSize], running: str) -> Iterator[_Line]:
    parts: dict[tuple[CellKey, str], list[CellKey]] = {}
    for cell, size in sizes.items():
        for name, _ in cell:
            if size.people and name != running:
                parts.setdefault((_without(cell, name), name), []).append(cell)
    yield from (_Line(whole, cells) for (whole, _), cells in parts.items())


def _iter_further_cells(
    sizes: Mapping[CellKey, GroupSize], line: _Line, hidden: set[CellKey], least: int
) -> Iterator[CellKey]:
    """The cells of a line that must be hidden too, as what is shown of it would tell those that are hidden already."""
    unknown = [cell for cell in line.parts if cell in hidden]
    if not unknown and line.whole not in hidden:
        return
    rest = sorted((cell for cell in line.parts if cell not in hidden), key=lambda cell: sizes[cell].people)
    if line.whole in hidden:
        yield from rest[:1] if not unknown else ()
        return
    people = sum(sizes[cell].people for cell in unknown)
    count = len(unknown)
    for cell in rest:
        if count > 1 and people >= least:
            return
        yield cell
        count, people = count + 1, people + sizes[cell].people
    if count < 2 or people < least:
        yield line.whole


def _iter_small_steps(sizes: Mapping[CellKey, GroupSize], least: int, running: str) -> Iterator[CellKey]:
    """The values to date from which the next one that is shown, or the whole, differs by too few people."""
    series: dict[CellKey, list[CellKey]] = {}
    for cell in sizes:
        if running in dict(cell):
            series.setdefault(_without(cell, running), []).append(cell)
    for whole, cells in series.items():
        after = sizes.get(whole)
        for cell in sorted(cells, key=lambda cell: sizes[cell].rows, reverse=True):
            if after and tells_few_people(sizes[cell], after, least):
                yield cell
            elif not 0 < sizes[cell].people < least:
                after = sizes[cell]


def _without(cell: CellKey, name: str) -> CellKey:
    return tuple(pair for pair in cell if pair[0] != name)
