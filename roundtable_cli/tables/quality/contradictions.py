"""People and things that come twice under one id with different data."""

from __future__ import annotations

import heapq
import operator
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress, count
from typing import NamedTuple

from roundtable_cli.errors import Finding, RowPlace, row_reference
from roundtable_cli.finding_codes import CONTRADICTION
from roundtable_cli.tables.inference import doubtful_numbers
from roundtable_cli.tables.profiling.column_profile import ColumnProfile, map_cells_to_texts
from roundtable_cli.tables.quality import normalization
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, Field
from roundtable_cli.tables.values.cell_text import clean_cell
from roundtable_cli.tables.vocabulary import headings

MIN_RECURRING_IDS = 3  # ids, at least, that come again, to show that a column is the same for each
CONSTANT_RATIO = 10  # times as many ids that come again as differ
CHANCE_RATIO = 4  # times fewer ids differ than would by chance, at least
# Recurring ids, of which a quarter may differ in a person's constant; of fewer, and of ids of people, half.
MANY_RECURRING_IDS = 6
SAMPLE_IDS = 1000  # ids from which it is told whether the whole column is worth a look
LOOSE_RATIO = 2  # at most one id in so many differs in the sample of a column that is
CONTRADICTION_REMEDY = "correct one of the two values, or give each its own id"
CHANGE_REMEDY = "if it has not changed, correct one of the two values"
_NAME_KINDS = frozenset({"name", "person", "label", "document"})


class _RecurringRows(NamedTuple):
    """The rows whose id comes again: the id and the position in the table of each; and how many ids there are."""

    key: Field
    ids: Sequence[str]
    positions: Sequence[int]
    id_count: int


class _ValueVariant(NamedTuple):
    """A value that an id has: as it is written first, in which row, and in how many."""

    text: str
    position: int
    rows: int


def find_contradictions(columns: Mapping[str, ColumnProfile]) -> Iterator[Finding]:
    """The ids that differ in a column which is the same for nearly all other ids, each once for a column.

    Such a column has one value for nine of ten ids that recur, and for far more of them than it would by chance; of a
    column that is a person's constant by its name, as `sex` is, one value for most recurring ids is enough. Dates,
    numbers and events are expected to differ, and so is all but constants and names where the table has dates: people
    move. An id under which most names differ is of a household or a form, with several people in it; so is that of a
    submission with members.
    """
    times = [name for name, column in columns.items() if column.field.type in TIME_TYPES]
    changes = not all(map(headings.is_constant_heading, times))  # a date of birth is none of the row
    for name, key in columns.items():
        is_key = headings.is_key_heading(name) or name in key.source.table.primary_key
        if is_key and not kobo_headers.is_of_parent(name):
            rows = _find_recurring_rows(key)
            if rows.ids and not _has_several_people(columns, rows):
                sample = _sample_rows(rows)
                for column in columns.values():
                    if column is not key and _may_be_constant(column.field, key.field, changes):
                        yield from _column_contradictions(column, rows, sample)


def _has_several_people(columns: Mapping[str, ColumnProfile], rows: _RecurringRows) -> bool:
    """Whether most ids that recur have several names of people, so that each of their rows is of another person."""
    names = (column for column in columns.values() if "person" in headings.heading_kinds(column.name))
    sample = _sample_rows(rows)
    for column in names:
        sameness = _ColumnConsistency.from_rows(column.cell_texts, column.field, sample)
        if len(sameness.differing_ids) * LOOSE_RATIO > sameness.recurring_count:
            return True
    return False


def _may_be_constant(field: Field, key: Field, changes: bool) -> bool:
    """Whether a column may be the same in all rows of an id; `changes` says that the rows are of different times."""
    if headings.is_constant_heading(field.name):
        return not headings.is_group_key(key.name)
    if field.type not in {"string", "boolean"} or field.ambiguous or headings.is_event_heading(field.name):
        return False
    is_name = bool(headings.heading_kinds(field.name) & _NAME_KINDS)
    is_age = any("age" in headings.heading_kinds(word) for word in headings.heading_words(field.name))
    return is_name or not (changes or is_age)


def _remedy_for(field: Field) -> str:
    is_lasting = headings.is_constant_heading(field.name) or headings.heading_kinds(field.name) & _NAME_KINDS
    return CONTRADICTION_REMEDY if is_lasting else CHANGE_REMEDY


def _find_recurring_rows(key: ColumnProfile) -> _RecurringRows:
    """The rows of the ids that come again; ids that a spreadsheet has cut are none: different ones look the same."""
    again = {text for text, rows in key.text_counts.items() if rows > 1} if key.has_repeats else set[str]()
    again -= doubtful_numbers.find_shortened_texts(again)
    cells = key.cell_texts if again else []
    known = map_cells_to_texts(cells, again)
    positions = list(compress(count(), map(known.__contains__, cells)))
    return _RecurringRows(
        key.field, [known[cells[position]] for position in positions], positions, len(key.text_counts)
    )


def _column_contradictions(column: ColumnProfile, rows: _RecurringRows, sample: _RecurringRows) -> Iterator[Finding]:
    """The contradictions of one column under one key."""
    field, texts = column.field, column.cell_texts
    if len(sample.ids) < len(rows.ids) and not _ColumnConsistency.from_rows(texts, field, sample).may_be_consistent:
        return
    sameness = _ColumnConsistency.from_rows(texts, field, rows)
    is_of_person = "people" in headings.heading_kinds(rows.key.name)
    if not sameness.has_contradictions(headings.is_constant_heading(column.name), rows.id_count, is_of_person):
        return
    pairs = [_commonest_pair(variants) for variants in sameness.differing_ids.values()]
    places = _find_places(column.source, {variant.position for pair in pairs for variant in pair})
    for name, (here, there) in zip(sameness.differing_ids, pairs, strict=True):
        where = places[here.position]
        contradiction = _describe_contradiction(rows.key, field, name, here.text, there.text)
        fault = f"{contradiction} {row_reference(places[there.position], where)}"
        yield column.make_warning(CONTRADICTION, where, fault, _remedy_for(field))


class _ColumnConsistency(NamedTuple):
    """Of how many ids a column has several values, which of them differ and how, and the chance that any two differ."""

    recurring_count: int
    differing_ids: Mapping[str, Mapping[str, _ValueVariant]]
    difference_chance: float

    @classmethod
    def from_rows(cls, texts: Sequence[str], field: Field, rows: _RecurringRows) -> _ColumnConsistency:
        """What the rows of some ids show. Values spelled alike, or shortened to their first letters, are the same.

        `texts` are all cells of the column. Ids that differ are found without a loop over rows: each id keeps its last
        value, and those of which some row has another are looked at further.
        """
        written = list(map(texts.__getitem__, rows.positions))
        folded = _normalize_cells({*written}, field)
        keys = list(map(folded.get, written))
        ids, filled = list(compress(rows.ids, keys)), list(compress(keys, keys))
        last = dict(zip(ids, filled, strict=True))
        odd = {*compress(ids, map(operator.ne, map(last.__getitem__, ids), filled))}
        variants = _collect_variants(rows, keys, texts, odd)
        differing = {name: own for name, own in variants.items() if len(own) > 1}
        several = sum(number > 1 for number in Counter(ids).values())
        same = sum(number**2 for number in Counter(filled).values()) / max(1, len(filled)) ** 2
        return cls(several, differing, 1 - same)

    @property
    def may_be_consistent(self) -> bool:
        """Whether the column may still be the same for nearly all ids, after a sample."""
        return len(self.differing_ids) * LOOSE_RATIO <= self.recurring_count

    def has_contradictions(self, is_constant_by_name: bool, id_count: int, is_of_person: bool) -> bool:
        """Whether the ids that differ contradict the others, of `id_count` in all, once or several times."""
        differing = len(self.differing_ids)
        if is_constant_by_name:
            are_many = self.recurring_count >= MANY_RECURRING_IDS and not is_of_person
            return differing * (4 if are_many else 2) <= id_count
        are_few = differing * CONSTANT_RATIO <= self.recurring_count and self.recurring_count >= MIN_RECURRING_IDS
        return are_few and differing * CHANCE_RATIO <= self.recurring_count * self.difference_chance


def _sample_rows(rows: _RecurringRows) -> _RecurringRows:
    """The rows of some of the ids: a choice that no order of rows sways."""
    chosen = {*heapq.nsmallest(SAMPLE_IDS, {*rows.ids})}
    pairs = [(name, place) for name, place in zip(rows.ids, rows.positions, strict=True) if name in chosen]
    return rows._replace(ids=[name for name, _ in pairs], positions=[place for _, place in pairs])


def _normalize_cells(cells: set[str], field: Field) -> dict[str, str]:
    """The key of each cell that isn't missing: cells that are spelled alike have one."""
    missing = field.missing_texts
    filled = {cell: text for cell in cells if (text := clean_cell(cell)) not in missing}
    return dict(zip(filled, normalization.normalize_texts(filled.values()), strict=True))


def _collect_variants(
    rows: _RecurringRows, keys: Sequence[str | None], texts: Sequence[str], odd: set[str]
) -> dict[str, dict[str, _ValueVariant]]:
    """The different values of some ids, by their keys; a word shortened to its first letters is the word."""
    variants: dict[str, dict[str, _ValueVariant]] = {}
    for name, position, key in zip(rows.ids, rows.positions, keys, strict=True) if odd else ():
        if key and name in odd:
            own = variants.setdefault(name, {})
            text, first, times = own.get(key, (clean_cell(texts[position]), position, 0))
            own[key] = _ValueVariant(text, first, times + 1)
    return {
        name: {key: variant for key, variant in own.items() if not _is_abbreviation(key, own)}
        for name, own in variants.items()
    }


def _is_abbreviation(key: str, others: Mapping[str, _ValueVariant]) -> bool:
    return key.isalpha() and any(other != key and other.startswith(key) for other in others)


def _commonest_pair(variants: Mapping[str, _ValueVariant]) -> tuple[_ValueVariant, _ValueVariant]:
    """The two commonest values of an id, the rarer or else the later first: it is the one that is looked at."""
    ordered = sorted(variants.items(), key=lambda pair: (-pair[1].rows, pair[0]))
    there, here = ordered[0][1], ordered[1][1]
    return (there, here) if there.rows == here.rows and there.position > here.position else (here, there)


def _find_places(source: Source, positions: set[int]) -> dict[int, RowPlace]:
    return {at: place for at, place in enumerate(source.row_places()) if at in positions} if positions else {}


def _describe_contradiction(key: Field, field: Field, name: str, here: str, there: str) -> str:
    """What is wrong, up to the row of the other value; nothing personal is in it."""
    whose = f"one {key.name}" if key.personal else f'"{name}"'
    if field.personal:
        return f"{whose} has a different value here than in"
    return f'{whose} has "{here}" here, but "{there}" in'
