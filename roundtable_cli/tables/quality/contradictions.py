"""People and things that come twice under one id with different data."""

from __future__ import annotations

import heapq
import operator
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple

from roundtable_cli.errors import Finding, Place, row_told
from roundtable_cli.tables.profiling import headings
from roundtable_cli.tables.profiling.column_profile import Column, spelled, trimmed
from roundtable_cli.tables.quality import normalization
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field

RECURRING = 3  # ids, at least, that come again, to show that a column is the same for each
CONSTANT = 10  # times as many ids that come again as differ
CHANCE = 4  # times fewer ids differ than would by chance, at least
MANY = 6  # recurring ids, of which a quarter may differ in a person's constant; of fewer, half
SAMPLE = 1000  # ids from which it is told whether the whole column is worth a look
LOOSELY = 2  # at most one id in so many differs in the sample of a column that is
REMEDY = "correct one of the two, or give each an id of its own"


class _Rows(NamedTuple):
    """The rows whose id comes again: the id and the position in the table of each; and how many ids there are."""

    key: Field
    ids: Sequence[str]
    positions: Sequence[int]
    known: int


class _Variant(NamedTuple):
    """A value that an id has: as it is written first, in which row, and in how many."""

    text: str
    position: int
    rows: int


def contradictions(columns: Mapping[str, Column]) -> Iterator[Finding]:
    """The ids that differ in a column which is the same for nearly all other ids, each once for a column.

    A column is if its values are the same for nine of ten ids that come again, and for far more than chance would have;
    one that is a person's constant by its name, for most. Dates, numbers and events are expected to differ.
    """
    for name, key in columns.items():
        if headings.is_key(name) or name in key.source.table.primary_key:
            rows = _recurring(key)
            sample = _sampled(rows)
            for column in columns.values() if rows.ids else ():
                if column is not key and _may_be_of(column.field, key.field):
                    yield from _told_of(column, rows, sample)


def _may_be_of(field: Field, key: Field) -> bool:
    if headings.is_constant(field.name):
        return not headings.is_group(key.name)
    return field.type in {"string", "boolean"} and not field.ambiguous and not headings.is_event(field.name)


def _recurring(key: Column) -> _Rows:
    again = {text for text, rows in key.counts.items() if rows > 1} if key.recurs else set[str]()
    cells = key.texts if again else []
    known = spelled(cells, again)
    positions = list(compress(count(), map(known.__contains__, cells)))
    return _Rows(key.field, [known[cells[position]] for position in positions], positions, len(key.counts))


def _told_of(column: Column, rows: _Rows, sample: _Rows) -> Iterator[Finding]:
    """The contradictions of one column under one key."""
    field, texts = column.field, column.texts
    if len(sample.ids) < len(rows.ids) and not _Sameness.of(texts, field, sample).is_loose:
        return
    sameness = _Sameness.of(texts, field, rows)
    if not sameness.holds(headings.is_constant(column.name), rows.known):
        return
    pairs = [_pair(variants) for variants in sameness.differing.values()]
    places = _places(column.source, {one.position for pair in pairs for one in pair})
    for name, (here, there) in zip(sameness.differing, pairs, strict=True):
        where = places[here.position]
        fault = f"{_fault(rows.key, field, name, here.text, there.text)} {row_told(places[there.position], where)}"
        yield column.warning("contradiction", where, fault, REMEDY)


class _Sameness(NamedTuple):
    """Of how many ids a column has several values, which of them differ and how, and the chance that any two differ."""

    several: int
    differing: Mapping[str, Mapping[str, _Variant]]
    chance: float

    @classmethod
    def of(cls, texts: Sequence[str], field: Field, rows: _Rows) -> _Sameness:
        """Of the rows of some ids. Values that are spelled alike, or shortened to their first letters, are the same."""
        written = list(map(texts.__getitem__, rows.positions))
        folded = _folded({*written}, field)
        keys = list(map(folded.get, written))
        ids, filled = list(compress(rows.ids, keys)), list(compress(keys, keys))
        last = dict(zip(ids, filled, strict=True))
        odd = {*compress(ids, map(operator.ne, map(last.__getitem__, ids), filled))}
        differing = {name: of for name, of in _variants(rows, keys, texts, odd).items() if len(of) > 1}
        several = sum(number > 1 for number in Counter(ids).values())
        same = sum(number**2 for number in Counter(filled).values()) / max(1, len(filled)) ** 2
        return cls(several, differing, 1 - same)

    @property
    def is_loose(self) -> bool:
        """Whether a sample leaves it open that the column is the same for nearly all ids."""
        return len(self.differing) * LOOSELY <= self.several

    def holds(self, by_name: bool, known: int) -> bool:
        """Whether the ids that differ contradict the others, of all that are known."""
        if by_name:
            return len(self.differing) * (4 if self.several >= MANY else 2) <= known
        few = len(self.differing) * CONSTANT <= self.several and self.several >= RECURRING
        return few and len(self.differing) * CHANCE <= self.several * self.chance


def _sampled(rows: _Rows) -> _Rows:
    """The rows of some of the ids: a choice that no order of rows sways."""
    chosen = {*heapq.nsmallest(SAMPLE, {*rows.ids})}
    pairs = [(name, place) for name, place in zip(rows.ids, rows.positions, strict=True) if name in chosen]
    return rows._replace(ids=[name for name, _ in pairs], positions=[place for _, place in pairs])


def _folded(cells: set[str], field: Field) -> dict[str, str]:
    """The key of each cell that isn't missing: cells that are spelled alike have one."""
    missing = {*field.missing_values, ""}
    filled = {cell: text for cell in cells if (text := trimmed(cell)) not in missing}
    return dict(zip(filled, normalization.keys(filled.values()), strict=True))


def _variants(
    rows: _Rows, keys: Sequence[str | None], texts: Sequence[str], odd: set[str]
) -> dict[str, dict[str, _Variant]]:
    """The different values of some ids, by their keys; a word shortened to its first letters is the word."""
    found: dict[str, dict[str, _Variant]] = {}
    for name, place, key in zip(rows.ids, rows.positions, keys, strict=True) if odd else ():
        if key and name in odd:
            of = found.setdefault(name, {})
            text, first, times = of.get(key, (trimmed(texts[place]), place, 0))
            of[key] = _Variant(text, first, times + 1)
    return {name: {key: one for key, one in of.items() if not _is_short(key, of)} for name, of in found.items()}


def _is_short(key: str, others: Mapping[str, _Variant]) -> bool:
    return key.isalpha() and any(other != key and other.startswith(key) for other in others)


def _pair(variants: Mapping[str, _Variant]) -> tuple[_Variant, _Variant]:
    """The two commonest values of an id, the rarer or else the later first: it is the one that is looked at."""
    ordered = sorted(variants.items(), key=lambda pair: (-pair[1].rows, pair[0]))
    there, here = ordered[0][1], ordered[1][1]
    return (there, here) if there.rows == here.rows and there.position > here.position else (here, there)


def _places(source: Source, positions: set[int]) -> dict[int, Place]:
    return {at: place for at, place in enumerate(source.places()) if at in positions} if positions else {}


def _fault(key: Field, field: Field, name: str, here: str, there: str) -> str:
    """What is wrong, up to the row of the other value; nothing personal is in it."""
    whose = f"one {key.name}" if key.personal else f'"{name}"'
    if field.personal:
        return f"{whose} has another value here than in"
    return f'{whose} is "{here}" here, and "{there}" in'
