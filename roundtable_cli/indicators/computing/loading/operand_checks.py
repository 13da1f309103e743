"""Operands whose cells can't be counted as they are, each cell to be corrected by its row.

They are texts where numbers or dates are needed, in columns that no schema declares, and amounts in two currencies.
"""

from __future__ import annotations

from roundtable_cli.errors import FindingCollector, Refused, locating_findings, refuse_findings
from roundtable_cli.indicators.binding import operands
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, collect_derivations
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.framework import CalculatedColumn, Indicator
from roundtable_cli.tables.checks import ambiguous_columns, amount_currencies, cell_checks
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.calendar_texts.date_forms import INFERRED_DATE_FORMATS


def check_inferred_operands(binder: Binder, bound_indicator: BoundIndicator) -> None:
    """Refuse an indicator that counts numbers in a column that, as its rows have it, holds other texts too.

    Looked at are its counted column and weight, and the columns that its calculated columns take from other tables.
    """
    collector, file = FindingCollector(), binder.framework.file
    for part in bound_indicator.per_table:
        section = f"[indicators.{part.indicator.code}]"
        if part.column:
            with collector, locating_findings(file, f"{section} column"):
                _check_operand(binder, part.indicator, part.column)
        if part.weight:
            with collector, locating_findings(file, f"{section} weight"):
                source = binder.resolve_source(part.weight.owner_table(part.indicator.table))
                _check_number_texts(source, part.weight, "weight", part.indicator.weight)
        for derivation in collect_derivations(part.columns):
            if derivation.definition and derivation.columns:
                with collector, locating_findings(file, f"[calculated.{derivation.definition.full_name}]"):
                    _check_derived_operands(binder, derivation.definition, derivation)
    collector.raise_if_any()


def _check_operand(binder: Binder, rule: Indicator, column: BoundColumn) -> None:
    source = binder.resolve_source(column.owner_table(rule.table))
    is_unusable = rule.traits.counts_distinct and column.field.ambiguous == "shortened"
    if column.field.ambiguous and (rule.traits.needs_numbers or rule.traits.needs_order or is_unusable):
        raise Refused(ambiguous_columns.describe_ambiguity(source, column.field))
    if rule.traits.keeps_unit:
        _check_shown_currencies(binder, rule.table, column)
    if rule.traits.needs_numbers:
        _check_number_texts(source, column, rule.measure, rule.column)
    if rule.traits.needs_order:
        _check_ordered_texts(source, column)


def _check_derived_operands(binder: Binder, definition: CalculatedColumn, derivation: Derivation) -> None:
    """The column of the linked rows, or the columns of the own row, that a calculated column takes its numbers from."""
    if derivation.link:
        _check_operand(binder, definition.rule, derivation.columns[0])
        return
    traits = definition.rule.traits
    for column in derivation.columns if traits.needs_numbers else ():
        _check_shown_currencies(binder, definition.table, column)
    for column in derivation.columns if traits.is_own_value and traits.needs_order else ():
        if not column.derivation:
            source = binder.resolve_source(column.owner_table(definition.table))
            if column.field.ambiguous:
                raise Refused(ambiguous_columns.describe_ambiguity(source, column.field))
            _check_ordered_texts(source, column)


def _check_shown_currencies(binder: Binder, table: str, column: BoundColumn) -> None:
    """Refuse amounts whose cells show two currencies, or another than their heading or their row says."""
    if not column.derivation:
        owner = column.owner_table(table)
        currency = binder.row_currencies.find_for_amount(owner, column.field)
        source = binder.resolve_source(owner)
        refuse_findings(amount_currencies.find_currency_faults(source, column.field, currency))


def _check_number_texts(source: Source, column: BoundColumn, user: str, name: str) -> None:
    """Refuse a column of texts: where some are numbers each of the others in its row, else the column as a whole."""
    if column.is_numeric:
        return
    texts, number = _filled_texts(source, column.field), column.field._replace(type="number")
    if len(parsing.parse_column(texts, number)[1]) < len(texts):
        cell_checks.read_checked_values(source, number)
    raise operands.wrong_type_refusal(user, name, column, operands.NUMBERS)


def _check_ordered_texts(source: Source, column: BoundColumn) -> None:
    """Refuse to order texts that no schema declares, where some would be numbers, or most dates: "10" is before "9"."""
    field = column.field
    if column.derivation or not field.inferred or field.is_untyped or field.type not in operands.ORDERED_TEXT_TYPES:
        return
    texts, number = _filled_texts(source, field), field._replace(type="number")
    if len(parsing.parse_column(texts, number)[1]) < len(texts):
        cell_checks.read_checked_values(source, number)
    _check_date_texts(source, field, texts)


def check_inferred_dates(binder: Binder, bound_indicator: BoundIndicator) -> None:
    """Refuse a period of a table without a date, where a column would be one but for a few texts: each in its row."""
    if bound_indicator.date:
        return
    table = bound_indicator.indicator.table
    source = binder.resolve_source(table)
    for field in binder.table_fields(table):
        if field.ambiguous == "date":
            raise Refused(ambiguous_columns.describe_ambiguity(source, field))
        if field.inferred and field.type == "string" and not field.personal:
            _check_date_texts(source, field, _filled_texts(source, field))


def _check_date_texts(source: Source, field: Field, texts: list[str]) -> None:
    """Refuse a column of texts of which most are dates: each of the others in its row."""
    for format_ in INFERRED_DATE_FORMATS:
        dates = field._replace(type="date", format=format_)
        if len(parsing.parse_column(texts, dates)[1]) * 2 < len(texts):
            cell_checks.read_checked_values(source, dates)


def _filled_texts(source: Source, field: Field) -> list[str]:
    return [text for text in source.count_texts(field) if text.strip()]
