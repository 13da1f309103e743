"""Indicators that a table's columns lend themselves to: counts, people each once, sums, means and shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from roundtable_cli.indicators.definitions.framework import PERCENT
from roundtable_cli.scaffold import people_drafts
from roundtable_cli.scaffold.people_drafts import CountedColumns
from roundtable_cli.scaffold.table_proposal import TableProposal, age_unit, is_age, is_paradata
from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.profiling.declared_types import is_plausible_year
from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.values import currency_signs, numerals, parsing
from roundtable_cli.tables.vocabulary import headings

MAX_CURRENCIES = 6  # a sum for each, where amounts are in several
MAX_ELEMENTS = 20  # a sum for each, where the rows of a table are of several data elements
_MIN_PARTS = 3  # different numbers from 0 to 1 that are shares
_MONTHS = 12
_MIN_DEGREE_DECIMALS, _MAX_DEGREES = 4, 180
_SUMMED_KINDS = frozenset({"quantity", "amount", "measured"})
# What comes first among the headline indicators.
_HEADLINE_ORDER = ("people", "rows", "money", "quantity", "unique", "share", "mean", "sum")
_UNSUMMABLE_KINDS = frozenset("serial year place phone document sex birth device contact running".split())


class IndicatorDraft(NamedTuple):
    """An indicator to be written: the phrase of its label, its measure, and its kind, by which headlines are chosen.

    `unit` is a currency's code or sign, or thousands of it, "%", or the key of a phrase. `required_values` are columns
    with the value that a row must have, "" for a blank cell; `meets` is the boolean column of a share.
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


class _CurrencyTexts(NamedTuple):
    """What the columns of a table say of currencies, looked up once for all its amounts.

    `mentions_several`: the texts of a column speak of several, as `Budget in USD`. `names_several`: a column holds the
    names of several. `amounts` are the columns of numbers that are headed as amounts.
    """

    mentions_several: bool
    names_several: bool
    amounts: frozenset[str]


def draft_indicators(proposal: TableProposal) -> list[IndicatorDraft]:
    """The indicators of a table: its records, whom and what it counts each once, then its numbers."""
    uniques = [_draft_unique(columns) for columns in people_drafts.find_counted_columns(proposal)]
    choices = _find_choice_columns(proposal)
    columns = [column for name, column in proposal.columns.items() if name not in choices]
    currencies = _find_currency_texts(proposal)
    numbers = [draft for column in columns for draft in _draft_numbers(column, proposal, currencies)]
    return [IndicatorDraft("rows", "count"), *uniques, *sorted(numbers, key=lambda draft: draft.headline_rank)]


def _draft_unique(columns: CountedColumns) -> IndicatorDraft:
    """The number of different values of some columns; of people who are told apart by name the label says so."""
    if not columns.is_of_people:
        return IndicatorDraft("unique", "unique", columns.names, kind="unique")
    phrase = "people_by_name" if columns.is_by_name else "people"
    return IndicatorDraft(phrase, "unique", columns.names, "people", kind="people")


def _find_currency_texts(proposal: TableProposal) -> _CurrencyTexts:
    """What the columns of a table say of currencies."""
    texts = [column.text_counts for column in proposal.columns.values() if column.field.type == "string"]
    numeric = (name for name, column in proposal.columns.items() if column.is_numeric)
    return _CurrencyTexts(
        any(map(currency_columns.mention_several_currencies, texts)),
        any(len(names) > 1 and currency_signs.are_currency_names(names) for names in texts),
        frozenset(name for name in numeric if "amount" in headings.heading_kinds(name)),
    )


def _draft_numbers(
    column: ColumnProfile, proposal: TableProposal, currencies: _CurrencyTexts
) -> Iterator[IndicatorDraft]:
    """What there is to sum, to average, or to take the share of, in a column."""
    name, kinds, unit = column.name, headings.heading_kinds(column.name), currency_columns.find_amount_unit(column)
    if column.field.is_untyped or name in proposal.personal_columns or is_paradata(name):
        return
    if column.field.type == "boolean":
        yield IndicatorDraft("share", "share", unit=PERCENT, meets=name, kind="share")
    elif column.is_numeric and not _holds_codes(column, proposal):
        if is_age(column):
            yield IndicatorDraft("mean", "mean", (name,), age_unit(name), kind="mean")
        elif kinds & {"rate", "unit_price"} or "%" in name or _has_percent_signs(column):
            yield IndicatorDraft("mean", "mean", (name,), PERCENT if _is_in_percent(column) else unit, kind="mean")
        elif not unit and ("size" in kinds or _are_parts_of_one(column)):
            yield IndicatorDraft("mean", "mean", (name,), kind="mean")
        elif not unit and _may_be_summed(column) and (elements := proposal.element_column):
            yield from _draft_element_sums(column, elements)
        elif unit or _may_be_summed(column):
            yield from _draft_sums(column, unit, proposal, currencies)


def _may_be_summed(column: ColumnProfile) -> bool:
    """Whether there may be a sum of a column, whatever is added up: it has decimals, or counts something."""
    return column.field.type == "number" or _is_counted(column)


def _is_counted(column: ColumnProfile) -> bool:
    """Whether a column's whole numbers are added up: amounts, people, or things."""
    is_known = bool(headings.heading_kinds(column.name) & _SUMMED_KINDS)
    return is_known or people_drafts.is_headcount(column) or people_drafts.is_count_of_things(column)


def _are_parts_of_one(column: ColumnProfile) -> bool:
    """Whether several different numbers are all from 0 to 1, as shares are: of these there is no sum."""
    if column.field.type != "number" or headings.heading_kinds(column.name) & {"quantity", "amount"}:
        return False
    values = [value for value in parsing.parse_column(column.text_counts, column.field)[0] if value is not None]
    numbers = [value for value in values if isinstance(value, (int, float))]
    return len({*numbers}) >= _MIN_PARTS and all(0 <= number <= 1 for number in numbers)


def _draft_element_sums(column: ColumnProfile, elements: ColumnProfile) -> Iterator[IndicatorDraft]:
    """A sum for each data element, or a mean, where its name says that it is a rate; none where they are many.

    A sum over all of them would add up what does not belong together.
    """
    names = sorted(elements.key_counts)
    for name in names if len(names) <= MAX_ELEMENTS else ():
        is_rate = bool(headings.heading_kinds(name) & {"rate", "size", "age"}) or "%" in name
        measure, kind = ("mean", "mean") if is_rate else ("sum", "quantity")
        yield IndicatorDraft(f"{measure}_of", measure, (column.name,), "", ((elements.name, name),), kind=kind)


def _holds_codes(column: ColumnProfile, proposal: TableProposal) -> bool:
    """Whether numbers are codes, years, running totals or the like, of which there is no sum."""
    name, table, kinds = column.name, proposal.table, headings.heading_kinds(column.name)
    if name in proposal.running_totals or _has_leading_zeros(column):
        return True
    if not kinds & _SUMMED_KINDS and _are_coordinates(column):
        return True
    keys = {*table.primary_key, *(field for key in table.foreign_keys for field in key.fields)}
    is_identity = "identity" in kinds and not kinds & _SUMMED_KINDS
    # "Age (months)" names the unit of ages, "monthly income" that of amounts, and neither a month of the year.
    is_unit = ("age" in kinds and age_unit(name) != "years") or ("amount" in kinds and not _are_parts_of_dates(column))
    unsummable = _UNSUMMABLE_KINDS - ({"year"} if is_unit else set())
    unsummable -= {"serial"} if people_drafts.is_bare_count(column) else set()
    return name in keys or is_identity or bool(kinds & unsummable)


def _find_choice_columns(proposal: TableProposal) -> set[str]:
    """The columns of the choices of questions with several answers: 1 where one was chosen, which the list tells."""
    header, found = [*proposal.columns], set[str]()
    choices_by_question = kobo_headers.find_choice_headings(header)
    for question, column in proposal.columns.items():
        if column.field.type == "list" and (choices := choices_by_question.get(question)):
            own = (name for name in header if name.startswith(question) and name != question)
            found |= {name for name in own if name.endswith(tuple(choices))}
    return found


def _are_parts_of_dates(column: ColumnProfile) -> bool:
    """Whether whole numbers are all months, or all years."""
    numbers = [int(text) for text in column.text_counts if text.isdecimal() and len(text) <= numerals.MAX_DIGITS]
    is_whole = len(numbers) == len(column.text_counts)
    return is_whole and (all(1 <= number <= _MONTHS for number in numbers) or all(map(is_plausible_year, numbers)))


def _are_coordinates(column: ColumnProfile) -> bool:
    """Whether all numbers have so many decimals as no amount has, and are no larger than degrees are."""
    decimals = [text.partition(column.field.decimal_char)[2] for text in column.text_counts]
    if not decimals or min(map(len, decimals)) < _MIN_DEGREE_DECIMALS:
        return False
    values = parsing.parse_column(column.text_counts, column.field)[0]
    return all(abs(value) <= _MAX_DEGREES for value in values if isinstance(value, (int, float)))


def _has_leading_zeros(column: ColumnProfile) -> bool:
    """Whether whole numbers are written with zeros before them, as codes are."""
    return any(len(text) > 1 and text.isdigit() and text.startswith("0") for text in column.text_counts)


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


def _draft_sums(
    column: ColumnProfile, unit: str, proposal: TableProposal, texts: _CurrencyTexts
) -> Iterator[IndicatorDraft]:
    """One sum, or, of amounts in several currencies, one for each."""
    name, kinds = column.name, headings.heading_kinds(column.name)
    currency_column = column.field.currency_column or proposal.row_currencies.get(name)
    in_rows = _currencies_in_rows(proposal, currency_column) if currency_column is not None else []
    if not unit and _may_be_in_currencies(column, currency_column, in_rows, texts):
        return
    is_money = bool(unit) or "amount" in kinds or currency_column is not None
    if unit or currency_column is None:
        is_count = "quantity" in kinds or (not is_money and _is_counted(column))
        kind = "money" if is_money else "quantity" if is_count else "sum"
        yield IndicatorDraft("sum", "sum", (name,), unit, kind=kind)
        return
    is_complete = name not in proposal.columns_without_currency
    if len(in_rows) == 1 and is_complete:
        scaled = currency_columns.scale_currency(in_rows[0], name)
        yield IndicatorDraft("sum", "sum", (name,), scaled, kind="money")
    elif len(in_rows) <= MAX_CURRENCIES:
        for currency in in_rows:
            scaled = currency_columns.scale_currency(currency, name)
            yield IndicatorDraft("sum_of", "sum", (name,), scaled, ((currency_column, currency),), kind="money")
        if not is_complete:
            yield IndicatorDraft("sum_without", "sum", (name,), "", ((currency_column, ""),), kind="money")


def _may_be_in_currencies(
    column: ColumnProfile, currency_column: str | None, in_rows: Sequence[str], texts: _CurrencyTexts
) -> bool:
    """Whether numbers may be amounts in the currencies of their rows, or of something else: no heading tells which.

    Beside a column of several currencies (`in_rows`) `target` may be both; so may a heading of no kind, where other
    amounts are headed as such. Of those there is neither one sum nor a sum for each currency; nor is there of amounts
    beside texts that speak of several currencies: `Budget in USD`, `Budget in KGS`.
    """
    if currency_column is None and currency_columns.is_amount(column.field) and texts.mentions_several:
        return True
    if "amount" in headings.heading_kinds(column.name) or people_drafts.is_headcount(column):
        return False
    if currency_column is None:
        return texts.names_several and currency_columns.is_vague_heading(column.name)
    return bool(texts.amounts - {column.name}) and len(in_rows) > 1


def _currencies_in_rows(proposal: TableProposal, currency_column: str) -> list[str]:
    """The codes of the currencies that a column names, sorted; none where it is not decided which column does."""
    texts = proposal.columns[currency_column].text_counts if currency_column in proposal.columns else {}
    format_ = currency_signs.choose_currency_format(texts)
    return sorted({currency_signs.normalize_currency(text, format_) for text in texts})
