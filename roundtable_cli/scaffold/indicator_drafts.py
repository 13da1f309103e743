"""Indicators that a table's columns lend themselves to: counts, people each once, sums, means and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import PERCENT
from roundtable_cli.scaffold.schema_proposal import SchemaProposal
from roundtable_cli.tables.profiling import currency_columns, headings
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import TIME_TYPES, is_currency
from roundtable_cli.tables.values import parsing

MAX_CURRENCIES = 6  # a sum for each, where amounts are in several
MAX_FRACTION = 10  # a thousand percent
_NAME_PARTS = ("surname", "firstname", "patronymic")  # a first name alone tells nobody from another
# What comes first among the headline indicators.
_HEADLINE_ORDER = ("people", "rows", "money", "unique", "quantity", "share", "mean", "sum")
_UNSUMMABLE_KINDS = frozenset("serial year place phone document sex birth device contact".split())


class IndicatorDraft(NamedTuple):
    """An indicator to be written: the phrase of its label, its measure, and how much it is likely to be asked for.

    `unit` is a currency's code or sign, "%", or the key of a phrase. `only` are columns with the value that a row must
    have, "" for none recorded; `meets` is the boolean column of a share.
    """

    phrase: str
    measure: str
    columns: tuple[str, ...] = ()
    unit: str = ""
    required_values: tuple[tuple[str, str], ...] = ()
    meets: str = ""
    kind: str = "rows"

    @property
    def headline_rank(self) -> int:
        """Its place in the order of what is asked for, 0 the first."""
        return _HEADLINE_ORDER.index(self.kind)


def draft_indicators(proposal: SchemaProposal) -> list[IndicatorDraft]:
    """The indicators of a table: its records, whom and what it counts each once, then its numbers."""
    uniques = [*_draft_uniques(proposal)]
    if not any(draft.kind == "people" for draft in uniques):
        uniques = [*_draft_people_by_name(proposal), *uniques]
    numbers = [draft for column in proposal.columns.values() for draft in _draft_numbers(column, proposal)]
    return [IndicatorDraft("rows", "count"), *uniques, *sorted(numbers, key=lambda draft: draft.headline_rank)]


def find_event_date(proposal: SchemaProposal) -> str:
    """The date that says when a row happened, "" where none does; never a date of birth."""
    columns = proposal.columns.values()
    timed = [one for one in columns if one.field.type in TIME_TYPES and not is_birth_date(one)]
    return min(timed, key=_event_distance).name if timed else ""


def is_birth_date(column: ColumnProfile) -> bool:
    """Whether a column tells when people were born."""
    return column.field.type in TIME_TYPES and "birth" in headings.header_kinds(column.name)


def is_age(column: ColumnProfile) -> bool:
    """Whether a column tells how old people are."""
    kinds = headings.header_kinds(column.name)
    return "age" in kinds and "rate" not in kinds and column.is_numeric and not column.field.empty


def _event_distance(column: ColumnProfile) -> tuple[bool, bool, bool]:
    """How far a date is from what a row tells, the nearest first: other occasions, gaps, times of data entry."""
    return (
        "aside" in headings.header_kinds(column.name),
        column.filled_count < column.row_count,
        column.name.startswith("_"),
    )


def is_about_people(proposal: SchemaProposal, name: str) -> bool:
    """Whether a column names people: its header says so, or says only that it is a code, in a table of people."""
    kinds = headings.header_kinds(name)
    about = (
        headings.header_kinds(proposal.table.name)
        if "identity" in kinds and not headings.header_subject(name)
        else kinds
    )
    return "people" in about


def has_only_kinds(name: str, *kinds: str) -> bool:
    """Whether all the words of a header are of these kinds: `Участник`, but not `Тип участника`."""
    wanted = {*kinds, "glue", "identity"}
    return all(headings.header_kinds(word) & wanted for word in headings.header_words(name))


def _draft_uniques(proposal: SchemaProposal) -> Iterator[IndicatorDraft]:
    """What recurs from row to row, and is counted once: people, places and codes that are no key of this table."""
    table = proposal.table
    referring = {key.fields[0] for key in table.foreign_keys if len(key.fields) == 1}
    for name, column in proposal.columns.items():
        if table.primary_key == (name,) or not _may_recur(column):
            continue
        people = is_about_people(proposal, name)
        if _is_code(column, people) or name in referring:
            kind = "people" if people else "unique"
            yield IndicatorDraft(kind, "unique", (name,), "people" if people else "", kind=kind)


def is_paradata(name: str) -> bool:
    """Whether a survey's program made a column, not its people: what begins with `_` counts and groups nothing."""
    return name.startswith("_")


def _may_recur(column: ColumnProfile) -> bool:
    if is_paradata(column.name):
        return False
    listed = headings.header_kinds(column.name) & {"serial", "currency", "sex", "birth"}
    return column.may_be_identifier and column.has_repeats and len(column.text_counts) > 1 and not listed


def _is_code(column: ColumnProfile, people: bool) -> bool:
    kinds = headings.header_kinds(column.name)
    if column.field.type == "integer":
        return bool(kinds & {"identity", "people"}) and not kinds & {"quantity", "amount", "rate", "age", "phone"}
    if "identity" in kinds:
        return not kinds & {"phone", "address", "amount"}
    if people:
        return has_only_kinds(column.name, "people", "name")
    return "body" in kinds and has_only_kinds(column.name, "body", "label", "name")


def _draft_people_by_name(proposal: SchemaProposal) -> Iterator[IndicatorDraft]:
    """People by what tells them apart where they have no code: a document that all have, else their names."""
    key = proposal.table.primary_key
    if len(key) == 1 and is_about_people(proposal, key[0]):
        return
    own = [
        column
        for name, column in proposal.columns.items()
        if name in proposal.personal_columns and _may_identify(column)
    ]
    documents = [column.name for column in _columns_of_kind(own, "document") if column.filled_count == column.row_count]
    firsts = [column for kind in _NAME_PARTS for column in [*_columns_of_kind(own, kind)][:1]]
    # Of a row without a patronymic nobody would be counted.
    parts = [
        one.name
        for one in firsts
        if one.filled_count == one.row_count or "patronymic" not in headings.header_kinds(one.name)
    ]
    whole = [
        column.name
        for column in _columns_of_kind(own, "person", "name")
        if not headings.header_kinds(column.name) & {*_NAME_PARTS}
    ]
    named = (
        parts if len(parts) > 1 else whole[:1] or [name for name in parts if "surname" in headings.header_kinds(name)]
    )
    chosen = documents[:1] or named
    if chosen:
        yield IndicatorDraft("people", "unique", tuple(chosen), "people", kind="people")


def _columns_of_kind(columns: Iterable[ColumnProfile], *kinds: str) -> Iterator[ColumnProfile]:
    return (column for column in columns if headings.header_kinds(column.name) & {*kinds})


def _may_identify(column: ColumnProfile) -> bool:
    return bool(column.text_counts) and column.may_be_identifier


def _draft_numbers(column: ColumnProfile, proposal: SchemaProposal) -> Iterator[IndicatorDraft]:
    """What there is to sum, to average, or to take the share of, in a column."""
    name, kinds, unit = column.name, headings.header_kinds(column.name), currency_columns.find_amount_currency(column)
    if column.field.empty or name in proposal.personal_columns or is_paradata(name):
        return
    if column.field.type == "boolean":
        yield IndicatorDraft("share", "share", unit=PERCENT, meets=name, kind="share")
    elif column.is_numeric and not _holds_codes(name, proposal):
        if is_age(column):
            yield IndicatorDraft("mean", "mean", (name,), "years", kind="mean")
        elif "rate" in kinds or "%" in name or _has_percent_signs(column):
            yield IndicatorDraft("mean", "mean", (name,), PERCENT if _is_in_percent(column) else unit, kind="mean")
        elif column.field.type == "number" or kinds & {"quantity", "amount"} or unit:
            yield from _draft_sums(column, unit, proposal)


def _holds_codes(name: str, proposal: SchemaProposal) -> bool:
    """Whether numbers are codes, years or the like, of which there is no sum."""
    table, kinds = proposal.table, headings.header_kinds(name)
    keys = {*table.primary_key, *(field for key in table.foreign_keys for field in key.fields)}
    barred = kinds & _UNSUMMABLE_KINDS or ("identity" in kinds and not kinds & {"quantity", "amount"})
    return name in keys or bool(barred)


def _has_percent_signs(column: ColumnProfile) -> bool:
    """Whether percent signs stand in the cells."""
    return not column.field.bare_number and any("%" in text for text in column.text_counts)


def _is_in_percent(column: ColumnProfile) -> bool:
    """Whether numbers are certain to be percentages: with the sign, or under it and more than parts of a whole.

    A workbook shows 0.5 as 50 %, and 1.2 as 120 %, and so it may do with all numbers that come with some below 1.
    """
    if _has_percent_signs(column) or "%" not in column.name:
        return _has_percent_signs(column)
    read = parsing.parse_column(column.text_counts, column.field)[0]
    sizes = [abs(value) for value in read if isinstance(value, (int, float))]
    parts = any(0 < size < 1 for size in sizes)
    return max(sizes, default=0) > (MAX_FRACTION if parts else 1)


def _draft_sums(column: ColumnProfile, unit: str, proposal: SchemaProposal) -> Iterator[IndicatorDraft]:
    """One sum, or, of amounts in several currencies, one for each."""
    name, kinds = column.name, headings.header_kinds(column.name)
    per_row = column.field.currency_column or currency_columns.find_currency_column(proposal.columns)
    money = bool(unit) or "amount" in kinds
    if not money or unit or per_row not in proposal.columns:
        kind = "money" if money else "quantity" if "quantity" in kinds else "sum"
        yield IndicatorDraft("sum", "sum", (name,), unit, kind=kind)
        return
    known, whole = [*proposal.columns[per_row].key_counts], name not in proposal.columns_without_currency
    if len(known) == 1 and whole:
        yield IndicatorDraft("sum", "sum", (name,), known[0], kind="money")
    elif len(known) <= MAX_CURRENCIES:
        for code in sorted(known) if all(map(is_currency, known)) else ():
            yield IndicatorDraft("sum_of", "sum", (name,), code, ((per_row, code),), kind="money")
        if not whole:
            yield IndicatorDraft("sum_without", "sum", (name,), "", ((per_row, ""),), kind="money")
