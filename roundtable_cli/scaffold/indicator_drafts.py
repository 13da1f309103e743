"""Indicators that a table's columns lend themselves to: counts, people each once, sums, means and shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import PERCENT
from roundtable_cli.scaffold.table_proposal import TableProposal, age_unit, has_only_kinds, is_age, is_paradata
from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.values import currency_signs, numerals, parsing
from roundtable_cli.tables.vocabulary import headings

MAX_CURRENCIES = 6  # a sum for each, where amounts are in several
_NAME_PARTS = ("surname", "firstname", "patronymic")  # a first name alone tells nobody from another
# What comes first among the headline indicators.
_HEADLINE_ORDER = ("people", "rows", "money", "unique", "quantity", "share", "mean", "sum")
_UNSUMMABLE_KINDS = frozenset("serial year place phone document sex birth device contact".split())


class IndicatorDraft(NamedTuple):
    """An indicator to be written: the phrase of its label, its measure, and its kind, by which headlines are chosen.

    `unit` is a currency's code or sign, "%", or the key of a phrase. `required_values` are columns with the value that
    a row must have, "" for a blank cell; `meets` is the boolean column of a share.
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


def draft_indicators(proposal: TableProposal) -> list[IndicatorDraft]:
    """The indicators of a table: its records, whom and what it counts each once, then its numbers."""
    uniques = [*_draft_uniques(proposal)]
    if not any(draft.kind == "people" for draft in uniques):
        uniques = [*_draft_people_by_name(proposal), *uniques]
    numbers = [draft for column in proposal.columns.values() for draft in _draft_numbers(column, proposal)]
    return [IndicatorDraft("rows", "count"), *uniques, *sorted(numbers, key=lambda draft: draft.headline_rank)]


def _draft_uniques(proposal: TableProposal) -> Iterator[IndicatorDraft]:
    """What recurs from row to row, and is counted once: people, places and codes that are no key of this table."""
    table = proposal.table
    referring = {key.fields[0] for key in table.foreign_keys if len(key.fields) == 1}
    for name, column in proposal.columns.items():
        if table.primary_key == (name,) or name in proposal.mixed_findings or not _may_recur(column):
            continue
        is_of_people = proposal.names_people(name)
        if _is_code(column, is_of_people) or name in referring:
            kind = "people" if is_of_people else "unique"
            yield IndicatorDraft(kind, "unique", (name,), "people" if is_of_people else "", kind=kind)


def _may_recur(column: ColumnProfile) -> bool:
    """Whether a column's texts can be names of things that several rows tell of."""
    if is_paradata(column.name) or headings.heading_kinds(column.name) & {"serial", "currency", "sex", "birth"}:
        return False
    return column.may_be_identifier and column.has_repeats and len(column.text_counts) > 1


def _is_code(column: ColumnProfile, is_of_people: bool) -> bool:
    """Whether a column holds codes of things, or names that are as good as codes."""
    kinds = headings.heading_kinds(column.name)
    if column.field.type == "integer":
        return bool(kinds & {"identity", "people"}) and not kinds & {"quantity", "amount", "rate", "age", "phone"}
    if "identity" in kinds:
        return not kinds & {"phone", "address", "amount"}
    if is_of_people:
        return has_only_kinds(column.name, "people", "name")
    return "body" in kinds and has_only_kinds(column.name, "body", "label", "name")


def _draft_people_by_name(proposal: TableProposal) -> Iterator[IndicatorDraft]:
    """People by what tells them apart where they have no code: a document that all have, else their names."""
    key = proposal.table.primary_key
    if len(key) == 1 and proposal.names_people(key[0]):
        return
    personal_names = proposal.personal_columns
    personal = [
        column
        for name, column in proposal.columns.items()
        if name in personal_names and column.text_counts and column.may_be_identifier
    ]
    documents = [column.name for column in _columns_of_kind(personal, "document") if _is_filled(column)]
    names = documents[:1] or _name_columns(personal)
    if names:
        yield IndicatorDraft("people", "unique", tuple(names), "people", kind="people")


def _name_columns(columns: list[ColumnProfile]) -> list[str]:
    """The columns that together name a person: surname and first name, else a full name, else the surname alone."""
    firsts = [column for kind in _NAME_PARTS for column in [*_columns_of_kind(columns, kind)][:1]]
    # Of a row without a patronymic nobody would be counted.
    parts = [
        column.name
        for column in firsts
        if _is_filled(column) or "patronymic" not in headings.heading_kinds(column.name)
    ]
    if len(parts) > 1:
        return parts
    full = [
        column.name
        for column in _columns_of_kind(columns, "person", "name")
        if not headings.heading_kinds(column.name) & {*_NAME_PARTS}
    ]
    return full[:1] or [name for name in parts if "surname" in headings.heading_kinds(name)]


def _is_filled(column: ColumnProfile) -> bool:
    return column.filled_count == column.row_count


def _columns_of_kind(columns: Iterable[ColumnProfile], *kinds: str) -> Iterator[ColumnProfile]:
    return (column for column in columns if headings.heading_kinds(column.name) & {*kinds})


def _draft_numbers(column: ColumnProfile, proposal: TableProposal) -> Iterator[IndicatorDraft]:
    """What there is to sum, to average, or to take the share of, in a column."""
    name, kinds, unit = column.name, headings.heading_kinds(column.name), currency_columns.find_amount_currency(column)
    if column.field.is_untyped or name in proposal.personal_columns or is_paradata(name):
        return
    if column.field.type == "boolean":
        yield IndicatorDraft("share", "share", unit=PERCENT, meets=name, kind="share")
    elif column.is_numeric and not _holds_codes(name, proposal):
        if is_age(column):
            yield IndicatorDraft("mean", "mean", (name,), age_unit(name), kind="mean")
        elif "rate" in kinds or "%" in name or _has_percent_signs(column):
            yield IndicatorDraft("mean", "mean", (name,), PERCENT if _is_in_percent(column) else unit, kind="mean")
        elif column.field.type == "number" or kinds & {"quantity", "amount"} or unit:
            yield from _draft_sums(column, unit, proposal)


def _holds_codes(name: str, proposal: TableProposal) -> bool:
    """Whether numbers are codes, years or the like, of which there is no sum."""
    table, kinds = proposal.table, headings.heading_kinds(name)
    keys = {*table.primary_key, *(field for key in table.foreign_keys for field in key.fields)}
    is_identity = "identity" in kinds and not kinds & {"quantity", "amount"}
    # "Age (months)" names the unit of ages, and no month of the year.
    unsummable = _UNSUMMABLE_KINDS - ({"year"} if "age" in kinds and age_unit(name) != "years" else set())
    return name in keys or is_identity or bool(kinds & unsummable)


def _has_percent_signs(column: ColumnProfile) -> bool:
    """Whether percent signs stand in the cells."""
    return not column.field.bare_number and any("%" in text for text in column.text_counts)


def _is_in_percent(column: ColumnProfile) -> bool:
    """Whether numbers are certain to be percentages: with the sign, or under it and more than parts of a whole.

    A workbook shows 0.5 as 50 %, and 1.2 as 120 %, and so it may do with all numbers that come with some below 1.
    """
    if _has_percent_signs(column) or "%" not in column.name:
        return _has_percent_signs(column)
    values = parsing.parse_column(column.text_counts, column.field)[0]
    sizes = [abs(value) for value in values if isinstance(value, (int, float))]
    has_fractions = any(0 < size < 1 for size in sizes)
    return max(sizes, default=0) > (numerals.MAX_FRACTION if has_fractions else 1)


def _draft_sums(column: ColumnProfile, unit: str, proposal: TableProposal) -> Iterator[IndicatorDraft]:
    """One sum, or, of amounts in several currencies, one for each."""
    name, kinds = column.name, headings.heading_kinds(column.name)
    currency_column = column.field.currency_column or proposal.row_currencies.get(name)
    is_money = bool(unit) or "amount" in kinds or currency_column is not None
    if unit or currency_column is None:
        kind = "money" if is_money else "quantity" if "quantity" in kinds else "sum"
        yield IndicatorDraft("sum", "sum", (name,), unit, kind=kind)
        return
    currencies = _currencies_in_rows(proposal, currency_column)
    is_complete = name not in proposal.columns_without_currency
    if len(currencies) == 1 and is_complete:
        yield IndicatorDraft("sum", "sum", (name,), currencies[0], kind="money")
    elif len(currencies) <= MAX_CURRENCIES:
        for currency in currencies:
            yield IndicatorDraft("sum_of", "sum", (name,), currency, ((currency_column, currency),), kind="money")
        if not is_complete:
            yield IndicatorDraft("sum_without", "sum", (name,), "", ((currency_column, ""),), kind="money")


def _currencies_in_rows(proposal: TableProposal, currency_column: str) -> list[str]:
    """The codes of the currencies that a column names, sorted; none where it is not decided which column does."""
    texts = proposal.columns[currency_column].text_counts if currency_column in proposal.columns else {}
    format_ = currency_signs.choose_currency_format(texts)
    return sorted({currency_signs.normalize_currency(text, format_) for text in texts})
