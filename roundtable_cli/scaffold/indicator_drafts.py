"""Indicators that a table's columns lend themselves to: counts, people each once, sums, means and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import PERCENT
from roundtable_cli.scaffold.schema_proposal import Proposal
from roundtable_cli.tables.profiling import currency_columns, headings
from roundtable_cli.tables.profiling.column_profile import Column
from roundtable_cli.tables.table import TIME_TYPES, is_currency
from roundtable_cli.tables.values import parsing

CURRENCIES = 6  # a sum for each, where amounts are in several
MOST_PARTS = 10  # a thousand percent
_PARTS = ("surname", "firstname", "patronymic")  # a first name alone tells nobody from another
# What comes first among the headline indicators.
_RANKS = ("people", "rows", "money", "unique", "quantity", "share", "mean", "sum")
_NO_NUMBER = frozenset("serial year place phone document sex birth device contact".split())


class Draft(NamedTuple):
    """An indicator to be written: the phrase of its label, its measure, and how much it is likely to be asked for.

    `unit` is a currency's code or sign, "%", or the key of a phrase. `only` are columns with the value that a row must
    have, "" for none recorded; `meets` is the boolean column of a share.
    """

    phrase: str
    measure: str
    columns: tuple[str, ...] = ()
    unit: str = ""
    only: tuple[tuple[str, str], ...] = ()
    meets: str = ""
    kind: str = "rows"

    @property
    def rank(self) -> int:
        """Its place in the order of what is asked for, 0 the first."""
        return _RANKS.index(self.kind)


def drafts(proposal: Proposal) -> list[Draft]:
    """The indicators of a table: its records, whom and what it counts each once, then its numbers."""
    uniques = [*_uniques(proposal)]
    if not any(draft.kind == "people" for draft in uniques):
        uniques = [*_by_name(proposal), *uniques]
    numbers = [draft for column in proposal.columns.values() for draft in _of_numbers(column, proposal)]
    return [Draft("rows", "count"), *uniques, *sorted(numbers, key=lambda draft: draft.rank)]


def event_date(proposal: Proposal) -> str:
    """The date that says when a row happened, "" where none does; never a date of birth."""
    columns = proposal.columns.values()
    timed = [one for one in columns if one.field.type in TIME_TYPES and not is_birth_date(one)]
    return min(timed, key=_distance).name if timed else ""


def is_birth_date(column: Column) -> bool:
    """Whether a column tells when people were born."""
    return column.field.type in TIME_TYPES and "birth" in headings.kinds(column.name)


def is_age(column: Column) -> bool:
    """Whether a column tells how old people are."""
    kinds = headings.kinds(column.name)
    return "age" in kinds and "rate" not in kinds and column.is_numeric and not column.field.empty


def _distance(column: Column) -> tuple[bool, bool, bool]:
    """How far a date is from what a row tells, the nearest first: other occasions, gaps, times of data entry."""
    return "aside" in headings.kinds(column.name), column.filled < column.rows, column.name.startswith("_")


def is_about_people(proposal: Proposal, name: str) -> bool:
    """Whether a column names people: its header says so, or says only that it is a code, in a table of people."""
    kinds = headings.kinds(name)
    about = headings.kinds(proposal.table.name) if "identity" in kinds and not headings.subject(name) else kinds
    return "people" in about


def names_only(name: str, *kinds: str) -> bool:
    """Whether all the words of a header are of these kinds: `Участник`, but not `Тип участника`."""
    wanted = {*kinds, "glue", "identity"}
    return all(headings.kinds(word) & wanted for word in headings.words(name))


def _uniques(proposal: Proposal) -> Iterator[Draft]:
    """What recurs from row to row, and is counted once: people, places and codes that are no key of this table."""
    table = proposal.table
    referring = {key.fields[0] for key in table.foreign_keys if len(key.fields) == 1}
    for name, column in proposal.columns.items():
        if table.primary_key == (name,) or not _may_recur(column):
            continue
        people = is_about_people(proposal, name)
        if _is_code(column, people) or name in referring:
            kind = "people" if people else "unique"
            yield Draft(kind, "unique", (name,), "people" if people else "", kind=kind)


def is_paradata(name: str) -> bool:
    """Whether a survey's program made a column, not its people: what begins with `_` counts and groups nothing."""
    return name.startswith("_")


def _may_recur(column: Column) -> bool:
    if is_paradata(column.name):
        return False
    listed = headings.kinds(column.name) & {"serial", "currency", "sex", "birth"}
    return column.may_name and column.recurs and len(column.counts) > 1 and not listed


def _is_code(column: Column, people: bool) -> bool:
    kinds = headings.kinds(column.name)
    if column.field.type == "integer":
        return bool(kinds & {"identity", "people"}) and not kinds & {"quantity", "amount", "rate", "age", "phone"}
    if "identity" in kinds:
        return not kinds & {"phone", "address", "amount"}
    if people:
        return names_only(column.name, "people", "name")
    return "body" in kinds and names_only(column.name, "body", "label", "name")


def _by_name(proposal: Proposal) -> Iterator[Draft]:
    """People by what tells them apart where they have no code: a document that all have, else their names."""
    key = proposal.table.primary_key
    if len(key) == 1 and is_about_people(proposal, key[0]):
        return
    own = [column for name, column in proposal.columns.items() if name in proposal.personal and _is_told(column)]
    documents = [column.name for column in _of(own, "document") if column.filled == column.rows]
    firsts = [column for kind in _PARTS for column in [*_of(own, kind)][:1]]
    # Of a row without a patronymic nobody would be counted.
    parts = [one.name for one in firsts if one.filled == one.rows or "patronymic" not in headings.kinds(one.name)]
    whole = [column.name for column in _of(own, "person", "name") if not headings.kinds(column.name) & {*_PARTS}]
    named = parts if len(parts) > 1 else whole[:1] or [name for name in parts if "surname" in headings.kinds(name)]
    chosen = documents[:1] or named
    if chosen:
        yield Draft("people", "unique", tuple(chosen), "people", kind="people")


def _of(columns: Iterable[Column], *kinds: str) -> Iterator[Column]:
    return (column for column in columns if headings.kinds(column.name) & {*kinds})


def _is_told(column: Column) -> bool:
    return bool(column.counts) and column.may_name


def _of_numbers(column: Column, proposal: Proposal) -> Iterator[Draft]:
    """What there is to sum, to average, or to take the share of, in a column."""
    name, kinds, unit = column.name, headings.kinds(column.name), currency_columns.unit(column)
    if column.field.empty or name in proposal.personal or is_paradata(name):
        return
    if column.field.type == "boolean":
        yield Draft("share", "share", unit=PERCENT, meets=name, kind="share")
    elif column.is_numeric and not _names_rows(name, proposal):
        if is_age(column):
            yield Draft("mean", "mean", (name,), "years", kind="mean")
        elif "rate" in kinds or "%" in name or _has_signs(column):
            yield Draft("mean", "mean", (name,), PERCENT if _is_in_percent(column) else unit, kind="mean")
        elif column.field.type == "number" or kinds & {"quantity", "amount"} or unit:
            yield from _sums(column, unit, proposal)


def _names_rows(name: str, proposal: Proposal) -> bool:
    """Whether numbers are codes, years or the like, of which there is no sum."""
    table, kinds = proposal.table, headings.kinds(name)
    keys = {*table.primary_key, *(field for key in table.foreign_keys for field in key.fields)}
    barred = kinds & _NO_NUMBER or ("identity" in kinds and not kinds & {"quantity", "amount"})
    return name in keys or bool(barred)


def _has_signs(column: Column) -> bool:
    """Whether percent signs stand in the cells."""
    return not column.field.bare_number and any("%" in text for text in column.counts)


def _is_in_percent(column: Column) -> bool:
    """Whether numbers are certain to be percentages: with the sign, or under it and more than parts of a whole.

    A workbook shows 0.5 as 50 %, and 1.2 as 120 %, and so it may do with all numbers that come with some below 1.
    """
    if _has_signs(column) or "%" not in column.name:
        return _has_signs(column)
    read = parsing.column(column.counts, column.field)[0]
    sizes = [abs(value) for value in read if isinstance(value, (int, float))]
    parts = any(0 < size < 1 for size in sizes)
    return max(sizes, default=0) > (MOST_PARTS if parts else 1)


def _sums(column: Column, unit: str, proposal: Proposal) -> Iterator[Draft]:
    """One sum, or, of amounts in several currencies, one for each."""
    name, kinds = column.name, headings.kinds(column.name)
    per_row = column.field.currency_column or currency_columns.of_each_row(proposal.columns)
    money = bool(unit) or "amount" in kinds
    if not money or unit or per_row not in proposal.columns:
        kind = "money" if money else "quantity" if "quantity" in kinds else "sum"
        yield Draft("sum", "sum", (name,), unit, kind=kind)
        return
    known, whole = [*proposal.columns[per_row].keys], name not in proposal.bare
    if len(known) == 1 and whole:
        yield Draft("sum", "sum", (name,), known[0], kind="money")
    elif len(known) <= CURRENCIES:
        for code in sorted(known) if all(map(is_currency, known)) else ():
            yield Draft("sum_of", "sum", (name,), code, ((per_row, code),), kind="money")
        if not whole:
            yield Draft("sum_without", "sum", (name,), "", ((per_row, ""),), kind="money")
